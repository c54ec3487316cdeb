package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// Cursor is a place in the list of orders. The empty Cursor is the newest end
// when given, and the oldest end when returned. Its text means nothing else.
type Cursor string

// Order returns one order, or ErrNoOrder.
func (l *Log) Order(id order.ID) (o order.Order, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		o, err = derivedOf(tx).order(id)
		return err
	})
	return o, err
}

// OrderOf returns the order that a refund is of, or ErrNoOrder.
func (l *Log) OrderOf(refund order.RefundID) (o order.Order, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		id := tx.Bucket(bucketBacks).Get([]byte(refund))
		o, err = derivedOf(tx).order(order.ID(id))
		return err
	})
	return o, err
}

// OpenOrders are the orders that still want work, oldest first, with the others of
// their sales: whether one of those was paid says what money for an open one is.
func (l *Log) OpenOrders() (orders []order.Order, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		d := derivedOf(tx)
		read := map[string]bool{} // by their keys
		add := func(id []byte) error {
			o, err := d.indexed(id)
			if key := string(dayKey(o)); err == nil && !read[key] {
				read[key] = true
				orders = append(orders, o)
			}
			return err
		}
		if err := tx.Bucket(bucketOpen).ForEach(func(_, id []byte) error { return add(id) }); err != nil {
			return err
		}
		others := tx.Bucket(bucketSales).Cursor()
		for _, o := range orders {
			if err := eachOfSale(d, others, o, add); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(orders, func(a, b order.Order) int { return bytes.Compare(dayKey(a), dayKey(b)) })
	return orders, nil
}

// newestWithin is how far back the newest order is looked for: a till that has written so
// much since is not just going on with it.
const newestWithin = 10_000

// Newest is the order that was made last, by the log's sequence and whatever the clock said;
// empty for none.
func (l *Log) Newest() (id order.ID, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketEvents).Cursor()
		k, v := c.Last()
		for range newestWithin {
			if k == nil {
				return nil
			}
			if bytes.Contains(v, []byte(order.Created)) { // in a note, too
				var r record
				if err := json.Unmarshal(v, &r); err != nil {
					return fmt.Errorf("%w: record %x: %w", ErrDamaged, k, err)
				}
				if e, err := decodeEvent(r.Event); err == nil && e.Kind == order.Created {
					id = e.Order
					return nil
				}
			}
			k, v = c.Prev()
		}
		return nil
	})
	return id, err
}

// Sale are the orders of a sale, in no order, when it took more than one.
func (l *Log) Sale(o order.Order) (orders []order.Order, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		d := derivedOf(tx)
		return eachOfSale(d, tx.Bucket(bucketSales).Cursor(), o, func(id []byte) error {
			o, err := d.indexed(id)
			orders = append(orders, o)
			return err
		})
	})
	return orders, err
}

// eachOfSale calls do with the ids of the sale that an order is of, when it took more
// than one.
func eachOfSale(d derived, others *bolt.Cursor, o order.Order, do func(id []byte) error) (err error) {
	sale := []byte(o.Sale + "/")
	k, id := others.Seek(sale)
	if bytes.HasPrefix(k, sale) { // the first has the sale's number, if the log still has it
		if _, missing := d.order(order.ID(o.Sale)); !errors.Is(missing, ErrNoOrder) {
			err = do([]byte(o.Sale))
		}
	}
	for ; err == nil && bytes.HasPrefix(k, sale); k, id = others.Next() {
		err = do(id)
	}
	return err
}

// Orders returns at most n orders before a cursor, newest first by business day
// and time, and the cursor for those before them.
func (l *Log) Orders(before Cursor, n int) (orders []order.Order, next Cursor, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		d, c := derivedOf(tx), tx.Bucket(bucketDays).Cursor()
		k, id := c.Last()
		if before != "" {
			if k, id = c.Seek([]byte(before)); k == nil {
				k, id = c.Last()
			}
			for k != nil && string(k) >= string(before) {
				k, id = c.Prev()
			}
		}
		for ; k != nil && len(orders) < n; k, id = c.Prev() {
			o, err := d.indexed(id)
			if err != nil {
				return err
			}
			orders, next = append(orders, o), Cursor(k)
		}
		if k == nil {
			next = ""
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return orders, next, nil
}

// dayLength is the length of a business day, "2006-01-02".
const dayLength = len(time.DateOnly)

// rangePage is how many orders Range reads at a time.
const rangePage = 256

// Range yields the orders made from one business day to another, both
// included, oldest first; an empty day is an open end. It reads page by page,
// so a slow consumer holds nothing up. It ends after the first error.
func (l *Log) Range(from, to string) iter.Seq2[order.Order, error] {
	return func(yield func(order.Order, error) bool) {
		for next := []byte(from); next != nil; {
			var page []order.Order
			var err error
			page, next, err = l.page(next, to)
			if err != nil {
				yield(order.Order{}, err)
				return
			}
			for _, o := range page {
				if !yield(o, nil) {
					return
				}
			}
		}
	}
}

// page reads orders from a key on, and says where the next page begins; nil
// is the end.
func (l *Log) page(from []byte, to string) (orders []order.Order, next []byte, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		d, c := derivedOf(tx), tx.Bucket(bucketDays).Cursor()
		for k, id := c.Seek(from); k != nil; k, id = c.Next() {
			if to != "" && string(k[:min(len(k), len(to))]) > to {
				return nil
			}
			if len(orders) == rangePage {
				next = bytes.Clone(k)
				return nil
			}
			o, err := d.indexed(id)
			if err != nil {
				return err
			}
			orders = append(orders, o)
		}
		return nil
	})
	return orders, next, err
}

// Totals are a business day's sums, one for each account and method with
// money on that day.
func (l *Log) Totals(day string) (totals []Total, err error) {
	if len(day) != dayLength {
		return nil, nil // "" and parts of a day must not match every day's keys
	}
	err = l.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketTotals).Cursor()
		for k, v := c.Seek([]byte(day)); bytes.HasPrefix(k, []byte(day)); k, v = c.Next() {
			t, err := decodeTotal(day, k, v)
			if err != nil {
				return fmt.Errorf("%w: total of %s: %w", ErrDamaged, day, err)
			}
			totals = append(totals, t)
		}
		return nil
	})
	return totals, err
}

// indexed returns an order that an index names.
func (d derived) indexed(id []byte) (order.Order, error) {
	o, err := d.order(order.ID(id))
	if err != nil {
		return o, fmt.Errorf("%w: an index names an order: %v", ErrDamaged, err) //nolint:errorlint // it is not the caller's ErrNoOrder
	}
	return o, nil
}
