package storage_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// Whatever is read as an order must be read the same after writing it again.
func FuzzDecodeOrder(f *testing.F) {
	events := oneOfEach()
	for _, e := range goldenEvents() {
		if e.Kind == order.Created {
			if o, err := order.Apply(order.Order{}, e); err == nil {
				f.Add(storage.EncodeOrder(o))
			}
		}
	}
	f.Add([]byte{2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := storage.DecodeOrder(b)
		if err != nil {
			return
		}
		if again, err := storage.DecodeOrder(storage.EncodeOrder(o)); err != nil || !reflect.DeepEqual(again, o) {
			t.Errorf("%+v became %+v, %v", o, again, err)
		}
		if fault := work(o, events); fault != nil {
			t.Errorf("%+v: %v", o, fault)
		}
	})
}

func FuzzDecodeTotal(f *testing.F) {
	t := storage.Total{Day: "2026-11-24", Account: shop, Method: order.WeChat, PaidCount: 1, Paid: 5000, Refunded: -1}
	key, value := storage.EncodeTotal(t)
	f.Add(key, value)
	f.Add([]byte("2026"), []byte{2})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		total, err := storage.DecodeTotal(key, value)
		if err != nil {
			return
		}
		key, value = storage.EncodeTotal(total)
		if again, err := storage.DecodeTotal(key, value); err != nil || again != total {
			t.Errorf("%+v became %+v, %v", total, again, err)
		}
	})
}

// An event that can be read and written is the same event.
func FuzzDecodeEvent(f *testing.F) {
	a1 := created("A1", 0, 12850, shop)
	for _, e := range append([]order.Event{settings(shop), a1, shown(a1, 1), paid(a1, 2)}, refunded(a1, 3, 100)...) {
		f.Add(storage.EncodeEvent(e))
	}
	f.Add([]byte(`{"v":1,"at":"9999-12-31T23:59:59Z","since":"0001-01-01T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := storage.DecodeEvent(raw)
		if err != nil {
			return
		}
		written, err := storage.TryEncodeEvent(e)
		if err != nil {
			return // no event of ours: refused before it is written
		}
		again, err := storage.DecodeEvent(written)
		if e.At = e.At.UTC(); err != nil || !reflect.DeepEqual(again.New, e.New) || !reflect.DeepEqual(again.Refund, e.Refund) || !again.At.Equal(e.At) {
			t.Errorf("%+v became %+v, %v", e, again, err)
		}
	})
}

// A record has no flaw only if it is one, in its place; and it moves the chain on.
func FuzzRecord(f *testing.F) {
	l := open(f, f.TempDir())
	appendAll(f, l, sale("A1", 0, 100, shop)...)
	all, _ := l.Dump()
	chain := storage.NewChain(l.DatabaseID())
	for n := range uint64(3) {
		f.Add(seqKey(n+1), []byte(all["events/"+string(seqKey(n+1))]))
	}
	f.Add([]byte{}, []byte("{}"))
	f.Fuzz(func(t *testing.T, key, value []byte) {
		c := chain
		flaws := c.Next(key, value)
		if c.Head() == chain.Head() {
			t.Error("the chain stands still")
		}
		if len(flaws) == 0 && (!bytes.Equal(key, seqKey(1)) || !bytes.Contains(value, []byte(`"`))) {
			t.Errorf("%x %s is the first record", key, value)
		}
	})
}

// What the journal brings back can be appended, and is what its line says.
func FuzzJournal(f *testing.F) {
	dir := f.TempDir()
	l := open(f, dir)
	a1 := created("A1", 0, 12850, shop)
	appendAll(f, l, a1, shown(a1, 1), paid(a1, 2))
	appendAll(f, l, refunded(a1, 3, 100)...)
	appendAll(f, l, created("A2", 5, 5, other))
	f.Add([]byte(journalOf(f, dir)))
	f.Add([]byte(`{"id":"B1","account":{"gateway":"g","merchant":"m","currency":"JPY"},"amount":"1","currency":"JPY","time":"2026-11-24T03:00:00Z"}`))
	f.Add(bytes.Repeat([]byte("\n"), 20))
	f.Fuzz(func(t *testing.T, raw []byte) {
		events, unreadable, err := storage.ScanJournal(raw)
		if lines := bytes.Count(raw, []byte("\n")) + 1; err != nil || len(events)+unreadable > lines {
			t.Fatalf("%d events, %d unreadable of %d lines, %v", len(events), unreadable, lines, err)
		}
		orders := map[order.ID]order.Order{}
		for _, e := range events {
			e.At, e.Day = start, start.Format(time.DateOnly)
			if _, err := storage.TryEncodeEvent(e); err != nil {
				t.Errorf("%+v can't be written: %v", e, err)
			}
			after, err := order.Apply(orders[e.Order], e)
			if err != nil {
				t.Errorf("%+v can't be appended: %v", e, err)
			}
			orders[e.Order] = after
		}
	})
}

// changes are places of a file and what to do to the byte there, five bytes
// each. The first byte says whether somebody made the two first pages' checksums
// fit again.
func changes(raw, patch []byte) []byte {
	raw = bytes.Clone(raw)
	if len(patch) == 0 {
		return raw
	}
	page := pageSize(raw)
	for p := patch[1:]; len(p) >= 5; p = p[5:] {
		raw[int(binary.BigEndian.Uint32(p))%len(raw)] ^= p[4]
	}
	for _, at := range []int{16, page + 16} {
		if patch[0]&1 == 1 {
			sum := fnv.New64a()
			sum.Write(raw[at : at+56])
			binary.NativeEndian.PutUint64(raw[at+56:], sum.Sum64())
		}
	}
	return raw
}

// Any file at all: storage objects, or reads it. It never takes the program
// down, whatever bbolt does with the same bytes.
func FuzzFile(f *testing.F) {
	dir := f.TempDir()
	l := open(f, dir)
	appendAll(f, l, sale("A1", 0, 100, shop)...)
	closeChecked(f, l)
	raw, err := os.ReadFile(file(dir))
	if err != nil {
		f.Fatal(err)
	}
	raw = raw[:int(max(highWater(raw[16:]), highWater(raw[pageSize(raw)+16:])))*pageSize(raw)]
	page := uint32(pageSize(raw))
	at := func(offset uint32, with byte) []byte { return append(binary.BigEndian.AppendUint32(nil, offset), with) }
	f.Add([]byte{}, uint16(0))
	f.Add(append([]byte{1}, at(16+16, 1)...), uint16(0))     // the first page's root
	f.Add(append([]byte{1}, at(16+32, 1)...), uint16(0))     // its list of free pages
	f.Add(append([]byte{1}, at(16+40, 0x80)...), uint16(0))  // how many pages there are
	f.Add(append([]byte{0}, at(3*page+8, 3)...), uint16(0))  // a page's kind
	f.Add(append([]byte{0}, at(3*page+10, 9)...), uint16(0)) // how much is on it
	f.Add([]byte{0}, uint16(1))
	f.Fuzz(func(t *testing.T, patch []byte, cut uint16) {
		bad := changes(raw, patch)
		bad = bad[:len(bad)-int(cut)%len(bad)]
		dir := t.TempDir()
		if err := os.WriteFile(file(dir), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := storage.Verify(file(dir))
		if err != nil && !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrNewer) {
			t.Errorf("verified: %v", err)
		}
		leftOpen(t, dir)
		l, err := storage.Open(dir, storage.Options{Free: plenty})
		if err != nil {
			return
		}
		l.Bolt().NoSync = true
		_, _, _ = l.Missing()
		_, _, _ = l.Orders("", 10)
		_, _ = l.Append(created("B1", 90, 100, shop))
		if err := l.Close(); err != nil {
			t.Errorf("closed: %v", err)
		}
		if _, err := storage.Verify(filepath.Join(dir, "orders.db")); errors.Is(err, storage.ErrInUse) {
			t.Errorf("left locked: %v", err)
		}
	})
}
