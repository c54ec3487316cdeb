package uitest

import "fyne.io/fyne/v2"

// Shortcut gives the part that has the focus what Ctrl+V and the like stand for.
func (h Hands) Shortcut(shortcuts ...fyne.Shortcut) {
	h.Helper()
	for _, s := range shortcuts {
		part, takes := h.On.Canvas().Focused().(fyne.Shortcutable)
		if !takes {
			h.Fatal("nothing with the focus takes shortcuts")
		}
		letter := &fyne.KeyEvent{Name: fyne.KeyName(s.ShortcutName())} // some key
		h.down(letter)
		part.TypedShortcut(s)
		h.Wait(held)
		h.up(letter)
	}
}

// Clipboard holds a text.
type Clipboard struct{ Text string }

func (c *Clipboard) Content() string        { return c.Text }
func (c *Clipboard) SetContent(text string) { c.Text = text }

// Paste puts a text into the part that has the focus.
func (h Hands) Paste(text string) {
	h.Helper()
	h.Shortcut(&fyne.ShortcutPaste{Clipboard: &Clipboard{text}})
}
