package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// area is a rectangle on the screen, in the system's own pixels.
type area struct{ x, y, w, h int }

// Space for what the desktop draws around a window.
const (
	frameSide = 8
	frameTop  = 40
)

// arrange puts the two windows beside each other on a screen, when the till is
// first opened: the customer's would else lie behind the till's.
func (s *shell) arrange(screen area) {
	scale := s.window.Canvas().Scale()
	least := s.window.Content().MinSize().Width * scale
	till, customer := sideBySide(screen, int(least)+1, scale)
	move(s.window, till, scale)
	move(s.customer.window, customer, scale)
}

// sideBySide shares a screen: the till gets what it needs and no more than is
// comfortable, the customer's window the rest, up to a tall page.
func sideBySide(screen area, least int, scale float32) (till, customer area) {
	pixels := func(units float32) int { return int(units * scale) }
	h := min(screen.h-frameTop-frameSide, pixels(860))
	till = area{screen.x + frameSide, screen.y + frameTop, max(least, min(screen.w*3/4, pixels(1240))), h}
	customer = area{till.x + till.w + 2*frameSide, till.y, 0, h}
	customer.w = min(screen.x+screen.w-customer.x-frameSide, pixels(560))
	if customer.w < pixels(240) { // no room beside: below the till, to be pulled where it is wanted
		customer = area{screen.x + screen.w/3, till.y, pixels(420), h}
	}
	return till, customer
}

func move(w fyne.Window, to area, scale float32) {
	w.Resize(fyne.NewSize(float32(to.w)/scale, float32(to.h)/scale))
	moveTo(w, to.x, to.y)
}

func moveTo(w fyne.Window, x, y int) {
	if d, ok := w.(desktop.Window); ok {
		d.RequestPosition(x, y)
	}
}
