package ui

import "fyne.io/fyne/v2"

// keySink takes the keys that a focused part does not use itself, so that the
// till's keys work wherever the focus is.
type keySink interface {
	key(*fyne.KeyEvent)
	rune(rune)
	reached(part fyne.CanvasObject) // a part has got the focus, perhaps out of sight
}

// frame is what every page may ask of the window that it is in: the till's, or
// a test's. A page that needs more says so in an interface of its own.
type frame interface {
	keySink
	program() fyne.App                   // whose preferences, look and clipboard a page uses
	focus(part fyne.Focusable)           // nil takes the focus from whatever has it
	focused() fyne.Focusable             // nil for nothing
	relayoutPage(body fyne.CanvasObject) // lays a page out anew, if it is the one on the screen
	explain(err error) string            // for people
	toSale()                             // leads back to the sale

	confirm(confirmation)                        // asks, and does it after yes
	present(s *sheet, content fyne.CanvasObject) // lays a sheet above the page
	refit()                                      // lays the sheet out anew
	dismiss()                                    // takes the sheet away
}
