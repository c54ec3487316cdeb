package storage

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// Append writes one event and everything that follows from it in one commit,
// and returns the order after it (zero for events of no order). It is on disk
// when Append returns.
//
// An event that the rules refuse changes nothing and leaves the log usable, as
// do ErrLowSpace (only for order.Created) and ErrPractice. After ErrNotRecorded
// the event may or may not be on disk, and the log takes no more writes until
// Reopen.
func (l *Log) Append(e order.Event) (order.Order, error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	raw, e, err := encodeEvent(e)
	if err != nil {
		return order.Order{}, err
	}
	if err := l.writable(e); err != nil {
		return order.Order{}, err
	}
	var after order.Order
	err = l.view(func(tx *bolt.Tx) error {
		_, after, err = derivedOf(tx).try(e)
		return err
	})
	if err != nil {
		return order.Order{}, err
	}
	next, err := l.write(e, after, raw)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.failed = notRecorded(err)
		return order.Order{}, l.failed
	}
	l.state = next
	l.journal.found(keyOf(e))
	return after, nil
}

// writable says why an event must not be written before its order is looked at.
func (l *Log) writable(e order.Event) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	switch {
	case l.failed != nil:
		return fmt.Errorf("%w: it must be opened anew first", l.failed)
	case l.db == nil:
		return notRecorded(errClosed)
	case l.options.ReadOnly:
		return ErrReadOnly
	}
	if err := l.state.rightWorld(e); err != nil || e.Kind != order.Created {
		return err
	}
	return l.room()
}

// Room is ErrLowSpace while the disk has too little room for a new sale, and the
// reason when the log can't be written at all.
func (l *Log) Room() error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.failed != nil {
		return l.failed
	}
	return l.room()
}

// room says nothing of a disk that won't say how full it is: the write tells.
func (l *Log) room() error {
	if free, err := l.options.Free(l.dir); err == nil && free < minFree {
		return fmt.Errorf("%w: %d MB are free, %d are needed", ErrLowSpace, free>>20, minFree>>20)
	}
	return nil
}

// rightWorld keeps practice out of a real log, and real money out of a
// practice one.
func (s state) rightWorld(e order.Event) error {
	practice := s.practice
	if e.New != nil && (strings.HasPrefix(string(e.Order), order.PracticePrefix) != practice || (e.New.Account.Gateway == order.PracticeGateway) != practice) {
		return fmt.Errorf("%w: order %s", ErrPractice, e.Order)
	}
	if e.Settings != nil && (e.Settings.Account.Gateway == order.PracticeGateway) != practice {
		return fmt.Errorf("%w: the gateway %q", ErrPractice, e.Settings.Account.Gateway)
	}
	return nil
}

// write puts a checked event on disk: the journal first, then the log.
func (l *Log) write(e order.Event, after order.Order, raw []byte) (next state, err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	next = l.state
	next.seq++
	stored, err := json.Marshal(record{next.seq, l.state.head.String(), raw})
	if err != nil {
		return next, err
	}
	next.head = sha256.Sum256(stored)
	if journaled(e) {
		if err := l.journal.add(lineOf(e, after)); err != nil {
			return next, fmt.Errorf("journal: %w", err)
		}
	}
	next.known = l.journal.known(keyOf(e))
	err = l.db.Update(func(tx *bolt.Tx) error {
		if err := tx.Bucket(bucketEvents).Put(seqKey(next.seq), stored); err != nil {
			return err
		}
		meta := tx.Bucket(bucketMeta)
		if err := meta.Put(metaHead, next.head[:]); err != nil {
			return err
		}
		if next.known != l.state.known {
			if err := meta.Put(metaJournal, strconv.AppendInt(nil, next.known, 10)); err != nil {
				return err
			}
		}
		if _, err := derivedOf(tx).apply(e); err != nil {
			return err
		}
		if e.Order != "" { // it writes no fact; and one that has rotted must not keep a payment from being recorded
			return nil
		}
		return next.facts.read(meta) // as every later start will
	})
	return next, err
}
