package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// Head names a record of the chain and, by its hash, everything before it. One
// that is kept outside of the file ([ChainHead]) shows when the file's end is
// cut off or an older copy is put back: no chain can show that itself.
type Head struct {
	Seq  uint64 // 0 is the beginning of the chain, before any record
	Hash [sha256.Size]byte
}

// String is the head's form in the keyring, "seq:hash in hex".
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.Seq, h.Hash) }

var errHead = errors.New("this names no record of an order log")

// ParseHead reads what String gives.
func ParseHead(s string) (h Head, err error) {
	seq, sum, ok := strings.Cut(s, ":")
	h.Seq, err = strconv.ParseUint(seq, 10, 64)
	raw, hexErr := hex.DecodeString(sum)
	if !ok || err != nil || hexErr != nil || len(raw) != sha256.Size {
		return Head{}, errHead
	}
	copy(h.Hash[:], raw)
	return h, nil
}

// Head is the newest record's.
func (l *Log) Head() Head {
	s := l.now()
	return Head{s.seq, s.head}
}

// Holds says whether the log has a record that is known from elsewhere, and so
// everything before it. One that has not is an older copy or another log.
func (l *Log) Holds(h Head) (held bool, err error) {
	err = l.view(func(tx *bolt.Tx) error {
		there := hash(firstHash(string(tx.Bucket(bucketMeta).Get(metaDatabase))))
		if h.Seq > 0 {
			v := tx.Bucket(bucketEvents).Get(seqKey(h.Seq))
			if v == nil {
				return nil
			}
			there = sha256.Sum256(v)
		}
		held = there == h.Hash
		return nil
	})
	return held, err
}

// Chain follows the records of a log from its beginning. It is a value: a copy
// goes its own way.
type Chain struct {
	seq  uint64 // of the last record
	head hash
}

// NewChain stands before the first record.
func NewChain(databaseID string) Chain { return Chain{head: firstHash(databaseID)} }

// Head is the last record's.
func (c *Chain) Head() Head { return Head{c.seq, c.head} }

// The flaws a record can have; each error of Chain.Next wraps one.
var (
	ErrRecord       = errors.New("the record cannot be read")
	ErrRecordNumber = errors.New("the record is not in its place")
	ErrRecordLink   = errors.New("the record does not follow from the one before it")
)

// flaw is one of them, with its place.
type flaw struct {
	text string
	kind error
}

func (f flaw) Error() string { return f.text }
func (f flaw) Unwrap() error { return f.kind }

// Next goes on to the next record, as it stands in the file, and says what is
// wrong with it.
func (c *Chain) Next(key, value []byte) (flaws []error) {
	found := func(kind error, format string, args ...any) {
		flaws = append(flaws, flaw{fmt.Sprintf(format, args...), kind})
	}
	var r record
	if err := json.Unmarshal(value, &r); err != nil {
		found(ErrRecord, "record %x cannot be read: %v", key, err)
	} else if !bytes.Equal(key, seqKey(r.Seq)) {
		found(ErrRecordNumber, "record %x says it is number %d", key, r.Seq)
	} else if r.Prev != c.head.String() {
		found(ErrRecordLink, "record %d does not follow from the one before it", r.Seq)
	}
	if !bytes.Equal(key, seqKey(c.seq+1)) {
		found(ErrRecordNumber, "after record %d comes record %x", c.seq, key)
	}
	c.seq++
	if len(key) == 8 {
		c.seq = binary.BigEndian.Uint64(key)
	}
	c.head = sha256.Sum256(value)
	return flaws
}

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
	if form.Version < 1 || form.Version > order.Version {
		return order.Event{}, fmt.Errorf("event version %d is not known", form.Version)
	}
	var e order.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		return order.Event{}, fmt.Errorf("not an event: %w", err)
	}
	return e, nil
}
