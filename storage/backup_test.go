package storage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

var evening = time.Date(2026, 11, 25, 22, 0, 0, 0, time.FixedZone("HKT", 8*3600))

func backUp(t testing.TB, l *storage.Log, now time.Time) storage.Backup {
	t.Helper()
	b, err := l.Backup(now)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABackupIsTheLogAsItWas(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 0, 12850, shop)...)
	want, _ := l.Dump()
	b := backUp(t, l, evening)
	if filepath.Base(b.Path) != "orders-20261125T140000Z-4.db" || b.Seq != 4 || b.Orders != 1 || !b.Time.Equal(evening) {
		t.Errorf("backup %+v", b)
	}
	if runtime.GOOS != "windows" {
		for path, mode := range map[string]os.FileMode{filepath.Dir(b.Path): 0o700, b.Path: 0o600} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
	appendAll(t, l, sale("A2", 100, 100, shop)...) // later ones are not in it
	verified(t, b.Path)
	elsewhere := t.TempDir()
	raw, err := os.ReadFile(b.Path)
	if err := errors.Join(err, os.WriteFile(file(elsewhere), raw, 0o600)); err != nil {
		t.Fatal(err)
	}
	if got, _ := open(t, elsewhere).Dump(); len(got) != len(want) || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("the backup holds something else")
	}
}

func TestBackupsAreListedNewestFirstWhateverTheClockSays(t *testing.T) {
	dir := t.TempDir()
	if got := storage.Backups(dir); got != nil {
		t.Errorf("no folder: %+v", got)
	}
	l := open(t, dir)
	var want []string
	// The clock stands still, is set back by a year, and forward again.
	for i, now := range []time.Time{evening, evening, evening.AddDate(-1, 0, 0), evening.Add(time.Hour)} {
		appendAll(t, l, created(order.ID(fmt.Sprintf("A%d", i)), i, 100, shop))
		want = append(want, backUp(t, l, now).Path)
	}
	for _, name := range []string{"orders-20261125T150000Z-9.db.new", "notes.txt", "orders-20269925T150000Z-9.db"} {
		if err := os.WriteFile(filepath.Join(dir, "backups", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Reverse(want)
	var got []string
	for i, b := range storage.Backups(dir) {
		got = append(got, b.Path)
		if b.Seq != uint64(4-i) || b.Time.IsZero() {
			t.Errorf("%d: %+v", i, b)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed %q, want %q", got, want)
	}
}

func TestTheLastSixtyBackupsAreKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	first := backUp(t, l, evening)
	raw, _ := os.ReadFile(first.Path)
	for i := range 59 {
		name := fmt.Sprintf("orders-%s-0.db", evening.UTC().Add(time.Duration(i+1)*time.Second).Format("20060102T150405Z"))
		if err := os.WriteFile(filepath.Join(dir, "backups", name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(storage.Backups(dir)); n != 60 {
		t.Fatalf("%d backups", n)
	}
	last := backUp(t, l, evening.Add(time.Hour))
	all := storage.Backups(dir)
	if len(all) != 60 || all[0].Path != last.Path || all[59].Path == first.Path {
		t.Errorf("%d backups, from %s to %s", len(all), all[len(all)-1].Path, all[0].Path)
	}
}

// A disk that is short of room keeps fewer, and is never filled by a backup.
func TestBackupsLeaveRoomForSales(t *testing.T) {
	dir := t.TempDir()
	free := uint64(1 << 40)
	l, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer closeChecked(t, l)
	for i := range 10 {
		backUp(t, l, evening.Add(time.Duration(i)*time.Hour))
	}
	info, _ := os.Stat(file(dir))
	free = 200<<20 + uint64(info.Size())
	last := backUp(t, l, evening.Add(11*time.Hour))
	if all := storage.Backups(dir); len(all) != 11 || all[0].Path != last.Path {
		t.Errorf("%d backups while there is room", len(all))
	}
	free--
	if _, err := l.Backup(evening.Add(12 * time.Hour)); !errors.Is(err, storage.ErrBackup) || !errors.Is(err, storage.ErrLowSpace) {
		t.Errorf("on a full disk: %v", err)
	}
	appendAll(t, l, settings(shop)) // the log goes on
}

func TestABackupThatIsShortOfRoomAfterwardsThinsTheOldOnes(t *testing.T) {
	dir := t.TempDir()
	calls := 0
	l, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) {
		if calls++; calls <= 20 { // before each of the eleven, and after those that found others
			return 1 << 40, nil
		}
		return 200 << 20, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer closeChecked(t, l)
	for i := range 11 {
		backUp(t, l, evening.Add(time.Duration(i)*time.Hour))
	}
	if n := len(storage.Backups(dir)); n != 6 {
		t.Errorf("%d backups are left", n)
	}
}

func TestNoBackupIsMadeOfALogThatIsDamagedOrClosed(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	good := backUp(t, l, evening)
	tamper(t, l, func(tx *bolt.Tx) error { return tx.Bucket([]byte("events")).Delete(seqKey(2)) })
	if _, err := l.Backup(evening.Add(time.Hour)); !errors.Is(err, storage.ErrDamaged) || errors.Is(err, storage.ErrBackup) {
		t.Errorf("a damaged log: %v", err)
	}
	closeChecked(t, l)
	if _, err := l.Backup(evening.Add(time.Hour)); !errors.Is(err, storage.ErrBackup) {
		t.Errorf("a closed log: %v", err)
	}
	entries, _ := os.ReadDir(filepath.Join(dir, "backups"))
	if len(entries) != 1 || entries[0].Name() != filepath.Base(good.Path) {
		t.Errorf("left behind: %v", entries)
	}
}

func TestTheNewestGoodBackupIsFound(t *testing.T) {
	dir := t.TempDir()
	if _, err := storage.NewestGoodBackup(dir); !errors.Is(err, storage.ErrMissing) || strings.Contains(err.Error(), "%!") {
		t.Errorf("none: %v", err)
	}
	l := open(t, dir)
	var backups []storage.Backup
	for i := range 3 {
		appendAll(t, l, sale(order.ID(fmt.Sprintf("A%d", i)), i*10, 100, shop)...)
		backups = append(backups, backUp(t, l, evening.Add(time.Duration(i)*time.Hour)))
	}
	spoil := func(b storage.Backup, how func([]byte) []byte) {
		raw, _ := os.ReadFile(b.Path)
		if err := os.WriteFile(b.Path, how(raw), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	spoil(backups[2], func(raw []byte) []byte { return raw[:len(raw)/2] })
	spoil(backups[1], func(raw []byte) []byte { return []byte(strings.ReplaceAll(string(raw), `"minor":100`, `"minor":900`)) })
	b, err := storage.NewestGoodBackup(dir)
	if err != nil || b.Path != backups[0].Path || b.Seq != 3 || b.Orders != 1 {
		t.Errorf("found %+v, %v", b, err)
	}
	spoil(backups[0], func([]byte) []byte { return nil })
	if _, err := storage.NewestGoodBackup(dir); !errors.Is(err, storage.ErrMissing) || !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("none is good: %v", err)
	}
}

func TestSalesGoOnWhileABackupIsMade(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	l.Bolt().NoSync = true
	var all sync.WaitGroup
	all.Go(func() {
		for i := range 300 {
			appendAll(t, l, sale(order.ID(fmt.Sprintf("A%d", i)), i*10, 100, shop)...)
		}
	})
	all.Go(func() {
		for i := range 5 {
			backUp(t, l, evening.Add(time.Duration(i)*time.Hour))
		}
	})
	all.Wait()
	for _, b := range storage.Backups(dir) {
		verified(t, b.Path)
	}
}

func TestACopyGoesToAFileThatIsNotThereYet(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	path := filepath.Join(t.TempDir(), "copy.db")
	if r, err := l.CopyTo(path); err != nil || r.Orders != 1 {
		t.Errorf("copied %+v, %v", r, err)
	}
	verified(t, path)
	for _, taken := range []string{path, file(dir)} {
		if _, err := l.CopyTo(taken); !errors.Is(err, os.ErrExist) {
			t.Errorf("over a file: %v", err)
		}
	}
	if _, err := l.CopyTo(filepath.Join(dir, "no", "such", "folder.db")); !errors.Is(err, storage.ErrBackup) {
		t.Errorf("into no folder: %v", err)
	}
}
