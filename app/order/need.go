package order

import (
	"hash/fnv"
	"time"
)

// Action is what an order wants of the till.
type Action uint8

// The actions.
const (
	// Nothing more, ever.
	Nothing Action = iota
	// DeclareLost: it is on disk as created and no creation is under way any
	// more, so whether it was sent is not known.
	DeclareLost
	// Ask the gateway about it.
	Ask
)

// Age is how long ago it was. Within a run of the till it is measured by a clock
// that only goes forward; after a start AgeAt has it from the computer's clock.
type Age struct {
	Watch  time.Duration // since the order is watched as it is now: shown, not any more, or closed
	Answer time.Duration // since the last answer that counted; if there was none, since then
}

// Need says what an order wants, and in how long. It depends on what is recorded and
// on ages alone; what is overdue wants it now.
func Need(o *Order, age Age) (Action, time.Duration) {
	s := o.schedule()
	if o.State == StateCreated && o.Hand == nil {
		return DeclareLost, 0
	}
	if s == nil || s.over(o.Asked) {
		return Nothing, 0
	}
	if o.Asked == 0 && o.AskedAt.IsZero() && s.first > 0 {
		return Ask, jitter(string(o.ID), 0, s.first) - age.Watch
	}
	return Ask, s.next(string(o.ID), o.Asked, age)
}

// NeedRefund is Need for a refund. One that was sent is only asked about; sending it
// again is a manager's to decide.
func NeedRefund(r Refund, age Age) (Action, time.Duration) {
	s := r.schedule()
	if r.State == RefundWanted && r.Hand == nil {
		return DeclareLost, 0
	}
	if s == nil || s.over(r.Asked) {
		return Nothing, 0
	}
	if r.Asked == 0 && r.AskedAt.IsZero() && s.first > 0 {
		return Ask, jitter(string(r.ID), 0, s.first) - age.Watch
	}
	return Ask, s.next(string(r.ID), r.Asked, age)
}

// Step is how many steps of its schedule an order has used up with an answer that
// came on a business day. An answer uses up the step whose time had come, if it had,
// and no other: a clock far ahead, or a shop that was closed, ends no watch. What is no
// answer uses up none, and what can't be understood not the last of what may still be paid.
func Step(o Order, a Answer, age Age, day string) int {
	s := o.schedule()
	if s == nil || !a.Says() {
		return o.Asked
	}
	next := s.step(o.Asked, age, day != o.AskedDay)
	if payable := o.State != StateCancelled && o.Hand == nil; payable && s.over(next) && a.unread(&o, Judge(&o, a)) != "" {
		return o.Asked
	}
	return next
}

// StepRefund is Step for an answer about one of an order's refunds.
func StepRefund(o Order, r Refund, a RefundAnswer, age Age, day string) int {
	s := r.schedule()
	if s == nil || !Counts(r, a) {
		return r.Asked
	}
	next := s.step(r.Asked, age, day != r.AskedDay)
	if r.Hand == nil && s.over(next) && UnclearRefund(o, r, a) {
		return r.Asked
	}
	return next
}

// UnclearRefund says of an answer about a refund that it speaks of it, and that nobody
// understands how it stands.
func UnclearRefund(o Order, r Refund, a RefundAnswer) bool {
	return a.Says() && JudgeRefund(o, r, a) == RefundOpen
}

// Counts says that an answer about a refund is one: after the gateway's own no only a
// word that decides something, or that there is no such refund.
func Counts(r Refund, a RefundAnswer) bool {
	return a.Says() && (r.none(a) || !a.NotFound && !r.Denied())
}

// schedule is a way to watch something. It is either a list of moments after the
// beginning, or a pace that gets slower with every answer; the pace of a code that
// is on the screen depends on for how long it has been.
type schedule struct {
	first   time.Duration // after the beginning; zero for the pace's
	moments []time.Duration
	paces   []pace
	live    []livePace
}

// pace is a part of a schedule: so many answers, that far apart. Those of the last,
// a day apart, come on different days.
type pace struct {
	answers int
	every   time.Duration
}

// livePace is asked that often until so long after the beginning.
type livePace struct{ until, every time.Duration }

const (
	// firstQuestion is how long after the code appears people can at the earliest
	// have scanned it and paid.
	firstQuestion = 2 * time.Second
	daily         = 24 * time.Hour
)

var (
	// While the code is shown: quick when people really pay, slower after.
	shown = &schedule{first: firstQuestion, live: []livePace{
		{30 * time.Second, time.Second}, {90 * time.Second, 2 * time.Second}, {1 << 62, 3 * time.Second},
	}}
	// Once the code is gone: still quick for the customer who is paying just now,
	// often for two days, and then on thirty days.
	gone = &schedule{first: firstQuestion, paces: []pace{
		{20, 3 * time.Second}, {16, 15 * time.Second}, {55, time.Minute}, {282, 10 * time.Minute}, {30, daily},
	}}
	// After CANCELLED a wallet's money can cross with the closing of an order; and of
	// an order whose code nobody ever saw, there is none to come.
	unpayable = &schedule{moments: []time.Duration{time.Minute, 10 * time.Minute, time.Hour, daily}}
	// After the gateway's own no to a refund: two answers that there is none.
	denied = &schedule{moments: []time.Duration{20 * time.Second, time.Minute}}
)

func (o *Order) schedule() *schedule {
	if o.Hand != nil && o.Hand.Verdict != HandUnpaid { // what is not paid yet can still be
		return nil
	}
	if o.State == StateWaiting && !o.Marks.Has(MarkDismissed) && o.Hand == nil {
		return shown
	}
	if o.State == StateWaiting || o.State == StateUnsure && o.Why == BecauseRestored {
		return gone
	}
	if o.State == StateUnsure || o.State == StateCancelled {
		return unpayable
	}
	return nil
}

func (r Refund) schedule() *schedule {
	switch recorded := r.Hand != nil; {
	case r.final(), r.State == RefundWanted, recorded && r.Hand.Verdict != HandNotRefunded: // what is not refunded yet can still be
		return nil
	case r.State == RefundUnsure && r.Why == BecauseGateway && !recorded && !denied.over(r.Asked):
		return denied
	}
	return gone
}

func (s *schedule) over(step int) bool {
	return s.live == nil && step >= s.steps()
}

func (s *schedule) steps() int {
	n := len(s.moments)
	for _, p := range s.paces {
		n += p.answers
	}
	return n
}

// next is in how long the next question is due.
func (s *schedule) next(id string, step int, age Age) time.Duration {
	if s.moments != nil {
		return max(s.moments[step]-age.Watch, s.apart(step)-age.Answer)
	}
	every := s.every(step, age)
	if every == daily { // never on the same day
		return daily + jitter(id, step, daily/20) - age.Answer
	}
	return jitter(id, step, every) - age.Answer
}

// apart is how far a moment is from the one before.
func (s *schedule) apart(step int) time.Duration {
	if step == 0 {
		return 0
	}
	return s.moments[step] - s.moments[step-1]
}

func (s *schedule) every(step int, age Age) time.Duration {
	for _, p := range s.live {
		if age.Watch-age.Answer < p.until {
			return p.every
		}
	}
	for _, p := range s.paces {
		if step < p.answers {
			return p.every
		}
		step -= p.answers
	}
	return daily
}

func (s *schedule) step(step int, age Age, anotherDay bool) int {
	if s.over(step) || s.moments != nil && s.next("", step, age) > 0 {
		return step
	}
	if s.moments != nil {
		return step + 1
	}
	every := s.every(step, age)
	// A clock that is set back and forth makes no days; to a till that is started in the
	// morning the evening before was another.
	if every < daily && age.Answer < every/2 || every == daily && (age.Answer < daily/4 || !anotherDay && age.Answer < daily) {
		return step
	}
	return step + 1
}

// WatchedSince is since when an order is watched as it is now.
func (o *Order) WatchedSince() time.Time {
	if o.State == StateCancelled {
		return o.SettledAt
	}
	if o.State == StateWaiting && !o.Marks.Has(MarkDismissed) {
		return o.ShownAt
	}
	return o.SlowSince
}

// AgeAt is an order's age by the computer's clock. A beginning that is yet to come,
// because the clock was set back since, counts as just now, but for the moments that
// were used up.
func AgeAt(o Order, now time.Time) Age {
	return ageAt(o.schedule(), o.Asked, o.WatchedSince(), o.AskedAt, now)
}

// RefundAgeAt is AgeAt for a refund.
func RefundAgeAt(r Refund, now time.Time) Age {
	return ageAt(r.schedule(), r.Asked, r.SentAt, r.AskedAt, now)
}

func ageAt(s *schedule, step int, began, answered, now time.Time) Age {
	a := Age{Watch: max(now.Sub(began), 0)}
	if s != nil && s.moments != nil && step > 0 {
		a.Watch = max(a.Watch, s.moments[min(step, len(s.moments))-1])
	}
	a.Answer = a.Watch
	if !answered.IsZero() {
		a.Answer = max(now.Sub(answered), 0)
	}
	return a
}

// jitter spreads the questions of many tills by up to a tenth either way. It
// depends on what is asked about alone, so a schedule can be replayed.
func jitter(id string, asked int, d time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(id))
	h.Write([]byte{byte(asked), byte(asked >> 8)})
	return d*9/10 + d/5*time.Duration(h.Sum32()%1000)/1000
}
