package monitors

import (
	"slices"
	"strconv"
	"strings"
)

// State is what there is to know about the monitors and the customer's window.
type State struct {
	Monitors []Monitor // from left to right, as people number them
	Groups   []Group   // from left to right
	Till     int       // the group that the till's window is on; -1 when none is known
	Customer int       // the group that is the customer's; -1 while it is not there, or there is none

	Window  bool  // an ordinary window was chosen instead
	Wanted  bool  // staff want the customer's window to be seen
	Away    bool  // they don't, or it is minimised
	Where   Where // what becomes of it, as long as they do
	Missing Where // why it is hidden although they do; AsWindow when it is not
}

// Group are monitors that show the same, as places in State's list. Most stand
// alone.
type Group []int

// Number is what is written on them: "2", or "1 = 2".
func (g Group) Number() string {
	var numbers []string
	for _, i := range g {
		numbers = append(numbers, strconv.Itoa(i+1))
	}
	return strings.Join(numbers, " = ")
}

// State is how it is now.
func (p *Watch) State() State {
	s := State{
		Monitors: slices.Clone(p.list), Groups: grouped(p.list), Till: -1,
		Window: p.choice.Window, Wanted: p.intent != unwanted, Away: p.intent == unwanted || p.minimised, Where: p.now.where,
	}
	if len(p.list) > 0 {
		s.Till = s.groupOf(homeOf(p.list, p.till))
	}
	s.Customer = s.groupOf(p.now.monitor)
	if p.intent == wanted && p.now.hidden() {
		s.Missing = p.now.where
	}
	return s
}

// groupOf is -1 for a monitor that is not there.
func (s State) groupOf(m Monitor) int {
	return slices.IndexFunc(s.Groups, func(g Group) bool {
		return slices.ContainsFunc(g, func(i int) bool { return s.Monitors[i].is(m) })
	})
}

// grouped puts monitors together that show the same.
func grouped(list []Monitor) (groups []Group) {
next:
	for i, m := range list {
		for g, others := range groups {
			if overlap(list[others[0]].Area, m.Area) > 0 {
				groups[g] = append(others, i)
				continue next
			}
		}
		groups = append(groups, Group{i})
	}
	return groups
}
