package monitors

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// plugboard stands in for the system's monitors, with a watch over two windows
// on them.
type plugboard struct {
	*testing.T
	*Watch
	app           fyne.App
	on            []Monitor
	tills, theirs Area // where the windows are
	vanishes      func()
	filled, told  int
	raised        int // how often the till was brought before all others
	brought       int // and the customer's window, from the task bar
}

// boardHandle is a window of the plugboard's.
type boardHandle struct {
	at     *Area
	fill   func()
	raised *int
}

func (boardHandle) Learn()               {}
func (h boardHandle) Area() (Area, bool) { return *h.at, h.at.W > 0 }
func (h boardHandle) Fill(m Monitor)     { *h.at = m.Area; h.fill() }
func (h boardHandle) Raise()             { *h.raised++ }

// withMonitors opens two windows on monitors.
func withMonitors(t *testing.T, list ...Monitor) *plugboard {
	t.Helper()
	b := &plugboard{T: t, app: test.NewTempApp(t), on: list, tills: Area{60, 60, 1180, 720}}
	b.Watch = b.watch()
	b.Begin(true, fyne.NewSize(1180, 720))
	return b
}

// watch is another watch over other windows on the same monitors.
func (b *plugboard) watch() *Watch {
	system := System{
		Monitors: func() []Monitor { return b.on },
		Changes:  func(f func()) { b.vanishes = f },
		Till:     boardHandle{at: &b.tills, raised: &b.raised}, Customer: boardHandle{at: &b.theirs, raised: &b.brought, fill: func() { b.filled++ }},
	}
	window := func(title string) fyne.Window {
		w := b.app.NewWindow(title)
		w.SetContent(container.NewWithoutLayout())
		return w
	}
	customers := NewLate(func() fyne.Window { return window("customer") })
	windows := Windows{window("till"), customers, fyne.NewSize(1024, 580), fyne.NewSize(520, 720)}
	return New(b.app, system, windows, func() { b.told++ })
}

// plug changes what is connected and lets half a second go by.
func (b *plugboard) plug(list ...Monitor) {
	b.on = list
	b.vanishes()
	b.Look()
}

var (
	counter = first(panelAt("DELL P2419H", 0, 0))
	display = panelAt("BENQ GW2480", 1920, 0)
)

func (b *plugboard) showing(want bool, full bool) {
	b.Helper()
	if is := b.windows.Customer.FullScreen(); b.Shown() != want || is != full {
		b.Errorf("shown %t, full screen %t; want %t, %t", b.Shown(), is, want, full)
	}
}

// missing fails unless the watch says just this, AsWindow for nothing.
func (b *plugboard) missing(want Where) {
	b.Helper()
	if got := b.State().Missing; got != want {
		b.Errorf("missing for the reason %d, want %d", got, want)
	}
}

func TestTheCustomersWindowComesAndGoesWithItsMonitor(t *testing.T) {
	b := withMonitors(t, counter, display)
	b.showing(true, true)
	b.missing(AsWindow)
	b.plug(counter)
	b.showing(false, false)
	b.missing(Unplugged)
	b.plug(counter, display)
	b.showing(true, true)
	b.missing(AsWindow)
	b.plug(counter, panelAt(display.Name, 0, 0))
	b.showing(false, false)
	b.missing(Mirrored)
	b.plug(counter, display)
	b.tills.X = 2000
	b.Look()
	b.showing(false, false)
	b.missing(OnTill)
}

func TestItsMonitorIsRemembered(t *testing.T) {
	b := withMonitors(t, counter, display)
	if p := b.watch(); p.choice.Name != display.Name || p.choice.Area != [4]int{1920, 0, 1920, 1080} {
		t.Errorf("remembered %+v", p.choice)
	}
	b.plug(counter, panelAt("TV", -1920, 0))
	b.showing(false, false)
	b.app.Preferences().SetString(preferenceScreen, `{"name":`)
	if p := b.watch(); !p.choice.none() {
		t.Errorf("a damaged preference gave %+v", p.choice)
	}
}

func TestNothingIsTouchedWhileNothingChanges(t *testing.T) {
	b := withMonitors(t, counter, display)
	before := b.told
	for range 10 {
		b.Look()
	}
	if b.filled != 1 || b.told != before {
		t.Errorf("put %d times, told %d times", b.filled, b.told-before)
	}
	b.plug(counter, sized(display, 1280, 720))
	if b.filled != 2 || b.theirs.W != 1280 || b.told == before {
		t.Errorf("rescaled: put %d times, at %v, told %d times", b.filled, b.theirs, b.told-before)
	}
	b.theirs.X += 300 // a window manager that knows better
	for range 10 {
		b.Look()
		b.theirs.X += 300
	}
	if b.filled != 2+triesMost {
		t.Errorf("put %d times against the window manager’s will", b.filled-2)
	}
}

func TestF11WithAMonitorOfItsOwn(t *testing.T) {
	b := withMonitors(t, counter, display)
	b.Toggle()
	b.showing(false, false)
	b.plug(counter)
	b.missing(AsWindow) // nobody misses it
	b.Toggle()
	b.showing(true, false)
	b.plug(counter, display)
	b.showing(true, true)
	b.plug(counter)
	b.showing(false, false)
	b.Toggle()
	b.showing(true, false)
	b.missing(AsWindow)
	b.Hide()
	b.plug(counter, display)
	b.showing(false, false)
	b.Toggle()
	b.showing(true, true)
}

func TestF11WithoutAMonitorOfItsOwn(t *testing.T) {
	b := withMonitors(t, counter)
	b.showing(true, false)
	b.Toggle()
	b.showing(true, true)
	b.Toggle()
	b.showing(true, false)
	b.Hide()
	b.showing(false, false)
	if b.State().Wanted {
		t.Error("hidden by staff, and still wanted")
	}
	b.Toggle()
	b.showing(true, false)
}

// A task bar's "Close all windows" closes both, in any order, and the end of a program is
// not the wish to hide a window.
func TestTheEndOfTheProgramIsNotTheWishToHideTheWindow(t *testing.T) {
	kept := func(b *plugboard) bool { return b.app.Preferences().BoolWithFallback(preferenceCustomer, true) }
	for _, k := range []struct {
		name        string
		do          func(*plugboard)
		shown, kept bool
	}{
		{"hidden", func(b *plugboard) { b.Hide() }, false, false},
		{"hidden, and ended", func(b *plugboard) { b.Hide(); b.End() }, false, true},
		{"hidden, and the till asks", func(b *plugboard) { b.Hide(); b.Leave() }, true, true},
		{"the till asks, and hidden", func(b *plugboard) { b.Leave(); b.Hide() }, true, true},
		{"hidden, and the till asks later", func(b *plugboard) { b.Hide(); time.Sleep(3 * time.Second); b.Look(); b.Leave() }, false, false},
		{"the till asks, and hidden later", func(b *plugboard) { b.Leave(); time.Sleep(3 * time.Second); b.Hide() }, false, false},
		{"hidden, and brought back", func(b *plugboard) { b.Hide(); b.Toggle() }, true, true},
	} {
		t.Run(k.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := withMonitors(t, counter)
				k.do(b)
				time.Sleep(3 * time.Second)
				b.Look()
				if kept(b) != k.kept {
					t.Errorf("at the next start it is shown: %v", !k.kept)
				}
				if b.stance != closing && b.Shown() != k.shown {
					t.Errorf("now it is shown: %v", b.Shown())
				}
			})
		})
	}
}

func TestNoQuestionLiesUnderTheCustomersWindow(t *testing.T) {
	b := withMonitors(t, counter)
	b.tills, b.theirs = Area{0, 0, 1180, 720}, Area{1200, 0, 520, 720}
	b.Look()
	if b.Uncover(); b.raised != 0 {
		t.Error("they stand beside each other, and the till comes before all others")
	}
	b.Toggle()
	b.showing(true, true)
	b.theirs = counter.Area
	b.Uncover()
	if b.showing(true, false); b.raised != 1 {
		t.Errorf("the till came before it %d times", b.raised)
	}
	b.theirs = Area{600, 100, 520, 720}
	if b.Uncover(); b.raised != 2 {
		t.Error("the customer's window lies above a part of the till")
	}
}

func TestNoQuestionIsOnATillThatIsMinimised(t *testing.T) {
	for _, on := range [][]Monitor{{counter}, {counter, display}} {
		b := withMonitors(t, on...)
		b.tills, b.theirs = Area{0, 0, 1180, 720}, Area{1200, 0, 520, 720}
		b.Look()
		b.tills = Area{}
		b.Look()
		if !b.Uncover() || b.raised != 1 {
			t.Errorf("%d monitors: the till was brought back %d times", len(on), b.raised)
		}
		b.tills = Area{0, 0, 1180, 720}
		if b.Restore() || b.raised != 1 {
			t.Errorf("%d monitors: a till that is on the screen is brought back", len(on))
		}
	}
}

func TestACustomersWindowThatIsMinimisedIsAwayUntilF11(t *testing.T) {
	b := withMonitors(t, counter)
	b.theirs = Area{1200, 0, 520, 720}
	b.Look()
	if !b.Seen() || b.State().Away {
		t.Fatal("it is away while it is on the screen")
	}
	b.theirs = Area{}
	b.Look()
	if b.Seen() || !b.State().Away || !b.State().Wanted {
		t.Errorf("minimised: seen %t, %+v", b.Seen(), b.State())
	}
	b.Toggle()
	if b.showing(true, false); b.brought != 1 {
		t.Errorf("F11 brought it back %d times", b.brought)
	}
	b.theirs = Area{1200, 0, 520, 720}
	b.Look()
	if !b.Seen() || b.State().Away {
		t.Error("it is away though it is back")
	}
}

func TestAMonitorOfItsOwnIsNotUncovered(t *testing.T) {
	b := withMonitors(t, counter, display)
	b.Uncover()
	b.Front()
	if b.showing(true, true); b.raised != 1 {
		t.Errorf("the till came before all others %d times, want once, for who started it again", b.raised)
	}
}

// In every situation the window comes to be as the table says, and F11 does
// what it says.
func TestEverySituationIsInTheTable(t *testing.T) {
	for _, k := range []struct {
		name   string
		intent intent
		own    bool // a monitor was chosen
		there  bool // and is there
		shown  bool
		full   bool
		after  [2]bool // F11: shown, full
	}{
		{"unwanted", unwanted, false, false, false, false, [2]bool{true, false}},
		{"unwanted, its monitor is there", unwanted, true, true, false, false, [2]bool{true, true}},
		{"unwanted, its monitor is not there", unwanted, true, false, false, false, [2]bool{true, false}},
		{"wanted", wanted, false, false, true, false, [2]bool{true, true}},
		{"wanted, its monitor is there", wanted, true, true, true, true, [2]bool{false, false}},
		{"wanted, its monitor is not there", wanted, true, false, false, false, [2]bool{true, false}},
		{"anyway, its monitor is not there", anyway, true, false, true, false, [2]bool{true, true}},
		{"anyway, and then it comes", anyway, true, true, true, true, [2]bool{false, false}},
	} {
		b := withMonitors(t, counter)
		if k.own {
			b.choice = remember(display, []Monitor{counter, display})
		}
		b.want(k.intent)
		if k.there {
			b.on = append(b.on, display)
		}
		for range 2 { // nothing more comes of looking again
			b.Look()
		}
		got := [4]bool{b.Shown(), b.windows.Customer.FullScreen()}
		b.Toggle()
		got[2], got[3] = b.Shown(), b.windows.Customer.FullScreen()
		if want := [4]bool{k.shown, k.full, k.after[0], k.after[1]}; got != want {
			t.Errorf("%s: shown, full, and both after F11: %v, want %v", k.name, got, want)
		}
	}
}

// hiding notes how often a window was hidden.
type hiding struct {
	fyne.Window
	times int
}

func (h *hiding) Hide() { h.times++; h.Window.Hide() }

func TestAMonitorThatGoesIsLeftAtOnce(t *testing.T) {
	b := withMonitors(t, counter, display)
	w := &hiding{Window: b.windows.Customer.window}
	b.windows.Customer.window = w
	b.on = []Monitor{counter, display, panelAt("TV", 3840, 0)}
	b.vanishes()
	if w.times != 0 {
		t.Error("hidden though its monitor is there")
	}
	b.on = []Monitor{counter}
	b.vanishes()
	if w.times == 0 {
		t.Error("not hidden before anybody looked")
	}
	b.showing(false, false)
}

func TestAMonitorMayComeBackAtOnceAnyNumberOfTimes(t *testing.T) {
	b := withMonitors(t, counter, display)
	for range 3 * triesMost {
		b.on, b.theirs = []Monitor{counter}, Area{0, 0, 1920, 1080} // where GLFW throws it
		b.vanishes()
		b.plug(counter, display)
		b.showing(true, true)
		if b.theirs != display.Area {
			t.Fatalf("it is at %v", b.theirs)
		}
	}
}

func TestAClosingProgramTouchesNoWindow(t *testing.T) {
	b := withMonitors(t, counter, display)
	w := &hiding{Window: b.windows.Customer.window}
	b.windows.Customer.window = w
	b.End()
	before := b.told
	b.plug(counter)
	b.Toggle()
	b.Hide()
	if w.times != 0 || b.filled != 1 || b.told != before {
		t.Errorf("hidden %d times, filled %d times, told %d times", w.times, b.filled-1, b.told-before)
	}
}

func TestMonitorsThatShowTheSameAreOneGroup(t *testing.T) {
	b := withMonitors(t, counter, panelAt("BENQ", 0, 0), panelAt("TV", 1920, 0))
	s := b.State()
	if len(s.Groups) != 2 || len(s.Monitors) != 3 || s.Till != 0 || s.Customer != 1 {
		t.Fatalf("%+v", s)
	}
	if one, two := s.Groups[0].Number(), s.Groups[1].Number(); one != "1 = 2" || two != "3" {
		t.Errorf("numbered %q and %q", one, two)
	}
	if s := withMonitors(t).State(); s.Till != -1 || s.Customer != -1 || len(s.Groups) != 0 {
		t.Errorf("where nothing is known: %+v", s)
	}
}

func TestTwoMonitorsOfOneNameAreChosenApart(t *testing.T) {
	const same = "Generic PnP Monitor"
	b := withMonitors(t, first(panelAt(same, 0, 0)), panelAt(same, 1920, 0), panelAt(same, 0, 1080))
	b.Choose(2)
	if b.theirs.X != 1920 || b.State().Customer != 2 {
		t.Errorf("number 3 is at %v", b.theirs)
	}
	b.Choose(1)
	if b.theirs.Y != 1080 || b.State().Customer != 1 {
		t.Errorf("number 2 is at %v", b.theirs)
	}
	b.ChooseWindow()
	b.showing(true, false)
	if s := b.State(); !s.Window || s.Customer != -1 {
		t.Errorf("an ordinary window was chosen: %+v", s)
	}
}
