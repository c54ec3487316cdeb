package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"qrtill/app/order"
)

// record is one entry of the events bucket. Its hash is that of its stored
// bytes; they are never encoded anew.
type record struct {
	Seq   uint64          `json:"seq"`
	Prev  string          `json:"prev"` // hash of the record before, in hex
	Event json.RawMessage `json:"event"`
}

type hash [sha256.Size]byte

func (h hash) String() string { return hex.EncodeToString(h[:]) }

// firstHash stands where the first record names the one before it, and ties
// the chain to its database.
func firstHash(databaseID string) hash { return sha256.Sum256([]byte(databaseID)) }

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// encodeEvent returns an event's canonical bytes, and the event as it will be
// read from them: what is applied now is what a rebuild will apply.
func encodeEvent(e order.Event) ([]byte, order.Event, error) {
	e.At = e.At.UTC()
	if err := checkEvent(e); err != nil {
		return nil, e, err
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, e, fmt.Errorf("%w: %w", order.ErrEvent, err)
	}
	e, err = decodeEvent(raw)
	return raw, e, err
}

// checkEvent refuses what the indexes could not hold.
func checkEvent(e order.Event) error {
	if e.Version != order.Version {
		return fmt.Errorf("%w: version %d", order.ErrEvent, e.Version)
	}
	if !inTime(e.At) || e.Since != nil && !inTime(*e.Since) {
		return fmt.Errorf("%w: time %v", order.ErrEvent, e.At)
	}
	if e.New != nil && !e.New.FirstShown.IsZero() && !inTime(e.New.FirstShown) {
		return fmt.Errorf("%w: time %v", order.ErrEvent, e.New.FirstShown)
	}
	if _, err := time.Parse(time.DateOnly, e.Day); err != nil {
		return fmt.Errorf("%w: business day %q", order.ErrEvent, e.Day)
	}
	return nil
}

// decodeEvent reads an event of any version ever written.
func decodeEvent(raw []byte) (order.Event, error) {
	var form struct {
		Version int `json:"v"`
	}
	if err := json.Unmarshal(raw, &form); err != nil {
		return order.Event{}, fmt.Errorf("not an event: %w", err)
	}
	if form.Version != 1 {
		return order.Event{}, fmt.Errorf("event version %d is not known", form.Version)
	}
	var e order.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		return order.Event{}, fmt.Errorf("not an event: %w", err)
	}
	return e, nil
}
