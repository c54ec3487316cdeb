package main

import (
	"slices"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// looked is what customers and staff do when they see the windows.
func (d *dice) looked(w *world) {
	d.customer(w)
	d.atTheTill(w)
	for i := range w.view.Alerts {
		d.alerted(w, w.view.Alerts[i])
	}
}

// customer scans a code when it is first shown, and makes up his mind.
func (d *dice) customer(w *world) {
	s := w.view.Sale
	if s == nil || s.Phase != core.Waiting || slices.Contains(d.paying, s.Order) {
		return
	}
	d.paying = append(d.paying, s.Order)
	switch n := d.n(100); {
	case n < 45:
		d.pays(w, s.Order, d.between(200*time.Millisecond, min(d.show, d.expiry)))
	case n < 60:
		d.pays(w, s.Order, d.between(min(d.show, d.expiry), min(max(d.show, d.expiry), 2*time.Minute)))
	case d.expiry == neverCloses:
	case n < 70: // at the very end
		d.pays(w, s.Order, w.gateway.find(s.Order).closes-w.clock.now-d.between(time.Millisecond, 200*time.Millisecond))
	case n < 80:
		later := d.between(10*time.Millisecond, 40*time.Second)
		if d.in(8) { // when the till asks no more by itself
			later = d.between(25*time.Hour, 30*time.Hour)
		}
		w.gateway.cross(w.gateway.find(s.Order), w.clock.now, later)
	}
}

func (d *dice) pays(w *world, id order.ID, after time.Duration) {
	after = max(after, time.Millisecond)
	w.plan(after, happening{what: payment, id: id})
	if d.in(15) { // and the gateway notifies the till, perhaps twice, perhaps about nothing
		for range 1 + d.n(2) {
			w.plan(after+d.between(0, time.Second), happening{what: notify, in: core.Notified{Order: id}})
		}
	} else if d.in(4) {
		w.plan(after/2, happening{what: notify, in: core.Notified{Order: id}})
	}
}

// atTheTill is the cashier.
func (d *dice) atTheTill(w *world) {
	s := w.view.Sale
	if s == nil {
		if d.staff.order = ""; d.sales > 0 && !d.staff.next {
			d.staff.next = true
			charge, after := d.charge(w), d.between(100*time.Millisecond, 4*time.Second)
			w.plan(after, happening{what: command, in: charge})
			if d.in(5) { // a double Enter
				w.plan(after+d.between(time.Millisecond, time.Second), happening{what: command, in: charge})
			}
		}
		return
	}
	d.staff.next = false
	if s.Order == d.staff.order && s.Phase == d.staff.phase {
		return
	}
	d.staff.order, d.staff.phase = s.Order, s.Phase
	switch s.Phase {
	case core.Sending:
		d.mayPress(w, 5, 2*time.Second, core.Dismiss{Seen: s.Seen()})
	case core.Waiting:
		d.mayPress(w, 25, d.show, core.Dismiss{Seen: s.Seen()})
		d.mayPress(w, 10, d.show, core.AskNow{})
		if d.in(2) { // a manager may not decide now
			w.plan(time.Millisecond, happening{what: command, in: core.Allowed{
				Command: core.Resolve{Order: s.Order, Saw: core.StandingOf(*w.disk.find(s.Order), ""), Verdict: order.HandUnpaid, Reason: "a mistake"},
				Order:   order.Order{ID: s.Order},
			}})
		}
	case core.Paid:
		d.mayPress(w, 90, 2*time.Second, core.Next{Seen: s.Seen()})
		d.mayPress(w, 10, 6*time.Second, core.Next{Seen: s.Seen()}) // once more, whatever stands there then
		d.mayRefund(w, s.Order)
	case core.Closed, core.TimeUp:
		d.mayPress(w, 15, 2*time.Second, core.AskNow{})
		if d.in(60) {
			d.mayPress(w, 90, 2*time.Second, core.Again{Seen: s.Seen()})
			break
		}
		fallthrough
	default:
		d.mayPress(w, 90, 2*time.Second, core.Next{Seen: s.Seen()})
	}
	d.world(w)
}

// charge is the next sale. Amounts are small, and some are round.
func (d *dice) charge(w *world) core.Charge {
	d.sales--
	minor := int64(1 + d.n(2000))
	if d.in(30) {
		minor = 100 * (1 + minor/100)
	}
	methods := w.disk.settings.Methods
	return core.Charge{
		Amount: order.Amount{Minor: minor, Currency: w.disk.settings.Account.Currency}, Method: methods[d.n(len(methods))],
		Note: notes[minor%3], Tip: minor / 10, Discount: minor % 7,
	}
}

var notes = [...]string{"", "table 4", "take away"}

func (d *dice) mayPress(w *world, percent int, within time.Duration, cmd core.Input) {
	if d.in(percent) {
		w.plan(d.between(50*time.Millisecond, within), happening{what: command, in: cmd})
	}
}

// world is what happens around the till now and then.
func (d *dice) world(w *world) {
	switch n := d.n(200); {
	case n < 4:
		at, jumps := d.between(0, 4*time.Second), d.jump()
		w.plan(at, happening{what: jump, after: jumps})
		if d.in(50) { // and somebody puts it right
			w.plan(at+d.between(time.Second, 10*time.Minute), happening{what: jump, after: -jumps})
		}
	case n < 6:
		w.plan(d.between(0, 4*time.Second), happening{what: nod, after: d.between(6*time.Second, 10*time.Minute)})
	case n < 9:
		w.plan(d.between(0, 4*time.Second), happening{what: command, in: d.settings(w)})
	case n < 12 && d.deaths > 0:
		d.deaths--
		w.plan(d.between(0, 6*time.Second), happening{what: kill, after: d.between(100*time.Millisecond, 10*time.Second)})
	}
}

// settings are changed settings.
func (d *dice) settings(w *world) order.Settings {
	s := w.disk.settings
	s.AskEvery = time.Duration(1+d.n(3)) * time.Second
	s.Cutoff = d.n(13)
	if d.in(30) {
		s.Account.Merchant = [...]string{"39172931", otherMerchant}[d.n(2)]
	}
	return s
}

// alerted is staff who read an alert: they keep the money, or give it back.
func (d *dice) alerted(w *world, a core.AlertView) {
	id := a.Order
	if slices.Contains(d.staff.noticed, a.Seen()) {
		return
	}
	d.staff.noticed = append(d.staff.noticed, a.Seen())
	if d.in(60) { // what was not read in this run can't be acknowledged in it
		w.plan(d.between(50*time.Millisecond, 10*time.Second), happening{run: w.run, what: command, in: a.Seen()})
	}
	d.mayRefund(w, id)
}

// mayRefund is a manager who gives money back, sometimes more than there is.
func (d *dice) mayRefund(w *world, id order.ID) {
	o := w.disk.find(id)
	for d.refund > 0 && o != nil && o.State == order.StatePaid && d.in(60) {
		d.refund--
		amount := order.Amount{Minor: 1 + int64(d.n(int(o.Amount.Minor)*5/4+1)), Currency: o.Amount.Currency}
		if d.in(40) {
			amount = o.Amount
		}
		w.plan(d.between(50*time.Millisecond, 8*time.Second), happening{what: command, in: core.Allowed{
			Command: core.Refund{Order: id, Amount: amount, Reason: "returned"}, Order: order.Order{ID: id},
		}})
	}
}

// idle is called when nothing is left to happen but what the till does by
// itself: staff go on with what has ended, and a manager looks after what is
// doubtful.
func (d *dice) idle(w *world) {
	s := w.view.Sale
	switch {
	case w.core == nil:
	case s != nil && s.Phase != core.Waiting && s.Phase != core.Sending:
		w.plan(time.Second, happening{what: command, in: core.Next{Seen: s.Seen()}})
	case s == nil && d.sales > 0:
		w.plan(time.Second, happening{what: command, in: d.charge(w)})
	case d.afterwards(w):
	default:
		d.manager(w)
	}
}

// afterwards is what happens when the till has done with an order: money comes all the
// same, and the gateway says so until it is asked; or staff want to know.
func (d *dice) afterwards(w *world) bool {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		in := w.gateway.find(o.ID)
		switch {
		case in == nil:
			continue
		case o.WatchedOut() && in.paid == 0 && w.judge.file(o.ID).shown > 0 && w.gateway.status(in, w.clock.now) == pending && d.unlucky > 0:
			w.plan(time.Second, happening{what: payment, id: o.ID})
		case in.paid > 0 && w.clock.now > in.paid+time.Hour && w.judge.file(o.ID).heard < in.paid && d.unlucky > 0:
			w.plan(5*time.Minute, happening{what: notify, in: core.Notified{Order: o.ID}})
		case d.curious > 0 && w.clock.now > d.wonder && o.State != order.StateRefused && d.in(30):
			d.curious--
			if d.in(20) {
				d.next, d.from = turned, w.clock.now
			}
			w.plan(time.Second, happening{what: command, in: core.Check{Order: o.ID}})
			return true
		default:
			continue
		}
		d.unlucky--
		return true
	}
	return false
}

// manager looks in the gateway's portal for what is doubtful.
func (d *dice) manager(w *world) (busy bool) {
	if d.portal == 0 {
		return false
	}
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if o.State == order.StateWaiting || o.State == order.StateUnsure {
			if busy = d.decide(w, o); busy {
				return true
			}
		}
		for k := range o.Refunds {
			r := &o.Refunds[k]
			if r.State != order.RefundUnsure || r.Hand != nil {
				continue
			}
			if b := w.gateway.found(r.ID, w.clock.now); b != nil {
				if busy = d.in(30) && b.status(w.clock.now) == succeeded; busy {
					d.portal--
					w.plan(10*time.Millisecond, happening{what: command, in: core.Allowed{
						Command: core.Resolve{Order: o.ID, Refund: r.ID, Saw: core.StandingOf(*o, r.ID), Verdict: order.HandRefunded, Reason: "so says the portal"},
						Order:   order.Order{ID: o.ID},
					}})
					return true
				}
				continue
			}
			d.portal--
			wait := time.Second
			if d.in(70) { // else too soon
				wait = 12 * time.Minute
			}
			switch d.n(9) {
			case 0, 1, 2: // what is asked first is lost
				d.next, d.from = lostBefore, w.clock.now+wait
			case 3, 4, 5: // nothing is heard meanwhile
				d.deaf = w.clock.now + wait - d.between(time.Second, time.Minute)
			case 6: // and the clock is set
				w.plan(time.Second, happening{what: jump, after: time.Hour})
				wait += 10 * time.Second
			}
			var cmd core.Command = core.SendAgain{Order: o.ID, Refund: r.ID}
			if (w.gateway.findBack(r.ID) == nil || d.in(20)) && d.in(30) { // some look before it is there
				record := core.Resolve{Order: o.ID, Refund: r.ID, Verdict: order.HandNotRefunded, Reason: "not in the portal"}
				if d.in(30) { // else the sheet is opened only then
					record.Saw = core.StandingOf(*o, r.ID)
				}
				cmd = record
				if d.in(50) { // and give it back once more
					w.plan(wait+d.between(time.Second, time.Minute), happening{what: command, in: core.Allowed{
						Command: core.Refund{Order: o.ID, Amount: r.Amount, Reason: "once more"}, Order: order.Order{ID: o.ID},
					}})
				}
			}
			w.plan(wait, happening{what: command, in: core.Allowed{Command: cmd, Order: order.Order{ID: o.ID}}})
			return true
		}
	}
	return false
}

// decide has a manager record what the portal says about an order that is long
// undecided.
func (d *dice) decide(w *world, o *order.Order) (busy bool) {
	in := w.gateway.find(o.ID)
	far := in != nil && w.clock.now > in.closes && in.paid > w.clock.now+time.Hour // the portal says that it is closed
	if o.Hand != nil || w.gateway.changes(o.ID, w.clock.now) && !far || !far && !d.in(10) {
		return false
	}
	d.portal--
	verdict := order.HandUnpaid
	if in != nil && in.paid > 0 && !far {
		verdict = order.HandPaid
	}
	w.plan(20*time.Minute, happening{what: command, in: core.Allowed{
		Command: core.Resolve{Order: o.ID, Saw: core.StandingOf(*o, ""), Verdict: verdict, Reason: "so says the portal"}, Order: order.Order{ID: o.ID},
	}})
	return true
}
