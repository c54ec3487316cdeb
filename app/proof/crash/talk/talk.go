package talk

import "qrtill/app/order"

// Command is one key of the staff's.
type Command struct {
	Do     string       `json:"do"` // see Charge and the others
	Amount order.Amount `json:"amount,omitzero"`
	Method order.Method `json:"method,omitempty"`
	Order  order.ID     `json:"order,omitempty"`
	PIN    string       `json:"pin,omitempty"`
}

// What staff can do.
const (
	Typing      = "typing"
	Charge      = "charge"      // Amount, Method
	Dismiss     = "dismiss"     //
	AskNow      = "ask now"     //
	Next        = "next"        //
	Acknowledge = "acknowledge" // Order
	Refund      = "refund"      // Order, Amount, PIN
)

// Said is something that the till has shown, or that staff or customers may
// rely on from now on: an acknowledgement.
type Said struct {
	What   string       `json:"what"` // see Ready and the others
	Order  order.ID     `json:"order,omitempty"`
	Amount order.Amount `json:"amount,omitzero"`
	QR     string       `json:"qr,omitempty"`
	Seq    uint64       `json:"seq,omitempty"`
	Kind   string       `json:"kind,omitempty"`
	Open   []string     `json:"open,omitempty"`
	Closed []string     `json:"closed,omitempty"`

	Refund order.RefundID `json:"refund,omitempty"`
}

// What the till says.
const (
	Ready    = "ready"    // the log is open, the secret is awaited; Open: undecided orders and refunds; Closed: cancelled ones still asked about
	Event    = "event"    // an event is on disk: Seq, Kind, Order, and Refund of one that was asked for
	Code     = "code"     // a code is on the screen: Order, Amount, QR
	Closed   = "closed"   // a sale that was closed before the start is back on the screen: Order
	Tick     = "tick"     // the tick is on the screen: Order
	Alert    = "alert"    // staff are told of late money, a mismatch or a failed refund: Order
	Refunded = "refunded" // a refund is done: Order, Refund, Amount
	Busy     = "busy"     // the machine did not let the till run for a while
	Seen     = "seen"     // an acknowledged alert has gone: Order
)
