package typing

import (
	"math/rand/v2"
	"strings"
	"time"
)

// press is a key of somebody's: when it goes down and comes up, and what it makes.
type press struct {
	key      string
	text     string
	kind     Kind
	down, up time.Duration
}

// window reads keys as Fyne does: at polls, in the order in which they came.
type window struct {
	Keyboard
	random *rand.Rand
	late   time.Duration // how much later than due a poll may be
	slow   time.Duration // how much later than due every poll is
	clock  time.Time
	out    []string // what was handed out: characters, names in brackets, scans in angles
}

func newWindow(seed uint64, late time.Duration) *window {
	w := &window{random: rand.New(rand.NewPCG(seed, 9)), late: late, clock: time.Unix(1_800_000_000, int64(seed%16)*int64(time.Millisecond))}
	w.until(w.clock.Add(time.Second), nil)
	return w
}

// event is a press that begins or ends.
type event struct {
	at   time.Duration
	what press
	up   bool
}

// presses has somebody press keys, times counted from now, and goes on for a while.
func (w *window) presses(keys []press) {
	var list []event
	for _, k := range keys {
		list = append(list, event{k.down, k, false}, event{k.up, k, true})
	}
	for i := range list { // a stable sort by time
		for j := i; j > 0 && list[j].at < list[j-1].at; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	w.until(w.clock.Add(list[len(list)-1].at+400*time.Millisecond), list)
}

// until polls up to a time; events are counted from now.
func (w *window) until(end time.Time, list []event) {
	start := w.clock
	for w.clock.Before(end) {
		w.clock = w.clock.Add(time.Second/60 + w.slow)
		if w.late > 0 {
			w.clock = w.clock.Add(time.Duration(w.random.Int64N(int64(w.late))))
		}
		now := w.clock
		for len(list) > 0 && !start.Add(list[0].at).After(w.clock) {
			e := list[0]
			list, now = list[1:], now.Add(50*time.Microsecond)
			if e.up {
				w.Up(e.what.key, now)
				continue
			}
			w.Down(e.what.key, e.what.kind, now)
			w.Typed(e.what.key, e.what.kind, e.what.key, now)
			for _, r := range e.what.text {
				w.Char(r, now)
			}
		}
		for _, in := range w.Polled(now.Add(20 * time.Microsecond)) {
			w.out = append(w.out, spell(in))
		}
	}
}

func spell(in Input) string {
	switch {
	case in.Scan != "":
		return "<" + in.Scan + ">"
	case in.Stroke.Text != "" && in.Stroke.Doubt:
		return in.Stroke.Text + "?"
	case in.Stroke.Text != "":
		return in.Stroke.Text
	case in.Stroke.Doubt:
		return "[" + in.Stroke.Key + "?]"
	}
	return "[" + in.Stroke.Key + "]"
}

func (w *window) got() string {
	text := strings.Join(w.out, "")
	w.out = nil
	return text
}

// a scanner's keys: held and apart in whole and part milliseconds.
func (w *window) burst(text string, suffix string, apart time.Duration) (keys []press) {
	at := time.Duration(0)
	add := func(p press) {
		p.down = at
		p.up = at + min(time.Duration(w.random.Int64N(int64(10*time.Millisecond))), apart-time.Microsecond)
		keys = append(keys, p)
		at += apart
	}
	for _, r := range text {
		p := press{key: strings.ToUpper(string(r)), text: string(r), kind: Writes}
		if r == Separator {
			p = press{key: "]", text: string(r), kind: Writes}
		}
		add(p)
	}
	switch suffix {
	case "Enter":
		add(press{key: "Return", kind: Enters})
	case "":
	default:
		add(press{key: suffix})
	}
	return keys
}

// person types: keys are held for 50 to 120 ms and overlap, 30 to 400 ms apart.
func (w *window) person(text string) (keys []press) {
	at, free := time.Duration(0), map[string]time.Duration{}
	for _, r := range text {
		p := press{key: strings.ToUpper(string(r)), text: string(r), kind: Writes}
		if r == '\n' {
			p = press{key: "Return", kind: Enters}
		}
		at = max(at, free[p.key]) // the same key has to come up before
		p.down, p.up = at, at+50*time.Millisecond+time.Duration(w.random.Int64N(int64(70*time.Millisecond)))
		free[p.key] = p.up + 15*time.Millisecond
		keys = append(keys, p)
		at += 30*time.Millisecond + time.Duration(w.random.Int64N(int64(370*time.Millisecond)))
	}
	return keys
}

var suffixes = []string{"", "Enter", "Tab", "M", "J", "L"}
