package storage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// The buckets.
var (
	bucketMeta   = []byte("meta")
	bucketEvents = []byte("events")
	bucketOrders = []byte("orders")
	bucketOpen   = []byte("open")
	bucketDays   = []byte("days")
	bucketTotals = []byte("totals")

	buckets = [][]byte{bucketMeta, bucketEvents, bucketOrders, bucketOpen, bucketDays, bucketTotals}
)

// The keys of meta.
var (
	metaForm     = []byte("schema") // the form, under the name that every log has it
	metaDatabase = []byte("database")
	metaPractice = []byte("practice")
	metaHead     = []byte("head")
	metaSettings = []byte("settings")
	metaPIN      = []byte("pin")
	metaWrong    = []byte("wrong_pins")
	metaJournal  = []byte("journal") // bytes of orders.journal whose orders the log has, in decimal
)

// table is a bucket, or a stand-in for one in memory.
type table interface {
	Get(key []byte) []byte
	Put(key, value []byte) error
	Delete(key []byte) error
}

// derived is everything that can be made again from the events.
type derived struct{ meta, orders, open, days, totals table }

func derivedOf(tx *bolt.Tx) derived {
	return derived{
		meta: tx.Bucket(bucketMeta), orders: tx.Bucket(bucketOrders), open: tx.Bucket(bucketOpen),
		days: tx.Bucket(bucketDays), totals: tx.Bucket(bucketTotals),
	}
}

// try says what an event would make of its order, changing nothing.
func (d derived) try(e order.Event) (before, after order.Order, err error) {
	switch e.Kind {
	case order.SettingsChanged, order.PINSet, order.PINTried:
		payload := map[order.Kind]bool{order.SettingsChanged: e.Settings != nil, order.PINSet: e.PIN != nil, order.PINTried: e.Try != nil}
		if e.Order != "" || !payload[e.Kind] {
			err = fmt.Errorf("%w: %s", order.ErrEvent, e.Kind)
		}
		return before, after, err
	}
	before, err = d.order(e.Order)
	if err != nil && !errors.Is(err, ErrNoOrder) {
		return before, before, err
	}
	after, err = order.Apply(before, e)
	return before, after, err
}

// apply brings everything derived up to date with one more event.
func (d derived) apply(e order.Event) (order.Order, error) {
	before, after, err := d.try(e)
	if err != nil {
		return after, err
	}
	switch e.Kind {
	case order.SettingsChanged:
		return after, putJSON(d.meta, metaSettings, e.Settings)
	case order.PINSet:
		return after, errors.Join(putJSON(d.meta, metaPIN, e.PIN), putJSON(d.meta, metaWrong, 0))
	case order.PINTried:
		wrong := new(int)
		err := readJSON(d.meta, metaWrong, &wrong)
		return after, errors.Join(err, putJSON(d.meta, metaWrong, wrongInRow(*wrong, *e.Try)))
	}
	key, id := dayKey(after), []byte(after.ID)
	err = d.orders.Put(id, encodeOrder(after))
	if before.State == order.None {
		err = errors.Join(err, d.days.Put(key, id))
	}
	if after.Open() {
		err = errors.Join(err, d.open.Put(key, id))
	} else {
		err = errors.Join(err, d.open.Delete(key))
	}
	return after, errors.Join(err, d.count(e.Day, before, after))
}

func wrongInRow(before int, try order.Try) int {
	if try.OK {
		return 0
	}
	return before + 1
}

func (d derived) count(day string, before, after order.Order) error {
	change := Total{Day: day, Account: after.Account, Method: after.Method}
	change.AddChange(before, after)
	if change.zero() {
		return nil
	}
	key := change.key()
	if v := d.totals.Get(key); v != nil {
		now, err := decodeTotal(day, key, v)
		if err != nil {
			return err
		}
		change.add(now)
	}
	return d.totals.Put(key, change.value())
}

func (d derived) order(id order.ID) (order.Order, error) {
	v := d.orders.Get([]byte(id))
	if v == nil {
		return order.Order{}, fmt.Errorf("%w: %s", ErrNoOrder, id)
	}
	o, err := decodeOrder(v)
	if err != nil {
		return o, fmt.Errorf("%w: order %s: %w", ErrDamaged, id, err)
	}
	return o, nil
}

// dayKey sorts orders by business day, then by the time they were made.
func dayKey(o order.Order) []byte {
	key := binary.BigEndian.AppendUint64([]byte(o.Day), uint64(o.CreatedAt.UnixNano()))
	return append(key, o.ID...)
}

func putJSON(t table, key []byte, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.Put(key, raw)
}

// rebuild makes everything derived anew. Records that can't be read or have no
// place stay in events and are reported: set aside, never dropped.
func rebuild(tx *bolt.Tx) (problems []string, err error) {
	for _, name := range [][]byte{bucketOrders, bucketOpen, bucketDays, bucketTotals} {
		if tx.Bucket(name) != nil {
			err = errors.Join(err, tx.DeleteBucket(name))
		}
		_, made := tx.CreateBucketIfNotExists(name)
		err = errors.Join(err, made)
	}
	meta := tx.Bucket(bucketMeta)
	if err = errors.Join(err, meta.Delete(metaSettings), meta.Delete(metaPIN), meta.Delete(metaWrong)); err != nil {
		return nil, err
	}
	return replay(tx, derivedOf(tx))
}

// replay applies every event of the log to tables that hold nothing yet.
func replay(tx *bolt.Tx, to derived) (problems []string, err error) {
	c := tx.Bucket(bucketEvents).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		var r record
		err := json.Unmarshal(v, &r)
		if err == nil {
			var e order.Event
			if e, err = decodeEvent(r.Event); err == nil {
				_, err = to.apply(e)
			}
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("record %x is set aside: %v", k, err))
		}
	}
	return problems, nil
}
