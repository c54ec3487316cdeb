package order

import (
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

func (s RefundState) String() string { return refundWords[s] }

// Refund is money going back, whole or in part.
type Refund struct {
	ID     RefundID
	Amount Amount
	Reason string
	State  RefundState
	At     time.Time
	Day    string // business day on which it became done
	Said   string
}

// RefundChange is what an event says about a refund. RefundRequested needs ID
// and Amount; RefundAnswered needs ID and Status, in the gateway's words.
type RefundChange struct {
	ID      RefundID `json:"id"`
	Amount  *Amount  `json:"amount,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Status  string   `json:"status,omitempty"`
	Message string   `json:"message,omitempty"`
}

// RefundReasonLength is the gateway's limit for a reason, in characters.
const RefundReasonLength = 128

func refund(o Order, e Event) (Order, error) {
	c := e.Refund
	if c == nil || c.ID == "" || len(c.ID) > 32 {
		return o, ErrEvent
	}
	at := slices.IndexFunc(o.Refunds, func(r Refund) bool { return r.ID == c.ID })
	if e.Kind == RefundRequested {
		return requestRefund(o, e, at)
	}
	if at < 0 {
		return o, ErrMove
	}
	r := o.Refunds[at]
	final := r.State == RefundDone || r.State == RefundFailed
	switch {
	case e.Kind == RefundUnanswered && !final:
		r.State = RefundUnsure
	case e.Kind == RefundUnanswered:
		return o, ErrMove
	case final && refundStateOf(c.Status, r.State) != r.State:
		return differs(o, Answer{Status: c.Status, Message: c.Message}), nil
	default:
		r.State, r.Said = refundStateOf(c.Status, r.State), c.Message
		if r.State == RefundDone {
			r.Day = e.Day
		}
	}
	o.Refunds = slices.Clone(o.Refunds)
	o.Refunds[at] = r
	return o, nil
}

func requestRefund(o Order, e Event, at int) (Order, error) {
	c := e.Refund
	if o.State != StatePaid || at >= 0 {
		return o, ErrMove
	}
	if c.Amount == nil || c.Amount.Minor <= 0 || c.Amount.Currency != o.Amount.Currency || utf8.RuneCountInString(c.Reason) > RefundReasonLength {
		return o, ErrEvent
	}
	if c.Amount.Minor > o.Refundable().Minor {
		return o, ErrRefundLimit
	}
	o.Refunds = append(slices.Clone(o.Refunds), Refund{ID: c.ID, Amount: *c.Amount, Reason: c.Reason, State: RefundWanted, At: e.At})
	return o, nil
}

// refundStateOf reads the gateway's word; an unknown one changes nothing.
func refundStateOf(status string, now RefundState) RefundState {
	switch status {
	case statusSucceeded:
		return RefundDone
	case "FAILED":
		return RefundFailed
	case statusPending:
		return RefundPending
	}
	return now
}

// Refundable is what was paid less what is refunded or under way.
func (o Order) Refundable() Amount {
	left := Amount{Currency: o.Amount.Currency}
	if o.State != StatePaid {
		return left
	}
	left.Minor = o.Amount.Minor
	for _, r := range o.Refunds {
		if r.State != RefundFailed {
			left.Minor -= r.Amount.Minor
		}
	}
	return left
}

// Refunded is what has gone back for certain.
func (o Order) Refunded() Amount {
	sum := Amount{Currency: o.Amount.Currency}
	for _, r := range o.Refunds {
		if r.State == RefundDone {
			sum.Minor += r.Amount.Minor
		}
	}
	return sum
}
