package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// Keyboard presses keys of the screen by X's test extension: to the server they
// are a real keyboard's, and a key that is held repeats. One goroutine at a time.
type Keyboard struct {
	conn   *xgb.Conn
	atoms  atoms
	pings  uint32
	root   xproto.Window
	first  xproto.Keycode
	wide   int             // keysyms for each keycode
	syms   []xproto.Keysym // of all keycodes, one after the other
	places map[xproto.Keysym]place
}

// place is a key, and what is held with it for one of its characters.
type place struct {
	code xproto.Keycode
	with []xproto.Keysym
}

// columns are where a character of the first layout can stand, the easiest first:
// the server's list has the second layout's two between its levels.
var columns = []struct {
	at   int
	with []xproto.Keysym
}{
	{0, nil}, {1, []xproto.Keysym{shift}}, {4, []xproto.Keysym{thirdLevel}}, {5, []xproto.Keysym{thirdLevel, shift}}, // AltGr is another key while Shift is down
}

// What it logs comes back as an error, too.
func init() { xgb.Logger.SetOutput(io.Discard) }

// OpenKeyboard is the keyboard of the screen that DISPLAY names. It must be closed.
func OpenKeyboard() (*Keyboard, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	k := &Keyboard{conn: conn}
	if err := errors.Join(xtest.Init(conn), k.learn(), k.listen()); err != nil {
		conn.Close()
		return nil, err
	}
	return k, nil
}

func (k *Keyboard) Close() { k.conn.Close() }

// learn reads what is on the keys.
func (k *Keyboard) learn() error {
	setup := xproto.Setup(k.conn)
	k.root, k.first = setup.DefaultScreen(k.conn).Root, setup.MinKeycode
	all, err := xproto.GetKeyboardMapping(k.conn, k.first, byte(setup.MaxKeycode-k.first+1)).Reply()
	if err != nil {
		return err
	}
	k.wide, k.syms, k.places = int(all.KeysymsPerKeycode), all.Keysyms, map[xproto.Keysym]place{}
	for _, column := range columns {
		for i := column.at; column.at < k.wide && i < len(k.syms); i += k.wide {
			code := k.first + xproto.Keycode(i/k.wide)
			if _, known := k.places[k.syms[i]]; !known && k.syms[i] != 0 {
				k.places[k.syms[i]] = place{code, column.with}
			}
		}
	}
	for i := 1; k.wide > 1 && i < len(k.syms); i += k.wide { // a number block's own key has two meanings
		if sym := k.syms[i]; keypad(sym) {
			k.places[sym] = place{code: k.first + xproto.Keycode(i/k.wide)}
		}
	}
	for sym, p := range k.places {
		if keypad(sym) {
			k.places[sym] = place{code: p.code} // NumLock is on, see NumLock
		}
	}
	return nil
}

// Provide sees to it that each of the characters is on some key: those that the
// layout does not have come onto keys that have nothing. Every program on the
// screen hears of that, so it is done before anything is typed.
func (k *Keyboard) Provide(characters string) error {
	var missing []xproto.Keysym
	for _, r := range characters {
		if _, known := k.places[symOf(r)]; !known && !slices.Contains(missing, symOf(r)) {
			missing = append(missing, symOf(r))
		}
	}
	for i := len(k.syms)/k.wide - 1; i >= 0 && len(missing) > 0; i-- {
		on := k.syms[i*k.wide : (i+1)*k.wide]
		if slices.ContainsFunc(on, func(s xproto.Keysym) bool { return s != 0 }) {
			continue
		}
		two := append(slices.Clone(missing[:min(2, len(missing))]), 0)[:2] // one of them with Shift
		if err := xproto.ChangeKeyboardMappingChecked(k.conn, 1, k.first+xproto.Keycode(i), 2, two).Check(); err != nil {
			return err
		}
		missing = missing[min(2, len(missing)):]
	}
	if len(missing) > 0 {
		return fmt.Errorf("the keyboard has no room for %d more characters", len(missing))
	}
	return k.learn()
}

// Layout puts other characters on the keys, as "us", "de" or "fr" has them.
func (k *Keyboard) Layout(ctx context.Context, name string) error {
	if _, err := Command(ctx, "", "setxkbmap", name); err != nil {
		return err
	}
	return k.learn()
}

// NumLock switches the light of that name on or off.
func (k *Keyboard) NumLock(on bool) error {
	state, err := xproto.QueryPointer(k.conn, k.root).Reply()
	if err != nil || (state.Mask&xproto.KeyButMaskMod2 != 0) == on {
		return err
	}
	return errors.Join(k.send(xproto.KeyPress, k.places[numLock].code), k.send(xproto.KeyRelease, k.places[numLock].code))
}

// Stroke is a key that goes down and comes up, at times from the beginning.
type Stroke struct {
	Key      string // as X names it, with what is held: "5", "Return", "ctrl+m"; or one character
	Down, Up time.Duration
}

// Timing is what became of the times: Held and Apart are the most that any key was
// held and came after the one before it, Shortest the least that any was held.
type Timing struct{ Held, Shortest, Apart time.Duration }

// Play sends strokes. Late ones are late: nothing is left out to catch up.
func (k *Keyboard) Play(ctx context.Context, strokes []Stroke) (Timing, error) {
	all, err := k.moves(strokes)
	if err != nil {
		return Timing{}, err
	}
	began := time.Now()
	w := watch{Timing: Timing{Shortest: time.Hour}, sent: map[int]time.Duration{}, arrived: map[int]time.Duration{}}
	var behind time.Duration // all that comes is late by as much: a key is not held shorter for it
	for left := all; len(left) > 0; {
		time.Sleep(left[0].at + behind - time.Since(began))
		if ctx.Err() != nil {
			return w.Timing, errors.Join(ctx.Err(), k.release(all))
		}
		sent, n := time.Since(began), 1
		if long, short := tapped(left); short {
			n, err = 2, k.tap(left[0].code, long)
			w.take(left[0], sent, sent)
			w.take(left[1], sent+long, time.Since(began))
		} else {
			err = k.send(left[0].kind, left[0].code)
			w.take(left[0], sent, time.Since(began))
		}
		if err != nil {
			return w.Timing, err
		}
		behind = time.Since(began) - left[n-1].at
		left = left[n:]
	}
	return w.Timing, nil
}

// watch times strokes.
type watch struct {
	Timing
	sent, arrived map[int]time.Duration // when a stroke's key went down: not before, and not after
	last          time.Duration         // when the one before it was sent
}

// take notes a move that was sent not before, and had arrived not after.
func (w *watch) take(m move, sent, arrived time.Duration) {
	switch {
	case m.stroke < 0: // Shift and the like
	case m.kind == xproto.KeyPress:
		if m.stroke > 0 {
			w.Apart = max(w.Apart, arrived-w.last)
		}
		w.last, w.sent[m.stroke], w.arrived[m.stroke] = sent, sent, arrived
	default:
		w.Held, w.Shortest = max(w.Held, arrived-w.sent[m.stroke]), min(w.Shortest, sent-w.arrived[m.stroke])
	}
}

// tapped says that the next two moves are one key for a moment, and how long.
func tapped(left []move) (long time.Duration, short bool) {
	if len(left) < 2 || left[0].stroke < 0 || left[0].stroke != left[1].stroke {
		return 0, false
	}
	long = left[1].at - left[0].at
	return long, long <= tapMost
}

// tapMost is the longest that the server itself holds a key: it does nothing else for
// the program that asks for that.
const tapMost = 10 * time.Millisecond

// tap has a key go down and come up by the server's clock, in one message: nothing
// that keeps this program from its work can hold it down for longer.
func (k *Keyboard) tap(code xproto.Keycode, long time.Duration) error {
	down := xtest.FakeInputChecked(k.conn, xproto.KeyPress, byte(code), 0, k.root, 0, 0, 0)
	up := xtest.FakeInputChecked(k.conn, xproto.KeyRelease, byte(code), uint32(long.Milliseconds()), k.root, 0, 0, 0)
	return errors.Join(up.Check(), down.Check())
}

// release lets go of everything, as a key that is left down repeats for ever.
func (k *Keyboard) release(moves []move) (err error) {
	for _, m := range moves {
		err = errors.Join(err, k.send(xproto.KeyRelease, m.code))
	}
	return err
}

// send returns when the server has the event.
func (k *Keyboard) send(kind byte, code xproto.Keycode) error {
	return xtest.FakeInputChecked(k.conn, kind, byte(code), 0, k.root, 0, 0, 0).Check()
}

// move is one event.
type move struct {
	kind   byte
	code   xproto.Keycode
	at     time.Duration
	stroke int // which one; -1 for Shift and the like
}

// lift is how long a key is up that is pressed twice.
const lift = 20 * time.Millisecond

// moves are the events of strokes, in their order.
func (k *Keyboard) moves(strokes []Stroke) ([]move, error) {
	var all []move
	needs := make([][]xproto.Keycode, len(strokes))
	up := map[xproto.Keycode]time.Duration{}
	var later time.Duration // a finger has to leave a key before the key goes down again
	for i, s := range strokes {
		code, with, err := k.find(s.Key)
		if err != nil {
			return nil, err
		}
		if s.Down+later < up[code] {
			later = up[code] + lift - s.Down
		}
		needs[i], up[code] = with, s.Up+later
		all = append(all, move{xproto.KeyPress, code, s.Down + later, i}, move{xproto.KeyRelease, code, up[code], i})
	}
	slices.SortStableFunc(all, func(a, b move) int { return cmp.Compare(a.at, b.at) })
	return holding(all, needs), nil
}

// holding adds the keys that are held for strokes: they go down just before, and
// come up when no key needs them.
func holding(all []move, needs [][]xproto.Keycode) (played []move) {
	var held []xproto.Keycode
	hold := func(want []xproto.Keycode, at time.Duration) {
		for _, code := range slices.Backward(held) {
			if !slices.Contains(want, code) {
				played = append(played, move{xproto.KeyRelease, code, at, -1})
			}
		}
		for _, code := range want {
			if !slices.Contains(held, code) {
				played = append(played, move{xproto.KeyPress, code, at, -1})
			}
		}
		held = want
	}
	down := 0
	for _, m := range all {
		if m.kind == xproto.KeyPress {
			hold(needs[m.stroke], m.at)
			played, down = append(played, m), down+1
			continue
		}
		played, down = append(played, m), down-1
		if next := m.stroke + 1; down == 0 && (next == len(needs) || !slices.Equal(needs[next], held)) {
			hold(nil, m.at)
		}
	}
	return played
}

// find is the key of a name, and the keys that are held with it.
func (k *Keyboard) find(name string) (code xproto.Keycode, with []xproto.Keycode, err error) {
	held := strings.Split(name, "+")
	if strings.HasSuffix(name, "+") {
		held = []string{name} // the character
	}
	last := len(held) - 1
	sym, known := symNamed(held[last])
	p, there := k.places[sym]
	if !known || !there {
		return 0, nil, fmt.Errorf("the keyboard has no key for %q", name)
	}
	syms := slices.Clone(p.with)
	for _, h := range held[:last] {
		sym, known := modifiers[h]
		if !known {
			return 0, nil, fmt.Errorf("no key is held as %q", h)
		}
		if !slices.Contains(syms, sym) {
			syms = append(syms, sym)
		}
	}
	for _, s := range syms {
		p, there := k.places[s]
		if !there {
			return 0, nil, fmt.Errorf("the keyboard has no key to hold for %q", name)
		}
		with = append(with, p.code)
	}
	return p.code, with, nil
}
