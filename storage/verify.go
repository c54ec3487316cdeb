package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// Report is what Verify found. Without Problems the file is what was written.
type Report struct {
	Events, Orders int
	Practice       bool
	Seq            uint64 // of the newest event
	Head           string // hash of the newest event, in hex
	Problems       []string
}

// mostProblems are listed; a file with more is not worth reading further.
const mostProblems = 100

func (r *Report) problem(format string, args ...any) {
	switch {
	case len(r.Problems) < mostProblems:
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	case len(r.Problems) == mostProblems:
		r.Problems = append(r.Problems, "and more")
	}
}

// Verify reads a log or a backup and checks the hash chain, bbolt's own
// structure, and that every snapshot, index and sum is what the events make of
// it. It also looks for the known heads: without one nobody can tell that the end
// is cut off or that this is an older copy. What is wrong inside stands in the
// report. The error says why the file could not be read at all: ErrInUse,
// ErrMissing, ErrDamaged, ErrNewer, [Held]. It writes nothing.
func Verify(path string, known ...Head) (r Report, err error) {
	err = patiently(patience, func() error {
		r, err = verify(path, known)
		return err
	})
	return r, err
}

func verify(path string, known []Head) (r Report, err error) {
	db, err := openBolt(path, true)
	if err != nil {
		return r, err
	}
	if err = checkPages(path); err == nil {
		err = db.View(func(tx *bolt.Tx) error { return r.check(tx, known) })
	}
	both, metaErr := bothMetas(path)
	if !both {
		r.problem("one of the file's first two pages is damaged: what was written last may be missing")
	}
	return r, errors.Join(err, metaErr, db.Close())
}

// Identity says whose log or backup a file is.
type Identity struct {
	DatabaseID string
	Practice   bool
	Seq        uint64 // of the newest event
}

// Identify reads no more of a file than it needs to know whose it is.
func Identify(path string) (i Identity, err error) {
	var db *handle
	err = patiently(patience, func() error {
		db, err = openBolt(path, true)
		return err
	})
	if err != nil {
		return i, err
	}
	err = db.View(func(tx *bolt.Tx) error {
		if _, err := formOf(tx); err != nil {
			return err
		}
		if err := whole(tx); err != nil {
			return err
		}
		meta := tx.Bucket(bucketMeta)
		i.DatabaseID, i.Practice = string(meta.Get(metaDatabase)), string(meta.Get(metaPractice)) == "true"
		if k, _ := tx.Bucket(bucketEvents).Cursor().Last(); len(k) == 8 {
			i.Seq = binary.BigEndian.Uint64(k)
		}
		return nil
	})
	return i, errors.Join(err, db.Close())
}

func (r *Report) check(tx *bolt.Tx, known []Head) error {
	for err := range tx.Check() {
		r.problem("the file's structure: %v", err)
	}
	if len(r.Problems) > 0 {
		return nil // what it holds can't be trusted, nor safely read
	}
	if err := whole(tx); err != nil {
		return err
	}
	version, err := knownForm(tx)
	if err != nil {
		return err
	}
	r.Practice = string(tx.Bucket(bucketMeta).Get(metaPractice)) == "true"
	r.checkChain(tx, known)
	if version == form {
		r.checkDerived(tx)
	}
	return nil
}

// checkChain follows the hashes from the database's id to the head.
func (r *Report) checkChain(tx *bolt.Tx, known []Head) {
	chain := NewChain(string(tx.Bucket(bucketMeta).Get(metaDatabase)))
	passed := map[Head]bool{chain.Head(): true} // the known ones, and the beginning
	c := tx.Bucket(bucketEvents).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		for _, flaw := range chain.Next(k, v) {
			r.problem("%v", flaw)
		}
		r.Events++
		if slices.Contains(known, chain.Head()) {
			passed[chain.Head()] = true
		}
	}
	head := chain.Head()
	r.Seq, r.Head = head.Seq, chain.head.String()
	if !bytes.Equal(tx.Bucket(bucketMeta).Get(metaHead), head.Hash[:]) {
		r.problem("the newest record is not the one that was written last")
	}
	for _, h := range known {
		switch {
		case passed[h]:
		case h.Seq > head.Seq:
			r.problem("it ends with record %d, but record %d was written: its end is cut off, or an older copy was put back", head.Seq, h.Seq)
		default:
			r.problem("record %d is not the one that was written: this is another log, or an older copy that was written to since", h.Seq)
		}
	}
}

// checkDerived makes everything derived anew in memory and compares.
func (r *Report) checkDerived(tx *bolt.Tx) {
	anew := derived{meta: listed{memory{}}}
	for _, t := range tables {
		*t.of(&anew) = memory{}
	}
	problems, err := replay(tx, anew)
	for _, p := range problems {
		r.problem("%s", p)
	}
	if err != nil {
		r.problem("%v", err)
	}
	for _, t := range tables {
		r.compare(t.what, (*t.of(&anew)).(memory), tx.Bucket(t.bucket))
	}
	for _, from := range fromEvents {
		if !bytes.Equal(anew.meta.Get(from.key), tx.Bucket(bucketMeta).Get(from.key)) {
			r.problem("the %s are not those of the newest event", from.key)
		}
	}
	orders, totals := anew.orders.(memory), anew.totals.(memory)
	r.Orders = len(orders)
	r.checkSums(orders, totals)
}

func (r *Report) compare(what string, want memory, b *bolt.Bucket) {
	n := 0
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		w, ok := want[string(k)]
		switch {
		case !ok:
			r.problem("%s %q: no event made it", what, k)
		case !bytes.Equal(v, w):
			r.problem("%s %q is not what its events make of it", what, k)
		}
		if ok {
			n++
		}
	}
	if n < len(want) {
		r.problem("%s: %d of %d are missing", what, len(want)-n, len(want))
	}
}

// checkSums adds up the orders themselves: the books must add up however they
// were kept.
func (r *Report) checkSums(orders, totals memory) {
	left := map[string]Total{} // totals, less every order
	for k, v := range totals {
		if t, err := decodeTotal(k[:min(len(k), dayLength)], []byte(k), v); err == nil {
			left[k] = t
		}
	}
	take := func(day string, o order.Order, part Total) {
		key := Total{Day: day, Account: o.Account, Method: o.Method}
		t := left[string(key.key())]
		t.add(part)
		left[string(key.key())] = t
	}
	for _, v := range orders {
		o, err := decodeOrder(v)
		if err != nil {
			continue // compare has named it
		}
		if o.State == order.StatePaid {
			take(o.PaidDay, o, Total{PaidCount: -1, Paid: -o.Amount.Minor})
		}
		for _, f := range o.Refunds {
			if f.State == order.RefundDone {
				take(f.Day, o, Total{RefundCount: -1, Refunded: -f.Amount.Minor})
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(left)) {
		if t := left[k]; t.PaidCount != 0 || t.Paid != 0 || t.RefundCount != 0 || t.Refunded != 0 {
			r.problem("the totals of %s differ from their orders: by %d paid, %d minor units, %d refunds, %d minor units", t.Day, t.PaidCount, t.Paid, t.RefundCount, t.Refunded)
		}
	}
}

// memory stands in for a bucket.
type memory map[string][]byte

func (m memory) Get(key []byte) []byte { return m[string(key)] }

func (m memory) Put(key, value []byte) error {
	m[string(key)] = bytes.Clone(value)
	return nil
}

func (m memory) Delete(key []byte) error {
	delete(m, string(key))
	return nil
}
