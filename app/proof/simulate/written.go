package main

import (
	"fmt"

	"qrtill/app/order"
)

// mayFollow is how an order may go on: forward only.
var mayFollow = [...][]order.State{
	order.None:           {order.StateCreated},
	order.StateCreated:   {order.StateWaiting, order.StateUnsure, order.StateRefused},
	order.StateWaiting:   {order.StateWaiting, order.StatePaid, order.StateCancelled},
	order.StateUnsure:    {order.StateUnsure, order.StatePaid, order.StateCancelled},
	order.StatePaid:      {order.StatePaid},
	order.StateCancelled: {order.StateCancelled, order.StatePaid},
	order.StateRefused:   {},
}

// changed looks at what an event made of an order on the disk.
func (j *judge) changed(w *world, e *order.Event, before, after *order.Order) {
	if e.Order == "" {
		return
	}
	f := j.file(e.Order)
	moved := false
	for _, s := range mayFollow[before.State] {
		moved = moved || s == after.State
	}
	switch {
	case !moved:
		w.fail("order %s goes from %s to %s", e.Order, before.State, after.State)
	case before.Marks&^after.Marks != 0 && (e.Kind != order.ShownAgain || before.Marks&^after.Marks != order.MarkDismissed):
		w.fail("order %s loses a mark: %v, then %v", e.Order, before.Marks.Words(), after.Marks.Words())
	case before.State != order.None && before.Amount != after.Amount:
		w.fail("order %s changes from %v to %v", e.Order, before.Amount, after.Amount)
	case before.GatewayID != "" && before.GatewayID != after.GatewayID:
		w.fail("order %s changes its number at the gateway", e.Order)
	case before.State == order.StatePaid && before.PaidDay != after.PaidDay:
		w.fail("order %s moves to another day", e.Order)
	case before.Seen && !after.Seen && before.State == after.State && before.Marks == after.Marks:
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Acknowledged && e.Refund == nil && !after.Seen {
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Answered && disagrees(before, e.Answer) && !after.Marks.Has(order.MarkMismatch) {
		w.fail("order %s: an answer disagrees, and that is not in the log", e.Order)
	}
	if len(after.Refunds)+len(before.Refunds) > 0 {
		j.refundsChanged(w, e, before, after)
	}
	if e.Kind == order.ShownAgain {
		j.shownAgain(w, f, before)
	}
	if before.State == after.State && e.Kind != order.Dismissed {
		return
	}
	switch {
	case e.Kind == order.Created:
		if f.sale = after.Sale; after.Attempt == 1 {
			j.again = 0
		}
		if typed := j.typedFor(w, f); after.Amount != typed {
			w.fail("order %s is made over %v, staff typed %v", e.Order, after.Amount, typed)
		}
	case e.Kind == order.Dismissed:
		f.dismissed, f.left = true, e.Reason != order.BecauseTime
	case after.State == order.StatePaid:
		j.paid(w, f, before, after)
	case after.State == order.StateCancelled:
		if in := w.gateway.find(e.Order); in == nil || w.clock.now < in.closes {
			w.fail("order %s is closed in the log and not at the gateway", e.Order)
		}
	case after.State == order.StateRefused:
		if in := w.gateway.find(e.Order); in != nil && e.Reason != order.BecauseGateway { // else nobody ever saw its code
			w.fail("order %s is refused in the log, and the gateway has it", e.Order)
		}
	}
}

// disagrees says that a whole, final answer is about something else than the
// order.
func disagrees(o *order.Order, a *order.Answer) bool {
	whole := a.Code == 0 && a.MerchantOrderID != "" && a.OrderID != "" && minor(a.Amount) >= 0
	final := a.Status == succeeded || a.Status == cancelled
	return whole && final && (a.MerchantOrderID != string(o.ID) || minor(a.Amount) != o.Amount.Minor || a.Currency != o.Amount.Currency)
}

// paid looks at an order that has just become paid in the log.
func (j *judge) paid(w *world, f *file, before, after *order.Order) {
	if why := j.unproven(w, after); why != "" {
		w.fail("order %s is paid in the log: %s", f.id, why)
	}
	expected := before.State == order.StateWaiting && !f.dismissed
	found := f.back && before.Why == order.BecauseRestored
	if !expected && (!after.Marks.Has(order.MarkLate) && !found || after.Seen) {
		w.fail("order %s is paid when nobody expects it, and nobody is told", f.id)
	}
}

// unproven says why the gateway's ledger does not prove an order paid.
func (j *judge) unproven(w *world, o *order.Order) string {
	in := w.gateway.find(o.ID)
	switch {
	case in == nil:
		return "the gateway does not have it"
	case w.gateway.status(in, w.clock.now) != succeeded:
		return "at the gateway it is " + w.gateway.status(in, w.clock.now)
	case in.minor != o.Amount.Minor || in.currency != o.Amount.Currency:
		return fmt.Sprintf("%v, at the gateway %s %s", o.Amount, in.amount, in.currency)
	}
	return ""
}
