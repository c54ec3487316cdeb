package main

import (
	"fmt"
	"time"

	"qrtill/app/order"
)

// judge knows the rules of money and watches one history. It looks at the disk,
// the gateway and the windows, never into the core, and decides nothing by the
// rules of package order.
type judge struct {
	broken    string // the first rule that was broken
	files     []file
	refunds   []refundFile
	wanted    []want       // refunds that managers asked for, and that are not on the disk yet
	typed     order.Amount // the last amount that staff charged
	tokens    float64      // of the budget, by our own count
	spent     time.Duration
	onshow    order.ID // whose code the customer sees
	ticked    order.ID // whose payment staff see
	leaves    order.ID // whose payment they go on from
	again     int      // how often they wanted a code of this sale once more
	leftNow   order.ID // whose sale they leave in this turn
	lines     []line
	startedAt time.Duration // the till, by a clock that doesn't run while the computer sleeps
}

// file is what the judge knows of an order besides disk and gateway.
type file struct {
	id         order.ID
	sale       string
	sent       int           // creations that may have left the computer
	asking     bool          // a question is under way
	askedAt    time.Duration // when that left
	askedAwake time.Duration // by a clock that doesn't run while the computer sleeps
	days       int           // on how many days the gateway said something
	last       string        // of these
	honest     bool          // and its answer says how things are
	heard      time.Duration // when the last question left that was answered so; 0 for never
	shown      time.Duration // when its code was first shown; 0 for never
	gone       bool          // its code has left the screen in this run of the till
	left       bool          // staff took it off
	dismissed  bool          // and that is on the disk
	twice      bool          // staff were told that its sale was paid twice
	back       bool          // an older copy of the log was put back since it was made
	told       bool          // staff saw that it is paid or disputed
	closed     bool          // the gateway has told the till that it is closed
	awake      time.Duration // when its code was first shown, sleep not counted; 0 for never
}

func (j *judge) reset() {
	*j = judge{files: j.files[:0], refunds: j.refunds[:0], wanted: j.wanted[:0], lines: j.lines[:0]}
}

func (j *judge) fail(w *world, format string, args ...any) {
	if j.broken == "" {
		j.broken = fmt.Sprintf(format, args...)
		w.note("BROKEN: " + j.broken)
	}
}

func (j *judge) file(id order.ID) *file {
	for i := len(j.files) - 1; i >= 0; i-- {
		if j.files[i].id == id {
			return &j.files[i]
		}
	}
	j.files = append(j.files, file{id: id})
	return &j.files[len(j.files)-1]
}

func (j *judge) started(w *world) {
	j.tokens, j.spent, j.startedAt = burst, w.clock.now-w.clock.slept, w.clock.now-w.clock.slept
	j.lines = j.lines[:0] // a till that was down knows of no wish
}

func (j *judge) died() {
	for i := range j.files {
		f := &j.files[i]
		f.asking, f.heard, f.gone = false, 0, false
	}
	for i := range j.refunds {
		j.refunds[i].asking, j.refunds[i].heard = false, false
	}
	j.onshow, j.ticked = "", ""
}

// restored forgets of each order what the older copy of the log does not know any
// more.
func (j *judge) restored(w *world) {
	for i := range j.files {
		f := &j.files[i]
		f.days, f.last, f.told, f.back = 0, "", false, true
		if o := w.disk.find(f.id); o != nil {
			f.left = f.left && o.Marks.Has(order.MarkDismissed) && o.Why != order.BecauseTime
			f.dismissed, f.told = o.Marks.Has(order.MarkDismissed), o.Seen
		}
	}
	for i := range j.refunds {
		j.refunds[i].told = false
	}
	j.wanted = j.wanted[:0]
}
