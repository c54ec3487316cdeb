package main

import (
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// disk is what survives a crash: what the log derives from the events that were
// fsynced. It stands for bbolt, by the rules of package storage.
type disk struct {
	orders   []order.Order // snapshots, oldest first
	totals   []storage.Total
	settings order.Settings
	learned  []order.Learned
	older    *disk // a copy of an earlier time, which may be put back; nil for none
	broken   bool  // a write has failed: nothing more until it is opened anew
}

func (d *disk) reset(s order.Settings) {
	d.orders, d.totals = d.orders[:0], d.totals[:0]
	d.settings, d.broken, d.learned, d.older = s, false, d.learned[:0], nil
}

// append puts one event on the disk and says what it made of its order. An
// event that the rules refuse changes nothing.
func (d *disk) append(e order.Event) (before, after order.Order, err error) {
	e.At = e.At.Round(0) // no monotonic reading is ever written
	switch e.Kind {
	case order.SettingsChanged:
		d.settings = *e.Settings
		return before, after, nil
	case order.LearnedNotFound:
		d.learned = append(slices.DeleteFunc(d.learned, func(l order.Learned) bool { return l.Account == e.Learned.Account }), *e.Learned)
		return before, after, nil
	}
	at := d.find(e.Order)
	if at != nil {
		before = *at
	}
	after, err = order.Apply(before, e)
	if err != nil {
		return before, before, err
	}
	if at == nil {
		d.orders = append(d.orders, after)
	} else {
		*at = after
	}
	d.count(e.Day, before, after)
	return before, after, nil
}

// count adds to the day's total what an event changed, by the log's own rule.
func (d *disk) count(day string, before, after order.Order) {
	for i := range d.totals {
		if t := &d.totals[i]; t.Day == day && t.Account == after.Account && t.Method == after.Method {
			t.AddChange(before, after)
			return
		}
	}
	t := storage.Total{Day: day, Account: after.Account, Method: after.Method}
	none := t
	if t.AddChange(before, after); t != none {
		d.totals = append(d.totals, t)
	}
}

// find returns the order's snapshot, or nil.
func (d *disk) find(id order.ID) *order.Order {
	for i := len(d.orders) - 1; i >= 0; i-- {
		if d.orders[i].ID == id {
			return &d.orders[i]
		}
	}
	return nil
}

// open is what the till is handed at a start: the open orders, and the others of
// their sales.
func (d *disk) open() []order.Order {
	var open []order.Order
	for _, o := range d.orders {
		if slices.ContainsFunc(d.orders, func(other order.Order) bool { return other.Sale == o.Sale && other.Open() }) {
			open = append(open, o)
		}
	}
	return open
}

// copied is the disk as it is now.
func (d *disk) copied() *disk {
	return &disk{
		orders: slices.Clone(d.orders), totals: slices.Clone(d.totals), settings: d.settings, learned: slices.Clone(d.learned),
	}
}

// putBack puts the older copy in place, and takes up what the journal knows besides:
// that orders and refunds were made, and not what became of them.
func (d *disk) putBack(now time.Time, day string) error {
	lost := d.orders
	older := d.older
	d.orders, d.totals, d.settings, d.learned, d.older = older.orders, older.totals, older.settings, older.learned, nil
	for _, o := range lost {
		n, at := o.New, o.CreatedAt
		if d.find(o.ID) == nil {
			if _, _, err := d.append(order.Event{Version: order.Version, Kind: order.Recalled, Order: o.ID, At: now, Day: day, New: &n, Since: &at}); err != nil {
				return err
			}
		}
		kept := *d.find(o.ID)
		for _, r := range o.Refunds {
			if _, there := kept.Refund(r.ID); there {
				continue
			}
			change := order.RefundChange{ID: r.ID, Amount: &r.Amount, Reason: r.Reason}
			if _, _, err := d.append(order.Event{Version: order.Version, Kind: order.RefundRecalled, Order: o.ID, At: now, Day: day, Refund: &change, Since: &r.At}); err != nil {
				return err
			}
		}
	}
	return nil
}
