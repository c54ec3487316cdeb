package typing

import (
	"strings"
	"time"
	"unicode"
)

// Guarded is the amount being typed, with what a scanner sends in between told
// from it. A scanner in keyboard mode types like a person, and ends with Enter.
// Its speed alone tells little: Fyne reads keys 60 times a second and may be
// late. So what decides is what was typed: a number of eight digits or more, a
// long run that is no amount, or a letter. From then on until Enter, Esc or
// Backspace nothing goes to the amount, and Enter does not charge.
//
// It is a value; every key gives a new one.
type Guarded struct {
	Entry
	before  Entry     // as it stood when the present run began
	run     string    // characters that followed each other as quickly as a scanner's
	last    time.Time // of the last character
	digits  int       // in a row, however slowly
	misfit  bool      // a character of this run fits no amount
	scan    bool      // the run is no amount
	refused bool      // the last key was not taken
}

const (
	// pause ends a run: a person's keys are slower, a scanner's are quicker.
	pause = 100 * time.Millisecond
	// ScanLength is from how many characters on a run that fits no amount was
	// scanned. Amounts have at most seven digits before the decimals.
	ScanLength = 8
)

// Typed is the typing after a character that came now, and why the amount did not
// take it: ErrNoDecimals, or one of order's ErrAmount errors.
func (t Guarded) Typed(r rune, now time.Time) (Guarded, error) {
	if !t.scan && (t.run == "" || now.Sub(t.last) > pause) {
		t.before, t.run, t.misfit = t.Entry, "", false
	}
	t.run, t.last = t.run+string(r), now
	if r >= '0' && r <= '9' {
		t.digits++
	} else {
		t.digits = 0
	}
	t.scan = t.scan || t.digits >= ScanLength || unicode.IsLetter(r)
	if t.scan {
		t.Entry, t.refused = t.before, false
		return t, nil
	}
	next, err := t.Entry.key(r)
	secondPoint := (r == '.' || r == ',') && strings.Contains(t.Text, ".")
	t.misfit = t.misfit || err != nil || secondPoint || !AmountKey(r)
	if t.misfit && len([]rune(t.run)) >= ScanLength {
		t.scan, t.Entry, t.refused = true, t.before, false
		return t, nil
	}
	t.Entry, t.refused = next, err != nil
	return t, err
}

// Scanning says that the characters of the present run were scanned, and what they
// are so far.
func (t Guarded) Scanning() (run string, scanning bool) { return t.run, t.scan }

// KeyRefused says that the amount did not take the last character. Whoever goes on
// to Enter has perhaps not seen it: the amount is shown once more before it counts.
func (t Guarded) KeyRefused() bool { return t.refused }

// Ended is the typing after Enter: a scanned text is handed out and forgotten. It is
// empty when a person typed.
func (t Guarded) Ended() (_ Guarded, scanned string) {
	if t.scan {
		scanned = strings.TrimSpace(t.run)
	}
	return Guarded{Entry: t.Entry}, scanned
}

// Without is the typing after Backspace or Esc, which take what is no amount away
// before anything of the amount; change is what the key does to the amount.
func (t Guarded) Without(change func(Entry) Entry) Guarded {
	if t.scan {
		return Guarded{Entry: t.Entry}
	}
	return Guarded{Entry: change(t.Entry)}
}
