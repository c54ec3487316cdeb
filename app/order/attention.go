package order

import (
	"slices"
	"time"
)

// Alert is what staff must be told about an order until they acknowledge it.
type Alert uint8

// The alerts.
const (
	NoAlert           Alert = iota
	AlertLate               // money came that nobody expected any more
	AlertMismatch           // answers disagreed: don't hand over the goods yet
	AlertRefundFailed       // a refund failed: the customer has not got the money back
	AlertPaid               // paid, and nobody has gone on from that
	AlertFound              // paid, and found again after an older copy of the log was put back
)

// Alert is the order's unacknowledged alert.
func (o *Order) Alert() Alert {
	_, failed := o.FailedRefund()
	switch {
	case o.State == None:
		return NoAlert
	case !o.Seen && o.Marks.Has(MarkMismatch):
		return AlertMismatch
	case !o.Seen && o.Marks.Has(MarkLate):
		return AlertLate
	case failed:
		return AlertRefundFailed
	case !o.Seen && o.State == StatePaid && o.Why == BecauseRestored:
		return AlertFound
	case !o.Seen && o.State == StatePaid:
		return AlertPaid
	}
	return NoAlert
}

// FailedRefund is the first that is FailedUnseen.
func (o *Order) FailedRefund() (Refund, bool) {
	for _, r := range o.Refunds {
		if r.FailedUnseen() {
			return r, true
		}
	}
	return Refund{}, false
}

// Undecided says that the gateway has given no final answer, no manager has recorded
// one, and the order is still watched.
func (o *Order) Undecided() bool {
	undecided := o.State == StateCreated || o.State == StateWaiting || o.State == StateUnsure
	return o.Hand == nil && undecided && !o.WatchedOut()
}

// WatchedOut says that an order ends as unpaid, because it was watched to the end and
// nothing else ever came. Money that is proven all the same is late money.
func (o *Order) WatchedOut() bool {
	s := o.schedule()
	return s != nil && s.over(o.Asked) && o.State != StateCancelled
}

// Trouble is why an order needs a person, until the gateway decides or a
// manager records what its portal says.
type Trouble uint8

// The troubles, the gravest first.
const (
	NoTrouble       Trouble = iota
	TroubleMismatch         // answers disagreed
	TroubleRefund           // whether money went back is not known
	TroubleUnclear          // the gateway says what nobody understands: perhaps it is paid
)

const (
	// deniedFor is how long it takes to make sure that nothing went out after the
	// gateway's own no to a refund.
	deniedFor = 2 * time.Minute
	// refundTroubleAfter is when a refund that the gateway has should be done.
	refundTroubleAfter = 24 * time.Hour
	// unclearAfter is how long what nobody understands may be a moment's, while a customer waits.
	unclearAfter = 2 * time.Minute
)

// Trouble says why the order needs a person now. ago is how long ago one of its refunds
// was last sent, or, for no refund, since when the order is watched as it is: within a
// run of the till by a clock that only goes forward.
func (o *Order) Trouble(ago func(RefundID) time.Duration) Trouble {
	switch {
	case o.Marks.Has(MarkMismatch) && o.Hand == nil:
		return TroubleMismatch
	case slices.ContainsFunc(o.Refunds, func(r Refund) bool { return r.trouble(ago(r.ID)) }):
		return TroubleRefund
	case o.Unclear() && ago("") >= unclearAfter:
		return TroubleUnclear
	}
	return NoTrouble
}

// TroubleAt is Trouble by the computer's clock.
func TroubleAt(o Order, now time.Time) Trouble {
	return o.Trouble(func(id RefundID) time.Duration {
		if r, ok := o.Refund(id); ok {
			return r.SentAgo(now)
		}
		return AgeAt(o, now).Watch
	})
}

func (r Refund) trouble(ago time.Duration) bool {
	switch {
	case !r.Undecided():
		return false
	case r.State == RefundUnsure:
		return r.Why != BecauseGateway || ago >= deniedFor
	case r.State == RefundPending:
		return ago >= refundTroubleAfter || r.missingLong()
	}
	return r.State == RefundWanted && ago >= deniedFor
}

// Unclear says of an order that can still be paid, or perhaps is, that the gateway's last
// word about it is none that is understood: an unknown status, a final one with something
// that can't be read, or one about something else.
func (o *Order) Unclear() bool {
	undecided := o.State == StateWaiting || o.State == StateUnsure
	return undecided && o.Hand == nil && !o.Marks.Has(MarkMismatch) && o.Unread != ""
}

// Marked says that a person may have to be told about an order: now, or when some more
// time has passed.
func (o *Order) Marked() bool {
	return o.Alert() != NoAlert || o.Marks.Has(MarkMismatch) && o.Hand == nil || o.Unclear() || slices.ContainsFunc(o.Refunds, Refund.Undecided)
}

// Open says that an order still wants work: of the till, or of a person.
func (o *Order) Open() bool {
	if o.Undecided() || o.Marked() {
		return true
	}
	wants := func(r Refund) bool { action, _ := NeedRefund(r, Age{}); return action != Nothing }
	action, _ := Need(o, Age{})
	return action != Nothing || slices.ContainsFunc(o.Refunds, wants)
}
