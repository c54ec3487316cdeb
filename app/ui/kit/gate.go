package kit

import "fyne.io/fyne/v2"

// gate is the way from a part that has the focus to the window's Keyboard, which comes
// back to the part once it is known who pressed the key. A test sees to it that no part
// goes another way.
type gate struct{ keys Keys } // nil leads nowhere

func (g gate) down(e *fyne.KeyEvent)    { g.to(func(k *Keyboard) { k.KeyDown(e) }) }
func (g gate) up(e *fyne.KeyEvent)      { g.to(func(k *Keyboard) { k.KeyUp(e) }) }
func (g gate) key(e *fyne.KeyEvent)     { g.to(func(k *Keyboard) { k.TypedKey(e) }) }
func (g gate) rune(r rune)              { g.to(func(k *Keyboard) { k.TypedRune(r) }) }
func (g gate) shortcut(s fyne.Shortcut) { g.to(func(k *Keyboard) { k.TypedShortcut(s) }) }

// tap is for what a pointer presses: keys come before it that went down before it.
func (g gate) tap(does func()) {
	if g.keys == nil {
		does()
		return
	}
	g.keys.Keyboard().Tap(does)
}

func (g gate) to(say func(*Keyboard)) {
	if g.keys != nil {
		say(g.keys.Keyboard())
	}
}

// reached says that the part has got the focus.
func (g gate) reached(p fyne.CanvasObject) {
	if g.keys != nil && !g.keys.Keyboard().tabbed() {
		g.keys.Reached(p)
	}
}
