package order

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The gateway's words for a payment's status (CBTIS docs: payment_with_qrcode).
// There is no word for failure.
const (
	statusPending   = "PENDING"
	statusSucceeded = "SUCCEEDED"
	statusCancelled = "CANCELLED"
)

// Judgement is what an answer to a question means for an order.
type Judgement uint8

// The judgements.
const (
	// Open: no final answer: pending, unknown, not found, or not understood.
	// Not found is not unpaid, and an unknown status is not a failure.
	Open Judgement = iota
	// Proven: paid, with ids, amount, currency and status all matching.
	Proven
	// Closed: cancelled or timed out at the gateway, all matching.
	Closed
	// Differs: a well-formed final answer about another id, amount or currency.
	Differs
)

// Judge says what an answer to our own question means for an order.
func Judge(o *Order, a Answer) Judgement {
	final := a.Status == statusSucceeded || a.Status == statusCancelled
	if !final {
		return Open
	}
	agrees, wellFormed := a.matches(o)
	if !wellFormed {
		return Open
	}
	if !agrees {
		return Differs
	}
	if a.Status == statusSucceeded {
		return Proven
	}
	return Closed
}

// JudgeCreate says whether the answer to a creation may be shown to the
// customer: all of it agrees, it is pending, and there is a code to draw.
func JudgeCreate(o *Order, a Answer) bool {
	agrees, _ := a.matches(o)
	return a.Status == statusPending && a.QR != "" && agrees
}

// matches says whether every field that proves something is there and can be read, for
// anything less is no answer, and whether all of them are the order's.
func (a *Answer) matches(o *Order) (agrees, wellFormed bool) {
	same, amount := o.Amount.SameOnWire(a.Amount)
	wellFormed = a.Code == 0 && amount && a.MerchantOrderID != "" && a.OrderID != "" && isCurrencyCode(a.Currency)
	agrees = wellFormed && same && a.MerchantOrderID == string(o.ID) && a.Currency == o.Amount.Currency &&
		(o.GatewayID == "" || a.OrderID == o.GatewayID)
	return agrees, wellFormed
}

func isCurrencyCode(s string) bool {
	return len(s) == 3 && !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// contradicts says that an answer names something that is not so of the order. What it
// does not name it may not know yet.
func (a *Answer) contradicts(o *Order) bool {
	same, _ := o.Amount.SameOnWire(a.Amount)
	other := func(said, known string) bool { return said != "" && known != "" && said != known }
	return a.Amount != "" && !same || other(a.MerchantOrderID, string(o.ID)) || other(a.OrderID, o.GatewayID) || other(a.Currency, o.Amount.Currency)
}

// Short is an answer in a few words, for staff and for telling whether it
// says something new.
func (a Answer) Short() string {
	s := a.Status
	if a.Code != 0 {
		s = strconv.Itoa(a.Code) + " " + a.Message
	}
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60])
	}
	return s
}

func answered(o Order, e Event) (Order, error) {
	if e.Answer == nil {
		return o, ErrEvent
	}
	a := *e.Answer
	judgement := Judge(&o, a)
	switch {
	case o.State == StateWaiting, o.State == StateUnsure, o.State == StateCancelled, o.State == StatePaid:
	case o.Sent() && o.State == StateRefused && (judgement == Proven || judgement == Differs): // it was refused, and done
	default:
		return o, ErrMove
	}
	o.Asked = max(o.Asked, e.Step)
	if e.Version < 2 {
		o.Asked++
	}
	before := o.Said
	if a.Says() {
		o.Unread = a.unread(&o, judgement)
	}
	o.AskedAt, o.AskedDay, o.Said = e.At, e.Day, a.Short()
	if a.teaches(&o) {
		o.GatewayID = a.OrderID
	}
	switch judgement {
	case Proven:
		if o.refundedAsCancelled() {
			return differs(o, e, a), nil
		}
		return paid(o, before, e), nil
	case Closed:
		if o.explains(a) {
			return o, nil
		}
		return closed(o, e), nil
	case Differs:
		if o.explains(a) {
			return o, nil
		}
		return differs(o, e, a), nil
	}
	return o, nil
}

// teaches says that an answer tells the gateway's number of an order.
func (a *Answer) teaches(o *Order) bool {
	if o.GatewayID != "" {
		return false
	}
	agrees, _ := a.matches(o)
	return agrees
}

// unread is what an answer says that nobody understands, in short: it is shown, and for a
// person in the end. It is nothing of one that is clear, or says nothing: not found, not
// paid yet, or something final.
func (a *Answer) unread(o *Order, j Judgement) string {
	if clear := a.NotFound || j != Open || a.Status == statusPending && !a.contradicts(o); clear || !a.Says() {
		return ""
	}
	return a.Short()
}

// refundedAsCancelled says of an order that was paid and then cancelled that a manager has
// recorded the money as given back: that it is paid all the same is news.
func (o *Order) refundedAsCancelled() bool {
	return o.Proven() && o.Hand.Is(HandRefunded) && o.Differed != nil && o.Differed.Status == statusCancelled
}

// Sent says that a byte of the order may have left: only then has the gateway anything to
// say of it.
func (o *Order) Sent() bool {
	return o.State != None && o.State != StateCreated && !(o.State == StateRefused && o.Why == BecauseNotSent)
}

// Confirms says that an answer proves a paid order once more, or is what its own
// refunds make of it.
func Confirms(o *Order, a Answer) bool { return Judge(o, a) == Proven || o.explains(a) }

// explains says that the order's own refunds may well be why a final answer about it
// is another than it was: what was paid less what has gone back or is perhaps going
// back, or nothing. A refund that never left explains nothing.
func (o *Order) explains(a Answer) bool {
	if o.State != StatePaid || a.MerchantOrderID != string(o.ID) || a.OrderID != o.GatewayID || a.Currency != o.Amount.Currency {
		return false
	}
	lefts := []int64{o.Amount.Minor}
	for _, r := range o.Refunds {
		if !r.perhapsOut() || r.released() { // what a manager has recorded as not refunded makes a difference
			continue
		}
		for _, left := range lefts[:len(lefts):len(lefts)] {
			lefts = append(lefts, left-r.Amount.Minor)
		}
		if len(lefts) > mostSums {
			return false
		}
	}
	if len(lefts) == 1 {
		return false
	}
	all, _ := o.Amount.SameOnWire(a.Amount)
	fits := all || slices.ContainsFunc(lefts, func(left int64) bool {
		same, _ := (Amount{left, o.Amount.Currency}).SameOnWire(a.Amount)
		return same
	})
	return fits && (a.Status == statusSucceeded || a.Status == statusCancelled && lefts[len(lefts)-1] <= 0)
}

// mostSums is how many sums the refunds of one order are looked through for.
const mostSums = 1 << 12

// perhapsOut says that the refund's money has gone back, or may have.
func (r Refund) perhapsOut() bool {
	return r.State != RefundFailed && (r.State != RefundWanted || r.Sent > 1)
}

// paid is what a proof makes of an order; before is what the gateway said last, so that
// what was paid after it was found again is late like any other.
func paid(o Order, before string, e Event) Order {
	if o.Proven() {
		return o
	}
	overrules := o.Hand.Is(HandUnpaid) && e.Version >= 2
	if o.State == StatePaid && !overrules {
		return o
	}
	counted := o.State == StatePaid // on the day when it was first proven
	if overrules {
		o.Overruled, o.Hand = o.Hand, nil
	}
	found := o.Why == BecauseRestored && o.State == StateUnsure && !overrules && before != statusPending && e.Version >= 2 // told in sum, see AlertFound
	if (o.State != StateWaiting || o.Marks.Has(MarkDismissed) || overrules) && !found {
		o.Marks |= MarkLate
	}
	if old := e.Version < 2; !old || o.Marks.Has(MarkLate) {
		o.Seen = false
	} else if !o.Marks.Has(MarkMismatch) {
		o.Seen = true
	}
	if !counted {
		o.State, o.SettledAt = StatePaid, e.At
		o.PaidDay, o.PayTime = e.Day, e.Answer.PayTime
	}
	return o
}

func closed(o Order, e Event) Order {
	if o.State == StatePaid || e.Version >= 2 && o.hadMoney() {
		return differs(o, e, *e.Answer) // paid, then cancelled: for a person
	}
	if o.State == StateCancelled || o.Marks.Has(MarkMismatch) {
		return o // two final answers that disagree settle nothing
	}
	o.State, o.SettledAt, o.Asked = StateCancelled, e.At, 0
	return o
}

// differs marks an order about whose payment an answer disagreed.
func differs(o Order, e Event, a Answer) Order {
	if !o.disputed(a) {
		return o
	}
	return dispute(o, e, a, "")
}

// dispute marks an order about which an answer disagreed: about the payment, or about one
// of its refunds.
func dispute(o Order, e Event, a Answer, about RefundID) Order {
	if !o.Marks.Has(MarkMismatch) || e.Version >= 2 {
		o.Marks |= MarkMismatch
		o.Differed, o.DifferedRefund, o.Seen = &a, about, false
		if o.Hand.Is(HandUnpaid) && o.State != StatePaid { // there may be money all the same
			o.Overruled, o.Hand = o.Hand, nil
		}
	}
	return o
}

// disputed says that an answer which disagrees about the payment is news: the first, the
// first after one about a refund, or another than the one about which a manager has recorded
// what is so.
func (o *Order) disputed(a Answer) bool {
	if !o.Marks.Has(MarkMismatch) || o.DifferedRefund != "" {
		return true
	}
	if o.Hand == nil || o.Differed == nil {
		return false
	}
	before := *o.Differed
	before.RID, before.PayTime, a.RID, a.PayTime = "", "", "", ""
	return before != a
}

// hadMoney says that there was money for it, as a manager has recorded or its refunds
// tell, though it was never proven.
func (o *Order) hadMoney() bool {
	byHand := o.Hand != nil && o.Hand.Verdict != HandUnpaid
	return byHand || slices.ContainsFunc(o.Refunds, Refund.perhapsOut)
}

// Passing says that an event tells nothing that the order does not already
// say: the same open answer again. The till keeps such answers in memory and
// lets the log have one now and then.
func Passing(o Order, e Event) bool {
	if e.Kind == RefundAnswered {
		return passingRefund(o, e)
	}
	if e.Kind != Answered || e.Answer == nil || o.schedule() != nil && o.schedule().over(e.Step) {
		return false // or it ends the watch
	}
	if e.Answer.teaches(&o) {
		return false
	}
	j := Judge(&o, *e.Answer)
	switch j {
	case Proven:
		return o.Proven() && !o.refundedAsCancelled()
	case Closed:
		if o.State == StatePaid || o.hadMoney() {
			return o.explains(*e.Answer) || !o.disputed(*e.Answer)
		}
		return o.Marks.Has(MarkMismatch) && o.State != StateCancelled
	case Differs:
		return o.explains(*e.Answer) || !o.disputed(*e.Answer)
	}
	return e.Answer.Short() == o.Said && (!e.Answer.Says() || o.Unread == e.Answer.unread(&o, j))
}
