package ui

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// panelAt is a monitor of the usual size.
func panelAt(name string, x, y int) monitor {
	return monitor{name: name, area: area{x, y, 1920, 1080}, scale: 1}
}

func sized(m monitor, w, h int) monitor {
	m.area.w, m.area.h = w, h
	return m
}

func first(m monitor) monitor {
	m.primary = true
	return m
}

func TestTheCustomersWindowFindsItsMonitor(t *testing.T) {
	const generic = "Generic PnP Monitor"
	var (
		till   = first(panelAt("DELL", 0, 0))
		right  = panelAt("BENQ", 1920, 0)
		tillG  = first(panelAt(generic, 0, 0))
		rightG = panelAt(generic, 1920, 0)
		farG   = panelAt(generic, 3840, 0)
		at     = area{100, 100, 1180, 720}
	)
	all := func(m ...monitor) []monitor { return m }
	for _, k := range []struct {
		name   string
		chosen monitor   // none when its area is empty
		then   []monitor // when it was chosen
		now    []monitor
		till   area
		where  where
		panel  monitor
	}{
		{"no screens are known", right, all(till, right), nil, at, asWindow, monitor{}},
		{"one screen", monitor{}, nil, all(till), at, asWindow, monitor{}},
		{"the only other one is taken", monitor{}, nil, all(till, right), at, onPanel, right},
		{"nobody chose between two others", monitor{}, nil, all(till, right, farG), at, asWindow, monitor{}},
		{"mirrored, nothing chosen", monitor{}, nil, all(till, panelAt("BENQ", 0, 0)), at, asWindow, monitor{}},
		{"a mirrored one beside a free one", monitor{}, nil, all(till, panelAt("BENQ", 0, 0), farG), at, onPanel, farG},

		{"as it was", right, all(till, right), all(right, till), at, onPanel, right},
		{"among three", right, all(till, right, farG), all(till, right, farG), at, onPanel, right},
		{"unplugged", right, all(till, right), all(till), at, unplugged, monitor{}},
		{"unplugged, and another is there", right, all(till, right), all(till, farG), at, unplugged, monitor{}},
		{"moved", right, all(till, right), all(till, panelAt("BENQ", -1920, 40)), at, onPanel, panelAt("BENQ", -1920, 40)},
		{"rescaled", right, all(till, right), all(till, sized(right, 1280, 720)), at, onPanel, sized(right, 1280, 720)},
		{"moved and rescaled", right, all(till, right), all(till, sized(panelAt("BENQ", 0, 1080), 1280, 720)), at, onPanel, sized(panelAt("BENQ", 0, 1080), 1280, 720)},
		{"mirrored", right, all(till, right), all(till, panelAt("BENQ", 0, 0)), at, mirrored, panelAt("BENQ", 0, 0)},
		{"mirrored in a smaller size", right, all(till, right), all(till, sized(panelAt("BENQ", 0, 0), 1280, 720)), at, mirrored, sized(panelAt("BENQ", 0, 0), 1280, 720)},
		{"mirrored with one that is no till’s", right, all(till, right), all(till, right, sized(panelAt("TV", 1920, 0), 1280, 720)), at, onPanel, right},
		{"the till was dragged there", right, all(till, right), all(till, right), area{2000, 80, 1180, 720}, onTill, right},
		{"most of the till is on its own", right, all(till, right), all(till, right), area{1000, 80, 1180, 720}, onPanel, right},
		{"only the customer’s is left", right, all(till, right), all(first(right)), area{1920, 0, 1180, 720}, onTill, first(right)},

		{"same names: as it was", farG, all(tillG, rightG, farG), all(tillG, rightG, farG), at, onPanel, farG},
		{"same names: it is gone, the other stays another", farG, all(tillG, rightG, farG), all(tillG, rightG), at, unplugged, monitor{}},
		{"same names: the other is gone", farG, all(tillG, rightG, farG), all(tillG, farG), at, onPanel, farG},
		{"same names: two, it is gone", rightG, all(tillG, rightG), all(tillG), at, unplugged, monitor{}},
		{"same names: two, it has moved", rightG, all(tillG, rightG), all(tillG, panelAt(generic, 0, 1080)), at, onPanel, panelAt(generic, 0, 1080)},
		{"same names: all shift, they keep their order", farG, all(tillG, rightG, farG),
			all(sized(tillG, 1366, 768), panelAt(generic, 1366, 0), panelAt(generic, 3286, 0)), at, onPanel, panelAt(generic, 3286, 0)},
		{"same names: its own place says more than its size", rightG, all(tillG, rightG, farG),
			all(tillG, sized(rightG, 1280, 720), panelAt(generic, 3200, 0)), at, onPanel, sized(rightG, 1280, 720)},
		{"same names: which of two new ones can’t be told", rightG, all(tillG, rightG), all(tillG, panelAt(generic, 2500, 0), panelAt(generic, 5000, 0)), at, unplugged, monitor{}},
	} {
		c := choice{}
		if k.chosen.area.w > 0 {
			c = remember(k.chosen, k.then)
		}
		if got := decide(k.now, k.till, c); got.where != k.where || !got.panel.is(k.panel) {
			t.Errorf("%s: %+v, want %d %+v", k.name, got, k.where, k.panel)
		}
	}
	if got := decide(all(till, right), at, choice{Window: true}); got.where != asWindow {
		t.Errorf("an ordinary window was chosen: %+v", got)
	}
}

func TestTheCustomersWindowNeverCoversTheTill(t *testing.T) {
	shapes := []area{{0, 0, 1920, 1080}, {0, 0, 1366, 768}, {0, 0, 1280, 1024}}
	monitors := rapid.Custom(func(t *rapid.T) monitor {
		a := rapid.SampledFrom(shapes).Draw(t, "shape")
		a.x, a.y = rapid.IntRange(-2, 2).Draw(t, "x")*960, rapid.IntRange(-1, 1).Draw(t, "y")*540
		return monitor{name: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name"), area: a, scale: 1}
	})
	lists := rapid.Custom(func(t *rapid.T) []monitor {
		list := rapid.SliceOfNDistinct(monitors, 1, 5, func(m monitor) monitor { return m }).Draw(t, "monitors")
		list[rapid.IntRange(0, len(list)-1).Draw(t, "primary")].primary = true
		return list
	})
	rapid.Check(t, func(t *rapid.T) {
		then, now := lists.Draw(t, "then"), lists.Draw(t, "now")
		c := choice{}
		if chosen := rapid.IntRange(-1, len(then)-1).Draw(t, "chosen"); chosen >= 0 {
			c = remember(then[chosen], then)
		}
		till := area{rapid.IntRange(-3000, 3000).Draw(t, "x"), rapid.IntRange(-1500, 1500).Draw(t, "y"), 1180, 720}
		d := decide(now, till, c)
		home := homeOf(inOrder(now), till)
		if d.where == onPanel && (overlap(d.panel.area, home.area) > 0 || !slices.Contains(now, d.panel)) {
			t.Fatalf("%+v, and the till is on %+v", d, home)
		}
		if !c.none() && d.where == asWindow {
			t.Fatal("what was chosen is forgotten")
		}
		shuffled := slices.Clone(now)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := decide(shuffled, till, c); again != d {
			t.Fatalf("in another order %+v, not %+v", again, d)
		}
		if len(now) == len(then) && slices.Equal(inOrder(now), inOrder(then)) && d.where == onPanel && !c.none() && [4]int{d.panel.area.x, d.panel.area.y, d.panel.area.w, d.panel.area.h} != c.Area {
			t.Fatalf("nothing has changed and it went to %+v", d.panel)
		}
	})
}
