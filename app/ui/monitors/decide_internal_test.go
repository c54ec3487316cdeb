package monitors

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// panelAt is a monitor of the usual size.
func panelAt(name string, x, y int) Monitor {
	return Monitor{Name: name, Area: Area{x, y, 1920, 1080}, Scale: 1}
}

func sized(m Monitor, w, h int) Monitor {
	m.Area.W, m.Area.H = w, h
	return m
}

func first(m Monitor) Monitor {
	m.Primary = true
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
		at     = Area{100, 100, 1180, 720}
	)
	all := func(m ...Monitor) []Monitor { return m }
	for _, k := range []struct {
		name    string
		chosen  Monitor   // none when its area is empty
		then    []Monitor // when it was chosen
		now     []Monitor
		till    Area
		where   Where
		monitor Monitor
	}{
		{"no screens are known", right, all(till, right), nil, at, AsWindow, Monitor{}},
		{"one screen", Monitor{}, nil, all(till), at, AsWindow, Monitor{}},
		{"the only other one is taken", Monitor{}, nil, all(till, right), at, OnMonitor, right},
		{"nobody chose between two others", Monitor{}, nil, all(till, right, farG), at, AsWindow, Monitor{}},
		{"mirrored, nothing chosen", Monitor{}, nil, all(till, panelAt("BENQ", 0, 0)), at, AsWindow, Monitor{}},
		{"a mirrored one beside a free one", Monitor{}, nil, all(till, panelAt("BENQ", 0, 0), farG), at, OnMonitor, farG},

		{"as it was", right, all(till, right), all(right, till), at, OnMonitor, right},
		{"among three", right, all(till, right, farG), all(till, right, farG), at, OnMonitor, right},
		{"unplugged", right, all(till, right), all(till), at, Unplugged, Monitor{}},
		{"unplugged, and another is there", right, all(till, right), all(till, farG), at, Unplugged, Monitor{}},
		{"moved", right, all(till, right), all(till, panelAt("BENQ", -1920, 40)), at, OnMonitor, panelAt("BENQ", -1920, 40)},
		{"rescaled", right, all(till, right), all(till, sized(right, 1280, 720)), at, OnMonitor, sized(right, 1280, 720)},
		{"moved and rescaled", right, all(till, right), all(till, sized(panelAt("BENQ", 0, 1080), 1280, 720)), at, OnMonitor, sized(panelAt("BENQ", 0, 1080), 1280, 720)},
		{"mirrored", right, all(till, right), all(till, panelAt("BENQ", 0, 0)), at, Mirrored, panelAt("BENQ", 0, 0)},
		{"mirrored in a smaller size", right, all(till, right), all(till, sized(panelAt("BENQ", 0, 0), 1280, 720)), at, Mirrored, sized(panelAt("BENQ", 0, 0), 1280, 720)},
		{"mirrored with one that is no till’s", right, all(till, right), all(till, right, sized(panelAt("TV", 1920, 0), 1280, 720)), at, OnMonitor, right},
		{"the till was dragged there", right, all(till, right), all(till, right), Area{2000, 80, 1180, 720}, OnTill, right},
		{"most of the till is on its own", right, all(till, right), all(till, right), Area{1000, 80, 1180, 720}, OnMonitor, right},
		{"only the customer’s is left", right, all(till, right), all(first(right)), Area{1920, 0, 1180, 720}, OnTill, first(right)},

		{"same names: as it was", farG, all(tillG, rightG, farG), all(tillG, rightG, farG), at, OnMonitor, farG},
		{"same names: it is gone, the other stays another", farG, all(tillG, rightG, farG), all(tillG, rightG), at, Unplugged, Monitor{}},
		{"same names: the other is gone", farG, all(tillG, rightG, farG), all(tillG, farG), at, OnMonitor, farG},
		{"same names: two, it is gone", rightG, all(tillG, rightG), all(tillG), at, Unplugged, Monitor{}},
		{"same names: two, it has moved", rightG, all(tillG, rightG), all(tillG, panelAt(generic, 0, 1080)), at, OnMonitor, panelAt(generic, 0, 1080)},
		{"same names: all shift, they keep their order", farG, all(tillG, rightG, farG),
			all(sized(tillG, 1366, 768), panelAt(generic, 1366, 0), panelAt(generic, 3286, 0)), at, OnMonitor, panelAt(generic, 3286, 0)},
		{"same names: its own place says more than its size", rightG, all(tillG, rightG, farG),
			all(tillG, sized(rightG, 1280, 720), panelAt(generic, 3200, 0)), at, OnMonitor, sized(rightG, 1280, 720)},
		{"same names: which of two new ones can’t be told", rightG, all(tillG, rightG), all(tillG, panelAt(generic, 2500, 0), panelAt(generic, 5000, 0)), at, Unplugged, Monitor{}},
	} {
		c := choice{}
		if k.chosen.Area.W > 0 {
			c = remember(k.chosen, k.then)
		}
		if got := decide(k.now, k.till, c); got.where != k.where || !got.monitor.is(k.monitor) {
			t.Errorf("%s: %+v, want %d %+v", k.name, got, k.where, k.monitor)
		}
	}
	if got := decide(all(till, right), at, choice{Window: true}); got.where != AsWindow {
		t.Errorf("an ordinary window was chosen: %+v", got)
	}
}

func TestTheCustomersWindowNeverCoversTheTill(t *testing.T) {
	shapes := []Area{{0, 0, 1920, 1080}, {0, 0, 1366, 768}, {0, 0, 1280, 1024}}
	monitors := rapid.Custom(func(t *rapid.T) Monitor {
		a := rapid.SampledFrom(shapes).Draw(t, "shape")
		a.X, a.Y = rapid.IntRange(-2, 2).Draw(t, "x")*960, rapid.IntRange(-1, 1).Draw(t, "y")*540
		return Monitor{Name: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name"), Area: a, Scale: 1}
	})
	lists := rapid.Custom(func(t *rapid.T) []Monitor {
		list := rapid.SliceOfNDistinct(monitors, 1, 5, func(m Monitor) Monitor { return m }).Draw(t, "monitors")
		list[rapid.IntRange(0, len(list)-1).Draw(t, "primary")].Primary = true
		return list
	})
	rapid.Check(t, func(t *rapid.T) {
		then, now := lists.Draw(t, "then"), lists.Draw(t, "now")
		c := choice{}
		if chosen := rapid.IntRange(-1, len(then)-1).Draw(t, "chosen"); chosen >= 0 {
			c = remember(then[chosen], then)
		}
		till := Area{rapid.IntRange(-3000, 3000).Draw(t, "x"), rapid.IntRange(-1500, 1500).Draw(t, "y"), 1180, 720}
		d := decide(now, till, c)
		home := homeOf(inOrder(now), till)
		if d.where == OnMonitor && (overlap(d.monitor.Area, home.Area) > 0 || !slices.Contains(now, d.monitor)) {
			t.Fatalf("%+v, and the till is on %+v", d, home)
		}
		if !c.none() && d.where == AsWindow {
			t.Fatal("what was chosen is forgotten")
		}
		shuffled := slices.Clone(now)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := decide(shuffled, till, c); again != d {
			t.Fatalf("in another order %+v, not %+v", again, d)
		}
		if len(now) == len(then) && slices.Equal(inOrder(now), inOrder(then)) && d.where == OnMonitor && !c.none() && [4]int{d.monitor.Area.X, d.monitor.Area.Y, d.monitor.Area.W, d.monitor.Area.H} != c.Area {
			t.Fatalf("nothing has changed and it went to %+v", d.monitor)
		}
	})
}
