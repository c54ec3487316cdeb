package main

import (
	"fmt"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// over says that nothing that could still happen changes anything: all is
// final, or has a name and is watched.
func (j *judge) over(w *world) bool {
	if len(w.agenda) > 0 || w.core == nil || w.disk.broken {
		return false
	}
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if !j.settled(w, o) {
			return false
		}
		for k := range o.Refunds {
			if !j.refundSettled(w, o, &o.Refunds[k]) {
				return false
			}
		}
	}
	for i := range w.gateway.intents {
		if w.gateway.intents[i].paid > w.clock.now {
			return false
		}
	}
	for i := range j.files {
		if j.files[i].wanted {
			return false
		}
	}
	return true
}

func (j *judge) settled(w *world, o *order.Order) bool {
	f, in := j.file(o.ID), w.gateway.find(o.ID)
	if o.Hand != nil { // rule 6: a later proof outranks what was recorded
		return in == nil || in.paid == 0 || o.State == order.StatePaid || o.Hand.Verdict == order.HandPaid
	}
	switch o.State {
	case order.StateRefused, order.StatePaid:
		return true
	case order.StateCancelled:
		if in.paid > 0 && w.clock.now >= in.paid && !o.Marks.Has(order.MarkMismatch) {
			return false // the gateway says so until it is asked
		}
		action, _ := order.Need(o, order.Age{})
		disputed := o.Marks.Has(order.MarkMismatch) && f.heard >= max(in.closes, in.paid)
		watched := f.says >= shortWatch && f.askedAt-in.closes >= day-day/10 && f.heard >= in.paid
		// Rule 11: at a start only the computer's clock can tell which steps' time has come.
		return disputed || watched || w.clock.wrong && action == order.Nothing && f.heard >= in.paid
	case order.StateCreated:
		return false
	}
	if in == nil || o.WatchedOut() {
		return o.WatchedOut() && (in == nil || f.heard >= in.paid)
	}
	return o.Marks.Has(order.MarkMismatch) && f.heard >= max(in.closes, in.paid)
}

// open names an order that is not settled.
func (j *judge) open(w *world) string {
	for i := range w.disk.orders {
		if o := &w.disk.orders[i]; !j.settled(w, o) {
			return fmt.Sprintf("order %s stays %s %v", o.ID, o.State, o.Marks.Words())
		}
	}
	return "nobody goes home"
}

const day = 24 * time.Hour

// looksWithin is how long what is learned once a day (rule 4) is good for.
const looksWithin = day + 2*time.Hour

// An order whose code can be paid is watched often for two days, and until answers came
// on so many; any other for a day.
const (
	watchDays  = 30
	shortWatch = 4 // answers
)

// end compares the till's book with the gateway's ledger, when a history is
// over, and names each difference.
func (j *judge) end(w *world, t *tally) {
	if l := j.line(w.disk.settings.Account); w.core != nil && w.view.Sale == nil && !w.disk.broken && j.awake()-max(l.looked, j.startedAt) > looksWithin {
		w.fail("for %v nobody has learned how the gateway says \"not found\"", j.awake()-max(l.looked, j.startedAt))
	}
	if j.broken == "" {
		j.endOfGateway(w)
	}
	if j.broken == "" {
		j.endOfDisk(w, t)
	}
	if j.broken == "" {
		j.endOfRefunds(w)
	}
	if j.broken == "" {
		j.totals(w)
	}
}

func (j *judge) endOfGateway(w *world) {
	for i := range w.gateway.intents {
		in := &w.gateway.intents[i]
		o, f := w.disk.find(in.id), j.file(in.id)
		switch {
		case o == nil:
			w.fail("the gateway has order %s, which is not in the log", in.id)
		case in.paid == 0:
		case o.Hand.Is(order.HandPaid):
		case j.disputed(o): // for a person
		case o.State != order.StatePaid:
			w.fail("money is lost: order %s is paid at the gateway, in the log it is %s", in.id, o.State)
		case !f.told:
			w.fail("order %s is paid, and nobody was told", in.id)
		}
		for k := range i {
			if g := w.gateway.intents[k]; g.paid > 0 && in.paid > 0 && j.file(g.id).sale == f.sale {
				j.twice(w, &g)
			}
		}
	}
}

// disputed says of an order that was closed that answers disagreed until its watch was
// over, and that staff were told: what it was a person decides.
func (j *judge) disputed(o *order.Order) bool {
	return o.State == order.StateCancelled && o.Hand == nil && o.Marks.Has(order.MarkMismatch) && j.file(o.ID).told
}

// endOfDisk names what the log and the gateway say about every order.
func (j *judge) endOfDisk(w *world, t *tally) {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		f, in := j.file(o.ID), w.gateway.find(o.ID)
		says := notThere
		if in != nil {
			says = closedThere
			if in.paid > 0 {
				says = paidThere
			}
		}
		switch {
		case f.wanted:
			w.fail("somebody wanted to know of order %s, and nobody asked", o.ID)
		case o.Hand != nil: // rule 6: a manager has recorded what the portal says
		// Rule 11, see settled; rule 3: what disagreed is for a person.
		case o.State == order.StateCancelled && f.askedAt-in.closes < day-day/10 && !w.clock.wrong && !o.Marks.Has(order.MarkMismatch):
			w.fail("order %s is not asked about for a day after it was closed", o.ID)
		case o.State == order.StateCancelled && f.says < shortWatch && !w.clock.wrong && !o.Marks.Has(order.MarkMismatch):
			w.fail("order %s was closed, and %d answers came after that", o.ID, f.says)
		case o.WatchedOut():
			j.watchedOut(w, o, f, in)
		case o.State == order.StateCreated || o.State == order.StateWaiting && !o.Marks.Has(order.MarkMismatch),
			o.State == order.StateUnsure && !o.Marks.Has(order.MarkMismatch):
			w.fail("order %s stays %s: nobody asks any more", o.ID, o.State)
		case o.Marks.Has(order.MarkMismatch) && !f.told:
			w.fail("order %s is disputed, and nobody was told", o.ID)
		}
		t.add(o, says)
	}
}

// watchedOut looks at an order that ends as unpaid because it was watched to the end.
func (j *judge) watchedOut(w *world, o *order.Order, f *file, in *intent) {
	payable := o.State == order.StateWaiting || o.Why == order.BecauseRestored
	moves := time.Duration(w.clock.moves) // rule 6: on different days, as the computer has them
	switch {
	case payable && (f.days < watchDays+2-w.clock.moves || w.clock.now < (watchDays+2-moves)*day*9/10):
		w.fail("order %s is watched on %d days, until %v", o.ID, f.days, w.clock.now)
	case !payable && f.says < shortWatch:
		w.fail("order %s is watched until %d answers came", o.ID, f.says)
	case !payable && f.askedAt-f.sentAt < day*9/10 && !w.clock.wrong: // rule 11: see settled
		w.fail("order %s is watched until %v only", o.ID, f.askedAt)
	case in != nil && w.gateway.status(in, w.clock.now) != pending && payable && !w.gateway.forgot(in, w.clock.now) && !o.Marks.Has(order.MarkMismatch):
		w.fail("order %s ends as unpaid, at the gateway it is %s", o.ID, w.gateway.status(in, w.clock.now))
	}
}

// totals compares the days' totals with the orders and with the gateway.
func (j *judge) totals(w *world) {
	var total, orders, ledger sums
	for i := range w.disk.totals {
		t := &w.disk.totals[i]
		total.add(sums{t.Paid + t.HandPaid - t.HandUnpaid, t.Refunded + t.HandRefunded, t.PaidCount, t.RefundCount})
		if of := j.dayOf(w, t); t.Paid != of.paid || t.Refunded != of.back {
			w.fail("the total of %s is %d less %d, its orders add up to %d less %d", t.Day, t.Paid, t.Refunded, of.paid, of.back)
		}
	}
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if o.Proven() {
			orders.add(sums{paid: o.Amount.Minor, paidCount: 1})
		} else if o.Hand.Is(order.HandPaid) {
			orders.paid += o.Amount.Minor
		}
		for k := range o.Refunds {
			if r := &o.Refunds[k]; r.State == order.RefundDone {
				orders.add(sums{back: r.Amount.Minor, backCount: 1})
			} else if r.Hand.Is(order.HandRefunded) {
				orders.back += r.Amount.Minor
			}
		}
	}
	for i := range w.gateway.intents {
		if in := &w.gateway.intents[i]; in.paid > 0 && !j.disputed(w.disk.find(in.id)) {
			done, _ := w.gateway.returned(in.id, w.clock.now)
			ledger.add(sums{paid: in.minor, back: done})
		}
	}
	if total != orders || orders.paid != ledger.paid || orders.back != ledger.back {
		w.fail("the totals say %v, the orders %v, the gateway %v", total, orders, ledger)
	}
}

// sums are money in minor units, and how many payments and refunds it was.
type sums struct {
	paid, back           int64
	paidCount, backCount int
}

func (s *sums) add(t sums) {
	s.paid, s.back = s.paid+t.paid, s.back+t.back
	s.paidCount, s.backCount = s.paidCount+t.paidCount, s.backCount+t.backCount
}

// dayOf adds up what the orders say about a total's day.
func (j *judge) dayOf(w *world, t *storage.Total) (of sums) {
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if o.Account != t.Account || o.Method != t.Method {
			continue
		}
		if o.State == order.StatePaid && o.PaidDay == t.Day {
			of.paid += o.Amount.Minor
		}
		for k := range o.Refunds {
			if r := &o.Refunds[k]; r.State == order.RefundDone && r.Day == t.Day {
				of.back += r.Amount.Minor
			}
		}
	}
	return of
}

func undecidedPayment(o *order.Order) bool {
	return o.Hand == nil && !o.WatchedOut() && (o.State == order.StateCreated || o.State == order.StateWaiting || o.State == order.StateUnsure)
}

// unsettled says that the gateway still has something to say about an order.
func unsettled(o *order.Order) bool {
	for i := range o.Refunds {
		if r := &o.Refunds[i]; r.Hand == nil && r.State != order.RefundDone && r.State != order.RefundFailed {
			return true
		}
	}
	return undecidedPayment(o)
}
