package monitors

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// triesMost ends what a window manager refuses to do.
const triesMost = 3

// Mark gives the till's window, whose content is new, what tells the Watch of it.
func (p *Watch) Mark() { mark(p.windows.Till, p.system.Till) }

// mark gives a window's content a dot that learns its handle when it is painted.
func mark(w fyne.Window, h Handle) {
	dot := canvas.NewRaster(func(int, int) image.Image {
		h.Learn()
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	})
	dot.Resize(fyne.NewSize(1, 1))
	w.SetContent(container.NewStack(w.Content(), container.NewWithoutLayout(dot)))
}

// Shown says that the customer's window is open, as a window or filling a monitor.
func (p *Watch) Shown() bool { return p.stance == ordinary || p.stance == filling }

// Seen says that the customer's window is on the screen, as far as is known.
func (p *Watch) Seen() bool { return p.Shown() && !p.minimised }

// Front brings the till before all other windows, the customer's among them.
func (p *Watch) Front() {
	if p.stance == closing {
		return
	}
	if w := p.windows.Customer; p.stance == ordinary && w.FullScreen() && p.covered() {
		w.SetFullScreen(false) // no window comes before one that fills the screen
	}
	p.windows.Till.Show()
	p.system.Till.Raise()
	p.windows.Till.RequestFocus()
}

// Uncover is called when the till asks something, and when a key comes to the customer's
// window while it does: no question is ever under that window, or on a till that is
// minimised. It says whether the question may have been there.
func (p *Watch) Uncover() bool {
	under := p.stance == ordinary && p.covered()
	if under {
		p.Front()
	}
	return p.Restore() || under
}

// Restore brings a till back that is minimised, and says whether it was.
func (p *Watch) Restore() bool {
	_, known := p.system.Till.Area()
	minimised := !known && p.till.W > 0 && p.stance != closing
	if minimised {
		p.Front()
	}
	return minimised
}

// covered says that the till and the customer's window share a part of the desktop, as
// far as is known.
func (p *Watch) covered() bool {
	customers, known := p.system.Customer.Area()
	return !known || overlap(customers, p.till) > 0
}

// apply brings the customer's window to where it belongs.
func (p *Watch) apply() {
	switch p.answer().stance {
	case filling:
		p.put(p.now.monitor)
	case ordinary:
		p.open()
	default:
		p.takeOff()
	}
}

// put fills a monitor with the window.
func (p *Watch) put(m Monitor) {
	w := p.windows.Customer
	if p.stance == filling && p.filled.is(m) {
		at, known := p.system.Customer.Area()
		if !known || at == m.Area || p.tries == triesMost {
			return
		}
		p.tries++
	} else {
		p.tries = 0
	}
	p.takeOff()
	w.Resize(p.windows.Usual)
	moveTo(w, m.Area.X+frameSide, m.Area.Y+frameTop)
	p.stance, p.filled = filling, m
	w.Show()
	w.SetFullScreen(true)
	p.system.Customer.Fill(m)
	p.windows.Till.RequestFocus()
}

// open shows an ordinary window.
func (p *Watch) open() {
	if p.stance == filling {
		p.takeOff()
	}
	if p.stance == ordinary {
		return
	}
	if p.stance == astray && len(p.list) > 0 {
		p.arrange(workOf(homeOf(p.list, p.till)))
	}
	p.stance = ordinary
	p.windows.Customer.Show()
	p.windows.Till.RequestFocus()
}

// takeOff hides the window, out of full screen.
func (p *Watch) takeOff() {
	w := p.windows.Customer
	switch p.stance {
	case filling:
		p.stance = astray
	case ordinary:
		p.stance = away
	default:
		return
	}
	w.SetFullScreen(false) // first: GLFW hides no window that is full-screen
	w.Hide()
	p.windows.Till.RequestFocus()
}
