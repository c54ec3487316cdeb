package main

import (
	"time"

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
	j.onshow, j.front = "", ""
	if v.Sale != nil {
		j.lookAtSale(w, v.Sale)
	}
	if before != "" && before != j.onshow {
		j.blindness(w, before)
		j.file(before).gone = true
	}
	j.lookAtStaff(w)
	j.served(w)
	j.triedInTime(w)
	j.lookAtUnrecorded(w)
	j.lookAtTick(w, v.Sale)
	if !w.disk.broken { // what is not on the disk yet is not missing in the windows
		j.lookAtWatch(w)
		j.lookAtPaid(w, v.Sale)
		j.lookAtNeeds(w)
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
		j.tickIsBack(w, s)
	case core.Disputed:
		j.file(s.Order).told = true
	case core.Failed:
		j.stuck(w, s)
	}
	switch s.Phase {
	case core.Waiting, core.Closed, core.TimeUp:
		j.front = s.Order
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
	case on == nil || on.QR != s.QR || on.State != order.StateWaiting && !w.disk.broken: // I5: what a failed write left there the till does not know
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
	j.blindness(w, s.Order)
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
	undecided, front, keyless := 0, 0, 0
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if w.keyless && w.account == o.Account && unsettled(o) {
			keyless++
		}
		if !undecidedPayment(o) {
			continue
		}
		undecided++
		if w.view.Sale != nil && w.view.Sale.Order == o.ID {
			front++
		}
	}
	if w.view.Unasked != keyless {
		w.fail("%d orders can't be asked about, and staff read %d", keyless, w.view.Unasked)
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

// lookAtStaff looks whether staff are told what they must know.
func (j *judge) lookAtStaff(w *world) {
	v := &w.view
	j.failed = j.failed || w.disk.broken
	if j.charged && v.Sale == nil && v.Notice.Empty() && v.Stopped.Empty() {
		w.fail("a sale does not start, and nobody is told why")
	}
	if s := v.Sale; s != nil && s.Phase == core.Waiting && s.Quiet.IsZero() && j.awake() < j.line(w.disk.find(s.Order).Account).until {
		w.fail("the gateway wants silence, and staff are not told")
	}
	// A log that failed may have settings that the till does not know (section 5, I5).
	if v.Banner.Key == "banner.silent" && !w.disk.broken && j.awake() >= j.line(w.disk.settings.Account).until {
		w.fail("staff are told of a silence that is over")
	}
	if l := j.line(w.disk.settings.Account); l.contended && v.Banner.Empty() && !w.disk.broken {
		w.fail("tokens die young, and staff are not told")
	}
	if s := v.Sale; s != nil && s.Seen() == j.goesOn && v.Notice.Empty() && v.Stopped.Empty() && s.Problem.Empty() {
		w.fail("staff go on with the sale of order %s, and nothing happens", s.Order)
	}
	if j.fresh {
		j.lookAtStart(w)
	}
	j.selling, j.charged, j.fresh, j.goesOn = v.Sale != nil, false, false, core.Seen{}
}

// lookAtUnrecorded looks that a payment that is proven, and that could not be written, is
// to be seen.
func (j *judge) lookAtUnrecorded(w *world) {
	for i := range j.files {
		f := &j.files[i]
		if !f.proven || w.disk.find(f.id).State == order.StatePaid {
			continue
		}
		told := w.view.Sale != nil && w.view.Sale.Order == f.id && w.view.Sale.Phase == core.Unrecorded
		for k := range w.view.Alerts {
			told = told || w.view.Alerts[k].Order == f.id
		}
		if !told {
			w.fail("order %s is proven paid, that is not in the log, and nothing of it is to be seen", f.id)
		}
	}
}

// tickFor is how long after a payment its tick is back after a start.
const tickFor = 2 * time.Minute

// lookAtStart looks whether the tick is back that staff had no time to see.
func (j *judge) lookAtStart(w *world) {
	if len(w.disk.orders) == 0 || w.disk.broken {
		return
	}
	o := &w.disk.orders[len(w.disk.orders)-1]
	ticks := o.State == order.StatePaid && !o.Seen && o.Marks == 0 && o.Why != order.BecauseRestored && !j.paidBefore(w, o)
	ago := w.clock.time().Sub(o.SettledAt) // rule 11: at a start only the computer's clock can tell
	if ticks && ago >= 0 && ago < tickFor && (w.view.Sale == nil || w.view.Sale.Order != o.ID) {
		w.fail("order %s was paid just before the start, and its tick is not back", o.ID)
	}
}

// tickIsBack looks at a tick that is there again after a start.
func (j *judge) tickIsBack(w *world, s *core.SaleView) {
	f, on := j.file(s.Order), w.disk.find(s.Order)
	switch {
	case !s.Restored && j.fresh && s.Phase == core.Paid:
		w.fail("the tick of order %s is back after a start, and the customer sees it", s.Order)
	case !s.Restored:
	case f.left:
		w.fail("the tick of order %s is back, and staff had left it", s.Order)
	case j.fresh && w.clock.time().Sub(on.SettledAt) > tickFor:
		w.fail("the tick of order %s is back %v after it", s.Order, w.clock.time().Sub(on.SettledAt))
	}
}

// paidBefore says that another order of the sale is paid, and not all of that has gone back.
func (j *judge) paidBefore(w *world, o *order.Order) bool {
	for i := range w.disk.orders {
		p := &w.disk.orders[i]
		if p.Sale == o.Sale && p.ID != o.ID && p.State == order.StatePaid && p.Refundable().Minor > 0 {
			return true
		}
	}
	return false
}

// attempts is how many orders a code may take whose creations get no answer.
const attempts = 3

// stuck looks at a sale that has no code because an answer was lost: it goes on at once
// under a new id (rule 2).
func (j *judge) stuck(w *world, s *core.SaleView) {
	f, on := j.file(s.Order), w.disk.find(s.Order)
	lost := f.creation == lostBefore || f.creation == lostAfter
	if j.failed || !w.view.Notice.Empty() || on == nil || on.Why != order.BecauseLost || on.Account != w.disk.settings.Account || !lost {
		return
	}
	if j.tries(f) < attempts {
		w.fail("sale %s stops after the answer about %s was lost", f.sale, f.id)
	}
}

// tries is how many orders a sale has made for the code that it wants.
func (j *judge) tries(f *file) (tries int) {
	for i := range j.files {
		if g := &j.files[i]; g.sale == f.sale && !g.over {
			if tries++; g.shown > 0 {
				tries = 0
			}
		}
	}
	return tries
}

// lookAtNeeds looks whether all that needs a person is among what does.
func (j *judge) lookAtNeeds(w *world) {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if needs := o.Marks.Has(order.MarkMismatch) && o.Hand == nil || j.doubtful(w, o); needs && !j.amongTrouble(w, o.ID) {
			w.fail("order %s needs a person, and is not among what does", o.ID)
		}
	}
	for i := range w.view.Alerts {
		if a := &w.view.Alerts[i]; a.Text.Key == "alert.late" && j.paidBefore(w, w.disk.find(a.Order)) {
			w.fail("order %s is the second that was paid of its sale, and nobody is told so", a.Order)
		}
	}
	if s := w.view.Sale; s != nil && s.Phase == core.Paid && s.Problem.Key != "sale.paid_twice" {
		if on := w.disk.find(s.Order); !on.Seen && j.paidBefore(w, on) {
			w.fail("order %s is the second that was paid of its sale, and nobody is told so", s.Order)
		}
	}
}

func (j *judge) amongTrouble(w *world, id order.ID) bool {
	for i := range w.view.Trouble {
		if w.view.Trouble[i].Order.ID == id {
			return true
		}
	}
	return false
}
