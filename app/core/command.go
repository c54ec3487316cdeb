package core

import "qrtill/app/order"

// Command is something staff want of the till: what became of it is in the next
// View. What the shell does beside the sale has commands of its own.
type Command interface{ Command() }

type (
	// Typing says that an amount is being typed: connection and token are made
	// ready, so that Charge costs one round trip.
	Typing struct{}
	// Charge starts a sale. Ignored while another is in front of the customer.
	Charge struct {
		Amount   order.Amount
		Method   order.Method
		Note     string // at most order.NoteLength characters
		Tip      int64  // what Amount is made of, in its minor units; see order.New
		Discount int64
		// Staff were asked again about an amount over the shop's limit, and meant it.
		OverLimit bool
	}
	// Dismiss stops showing the code. The order stays watched.
	Dismiss struct{ Seen }
	// AskNow asks the gateway about the sale on the screen at once.
	AskNow struct{}
	// Check asks the gateway once about any order, and about its refunds.
	Check struct{ Order order.ID }
	// Next clears a sale that has ended (paid, closed, failed) off the screen.
	Next struct{ Seen }
	// Again goes on with a sale whose code can't be scanned any more: the same code
	// is shown again when only our time was over, and a fresh one is asked for when
	// the gateway has closed it. Everything else of the sale is kept.
	Again struct{ Seen }
	// Acknowledge says that staff have seen an alert, as it was shown; see AlertView.Seen.
	Acknowledge struct {
		Order  order.ID
		Kind   order.Alert
		Refund order.RefundID
		Found  int
		Which  uint64
		Saw    Standing // of the order
	}
	// Refund gives money of a paid order back, whole or in part. The PIN is the
	// manager's. What became of it is in View.Manager.
	Refund struct {
		Order  order.ID
		Amount order.Amount
		Reason string // at most order.RefundReasonLength characters
		PIN    string
		Failed order.RefundID // the one that failed before, and that they had before them
	}
	// SendAgain sends a doubtful refund once more under its own id. The manager
	// has looked in the gateway's portal and found none; see
	// order.Order.Resendable.
	SendAgain struct {
		Order  order.ID
		Refund order.RefundID
		PIN    string
	}
	// Resolve records what the gateway's portal says about an order in trouble,
	// or about one of its refunds when Refund is set.
	Resolve struct {
		Order   order.ID
		Refund  order.RefundID
		Saw     Standing // of the order and the refund, when it was decided so
		Verdict order.Verdict
		Reason  string // at most order.RefundReasonLength characters, not empty
		PIN     string
	}
)

// Seen is the sale that staff had before them when they gave a command. One that
// has come to something else since, such as the payment, is not left by it.
type Seen struct {
	Order order.ID
	Phase Phase
}

// Standing is how an order stands, as far as it matters to who decides about it.
type Standing struct {
	State    order.State
	Marks    order.Marks
	Differed order.Answer // the last that disagreed
	Refund   order.RefundState
	Sent     int    // how often that refund was
	Heard    string // and what the gateway had said of it
}

// StandingOf is how an order stands now, or how that and one of its refunds do.
func StandingOf(o order.Order, refund order.RefundID) Standing {
	r, _ := o.Refund(refund)
	s := Standing{State: o.State, Marks: o.Marks, Refund: r.State, Sent: r.Sent, Heard: r.Heard}
	if o.Differed != nil {
		s.Differed = *o.Differed
	}
	return s
}

// Managed is a command that takes the manager's PIN.
type Managed interface {
	Command
	Clearance() Clearance
}

// Clearance is what a manager's PIN was typed for.
type Clearance struct {
	Order order.ID // that the command is about; empty for none
	For   string   // order.TryRefund and the like
	PIN   string
}

// Clearance to give money back.
func (c Refund) Clearance() Clearance { return Clearance{c.Order, order.TryRefund, c.PIN} }

// Clearance to send a refund once more.
func (c SendAgain) Clearance() Clearance { return Clearance{c.Order, order.TrySendAgain, c.PIN} }

// Clearance to record what the gateway's portal says.
func (c Resolve) Clearance() Clearance { return Clearance{c.Order, order.TryByHand, c.PIN} }

// Every command of the sale says that it is one.
func (Typing) Command()      {}
func (Charge) Command()      {}
func (Dismiss) Command()     {}
func (AskNow) Command()      {}
func (Next) Command()        {}
func (Check) Command()       {}
func (Again) Command()       {}
func (Acknowledge) Command() {}
func (Refund) Command()      {}
func (SendAgain) Command()   {}
func (Resolve) Command()     {}
