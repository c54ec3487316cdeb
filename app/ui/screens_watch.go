package ui

import (
	"encoding/json"
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

const (
	preferenceCustomer = "customer.shown"
	preferenceScreen   = "customer.screen" // a choice
)

// system is what is asked of the system about screens and windows.
type system struct {
	monitors       func() []monitor
	till, customer func() (area, bool)
	fill           func(monitor)
	changes        func(func())
}

// screens keeps the customer's window where it belongs while monitors come, go
// and change. It looks once a second, and touches nothing while nothing differs.
type screens struct {
	shell   *shell
	handles [2]handle // of the till's window and the customer's
	system  system
	choice  choice
	wanted  bool      // the customer's window is to be seen
	aside   bool      // as an ordinary window, while its monitor is not there
	over    bool      // the program is closing, and its windows go
	list    []monitor // from left to right, as last seen
	till    area      // the till's window, as last seen on one of them
	now     decision
	filled  monitor // the one that the window was put on
	tries   int     // how often it was put there and did not come
	astray  bool    // the ordinary window is not beside the till
	numbers numbers
	card    *screenCard
	smaller float32       // than the system would have it: 1 for as large
	rescale func(float32) // makes it so
}

// customerSize is that of the ordinary window.
var customerSize = fyne.NewSize(520, 720)

// triesMost ends what a window manager refuses to do.
const triesMost = 3

func newScreens(s *shell) *screens {
	p := &screens{shell: s, smaller: 1, rescale: rescale(s.config.App)}
	till, customer := &p.handles[0], &p.handles[1]
	p.system = system{monitors, till.area, customer.area, customer.fill, onMonitors}
	s.customer.window.SetCloseIntercept(p.close)
	p.wanted = s.config.App.Preferences().BoolWithFallback(preferenceCustomer, true)
	if json.Unmarshal([]byte(s.config.App.Preferences().String(preferenceScreen)), &p.choice) != nil {
		p.choice = choice{} // none, or one that was damaged
	}
	return p
}

// withDot gives a window a dot that learns its handle when it is painted.
func withDot(w fyne.Window, h *handle) {
	dot := canvas.NewRaster(func(int, int) image.Image {
		h.learn()
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	})
	dot.Resize(fyne.NewSize(1, 1))
	w.SetContent(container.NewStack(w.Content(), container.NewWithoutLayout(dot)))
}

// begin places the windows when the till's is first shown.
func (p *screens) begin() {
	p.system.changes(p.vanished)
	p.look()
	p.astray = p.shell.config.App.Preferences().Float(preferenceWidth) == 0
	free := apart(p.list, p.now.panel)
	if p.now.where == onTill && len(free) > 0 { // the desktop opened it on the wrong one
		to := workOf(free[0])
		moveTo(p.shell.window, to.x+frameSide, to.y+frameTop)
		p.look()
	}
	p.apply()
	p.tell()
}

// watch is called twice a second.
func (p *screens) watch() {
	if p.over {
		return
	}
	p.numbers.end(time.Now())
	changed := p.look()
	if w := p.shell.customer.window; changed && p.now.where == asWindow && w.FullScreen() {
		w.SetFullScreen(false) // the monitor that it filled may not be there any more
	}
	p.fit()
	p.apply()
	if changed {
		p.tell()
	}
}

// look finds out what is connected and decides anew.
func (p *screens) look() (changed bool) {
	list := inOrder(p.system.monitors())
	till, known := p.system.till()
	if known && slices.ContainsFunc(list, func(m monitor) bool { return overlap(m.area, till) > 0 }) {
		p.till = till
	}
	now := decide(list, p.till, p.choice)
	changed = now != p.now || !slices.Equal(list, p.list)
	p.list, p.now = list, now
	p.aside = p.aside && now.hidden()
	if p.wanted && p.choice.none() && now.where == onPanel {
		p.keep(remember(now.panel, list)) // so that it is hidden, not moved, when it goes
	}
	return changed
}

// vanished is called as soon as a monitor came or went. GLFW has by now thrown
// the window of one that went onto the till's screen.
func (p *screens) vanished() {
	if !p.over && p.filled.area.w > 0 && !slices.ContainsFunc(p.system.monitors(), p.filled.is) {
		p.shell.customer.window.Hide() // before it is moved anywhere
		p.takeOff()
	}
}

// apply brings the customer's window to where it belongs.
func (p *screens) apply() {
	switch {
	case !p.wanted, p.now.hidden() && !p.aside:
		p.takeOff()
	case p.now.where == onPanel:
		p.put(p.now.panel)
	default:
		p.open()
	}
}

// put fills a monitor with the window.
func (p *screens) put(panel monitor) {
	c := p.shell.customer
	if c.shown && p.filled.is(panel) {
		at, known := p.system.customer()
		if !known || at == panel.area || p.tries == triesMost {
			return
		}
		p.tries++
	} else {
		p.tries = 0
	}
	p.takeOff()
	c.window.Resize(customerSize)
	moveTo(c.window, panel.area.x+frameSide, panel.area.y+frameTop)
	c.shown, p.filled = true, panel
	c.window.Show()
	c.window.SetFullScreen(true)
	p.system.fill(panel)
	p.shell.window.RequestFocus()
}

// open shows an ordinary window.
func (p *screens) open() {
	c := p.shell.customer
	if p.filled.area.w > 0 {
		p.takeOff()
	}
	if c.shown {
		return
	}
	if p.astray && len(p.list) > 0 {
		p.shell.arrange(workOf(homeOf(p.list, p.till)))
	}
	c.shown, p.astray = true, false
	c.window.Show()
	p.shell.window.RequestFocus()
}

// takeOff hides the window, out of full screen.
func (p *screens) takeOff() {
	c := p.shell.customer
	if !c.shown {
		return
	}
	c.shown, p.astray, p.filled = false, p.astray || p.filled.area.w > 0, monitor{}
	c.window.SetFullScreen(false) // first: GLFW hides no window that is full-screen
	c.window.Hide()
	p.shell.window.RequestFocus()
}

// toggle is F11: it shows and hides the window; an ordinary one it makes fill
// the screen and back.
func (p *screens) toggle() {
	c := p.shell.customer
	switch {
	case !p.wanted, !c.shown && !p.now.hidden():
		p.want(true)
		p.aside, p.astray = p.now.hidden(), p.astray || p.now.hidden()
	case p.now.where == onPanel:
		p.want(false)
	case p.now.hidden() && !p.aside:
		p.aside, p.astray = true, true
	default:
		c.window.SetFullScreen(!c.window.FullScreen())
		p.shell.window.RequestFocus()
	}
	p.settle()
}

// close is the window's own button.
func (p *screens) close() {
	p.want(false)
	p.settle()
}

func (p *screens) want(on bool) {
	p.wanted, p.aside = on, false
	p.shell.config.App.Preferences().SetBool(preferenceCustomer, on)
}

// choose is a person's choice, and applied at once.
func (p *screens) choose(c choice) {
	p.keep(c)
	p.want(true)
	p.settle()
}

func (p *screens) keep(c choice) {
	p.choice = c
	if text, err := json.Marshal(c); err == nil {
		p.shell.config.App.Preferences().SetString(preferenceScreen, string(text))
	}
}

// settle does now what watch would do soon.
func (p *screens) settle() {
	p.look()
	p.apply()
	p.tell()
}

// missing says why the window is hidden though it is wanted; asWindow if it is not.
func (p *screens) missing() where {
	if p.wanted && p.now.hidden() && !p.aside {
		return p.now.where
	}
	return asWindow
}

// tell shows on the staff side what has become of the window.
func (p *screens) tell() {
	s := p.shell
	s.strips.draw(s.view, s.onOrder())
	if p.card != nil {
		p.card.changed()
	}
	s.redraw()
}
