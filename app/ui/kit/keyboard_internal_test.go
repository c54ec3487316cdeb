package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// besideCanvas is a window's that has nothing to focus, as Fyne sees it on a computer.
type besideCanvas struct {
	fyne.Canvas
	down, up func(*fyne.KeyEvent)
	short    map[string]func(fyne.Shortcut)
}

func (c *besideCanvas) AddShortcut(s fyne.Shortcut, f func(fyne.Shortcut)) {
	c.short[s.ShortcutName()] = f
}
func (c *besideCanvas) SetOnKeyDown(f func(*fyne.KeyEvent)) { c.down = f }
func (c *besideCanvas) SetOnKeyUp(f func(*fyne.KeyEvent))   { c.up = f }
func (c *besideCanvas) OnKeyDown() func(*fyne.KeyEvent)     { return c.down }
func (c *besideCanvas) OnKeyUp() func(*fyne.KeyEvent)       { return c.up }

// Tab and paste go where they would if the window itself had the keyboard: what follows
// Tab belongs into the next field.
func TestTabAndPasteInTheOtherWindowAreThisOnes(t *testing.T) {
	test.NewTempApp(t)
	s := &sink{}
	first, second := NewField(s, "Merchant", 32), NewField(s, "Secret", 32)
	w := s.in(t, focusable{container.NewVBox(first, second), first})
	beside := &besideCanvas{Canvas: test.NewCanvas(), short: map[string]func(fyne.Shortcut){}}
	s.board.ListenBeside(beside, func() {})
	press := func(name fyne.KeyName, does func()) {
		e := &fyne.KeyEvent{Name: name}
		beside.down(e)
		if does != nil {
			does()
		}
		s.wait()
		beside.up(e)
		s.wait()
	}
	press(fyne.KeyTab, nil)
	if w.Canvas().Focused() != second {
		t.Fatalf("after Tab the keyboard is on %v", w.Canvas().Focused())
	}
	clipboard := test.NewClipboard()
	clipboard.SetContent("abc")
	press(fyne.KeyV, func() {
		beside.short[(&fyne.ShortcutPaste{}).ShortcutName()](&fyne.ShortcutPaste{Clipboard: clipboard})
	})
	if first.Text != "" || second.Text != "abc" {
		t.Errorf("pasted: %q, %q", first.Text, second.Text)
	}
	press(fyne.KeyTab, nil)
	if w.Canvas().Focused() != first {
		t.Errorf("after Tab again the keyboard is on %v", w.Canvas().Focused())
	}
}
