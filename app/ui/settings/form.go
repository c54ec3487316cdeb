package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// row is all that a page knows of one setting, or of a secret: what it does with
// its settings, it does by going through its rows.
type row struct {
	part          order.Part // it belongs to; empty for a secret, which is no setting
	caption, help string
	control
	value               // none for a secret
	fixed bool          // practice has its own
	wrong func() string // what the control alone can tell, in words; nil for nothing

	prompt *kit.Prompt
}

// control is what a setting is typed or chosen with. Whatever it looks like, what
// it says is a text.
type control struct {
	box    fyne.CanvasObject // as it stands on the page
	field  *kit.Field        // nil for a choice
	focus  fyne.Focusable    // nil where no single thing can have it
	enable func(bool)
	text   func() string
	set    func(string)
	offer  func(order.Settings) // nil where the choices are always the same
}

func entry(f *kit.Field) control {
	return control{box: f, field: f, focus: f, enable: f.SetEnabled, text: func() string { return f.Text }, set: f.SetText}
}

func choice(c *kit.Chooser) control {
	return control{box: c.Box, focus: c, enable: c.SetEnabled, text: c.Value, set: c.Set}
}

// secret says that what is typed is hidden, and kept no longer than it takes.
func (r *row) secret() bool { return r.field != nil && r.field.Secret() }

// form is rows in the order of the screen.
type form []*row

// build makes the prompts, which forget what was wrong as soon as it is changed.
func (f form) build(mended func()) {
	for _, r := range f {
		r.prompt = kit.NewPrompt(r.caption, r.help, r.box)
		if r.field != nil {
			r.prompt.Mends(r.field, mended)
		}
	}
}

// boxes are the rows as they stand on a card.
func (f form) boxes() (boxes []fyne.CanvasObject) {
	for _, r := range f {
		boxes = append(boxes, r.prompt.Box)
	}
	return boxes
}

func (f form) fields() (fields []*kit.Field) {
	for _, r := range f {
		if r.field != nil {
			fields = append(fields, r.field)
		}
	}
	return fields
}

// onChange has something else done, too, at every change of a field.
func (f form) onChange(then func()) {
	for _, field := range f.fields() {
		before := field.OnChanged
		field.OnChanged = func(text string) { before(text); then() }
	}
}

// fill shows settings, nothing in the secrets, and nothing to be wrong.
func (f form) fill(s order.Settings) {
	for _, r := range f {
		r.prompt.Wrong("")
		if r.offer != nil {
			r.offer(s)
		}
		if r.show != nil {
			r.set(r.show(s))
		}
	}
	f.wipe()
}

// read puts what was typed into settings. It returns what makes no sense, by part.
func (f form) read(s *order.Settings) map[order.Part]error {
	practice, nonsense := s.Account.Gateway == order.PracticeGateway, map[order.Part]error{}
	for _, r := range f {
		if r.take == nil || r.fixed && practice {
			continue
		}
		if err := r.take(s, r.text()); err != nil {
			nonsense[r.part] = err
		}
	}
	return nonsense
}

// mark says at each row what is wrong with it, and returns whether nothing is.
func (f form) mark(faults map[order.Part]error, explain func(error) string) bool {
	for _, r := range f {
		words := explain(faults[r.part])
		if words == "" && r.wrong != nil {
			words = r.wrong()
		}
		r.prompt.Wrong(words)
	}
	return !f.faulty()
}

// say says at its rows what is wrong with a part.
func (f form) say(part order.Part, words string) {
	for _, r := range f {
		if part != "" && r.part == part {
			r.prompt.Wrong(words)
		}
	}
}

// mend takes back what was said of choices that are right again.
func (f form) mend(faults map[order.Part]error) {
	for _, r := range f {
		if r.field == nil && r.prompt.Bad && faults[r.part] == nil {
			r.prompt.Wrong("")
		}
	}
}

func (f form) faulty() bool {
	return slices.ContainsFunc(f, func(r *row) bool { return r.prompt.Bad })
}

// firstWrong is where to go to put something right, nil for nowhere.
func (f form) firstWrong() fyne.Focusable {
	for _, r := range f {
		if r.prompt.Bad && r.focus != nil {
			return r.focus
		}
	}
	return nil
}

// has says that a part can be put right here.
func (f form) has(part order.Part) bool {
	return part != "" && slices.ContainsFunc(f, func(r *row) bool { return r.part == part })
}

// secretTyped says that there is something in a secret.
func (f form) secretTyped() bool {
	return slices.ContainsFunc(f, func(r *row) bool { return r.secret() && r.field.Text != "" })
}

// wipe forgets the secrets.
func (f form) wipe() {
	for _, r := range f {
		if r.secret() {
			r.field.Wipe()
		}
	}
}
