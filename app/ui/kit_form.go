package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// asked is one question of a form: its caption, the control that takes the
// answer, and below it a hint or what is wrong with the answer.
type asked struct {
	box  *fyne.Container
	hint string
	bad  bool // an answer that is wrong is being said to be so
	sign *icon
	word *flow
	foot *fyne.Container
}

func newAsked(caption, hint string, control fyne.CanvasObject) *asked {
	a := &asked{hint: hint, sign: newIcon(iconTriangle, 18, colorBad), word: newFlow(sizeSmall, colorInkSoft, hint)}
	a.foot = row(6, a.sign, grow(1, a.word))
	a.box = column(5, newHeading(sizeSmall+1, caption), atLeast(0, touch, control), a.foot)
	a.wrong("")
	return a
}

// wrong says what is wrong with the answer; empty brings the hint back.
func (a *asked) wrong(text string) {
	a.bad = text != ""
	color := colorBad
	if !a.bad {
		text, color = a.hint, colorInkSoft
	}
	a.word.write(text)
	a.word.paint(color)
	setVisible(a.sign, a.bad)
	setVisible(a.foot, text != "")
}

// mends takes back what was said to be wrong as soon as a field is changed.
func (a *asked) mends(f *field, relayout func()) {
	before := f.OnChanged
	f.OnChanged = func(text string) {
		before(text)
		if a.bad {
			a.wrong("")
			relayout()
		}
	}
}

// enterLeads makes Enter in a field go on to the next one that is there; in
// the last it does done.
func enterLeads(f frame, done func(), fields ...*field) {
	for i, each := range fields {
		each.taken = func() {
			for _, next := range fields[i+1:] {
				if next.Visible() {
					f.focus(next)
					return
				}
			}
			done()
		}
	}
}

// The limits of the PIN; the till checks them again.
const (
	pinLeast = 4
	pinMost  = 12
)

// pinProblem is what is wrong with a PIN that was typed twice: a key of the
// catalogue, empty for nothing.
func pinProblem(pin, again string) string {
	switch {
	case len(pin) < pinLeast || len(pin) > pinMost || strings.Trim(pin, "0123456789") != "":
		return "error.settings.pin"
	case pin != again:
		return "first.pin_differs"
	}
	return ""
}

// newPINField takes digits, hidden, or dots to whoever looks on.
func newPINField(keys keySink) *field {
	f := newSecretField(keys, "", pinMost)
	f.plain = true
	return f
}
