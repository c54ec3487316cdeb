package door

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// NewRefusal is a window that says in one sentence why there is no till. Any key in it
// ends the program. It is made on the main goroutine, and shown by Shown.
func NewRefusal(a fyne.App, why kit.Sentence) fyne.Window {
	c := kit.Language(a)
	kit.Dress(a, c)
	w := a.NewWindow(c.Text("window.till", nil))
	end := &refusal{app: a}
	end.board = kit.NewKeyboard(end, w.Canvas())
	text := kit.NewParagraph(kit.SizeBody+2, kit.ColorInk, 6, fyne.TextAlignLeading)
	text.Set(kit.Texts{Catalogue: c}.Say(why, ""))
	w.SetPadded(false)
	w.SetContent(kit.Pad(32, 32, kit.Column(16,
		kit.NewHeading(kit.SizeTitle, c.Text("refuse.title", nil)), kit.Grow(1, text),
		kit.NewButton(end, kit.AccentButton, c.Text("refuse.close", nil), "", a.Quit))))
	end.board.Listen(w.Canvas())
	end.board.Unsettle()
	end.board.Start()
	w.Resize(fyne.NewSize(640, 320))
	w.CenterOnScreen()
	return w
}

// refusal ends the program at any key of a person's.
type refusal struct {
	app   fyne.App
	board *kit.Keyboard
}

func (r *refusal) Key(*fyne.KeyEvent)        { r.app.Quit() }
func (r *refusal) Keyboard() *kit.Keyboard   { return r.board }
func (r *refusal) Asks() bool                { return true }
func (r *refusal) Rune(rune)                 {}
func (r *refusal) Scan(string)               {}
func (r *refusal) Sign(string)               {}
func (r *refusal) Polled()                   {}
func (r *refusal) Reached(fyne.CanvasObject) {}
