package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"qrtill/app/typing"
)

const (
	// SettleTime is how long after a change of what is sold Enter and Esc do nothing, and
	// how long nobody must have typed before keys count again that were meant for what
	// was there before.
	SettleTime = 800 * time.Millisecond
	// Calm is how long a question must have been there before Enter or Esc answers it,
	// and how long no other key was pressed before.
	Calm = 300 * time.Millisecond
	// forgetTime is how long a pause is after which nobody goes on typing an amount whose
	// beginning was not taken.
	forgetTime = 3 * time.Second
)

// Keyboard is the one way that keys take through the windows of a till. It holds each
// back until it is known who pressed it (see package typing), and hands it to the part
// that has the focus, or else to the till. What was scanned comes whole, as a text, and
// answers nothing. It is used on Fyne's goroutine alone.
type Keyboard struct {
	strokes typing.Keyboard
	keys    Keys        // the till's
	canvas  fyne.Canvas // whose focus counts
	ahead   time.Duration

	still
	now   typing.Stroke // that is being handed out
	field time.Time     // when the last key went down that a field has used, or that waits
	start fyne.Focusable
}

// part is a part of a window that can have the focus. Each says whether it has used
// what it was handed.
type part interface {
	usesKey(*fyne.KeyEvent) bool
	usesRune(rune) bool
	usesScan(text string) bool
}

// NewKeyboard is the keyboard of a window with such a canvas; what no part of it uses
// goes to keys.
func NewKeyboard(keys Keys, canvas fyne.Canvas) *Keyboard {
	return &Keyboard{keys: keys, canvas: canvas}
}

// Listen takes the keys of a canvas in which nothing has the focus.
func (k *Keyboard) Listen(c fyne.Canvas) {
	c.SetOnTypedKey(k.TypedKey)
	c.SetOnTypedRune(k.TypedRune)
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(k.KeyDown)
		d.SetOnKeyUp(k.KeyUp)
	}
	for letter := range shortcuts {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: letter, Modifier: fyne.KeyModifierControl}, func(s fyne.Shortcut) { k.TypedShortcut(s) })
	}
	for _, s := range separators {
		c.AddShortcut(&s, func(s fyne.Shortcut) { k.TypedShortcut(s) })
	}
}

// ListenBeside takes the keys of another window as if they came to the keyboard's own. Of
// each that goes down first hears before. What Fyne gives to the part that has the focus
// alone, there is none in that window to give it to.
func (k *Keyboard) ListenBeside(c fyne.Canvas, first func()) {
	k.Listen(c)
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutPaste{}, &fyne.ShortcutCopy{}, &fyne.ShortcutCut{}, &fyne.ShortcutSelectAll{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{},
	} {
		c.AddShortcut(s, k.TypedShortcut)
	}
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(e *fyne.KeyEvent) {
			first()
			k.KeyDown(e)
			if e.Name == fyne.KeyTab {
				k.strokes.Typed(string(fyne.KeyTab), typing.Acts, tab{shifted()}, k.Now())
			}
		})
	}
}

// Now is the time that keys and questions are measured by.
func (k *Keyboard) Now() time.Time { return time.Now().Add(k.ahead) }

// Later has time go by, for tests.
func (k *Keyboard) Later(d time.Duration) { k.ahead += d }

// KeyDown, KeyUp, TypedKey, TypedRune and TypedShortcut are what Fyne says of keys.

func (k *Keyboard) KeyDown(e *fyne.KeyEvent) {
	if !modifiers[e.Name] {
		k.strokes.Down(named(e), kindOf(e.Name), k.Now())
	}
}

func (k *Keyboard) KeyUp(e *fyne.KeyEvent) {
	if !modifiers[e.Name] {
		k.strokes.Up(named(e), k.Now())
	}
}

func (k *Keyboard) TypedKey(e *fyne.KeyEvent) {
	if !modifiers[e.Name] {
		k.strokes.Typed(named(e), kindOf(e.Name), e, k.Now())
	}
}

func (k *Keyboard) TypedRune(r rune) { k.strokes.Char(r, k.Now()) }

func (k *Keyboard) TypedShortcut(s fyne.Shortcut) {
	if custom, is := s.(*desktop.CustomShortcut); is {
		for _, separator := range separators {
			if *custom == separator {
				k.strokes.Char(typing.Separator, k.Now())
				return
			}
		}
	}
	if key := k.strokes.Pending(); key != "" {
		k.strokes.Typed(key, typing.Acts, s, k.Now())
		return
	}
	if focused, is := k.canvas.Focused().(part); is && shortcutKey(s) == "" { // chosen from a menu
		k.shortcut(s, focused)
	}
}

// Tap does what a pointer has pressed, after all keys that were pressed before it.
func (k *Keyboard) Tap(does func()) {
	if !k.strokes.Tapped(does, k.Now()) {
		does()
	}
}

// Resized is told that the window has another size, which it learns while it reads its keys.
func (k *Keyboard) Resized() { k.strokes.Noticed(k.Now()) }

// tab is what Tab does.
type tab struct{ back bool }

// tabbed says that a part has got the focus because Tab went down in a window where
// nothing had it. Fyne moves it at once: it is given back until it is known who pressed
// the key.
func (k *Keyboard) tabbed() bool {
	if k.strokes.Pending() != string(fyne.KeyTab) {
		return false
	}
	k.strokes.Typed(string(fyne.KeyTab), typing.Acts, tab{shifted()}, k.Now())
	k.canvas.Unfocus()
	return true
}

func shifted() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// Polled hands out what is known by now. It is called right after Fyne has read all keys,
// every time, before anything else is done: until then no key does anything.
func (k *Keyboard) Polled() {
	k.poll(k.Now())
	for _, in := range k.strokes.Polled(k.Now()) {
		focused, _ := k.canvas.Focused().(part)
		if in.Scan != "" {
			k.scan(in.Scan, focused)
			continue
		}
		k.now = in.Stroke
		k.hand(in.Stroke, focused)
		k.now = typing.Stroke{}
	}
	k.keys.Polled()
}

// scan gives what was scanned to the part that has the focus, or to the till.
func (k *Keyboard) scan(text string, focused part) {
	now := k.Now()
	switch passes := k.passes(typing.Stroke{Down: now, After: now}, false); {
	case !passes && k.keys.Asks(): // it would mean nothing later either
		k.keys.Sign("sign.scan")
	case !passes:
		k.keys.Sign("sign.hushed")
	case focused == nil || !focused.usesScan(text):
		k.keys.Scan(text)
	}
}

// hand gives a key to the part that has the focus, or to the till.
func (k *Keyboard) hand(s typing.Stroke, focused part) {
	e, _ := s.Does.(*fyne.KeyEvent)
	answers := e != nil && (DeedOf(e.Name) == DoGo || DeedOf(e.Name) == DoStop)
	field, typed := focused.(*Field)
	tap, taps := s.Does.(func())
	switch {
	case taps:
		tap()
		return
	case !k.passes(s, answers):
		switch {
		case s.Text != "":
			k.missed = k.Now()
			k.keys.Sign("sign.hushed")
		case !s.Repeat:
			k.keys.Sign("sign.unread")
		}
		return
	case answers && !k.meant(s):
		if !s.Repeat {
			k.keys.Sign("sign.unread")
		}
		return
	case s.Repeat && !(typed && s.Text != "") && !(e != nil && edits[e.Name]):
		if s.Text != "" {
			k.keys.Sign("sign.held")
		}
		return
	case s.Doubt && s.Kind == typing.Enters && focused != nil:
		k.keys.Sign("sign.unread")
		return
	}
	switch does := s.Does.(type) {
	case tab:
		k.tab(does.back)
	case fyne.Shortcut:
		k.shortcut(does, focused)
	case *fyne.KeyEvent:
		switch {
		case does.Name == fyne.KeyTab:
			k.tab(shifted())
		case does.Name == fyne.KeySpace && !typed && s.Doubt: // it presses a button
		case s.Doubt && s.Kind == typing.Writes && s.Text == "" && !k.Silent(does):
		case focused == nil || !focused.usesKey(does):
			k.keys.Key(does)
		}
	case nil: // such as a digit while Ctrl is down: Fyne says of it only that it went down
		if e := (&fyne.KeyEvent{Name: fyne.KeyName(s.Key)}); focused == nil && k.Silent(e) {
			k.keys.Key(e)
		}
	}
	for _, r := range s.Text {
		if focused == nil || !focused.usesRune(r) {
			k.keys.Rune(r)
		}
		k.now.Begins = false
	}
	if typed && field == k.canvas.Focused() {
		k.field = s.Down
	}
}

// Start is where the next Tab leads to while nothing has the focus; nil for the first part
// of the window. It holds until then, or until something else is on the screen.
func (k *Keyboard) Start(part fyne.Focusable) { k.start = part }

func (k *Keyboard) tab(back bool) {
	start := k.start
	k.start = nil
	switch {
	case back:
		k.canvas.FocusPrevious()
	case start != nil && k.canvas.Focused() == nil:
		k.canvas.Focus(start)
	default:
		k.canvas.FocusNext()
	}
}

func (k *Keyboard) shortcut(s fyne.Shortcut, focused part) {
	if name := shortcutKey(s); name != "" {
		k.keys.Key(&fyne.KeyEvent{Name: name})
		return
	}
	if f, ok := focused.(interface{ usesShortcut(fyne.Shortcut) }); ok {
		f.usesShortcut(s)
	}
}

// meant says that whoever pressed a key that answers has seen what is asked: it went
// down after that, and was not the end of something else that was typed.
func (k *Keyboard) meant(s typing.Stroke) bool {
	switch {
	case s.Repeat:
		return false
	case !k.keys.Asks():
		return s.Key == string(fyne.KeyEscape) || k.seen(s.After) // clearing is never too early
	case !k.seen(s.After):
		return false
	}
	return !s.Doubt && (s.Other.IsZero() || s.After.Sub(s.Other) >= Calm || s.Other.Equal(k.field))
}

// Stroke is the key that is being handed out; none while a pointer does something.
func (k *Keyboard) Stroke() typing.Stroke { return k.now }

// Doubtful says that it may be a scanner's.
func (k *Keyboard) Doubtful() bool { return k.now.Doubt }

// ByHand says that it is a key that a person has pressed for certain.
func (k *Keyboard) ByHand() bool { return k.now.Key != "" && k.now.Hand }

// Mute says that the key that is being handed out makes no character, and is none that
// Fyne has no name for: Num Lock, and those of the computer's own.
func (k *Keyboard) Mute() bool {
	return k.now.Text == "" && !k.now.Repeat && !strings.HasPrefix(k.now.Key, "#")
}

// Silent says that a key was handed out that should have made a digit or a decimal mark,
// and made none: one of the keypad, with Num Lock off; or Ctrl is down.
func (k *Keyboard) Silent(e *fyne.KeyEvent) bool {
	digit := e.Name >= fyne.Key0 && e.Name <= fyne.Key9 && len(e.Name) == 1
	return k.now.Text == "" && !k.now.Repeat && (digit || e.Name == fyne.KeyPeriod || e.Name == fyne.KeyComma)
}

// still is what Enter and Esc wait for: that what they are about has been on the screen
// long enough to have been seen. It has been there from the poll on that follows its
// painting; what a busy window sees only then was pressed before.
type still struct {
	phase   time.Time // what is sold has changed
	painted time.Time // a question came
	early   bool      // which does not wait for a change of what is sold
	hushed  time.Time // nothing counts from then on until nobody types; zero for not at all
	stirred time.Time // somebody typed in the hush
	missed  time.Time // a character was not taken: what follows it is half of something; zero for none
	lost    time.Time // when the last of them was not

	changes, asks, hushes bool // it is yet to be painted
}

// poll is told of every poll.
func (s *still) poll(now time.Time) {
	for fresh, at := range map[*bool]*time.Time{&s.changes: &s.phase, &s.asks: &s.painted, &s.hushes: &s.hushed} {
		if *fresh {
			*fresh, *at = false, now
		}
	}
}

// seen says that what is on the screen had been seen at some time.
func (s *still) seen(at time.Time) bool {
	return !s.asks && at.Sub(s.painted) >= Calm && (s.early || !s.changes && at.Sub(s.phase) >= SettleTime)
}

// passes says whether a key counts. In the hush none does, until nobody has pressed
// one for a while; those that answer may be pressed again and again.
func (s *still) passes(key typing.Stroke, answers bool) bool {
	switch {
	case s.hushed.IsZero() && !s.hushes:
		return true
	case !s.hushes && key.After.Sub(s.hushed) >= SettleTime && key.After.Sub(s.stirred) >= SettleTime:
		s.hushed = time.Time{}
		return true
	}
	if !answers {
		s.stirred = key.Down
	}
	return false
}

// Unsettle has Enter and Esc wait: what is sold has changed.
func (k *Keyboard) Unsettle() { k.phase, k.changes, k.missed = k.Now(), true, time.Time{} }

// Settle has them wait no longer: the change was the cashier's own.
func (k *Keyboard) Settle() { k.still = still{} }

// Hush takes no key that was meant for what was there before.
func (k *Keyboard) Hush() {
	k.Unsettle()
	k.hushed, k.hushes, k.stirred = k.phase, true, time.Time{}
}

// Miss is told that a character was not taken. What is typed right after it is not, and
// Missed says so until somebody has paused, or what is sold changes.
func (k *Keyboard) Miss() {
	k.Hush()
	k.missed = k.Now()
}

// Keep is told that the character that is being handed out waits for what is typed right
// behind it: Enter there is meant for it. Who does not type on at once has it not taken.
func (k *Keyboard) Keep() { k.missed, k.field = k.Now(), k.now.Down }

// Lose is told of a character that meant nothing, and Losing says for a while that one
// was: what is typed right after it may be the rest of an amount.
func (k *Keyboard) Lose()        { k.lost = k.Now() }
func (k *Keyboard) Losing() bool { return k.Now().Sub(k.lost) < SettleTime }

// Missed says that what is typed now would be half of something.
func (k *Keyboard) Missed() bool { return k.Now().Sub(k.missed) < forgetTime }

// ask is told of every question that comes.
func (k *Keyboard) ask(early bool) {
	k.painted, k.asks, k.early, k.start = k.Now(), true, early, nil
}

// AskAnew is told that the question which lies there has come to light only now.
func (k *Keyboard) AskAnew() { k.ask(k.early) }

// answered is told that it is gone.
func (k *Keyboard) answered() { k.early = false }

// IfSeen is what a button does that answers: nothing, unless what is on the screen has been
// there long enough for a finger to be meant for it and not for what lay there before.
func (k *Keyboard) IfSeen(does func()) func() {
	return func() {
		if k.seen(k.Now()) {
			does()
		}
	}
}
