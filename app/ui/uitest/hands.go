package uitest

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/kit"
)

// The two keys that every test presses.
const Enter, Esc = fyne.KeyReturn, fyne.KeyEscape

// Hands use a window as a person does, and eyes read it. What they can't find fails
// the test.
type Hands struct {
	*testing.T
	On    fyne.Window
	Board *kit.Keyboard // of the window
}

// A person's keys, and Fyne's polls.
const (
	poll  = time.Second / 60
	held  = 70 * time.Millisecond
	looks = kit.SettleTime + kit.Calm // at the screen, before keys are pressed
)

// Press presses keys that make no character, one after the other, as a person does who
// reads what is on the screen before each.
func (h Hands) Press(names ...fyne.KeyName) {
	h.Helper()
	for _, name := range names {
		h.Wait(looks)
		h.Hold(name, held)
	}
}

// Hurry presses keys one after the other without a look.
func (h Hands) Hurry(names ...fyne.KeyName) {
	h.Helper()
	for _, name := range names {
		h.Hold(name, held)
	}
}

// Write types characters, as a person does who has looked at the screen before.
func (h Hands) Write(text string) {
	h.Helper()
	h.Wait(looks)
	h.Dash(text)
}

// Dash types characters without a look.
func (h Hands) Dash(text string) {
	h.Helper()
	for _, r := range text {
		h.Strike(r, held)
	}
}

// Burst sends characters as a scanner does, and then keys that make none.
func (h Hands) Burst(text string, suffix ...fyne.KeyName) {
	h.Helper()
	for _, r := range text {
		h.Strike(r, poll/4)
	}
	for _, name := range suffix {
		h.Hold(name, poll/4)
	}
	h.Wait(kit.Calm / 2) // until it is known that no more comes
}

// Strike presses the key of a character, and holds it so long.
func (h Hands) Strike(r rune, long time.Duration) {
	e := &fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(r)))}
	if r == ' ' {
		e.Name = fyne.KeySpace
	}
	h.down(e)
	h.typed(e)
	if f := h.On.Canvas().Focused(); f != nil {
		f.TypedRune(r)
	} else {
		h.Board.TypedRune(r)
	}
	h.Wait(long)
	h.up(e)
	h.Wait(poll)
}

// Hold presses a key that makes no character, and holds it so long.
func (h Hands) Hold(name fyne.KeyName, long time.Duration) {
	e := &fyne.KeyEvent{Name: name}
	h.down(e)
	h.typed(e)
	h.Wait(long)
	h.up(e)
	h.Wait(poll)
}

// Repeat has the keyboard repeat a key that is held.
func (h Hands) Repeat(name fyne.KeyName, times int) {
	for range times {
		h.typed(&fyne.KeyEvent{Name: name})
		h.Wait(2 * poll)
	}
}

// Wait lets time go by, in which Fyne reads the keys.
func (h Hands) Wait(long time.Duration) {
	for ; long > 0; long -= poll {
		h.Board.Later(min(long, poll))
		h.Board.Polled()
	}
}

func (h Hands) down(e *fyne.KeyEvent) {
	if f, ok := h.On.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyDown(e)
	} else {
		h.Board.KeyDown(e)
	}
}

func (h Hands) up(e *fyne.KeyEvent) {
	if f, ok := h.On.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyUp(e)
	} else {
		h.Board.KeyUp(e)
	}
}

// typed is what a key does when it goes down, and again when it is repeated.
func (h Hands) typed(e *fyne.KeyEvent) {
	c := h.On.Canvas()
	f := c.Focused()
	_, letter := shortcutOf[e.Name]
	switch takes, tabs := f.(fyne.Tabbable); {
	case e.Name == fyne.KeyTab && !(tabs && takes.AcceptsTab()):
		c.FocusNext()
	case letter:
		h.Board.TypedShortcut(&desktop.CustomShortcut{KeyName: shortcutOf[e.Name], Modifier: fyne.KeyModifierControl})
	case f != nil:
		f.TypedKey(e)
	default:
		h.Board.TypedKey(e)
	}
}

// shortcutOf are the letters of the keys that are made with Ctrl.
var shortcutOf = map[fyne.KeyName]fyne.KeyName{
	kit.KeyPayNow: fyne.KeyP, kit.KeyTrouble: fyne.KeyT, kit.KeyDiscount: fyne.KeyL, kit.KeyTip: fyne.KeyM, kit.KeyDrills: fyne.KeyD,
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
func (h Hands) Tab() { h.Press(fyne.KeyTab) }

// BackTab goes to the one before.
func (h Hands) BackTab() { h.On.Canvas().(interface{ FocusPrevious() }).FocusPrevious() }

// Tap presses the button with such words, after a look at it.
func (h Hands) Tap(words string) {
	h.Helper()
	h.Wait(looks)
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
