package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// What the tests see of the inside.

var (
	EncodeOrder = encodeOrder
	DecodeOrder = decodeOrder
	DecodeEvent = decodeEvent
	CheckFile   = checkFile
	NotRecorded = notRecorded
	DayKey      = dayKey
	SeqKey      = seqKey
	NewLogger   = newLogger
	WaitFor     = waitFor
)

const (
	Form     = form
	Patience = patience
)

// CopyWith copies the log, and calls look once the copy is whole and has no name
// of its own yet.
func (l *Log) CopyWith(temp, path string, look func()) error {
	_, err := l.copyVerified(temp, func(Report) string { look(); return path })
	return err
}

// CreateNamed makes a database with an id that is not random.
func CreateNamed(dir, id string) error {
	db, err := bolt.Open(filepath.Join(dir, logFile), 0o600, boltOptions(false))
	if err != nil {
		return err
	}
	return errors.Join(db.Update(func(tx *bolt.Tx) error { return initialise(tx, id, false) }), db.Close())
}

func (l *Log) Bolt() *bolt.DB {
	if l.db == nil {
		return nil
	}
	return l.db.DB
}

// NewLines is how the diary writes.
func NewLines(to io.Writer) io.Writer { return &lines{to: to} }

// Tell says what is still to be told.
func (c *complaints) Tell(log *slog.Logger) { c.tell(log) }

// LetGo closes the files as a failure does before it opens them anew.
func (l *Log) LetGo() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.close()
}

// Free is how full the log takes its disk to be.
func (l *Log) Free() (uint64, error) { return l.options.Free(l.dir) }

// Fault ends a write as a damaged page does.
func (l *Log) Fault() error {
	return l.db.Update(func(*bolt.Tx) error { panic("a page is not what it should be") })
}

// WriteMeta writes a key of meta as an event does.
func (l *Log) WriteMeta(key, value string) error {
	return l.db.Update(func(tx *bolt.Tx) error { return derivedOf(tx).meta.Put([]byte(key), []byte(value)) })
}

// KeysFromEvents are the keys of meta that events alone make.
func KeysFromEvents() (keys []string) {
	for _, from := range fromEvents {
		keys = append(keys, string(from.key))
	}
	return keys
}

// Rebuild makes everything derived anew.
func (l *Log) Rebuild() (problems []string, err error) {
	err = l.db.Update(func(tx *bolt.Tx) error {
		problems, err = rebuild(tx)
		return err
	})
	return problems, err
}

// Dump is everything in the database, by bucket and key.
func (l *Log) Dump() (map[string]string, error) {
	all := map[string]string{}
	err := l.view(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				all[string(name)+"/"+string(k)] = string(v)
				return nil
			})
		})
	})
	return all, err
}

// AppendRaw puts events on the chain in one commit, whatever they hold, and
// opens the log anew.
func (l *Log) AppendRaw(events ...[]byte) error {
	s := l.now()
	err := l.db.Update(func(tx *bolt.Tx) error {
		for _, raw := range events {
			s.seq++
			stored, err := json.Marshal(record{s.seq, s.head.String(), raw})
			if err != nil {
				return err
			}
			s.head = sha256.Sum256(stored)
			if e, err := decodeEvent(raw); err == nil {
				_, _ = derivedOf(tx).apply(e)
			}
			if err := tx.Bucket(bucketEvents).Put(seqKey(s.seq), stored); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Put(metaHead, s.head[:])
	})
	return errors.Join(err, l.Reopen())
}

func EncodeEvent(e order.Event) []byte {
	raw, _, err := encodeEvent(e)
	if err != nil {
		panic(err)
	}
	return raw
}

func EncodeRecord(seq uint64, databaseID string, event []byte) []byte {
	stored, err := json.Marshal(record{seq, hash(firstHash(databaseID)).String(), event})
	if err != nil {
		panic(err)
	}
	return stored
}

func CheckSums(orders, totals map[string][]byte) []string {
	var r Report
	r.checkSums(orders, totals)
	return r.Problems
}

// RestoreSteps is how many steps a restore has; RestoreSome stops after some of
// them, as a crash would.
const RestoreSteps = 3

func RestoreSome(dir, backup string, now time.Time, steps int) error {
	_, err := restoreSome(dir, backup, now, steps)
	return err
}

func restoreSome(dir, backup string, now time.Time, steps int) (*restoring, error) {
	r := newRestoring(dir, backup, now)
	for _, step := range r.steps()[:steps] {
		if err := step(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// RestoreRefused stops after some steps, as an error in the next would.
func RestoreRefused(dir, backup string, now time.Time, steps int) error {
	r, err := restoreSome(dir, backup, now, steps)
	return errors.Join(err, r.undo())
}

func TryEncodeEvent(e order.Event) ([]byte, error) {
	raw, _, err := encodeEvent(e)
	return raw, err
}

func EncodeTotal(t Total) (key, value []byte) { return t.key(), t.value() }

func DecodeTotal(key, value []byte) (Total, error) {
	return decodeTotal(string(key[:min(len(key), dayLength)]), key, value)
}

// ScanJournal reads a journal beside a log that has nothing yet.
func ScanJournal(raw []byte) (events []order.Event, unreadable int, err error) {
	s := scan{log: derived{orders: memory{}}, recalled: map[string]order.Order{}}
	err = readLines(bytes.NewReader(raw), 0, s.line)
	return s.events, s.unreadable, err
}
