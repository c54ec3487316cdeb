package main

import (
	"fmt"
	"time"

	"qrtill/app/core"
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
	clock     *clock
	front     order.ID      // whose sale staff can ask about
	selling   bool          // a sale stands in front of the customer
	charged   bool          // staff have wanted one, and nobody has looked what became of it
	fresh     bool          // nobody has looked at this run of the till yet
	begun     time.Duration // when all that is open was last made due: a start, or a clock that jumped
	rough     time.Duration // until then things are slow for a reason
	failed    bool          // a write has, in this run
	goesOn    core.Seen     // the sale that they wanted to go on with, until somebody has looked
}

// file is what the judge knows of an order besides disk and gateway.
type file struct {
	id         order.ID
	sale       string
	sent       int           // creations that may have left the computer
	asking     bool          // a question is under way
	askedAt    time.Duration // when that left
	asked      int           // how many were asked
	askedAwake time.Duration // by a clock that doesn't run while the computer sleeps
	days       int           // on how many days the gateway said something
	last       int64         // of these
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
	over       bool          // staff want another code of its sale, or the same once more
	proven     bool          // and in this run that it is paid
	awake      time.Duration // when its code was first shown, sleep not counted; 0 for never
	sentAt     time.Duration // when its creation left
	creation   answer        // to its creation
	says       int           // how many answers said something, since it was closed
	answered   time.Duration // when the last answer came, sleep not counted
	fine       bool          // and it was the gateway's word about the payment
	old        bool          // it is due since the start, or since the clock jumped, and was not asked about
	wanted     bool          // somebody wants it asked about
	wantedAt   time.Duration // sleep not counted
	askedFor   bool          // the question under way left since
	tries      int           // how many such had no answer
	paidAt     time.Duration // when the log had it as paid
	erred      bool          // a manager has recorded of a refund that the gateway has that there is none
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
	j.clock = &w.clock
	now := j.awake()
	j.tokens, j.spent, j.startedAt, j.begun, j.fresh = burst, now, now, now, true
	j.rough = now + keyringTakes
	j.lines = j.lines[:0] // a till that was down knows of no wish
}

// mistimed knows that by a wrong clock a start can't tell how long ago anything was (rule 11).
func (j *judge) mistimed() {
	for i := range j.refunds {
		j.refunds[i].no = j.awake()
	}
}

// keyringTakes is how long a keyring takes at most to answer.
const keyringTakes = 25 * time.Second

// awake is the time by a clock that stands still while the computer sleeps.
func (j *judge) awake() time.Duration { return j.clock.now - j.clock.slept }

func (j *judge) died() {
	for i := range j.files {
		f := &j.files[i]
		f.asking, f.heard, f.gone = false, 0, false
		f.old, f.wanted, f.proven = true, false, false
	}
	for i := range j.refunds {
		j.refunds[i].asking, j.refunds[i].heard, j.refunds[i].old = false, false, true
	}
	j.onshow, j.ticked, j.front = "", "", ""
	j.selling, j.charged, j.failed, j.goesOn = false, false, false, core.Seen{}
}

// restored forgets of each order what the older copy of the log does not know any
// more.
func (j *judge) restored(w *world) {
	for i := range j.files {
		f := &j.files[i]
		f.days, f.last, f.told, f.back = 0, 0, false, true
		if o := w.disk.find(f.id); o != nil {
			f.left = f.left && o.Marks.Has(order.MarkDismissed) && o.Why != order.BecauseTime
			f.dismissed, f.told, f.says = o.Marks.Has(order.MarkDismissed), o.Seen, o.Asked
		}
	}
	for i := range j.refunds {
		f := &j.refunds[i]
		f.told = false
		if o := w.disk.find(f.order); o != nil {
			r, _ := o.Refund(f.id)
			f.told = r.Seen // in the older copy already
		}
	}
	j.wanted = j.wanted[:0]
}
