package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/counter"
	"qrtill/app/ui/owner"
	"qrtill/app/ui/settings"
)

// page is one screen of the main window. It is built once.
type page interface {
	Content() fyne.CanvasObject
	Key(e *fyne.KeyEvent) bool // true when it used the key
	Rune(r rune) bool
}

// salesPage is a page that shows what the core says of the sales.
type salesPage interface {
	page
	Show(v core.View)   // it comes onto the screen
	Update(v core.View) // a new View while it is on the screen
}

// setupPage is a page that shows the shell's duties as well.
type setupPage interface {
	page
	Show(v app.View)
	Update(v app.View)
}

var (
	_ = []salesPage{(*counter.Page)(nil), (*owner.History)(nil), (*owner.OrderPage)(nil), (*owner.Trouble)(nil)}
	_ = []setupPage{(*settings.Page)(nil), (*settings.FirstStart)(nil), (*settings.Moved)(nil)}
)

func show(p page, v app.View) {
	switch p := p.(type) {
	case salesPage:
		p.Show(v.View)
	case setupPage:
		p.Show(v)
	}
}

func update(p page, v app.View) {
	switch p := p.(type) {
	case salesPage:
		p.Update(v.View)
	case setupPage:
		p.Update(v)
	}
}

// watcher is a page that must hear of a View even while it is not on the
// screen: what was typed there may have been saved meanwhile.
type watcher interface{ Watch(v app.View) }

// leaver is a page that must do something when another takes its place.
type leaver interface{ OffScreen() }

// returner is a page that stays as it was when staff come back to it from an
// order's.
type returner interface{ ComeBack() }

// scanner is a page that has a use for what was scanned, at times.
type scanner interface{ Scan(text string) bool }

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
