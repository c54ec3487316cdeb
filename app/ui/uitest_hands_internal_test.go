package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// The two keys that every test presses.
const enter, esc = fyne.KeyReturn, fyne.KeyEscape

// hands use a window as a person does, and eyes read it.
type hands struct {
	*testing.T
	on fyne.Window
}

// press is a key that makes no character.
func (h hands) press(names ...fyne.KeyName) {
	h.Helper()
	c := h.on.Canvas()
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
			continue
		}
		c.OnTypedKey()(e)
	}
}

// write types characters.
func (h hands) write(text string) {
	h.Helper()
	c := h.on.Canvas()
	for _, r := range text {
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
			continue
		}
		c.OnTypedRune()(r)
	}
}

// answer types into the field that has the focus and goes on with Enter.
func (h hands) answer(texts ...string) {
	h.Helper()
	for _, text := range texts {
		if h.on.Canvas().Focused() == nil {
			h.Fatalf("nothing has the focus for %q", text)
		}
		h.write(text)
		h.press(enter)
	}
}

// tab goes to the next part that can have the focus.
func (h hands) tab() { h.on.Canvas().(interface{ FocusNext() }).FocusNext() }

// backTab goes to the one before.
func (h hands) backTab() { h.on.Canvas().(interface{ FocusPrevious() }).FocusPrevious() }

// tap presses the button that says something.
func (h hands) tap(words string) {
	h.Helper()
	buttonSaying(h.T, h.on.Content(), words).Tapped(nil)
}

// fieldOf is the field below a caption.
func (h hands) fieldOf(caption string) *field {
	h.Helper()
	if f, ok := below(h.T, h.on.Content(), caption).(*field); ok {
		return f
	}
	h.Fatalf("below %q is no field", caption)
	return nil
}

// chooserOf is the chooser below a caption.
func (h hands) chooserOf(caption string) *chooser {
	h.Helper()
	if c, ok := below(h.T, h.on.Content(), caption).(*chooser); ok {
		return c
	}
	h.Fatalf("below %q is no chooser", caption)
	return nil
}

// screen is what the window says, with its line breaks undone.
func (h hands) screen() string { return unbroken(textsOf(h.on.Content())) }

func (h hands) reads(window, want string) {
	h.Helper()
	if !strings.Contains(window, want) {
		h.Errorf("%q is not in %q", want, window)
	}
}

func (h hands) readsNot(window, unwanted string) {
	h.Helper()
	if strings.Contains(window, unwanted) {
		h.Errorf("%q is in %q", unwanted, window)
	}
}

// unbroken undoes line breaks, which textsOf shows as blanks already.
func unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }

// textsOf are the words that can be read in an object.
func textsOf(o fyne.CanvasObject) string {
	var words []string
	each(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok {
			words = append(words, t.Text)
		}
	})
	return strings.Join(words, " ")
}

// each visits an object and all that it shows.
func each(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			each(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			each(child, visit)
		}
	}
}

// buttonSaying finds a button by its text; of several, the last.
func buttonSaying(t *testing.T, o fyne.CanvasObject, text string) *button {
	t.Helper()
	var found *button
	each(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*button); ok && b.text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q", text)
	}
	return found
}

// rowOf is what stands behind a caption, with it.
func rowOf(t *testing.T, o fyne.CanvasObject, caption string) fyne.CanvasObject {
	t.Helper()
	var found fyne.CanvasObject
	each(o, func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok && len(c.Objects) > 1 && textsOf(c.Objects[0]) == caption {
			found = c
		}
	})
	if found == nil {
		t.Fatalf("nothing stands behind %q", caption)
	}
	return found
}

// fieldHinted finds a field by what it says while it is empty.
func fieldHinted(t *testing.T, o fyne.CanvasObject, hint string) *field {
	t.Helper()
	var found *field
	each(o, func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok && f.PlaceHolder == hint {
			found = f
		}
	})
	if found == nil {
		t.Fatalf("there is no field %q", hint)
	}
	return found
}

// listIn finds the list of a page.
func listIn(t *testing.T, o fyne.CanvasObject) *list {
	t.Helper()
	var found *list
	each(o, func(o fyne.CanvasObject) {
		if l, ok := o.(*list); ok {
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
	each(o, func(o fyne.CanvasObject) {
		c, ok := o.(*fyne.Container)
		for i := 0; ok && found == nil && i+1 < len(c.Objects); i++ {
			if l, is := c.Objects[i].(*label); is && l.text == caption {
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
