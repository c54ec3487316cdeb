package kit

import "fyne.io/fyne/v2"

// Keys takes the keys that a focused part does not use itself, so that the
// till's keys work wherever the focus is.
type Keys interface {
	Keyboard() *Keyboard            // which way they come
	Key(*fyne.KeyEvent)             // one that makes no character, or a shortcut under a name of ours
	Rune(rune)                      // a character
	Scan(text string)               // what was scanned
	Reached(part fyne.CanvasObject) // a part has got the focus, perhaps out of sight
	Asks() bool                     // a question is on the screen, or a sale: Enter and Esc answer it
	Polled()                        // all keys that there were have been handed out
	Sign(key string)                // says for a moment why a key did nothing: a key of the catalogue
}

// Frame is what every page may ask of the window that it is in: the till's, or
// a test's. A page that needs more says so in an interface of its own.
type Frame interface {
	Keys
	Program() fyne.App                   // whose preferences, look and clipboard a page uses
	Focus(part fyne.Focusable)           // nil takes the focus from whatever has it
	Focused() fyne.Focusable             // nil for nothing
	RelayoutPage(body fyne.CanvasObject) // lays a page out anew, if it is the one on the screen
	Explain(err error) string            // for people
	ToSale()                             // leads back to the sale

	Confirm(Confirmation)                        // asks, and does it after yes
	Present(s *Sheet, content fyne.CanvasObject) // lays a sheet above the page
	Refit()                                      // lays the sheet out anew
	Dismiss()                                    // takes the sheet away
}
