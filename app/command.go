package app

import "qrtill/app/order"

// Command is something staff want. Send never blocks and returns nothing:
// what became of a command is in the next View.
type Command interface{ command() }

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
	Dismiss struct{}
	// AskNow asks the gateway about the sale on the screen at once.
	AskNow struct{}
	// Next clears a sale that has ended (paid, closed, failed) off the screen.
	Next struct{}
	// Acknowledge says that staff have seen an order's alert and keep the money.
	Acknowledge struct{ Order order.ID }
	// SetUp is first start and a change of settings. Secret may be empty when
	// the account stays the same, PIN when one is set already, and NotifyKey,
	// with which the gateway signs notifications, when it does not change. A
	// change needs the manager's PIN, unless it brings a new one and the secret
	// of the till's own account: that is how a forgotten PIN is replaced.
	SetUp struct {
		Settings   order.Settings
		Secret     string
		PIN        string // a new one
		NotifyKey  string
		ManagerPIN string // the one that is set
	}
	// Refund gives money of a paid order back, whole or in part. The PIN is the
	// manager's. What became of it is in View.Manager.
	Refund struct {
		Order  order.ID
		Amount order.Amount
		Reason string // at most order.RefundReasonLength characters
		PIN    string
	}
	// SendAgain sends a doubtful refund once more under its own id. The manager
	// has looked in the gateway's portal and found none; see
	// order.Refund.Resendable.
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
		Verdict order.Verdict
		Reason  string // at most order.RefundReasonLength characters, not empty
		PIN     string
	}
	// MoveIn takes a log over that was made on another computer, or copied (see
	// View.Moved): the account's secret, and a new code for this till.
	MoveIn struct{ Secret, Till string }
	// UseSecret is client_secret typed for this run only, when the keyring
	// can't be used. It is kept in memory and nowhere else.
	UseSecret struct{ Secret string }
	// Unlock has the manager's PIN checked before settings are changed. It
	// allows nothing by itself: each SetUp brings the PIN again.
	Unlock struct{ PIN string }
	// TestConnection tries an account at its gateway and changes nothing. An
	// empty Secret is the one that is kept for the account. What came of it is
	// in View.Connection.
	TestConnection struct {
		Account order.Account
		Secret  string
	}
)

func (Typing) command()      {}
func (Charge) command()      {}
func (Dismiss) command()     {}
func (AskNow) command()      {}
func (Next) command()        {}
func (Acknowledge) command() {}
func (SetUp) command()       {}
func (UseSecret) command()   {}
func (Refund) command()      {}
func (SendAgain) command()   {}
func (Resolve) command()     {}
func (MoveIn) command()      {}
func (Unlock) command()      {}

func (TestConnection) command() {}
