package ui

import (
	"cmp"
	"slices"
)

// monitor is a screen as the system lists it, in the system's own pixels.
type monitor struct {
	name    string
	area    area
	scale   float32
	primary bool
}

// is says that a monitor is there, where and as large as it was.
func (m monitor) is(other monitor) bool {
	return m.name == other.name && m.area == other.area && m.scale == other.scale
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

// where says what becomes of the customer's window.
type where uint8

const (
	asWindow where = iota // an ordinary window, wherever it is put
	onPanel               // it fills a monitor of its own

	// Hidden, since it would cover the till:
	unplugged // its monitor is not there
	mirrored  // its monitor shows the till's picture
	onTill    // the till's window is on its monitor
)

type decision struct {
	where where
	panel monitor // the one that was chosen, unless it is unplugged
}

func (d decision) hidden() bool { return d.where >= unplugged }

// decide says where the customer's window goes: never onto the monitor that
// the till's window is on, and never onto one that shows part of it.
func decide(list []monitor, till area, c choice) decision {
	list = inOrder(list)
	if len(list) == 0 || c.Window {
		return decision{}
	}
	home := homeOf(list, till)
	if c.none() {
		if free := apart(list, home); len(free) == 1 {
			return decision{onPanel, free[0]}
		}
		return decision{}
	}
	found, ok := c.find(list)
	switch {
	case !ok:
		return decision{where: unplugged}
	case found == home && len(apart(list, home)) < len(list)-1, found != home && overlap(found.area, home.area) > 0:
		return decision{mirrored, found}
	case found == home:
		return decision{onTill, found}
	}
	return decision{onPanel, found}
}

// remember is the choice of one of the monitors in a list.
func remember(m monitor, list []monitor) choice {
	c := choice{Name: m.name, Area: [4]int{m.area.x, m.area.y, m.area.w, m.area.h}}
	for _, other := range inOrder(list) {
		if other.name == m.name && other.area != m.area {
			c.Twins = append(c.Twins, [2]int{other.area.x, other.area.y})
		}
	}
	return c
}

// find looks for the chosen monitor: as it was; where it was, in another size;
// moved, in its old size; moved and of another size. One of the same name that
// stands where another of them stood is that other one.
func (c choice) find(list []monitor) (monitor, bool) {
	var same, fresh, moved []monitor
	here := -1
	for _, m := range list {
		switch a := m.area; {
		case m.name != c.Name:
			continue
		case c.Area == [4]int{a.x, a.y, a.w, a.h}:
			return m, true
		case c.Area[0] == a.x && c.Area[1] == a.y:
			here = len(same)
		case !slices.Contains(c.Twins, [2]int{a.x, a.y}):
			fresh = append(fresh, m)
			if a.w == c.Area[2] && a.h == c.Area[3] {
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
	return monitor{}, false
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
func inOrder(list []monitor) []monitor {
	return slices.SortedFunc(slices.Values(list), func(a, b monitor) int {
		return cmp.Or(cmp.Compare(a.area.x, b.area.x), cmp.Compare(a.area.y, b.area.y),
			cmp.Compare(a.name, b.name), cmp.Compare(a.area.w, b.area.w), cmp.Compare(a.area.h, b.area.h),
			cmp.Compare(a.scale, b.scale))
	})
}

// homeOf is the monitor that most of the till's window is on; the primary one
// when that is not known, or when two show the same.
func homeOf(list []monitor, till area) monitor {
	return slices.MaxFunc(list, func(a, b monitor) int {
		primary := 0
		switch {
		case a.primary && !b.primary:
			primary = 1
		case b.primary && !a.primary:
			primary = -1
		}
		return cmp.Or(cmp.Compare(overlap(a.area, till), overlap(b.area, till)), primary)
	})
}

// apart are the monitors that show nothing of another one.
func apart(list []monitor, from monitor) []monitor {
	return slices.DeleteFunc(slices.Clone(list), func(m monitor) bool {
		return m == from || overlap(m.area, from.area) > 0
	})
}

// overlap is how many pixels two areas have in common.
func overlap(a, b area) int {
	w := min(a.x+a.w, b.x+b.w) - max(a.x, b.x)
	h := min(a.y+a.h, b.y+b.h) - max(a.y, b.y)
	return max(w, 0) * max(h, 0)
}
