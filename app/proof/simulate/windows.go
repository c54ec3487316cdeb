package main

import (
	"qrtill/app/core"
	"qrtill/app/order"
)

// look compares what the windows show with disk and gateway.
func (j *judge) look(w *world) {
	v := &w.view
	for i := range v.Alerts {
		j.alerted(w, &v.Alerts[i])
	}
	before := j.onshow
	j.leftNow = ""
	j.onshow = ""
	if v.Sale != nil {
		j.lookAtSale(w, v.Sale)
	}
	if before != "" && before != j.onshow {
		j.file(before).gone = true
	}
	if !w.disk.broken {
		j.lookAtWatch(w)
		j.lookAtPaid(w, v.Sale)
	}
}

// alerted notes what staff were told.
func (j *judge) alerted(w *world, a *core.AlertView) {
	for i := range w.disk.orders { // in sum
		if o := &w.disk.orders[i]; a.Found > 0 && o.Alert() == order.AlertFound {
			j.file(o.ID).told = true
		}
	}
	if a.Text.Key == "alert.paid_twice" {
		j.file(a.Order).twice = true
	}
	if a.Kind != order.AlertRefundFailed || j.file(a.Order).back {
		j.file(a.Order).told = true
	}
	for i := range j.refunds {
		if f := &j.refunds[i]; f.order == a.Order {
			f.told = true
		}
	}
}

func (j *judge) lookAtSale(w *world, s *core.SaleView) {
	switch s.Phase {
	case core.Waiting:
		j.live(w, s)
	case core.Paid, core.Unrecorded:
		on := w.disk.find(s.Order)
		j.file(s.Order).told = true
		if on == nil || s.Phase == core.Paid && on.State != order.StatePaid {
			w.fail("the tick is shown for order %s, which is not paid in the log", s.Order)
		} else if s.Amount != on.Amount {
			w.fail("the tick of order %s says %v, paid were %v", s.Order, s.Amount, on.Amount)
		} else if why := j.unproven(w, on); why != "" {
			w.fail("the tick is shown for order %s: %s", s.Order, why)
		}
	case core.Disputed:
		j.file(s.Order).told = true
	}
	if s.QR != "" && s.Phase != core.Waiting {
		w.fail("order %s shows a code in phase %d", s.Order, s.Phase)
	}
}

// live looks at a code that a customer can pay now.
func (j *judge) live(w *world, s *core.SaleView) {
	f, on, in := j.file(s.Order), w.disk.find(s.Order), w.gateway.find(s.Order)
	j.onshow = s.Order
	switch {
	case on == nil || on.QR != s.QR || on.State != order.StateWaiting && !w.disk.broken:
		w.fail("order %s shows a code that is not on the disk", s.Order)
		return
	case f.dismissed && !w.disk.broken:
		w.fail("order %s shows a code that was dismissed", s.Order)
	case on.Hand != nil:
		w.fail("order %s shows its code, and a manager has decided it", s.Order)
		return
	case f.gone:
		w.fail("order %s shows its code again", s.Order)
		return
	case in == nil || in.qr != s.QR:
		w.fail("order %s shows a code that is not its own", s.Order)
		return
	case s.Amount.Minor != in.minor || s.Amount.Currency != in.currency:
		w.fail("order %s shows %v, its code takes %s %s", s.Order, s.Amount, in.amount, in.currency)
	}
	if f.shown == 0 {
		f.shown = max(w.clock.now, 1)
	}
	j.shownFor(w, f)
	j.blindness(w, s)
	for i := range j.files {
		g := &j.files[i]
		if g.sale != f.sale || g.id == f.id || g.shown == 0 {
			continue
		}
		if !w.gateway.find(g.id).closedUnpaid(w.clock.now) {
			w.fail("sale %s has two live codes: %s and %s", f.sale, g.id, f.id)
		}
	}
}

// lookAtWatch counts the orders that the till must be watching.
func (j *judge) lookAtWatch(w *world) {
	undecided, front := 0, 0
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if !undecidedPayment(o) {
			continue
		}
		undecided++
		if w.view.Sale != nil && w.view.Sale.Order == o.ID {
			front++
		}
	}
	watched := w.view.Watching + w.view.Unasked // which counts refunds as well
	if watched < undecided-front || w.view.Unasked == 0 && watched > undecided {
		w.fail("%d orders are undecided and the till watches %d", undecided, watched+front)
	}
}

// lastShown is the order whose code was shown last.
func (j *judge) lastShown() order.ID {
	var last *file
	for i := range j.files {
		if f := &j.files[i]; f.shown > 0 && (last == nil || f.shown >= last.shown) {
			last = f
		}
	}
	return last.id
}
