package core

import (
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// Input is what the surroundings tell the core: a Command, or one of those
// below.
type Input any

// Everything that the core can be told besides a Command.
type (
	// Loaded is what the log holds, at the start and after it was opened anew.
	Loaded struct {
		Settings order.Settings
		Ready    bool // there are settings
		Practice bool
		Orders   []order.Order // the open ones and the others of their sales, oldest first
		Newest   order.ID      // the one that was made last, by the log's sequence; open or not
		Learned  []order.Learned
		Zone     *time.Location // of the settings
	}
	// Adopted: new settings are on disk.
	Adopted struct {
		Settings order.Settings
		Zone     *time.Location // theirs
	}
	// Taught: how a gateway says "not found" is on disk.
	Taught struct{ Learned order.Learned }
	// Written: an event about an order is on disk.
	Written struct{ Event order.Event }
	// NotWritten: an event could not be written; the order is as it was.
	NotWritten struct {
		Event order.Event
		Why   *Failure
	}
	// CreateEnded and AskEnded: a gateway call has ended. An Err that holds a
	// Failure says that it was never made.
	CreateEnded struct {
		Order  order.ID
		Intent payments.Intent
		Err    error
	}
	AskEnded struct {
		Order   order.ID
		Payment payments.Payment
		Err     error
	}
	// RefundEnded and RefundAsked: a call about a refund has ended.
	RefundEnded struct {
		Order  order.ID
		Refund order.RefundID
		Answer payments.Refund
		Err    error
	}
	RefundAsked struct {
		Order  order.ID
		Refund order.RefundID
		Answer payments.Refund
		Err    error
	}
	// Allowed: the manager's PIN was right. Command is a Refund, SendAgain or
	// Resolve, and Order what the log has of the order that it names.
	Allowed struct {
		Command Command
		Order   order.Order
	}
	// Notified: the gateway says that something has happened to an order, or to
	// a refund when Refund is set. It proves nothing; the order is asked about.
	Notified struct {
		Order     order.ID
		GatewayID string // the gateway's number of the order, when it names no other
		Refund    order.RefundID
	}
	// Found: an order that was asked for, as the log has it, and the others of its sale.
	Found struct {
		Order order.Order
		Sale  []order.Order
	}
	// LearnEnded: with what codes the gateway answers about an order and a refund that it
	// can't have, or why that was not learned.
	LearnEnded struct {
		Learned order.Learned
		Err     error
	}
	// Warmed: the connection was made ready beforehand, or why not.
	Warmed struct {
		Account order.Account
		Err     error
	}
	// KeyAwaited: an account's secret is being read; it can't be asked meanwhile.
	KeyAwaited struct{ Account order.Account }
	// KeyRead: an account's secret could be read (nil), or why not.
	KeyRead struct {
		Account order.Account
		Why     *Failure
	}
	// PINTyped: a manager has typed the PIN for something; what was said about
	// the last goes.
	PINTyped struct{}
	// Noticed: the shell has something to say that is no answer to a sale.
	Noticed struct{ Text Text }
	// Moved: the log was made on another computer, or copied; or, with false,
	// it has been taken over.
	Moved struct{ Away bool }
	// Tick: a due time may have passed.
	Tick struct{}
	// Jumped: the clock was set, or the computer slept.
	Jumped struct{}
)

// Recorded is what the core is told of an event that is on disk.
func Recorded(e order.Event) Input {
	switch e.Kind {
	case order.SettingsChanged:
		return Adopted{Settings: *e.Settings, Zone: e.Settings.LocationOrUTC()}
	case order.LearnedNotFound:
		return Taught{Learned: *e.Learned}
	}
	return Written{Event: e}
}

// Effect is what the core wants done. Effects are carried out in their order.
type Effect any

// Everything that the core can want.
type (
	// Write the event to the log, then answer Written or NotWritten before
	// anything else happens.
	Write struct{ Event order.Event }
	// Create the order at the gateway; answer CreateEnded.
	Create struct{ Order order.Order }
	// Warm makes connection and token of an account ready; answer Warmed.
	Warm struct{ Account order.Account }
	// Learn asks about an order and a refund that nobody ever made; answer LearnEnded.
	Learn struct {
		Account order.Account
		Probe   bool // see Ask
	}
	// Find an order in the log that nothing is known of any more, by its number or by
	// one of a refund of it; answer Found, or nothing if the log has none.
	Find struct {
		Order  order.ID
		Refund order.RefundID
	}
	// Ask the gateway about the order; answer AskEnded.
	Ask struct {
		Order order.Order
		Probe bool // although it gives no tokens for now: ask for one all the same
	}
	// SendRefund to the gateway; answer RefundEnded.
	SendRefund struct {
		Order  order.Order
		Refund order.Refund
	}
	// AskRefund asks the gateway about a refund; answer RefundAsked.
	AskRefund struct {
		Order  order.Order
		Refund order.Refund
		Probe  bool // see Ask
	}
)
