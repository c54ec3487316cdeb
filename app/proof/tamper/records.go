package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"qrtill/storage"
)

// tally counts what was tried and what the checks said.
type tally struct {
	tried  int
	unseen int // by storage's check
	weak   int // by the same check without its hash comparison
}

func (t *tally) count(flaws []error) {
	t.tried++
	if len(flaws) == 0 {
		t.unseen++
	}
	for _, f := range flaws {
		if !errors.Is(f, storage.ErrRecordLink) && !errors.Is(f, errHead) {
			return
		}
	}
	t.weak++
}

func (t *tally) add(u tally) {
	t.tried, t.unseen, t.weak = t.tried+u.tried, t.unseen+u.unseen, t.weak+u.weak
}

// errHead: the last record is not the one that the file names as its head.
var errHead = errors.New("not the head")

// chainOf is a log's records, and the chain as it stands before each.
type chainOf struct {
	records []entry
	before  []storage.Chain
	head    [sha256.Size]byte
}

func newChain(path string) (*chainOf, error) {
	records, id, head, err := readRecords(path)
	c := &chainOf{records: records, head: head}
	chain := storage.NewChain(id)
	for _, r := range records {
		c.before = append(c.before, chain)
		if flaws := chain.Next(r.key, r.value); flaws != nil {
			err = errors.Join(append(flaws, err)...)
		}
	}
	return c, err
}

// flaws are what storage finds when other records stand between record from and
// record to: in them, and in the first record after them. Nothing beyond can
// tell, as each record is checked with the one before it alone.
func (c *chainOf) flaws(from, to int, instead ...entry) (found []error) {
	chain := c.before[from]
	for _, r := range instead {
		found = append(found, chain.Next(r.key, r.value)...)
	}
	if len(found) > 0 { // the next would object too, but only to the hash
		return found
	}
	if to < len(c.records) {
		return append(found, chain.Next(c.records[to].key, c.records[to].value)...)
	}
	if chain.Head().Hash != c.head {
		found = append(found, errHead)
	}
	return found
}

// eachRecord does something at every record, on every processor.
func (c *chainOf) eachRecord(ctx context.Context, do func(i int) tally) (sum tally, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			var mine tally
			for i := w; i < len(c.records) && ctx.Err() == nil; i += workers {
				mine.add(do(i))
			}
			mu.Lock()
			defer mu.Unlock()
			sum.add(mine)
		})
	}
	all.Wait()
	return sum, ctx.Err()
}

// changeBytes changes every byte of every record and its key, one at a time.
func (c *chainOf) changeBytes(ctx context.Context, seed uint64) (tally, error) {
	return c.eachRecord(ctx, func(i int) (t tally) {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		r := entry{append([]byte(nil), c.records[i].key...), append([]byte(nil), c.records[i].value...)}
		for _, part := range [][]byte{r.key, r.value} {
			for at := range part {
				was := part[at]
				part[at] ^= byte(1 + random.IntN(255))
				t.count(c.flaws(i, i+1, r))
				part[at] = was
			}
		}
		return t
	})
}

// moveRecords removes every record and swaps every pair of neighbours: as they
// are, and numbered anew by somebody who wants it to look right.
func (c *chainOf) moveRecords(ctx context.Context) (tally, error) {
	return c.eachRecord(ctx, func(i int) (t tally) {
		t.count(c.flaws(i, i+1))
		if i+1 == len(c.records) {
			return t
		}
		a, b := c.records[i], c.records[i+1]
		t.count(c.flaws(i, i+2, entry{a.key, b.value}, entry{b.key, a.value}))
		t.count(c.flaws(i, i+2, entry{a.key, numbered(b.value, a.key)}, entry{b.key, numbered(a.value, b.key)}))
		return t
	})
}

// numbered gives a record the number of another place.
func numbered(value, key []byte) []byte {
	_, rest, _ := strings.Cut(string(value), ",")
	return []byte(`{"seq":` + strconv.FormatUint(binary.BigEndian.Uint64(key), 10) + "," + rest)
}
