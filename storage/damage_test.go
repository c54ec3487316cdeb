package storage_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

// written is the bytes of a log with 120 events.
func written(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	l := open(t, dir)
	l.Bolt().NoSync = true // the disk is not what is tested here
	for i := range 40 {
		appendAll(t, l, sale(order.ID(fmt.Sprintf("A%d", i)), i*10, 100, shop)...)
	}
	closeChecked(t, l)
	raw, err := os.ReadFile(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func pageSize(raw []byte) int { return int(binary.NativeEndian.Uint32(raw[16+8:])) }

// usedPage is the number of a page that the log can't do without. Which ones are
// free differs from run to run: bbolt gives pages out as a map yields them.
func usedPage(t testing.TB, raw []byte) (number int) {
	t.Helper()
	db, err := bolt.Open(file(put(t, raw)), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		for number = 2; ; number++ { // after the two meta pages
			if p, err := tx.Page(number); err != nil || p == nil || p.Type == "leaf" {
				return err
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func put(t testing.TB, raw []byte) (dir string) {
	t.Helper()
	// Not TempDir: Windows can't remove a file that a panic left mapped.
	dir, err := os.MkdirTemp("", "storage-damage-")
	if err == nil {
		err = os.WriteFile(file(dir), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func zero(raw []byte, from, to int) []byte {
	raw = append([]byte(nil), raw...)
	clear(raw[from:min(to, len(raw))])
	return raw
}

func TestADamagedFileIsRefusedBeforeItIsMapped(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	garbage := make([]byte, len(raw))
	rand.NewChaCha8([32]byte{1}).Read(garbage)
	cases := map[string][]byte{
		"empty":                    {},
		"one byte":                 {1},
		"garbage":                  garbage,
		"short garbage":            garbage[:100],
		"all zeros":                make([]byte, len(raw)),
		"both meta pages zeroed":   zero(raw, 0, 2*page),
		"both meta checksums":      flip(flip(raw, 16+40), page+16+40),
		"only the meta pages left": raw[:2*page],
		"half a meta page":         raw[:40],
		"cut by three quarters":    raw[:len(raw)/4],
		"first pages zeroed":       zero(raw, 2*page, len(raw)),
		"a text":                   []byte("Dear diary, this is no order log."),
	}
	for name, content := range cases {
		t.Run(name, func(t *testing.T) {
			dir := put(t, content)
			for range 2 { // the first try must leave no lock behind
				if _, err := storage.Open(dir, storage.Options{Create: true}); !errors.Is(err, storage.ErrDamaged) {
					t.Errorf("opened: %v", err)
				}
				if _, err := storage.Verify(file(dir)); !errors.Is(err, storage.ErrDamaged) {
					t.Errorf("verified: %v", err)
				}
			}
			if after, _ := os.ReadFile(file(dir)); string(after) != string(content) {
				t.Error("the evidence was changed")
			}
		})
	}
	if _, err := storage.Verify(filepath.Join(t.TempDir(), "none.db")); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("no file: %v", err)
	}
}

// bbolt dies of these, so every length is only looked at by the check.
func TestNoCutFileIsTakenForWhole(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	pages := int(max(highWater(raw[16:]), highWater(raw[page+16:])))
	if err := storage.CheckFile(file(put(t, raw[:pages*page]))); err != nil {
		t.Errorf("the whole file: %v", err)
	}
	for _, size := range []int{pages*page - 1, (pages - 1) * page, pages * page / 2, 5 * page, 3*page + 1, page, 16} {
		if err := storage.CheckFile(file(put(t, raw[:size]))); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("cut to %d of %d bytes: %v", size, pages*page, err)
		}
	}
}

func highWater(meta []byte) uint64 { return binary.NativeEndian.Uint64(meta[40:]) }

func flip(raw []byte, at int) []byte {
	raw = append([]byte(nil), raw...)
	raw[at] ^= 1
	return raw
}

func TestOneGoodMetaPageIsEnough(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	older, newer := 0, page // the page of the older commit can be lost without loss
	if binary.NativeEndian.Uint64(raw[16+48:]) > binary.NativeEndian.Uint64(raw[page+16+48:]) {
		older, newer = newer, older
	}
	// Without the newest commit the one before stands, whole in itself.
	for lost, want := range map[int]uint64{older: 120, newer: 119} {
		dir := put(t, zero(raw, lost+16, lost+page)) // with its header: the structure is in order
		if r, err := storage.Verify(file(dir)); err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "written last may be missing") {
			t.Errorf("verify says nothing of it: %+v, %v", r, err)
		}
		l, err := storage.Open(dir, storage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if l.Seq() != want {
			t.Errorf("seq %d, want %d", l.Seq(), want)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Every page is spoilt in turn. Opening, reading and verifying may succeed or
// fail, but must not take the process down, and Verify must notice unless the
// page was free.
func TestNoSpoiltPageTakesTheProgramDown(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	noticed := 0
	for i := 2; i < len(raw)/page; i++ {
		bad := append([]byte(nil), raw...)
		for j := i * page; j < (i+1)*page; j++ {
			bad[j] ^= 0xA5
		}
		dir := put(t, bad)
		if r, err := storage.Verify(file(dir)); err != nil || len(r.Problems) > 0 {
			noticed++
		}
		l, err := storage.Open(dir, storage.Options{})
		if err != nil {
			if !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("page %d: %v", i, err)
			}
			continue
		}
		for range l.Range("", "") {
		}
		_, _, _ = l.Orders("", 1000)
		_, _ = l.Append(created("B1", 5000, 100, shop))
		_ = l.Close()
	}
	if noticed < 5 {
		t.Errorf("only %d spoilt pages were noticed", noticed)
	}
}

// A single wrong byte anywhere, where it hurts most: the first of each page,
// with the headers and the tables of what lies where. Nothing here may take the
// program down, hang, or be called anything but damaged.
func TestNoWrongByteTakesTheProgramDown(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	random := rand.New(rand.NewPCG(1, 2))
	noticed := 0
	for range 150 {
		bad := append([]byte(nil), raw...)
		at := random.IntN(len(raw)/page)*page + random.IntN(120)
		bad[at] ^= byte(1 + random.IntN(255))
		path := file(put(t, bad))
		r, err := storage.Verify(path)
		if err != nil && !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrNewer) {
			t.Errorf("byte %d of page %d: %v", at%page, at/page, err)
		}
		if err != nil || len(r.Problems) > 0 {
			noticed++
		}
		if l, err := storage.Open(filepath.Dir(path), storage.Options{}); err == nil {
			_ = l.Close()
		}
	}
	if noticed < 40 {
		t.Errorf("only %d of 150 were noticed", noticed)
	}
}

// bbolt makes room for as many free pages as their list says there are, and no
// program survives asking for that much memory.
func TestAnImpossibleNumberOfFreePagesIsFoundBeforehand(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	meta := raw[16:]
	if second := raw[page+16:]; binary.NativeEndian.Uint64(second[48:]) > binary.NativeEndian.Uint64(meta[48:]) {
		meta = second
	}
	at := int(binary.NativeEndian.Uint64(meta[32:])) * page
	bad := append([]byte(nil), raw...)
	binary.NativeEndian.PutUint16(bad[at+10:], 0xFFFF) // the number follows
	binary.NativeEndian.PutUint64(bad[at+16:], 1<<60)
	if _, err := storage.Open(put(t, bad), storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("opened: %v", err)
	}
}

func TestTheNewestRecordMustBeTheOneWrittenLast(t *testing.T) {
	changes := map[string]func(events, meta *bolt.Bucket) error{
		"the newest record is gone":    func(events, _ *bolt.Bucket) error { return events.Delete(seqKey(3)) },
		"the newest record is changed": func(events, _ *bolt.Bucket) error { return events.Put(seqKey(3), []byte(`{"seq":3}`)) },
		"the newest record is no JSON": func(events, _ *bolt.Bucket) error { return events.Put(seqKey(3), []byte(`?`)) },
		"the head is another":          func(_, meta *bolt.Bucket) error { return meta.Put([]byte("head"), make([]byte, 32)) },
		"the database id is gone":      func(_, meta *bolt.Bucket) error { return meta.Delete([]byte("database")) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := open(t, dir)
			appendAll(t, l, sale("A1", 0, 100, shop)...)
			tamper(t, l, func(tx *bolt.Tx) error { return change(tx.Bucket([]byte("events")), tx.Bucket([]byte("meta"))) })
			closeChecked(t, l)
			if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("opened: %v", err)
			}
		})
	}
}

func seqKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func tamper(t testing.TB, l *storage.Log, change func(tx *bolt.Tx) error) {
	t.Helper()
	if err := l.Bolt().Update(change); err != nil {
		t.Fatal(err)
	}
}
