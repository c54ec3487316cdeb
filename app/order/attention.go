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
)

// Alert is the order's unacknowledged alert.
func (o Order) Alert() Alert {
	failed := slices.ContainsFunc(o.Refunds, func(r Refund) bool { return r.State == RefundFailed && !r.Seen })
	switch {
	case o.State == None:
		return NoAlert
	case !o.Seen && o.Marks.Has(MarkMismatch):
		return AlertMismatch
	case !o.Seen && o.Marks.Has(MarkLate):
		return AlertLate
	case !o.Seen && o.State == StatePaid:
		return AlertPaid
	case failed:
		return AlertRefundFailed
	}
	return NoAlert
}

// Undecided says that the gateway has given no final answer and no manager has
// recorded one.
func (o Order) Undecided() bool {
	return o.Hand == nil && (o.State == StateCreated || o.State == StateWaiting || o.State == StateUnsure)
}

// Trouble is why an order needs a person, until the gateway decides or a
// manager records what its portal says.
type Trouble uint8

// The troubles, the gravest first.
const (
	NoTrouble        Trouble = iota
	TroubleMismatch          // answers disagreed
	TroubleUnwatched         // undecided, and no longer asked about
	TroubleRefund            // whether money went back is not known
	TroubleUndecided         // undecided for longer than a payment takes
)

const (
	// troubleAfter is when a code that is gone should long have been decided.
	troubleAfter = 15 * time.Minute
	// refundTroubleAfter is when a refund that the gateway has should be done.
	refundTroubleAfter = 24 * time.Hour
)

// Trouble says why the order needs a person now.
func (o Order) Trouble(now time.Time) Trouble {
	switch {
	case o.Marks.Has(MarkMismatch) && o.Hand == nil:
		return TroubleMismatch
	case WatchEnded(o, now):
		return TroubleUnwatched
	case slices.ContainsFunc(o.Refunds, func(r Refund) bool { return r.trouble(now) }):
		return TroubleRefund
	case o.Undecided() && !o.SlowSince.IsZero() && now.Sub(o.SlowSince) >= troubleAfter:
		return TroubleUndecided
	}
	return NoTrouble
}

func (r Refund) trouble(now time.Time) bool {
	return r.Undecided() && (r.State == RefundUnsure || r.State == RefundPending && now.Sub(r.At) >= refundTroubleAfter)
}

// Open says that an order still wants work: of the till, or of a person.
func (o Order) Open() bool {
	if o.Undecided() || o.Alert() != NoAlert || o.Marks.Has(MarkMismatch) && o.Hand == nil {
		return true
	}
	if slices.ContainsFunc(o.Refunds, Refund.Undecided) {
		return true
	}
	action, _ := Need(o, o.AskedAt)
	return action != Nothing
}

// WatchEnded says that an undecided order is no longer asked about and needs a
// manager.
func WatchEnded(o Order, now time.Time) bool {
	action, _ := Need(o, now)
	return action == Nothing && o.Undecided()
}
