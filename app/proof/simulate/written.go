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
	order.StateRefused:   {order.StateRefused, order.StatePaid}, // it was refused, and done
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
	case !moved, before.State == order.StateRefused && after.State == before.State && !after.Marks.Has(order.MarkMismatch):
		w.fail("order %s goes from %s to %s", e.Order, before.State, after.State)
	case before.Marks&^after.Marks != 0 && (e.Kind != order.ShownAgain || before.Marks&^after.Marks != order.MarkDismissed):
		w.fail("order %s loses a mark: %v, then %v", e.Order, before.Marks.Words(), after.Marks.Words())
	case before.State != order.None && before.Amount != after.Amount:
		w.fail("order %s changes from %v to %v", e.Order, before.Amount, after.Amount)
	case before.GatewayID != "" && before.GatewayID != after.GatewayID:
		w.fail("order %s changes its number at the gateway", e.Order)
	case before.State == order.StatePaid && before.PaidDay != after.PaidDay:
		w.fail("order %s moves to another day", e.Order)
	case before.Seen && !after.Seen && before.State == after.State && before.Marks == after.Marks && !differsAnew(before, after): // rule 3
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Acknowledged && e.Refund == nil && !after.Seen {
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Answered {
		j.answerWritten(w, e.Answer, before, after)
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
		j.begins(w, f, after)
	case e.Kind == order.Dismissed:
		f.dismissed, f.left = true, e.Reason != order.BecauseTime
	case after.State == order.StatePaid:
		j.paid(w, f, before, after)
	case after.State == order.StateCancelled:
		f.says = 0
		if in := w.gateway.find(e.Order); in == nil || w.clock.now < in.closes {
			w.fail("order %s is closed in the log and not at the gateway", e.Order)
		}
	case after.State == order.StateRefused:
		if in := w.gateway.find(e.Order); in != nil && e.Reason != order.BecauseGateway { // else nobody ever saw its code
			w.fail("order %s is refused in the log, and the gateway has it", e.Order)
		}
	}
}

// answerWritten looks at what an answer to a question made of its order.
func (j *judge) answerWritten(w *world, a *order.Answer, before, after *order.Order) {
	whole := a.Code == 0 && a.MerchantOrderID != "" && a.OrderID != "" && minor(a.Amount) >= 0 &&
		(a.Status == succeeded || a.Status == cancelled)
	differs := a.MerchantOrderID != string(before.ID) || minor(a.Amount) != before.Amount.Minor || a.Currency != before.Amount.Currency ||
		before.GatewayID != "" && a.OrderID != before.GatewayID
	explained := j.explained(w, before, a)
	excused := explained || j.excused(before, a)
	marked := after.Marks.Has(order.MarkMismatch)
	switch {
	case a.NotFound && a.Code != notFoundAt(before.Account):
		w.fail("order %s: code %d is taken for \"not found\"", after.ID, a.Code)
	case whole && differs && !excused && !marked:
		w.fail("order %s: an answer disagrees, and that is not in the log", after.ID)
	case whole && !differs && a.Status == cancelled && before.State == order.StatePaid && !excused && !marked:
		w.fail("order %s is paid, then cancelled, and that is not in the log", after.ID)
	case marked && !before.Marks.Has(order.MarkMismatch) && !whole:
		w.fail("order %s is disputed, and the answer was none", after.ID)
	case marked && !before.Marks.Has(order.MarkMismatch) && explained && !j.file(after.ID).erred:
		w.fail("order %s is disputed, and its own refunds explain the answer", after.ID)
	case a.Code == 0 && a.Status != "" && after.Said != a.Status:
		w.fail("order %s was answered %s, and staff read %s", after.ID, a.Status, after.Said)
	}
}

// explained says that an order's own refunds, as far as they have reached the gateway, make
// an answer about it what it is (rule 3).
func (j *judge) explained(w *world, o *order.Order, a *order.Answer) bool {
	if o.State != order.StatePaid || a.MerchantOrderID != string(o.ID) || a.OrderID != o.GatewayID || a.Currency != o.Amount.Currency {
		return false
	}
	_, perhaps := w.gateway.returned(o.ID, w.clock.now)
	left := o.Amount.Minor - perhaps
	fits := minor(a.Amount) == o.Amount.Minor || minor(a.Amount) == left
	return perhaps > 0 && fits && (a.Status == succeeded || a.Status == cancelled && left == 0)
}

// paid looks at an order that has just become paid in the log.
func (j *judge) paid(w *world, f *file, before, after *order.Order) {
	if why := j.unproven(w, after); why != "" {
		w.fail("order %s is paid in the log: %s", f.id, why)
	}
	expected := before.State == order.StateWaiting && !f.dismissed
	found := f.back && before.Why == order.BecauseRestored // rule 6: told once, in sum
	f.paidAt = w.clock.now
	switch {
	case !expected && !found && !after.Marks.Has(order.MarkLate):
		w.fail("order %s is paid when nobody expects it, and nobody is told", f.id)
	case after.Seen:
		w.fail("order %s is paid, and counts as seen before anybody has gone on from it", f.id)
	case before.Hand.Is(order.HandUnpaid) && after.Hand != nil:
		w.fail("order %s is paid, and what a manager recorded before outranks that", f.id)
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

// excused says that refunds of which the till does not know whether they went out may make
// an answer what it is (rule 3).
func (j *judge) excused(o *order.Order, a *order.Answer) bool {
	left := o.Amount.Minor
	for i := range o.Refunds {
		if r := &o.Refunds[i]; r.State != order.RefundFailed && (r.State != order.RefundWanted || j.refundFile(r.ID, o.ID).sent > 0) {
			left -= r.Amount.Minor
		}
	}
	same := o.State == order.StatePaid && a.MerchantOrderID == string(o.ID) && a.OrderID == o.GatewayID && a.Currency == o.Amount.Currency
	return same && left < o.Amount.Minor && minor(a.Amount) >= max(left, 0) && minor(a.Amount) <= o.Amount.Minor &&
		(a.Status == succeeded || left <= 0)
}

// differsAnew says that another answer disagreed than the one that staff know of.
func differsAnew(before, after *order.Order) bool {
	return before.Differed != nil && after.Differed != nil &&
		(*before.Differed != *after.Differed || before.DifferedRefund != after.DifferedRefund)
}
