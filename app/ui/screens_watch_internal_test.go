package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// plugboard stands in for the system's screens.
type plugboard struct {
	monitors       []monitor
	till, customer area
	changed        func()
	filled         int
}

// withMonitors gives a desk's till a plugboard and opens its windows on it.
func withMonitors(t *testing.T, list ...monitor) (*desk, *plugboard) {
	t.Helper()
	d := newDesk(t)
	b := &plugboard{monitors: list, till: area{60, 60, 1180, 720}}
	known := func(a *area) func() (area, bool) { return func() (area, bool) { return *a, a.w > 0 } }
	d.screens.system = system{
		monitors: func() []monitor { return b.monitors },
		till:     known(&b.till), customer: known(&b.customer),
		fill:    func(m monitor) { b.filled++; b.customer = m.area },
		changes: func(f func()) { b.changed = f },
	}
	d.screens.begin()
	return d, b
}

// plug changes what is connected and lets half a second go by.
func (b *plugboard) plug(d *desk, list ...monitor) {
	b.monitors = list
	b.changed()
	d.screens.watch()
}

var (
	counter = first(panelAt("DELL P2419H", 0, 0))
	display = panelAt("BENQ GW2480", 1920, 0)
)

func (d *desk) showing(want bool, full bool) {
	d.Helper()
	if d.customer.shown != want || d.customer.window.FullScreen() != full {
		d.Errorf("shown %t, full screen %t; want %t, %t", d.customer.shown, d.customer.window.FullScreen(), want, full)
	}
}

func TestTheCustomersWindowComesAndGoesWithItsMonitor(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	d.showing(true, true)
	d.readsNot(d.staff(), "not connected")
	b.plug(d, counter)
	d.showing(false, false)
	d.reads(unbroken(d.staff()), "The customer’s screen is not connected.")
	b.plug(d, counter, display)
	d.showing(true, true)
	d.readsNot(d.staff(), "not connected")
	b.plug(d, counter, panelAt(display.name, 0, 0))
	d.showing(false, false)
	d.reads(unbroken(d.staff()), "shows the same as this one")
	b.plug(d, counter, display)
	b.till.x = 2000
	d.screens.watch()
	d.showing(false, false)
	d.reads(unbroken(d.staff()), "This till is on the customer’s screen")
}

func TestItsMonitorIsRemembered(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	p := newScreens(d.shell)
	if p.choice.Name != display.name || p.choice.Area != [4]int{1920, 0, 1920, 1080} {
		t.Errorf("remembered %+v", p.choice)
	}
	b.plug(d, counter, panelAt("TV", -1920, 0))
	d.showing(false, false)
	d.config.App.Preferences().SetString(preferenceScreen, `{"name":`)
	if p := newScreens(d.shell); !p.choice.none() {
		t.Errorf("a damaged preference gave %+v", p.choice)
	}
}

func TestNothingIsTouchedWhileNothingChanges(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	for range 10 {
		d.screens.watch()
	}
	if b.filled != 1 {
		t.Errorf("put %d times", b.filled)
	}
	b.plug(d, counter, sized(display, 1280, 720))
	if b.filled != 2 || b.customer.w != 1280 {
		t.Errorf("rescaled: put %d times, at %v", b.filled, b.customer)
	}
	b.customer.x += 300 // a window manager that knows better
	for range 10 {
		d.screens.watch()
		b.customer.x += 300
	}
	if b.filled != 2+triesMost {
		t.Errorf("put %d times against the window manager’s will", b.filled-2)
	}
}

func TestF11WithAMonitorOfItsOwn(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	d.press(fyne.KeyF11)
	d.showing(false, false)
	b.plug(d, counter)
	d.readsNot(d.staff(), "not connected") // nobody misses it
	d.press(fyne.KeyF11)
	d.showing(true, false)
	b.plug(d, counter, display)
	d.showing(true, true)
	b.plug(d, counter)
	d.showing(false, false)
	d.press(fyne.KeyF11)
	d.showing(true, false)
	d.readsNot(d.staff(), "not connected")
	d.screens.close()
	b.plug(d, counter, display)
	d.showing(false, false)
	d.press(fyne.KeyF11)
	d.showing(true, true)
}

// hiding notes how often a window was hidden.
type hiding struct {
	fyne.Window
	times int
}

func (h *hiding) Hide() { h.times++; h.Window.Hide() }

func TestAMonitorThatGoesIsLeftAtOnce(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	w := &hiding{Window: d.customer.window}
	d.customer.window = w
	b.monitors = []monitor{counter, display, panelAt("TV", 3840, 0)}
	b.changed()
	if w.times != 0 {
		t.Error("hidden though its monitor is there")
	}
	b.monitors = []monitor{counter}
	b.changed()
	if w.times == 0 {
		t.Error("not hidden before anybody looked")
	}
	d.showing(false, false)
}

func TestAMonitorMayComeBackAtOnceAnyNumberOfTimes(t *testing.T) {
	d, b := withMonitors(t, counter, display)
	for range 3 * triesMost {
		b.monitors, b.customer = []monitor{counter}, area{0, 0, 1920, 1080} // where GLFW throws it
		b.changed()
		b.plug(d, counter, display)
		d.showing(true, true)
		if b.customer != display.area {
			t.Fatalf("it is at %v", b.customer)
		}
	}
}

func settingsWith(t *testing.T, list ...monitor) (*desk, *plugboard, *screenCard) {
	t.Helper()
	d, b := withMonitors(t, list...)
	d.open(atSettings)
	return d, b, d.screens.card
}

func TestTheCustomersScreenIsChosenInAPicture(t *testing.T) {
	tv := panelAt("TV", 3840, 0)
	d, b, c := settingsWith(t, counter, display, tv)
	d.reads(textsOf(c.box), "is an ordinary window")
	if !c.tiles[0].button.Disabled() || c.tiles[1].button.Disabled() || c.tiles[2].button.Disabled() {
		t.Error("the till’s own can be chosen, or another can’t")
	}
	d.reads(c.tiles[0].word.text, "This till")
	d.window.Canvas().Focus(c.tiles[2].button)
	d.press(fyne.KeySpace)
	d.showing(true, true)
	d.reads(textsOf(c.box), "fills screen 3")
	d.reads(c.tiles[2].word.text, "Customer")
	if b.customer != tv.area || len(d.setUps()) != 0 {
		t.Errorf("it is at %v, sent %v", b.customer, d.setUps())
	}
	b.plug(d, counter, display)
	d.reads(unbroken(textsOf(c.box)), "not connected")
	if d.window.Canvas().Focused() == nil {
		t.Error("the focus is lost with the tile that had it")
	}
	c.window.Tapped(nil)
	d.showing(true, false)
	if !d.screens.choice.Window || !c.window.chosen {
		t.Error("an ordinary window was chosen")
	}
}

func TestTwoMonitorsOfOneNameAreTwoTiles(t *testing.T) {
	const same = "Generic PnP Monitor"
	d, b, c := settingsWith(t, first(panelAt(same, 0, 0)), panelAt(same, 1920, 0), panelAt(same, 0, 1080))
	c.tiles[2].button.Tapped(nil)
	if b.customer.x != 1920 {
		t.Errorf("number 3 is at %v", b.customer)
	}
	c.tiles[1].button.Tapped(nil)
	if b.customer.y != 1080 {
		t.Errorf("number 2 is at %v", b.customer)
	}
	if n := strings.Count(textsOf(c.legend), same); n != 3 {
		t.Errorf("%d names", n)
	}
	d.reads(textsOf(c.box), "fills screen 2")
}

func TestMirroredMonitorsAreOneTile(t *testing.T) {
	d, _, c := settingsWith(t, counter, panelAt("BENQ", 0, 0))
	if len(c.tiles) != 1 || !c.tiles[0].button.Disabled() {
		t.Fatalf("%d tiles", len(c.tiles))
	}
	d.reads(textsOf(c.tiles[0].box), "1 = 2")
}

func TestWhereNoScreensAreKnownThereIsNothingToChoose(t *testing.T) {
	d, _, c := settingsWith(t)
	d.reads(unbroken(textsOf(c.box)), "doesn’t say which screens there are")
	if c.picture.Visible() || c.window.Visible() {
		t.Error("there is something to choose")
	}
}

func TestTheScreensFitTheirCard(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1024, Height: 700}, {Width: 1366, Height: 768}} {
		d, b, c := settingsWith(t, counter, display)
		d.window.Resize(size)
		b.plug(d, counter, display, panelAt("TV", 3840, 0))
		for i, tile := range c.tiles {
			b := tile.button
			if b.Size().Width < touch || b.Size().Height < touch {
				t.Errorf("%v: tile %d is %v", size, i, b.Size())
			}
			for _, l := range []*label{tile.big, tile.word, tile.name} {
				if l.Visible() && l.Size().Height < l.MinSize().Height {
					t.Errorf("%v: %q is cut", size, l.text)
				}
			}
			if need := tile.box.MinSize(); need.Height > b.Size().Height {
				t.Errorf("%v: tile %d needs %v of %v", size, i, need, b.Size())
			}
			if right := tile.box.Position().X + tile.box.Size().Width; right > c.picture.Size().Width {
				t.Errorf("%v: tile %d ends at %v of %v", size, i, right, c.picture.Size().Width)
			}
		}
	}
}
