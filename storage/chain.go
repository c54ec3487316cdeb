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

	bolt "go.etcd.io/bbolt"
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
