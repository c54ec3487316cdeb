package order

import "time"

// Kind says what happened.
type Kind string

// Everything that can happen. The words are in every log ever written: add,
// never rename.
const (
	// A sale was started: New. Written before the first byte leaves.
	Created Kind = "created"
	// The gateway answered the creation: Answer, with the QR's text.
	CreateAnswered Kind = "create_answered"
	// The creation was sent, perhaps, and no usable answer came: Reason.
	Unanswered Kind = "unanswered"
	// A definite no: the gateway refused (Answer), or nothing was ever sent.
	Refused Kind = "refused"
	// The gateway answered our question about the order: Answer.
	Answered Kind = "answered"
	// The code is no longer shown: Reason.
	Dismissed Kind = "dismissed"
	// The code is shown again: its time was over, and the gateway had not closed it.
	ShownAgain Kind = "shown_again"
	// Staff have seen how the order ended, and gone on from it; late money they keep.
	Acknowledged Kind = "acknowledged"
	// A manager recorded what the gateway's portal says: Hand.
	ByHand Kind = "by_hand"
	// A refund was asked for: Refund. Written before the first byte leaves.
	RefundRequested Kind = "refund_requested"
	// The gateway answered about a refund: Refund.Answer.
	RefundAnswered Kind = "refund_answered"
	// A refund was sent, perhaps, and no usable answer came: Reason.
	RefundUnanswered Kind = "refund_unanswered"
	// A definite no to a refund that was sent: the gateway refused it
	// (Refund.Answer), or no byte left: Reason.
	RefundRefused Kind = "refund_refused"
	// A manager sends a doubtful refund once more under the same id. Written
	// before the first byte leaves.
	RefundSentAgain Kind = "refund_sent_again"
	// An order, or a refund, that only the journal knew, after an older copy of
	// the log was put back: New or Refund, and Since. It may have been sent.
	Recalled       Kind = "recalled"
	RefundRecalled Kind = "refund_recalled"

	// The events below belong to no order.

	// The settings that matter to money changed: Settings.
	SettingsChanged Kind = "settings_changed"
	// How a gateway says that it has no such order or refund: Learned.
	LearnedNotFound Kind = "learned_not_found"
	// The manager's PIN was set: PIN.
	PINSet Kind = "pin_set"
	// A manager's PIN was typed: Try.
	PINTried Kind = "pin_tried"
)

// Version is the newest version of Event's form. Decoders for all before stay.
//
//	1  nobody wrote down that staff had gone on from a sale that was paid
//	2  somebody does: see Order.Seen
const Version = 2

// Event is one fact, written once and never changed. Fields that a kind does
// not name are empty.
type Event struct {
	Version int       `json:"v"`
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"at"`  // when the till recorded it, UTC
	Day     string    `json:"day"` // business day of At, see Settings.BusinessDay
	Order   ID        `json:"order,omitempty"`

	New      *New          `json:"new,omitempty"`
	Answer   *Answer       `json:"answer,omitempty"`
	Step     int           `json:"step,omitempty"` // of its schedule, that the order, or the refund, has used up; see Step
	Reason   Reason        `json:"reason,omitempty"`
	Hand     *Hand         `json:"hand,omitempty"`
	Refund   *RefundChange `json:"refund,omitempty"`
	Settings *Settings     `json:"settings,omitempty"`
	Learned  *Learned      `json:"learned,omitempty"`
	PIN      *PIN          `json:"pin,omitempty"`
	Try      *Try          `json:"try,omitempty"`
	Since    *time.Time    `json:"since,omitempty"` // when what was recalled had been made
}

// New is what an order is made of. It never changes.
type New struct {
	Sale    string  `json:"sale"`    // the sale it belongs to: one sale, one live code
	Attempt int     `json:"attempt"` // 1 for the sale's first order
	Account Account `json:"account"`
	Amount  Amount  `json:"amount"` // what the customer pays: the price, less Discount, plus Tip
	Method  Method  `json:"method"`
	Note    string  `json:"note,omitempty"`
	Till    string  `json:"till"`
	Zone    string  `json:"zone"`

	// What Amount is made of, in its minor units. For people alone: the gateway
	// knows nothing of them, and the books count Amount.
	Tip      int64 `json:"tip,omitempty"`
	Discount int64 `json:"discount,omitempty"`
}

// Price is what the sale came to before Discount and Tip.
func (n New) Price() Amount {
	return Amount{Minor: n.Amount.Minor - n.Tip + n.Discount, Currency: n.Amount.Currency}
}

// Answer is what the gateway said, in its own words. A zero Code is success;
// otherwise only Code, Message and RID mean anything.
type Answer struct {
	MerchantOrderID string `json:"merchant_order_id,omitempty"`
	OrderID         string `json:"order_id,omitempty"`
	Amount          string `json:"amount,omitempty"`
	Currency        string `json:"currency,omitempty"`
	Status          string `json:"status,omitempty"`
	PayTime         string `json:"pay_time,omitempty"`
	QR              string `json:"qr,omitempty"`
	Code            int    `json:"code,omitempty"`
	Message         string `json:"message,omitempty"`
	RID             string `json:"rid,omitempty"`
	NotFound        bool   `json:"not_found,omitempty"` // so this gateway answers for a made-up order
}

// Says is whether the gateway has said something about the order at all: any other code
// may mean anything.
func (a Answer) Says() bool { return a.NotFound || a.Code == 0 && a.Status != "" }

// Learned is what a gateway answers for orders and refunds that it can't have: the
// codes that mean "not found" there, and no others. Zero is not known.
type Learned struct {
	Account Account `json:"account"`
	Order   int     `json:"order"`
	Refund  int     `json:"refund"`
}

// Reason says why, where the kind alone does not.
type Reason string

// Reasons. The words are in the log: add, never rename.
const (
	BecauseLost      Reason = "lost"      // Unanswered: sent, and no answer came
	BecauseUnclear   Reason = "unclear"   // Unanswered: an answer came that could not be understood
	BecauseRestart   Reason = "restart"   // Unanswered, Dismissed: the till was not running
	BecauseNotSent   Reason = "not_sent"  // Refused: no byte left this computer
	BecauseAuth      Reason = "auth"      // Unanswered, Refused: the gateway did not take our credentials
	BecauseGateway   Reason = "gateway"   // Refused: the gateway said no
	BecauseStaff     Reason = "staff"     // Dismissed: staff stopped showing the code
	BecauseTime      Reason = "time"      // Dismissed: shown for as long as the settings say
	BecauseAbandoned Reason = "abandoned" // Dismissed: staff gave up before the code had come
	BecauseRestored  Reason = "restored"  // of an order that was recalled
)

// Verdict is what a manager read in the gateway's portal.
type Verdict string

// Verdicts. Orders with one are totalled apart and never called proven.
const (
	HandPaid     Verdict = "paid"
	HandUnpaid   Verdict = "unpaid"
	HandRefunded Verdict = "refunded"
	// HandNotRefunded is for a refund alone: the portal does not have it.
	HandNotRefunded Verdict = "not_refunded"
)

// Hand is a manager's record of what the gateway's portal says about an order,
// or, in an event that names a refund, about that refund.
type Hand struct {
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
}

// Is says that a manager has recorded this. Of no record it is false.
func (h *Hand) Is(v Verdict) bool { return h != nil && h.Verdict == v }
