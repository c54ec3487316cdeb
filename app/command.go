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
		Amount order.Amount
		Method order.Method
		Note   string // at most order.NoteLength characters
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
	// the account stays the same, PIN when one is set already.
	SetUp struct {
		Settings order.Settings
		Secret   string
		PIN      string
	}
	// UseSecret is client_secret typed for this run only, when the keyring
	// can't be used. It is kept in memory and nowhere else.
	UseSecret struct{ Secret string }
)

func (Typing) command()      {}
func (Charge) command()      {}
func (Dismiss) command()     {}
func (AskNow) command()      {}
func (Next) command()        {}
func (Acknowledge) command() {}
func (SetUp) command()       {}
func (UseSecret) command()   {}
