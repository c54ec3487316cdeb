package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// fact is what the till has written down about something that a person did, or
// that somebody took for a person's doing.
type fact struct {
	Kind  order.Kind `json:"kind"`
	Order order.ID   `json:"order"`
	New   *order.New `json:"new"`
}

func (f fact) String() string {
	if f.New == nil {
		return string(f.Kind)
	}
	return fmt.Sprintf("%s %s (tip %d, discount %d, %s, note %q)", f.Kind, f.New.Amount.Decimal(), f.New.Tip, f.New.Discount, f.New.Method, f.New.Note)
}

// elsewhere is what the gateway says and time brings, with nobody at the keys.
var elsewhere = []order.Kind{order.CreateAnswered, order.Unanswered, order.Refused, order.Answered, order.RefundAnswered, order.RefundUnanswered, order.LearnedNotFound}

// written is how many records there are.
func (s *shop) written() (int, error) {
	_, now, err := s.facts(math.MaxInt)
	return now, err
}

// facts reads what was written after the first n records, and how many there are
// now. The till has the log open, so a copy is read.
func (s *shop) facts(n int) (since []fact, now int, err error) {
	for range 5 { // the copy may be torn by a write
		if since, now, err = s.factsOnce(n); err == nil {
			break
		}
	}
	return since, now, err
}

func (s *shop) factsOnce(n int) (since []fact, now int, err error) {
	data, err := os.ReadFile(filepath.Join(s.till.Dir, "orders.db"))
	if err != nil {
		return nil, 0, err
	}
	copied := filepath.Join(s.work, "copy.db")
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		return nil, 0, err
	}
	defer func() {
		if torn := recover(); torn != nil { // bbolt does so at pages that make no sense
			err = fmt.Errorf("the copy of the log can't be read: %v", torn)
		}
	}()
	db, err := bolt.Open(copied, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		return nil, 0, err
	}
	defer db.Close()
	return since, now, db.View(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte("events")).Cursor()
		last, _ := c.Last()
		if now = int(binary.BigEndian.Uint64(last)); now <= n {
			return nil
		}
		for k, v := c.Seek(binary.BigEndian.AppendUint64(nil, uint64(n+1))); k != nil; k, v = c.Next() {
			f, err := parseFact(v)
			if err != nil {
				return err
			}
			if !slices.Contains(elsewhere, f.Kind) {
				since = append(since, f)
			}
		}
		return nil
	})
}

// parseFact reads a record, in whichever form the log has it: the event alone, or
// within an object, and perhaps behind a few bytes of a hash.
func parseFact(record []byte) (f fact, err error) {
	var whole struct {
		fact
		Event *fact `json:"event"`
	}
	at := bytes.IndexByte(record, '{')
	if at < 0 {
		return f, fmt.Errorf("a record of the log is no event: %x", record)
	}
	if err := json.Unmarshal(record[at:], &whole); err != nil {
		return f, err
	}
	if whole.Event != nil {
		return *whole.Event, nil
	}
	return whole.fact, nil
}
