package storage_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"qrtill/storage"
)

func isLeftOpen(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "open"))
	return err == nil
}

func TestALogThatIsOpenForWritingSaysSo(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	if !isLeftOpen(dir) {
		t.Error("open, without its sign")
	}
	if err := l.Reopen(); err != nil || !isLeftOpen(dir) {
		t.Errorf("opened anew: %v", err)
	}
	closeChecked(t, l)
	if isLeftOpen(dir) {
		t.Error("closed, and its sign is still there")
	}
	r, err := storage.Open(dir, storage.Options{ReadOnly: true})
	if err != nil || isLeftOpen(dir) {
		t.Errorf("open for reading: %v", err)
	}
	leftOpen(t, dir)
	if err := r.Close(); err != nil || !isLeftOpen(dir) {
		t.Errorf("a reader took a writer's sign away: %v", err)
	}
}

// structure spoils one page after another and names those that are in use.
func structure(t *testing.T, raw []byte, each func(name int, bad []byte)) {
	t.Helper()
	page, used := pageSize(raw), 0
	for i := 2; i < len(raw)/page; i++ {
		bad := zero(raw, i*page, (i+1)*page)
		if _, err := storage.Verify(file(put(t, bad))); err == nil {
			continue // a free page
		}
		used++
		each(i, bad)
	}
	if used < 5 {
		t.Errorf("only %d pages are in use", used)
	}
}

// A lost page is found at the door, though nobody would have read it today: a
// write to it could ask for any amount of memory. Nothing of it stays locked.
func TestALostPageIsFoundAtTheDoor(t *testing.T) {
	structure(t, written(t), func(page int, bad []byte) {
		dir := put(t, bad)
		for range 2 {
			if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("page %d: opened: %v", page, err)
			}
		}
		leftOpen(t, dir)
		if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrDamaged) || !isLeftOpen(dir) {
			t.Errorf("page %d: opened after a crash: %v", page, err)
		}
	})
}

// The length of a value, wrong by a bit that makes it a gigabyte, on a page that
// a sale writes to.
func TestAWriteNeverAsksForWhatAWrongLengthSays(t *testing.T) {
	raw := written(t)
	page, spoilt := pageSize(raw), 0
	for i := 2; i < len(raw)/page; i++ {
		header := raw[i*page:]
		if binary.NativeEndian.Uint16(header[8:]) != 2 || binary.NativeEndian.Uint16(header[10:]) == 0 || binary.NativeEndian.Uint64(header) != uint64(i) {
			continue // no leaf, or an empty one
		}
		bad := append([]byte(nil), raw...)
		bad[i*page+16+12+3] ^= 0x40 // the first value's length
		dir := put(t, bad)
		if _, err := storage.Verify(file(dir)); err == nil {
			continue // a free page
		}
		spoilt++
		if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("page %d: %v", i, err)
		}
	}
	if spoilt < 5 {
		t.Errorf("only %d pages could be spoilt", spoilt)
	}
}

// A file that is shorter than it says, at whatever page it ends.
func TestAFileCutAtAnyPageIsDamaged(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	pages := int(max(highWater(raw[16:]), highWater(raw[page+16:])))
	for n := range pages {
		for _, more := range []int{0, 1, page - 1} {
			dir := put(t, raw[:n*page+more])
			leftOpen(t, dir)
			if _, err := storage.Open(dir, storage.Options{Create: true}); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("%d pages and %d bytes of %d pages: %v", n, more, pages, err)
			}
		}
	}
}

// bbolt may be left with its own locks taken. The log says so instead of
// waiting, and lets go of the file.
func TestAFaultWithinAWriteLeavesNothingLocked(t *testing.T) {
	dir, err := os.MkdirTemp("", "storage-fault-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // Windows keeps what is mapped until the program ends
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	for range 2 {
		if err := l.Fault(); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("a fault: %v", err)
		}
	}
	if _, err := l.Append(settings(shop)); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("wrote on: %v", err)
	}
	if _, err := l.Order("A1"); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("read on: %v", err)
	}
	if err := l.Reopen(); err != nil { // the file itself is whole
		t.Fatal(err)
	}
	appendAll(t, l, settings(shop))
	_ = l.Fault()
	if err := l.Close(); err != nil || !isLeftOpen(dir) {
		t.Errorf("closed as if nothing had happened: %v", err)
	}
	appendAll(t, open(t, dir), settings(shop))
}

// Power cuts leave holes. A log with one is refused, or opens and reads as far
// as it can; it never takes the program down.
func TestHolesInTheFile(t *testing.T) {
	raw := written(t)
	random := rand.New(rand.NewPCG(3, 4))
	refused := 0
	for range 100 {
		from := random.IntN(len(raw)) &^ 511
		dir := put(t, zero(raw, from, from+512<<random.IntN(6)))
		leftOpen(t, dir)
		l, err := storage.Open(dir, storage.Options{})
		if err != nil {
			refused++
			if !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("a hole at %d: %v", from, err)
			}
			continue
		}
		for _, err := range l.Range("", "") {
			if err != nil && !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("a hole at %d: reading: %v", from, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if refused < 20 {
		t.Errorf("only %d of 100 were refused", refused)
	}
}

func TestAnotherProgramsDatabaseIsRefused(t *testing.T) {
	for name, fill := range map[string]struct {
		options bolt.Options
		fill    func(tx *bolt.Tx) error
	}{
		"empty":            {fill: func(*bolt.Tx) error { return nil }},
		"something else":   {fill: func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("songs")); return err }},
		"no version":       {fill: func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("meta")); return err }},
		"no list of pages": {bolt.Options{NoFreelistSync: true}, func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("songs")); return err }},
	} {
		dir := t.TempDir()
		db, err := bolt.Open(file(dir), 0o600, &fill.options)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(fill.fill), db.Close()); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := storage.Open(dir, storage.Options{Create: true}); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("%s: opened: %v", name, err)
			}
			if _, err := storage.Verify(file(dir)); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("%s: verified: %v", name, err)
			}
		}
	}
}

// bbolt writes over the pages that its list calls free.
func TestAListOfFreePagesThatCannotBeTrueIsRefused(t *testing.T) {
	raw := written(t)
	page := pageSize(raw)
	meta := raw[16:]
	if second := raw[page+16:]; binary.NativeEndian.Uint64(second[48:]) > binary.NativeEndian.Uint64(meta[48:]) {
		meta = second
	}
	list := int(binary.NativeEndian.Uint64(meta[32:])) * page
	if n := binary.NativeEndian.Uint16(raw[list+10:]); n < 2 {
		t.Fatalf("%d free pages", n)
	}
	second := binary.NativeEndian.Uint64(raw[list+16+8:])
	for name, id := range map[string]uint64{
		"a meta page": 1, "beyond the end": highWater(meta), "far beyond": 1 << 60, "twice": second, "not in order": second + 1,
	} {
		bad := append([]byte(nil), raw...)
		binary.NativeEndian.PutUint64(bad[list+16:], id)
		if _, err := storage.Open(put(t, bad), storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A page that is in use and called free takes a closer look: after a crash.
	root := binary.NativeEndian.Uint64(meta[16:])
	bad := append([]byte(nil), raw...)
	binary.NativeEndian.PutUint16(bad[list+10:], 1)
	binary.NativeEndian.PutUint64(bad[list+16:], root)
	dir := put(t, bad)
	l, err := storage.Open(dir, storage.Options{})
	if err := errors.Join(err, l.Close()); err != nil {
		t.Errorf("the root called free, unseen after a good end: %v", err)
	}
	leftOpen(t, dir)
	if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("the root called free: %v", err)
	}
}
