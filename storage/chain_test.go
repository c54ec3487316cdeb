package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

func TestAHeadIsReadAsItWasWritten(t *testing.T) {
	l := open(t, t.TempDir())
	for i := range 3 {
		h := l.Head()
		got, err := storage.ParseHead(h.String())
		if err != nil || got != h || h.Seq != uint64(i) {
			t.Errorf("%s read as %v, %v", h, got, err)
		}
		appendAll(t, l, created(order.ID(fmt.Sprintf("A%d", i)), i, 100, shop))
	}
	good := l.Head().String()
	for _, bad := range []string{"", ":", "7", good[1:], good[:len(good)-1], good + "00", "-" + good, strings.Replace(good, ":", ";", 1), "x" + good} {
		if h, err := storage.ParseHead(bad); err == nil {
			t.Errorf("%q read as %v", bad, h)
		}
	}
}

// A log, the head kept at its middle, and the ways in which a file can be put
// in its place.
func TestAHeadKeptElsewhereTellsAnOlderCopyFromAnotherLog(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	begin := l.Head()
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	older := backUp(t, l, evening)
	appendAll(t, l, sale("A2", 50, 100, shop)...)
	kept := l.Head()
	same := backUp(t, l, evening)
	appendAll(t, l, sale("A3", 100, 100, shop)...)
	newer := backUp(t, l, evening)

	soldSince := t.TempDir()
	if _, err := storage.Restore(soldSince, older.Path, evening); err != nil {
		t.Fatal(err)
	}
	s := open(t, soldSince)
	appendAll(t, s, sale("B1", 50, 100, shop)...)
	appendAll(t, s, sale("B2", 60, 100, shop)...)
	closeChecked(t, s)
	stranger := open(t, t.TempDir())
	appendAll(t, stranger, settings(shop))
	appendAll(t, stranger, sale("A1", 0, 100, shop)...)
	appendAll(t, stranger, sale("A2", 50, 100, shop)...)
	another := backUp(t, stranger, evening)

	cases := map[string]struct {
		path string
		head storage.Head
		held bool
		says string
	}{
		"the log":                      {newer.Path, kept, true, ""},
		"as it was then":               {same.Path, kept, true, ""},
		"its beginning":                {older.Path, begin, true, ""},
		"an older copy":                {older.Path, kept, false, "it ends with record 4, but record 7 was written"},
		"an older copy, written since": {file(soldSince), kept, false, "record 7 is not the one that was written"},
		"another log, as long":         {another.Path, kept, false, "record 7 is not the one that was written"},
		"another log's beginning":      {another.Path, begin, false, "record 0 is not the one that was written"},
	}
	for name, c := range cases {
		r, err := storage.Verify(c.path, c.head)
		if err != nil {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if found := strings.Join(r.Problems, "\n"); (c.says == "") != (found == "") || !strings.Contains(found, c.says) {
			t.Errorf("%s: found %q, want %q", name, found, c.says)
		}
		verified(t, c.path) // nothing but the head can tell
		dir := t.TempDir()
		if _, err := storage.Restore(dir, c.path, evening); err != nil {
			t.Fatal(err)
		}
		log := open(t, dir)
		if got, err := log.Holds(c.head); got != c.held || err != nil {
			t.Errorf("%s: holds: %t, %v", name, got, err)
		}
		if id, err := storage.Identify(c.path); id != (storage.Identity{DatabaseID: log.DatabaseID(), Seq: log.Seq()}) || err != nil {
			t.Errorf("%s: identified as %+v, %v", name, id, err)
		}
	}
	if _, err := storage.Identify(newer.Path + "x"); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("no file identified: %v", err)
	}
}

// A forger who knows this program cuts off the end and makes everything else
// fit: only the head that is kept elsewhere shows it.
func TestACarefulForgersCutIsFoundByTheHead(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	appendAll(t, l, sale("A2", 50, 100, shop)...)
	kept := l.Head()
	tamper(t, l, func(tx *bolt.Tx) error {
		return errors.Join(tx.Bucket([]byte("events")).Delete(seqKey(6)), newHead(tx))
	})
	if _, err := l.Rebuild(); err != nil {
		t.Fatal(err)
	}
	closeChecked(t, l)
	verified(t, file(dir))
	r, err := storage.Verify(file(dir), kept)
	if err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "its end is cut off") {
		t.Errorf("found %q, %v", r.Problems, err)
	}
}

func TestEachFlawOfARecordHasItsName(t *testing.T) {
	l := open(t, t.TempDir())
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	all, _ := l.Dump()
	value := func(n uint64) []byte { return []byte(all["events/"+string(seqKey(n))]) }
	changed := bytes.Replace(value(2), []byte("PENDING"), []byte("pending"), 1)
	cases := map[string]struct {
		key, value []byte
		want       error
	}{
		"as written":     {seqKey(2), value(2), nil},
		"not readable":   {seqKey(2), value(2)[1:], storage.ErrRecord},
		"another's":      {seqKey(2), value(3), storage.ErrRecordNumber},
		"one too early":  {seqKey(3), value(3), storage.ErrRecordNumber},
		"a strange key":  {[]byte("2"), value(2), storage.ErrRecordNumber},
		"another before": {seqKey(2), bytes.Replace(value(2), []byte(`"prev":"`), []byte(`"prev":"0`), 1), storage.ErrRecordLink},
		"changed":        {seqKey(2), changed, nil}, // and found by the next
	}
	for name, c := range cases {
		chain := storage.NewChain(l.DatabaseID())
		if flaws := chain.Next(seqKey(1), value(1)); flaws != nil {
			t.Fatal(flaws)
		}
		flaws := chain.Next(c.key, c.value)
		if (c.want == nil) != (flaws == nil) || !errors.Is(errors.Join(flaws...), c.want) {
			t.Errorf("%s: %v", name, flaws)
		}
		if name == "changed" {
			if flaws := chain.Next(seqKey(3), value(3)); !errors.Is(errors.Join(flaws...), storage.ErrRecordLink) {
				t.Errorf("after a changed record: %v", flaws)
			}
		}
	}
}
