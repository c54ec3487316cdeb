package storage_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"qrtill/storage"
)

func TestVerifyFindsNothingInAGoodLog(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	a1 := created("A1", 10, 5000, shop)
	appendAll(t, l, a1, shown(a1, 11), paid(a1, 12))
	appendAll(t, l, refunded(a1, 20, 1500)...)
	all, _ := l.Dump()
	closeChecked(t, l)
	before, _ := os.ReadFile(file(dir))
	r := verified(t, file(dir))
	head := sha256.Sum256([]byte(all["events/"+string(seqKey(6))]))
	if r.Events != 6 || r.Orders != 1 || r.Seq != 6 || r.Head != hex.EncodeToString(head[:]) || r.Practice {
		t.Errorf("report %+v", r)
	}
	if after, _ := os.ReadFile(file(dir)); !bytes.Equal(before, after) {
		t.Error("verify changed the file")
	}
}

func TestTheChainBeginsAtTheDatabasesID(t *testing.T) {
	l := open(t, t.TempDir())
	appendAll(t, l, created("A1", 0, 100, shop), created("A2", 1, 100, shop))
	all, _ := l.Dump()
	first, second := all["events/"+string(seqKey(1))], all["events/"+string(seqKey(2))]
	id, one := sha256.Sum256([]byte(l.DatabaseID())), sha256.Sum256([]byte(first))
	if want := `{"seq":1,"prev":"` + hex.EncodeToString(id[:]) + `","event":{"v":2,"kind":"created",`; !strings.HasPrefix(first, want) {
		t.Errorf("first record %s, want %s", first, want)
	}
	if want := `{"seq":2,"prev":"` + hex.EncodeToString(one[:]) + `",`; !strings.HasPrefix(second, want) {
		t.Errorf("second record %s, want %s", second, want)
	}
}

// newHead makes meta name the newest record, as a careful forger would.
func newHead(tx *bolt.Tx) error {
	_, v := tx.Bucket([]byte("events")).Cursor().Last()
	head := sha256.Sum256(v)
	return tx.Bucket([]byte("meta")).Put([]byte("head"), head[:])
}

func TestVerifyFindsEveryChange(t *testing.T) {
	replace := func(bucket string, key []byte, old, with string) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			v := bytes.Replace(bytes.Clone(b.Get(key)), []byte(old), []byte(with), 1)
			if bytes.Equal(v, b.Get(key)) {
				panic("the test changes nothing")
			}
			return b.Put(key, v)
		}
	}
	first := func(bucket string, do func(b *bolt.Bucket, k, v []byte) error) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			k, v := b.Cursor().First()
			return do(b, bytes.Clone(k), bytes.Clone(v))
		}
	}
	remove := func(b *bolt.Bucket, k, _ []byte) error { return b.Delete(k) }
	lastByte := func(b *bolt.Bucket, k, v []byte) error { v[len(v)-1] ^= 2; return b.Put(k, v) }
	cases := map[string]struct {
		change func(*bolt.Tx) error
		want   string
	}{
		"one byte of an event":           {replace("events", seqKey(1), `"minor":5000`, `"minor":5001`), "record 2 does not follow"},
		"one byte of the newest event":   {replace("events", seqKey(5), `5000`, `5001`), "the newest record is not"},
		"an event removed":               {func(tx *bolt.Tx) error { return tx.Bucket([]byte("events")).Delete(seqKey(3)) }, "after record 2 comes record 0000000000000004"},
		"the newest event removed":       {func(tx *bolt.Tx) error { return tx.Bucket([]byte("events")).Delete(seqKey(5)) }, "the newest record is not"},
		"removed, with the head":         {func(tx *bolt.Tx) error { _ = tx.Bucket([]byte("events")).Delete(seqKey(5)); return newHead(tx) }, "\"A2\": no event made it"},
		"two events swapped":             {swap, "says it is number"},
		"two events swapped and renamed": {swapRenamed, "does not follow"},
		"an event of another database":   {replace("meta", []byte("database"), "", "x"), "record 1 does not follow"},
		"a snapshot":                     {first("orders", lastByte), "is not what its events make"},
		"a snapshot removed":             {first("orders", remove), "order: 1 of 2 are missing"},
		"a snapshot added":               {func(tx *bolt.Tx) error { return tx.Bucket([]byte("orders")).Put([]byte("Z"), []byte{1}) }, "no event made it"},
		"an open order removed":          {first("open", remove), "open order: 1 of 2 are missing"},
		"a day's order removed":          {first("days", remove), "day's order: 1 of 2 are missing"},
		"a total":                        {first("totals", lastByte), "total"},
		"a total removed":                {first("totals", remove), "total: 1 of 1 are missing"},
		"the settings":                   {replace("meta", []byte("settings"), "Tea", "Pea"), "settings"},
		"a bucket put inside":            {func(tx *bolt.Tx) error { _, err := tx.Bucket([]byte("orders")).CreateBucket([]byte("Z")); return err }, "no event made it"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := open(t, dir)
			appendAll(t, l, sale("A1", 0, 5000, shop)...)
			appendAll(t, l, settings(shop))
			appendAll(t, l, created("A2", 10, 5000, shop))
			tamper(t, l, c.change)
			closeChecked(t, l)
			r, err := storage.Verify(file(dir))
			if err != nil {
				t.Fatal(err)
			}
			if found := strings.Join(r.Problems, "\n"); !strings.Contains(found, c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

func swap(tx *bolt.Tx) error {
	b := tx.Bucket([]byte("events"))
	two, three := bytes.Clone(b.Get(seqKey(2))), bytes.Clone(b.Get(seqKey(3)))
	_ = b.Put(seqKey(2), three)
	return b.Put(seqKey(3), two)
}

func swapRenamed(tx *bolt.Tx) error {
	b := tx.Bucket([]byte("events"))
	two := bytes.Replace(b.Get(seqKey(2)), []byte(`"seq":2`), []byte(`"seq":3`), 1)
	three := bytes.Replace(b.Get(seqKey(3)), []byte(`"seq":3`), []byte(`"seq":2`), 1)
	_ = b.Put(seqKey(2), three)
	return b.Put(seqKey(3), two)
}

// Sums kept wrongly by both the log and its rebuild would agree with each
// other; they are also held against the orders themselves.
func TestVerifyAddsUpTheOrdersThemselves(t *testing.T) {
	orders, totals := map[string][]byte{}, map[string][]byte{}
	if p := storage.CheckSums(orders, totals); len(p) != 0 {
		t.Errorf("nothing does not add up to nothing: %q", p)
	}
	dir := t.TempDir()
	l := open(t, dir)
	a1 := created("A1", 0, 5000, shop)
	appendAll(t, l, a1, shown(a1, 1), paid(a1, 2))
	appendAll(t, l, refunded(a1, 3, 1500)...)
	all, _ := l.Dump()
	for k, v := range all {
		if key, ok := strings.CutPrefix(k, "orders/"); ok {
			orders[key] = []byte(v)
		}
		if key, ok := strings.CutPrefix(k, "totals/"); ok {
			totals[key] = []byte(v)
		}
	}
	if p := storage.CheckSums(orders, totals); len(p) != 0 || len(totals) != 1 {
		t.Errorf("a good log: %q", p)
	}
	clear(totals)
	if p := storage.CheckSums(orders, totals); len(p) != 1 || !strings.Contains(p[0], "by -1 paid, -5000 minor units, -1 refunds, -1500") {
		t.Errorf("without totals: %q", p)
	}
}
