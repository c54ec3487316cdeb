// Package settings has the pages on which a till is set up: First start, for a shop
// that has none yet; Settings, for what it changes later; and the page of a till
// whose log came from another computer.
//
//	row: caption, control, value ─► form ─► page ─► one command ─► (the till) ─► View
//
// A setting is one row ([kit.Prompt] and what belongs to it, form.go): what it is
// typed or chosen with, and how that text becomes a setting (values.go). table.go has
// the rows of Settings in the order of the screen: whoever adds a setting adds a row
// there. Whether settings make sense is decided by the rules and, once more, by the
// till: a page sends what was typed with one command and follows in Views whether it
// was taken ([kit.Saving]). What was refused is said at its row, and everything typed
// stays. A secret is wiped from its field as soon as it was sent, and a PIN is kept
// only by lock.go, while the settings are open.
//
// page.go is Settings: at the left what is applied at once and open to all (cards.go,
// language.go, sound.go, logo.go, monitors.go with picture.go), behind the manager's
// PIN (lock.go) what is saved together; methods.go is the one control that is more than
// a field. firststart.go is First start, its three cards in firststart_cards.go, the
// way through them in firststart_guide.go. moved.go is the third page. connection.go
// has the till try an account, and says which step fails.
//
// What the pages may ask of their window is [Frame]; sound, monitors and the logo are
// handed to them as [Hearing], [Monitors] and [Logo], which say just enough to choose
// from. None of these blocks. The pages know no page of another room.
//
// All of it runs on Fyne's goroutine. The package imports app, whose duties beside the
// sale it sends commands to, and core, order, kit and assets.
package settings
