package storage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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
	bucketSales  = []byte("sales")
	bucketBacks  = []byte("refunds")
	bucketTotals = []byte("totals")

	buckets = [][]byte{bucketMeta, bucketEvents, bucketOrders, bucketOpen, bucketDays, bucketSales, bucketBacks, bucketTotals}
)

// table is a bucket, or a stand-in for one in memory.
type table interface {
	Get(key []byte) []byte
	Put(key, value []byte) error
	Delete(key []byte) error
}

// derived is everything that can be made again from the events.
type derived struct {
	meta                                     listed
	orders, open, days, sales, backs, totals table
}

// tables lists the buckets that are made from events alone. A rebuild and Verify
// go by it, as they go by fromEvents for the keys of meta.
var tables = []struct {
	bucket []byte
	what   string // that an entry is, for people
	of     func(*derived) *table
}{
	{bucketOrders, "order", func(d *derived) *table { return &d.orders }},
	{bucketOpen, "open order", func(d *derived) *table { return &d.open }},
	{bucketDays, "day's order", func(d *derived) *table { return &d.days }},
	{bucketSales, "sale's order", func(d *derived) *table { return &d.sales }},
	{bucketBacks, "refund", func(d *derived) *table { return &d.backs }},
	{bucketTotals, "total", func(d *derived) *table { return &d.totals }},
}

func derivedOf(tx *bolt.Tx) derived {
	d := derived{meta: listed{tx.Bucket(bucketMeta)}}
	for _, t := range tables {
		*t.of(&d) = tx.Bucket(t.bucket)
	}
	return d
}

// try says what an event would make of its order, changing nothing.
func (d derived) try(e order.Event) (before, after order.Order, err error) {
	switch e.Kind {
	case order.SettingsChanged, order.PINSet, order.PINTried, order.LearnedNotFound:
		payload := map[order.Kind]bool{
			order.SettingsChanged: e.Settings != nil, order.PINSet: e.PIN != nil, order.PINTried: e.Try != nil, order.LearnedNotFound: e.Learned != nil,
		}
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
	case order.LearnedNotFound:
		var all []order.Learned
		err := readJSON(d.meta, metaLearned, &all)
		all = slices.DeleteFunc(all, func(l order.Learned) bool { return l.Account == e.Learned.Account })
		return after, errors.Join(err, putJSON(d.meta, metaLearned, append(all, *e.Learned)))
	case order.PINTried:
		wrong := 0
		err := readJSON(d.meta, metaWrong, &wrong)
		wrong++
		if e.Try.OK {
			wrong = 0
		}
		return after, errors.Join(err, putJSON(d.meta, metaWrong, wrong))
	}
	key, id := dayKey(after), []byte(after.ID)
	err = d.orders.Put(id, encodeOrder(after))
	if before.State == order.None {
		err = errors.Join(err, d.days.Put(key, id))
		if after.Attempt > 1 {
			err = errors.Join(err, d.sales.Put(saleKey(after), id))
		}
	}
	if n := len(after.Refunds); n > len(before.Refunds) {
		err = errors.Join(err, d.backs.Put([]byte(after.Refunds[n-1].ID), id))
	}
	if after.Open() {
		err = errors.Join(err, d.open.Put(key, id))
	} else {
		err = errors.Join(err, d.open.Delete(key))
	}
	return after, errors.Join(err, d.count(e.Day, before, after))
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

// saleKey sorts the orders of a sale after its first, whose number the sale has, by
// the time they were made.
func saleKey(o order.Order) []byte {
	return binary.BigEndian.AppendUint32([]byte(o.Sale+"/"), uint32(o.Attempt))
}

// rebuild makes everything derived anew. Records that can't be read or have no
// place stay in events and are reported: set aside, never dropped.
func rebuild(tx *bolt.Tx) (problems []string, err error) {
	for _, t := range tables {
		if tx.Bucket(t.bucket) != nil {
			err = errors.Join(err, tx.DeleteBucket(t.bucket))
		}
		_, made := tx.CreateBucketIfNotExists(t.bucket)
		err = errors.Join(err, made)
	}
	to := derivedOf(tx)
	if err = errors.Join(err, to.meta.clear()); err != nil {
		return nil, err
	}
	return replay(tx, to)
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

// The keys of meta.
var (
	metaForm     = []byte("schema") // the form, under the name that every log has it
	metaDatabase = []byte("database")
	metaPractice = []byte("practice")
	metaHead     = []byte("head")
	metaJournal  = []byte("journal") // bytes of orders.journal whose orders the log has, in decimal

	// Of fromEvents.
	metaSettings = []byte("settings")
	metaPIN      = []byte("pin")
	metaWrong    = []byte("wrong_pins")
	metaLearned  = []byte("learned")
)

// facts are what the events that belong to no order say.
type facts struct {
	settings *order.Settings
	pin      *order.PIN
	wrong    int // PINs in a row that were wrong
	learned  []order.Learned
}

// fromEvents lists the keys of meta that are made from events alone, and the
// fact that each holds. An event writes no others, a rebuild makes them anew,
// Verify compares them and the log reads them back, all by this one list.
var fromEvents = []struct {
	key  []byte
	fact func(*facts) any
}{
	{metaSettings, func(f *facts) any { return &f.settings }},
	{metaPIN, func(f *facts) any { return &f.pin }},
	{metaWrong, func(f *facts) any { return &f.wrong }},
	{metaLearned, func(f *facts) any { return &f.learned }},
}

// read replaces what is there, and shares nothing with it.
func (f *facts) read(meta table) (err error) {
	*f = facts{}
	for _, from := range fromEvents {
		err = errors.Join(err, readJSON(meta, from.key, from.fact(f)))
	}
	return err
}

// listed is meta for those who derive: it takes only what fromEvents lists.
type listed struct{ meta table }

func (l listed) Get(key []byte) []byte { return l.meta.Get(key) }

func (l listed) Put(key, value []byte) error {
	for _, from := range fromEvents {
		if bytes.Equal(key, from.key) {
			return l.meta.Put(key, value)
		}
	}
	return fmt.Errorf("an event wrote %q, which is not in the list of what events make of meta", key)
}

func (l listed) clear() (err error) {
	for _, from := range fromEvents {
		err = errors.Join(err, l.meta.Delete(from.key))
	}
	return err
}

// readJSON leaves a fact as it is when there is no such key.
func readJSON(meta interface{ Get(key []byte) []byte }, key []byte, fact any) error {
	raw := meta.Get(key)
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, fact); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, key, err)
	}
	return nil
}

func putJSON(meta listed, key []byte, fact any) error {
	raw, err := json.Marshal(fact)
	if err != nil {
		return err
	}
	return meta.Put(key, raw)
}
