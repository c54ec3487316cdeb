package ui

import "fyne.io/fyne/v2"

// newRefusal is a window that says in one sentence why there is no till.
func newRefusal(a fyne.App, why sentence) fyne.Window {
	c := Language(a)
	dress(a, c)
	w := a.NewWindow(c.Text("window.till", nil))
	end := refusal{a}
	text := newParagraph(sizeBody+2, colorInk, 6, fyne.TextAlignLeading)
	text.set(kit{catalogue: c}.say(why, ""))
	w.SetPadded(false)
	w.SetContent(pad(32, 32, column(16,
		newHeading(sizeTitle, c.Text("refuse.title", nil)), grow(1, text),
		newButton(end, accentButton, c.Text("refuse.close", nil), "", a.Quit))))
	w.Canvas().SetOnTypedKey(end.key)
	w.Resize(fyne.NewSize(640, 320))
	w.CenterOnScreen()
	return w
}

// refusal ends the program at any key.
type refusal struct{ app fyne.App }

func (r refusal) key(*fyne.KeyEvent)        { r.app.Quit() }
func (r refusal) rune(rune)                 {}
func (r refusal) reached(fyne.CanvasObject) {}
