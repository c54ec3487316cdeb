package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// mostRenewals is how many fresh codes a sale may get by itself.
const mostRenewals = 3

// shownLonger is how long a code may be shown beyond the shop's limit, while the
// till asks once more.
const shownLonger = 12 * time.Second

// closedBy notes that the gateway has told the till itself, and right, that an
// order is closed.
func (j *judge) closedBy(w *world, a *core.AskEnded) {
	f, in, p := j.file(a.Order), w.gateway.find(a.Order), &a.Payment
	if a.Err == nil && in != nil && p.Status == cancelled && p.MerchantOrderID == string(in.id) && p.OrderID == in.number &&
		minor(p.Amount) == in.minor && p.Currency == in.currency {
		f.closed = true
	}
}

// typedFor is the amount that staff typed for an order's sale.
func (j *judge) typedFor(w *world, f *file) order.Amount {
	for i := range j.files {
		if g := &j.files[i]; g.sale == f.sale && g.id != f.id {
			return w.disk.find(g.id).Amount
		}
	}
	return j.typed
}

// follows looks at an order that is about to be sent for a sale that has shown
// a code already: only once the gateway has closed that, and nobody else has.
func (j *judge) follows(w *world, f *file) {
	before := 0
	for i := range j.files {
		g := &j.files[i]
		if g.sale != f.sale || g.id == f.id || g.shown == 0 {
			continue
		}
		before++
		on := w.disk.find(g.id)
		late := on.State == order.StatePaid && on.Marks.Has(order.MarkLate)
		switch {
		case !g.closed || on.State != order.StateCancelled && !late:
			w.fail("sale %s gets order %s while the code of %s was shown, and the gateway has not closed that", f.sale, f.id, g.id)
		case g.dismissed:
			w.fail("sale %s gets order %s after the code of %s was taken away", f.sale, f.id, g.id)
		}
	}
	if before > mostRenewals {
		w.fail("sale %s gets its code number %d", f.sale, before+1)
	}
}

// shownFor looks at how long a sale has been showing codes, by the clock of a
// computer that is awake.
func (j *judge) shownFor(w *world, f *file) {
	now := w.clock.now - w.clock.slept
	if f.awake == 0 {
		f.awake = max(now, 1)
	}
	first := f.awake
	for i := range j.files {
		if g := &j.files[i]; g.sale == f.sale && g.awake > 0 {
			first = min(first, g.awake)
		}
	}
	if !w.clock.wrong && now-first > w.disk.settings.ShowFor+shownLonger {
		w.fail("sale %s shows its codes for %v", f.sale, now-first)
	}
}

// twice looks at a sale that was paid by two of its codes, which may be when the
// money of the older one came after the gateway had closed it: then it is late
// money, and somebody was told.
func (j *judge) twice(w *world, older *intent) {
	o, f := w.disk.find(older.id), j.file(older.id)
	crossed := older.closedUnpaid(w.clock.now) && f.closed
	if !crossed || o == nil || o.Hand == nil && !o.Marks.Has(order.MarkLate) {
		w.fail("sale %s is paid twice", f.sale)
	}
}
