package door

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// NewRefusal is a window that says in one sentence why there is no till in a data
// folder, and which folder that is. Any key in it
// leaves: the keyboard hears of every frame. It is made on the main goroutine, and shown by
// Shown.
func NewRefusal(a fyne.App, why kit.Sentence, folder string, leave func()) (fyne.Window, *kit.Keyboard) {
	c := kit.Language(a)
	kit.Dress(a, c)
	w := a.NewWindow(c.Text("window.till", nil))
	end := &refusal{leave: leave}
	end.board = kit.NewKeyboard(end, w.Canvas())
	text := kit.NewParagraph(kit.SizeBody+2, kit.ColorInk, 6, fyne.TextAlignLeading)
	text.Set(kit.Texts{Catalogue: c}.Say(why, ""))
	where := kit.NewParagraph(kit.SizeBody, kit.ColorInkSoft, 3, fyne.TextAlignLeading)
	where.Set(c.Text("refuse.folder", map[string]any{"Folder": folder}))
	w.SetPadded(false)
	w.SetContent(kit.Pad(32, 32, kit.Column(16,
		kit.NewHeading(kit.SizeTitle, c.Text("refuse.title", nil)), kit.Grow(1, text), where,
		kit.NewButton(end, kit.AccentButton, c.Text("refuse.close", nil), "", leave))))
	end.board.Listen(w.Canvas())
	end.board.Unsettle()
	w.Resize(fyne.NewSize(640, 320))
	w.CenterOnScreen()
	return w, end.board
}

// refusal leaves at any key of a person's.
type refusal struct {
	leave func()
	board *kit.Keyboard
}

func (r *refusal) Key(*fyne.KeyEvent)        { r.leave() }
func (r *refusal) Keyboard() *kit.Keyboard   { return r.board }
func (r *refusal) Asks() bool                { return true }
func (r *refusal) Rune(rune)                 {}
func (r *refusal) Scan(string)               {}
func (r *refusal) Sign(string)               {}
func (r *refusal) Polled()                   {}
func (r *refusal) Reached(fyne.CanvasObject) {}
