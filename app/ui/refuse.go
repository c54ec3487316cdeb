package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
)

// Refuse says in one sentence why there is no till, until the window is closed.
// It must be called on the main goroutine. ErrNoWindow means that nothing can
// be shown; Tell may still work.
func Refuse(a fyne.App, why app.Text) error {
	c := Language(a)
	dress(a, c)
	w := a.NewWindow(c.Text("window.till", nil))
	end := refusal{a}
	text := newParagraph(sizeBody+2, colorInk, 6, fyne.TextAlignLeading)
	text.set(kit{catalogue: c}.say(sentence(why), ""))
	w.SetPadded(false)
	w.SetContent(pad(32, 32, column(16,
		newHeading(sizeTitle, c.Text("refuse.title", nil)), grow(1, text),
		newButton(end, accentButton, c.Text("refuse.close", nil), "", a.Quit))))
	w.Canvas().SetOnTypedKey(end.key)
	w.Resize(fyne.NewSize(640, 320))
	w.CenterOnScreen()
	if !shown(w) {
		return ErrNoWindow
	}
	a.Run()
	return nil
}

// refusal ends the program at any key.
type refusal struct{ app fyne.App }

func (r refusal) key(*fyne.KeyEvent)        { r.app.Quit() }
func (r refusal) rune(rune)                 {}
func (r refusal) reached(fyne.CanvasObject) {}
