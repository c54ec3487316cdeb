package typing

import (
	"slices"
	"strings"
	"time"
)

// Kind is what may become of a key that a scanner has perhaps pressed.
type Kind uint8

const (
	Acts   Kind = iota // it does something: nothing comes of it
	Writes             // the same, but what it does is a character, which may come late
	Enters             // Enter: what it answers must know of the doubt
	Edits              // it takes back or moves: harmless
	Leads              // it leads elsewhere, and no scanner sends it
	Points             // a pointer did it, not a key
)

// Stroke is a key that went down, with what it made. It is handed out when it is
// known who pressed it.
type Stroke struct {
	Key    string    // the key's name; empty for a character that came without one
	Text   string    // the characters that it made; empty for a key that does something else
	Does   any       // what Typed was told, nil for nothing
	Kind   Kind      // what may become of it
	Down   time.Time // when it was seen to go down
	Other  time.Time // when another key was seen to go down before it; zero for never
	After  time.Time // it went down later than this: the window may have been busy before it saw it
	Repeat bool      // the keyboard repeats a key that is held down
	Hand   bool      // a person pressed it for certain
	Quick  bool      // it may well be a scanner's: one of those that it came with is a machine's, or they were many at once
	Begins bool      // it has the first character of those in doubt that came together
	Doubt  bool      // a scanner may have pressed it: it came with others of that kind, or no hand is so quick

	who   who
	up    bool
	alone bool // every key before it was up when it went down
}

// who pressed a key.
type who uint8

const (
	undecided who = iota
	hand
	machine
	doubtful
)

// Input is what keys come to: a Stroke, or what was scanned.
type Input struct {
	Stroke Stroke
	Scan   string // empty for a Stroke
}

const (
	// handHold: a key that is held longer was pressed by a hand. A scanner holds it for
	// 10 ms at most; a window reads its keys within the other ten.
	handHold = 20 * time.Millisecond
	// machineHold: a key that is held shorter was pressed by a machine. The lightest
	// hand holds it for 50 ms.
	machineHold = 45 * time.Millisecond
	// lostPress is how soon the character of a press comes that the window system lost.
	lostPress = 12 * time.Millisecond
	// scanGap is the longest time between two keys of one scan.
	scanGap = 100 * time.Millisecond
	// longPoll is what a window does for longer between two polls than anybody can say
	// which of it came before the keys were read.
	longPoll = 50 * time.Millisecond
	// scanLeast is from how many characters on those of a machine are a scan, whatever
	// they are.
	scanLeast = 3
)

// Keyboard tells a person's keys from a scanner's by how long they are held, and
// holds each back until it knows: for two polls at most if it is a person's. The
// rule stands in the package's documentation. The zero Keyboard is ready. It is not
// safe for several goroutines.
type Keyboard struct {
	queue []Stroke // not yet handed out, in order

	name  string    // of the key that went down last
	last  time.Time // when it did
	other time.Time // when the last one with another name did

	first  time.Time // the first thing seen since the newest poll; zero for nothing
	polled time.Time // when the newest poll had ended
	seen   time.Time // when it began
	after  time.Time // the same or earlier, for certain: what is seen from now on happened later
	quiet  int       // polls in a row without a key

	machine time.Time // when the last key went down of the newest text that a machine wrote
	scanned bool      // that was a scan
	doubted time.Time // the same of the newest text in doubt
}

// Down is a key that goes down; one of that name that is still down has come up
// unseen.
func (k *Keyboard) Down(key string, kind Kind, now time.Time) {
	k.Up(key, now)
	k.pressed(key, now)
	alone := !slices.ContainsFunc(k.queue, func(s Stroke) bool { return !s.up })
	k.queue = append(k.queue, Stroke{Key: key, Kind: kind, Down: now, Other: k.other, After: k.after, alone: alone})
}

func (k *Keyboard) pressed(key string, now time.Time) {
	k.event(now)
	if key != k.name {
		k.other = k.last
	}
	k.name, k.last, k.quiet = key, now, 0
}

// Typed is what a key does besides making a character. One that does something
// without going down is repeated by the keyboard.
func (k *Keyboard) Typed(key string, kind Kind, does any, now time.Time) {
	if s := k.newest(); s != nil && s.Key == key && s.Does == nil && !s.up {
		s.Does, s.Kind = does, kind
		return
	}
	k.pressed(key, now)
	k.queue = append(k.queue, Stroke{Key: key, Kind: kind, Does: does, Down: now, Other: k.other, After: now, Repeat: true, who: hand, up: true})
}

// Char is a character. It belongs to a key that still owes one: an input method may hand
// them over after the next key went down. One like the last, right after, is of
// a key whose press the window system has lost; one without a key comes from an input
// method.
func (k *Keyboard) Char(r rune, now time.Time) {
	s := k.newest()
	switch i := k.owes(r); {
	case i >= 0:
		s = &k.queue[i]
	case s != nil && (s.Kind == Acts && s.Text == "" || s.Text != "" && strings.HasSuffix(s.Text, string(r)) && now.Sub(s.Down) < lostPress):
	default:
		s = nil
	}
	if s != nil {
		k.event(now)
		s.Text += string(r)
		return
	}
	k.pressed("", now)
	k.queue = append(k.queue, Stroke{Text: string(r), Down: now, Other: k.other, After: k.after, who: doubtful, up: true, alone: true})
}

// owes is the key that a character belongs to, of those that owe one: the first one of
// that name, or else the first; -1 for none. Ctrl and a letter make no character, nor does
// a digit's key without Num Lock: so neither has the one of the key that follows.
func (k *Keyboard) owes(r rune) int {
	of := func(is func(name string) bool) int {
		return slices.IndexFunc(k.queue, func(s Stroke) bool { return s.Kind == Writes && s.Text == "" && is(s.Key) })
	}
	named := of(func(name string) bool { return strings.EqualFold(name, string(r)) })
	if named < 0 && marks(r) {
		named = of(func(name string) bool { return len(name) != 1 || name < "0" || name > "9" })
	}
	if named < 0 {
		named = of(func(string) bool { return true })
	}
	return named
}

// marks says that a character is a decimal mark or "+".
func marks(r rune) bool {
	_, is := digit(r)
	return !is && AmountKey(r)
}

// Tapped is what a pointer does. It comes after the keys that went down before it: if
// some are held back, it is handed out behind them, and else it is to be done at once.
func (k *Keyboard) Tapped(does any, now time.Time) (waits bool) {
	k.event(now)
	if len(k.queue) == 0 {
		return false
	}
	k.queue = append(k.queue, Stroke{Kind: Points, Does: does, Down: now, Other: k.other, After: now, who: hand, up: true})
	return true
}

func (k *Keyboard) newest() *Stroke {
	if len(k.queue) == 0 {
		return nil
	}
	return &k.queue[len(k.queue)-1]
}

// Up is a key that comes up.
func (k *Keyboard) Up(key string, now time.Time) {
	k.event(now)
	for i := range k.queue {
		s := &k.queue[i]
		if s.Key != key || s.up {
			continue
		}
		s.up = true
		switch {
		case s.who != undecided:
		case k.seen.Sub(s.Down) >= handHold:
			s.who = hand
		case k.hurried(i, now):
			s.who = machine
		default:
			s.who = doubtful
		}
	}
}

// hurried says that a key that is up by now, or one of those before it, was held too
// short for a hand: keys of which each was up before the next went down were held for no
// longer, together, than all of them took.
func (k *Keyboard) hurried(i int, now time.Time) bool {
	for n := time.Duration(1); ; n++ {
		s := k.queue[i]
		if s.who == hand || s.Key == "" {
			return false
		}
		if now.Sub(s.After) < n*machineHold {
			return true
		}
		if i--; i < 0 || !s.alone {
			return false
		}
	}
}

// Noticed says that the window, while it reads its keys, sees to something that is none and
// may take long: it has been resized.
func (k *Keyboard) Noticed(now time.Time) { k.event(now) }

// event notes that something was seen.
func (k *Keyboard) event(now time.Time) {
	if k.first.IsZero() {
		k.first = now
	}
}

// Pending is the name of the key that went down last and has done nothing yet; empty for
// none.
func (k *Keyboard) Pending() string {
	if s := k.newest(); s != nil && s.Does == nil && s.Key != "" && !s.up {
		return s.Key
	}
	return ""
}

// Polled says that the window has read all keys that there were, and hands out those
// of which it is known by now who pressed them.
func (k *Keyboard) Polled(now time.Time) (out []Input) {
	k.seen = now
	if !k.first.IsZero() {
		k.seen = k.first // what came while that was being seen to is seen at the next poll
	}
	k.after = k.seen
	if now.Sub(k.polled) > longPoll {
		k.after = k.polled
	}
	k.first, k.polled = time.Time{}, now
	k.quiet++
	for i := range k.queue {
		if s := &k.queue[i]; s.who == undecided && k.seen.Sub(s.Down) >= handHold {
			s.who = hand // it is still down
		}
	}
	over := now.Sub(k.last) > scanGap && k.quiet > 2
	for len(k.queue) > 0 {
		n := k.run()
		switch {
		case n == len(k.queue) && !over, n < len(k.queue) && k.queue[n].who == undecided:
			return out
		case n == 0:
			out = append(out, k.byHand(k.queue[0])...)
			n = 1
		default:
			out = append(out, k.ended(k.queue[:n])...)
		}
		k.queue = k.queue[n:]
	}
	return out
}

// run is how many keys at the head of the queue were not pressed by a hand.
func (k *Keyboard) run() (n int) {
	for n < len(k.queue) && k.queue[n].who != hand && k.queue[n].who != undecided {
		n++
	}
	return n
}

// byHand hands out a person's key, but for one that does something amid a scan.
func (k *Keyboard) byHand(s Stroke) []Input {
	if k.amid(s) && (k.scanned || s.Kind != Enters) {
		return nil
	}
	s.Hand = true
	return []Input{{Stroke: s}}
}

// amid says that a key may be the end of what a machine has typed.
func (k *Keyboard) amid(s Stroke) bool { return s.ends(k.machine) }

// ends says that a key may be the end of a text whose last key went down then.
func (s Stroke) ends(text time.Time) bool {
	return s.Text == "" && s.Kind != Edits && s.Kind != Points && !text.IsZero() && s.After.Sub(text) <= scanGap
}

// ended is what keys come to that no hand has pressed and that followed each other. Of
// two scans that a key ended in between there are two texts; what is short beside a
// scan is a line of it. Keys without a text may be the end of a scan that somebody's hand
// has come between.
func (k *Keyboard) ended(run []Stroke) (out []Input) {
	lines, scan := texts(run), false
	for _, line := range lines {
		scan = scan || line.scan()
	}
	text := line(run).text()
	end := text == "" && run[0].ends(k.doubted)
	for _, line := range lines {
		out = append(out, line.input(scan || end && k.scanned && k.amid(run[0]), end)...)
	}
	if text == "" {
		return out
	}
	k.doubted = run[len(run)-1].Down
	if line(run).machine() {
		k.machine, k.scanned = k.doubted, scan
	}
	return out
}
