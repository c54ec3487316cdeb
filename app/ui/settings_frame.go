package ui

import (
	"io"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
)

// settingsFrame is what the pages that set the till up ask of their window
// besides what every page does.
type settingsFrame interface {
	frame
	send(core.Command)
	above() fyne.Window // a file dialog opens above it
	version() string

	speak(tag string)  // builds the window anew in another of the staff's languages
	address()          // the customer's languages or logo have changed
	countSeconds(bool) // a page ticks although nothing is counted down in a View

	practice() func() error // opens the practice till beside this one; nil for none
	drill() func()          // shows the drills; nil in a till whose money is real
	hearing() hearing
	monitors() monitors
	logo() logo
}

// hearing is what the settings tell of sound and voice, and switch.
type hearing interface {
	on() bool       // money is heard
	speaks() bool   // and said
	wanted() bool   // either is, and there is something to hear it with
	matter() string // the one thing to know: a key of the catalogue
	turnOn(on bool)
	turnVoice(on bool)
	ask() // looks again whether anything can be heard
	try() // lets be heard what a payment would
}

// monitors is what the settings show of the monitors, and choose between.
type monitors interface {
	now() Screens
	choose(tile int)
	chooseWindow() // an ordinary window instead
	identify(title string, draw func(number string) fyne.CanvasObject)
}

// logo is where the shop's logo is.
type logo interface {
	Kept() bool
	Keep(picture io.Reader) error
	Remove()
}
