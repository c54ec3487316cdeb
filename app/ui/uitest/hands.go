package uitest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/kit"
)

// The two keys that every test presses.
const Enter, Esc = fyne.KeyReturn, fyne.KeyEscape

// Hands use a window as a person does, and eyes read it. What they can't find fails
// the test.
type Hands struct {
	*testing.T
	On fyne.Window
}

// Press presses keys that make no character, one after the other.
func (h Hands) Press(names ...fyne.KeyName) {
	h.Helper()
	c := h.On.Canvas()
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
			continue
		}
		c.OnTypedKey()(e)
	}
}

// Write types characters.
func (h Hands) Write(text string) {
	h.Helper()
	c := h.On.Canvas()
	for _, r := range text {
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
			continue
		}
		c.OnTypedRune()(r)
	}
}

// Answer types into the field that has the focus and goes on with Enter.
func (h Hands) Answer(texts ...string) {
	h.Helper()
	for _, text := range texts {
		if h.On.Canvas().Focused() == nil {
			h.Fatalf("nothing has the focus for %q", text)
		}
		h.Write(text)
		h.Press(Enter)
	}
}

// Tab goes to the next part that can have the focus.
func (h Hands) Tab() { h.On.Canvas().(interface{ FocusNext() }).FocusNext() }

// BackTab goes to the one before.
func (h Hands) BackTab() { h.On.Canvas().(interface{ FocusPrevious() }).FocusPrevious() }

// Tap presses the button with such words.
func (h Hands) Tap(words string) {
	h.Helper()
	ButtonSaying(h.T, h.On.Content(), words).Tapped(nil)
}

// Roll turns the mouse wheel above the middle of a part, as the driver does. Fyne's
// own test.Scroll leaves out where that was.
func (h Hands) Roll(over fyne.CanvasObject, down float32) {
	h.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over).AddXY(over.Size().Width/2, over.Size().Height/2)
	content := h.On.Content()
	taker, in := innermost(content, at.Subtract(content.Position()))
	if taker == nil {
		h.Fatalf("nothing at %v takes the wheel", at)
	}
	taker.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at, Position: in}, Scrolled: fyne.NewDelta(0, -down)})
}

// innermost is the last part below a place that might want the wheel: the driver
// gives it to that one.
func innermost(o fyne.CanvasObject, at fyne.Position) (taker fyne.Scrollable, in fyne.Position) {
	if !o.Visible() || at.X < 0 || at.Y < 0 || at.X >= o.Size().Width || at.Y >= o.Size().Height {
		return nil, in
	}
	if s, ok := o.(fyne.Scrollable); ok {
		taker, in = s, at
	}
	var within []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		within = o.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	}
	for _, child := range within {
		if s, place := innermost(child, at.Subtract(child.Position())); s != nil {
			taker, in = s, place
		}
	}
	return taker, in
}

// FieldOf is the field that takes the answer to a caption.
func (h Hands) FieldOf(caption string) *kit.Field {
	h.Helper()
	if f, ok := below(h.T, h.On.Content(), caption).(*kit.Field); ok {
		return f
	}
	h.Fatalf("below %q is no field", caption)
	return nil
}

// ChooserOf is the chooser that takes the answer to a caption.
func (h Hands) ChooserOf(caption string) *kit.Chooser {
	h.Helper()
	if c, ok := below(h.T, h.On.Content(), caption).(*kit.Chooser); ok {
		return c
	}
	h.Fatalf("below %q is no chooser", caption)
	return nil
}

// Screen is what the window says, with its line breaks undone.
func (h Hands) Screen() string { return Unbroken(TextsOf(h.On.Content())) }

// Reads fails the test when a window (see Screen) does not say something.
func (h Hands) Reads(window, want string) {
	h.Helper()
	if !strings.Contains(window, want) {
		h.Errorf("%q is not in %q", want, window)
	}
}

// ReadsNot fails it when a window says what it must not.
func (h Hands) ReadsNot(window, unwanted string) {
	h.Helper()
	if strings.Contains(window, unwanted) {
		h.Errorf("%q is in %q", unwanted, window)
	}
}

// Unbroken undoes line breaks, of which only blanks are left.
func Unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }

// TextsOf are the words that can be read in an object, with a blank between any two
// texts: see Unbroken.
func TextsOf(o fyne.CanvasObject) string {
	var words []string
	Each(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok {
			words = append(words, t.Text)
		}
	})
	return strings.Join(words, " ")
}

// Each visits an object and all that it shows, from the lowest to the topmost.
func Each(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			Each(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			Each(child, visit)
		}
	}
}

// ButtonSaying finds a button by its text; of several, the last.
func ButtonSaying(t *testing.T, o fyne.CanvasObject, text string) *kit.Button {
	t.Helper()
	var found *kit.Button
	Each(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q", text)
	}
	return found
}

// RowOf is what stands behind a caption, with it.
func RowOf(t *testing.T, o fyne.CanvasObject, caption string) fyne.CanvasObject {
	t.Helper()
	var found fyne.CanvasObject
	Each(o, func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok && len(c.Objects) > 1 && TextsOf(c.Objects[0]) == caption {
			found = c
		}
	})
	if found == nil {
		t.Fatalf("nothing stands behind %q", caption)
	}
	return found
}

// FieldHinted finds a field by what it says while it is empty.
func FieldHinted(t *testing.T, o fyne.CanvasObject, hint string) *kit.Field {
	t.Helper()
	var found *kit.Field
	Each(o, func(o fyne.CanvasObject) {
		if f, ok := o.(*kit.Field); ok && f.PlaceHolder == hint {
			found = f
		}
	})
	if found == nil {
		t.Fatalf("there is no field %q", hint)
	}
	return found
}

// ListIn finds the list of a page.
func ListIn(t *testing.T, o fyne.CanvasObject) *kit.List {
	t.Helper()
	var found *kit.List
	Each(o, func(o fyne.CanvasObject) {
		if l, ok := o.(*kit.List); ok {
			found = l
		}
	})
	if found == nil {
		t.Fatal("there is no list")
	}
	return found
}

// below is what takes the answer to a caption: the first part that can have the
// focus in what stands below it.
func below(t *testing.T, o fyne.CanvasObject, caption string) fyne.CanvasObject {
	t.Helper()
	var found fyne.CanvasObject
	Each(o, func(o fyne.CanvasObject) {
		c, ok := o.(*fyne.Container)
		for i := 0; ok && found == nil && i+1 < len(c.Objects); i++ {
			if l, is := c.Objects[i].(*kit.Label); is && l.Text == caption {
				found = focusableIn(c.Objects[i+1])
			}
		}
	})
	if found == nil {
		t.Fatalf("nothing stands below %q", caption)
	}
	return found
}

// focusableIn is the first part of an object that can have the focus, perhaps
// not at this time.
func focusableIn(o fyne.CanvasObject) fyne.CanvasObject {
	if _, ok := o.(fyne.Focusable); ok {
		return o
	}
	objects := []fyne.CanvasObject{}
	switch o := o.(type) {
	case *fyne.Container:
		objects = o.Objects
	case *container.Scroll:
		objects = []fyne.CanvasObject{o.Content}
	}
	for _, child := range objects {
		if f := focusableIn(child); f != nil {
			return f
		}
	}
	return nil
}
