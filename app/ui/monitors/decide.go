package monitors

import (
	"cmp"
	"slices"
)

// Monitor is a screen as the system lists it, in the system's own pixels.
type Monitor struct {
	Name    string  // as its maker calls it, or its plug; two may have the same
	Area    Area    // Y grows downwards; those that show the same overlap
	Scale   float32 // pixels to a unit, as the system would have it
	Primary bool    // the system's main one
}

// is says that a monitor is there, where and as large as it was.
func (m Monitor) is(other Monitor) bool {
	return m.Name == other.Name && m.Area == other.Area && m.Scale == other.Scale
}

// choice is what is remembered of the monitor that the customer looks at. An
// index would not do: it changes with every cable. The zero choice is none.
type choice struct {
	Window bool     `json:"window,omitempty"` // an ordinary window instead
	Name   string   `json:"name,omitempty"`
	Area   [4]int   `json:"area"`            // x, y, width, height
	Twins  [][2]int `json:"twins,omitempty"` // where monitors of the same name stood
}

func (c choice) none() bool { return !c.Window && c.Area[2] == 0 }

// Where says what becomes of the customer's window.
type Where uint8

const (
	AsWindow  Where = iota // an ordinary window, wherever it is put
	OnMonitor              // it fills a monitor of its own

	// Hidden, since it would cover the till:
	Unplugged // its monitor is not there
	Mirrored  // its monitor shows the till's picture
	OnTill    // the till's window is on its monitor
)

type decision struct {
	where   Where
	monitor Monitor // the one that was chosen, unless it is unplugged
}

func (d decision) hidden() bool { return d.where >= Unplugged }

// decide says where the customer's window goes: never onto the monitor that
// the till's window is on, and never onto one that shows part of it.
func decide(list []Monitor, till Area, c choice) decision {
	list = inOrder(list)
	if len(list) == 0 || c.Window {
		return decision{}
	}
	home := homeOf(list, till)
	if c.none() {
		if free := apart(list, home); len(free) == 1 {
			return decision{OnMonitor, free[0]}
		}
		return decision{}
	}
	found, ok := c.find(list)
	switch {
	case !ok:
		return decision{where: Unplugged}
	case found == home && len(apart(list, home)) < len(list)-1, found != home && overlap(found.Area, home.Area) > 0:
		return decision{Mirrored, found}
	case found == home:
		return decision{OnTill, found}
	}
	return decision{OnMonitor, found}
}

// remember is the choice of one of the monitors in a list.
func remember(m Monitor, list []Monitor) choice {
	c := choice{Name: m.Name, Area: [4]int{m.Area.X, m.Area.Y, m.Area.W, m.Area.H}}
	for _, other := range inOrder(list) {
		if other.Name == m.Name && other.Area != m.Area {
			c.Twins = append(c.Twins, [2]int{other.Area.X, other.Area.Y})
		}
	}
	return c
}

// find looks for the chosen monitor: as it was; where it was, in another size;
// moved, in its old size; moved and of another size. One of the same name that
// stands where another of them stood is that other one.
func (c choice) find(list []Monitor) (Monitor, bool) {
	var same, fresh, moved []Monitor
	here := -1
	for _, m := range list {
		switch a := m.Area; {
		case m.Name != c.Name:
			continue
		case c.Area == [4]int{a.X, a.Y, a.W, a.H}:
			return m, true
		case c.Area[0] == a.X && c.Area[1] == a.Y:
			here = len(same)
		case !slices.Contains(c.Twins, [2]int{a.X, a.Y}):
			fresh = append(fresh, m)
			if a.W == c.Area[2] && a.H == c.Area[3] {
				moved = append(moved, m)
			}
		}
		same = append(same, m)
	}
	switch {
	case here >= 0:
		return same[here], true
	case len(moved) == 1:
		return moved[0], true
	case len(fresh) == 1:
		return fresh[0], true
	case len(same) == 1+len(c.Twins): // all are there: they keep their order
		m := same[c.rank()]
		return m, slices.Contains(fresh, m)
	}
	return Monitor{}, false
}

// rank is the chosen monitor's place among those of the same name, from left
// to right.
func (c choice) rank() (n int) {
	for _, t := range c.Twins {
		if cmp.Or(cmp.Compare(t[0], c.Area[0]), cmp.Compare(t[1], c.Area[1])) < 0 {
			n++
		}
	}
	return n
}

// inOrder sorts monitors as people number them: from left to right, then down.
func inOrder(list []Monitor) []Monitor {
	return slices.SortedFunc(slices.Values(list), func(a, b Monitor) int {
		return cmp.Or(cmp.Compare(a.Area.X, b.Area.X), cmp.Compare(a.Area.Y, b.Area.Y),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.Area.W, b.Area.W), cmp.Compare(a.Area.H, b.Area.H),
			cmp.Compare(a.Scale, b.Scale))
	})
}

// homeOf is the monitor that most of the till's window is on; the primary one
// when that is not known, or when two show the same.
func homeOf(list []Monitor, till Area) Monitor {
	return slices.MaxFunc(list, func(a, b Monitor) int {
		primary := 0
		switch {
		case a.Primary && !b.Primary:
			primary = 1
		case b.Primary && !a.Primary:
			primary = -1
		}
		return cmp.Or(cmp.Compare(overlap(a.Area, till), overlap(b.Area, till)), primary)
	})
}

// apart are the monitors that show nothing of another one.
func apart(list []Monitor, from Monitor) []Monitor {
	return slices.DeleteFunc(slices.Clone(list), func(m Monitor) bool {
		return m == from || overlap(m.Area, from.Area) > 0
	})
}

// overlap is how many pixels two areas have in common.
func overlap(a, b Area) int {
	w := min(a.X+a.W, b.X+b.W) - max(a.X, b.X)
	h := min(a.Y+a.H, b.Y+b.H) - max(a.Y, b.Y)
	return max(w, 0) * max(h, 0)
}
