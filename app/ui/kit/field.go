package kit

import (
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Field is a text entry of one line that lets the till's keys through: the function
// keys, Esc and the shortcuts work while it has the focus.
type Field struct {
	widget.Entry
	gate    gate
	exact   bool         // typed by a person: what was scanned does not belong here
	most    int          // characters; 0 for no limit
	Left    func()       // Esc: give the focus back; nil lets Esc go on to the till
	Taken   func()       // Enter; nil lets the entry have it
	Refused func(string) // says why nothing was taken; a secret's alone

	Scanned func(string) (taken bool) // is asked first for what was scanned; nil has it written here

	secret  *secret // nil where anybody may read
	focused bool
}

// NewField is a field for so many characters, 0 for any number. The hint is shown
// while it is empty.
func NewField(keys Keys, hint string, most int) *Field {
	f := &Field{gate: gate{keys}, most: most}
	f.ExtendBaseWidget(f)
	f.PlaceHolder = hint
	f.Scroll = fyne.ScrollHorizontalOnly
	f.OnChanged = f.Cut
	return f
}

// NewAmountField is for money.
func NewAmountField(keys Keys, most int) *Field {
	f := NewField(keys, "", most)
	f.exact = true
	return f
}

// Cut keeps the text, typed or pasted, within what the field takes. It is what the
// field does when it changes: whoever sets OnChanged calls what was there before.
func (f *Field) Cut(text string) {
	if f.secret == nil && f.most > 0 && utf8.RuneCountInString(text) > f.most {
		f.SetText(string([]rune(text)[:f.most]))
	}
}

// KeyDown and KeyUp let the entry know of Shift.
func (f *Field) KeyDown(e *fyne.KeyEvent) {
	f.Entry.KeyDown(e)
	f.gate.down(e)
}

func (f *Field) KeyUp(e *fyne.KeyEvent) {
	f.Entry.KeyUp(e)
	f.gate.up(e)
}

func (f *Field) TypedRune(r rune)              { f.gate.rune(r) }
func (f *Field) TypedKey(e *fyne.KeyEvent)     { f.gate.key(e) }
func (f *Field) TypedShortcut(s fyne.Shortcut) { f.gate.shortcut(s) }
func (f *Field) AcceptsTab() bool              { return true }

// SelectAll has the next character replace what is there.
func (f *Field) SelectAll() { f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// Type writes a character of which it is known that a person meant it.
func (f *Field) Type(r rune) { f.usesRune(r) }

// usesScan writes what was scanned, as a whole, where it belongs and has room. It is a word
// of its own: two codes must not become one.
func (f *Field) usesScan(text string) bool {
	word := f.apart(text)
	switch {
	case f.Scanned != nil && f.Scanned(text):
	case f.exact || f.secret != nil || f.Disabled():
		f.gate.keys.Sign("sign.scan_refused")
	case f.most > 0 && utf8.RuneCountInString(f.Text)+utf8.RuneCountInString(word) > f.most:
		f.gate.keys.Sign("sign.scan_long")
	default:
		for _, r := range word {
			f.usesRune(r)
		}
	}
	return true
}

// apart is a word with the spaces that divide it from what stands around the cursor.
func (f *Field) apart(word string) string {
	text, at := []rune(f.Text), f.CursorColumn
	if f.SelectedText() != "" || at > len(text) {
		return word
	}
	if at > 0 && text[at-1] != ' ' {
		word = " " + word
	}
	if at < len(text) && text[at] != ' ' {
		word += " "
	}
	return word
}

// usesRune keeps every character, though it may not write it.
func (f *Field) usesRune(r rune) bool {
	full := f.most > 0 && utf8.RuneCountInString(f.Text) >= f.most && f.SelectedText() == ""
	switch {
	case f.secret != nil:
		f.hide(r)
	case !full:
		f.Entry.TypedRune(r)
	}
	return true
}

func (f *Field) usesShortcut(s fyne.Shortcut) {
	if f.secret != nil {
		f.handle(s)
		return
	}
	f.Entry.TypedShortcut(s)
}

func (f *Field) usesKey(e *fyne.KeyEvent) bool {
	switch {
	case f.secret != nil && f.refuses(e.Name):
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && f.Taken != nil:
		f.Taken()
	case e.Name == fyne.KeyEscape && f.Left != nil:
		f.Left()
	case e.Name == fyne.KeyEscape || functionKey(e.Name):
		return false
	default:
		f.Entry.TypedKey(e)
		if f.secret != nil {
			f.forget()
		}
	}
	return true
}

// ringed draws the focus ring, which Fyne's entry has none of, within its edge.
type ringed struct {
	fyne.WidgetRenderer
	field *Field
	ring  *canvas.Rectangle
}

func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &ringed{f.covered(), f, canvas.NewRectangle(nil)}
	r.paint()
	return Laid(f, r)
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
	r.ring.FillColor, r.ring.StrokeColor = theme.Color(ColorClear), theme.Color(colorFocusRing)
	r.ring.StrokeWidth, r.ring.CornerRadius = 3, 10
	r.ring.Hidden = !r.field.focused
}

func (f *Field) FocusGained() {
	f.focused = !f.Disabled()
	f.Entry.FocusGained()
	f.gate.reached(f)
}

func (f *Field) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
	if f.secret != nil && f.impossible(f.Text) {
		f.refuse()
	}
}

// SetEnabled lets a field be typed in or not.
func (f *Field) SetEnabled(on bool) {
	switch {
	case on && f.Disabled():
		f.Enable()
	case !on && !f.Disabled():
		f.Disable()
	}
}

// Wipe makes a field as it was at first: empty, a secret hidden, and nothing that
// could be undone.
func (f *Field) Wipe() {
	if f.Text != "" || f.Password != (f.secret != nil) {
		f.Password = f.secret != nil
		f.SetText("")
	}
}
