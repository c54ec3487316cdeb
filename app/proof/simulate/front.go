package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// shownLonger is how long a code may be shown beyond the shop's limit, while the
// till asks once more.
const shownLonger = 12 * time.Second

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
// a code already: only once the gateway has closed that, and when staff want it.
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
		case g.left:
			w.fail("sale %s gets order %s after staff have left the code of %s", f.sale, f.id, g.id)
		}
	}
	if before > j.again {
		w.fail("sale %s gets its code number %d, and staff did not want it", f.sale, before+1)
	}
}

// shownFor looks at how long a code has been shown, by the clock of a computer that
// is awake.
func (j *judge) shownFor(w *world, f *file) {
	now := j.awake()
	if f.awake == 0 {
		f.awake = max(now, 1)
	}
	// Rule 11: at a start only the computer's clock can tell since when it is shown.
	if !w.clock.wrong && now-f.awake > w.disk.settings.ShowFor+shownLonger {
		w.fail("order %s shows its code for %v", f.id, now-f.awake)
	}
}

// shownAgain notes that staff wanted the same code once more.
func (j *judge) shownAgain(w *world, f *file, before *order.Order) {
	if f.left || before.Why != order.BecauseTime {
		w.fail("order %s is shown again after staff have taken its code away", f.id)
	}
	f.gone, f.dismissed, f.awake = false, false, 0
}

// leave notes whose sale staff leave in this turn, if it still stands as they saw it.
func (j *judge) leave(w *world, seen core.Seen) {
	if s := w.view.Sale; s == nil || s.Phase == seen.Phase {
		j.leftNow = seen.Order
	}
}

// pressed notes what staff have seen and leave by a key, and what somebody wants.
func (j *judge) pressed(w *world, in core.Input) {
	switch cmd := in.(type) {
	case core.Dismiss:
		j.leave(w, cmd.Seen)
	case core.Next:
		j.leave(w, cmd.Seen)
		if (cmd.Phase == core.Paid || cmd.Phase == core.Unrecorded) && (j.ticked == "" || j.leaves != j.ticked) {
			j.leaves = cmd.Order
		}
	case core.Again:
		j.again++
		j.goesOn = cmd.Seen
		for i := range j.files {
			g := &j.files[i]
			g.over = g.over || g.sale == j.file(cmd.Order).sale
		}
		j.presses()
	case core.Charge:
		j.charged = true
		if !j.selling && !w.disk.broken && j.left() >= 1 { // section 4: within the budget
			j.owes(w, w.disk.settings.Account, false)
		}
		j.presses()
	case core.AskNow:
		if on := w.disk.find(j.front); on != nil && (on.State == order.StateWaiting || on.State == order.StateCancelled) && !w.disk.broken {
			j.owes(w, on.Account, j.file(on.ID).asking)
			j.asksFor(w, j.front)
		}
		if s := w.view.Sale; s != nil && w.disk.find(s.Order) != nil { // once in 10 s, whatever came of it
			j.line(w.disk.find(s.Order).Account).asked = j.awake()
		}
		j.presses()
	case core.Check:
		j.asksFor(w, cmd.Order)
		j.presses()
	case core.Notified:
		j.asksFor(w, cmd.Order)
	}
}

// begins looks at the first event of an order.
func (j *judge) begins(w *world, f *file, o *order.Order) {
	if typed := j.typedFor(w, f); o.Amount != typed {
		w.fail("order %s is made over %v, staff typed %v", f.id, o.Amount, typed)
	}
	for i := range j.files {
		if g := &j.files[i]; g.sale == f.sale && g.id != f.id {
			b := w.disk.find(g.id)
			if b.State == order.StateRefused && b.Attempt == o.Attempt-1 {
				w.fail("order %s is made after a definite no to %s", f.id, g.id)
			}
			if b.Method != o.Method || b.Note != o.Note || b.Tip != o.Tip || b.Discount != o.Discount {
				w.fail("order %s does not keep what staff typed for the sale of %s", f.id, g.id)
			}
		}
	}
	if j.tries(f) > attempts {
		w.fail("order %s is one more for the same code", f.id)
	}
	if o.Attempt > 1 {
		if s := w.view.Sale; s != nil && j.file(s.Order).sale == o.Sale {
			j.leftNow = s.Order // the sale has gone on in this very turn
		}
		return
	}
	if j.selling {
		w.fail("order %s begins a second sale", f.id)
	}
	if l := j.line(o.Account); l.long && l.until-j.awake() > waitedFor { // rule 15: up to that is waited for
		w.fail("order %s begins a sale, and the gateway wants silence: nobody could watch it", f.id)
	}
}

// lookAtTick looks that a tick stays until somebody has gone on from it.
func (j *judge) lookAtTick(w *world, s *core.SaleView) {
	ticked := order.ID("")
	if s != nil && (s.Phase == core.Paid || s.Phase == core.Unrecorded) {
		ticked = s.Order
	}
	if j.ticked != "" && ticked != j.ticked && j.leaves != j.ticked && (s == nil || s.Phase != core.Disputed || s.Order != j.ticked) {
		w.fail("the tick of order %s goes, and nobody has gone on from it", j.ticked)
	}
	j.ticked = ticked
}

// lookAtPaid looks that a payment is to be seen until somebody has gone on from it.
func (j *judge) lookAtPaid(w *world, s *core.SaleView) {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if o.State != order.StatePaid || o.Seen || s != nil && o.ID == s.Order {
			continue
		}
		told := false
		for k := range w.view.Alerts {
			told = told || w.view.Alerts[k].Order == o.ID || w.view.Alerts[k].Found > 0 && o.Alert() == order.AlertFound
		}
		if !told {
			w.fail("order %s is paid, nobody has gone on from that, and nothing of it is to be seen", o.ID)
		}
	}
}

// twice looks at a sale that was paid by two of its codes, which may be when the
// money of the older one came after the gateway had closed it: then it is late
// money, and somebody was told.
func (j *judge) twice(w *world, older *intent) {
	o, f := w.disk.find(older.id), j.file(older.id)
	crossed := older.closedUnpaid(w.clock.now) && f.closed
	said := o != nil && o.Marks.Has(order.MarkLate)
	for i := range j.files { // after an older copy of the log was put back either may be the second
		said = said || f.back && j.files[i].sale == f.sale && j.files[i].twice
	}
	for i := range w.disk.orders { // what was perhaps going back stood among what needs a person
		other := &w.disk.orders[i]
		said = said || f.back && other.Sale == f.sale && len(other.Refunds) > 0
	}
	for i := range w.gateway.intents { // what went back whole is no second payment
		in := &w.gateway.intents[i]
		back, _ := w.gateway.returned(in.id, w.clock.now)
		said = said || f.back && in.paid > 0 && j.file(in.id).sale == f.sale && back == in.minor
	}
	if !crossed || o == nil || o.Hand == nil && !said {
		w.fail("sale %s is paid twice", f.sale)
	}
}
