package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
)

// page is one screen of the main window. It is built once.
type page interface {
	Content() fyne.CanvasObject
	Show(v app.View)           // it comes onto the screen
	Update(v app.View)         // a new View while it is on the screen
	Key(e *fyne.KeyEvent) bool // true when it used the key
	Rune(r rune) bool
}

// watcher is a page that must hear of a View even while it is not on the
// screen: what was typed there may have been saved meanwhile.
type watcher interface{ Watch(v app.View) }

// leaver is a page that must do something when another takes its place.
type leaver interface{ OffScreen() }

// returner is a page that stays as it was when staff come back to it from an
// order's.
type returner interface{ ComeBack() }

// ticker is a page that shows seconds; it hears of them while it is on the
// screen.
type ticker interface{ Tick() }

// scroller is a page that scrolls by itself, so that its heading stays.
type scroller interface{ Area() *container.Scroll }

// destination is a page that the rail or a key leads to.
type destination uint8

const (
	atCharge destination = iota
	atHistory
	atSettings
	atFirstStart
	atTrouble
	atMoved // in the place of Charge
)
