package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// field is a text entry that lets the till's keys through: the function keys,
// Esc and the shortcuts work while it has the focus.
type field struct {
	widget.Entry
	gate  gate
	most  int    // characters; 0 for no limit
	plain bool   // digits alone
	left  func() // Esc: give the focus back; nil lets Esc go on to the till
	taken func() // Enter

	focused bool
}

// newField is a field of one line.
func newField(keys keySink, hint string, most int) *field {
	f := &field{gate: gate{keys}, most: most}
	f.ExtendBaseWidget(f)
	f.PlaceHolder = hint
	f.Scroll = fyne.ScrollHorizontalOnly
	f.OnChanged = f.cut
	return f
}

// newSecretField hides what is typed.
func newSecretField(keys keySink, hint string, most int) *field {
	f := newField(keys, hint, most)
	f.Password = true
	return f
}

// cut keeps the text, typed or pasted, within what the field takes.
func (f *field) cut(text string) {
	if f.plain && strings.Trim(text, "0123456789") != "" {
		f.SetText(strings.Map(digit, text))
		return
	}
	if f.most > 0 && utf8.RuneCountInString(text) > f.most {
		f.SetText(string([]rune(text)[:f.most]))
	}
}

// digit drops what is none.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func (f *field) TypedRune(r rune)              { f.gate.rune(r, f.takeRune) }
func (f *field) TypedKey(e *fyne.KeyEvent)     { f.gate.key(e, f.takeKey) }
func (f *field) TypedShortcut(s fyne.Shortcut) { f.gate.shortcut(s, f.Entry.TypedShortcut) }

// takeRune keeps every character, though it may not write it.
func (f *field) takeRune(r rune) bool {
	full := f.most > 0 && utf8.RuneCountInString(f.Text) >= f.most && f.SelectedText() == ""
	if !full && !(f.plain && digit(r) < 0) {
		f.Entry.TypedRune(r)
	}
	return true
}

func (f *field) takeKey(e *fyne.KeyEvent) bool {
	switch {
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && f.taken != nil:
		f.taken()
	case e.Name == fyne.KeyEscape && f.left != nil:
		f.left()
	case e.Name == fyne.KeyEscape || functionKey(e.Name):
		return false
	default:
		f.Entry.TypedKey(e)
	}
	return true
}

// ringed draws the focus ring, which Fyne's entry has none of, within its edge.
type ringed struct {
	fyne.WidgetRenderer
	field *field
	ring  *canvas.Rectangle
}

func (f *field) CreateRenderer() fyne.WidgetRenderer {
	r := &ringed{f.Entry.CreateRenderer(), f, canvas.NewRectangle(nil)}
	r.paint()
	return r
}

func (r *ringed) Objects() []fyne.CanvasObject {
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.ring)
}

func (r *ringed) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.ring.Resize(s)
}

func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *ringed) paint() {
	r.ring.FillColor, r.ring.StrokeColor = theme.Color(colorClear), theme.Color(colorFocusRing)
	r.ring.StrokeWidth, r.ring.CornerRadius = 3, 10
	r.ring.Hidden = !r.field.focused
}

func (f *field) FocusGained() {
	f.focused = !f.Disabled()
	f.Entry.FocusGained()
	f.gate.reached(f)
}

func (f *field) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
}

// enable lets a field be typed in or not.
func (f *field) enable(on bool) {
	switch {
	case on && f.Disabled():
		f.Enable()
	case !on && !f.Disabled():
		f.Disable()
	}
}

// wipe empties a field. Fyne's entry forgets then what it could undo, too.
func (f *field) wipe() {
	if f.Text != "" {
		f.SetText("")
	}
}
