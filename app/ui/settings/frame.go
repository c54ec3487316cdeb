package settings

import (
	"io"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/kit"
)

// Frame is what the pages that set the till up need of their window
// besides what every page does.
type Frame interface {
	kit.Frame
	Send(core.Command)  // answered by a later View
	Above() fyne.Window // a file dialog opens above it
	Version() string    // of the program; empty is not shown

	Speak(tag string)  // builds the window anew in another of the staff's languages
	Address()          // the customer's languages or logo have changed
	CountSeconds(bool) // a page ticks although nothing is counted down in a View

	Practice() func() error // opens the practice till beside this one; nil for none
	Drill() func()          // shows the drills; nil in a till whose money is real
	Hearing() Hearing
	Monitors() Monitors
	Logo() Logo
}

// Hearing is what the settings tell of sound and voice, and switch. What is switched
// counts at once; the frame draws the page when something is heard of it later.
type Hearing interface {
	On() bool       // money is heard
	Speaks() bool   // and said
	Wanted() bool   // either is, and there is something to hear it with
	Matter() string // the one thing to know: a key of the catalogue
	TurnOn(on bool)
	TurnVoice(on bool)
	Ask() // looks again whether anything can be heard
	Try() // lets be heard what a payment would
}

// Monitors is what the settings show of the monitors, and choose between. A choice is
// applied at once.
type Monitors interface {
	Now() Screens
	Choose(tile int) // one of Now's Tiles, for the customer's window to fill
	ChooseWindow()   // an ordinary window instead
	// Identify shows on every monitor its number for a moment, in a window with a
	// title and what draw makes of the number.
	Identify(title string, draw func(number string) fyne.CanvasObject)
}

// Logo is where the shop's logo is. What changes is seen when the customer's window
// is told to Address.
type Logo interface {
	Kept() bool                   // there is one, and it can be read
	Keep(picture io.Reader) error // fails for what is no picture, and when it can't be written
	Remove()
}

// settingUp is how a SetUp or a MoveIn gets on, and managing a command that takes
// the manager's PIN.
func settingUp(v app.SetupView) kit.Progress {
	return kit.Progress{Busy: v.Busy, Problem: kit.Sentence(v.Problem), Done: v.Done}
}

func managing(v core.ManagerView) kit.Progress {
	return kit.Progress{Busy: v.Busy, Problem: kit.Sentence(v.Problem), Done: v.Done}
}
