package kit

import "fyne.io/fyne/v2"

// Prompt is one question of a form: its caption, the control that takes the
// answer, and below it a hint or what is wrong with the answer.
type Prompt struct {
	Box  *fyne.Container // what a page lays out
	Hint string          // shown as long as nothing is wrong, from the next Wrong on
	Bad  bool            // an answer that is wrong is being said to be so
	sign *Icon
	word *Flow
	foot *fyne.Container
}

// NewPrompt asks with a caption above a control, and explains with a hint, which may
// be empty.
func NewPrompt(caption, hint string, control fyne.CanvasObject) *Prompt {
	a := &Prompt{Hint: hint, sign: NewIcon(IconTriangle, 18, ColorBad), word: NewFlow(SizeSmall, ColorInkSoft, hint)}
	a.foot = Row(6, a.sign, Grow(1, a.word))
	a.Box = Column(5, NewHeading(SizeSmall+1, caption), AtLeast(0, Touch, control), a.foot)
	a.Wrong("")
	return a
}

// Wrong says what is wrong with the answer, a whole sentence; empty brings the hint
// back. The page must be laid out anew after it.
func (a *Prompt) Wrong(text string) {
	a.Bad = text != ""
	color := ColorBad
	if !a.Bad {
		text, color = a.Hint, ColorInkSoft
	}
	a.word.Write(text)
	a.word.Paint(color)
	SetVisible(a.sign, a.Bad)
	SetVisible(a.foot, text != "")
}

// Mends takes back what was said to be wrong as soon as a field is changed, says what
// the field refuses, and then calls relayout, which lays the page out anew.
func (a *Prompt) Mends(f *Field, relayout func()) {
	before := f.OnChanged
	f.OnChanged = func(text string) {
		before(text)
		if a.Bad {
			a.Wrong("")
			relayout()
		}
	}
	f.Refused = func(why string) {
		a.Wrong(why)
		relayout()
	}
}

// EnterLeads makes Enter in a field go on to the next one that is shown; in the last
// it calls done.
func EnterLeads(f Frame, done func(), fields ...*Field) {
	for i, each := range fields {
		each.Taken = func() {
			for _, next := range fields[i+1:] {
				if next.Visible() {
					f.Focus(next)
					return
				}
			}
			done()
		}
	}
}
