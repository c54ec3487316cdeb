package desk

import (
	"context"
	"math/rand/v2"
	"time"
)

// Person types: every key is down for a while, and the next may go down before it
// is up again.
type Person struct {
	HoldLeast, HoldMost time.Duration
	GapLeast, GapMost   time.Duration // from one key down to the next
	Numpad              bool          // digits and the decimal mark are the number block's
	Dice                *rand.Rand    // nil is always the least of both
}

// Clerk types quickly, and looks before a key that answers.
var Clerk = Person{HoldLeast: 80 * time.Millisecond, GapLeast: 45 * time.Millisecond}

// looks is for how long: Enter and Esc count only if no other key was pressed shortly
// before.
const looks = 350 * time.Millisecond

// Strokes are those for a text and keys after it.
func (p Person) Strokes(text string, keys ...string) (all []Stroke) {
	var at time.Duration
	for _, key := range append(split(text, p.Numpad), keys...) {
		all = append(all, Stroke{key, at, at + p.between(p.HoldLeast, p.HoldMost)})
		at += p.between(p.GapLeast, p.GapMost)
	}
	return all
}

func (p Person) between(least, most time.Duration) time.Duration {
	if p.Dice == nil || most <= least {
		return least
	}
	return least + time.Duration(p.Dice.Int64N(int64(most-least)))
}

// split names the keys for a text.
func split(text string, numpad bool) (keys []string) {
	for _, r := range text {
		key := string(r)
		switch {
		case numpad && r >= '0' && r <= '9':
			key = "KP_" + key
		case numpad && r == '.':
			key = "KP_Decimal"
		case numpad && r == ',':
			key = "KP_Separator"
		case numpad && r == '+':
			key = "KP_Add"
		}
		keys = append(keys, key)
	}
	return keys
}

// Burst is what a scanner in keyboard mode sends: no key is held for longer than
// it takes to say so, and none is down while another is.
type Burst struct {
	Prefix, Text string
	Suffix       string // a key: "Return", "Tab", or Ctrl and a letter; empty for none
	Hold, Gap    time.Duration
}

// Controls are the keys by which scanners send the control characters of a text.
var Controls = map[rune]string{'\r': "ctrl+m", '\n': "ctrl+j", '\f': "ctrl+l", '\x1d': "ctrl+bracketright"}

// Strokes are those of the burst.
func (b Burst) Strokes() (all []Stroke) {
	var keys []string
	for _, r := range b.Prefix + b.Text {
		key, control := Controls[r]
		if !control {
			key = string(r)
		}
		keys = append(keys, key)
	}
	if b.Suffix != "" {
		keys = append(keys, b.Suffix)
	}
	var at time.Duration
	for _, key := range keys {
		all = append(all, Stroke{key, at, at + b.Hold})
		at += max(b.Gap, b.Hold)
	}
	return all
}

// Held is a key that is held down for a time; it repeats.
func Held(key string, long time.Duration) []Stroke { return []Stroke{{key, 0, long}} }

// Press presses keys, one after the other, as a person does.
func (d Desktop) Press(ctx context.Context, keys ...string) error {
	strokes := Clerk.apart().Strokes("", keys...)
	for i, s := range strokes {
		if s.Key == "Return" || s.Key == "KP_Enter" || s.Key == "Escape" {
			for j := range strokes[i:] {
				strokes[i+j].Down += looks
				strokes[i+j].Up += looks
			}
		}
	}
	return d.play(ctx, strokes)
}

// apart is a person who lifts each key before the next.
func (p Person) apart() Person {
	p.GapLeast += p.HoldLeast
	return p
}

// Write types a text as a person does.
func (d Desktop) Write(ctx context.Context, text string) error {
	return d.play(ctx, Clerk.Strokes(text))
}

// WriteAfter types a text as a person does who has looked at the screen for so long, and
// then presses keys.
func (d Desktop) WriteAfter(ctx context.Context, look time.Duration, text string, keys ...string) error {
	strokes := Clerk.Strokes(text, keys...)
	for i := range strokes {
		strokes[i].Down += look
		strokes[i].Up += look
	}
	return d.play(ctx, strokes)
}

// Burst sends a text and Enter as a scanner does.
func (d Desktop) Burst(ctx context.Context, text string) error {
	return d.play(ctx, Burst{Text: text, Suffix: "Return", Hold: 2 * time.Millisecond, Gap: 8 * time.Millisecond}.Strokes())
}

func (d Desktop) play(ctx context.Context, strokes []Stroke) error {
	k, err := OpenKeyboard()
	if err != nil {
		return err
	}
	defer k.Close()
	_, err = k.Play(ctx, strokes)
	return err
}
