// Package settings has the pages on which a till is set up: First start, for a shop
// that has none yet; Settings, for what it changes later; and the page of a till
// whose log came from another computer.
//
// What matters to money is checked by the till, not here: a page shows what was
// typed, sends it with one command, and follows in Views whether it was taken
// ([kit.Saving]). What was refused is said beside the field that it is about, and
// everything typed stays. A secret is wiped from its field as soon as it was sent,
// and a PIN is kept only by lock.go, while the settings are open.
//
// page.go is Settings: at the left what is applied at once and open to all
// (language.go, sound.go, logo.go, monitors.go with picture.go), behind the manager's
// PIN (lock.go) the cards that are saved together (cards.go, amounts.go). firststart.go
// is First start, its three cards in firststart_cards.go, the way through them in
// firststart_guide.go. moved.go is the third page. connection.go says which step of a
// connection fails; parts.go has what only these pages are made of, form.go and
// typed.go how settings become text and text becomes settings.
//
// What the pages may ask of their window is [Frame]; sound, monitors and the logo
// are handed to them as [Hearing], [Monitors] and [Logo], which say just enough to
// choose from. They know no page of another room.
//
// All of it runs on Fyne's goroutine. The package imports app, whose duties beside
// the sale it sends commands to, and core, order, kit and assets.
package settings
