package counter

import (
	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
)

// Frame is what the page of the sale asks of its window besides what every page
// does. It is called on Fyne's goroutine, and no method blocks.
type Frame interface {
	kit.Frame
	Send(core.Command) // answered by a later View

	Asking() bool      // a sheet lies above the page
	Interrupted() bool // something else was being typed when the sale took the screen
	LeaveSale()        // takes a sale that is over off the screens, before the till answers

	NewPreview(least float32) Preview               // a place for the code that the customer sees, at least so large
	CustomerSees(code string) (shown, refused bool) // whether that window is there, and whether it can't draw the code
	PayNow() func()                                 // makes the practice customer pay; nil when money is real
}

// Preview shows the customer's code to staff, once it has been read back.
type Preview interface {
	fyne.CanvasObject
	Set(code string) bool // shows a code, empty for none, and says whether it can be drawn
}
