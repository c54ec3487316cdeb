package order

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// RefundState is where a refund stands.
type RefundState uint8

// The states of a refund. Done and failed are final.
const (
	RefundWanted  RefundState = iota + 1 // "requested": on disk, sent or about to be
	RefundPending                        // the gateway has it
	RefundUnsure                         // the gateway may or may not have it; only asked about
	RefundDone
	RefundFailed
)

var refundWords = [...]string{"", "requested", "pending", "unsure", "done", "failed"}

func (s RefundState) String() string {
	if int(s) < len(refundWords) {
		return refundWords[s]
	}
	return fmt.Sprintf("RefundState(%d)", s)
}

// Known says that it is a refund's state, as State.Known does of an order's.
func (s RefundState) Known() bool { return s != 0 && int(s) < len(refundWords) }

// Refund is money going back, whole or in part.
type Refund struct {
	ID     RefundID
	Amount Amount
	Reason string
	State  RefundState
	At     time.Time
	Day    string // business day on which it became done
	Why    Reason // of the last unanswered or refused
	Said   string // the gateway's last word, for people
	No     int    // the code with which the gateway said no when it was sent
	Sent   int    // how often it was sent: once, and whenever a manager sent it again

	SentAt   time.Time     // when it was last sent, or recalled
	AskedAt  time.Time     // when the last answer to a question came, since it was last sent
	AskedDay string        // on which business day that was
	Asked    int           // steps of the schedule that are used up
	Missing  int           // answers in a row that there is no such refund
	For      time.Duration // between the first of them and the last
	Heard    string        // what the gateway last said of it, or had said when a manager recorded that there is none; see word
	Differed string        // and what disagreed, a line each

	Hand      *Hand
	Overruled *Hand // what a manager had recorded before the gateway said otherwise
	Seen      bool  // staff have acknowledged that it failed
}

// final says that the gateway has decided.
func (r Refund) final() bool { return r.State == RefundDone || r.State == RefundFailed }

// SentAgo is how long ago it was last sent, by the computer's clock. What is yet to come,
// because the clock was set back since, counts as old.
func (r Refund) SentAgo(now time.Time) time.Duration {
	if ago := now.Sub(r.SentAt); ago >= 0 {
		return ago
	}
	return longAgo
}

const longAgo = 365 * daily

// Undecided says that neither the gateway nor a manager has said how the
// refund ended.
func (r Refund) Undecided() bool { return !r.final() && r.Hand == nil }

// Denied says that the gateway has said no to it, and that the till is still making
// sure that nothing went out.
func (r Refund) Denied() bool { return r.schedule() == denied }

// Superseded says of a refund that failed that less than its amount is left to give back:
// another has, or may.
func (o *Order) Superseded(r Refund) bool {
	return r.State == RefundFailed && o.Refundable().Minor < r.Amount.Minor
}

// FailedUnseen says that it has failed, and that nobody has acknowledged or recorded it.
func (r Refund) FailedUnseen() bool { return r.State == RefundFailed && !r.Seen && r.Hand == nil }

// Verdicts are what a manager may record of it, so long after it was last sent: nothing
// while the till is making sure, and not that it went nowhere while the gateway has it and
// has had no time.
func (r Refund) Verdicts(ago time.Duration) []Verdict {
	switch {
	case !r.Undecided(), r.State == RefundWanted, r.Denied() && ago < deniedFor:
		return nil
	case r.State == RefundPending && !r.trouble(ago):
		return []Verdict{HandRefunded}
	}
	return []Verdict{HandRefunded, HandNotRefunded}
}

// missingFor is how long the gateway must have said that it has no such
// refund before a manager may send it again.
const (
	missingFor   = 10 * time.Minute
	missingTimes = 3
)

// Resendable says that a manager, having looked in the gateway's portal, may
// send a refund again under its id. After an older copy of the log was put back more may
// be reserved than was paid: then none, until it is known of some that they went nowhere.
func (o *Order) Resendable(id RefundID) bool {
	r, ok := o.Refund(id)
	return ok && r.longMissing() && o.Covered()
}

func (r Refund) longMissing() bool {
	return r.State == RefundUnsure && r.Hand == nil && r.missingLong()
}

// missingLong says that the gateway has had none for long, also of one that it had before.
func (r Refund) missingLong() bool { return r.Missing >= missingTimes && r.For >= missingFor }

// RefundChange is what an event says about a refund. RefundRequested and
// RefundRecalled need Amount, RefundAnswered needs Answer.
type RefundChange struct {
	ID     RefundID      `json:"id"`
	Amount *Amount       `json:"amount,omitempty"`
	Reason string        `json:"reason,omitempty"`
	Answer *RefundAnswer `json:"answer,omitempty"`
	// How often in a row, and for how long, the answer was that there is no such
	// refund, this one too.
	Missing int           `json:"missing,omitempty"`
	For     time.Duration `json:"for,omitempty"`
}

// RefundReasonLength is the gateway's limit for a reason, in characters.
const RefundReasonLength = 128

func refund(o Order, e Event) (Order, error) {
	c := e.Refund
	if c == nil || c.ID == "" || len(c.ID) > 32 {
		return o, ErrEvent
	}
	at := slices.IndexFunc(o.Refunds, func(r Refund) bool { return r.ID == c.ID })
	switch e.Kind {
	case RefundRequested:
		if o.State != StatePaid || at >= 0 {
			return o, ErrMove
		}
		return newRefund(o, e, Refund{State: RefundWanted, At: e.At})
	case RefundRecalled:
		if o.State == None || at >= 0 || e.Since == nil {
			return o, ErrMove
		}
		return newRefund(o, e, Refund{State: RefundUnsure, At: *e.Since, Why: BecauseRestored})
	}
	if at < 0 {
		return o, ErrMove
	}
	r, differing, err := moveRefund(o, o.Refunds[at], e)
	if err != nil {
		return o, err
	}
	o.Refunds = slices.Clone(o.Refunds)
	o.Refunds[at] = r
	if differing != nil {
		o = dispute(o, e, *differing, r.ID)
	}
	return o, nil
}

func newRefund(o Order, e Event, r Refund) (Order, error) {
	c := e.Refund
	if c.Amount == nil || c.Amount.Minor <= 0 || c.Amount.Currency != o.Amount.Currency || utf8.RuneCountInString(c.Reason) > RefundReasonLength {
		return o, ErrEvent
	}
	if e.Kind == RefundRequested && c.Amount.Minor > o.Refundable().Minor {
		return o, ErrRefundLimit
	}
	r.ID, r.Amount, r.Reason, r.Sent, r.SentAt = c.ID, *c.Amount, c.Reason, 1, e.At
	o.Refunds = append(slices.Clone(o.Refunds), r)
	alert := o.Alert()
	if alert == AlertLate || alert == AlertPaid || alert == AlertFound && e.Kind == RefundRequested && e.Version >= 2 {
		o.Seen = true // the refund is what staff do about it
	}
	return o, nil
}

// moveRefund takes one step of a refund that is there. differing is the answer
// that disagreed, if one did.
func moveRefund(o Order, r Refund, e Event) (_ Refund, differing *Answer, err error) {
	switch e.Kind {
	case RefundAnswered:
		if e.Refund.Answer == nil {
			return r, nil, ErrEvent
		}
		return refundAnswered(o, r, e)
	case RefundUnanswered:
		if r.State != RefundWanted {
			return r, nil, ErrMove
		}
		r.State, r.Why = RefundUnsure, e.Reason
	case RefundRefused:
		if r.State != RefundWanted {
			return r, nil, ErrMove
		}
		// A no to the second sending says nothing about the first. The gateway may also
		// have carried out what it said no to: only what never left is free at once.
		r.State, r.Why, r.SentAt = RefundUnsure, e.Reason, e.At
		if r.Sent == 1 && (e.Version < 2 || e.Reason == BecauseNotSent) {
			r.State = RefundFailed
		}
		if a := e.Refund.Answer; a != nil {
			r.Said, r.No = a.short(), a.Code
		}
	case RefundSentAgain:
		switch {
		case e.Version < 2:
		case !r.longMissing():
			return r, nil, ErrMove
		case !o.Resendable(r.ID):
			return r, nil, ErrRefundLimit
		}
		r.State, r.SentAt, r.Sent = RefundWanted, e.At, r.Sent+1
		r.AskedAt, r.AskedDay, r.Asked, r.Missing, r.For, r.Heard = time.Time{}, "", 0, 0, 0, ""
	case ByHand:
		if !r.Undecided() || r.State == RefundWanted || e.Hand.Verdict != HandRefunded && e.Hand.Verdict != HandNotRefunded {
			return r, nil, ErrMove
		}
		r.Hand, r.Overruled = e.Hand, nil
		if e.Hand.Verdict == HandNotRefunded {
			r.Asked = min(r.Asked, gone.steps()-1) // at least one more question
		}
	}
	return r, nil, nil
}

// Refundable is what was paid less what is refunded or under way. What a
// manager found not to be refunded is free again.
func (o *Order) Refundable() Amount {
	return Amount{Minor: max(o.left(), 0), Currency: o.Amount.Currency}
}

// Covered says that no more has gone back or is reserved than was paid.
func (o *Order) Covered() bool { return o.left() >= 0 }

// left is Refundable, and less than nothing when more is reserved than was paid.
func (o *Order) left() (minor int64) {
	if o.Proven() && !o.Hand.Is(HandRefunded) {
		minor = o.Amount.Minor
	}
	for _, r := range o.Refunds {
		if r.State != RefundFailed && !r.released() {
			minor -= r.Amount.Minor
		}
	}
	return minor
}

// released says that a manager found it not to be refunded, and nobody has said otherwise.
func (r Refund) released() bool {
	return r.State != RefundDone && r.Hand.Is(HandNotRefunded)
}

// Refunded is what has gone back for certain.
func (o *Order) Refunded() Amount {
	sum := Amount{Currency: o.Amount.Currency}
	for _, r := range o.Refunds {
		if r.State == RefundDone {
			sum.Minor += r.Amount.Minor
		}
	}
	return sum
}

// Refund returns the refund with an id.
func (o *Order) Refund(id RefundID) (Refund, bool) {
	for _, r := range o.Refunds {
		if r.ID == id {
			return r, true
		}
	}
	return Refund{}, false
}
