package ui

import (
	"strings"
	"time"
	"unicode"
)

// typing is the amount being typed, with what a scanner sends in between told
// from it. A scanner in keyboard mode types like a person, and ends with Enter.
// Its speed alone tells little: Fyne reads keys 60 times a second and may be
// late. So what decides is what was typed: a number of eight digits or more, a
// long run that is no amount, or a letter. From then on until Enter, Esc or
// Backspace nothing goes to the amount, and Enter does not charge.
//
// It is a value; every key gives a new one.
type typing struct {
	entry
	before  entry // as it stood when the present run began
	run     string
	last    time.Time // of the last character
	digits  int       // in a row, however slowly
	misfit  bool      // a character of this run fits no amount
	scan    bool      // the run is no amount
	refused bool      // the last key was not taken: Enter shows the amount again before it charges
}

const (
	// pause ends a run: a person's keys are slower, a scanner's are quicker.
	pause = 100 * time.Millisecond
	// scanLength is from how many characters on a run that fits no amount was
	// scanned. Amounts have at most seven digits before the decimals.
	scanLength = 8
)

// typed is the typing after a character, and why the amount did not take it.
func (t typing) typed(r rune, now time.Time) (typing, error) {
	if !t.scan && (t.run == "" || now.Sub(t.last) > pause) {
		t.before, t.run, t.misfit = t.entry, "", false
	}
	t.run, t.last = t.run+string(r), now
	if r >= '0' && r <= '9' {
		t.digits++
	} else {
		t.digits = 0
	}
	t.scan = t.scan || t.digits >= scanLength || unicode.IsLetter(r)
	if t.scan {
		t.entry, t.refused = t.before, false
		return t, nil
	}
	next, err := t.entry.key(r)
	secondPoint := (r == '.' || r == ',') && strings.Contains(t.text, ".")
	t.misfit = t.misfit || err != nil || secondPoint || !amountKey(r)
	if t.misfit && len([]rune(t.run)) >= scanLength {
		t.scan, t.entry, t.refused = true, t.before, false
		return t, nil
	}
	t.entry, t.refused = next, err != nil
	return t, err
}

// ended is the typing after Enter: a scanned text is handed out and forgotten.
func (t typing) ended() (_ typing, scanned string) {
	if t.scan {
		scanned = strings.TrimSpace(t.run)
	}
	return typing{entry: t.entry}, scanned
}

// without is the typing after Backspace or Esc, which take what is no amount
// away before anything of the amount.
func (t typing) without(change func(entry) entry) typing {
	if t.scan {
		return typing{entry: t.entry}
	}
	return typing{entry: change(t.entry)}
}
