package core

import (
	"time"

	"qrtill/app/order"
)

// View is all that the windows show of the sales, at one moment. It is never
// changed after it was published: both windows draw the same one.
type View struct {
	Seq       uint64         // grows with every event written: lists re-read the log when it moves
	Settings  order.Settings // as they stand; the zero value before the first start is done
	NeedSetup bool           // no settings yet: show First start
	Manager   ManagerView    // the last command that took the manager's PIN
	Moved     bool           // the keyring does not know this log: ask for MoveIn, nothing is sold before
	Practice  bool           // money is not real: watermark on every screen
	Sale      *SaleView      // in front of the customer; nil when the till is ready for an amount
	Today     Today
	Alerts    []AlertView   // the newest, of these the oldest first; each stays until acknowledged
	Trouble   []TroubleView // the newest orders that need a person, the gravest first, then the oldest

	MoreAlerts, MoreTrouble int // that are not listed

	Quiet    time.Time // until then the till's gateway is not asked, because it wants silence; zero when it is
	Notice   Text      // what became of the last command, when it needs saying
	Network  Network
	Watching int  // orders no longer shown that are still asked about
	Unasked  int  // open orders that can't be asked about: their secret can't be read
	Stopped  Text // why no sale can start; empty when one can
	Banner   Text // something staff should know (clock, keyring), while it lasts
}

// ManagerView is how a command that takes the manager's PIN is getting on.
type ManagerView struct {
	Busy    bool      // the PIN is being checked, or the record written
	Problem Text      // why the last one was not done, in one sentence
	Done    int       // how many have been done in this run
	Locked  bool      // too many wrong PINs: a new one must be set, with the client secret
	WaitEnd time.Time // no PIN is taken before then; zero when one is

	// Refunds whose doubt needs no PIN until then: it was given for them.
	Settles map[order.RefundID]time.Time
}

// TroubleView is an order that needs a person.
type TroubleView struct {
	Order order.Order
	Kind  order.Trouble
	Text  Text
}

// Today is what was taken on this business day, in the account's currency.
type Today struct {
	Day      string
	Count    int
	Paid     order.Amount // proven payments
	Refunded order.Amount
}

// Phase is where the sale in front of the customer stands.
type Phase uint8

// The phases of a sale.
const (
	Sending    Phase = iota + 1 // the gateway is being asked for a code
	Waiting                     // the code is shown
	Paid                        // proven
	Closed                      // the gateway closed it unpaid; nothing was taken
	Failed                      // no code could be had; Problem says why and what it means
	Disputed                    // answers disagree: don't hand over the goods yet
	Unrecorded                  // proven paid, but the log can't be written: write it down
	TimeUp                      // our own time for the code is over; the gateway has not closed it
)

// SaleView is the sale in front of the customer.
type SaleView struct {
	Phase     Phase
	Order     order.ID
	Amount    order.Amount
	Method    order.Method
	Note      string
	Tip       int64 // what Amount is made of, in its minor units; see order.New
	Discount  int64
	QR        string        // text to draw; only in phase Waiting
	Since     time.Time     // when the phase began
	Until     time.Time     // phase Waiting: when we stop showing the code (our own limit)
	Restored  bool          // it ended before the till was started: for staff alone
	Asking    bool          // a question is on its way
	AskedAt   time.Time     // when the last answer came; zero for none yet
	Said      Text          // the last answer in words
	Took      time.Duration // how long the gateway took for its last answer; zero before the first
	PaidAfter time.Duration // phase Paid: from the code shown to the proof of the payment
	QuietLong bool          // and that is longer than is waited for
	Quiet     time.Time     // until then the gateway is not asked, because it wants silence; zero when it is
	Slow      bool          // the gateway or the network is slow: calm words for the customer
	Problem   Text          // phases Failed, Disputed and Unrecorded; in the others, that the sale has been paid by another code, or that it is unclear
	Unclear   bool          // what the gateway says of it is not understood: perhaps it is paid
}

// Seen names the sale as it is shown, for a command that leaves it; nil is no sale.
func (v *SaleView) Seen() Seen {
	if v == nil {
		return Seen{}
	}
	return Seen{v.Order, v.Phase}
}

// AlertView is something about another order that staff must not miss.
type AlertView struct {
	Order  order.ID
	Kind   order.Alert
	Refund order.RefundID // kind AlertRefundFailed: which
	Found  int            // kind AlertFound: how many orders it speaks of
	Which  uint64         // then: tells these orders from any others
	Saw    Standing       // of the order
	Text   Text

	Superseded bool // kind AlertRefundFailed: less is left than it would give back
}

// Seen is what staff acknowledge when they have read it.
func (a AlertView) Seen() Acknowledge {
	return Acknowledge{a.Order, a.Kind, a.Refund, a.Found, a.Which, a.Saw}
}

// Network is how the gateway answers.
type Network uint8

// The network's states.
const (
	Unknown Network = iota // nothing asked yet
	Online
	Slow    // the last answer took over three seconds, or was none that can be used
	Offline // the last call did not get through
)
