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
	// more, so whether it was sent is not known. Due at once, also when the
	// clock was set back since.
	DeclareLost
	// Ask the gateway about it.
	Ask
)

// Need says what an order wants, and when. It depends on the order and the time
// alone, so a restart asks the same. When a due time has passed the till acts as
// soon as its budget allows.
func Need(o Order, now time.Time) (Action, time.Time) {
	switch {
	case o.Hand != nil || o.State == None:
		return Nothing, time.Time{}
	case o.State == StateCreated:
		return DeclareLost, now
	case o.State == StateCancelled:
		return afterCancel(o)
	case o.State == StateWaiting && !o.Marks.Has(MarkDismissed):
		return Ask, live(o)
	case o.State == StateWaiting || o.State == StateUnsure:
		return tail(o, now)
	}
	return Nothing, time.Time{}
}

// afterCancelled is when the till asks again after CANCELLED: a wallet's money
// can cross with the closing of an order.
var afterCancelled = [...]time.Duration{time.Minute, 10 * time.Minute, time.Hour, 24 * time.Hour}

// afterCancel also keeps the steps apart by the time of the last answer, so
// that neither a restart nor a clock that jumped uses them up. An order whose
// four clear answers do not come is asked about daily, and then no more.
func afterCancel(o Order) (Action, time.Time) {
	since := o.AskedAt.Sub(o.SettledAt)
	if o.Asked >= len(afterCancelled) || since > watchEnd && o.Asked >= len(afterCancelled)/2 {
		return Nothing, time.Time{}
	}
	step := afterCancelled[o.Asked]
	apart := step
	if o.Asked > 0 {
		apart -= afterCancelled[o.Asked-1]
	}
	if since > watchFull {
		apart = daily
	}
	due := o.SettledAt.Add(step)
	setBack := o.AskedAt.Before(o.SettledAt) // the clock, since it was closed
	if again := o.AskedAt.Add(apart); setBack || again.After(due) {
		due = again
	}
	return Ask, due
}

// counts says that an answer at this time is one of the schedule's.
//
// After CANCELLED only a clear one that was due is: a question between, such as
// at a start of the till, must not use up the watch. In the tail only one that
// comes some minutes after the last is: the quick questions at its beginning
// say nothing about how long the order was watched.
func counts(o Order, j Judgement, at time.Time) bool {
	switch {
	case o.State == StateCancelled:
		action, due := afterCancel(o)
		return j == Closed && action == Ask && !at.Before(due)
	case o.SlowSince.IsZero():
		return true
	}
	return at.Sub(o.AskedAt) >= slowApart
}

// pace is one row of a schedule: until this long after the start, ask again
// after every.
type pace struct{ until, every time.Duration }

// firstQuestion is how long after the code appears people can at the earliest
// have scanned it and paid.
const firstQuestion = 2 * time.Second

// While the code is shown: quick when people really pay, slower after.
var livePace = []pace{
	{30 * time.Second, time.Second},
	{90 * time.Second, 2 * time.Second},
	{1 << 62, 3 * time.Second},
}

// Once the code is gone: still quick for the customer who is paying just now,
// then a long, slow tail.
var tailPace = []pace{
	{time.Minute, 3 * time.Second},
	{5 * time.Minute, 15 * time.Second},
	{time.Hour, time.Minute},
	{watchFull, 10 * time.Minute},
	{1 << 62, daily},
}

const (
	daily       = 24 * time.Hour
	watchFull   = 2 * daily            // asked often
	watchEnd    = watchFull + 30*daily // then once a day
	watchAnswer = 30                   // and at least so many answers
	slowApart   = 5 * time.Minute      // between two answers that count for that
)

func live(o Order) time.Time {
	if o.AskedAt.IsZero() { // not "before it was shown": the clock may have been set back since
		return o.ShownAt.Add(jitter(o, firstQuestion))
	}
	return o.AskedAt.Add(jitter(o, every(livePace, o.AskedAt.Sub(o.ShownAt))))
}

func tail(o Order, now time.Time) (Action, time.Time) {
	if now.Sub(o.SlowSince) > watchEnd && o.Asked >= watchAnswer {
		return Nothing, time.Time{}
	}
	if o.AskedAt.IsZero() { // not since the tail began, see dismissed
		return Ask, o.SlowSince.Add(jitter(o, firstQuestion))
	}
	return Ask, o.AskedAt.Add(jitter(o, every(tailPace, o.AskedAt.Sub(o.SlowSince))))
}

// NeedRefund says what a refund wants, and when. One that was sent is only asked
// about; sending it again is a manager's to decide.
func NeedRefund(r Refund, now time.Time) (Action, time.Time) {
	switch {
	case !r.Undecided():
		return Nothing, time.Time{}
	case r.State == RefundWanted:
		return DeclareLost, now
	case now.Sub(r.SentAt) > watchEnd && r.Asked >= watchAnswer:
		return Nothing, time.Time{}
	}
	spread := func(d time.Duration) time.Duration { return jitterOf(string(r.ID), r.Asked, d) }
	if r.AskedAt.IsZero() {
		return Ask, r.SentAt.Add(spread(firstQuestion))
	}
	return Ask, r.AskedAt.Add(spread(every(tailPace, r.AskedAt.Sub(r.SentAt))))
}

func every(paces []pace, since time.Duration) time.Duration {
	for _, p := range paces {
		if since < p.until {
			return p.every
		}
	}
	return paces[len(paces)-1].every
}

// jitter spreads the questions of many tills by up to a tenth either way. It
// depends on the order alone, so a schedule can be replayed.
func jitter(o Order, d time.Duration) time.Duration { return jitterOf(string(o.ID), o.Asked, d) }

func jitterOf(id string, asked int, d time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(id))
	h.Write([]byte{byte(asked), byte(asked >> 8)})
	return d*9/10 + d/5*time.Duration(h.Sum32()%1000)/1000
}
