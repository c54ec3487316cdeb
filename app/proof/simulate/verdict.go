package main

import (
	"time"

	"qrtill/app/order"
)

// over says that nothing that could still happen changes anything: all is
// final, or has a name and is watched.
func (j *judge) over(w *world) bool {
	if len(w.agenda) > 0 || w.core == nil || w.disk.broken {
		return false
	}
	for i := range w.disk.orders {
		if !j.settled(w, &w.disk.orders[i]) {
			return false
		}
	}
	for i := range w.gateway.intents {
		if w.gateway.intents[i].paid > w.clock.now {
			return false
		}
	}
	return true
}

func (j *judge) settled(w *world, o *order.Order) bool {
	f, in := j.file(o.ID), w.gateway.find(o.ID)
	switch o.State {
	case order.StateRefused, order.StatePaid:
		return true
	case order.StateCancelled:
		return f.heard-in.closes >= day-day/10
	case order.StateCreated:
		return false
	}
	if in == nil {
		return f.heard > 0 // the gateway has never heard of it: watched for weeks
	}
	return o.Marks.Has(order.MarkMismatch) && f.heard >= max(in.closes, in.paid)
}

const day = 24 * time.Hour

// end compares the till's book with the gateway's ledger, when a history is
// over, and names each difference.
func (j *judge) end(w *world, t *tally) {
	if j.broken == "" {
		j.endOfGateway(w)
	}
	if j.broken == "" {
		j.endOfDisk(w, t)
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
		case o.State != order.StatePaid:
			w.fail("money is lost: order %s is paid at the gateway, in the log it is %s", in.id, o.State)
		case !f.told && (!f.orphaned || o.Marks != 0):
			w.fail("order %s is paid, and nobody was told", in.id)
		}
		for k := range i {
			if g := w.gateway.intents[k]; g.paid > 0 && in.paid > 0 && j.file(g.id).sale == f.sale {
				w.fail("sale %s is paid twice", f.sale)
			}
		}
	}
}

// endOfDisk names what the log and the gateway say about every order.
func (j *judge) endOfDisk(w *world, t *tally) {
	watching := false
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
		case o.State == order.StateCancelled && f.heard-in.closes < day-day/10:
			w.fail("order %s is not asked about for a day after it was closed", o.ID)
		case o.State == order.StateCreated || o.State == order.StateWaiting && !o.Marks.Has(order.MarkMismatch),
			o.State == order.StateUnsure && in != nil && !o.Marks.Has(order.MarkMismatch):
			w.fail("order %s stays %s: nobody asks any more", o.ID, o.State)
		case o.Marks.Has(order.MarkMismatch) && !f.told:
			w.fail("order %s is disputed, and nobody was told", o.ID)
		}
		watching = watching || o.State == order.StateWaiting || o.State == order.StateUnsure
		t.add(o, says)
	}
	if at, ok := w.wake(); watching && (!ok || at-w.clock.now > day+day/5) {
		w.fail("an undecided order is not watched any more")
	}
}

// totals compares the days' totals with the orders and with the gateway.
func (j *judge) totals(w *world) {
	var days, orders, ledger int64
	count := 0
	for i := range w.disk.totals {
		t := &w.disk.totals[i]
		days += t.Paid - t.Refunded
		count += t.PaidCount
		var sum int64
		for k := range w.disk.orders {
			if o := &w.disk.orders[k]; o.State == order.StatePaid && o.PaidDay == t.Day && o.Account == t.Account && o.Method == t.Method {
				sum += o.Amount.Minor
			}
		}
		if sum != t.Paid {
			w.fail("the total of %s is %d, its orders add up to %d", t.Day, t.Paid, sum)
		}
	}
	for i := range w.disk.orders {
		if o := &w.disk.orders[i]; o.State == order.StatePaid {
			orders += o.Amount.Minor
			count--
		}
	}
	for i := range w.gateway.intents {
		if in := &w.gateway.intents[i]; in.paid > 0 {
			ledger += in.minor
		}
	}
	if days != orders || orders != ledger || count != 0 {
		w.fail("the totals say %d, the orders %d, the gateway %d", days, orders, ledger)
	}
}
