package kit

import "fyne.io/fyne/v2"

// gate is the one way that keys take through a part that has the focus: first
// what the part itself does with them, else on to the till. A test sees to it
// that no part goes another way.
type gate struct{ till Keys } // nil leads nowhere

// key lets the part use a key; what it does not use is the till's.
func (g gate) key(e *fyne.KeyEvent, uses func(*fyne.KeyEvent) bool) {
	if !uses(e) && g.till != nil {
		g.till.Key(e)
	}
}

// rune is key for a character.
func (g gate) rune(r rune, uses func(rune) bool) {
	if !uses(r) && g.till != nil {
		g.till.Rune(r)
	}
}

// shortcut is the till's if it stands for one of its keys, and else the part's.
func (g gate) shortcut(s fyne.Shortcut, rest func(fyne.Shortcut)) {
	name := shortcutKey(s)
	switch {
	case name == "":
		rest(s)
	case g.till != nil:
		g.till.Key(&fyne.KeyEvent{Name: name})
	}
}

// reached says that the part has got the focus.
func (g gate) reached(part fyne.CanvasObject) {
	if g.till != nil {
		g.till.Reached(part)
	}
}
