package monitors

import (
	"encoding/json"
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

const (
	preferenceCustomer = "customer.shown"
	preferenceScreen   = "customer.screen" // a choice
)

// System is what is asked of the system about monitors and windows.
type System struct {
	Monitors       func() []Monitor // those that are on, in any order
	Changes        func(f func())   // has f called as soon as one came or went
	Till, Customer Handle           // of the two windows
}

// Handle is a window as the system knows it, which Fyne does not tell. Real
// has this computer's, a test its own.
type Handle interface {
	Learn()             // called while the window is painted
	Area() (Area, bool) // where its content is, when that is known
	Fill(Monitor)       // it is full-screen, and must be so on this one
	Raise()             // before all others, also when it was minimised
}

// Real is the system that the program runs on.
func Real() System {
	return System{Monitors: connected, Changes: onMonitors, Till: &handle{}, Customer: &handle{}}
}

// Windows are the two windows.
type Windows struct {
	Till     fyne.Window
	Customer *Late     // shown and hidden by the Watch alone
	Least    fyne.Size // what the till's needs, on every monitor
	Usual    fyne.Size // the customer's, while it is an ordinary one
}

// Watch keeps the customer's window where it belongs while monitors come, go
// and change. It looks twice a second, and touches nothing while nothing
// differs. What it does when is in one table: see table.
type Watch struct {
	app     fyne.App
	system  System
	windows Windows
	changed func()

	choice  choice
	intent  intent
	before  intent    // while it was hidden only just now
	hidden  time.Time // by its own button, and not remembered yet; zero for not at all
	leaving time.Time // the till was told to close, and asked
	list    []Monitor // from left to right, as last seen
	till    Area      // the till's window, as last seen on one of them
	now     decision

	painted   bool // the customer's window has been on the screen since it was shown
	minimised bool // and is not now
	stance    stance
	filled    Monitor // while filling: the one that the window was put on
	tries     int     // how often it was put there and did not come
	numbers   numbers
	smaller   float32       // than the system would have it: 1 for as large
	rescale   func(float32) // makes it so
}

// New is a watch that begins with Begin. It has changed called when what
// State says may be different from before. It takes over the button that closes the
// customer's window, which hides it.
func New(a fyne.App, system System, windows Windows, changed func()) *Watch {
	p := &Watch{app: a, system: system, windows: windows, changed: changed, smaller: 1, rescale: rescale(a)}
	windows.Customer.Resize(windows.Usual)
	windows.Customer.made = func(w fyne.Window) {
		w.SetCloseIntercept(p.Hide)
		mark(w, system.Customer)
	}
	if a.Preferences().BoolWithFallback(preferenceCustomer, true) {
		p.intent = wanted
	}
	if json.Unmarshal([]byte(a.Preferences().String(preferenceScreen)), &p.choice) != nil {
		p.choice = choice{} // none, or one that was damaged
	}
	return p
}

// Begin decides scale, size and place of the windows, in this order, as each rests
// on the one before; for the very first time, beside each other. The till's gets the
// size, in units, that it last had: at a larger scale the desktop may have cut it
// by now. It must be shown, and Fyne's loop run, which takes no new scale before.
func (p *Watch) Begin(first bool, size fyne.Size) {
	p.system.Changes(p.vanished)
	p.look()
	if first {
		p.stance = astray
	}
	free := apart(p.list, p.now.monitor)
	if p.now.where == OnTill && len(free) > 0 { // the desktop opened it on the wrong one
		to := workOf(free[0])
		moveTo(p.windows.Till, to.X+frameSide, to.Y+frameTop)
		p.look()
	}
	p.fit()
	p.keepInside(size)
	p.apply()
	p.changed()
}

// Look is called twice a second, on Fyne's goroutine: monitors may have changed, and
// windows moved.
func (p *Watch) Look() {
	if p.stance == closing {
		return
	}
	p.numbers.end(time.Now())
	p.remain()
	changed := p.look()
	if w := p.windows.Customer; changed && p.now.where == AsWindow && w.FullScreen() {
		w.SetFullScreen(false) // the monitor that it filled may not be there any more
	}
	if p.fit() {
		p.keepInside(p.windows.Till.Canvas().Size())
	}
	p.apply()
	if changed {
		p.changed()
	}
}

// End has nothing touched any more: the program is closing.
func (p *Watch) End() { p.stance = closing }

// look finds out what is connected and decides anew.
func (p *Watch) look() (changed bool) {
	list := inOrder(p.system.Monitors())
	till, known := p.system.Till.Area()
	if known && slices.ContainsFunc(list, func(m Monitor) bool { return overlap(m.Area, till) > 0 }) {
		p.till = till
	}
	now := decide(list, p.till, p.choice)
	changed = now != p.now || !slices.Equal(list, p.list)
	p.list, p.now = list, now
	changed = p.lookForCustomers() || changed
	if p.intent == anyway && !now.hidden() {
		p.intent = wanted
	}
	if p.intent != unwanted && p.choice.none() && now.where == OnMonitor {
		p.keep(remember(now.monitor, list)) // so that it is hidden, not moved, when it goes
	}
	return changed
}

// lookForCustomers finds out whether the customer's window was minimised by a person, or
// with all others.
func (p *Watch) lookForCustomers() (changed bool) {
	_, known := p.system.Customer.Area()
	p.painted = p.Shown() && (p.painted || known)
	before := p.minimised
	p.minimised = p.painted && !known
	return p.minimised != before
}

// vanished is called as soon as a monitor came or went. GLFW has by now thrown
// the window of one that went onto the till's screen.
func (p *Watch) vanished() {
	if p.stance == filling && !slices.ContainsFunc(p.system.Monitors(), p.filled.is) {
		p.windows.Customer.Hide() // before it is moved anywhere
		p.takeOff()
	}
}

// settle does now what Look would do soon.
func (p *Watch) settle() {
	if p.stance == closing {
		return
	}
	p.look()
	p.apply()
	p.changed()
}

func (p *Watch) keep(c choice) {
	p.choice = c
	if text, err := json.Marshal(c); err == nil {
		p.app.Preferences().SetString(preferenceScreen, string(text))
	}
}
