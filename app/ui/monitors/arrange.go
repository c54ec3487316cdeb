package monitors

import "fyne.io/fyne/v2"

// Area is a rectangle on the desktop that all monitors share, in the system's own
// pixels: its left upper corner, its width and its height.
type Area struct{ X, Y, W, H int }

// Space for what the desktop draws around a window.
const (
	frameSide = 8
	frameTop  = 40
)

// arrange puts the two windows beside each other on a monitor, when the till is
// first opened: the customer's would else lie behind the till's.
func (p *Watch) arrange(monitor Area) {
	w := p.windows
	scale := w.Till.Canvas().Scale()
	least := w.Till.Content().MinSize().Width * scale
	till, customer := sideBySide(monitor, int(least)+1, scale, p.smaller < 1)
	move(w.Till, till, scale)
	move(w.Customer, customer, scale)
}

// sideBySide shares a monitor: the till gets what it needs and no more than is
// comfortable, the customer's window the rest, up to a tall page. On a small one,
// where the till was made smaller to fit at all, it gets every pixel.
func sideBySide(monitor Area, least int, scale float32, small bool) (till, customer Area) {
	pixels := func(units float32) int { return int(units * scale) }
	h := min(monitor.H-frameTop-frameSide, pixels(860))
	share := monitor.W * 3 / 4
	if small {
		share = monitor.W - 2*frameSide
	}
	till = Area{monitor.X + frameSide, monitor.Y + frameTop, max(least, min(share, pixels(1240))), h}
	customer = Area{till.X + till.W + 2*frameSide, till.Y, 0, h}
	customer.W = min(monitor.X+monitor.W-customer.X-frameSide, pixels(560))
	if customer.W < pixels(240) { // no room beside: below the till, to be pulled where it is wanted
		customer = Area{monitor.X + monitor.W/3, till.Y, pixels(420), h}
	}
	return till, customer
}

// inside is where a window goes that would reach over a monitor's edge; others stay.
func inside(monitor, window Area) Area {
	if overlap(monitor, window) == window.W*window.H {
		return window
	}
	w, h := min(window.W, monitor.W-2*frameSide), min(window.H, monitor.H-frameTop-frameSide)
	return Area{
		X: max(monitor.X+frameSide, min(window.X, monitor.X+monitor.W-frameSide-w)),
		Y: max(monitor.Y+frameTop, min(window.Y, monitor.Y+monitor.H-frameSide-h)),
		W: w, H: h,
	}
}

func move(w interface{ Resize(fyne.Size) }, to Area, scale float32) {
	w.Resize(fyne.NewSize(float32(to.W)/scale, float32(to.H)/scale))
	moveTo(w, to.X, to.Y)
}

// moveTo moves a window, where windows can be moved.
func moveTo(w any, x, y int) {
	if d, ok := w.(interface{ RequestPosition(x, y int) }); ok {
		d.RequestPosition(x, y)
	}
}
