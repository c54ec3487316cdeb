package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app/core"
)

// counterFrame is what the sale's page asks of its window besides what every
// page does.
type counterFrame interface {
	frame
	send(core.Command)

	settled() bool // what is on the screen has been there long enough to be meant with Enter or Esc
	unsettle()     // Enter and Esc wait, as after a change
	settle()       // the change was the cashier's own: they need not wait
	asking() bool  // a sheet lies above the page
	leaveSale()    // takes a sale that is over off the screens, before the till answers

	newPreview(least float32) preview // a place for the code that the customer sees
	public(code string) (shown, refused bool)
	payNow() func() // makes the practice customer pay; nil when money is real
}

// preview shows the customer's code to staff, once it has been read back.
type preview interface {
	fyne.CanvasObject
	set(code string) bool // whether it can be drawn
}
