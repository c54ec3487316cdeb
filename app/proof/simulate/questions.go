package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

const perSecond, burst = 2, 2

// sent looks at a creation that is about to leave.
func (j *judge) sent(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	switch {
	case on == nil || on.State == order.None:
		w.fail("order %s is sent before it is on the disk", o.ID)
	case on.Amount != o.Amount || on.Account != o.Account:
		w.fail("order %s is sent as %v, on the disk it is %v", o.ID, o.Amount, on.Amount)
	case f.sent > 0:
		w.fail("order %s is sent to create again", o.ID)
	}
	j.follows(w, f)
	j.leaving(w, o.Account)
	if !a.unsent() {
		f.sent++
	}
}

// asked looks at a question that is about to leave.
func (j *judge) asked(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	if on == nil {
		w.fail("order %s is asked about and is not on the disk", o.ID)
		return
	}
	if on.Account != o.Account {
		w.fail("order %s is asked about at another account", o.ID)
	}
	if f.asking {
		w.fail("order %s is asked about twice at once", o.ID)
	}
	f.asking, f.askedAt, f.honest = true, w.clock.now, a.honest()
	f.askedAwake = w.clock.now - w.clock.slept
	j.paired(w, j.leaving(w, o.Account), o.ID)
	j.spend(w)
}

// spend counts one question against the budget.
func (j *judge) spend(w *world) {
	now := w.clock.now - w.clock.slept
	j.tokens = min(burst, j.tokens+perSecond*(now-j.spent).Seconds()) - 1
	j.spent = now
	if j.tokens < -1e-6 {
		w.fail("more than %d questions a second", perSecond)
	}
}

func (j *judge) answered(w *world, a *core.AskEnded) {
	f := j.file(a.Order)
	j.closedBy(w, a)
	if today := w.clock.time().UTC().Format(time.DateOnly); payments.OutcomeOf(a.Err) != payments.Unknown && f.last != today {
		f.days, f.last = f.days+1, today
	}
	f.asking, f.askedAwake = false, w.clock.now-w.clock.slept
	j.came(w, w.disk.find(a.Order).Account, a.Payment.Meta.Contended, a.Err)
	if f.honest {
		f.heard = f.askedAt
	}
}

// closedBy notes that the gateway has told the till itself, and right, that an
// order is closed.
func (j *judge) closedBy(w *world, a *core.AskEnded) {
	f, in, p := j.file(a.Order), w.gateway.find(a.Order), &a.Payment
	if a.Err == nil && in != nil && p.Status == cancelled && p.MerchantOrderID == string(in.id) && p.OrderID == in.number &&
		minor(p.Amount) == in.minor && p.Currency == in.currency {
		f.closed = true
	}
}
