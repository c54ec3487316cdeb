package order

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// State is where an order stands.
type State uint8

// The states, in the order they can be reached. Their words (String) are part
// of the stable interface.
const (
	None           State = iota // no order: the zero value
	StateCreated                // on disk; its creation is on its way, or was when the till stopped
	StateWaiting                // the gateway has it and the customer can pay
	StateUnsure                 // the gateway may or may not have it; its code was never known
	StatePaid                   // proven by our own question; final
	StateCancelled              // closed unpaid by the gateway; asked again a few times all the same
	StateRefused                // never became payable; final
)

var stateWords = [...]string{"", "created", "waiting", "unsure", "paid", "cancelled", "refused"}

func (s State) String() string {
	if int(s) < len(stateWords) {
		return stateWords[s]
	}
	return fmt.Sprintf("State(%d)", s)
}

// Known says that it is an order's state: on a damaged disk there may be others.
func (s State) Known() bool { return s != None && int(s) < len(stateWords) }

// Marks stand beside a state.
type Marks uint8

// The marks.
const (
	MarkDismissed Marks = 1 << iota // "dismissed": the code is no longer shown
	MarkLate                        // "late": paid when nobody expected it any more
	MarkMismatch                    // "mismatch": an answer disagreed; a person decides
)

// Has says whether a mark is there.
func (m Marks) Has(mark Marks) bool { return m&mark != 0 }

var markWords = [...]string{"dismissed", "late", "mismatch"}

// Known says that there is no mark among them that nobody makes.
func (m Marks) Known() bool { return m>>len(markWords) == 0 }

// Words are the marks in the stable interface's words, never nil.
func (m Marks) Words() []string {
	words := []string{}
	for i, word := range markWords {
		if m.Has(1 << i) {
			words = append(words, word)
		}
	}
	return words
}

// Order is what its events made it. The zero Order is no order. Treat it as
// a value: Apply never changes what an older copy points at. It is half a kilobyte, which
// is why what only reads it takes a pointer.
type Order struct {
	ID ID
	New
	CreatedAt time.Time
	Day       string // business day of CreatedAt

	State State
	Marks Marks
	Why   Reason // of the last unanswered, refused or dismissed

	GatewayID string // the gateway's order_id, once it is known
	QR        string // the text to draw; empty when it was never known
	ShownAt   time.Time
	SlowSince time.Time // when the slow, long tail of questions began
	SettledAt time.Time // when it became paid, cancelled or refused
	PaidDay   string    // business day on which the till recorded the payment
	PayTime   string    // the gateway's pay_time, as sent

	AskedAt  time.Time // when the last answer came, since the schedule last changed
	AskedDay string    // on which business day that was
	Asked    int       // steps of the schedule that are used up
	Said     string    // the last answer in short, for people
	Unread   string    // of the last that said anything, what could not be understood
	Differed *Answer   // the answer that disagreed
	Seen     bool      // staff have gone on from how it ended, or acknowledged the alert

	DifferedRefund RefundID // the refund that Differed is about; empty for the payment

	Hand      *Hand
	Overruled *Hand // what a manager had recorded before the payment was proven all the same
	Refunds   []Refund
}

// Proven says that the order counts as a proven payment.
func (o *Order) Proven() bool {
	return o.State == StatePaid && !o.Hand.Is(HandUnpaid)
}

// Why an event is not taken.
var (
	// ErrMove: the event has no place in the order's state.
	ErrMove = errors.New("this cannot happen to the order in its state")
	// ErrEvent: the event lacks something its kind needs.
	ErrEvent = errors.New("the event is not complete")
	// ErrRefundLimit: more would be refunded than was paid.
	ErrRefundLimit = errors.New("the refund is more than what is left of the payment")
)

// NoteLength is the most characters a note or reference may have.
const NoteLength = 32

// Apply returns the order after an event. It is pure; on an error the order
// comes back unchanged. Events that belong to no order are refused.
func Apply(o Order, e Event) (Order, error) {
	next, err := apply(o, e)
	if err != nil {
		return o, fmt.Errorf("%w: %s in state %q", err, e.Kind, o.State)
	}
	return next, nil
}

func apply(o Order, e Event) (Order, error) {
	if e.Order == "" || o.State != None && e.Order != o.ID {
		return o, ErrEvent
	}
	switch e.Kind {
	case Created:
		return create(o, e)
	case CreateAnswered:
		return createAnswered(o, e)
	case Unanswered:
		return unanswered(o, e)
	case Refused:
		return refused(o, e)
	case Answered:
		return answered(o, e)
	case Dismissed:
		return dismissed(o, e)
	case ShownAgain:
		return shownAgain(o, e)
	case Acknowledged:
		return acknowledged(o, e)
	case ByHand:
		return byHand(o, e)
	case Recalled:
		return recalled(o, e)
	case RefundRequested, RefundAnswered, RefundUnanswered, RefundRefused, RefundSentAgain, RefundRecalled:
		return refund(o, e)
	}
	return o, ErrEvent
}

func create(o Order, e Event) (Order, error) {
	n := e.New
	if o.State != None {
		return o, ErrMove
	}
	if n == nil || n.Amount.Minor <= 0 || !ValidParts(n.Amount, n.Tip, n.Discount) ||
		n.Amount.Currency != n.Account.Currency || n.Sale == "" ||
		len(e.Order) > 32 || utf8.RuneCountInString(n.Note) > NoteLength {
		return o, ErrEvent
	}
	return Order{ID: e.Order, New: *n, CreatedAt: e.At, Day: e.Day, State: StateCreated}, nil
}

// recalled is an order that only the journal knew. It may have been sent and
// shown, so it is watched from now on.
func recalled(o Order, e Event) (Order, error) {
	if e.Since == nil {
		return o, ErrEvent
	}
	o, err := create(o, e)
	if err != nil {
		return o, err
	}
	o.CreatedAt = *e.Since
	o.State, o.Why, o.SlowSince = StateUnsure, BecauseRestored, e.At
	return o, nil
}

func createAnswered(o Order, e Event) (Order, error) {
	if o.State != StateCreated {
		return o, ErrMove
	}
	if e.Answer == nil {
		return o, ErrEvent
	}
	if !JudgeCreate(&o, *e.Answer) {
		// Nothing half-known is shown: without its code nobody can pay it.
		e.Reason = BecauseUnclear
		return unanswered(o, e)
	}
	o.State, o.ShownAt = StateWaiting, e.At
	o.GatewayID, o.QR = e.Answer.OrderID, e.Answer.QR
	return o, nil
}

func unanswered(o Order, e Event) (Order, error) {
	if o.State != StateCreated {
		return o, ErrMove
	}
	o.State, o.Why, o.SlowSince = StateUnsure, e.Reason, e.At
	return o, nil
}

func refused(o Order, e Event) (Order, error) {
	if o.State != StateCreated {
		return o, ErrMove
	}
	o.State, o.Why, o.SettledAt = StateRefused, e.Reason, e.At
	if e.Answer != nil {
		o.Said = e.Answer.Short()
	}
	return o, nil
}

func dismissed(o Order, e Event) (Order, error) {
	if o.State != StateWaiting || o.Marks.Has(MarkDismissed) {
		return o, ErrMove
	}
	o.Marks |= MarkDismissed
	o.Why, o.SlowSince, o.Asked, o.AskedAt = e.Reason, e.At, 0, time.Time{}
	return o, nil
}

func shownAgain(o Order, e Event) (Order, error) {
	if !o.TimeUp() {
		return o, ErrMove
	}
	o.Marks &^= MarkDismissed
	o.Why, o.ShownAt, o.SlowSince, o.Asked, o.AskedAt = "", e.At, time.Time{}, 0, time.Time{}
	return o, nil
}

// TimeUp says that the code was shown for as long as the settings say, and that
// the customer can still pay it.
func (o *Order) TimeUp() bool {
	return o.State == StateWaiting && o.Marks.Has(MarkDismissed) && o.Why == BecauseTime
}

func acknowledged(o Order, e Event) (Order, error) {
	failed, _ := o.FailedRefund()
	ended := !o.Seen && (o.State == StatePaid || o.State == StateCancelled || o.TimeUp()) // a sale that staff leave
	switch kind := o.Alert(); {
	case e.Refund != nil: // that it failed, and nothing else
		if failed.ID != e.Refund.ID || failed.ID == "" {
			return o, ErrMove
		}
	case kind == NoAlert && !ended, kind == AlertRefundFailed && !ended && e.Version >= 2:
		return o, ErrMove
	default:
		o.Seen = true
	}
	o.Refunds = slices.Clone(o.Refunds)
	for i := range o.Refunds {
		r := &o.Refunds[i]
		r.Seen = r.Seen || r.State == RefundFailed && (e.Version < 2 || e.Refund != nil && e.Refund.ID == r.ID)
	}
	return o, nil
}

func byHand(o Order, e Event) (Order, error) {
	if e.Hand == nil {
		return o, ErrEvent
	}
	if e.Refund != nil {
		return refund(o, e)
	}
	if !slices.Contains([]Verdict{HandPaid, HandUnpaid, HandRefunded}, e.Hand.Verdict) {
		return o, ErrEvent
	}
	undecided := o.State == StateWaiting || o.State == StateUnsure
	if o.Hand != nil || !undecided && !o.Marks.Has(MarkMismatch) {
		return o, ErrMove
	}
	o.Hand, o.Seen = e.Hand, true
	return o, nil
}
