package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"qrtill/app/order"
	"qrtill/storage"
)

// traded is a closed log in a folder, with two orders more than its backup.
func traded(t testing.TB) (dir string, b storage.Backup) {
	dir = t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 0, 12850, shop)...)
	b = backUp(t, l, evening)
	appendAll(t, l, created("A2", 50, 100, shop))
	appendAll(t, l, sale("A3", 100, 100, shop)...)
	closeChecked(t, l)
	return dir, b
}

func TestRestoringPutsTheBackupInPlaceAndTheLogAside(t *testing.T) {
	dir, b := traded(t)
	old, _ := os.ReadFile(file(dir))
	journal, _ := os.ReadFile(filepath.Join(dir, "orders.journal"))
	aside, err := storage.Restore(dir, b.Path, evening)
	if err != nil || filepath.Base(aside) != "orders-aside-20261125T140000Z.db" {
		t.Fatalf("restored: %q, %v", aside, err)
	}
	if got, _ := os.ReadFile(aside); string(got) != string(old) {
		t.Error("what was set aside is not the log that was there")
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "orders.journal")); string(got) != string(journal) {
		t.Error("the journal was changed")
	}
	l := open(t, dir)
	if l.Seq() != 4 {
		t.Errorf("seq %d", l.Seq())
	}
	appendAll(t, l, created("B1", 200, 100, shop))
	closeChecked(t, l)
	// Again, within the same second: nothing that was set aside is lost.
	again, err := storage.Restore(dir, b.Path, evening)
	if err != nil || again == aside {
		t.Errorf("restored again: %q, %v", again, err)
	}
	verified(t, aside)
	if r := verified(t, again); r.Seq != 5 {
		t.Errorf("set aside %+v", r)
	}
	if r := verified(t, b.Path); r.Seq != 4 {
		t.Errorf("the backup is now %+v", r)
	}
}

func TestRestoringIntoAnEmptyFolder(t *testing.T) {
	_, b := traded(t)
	dir := t.TempDir()
	if aside, err := storage.Restore(dir, b.Path, evening); err != nil || aside != "" {
		t.Errorf("restored: %q, %v", aside, err)
	}
	if l := open(t, dir); l.Seq() != 4 {
		t.Errorf("seq %d", l.Seq())
	}
}

func TestNothingIsRestoredFromWhatIsNoBackup(t *testing.T) {
	dir, b := traded(t)
	before, _ := os.ReadDir(dir)
	old, _ := os.ReadFile(file(dir))
	raw, _ := os.ReadFile(b.Path)
	for name, content := range map[string][]byte{
		"empty": {}, "cut": raw[:len(raw)/2], "a text": []byte("Dear diary"), "one byte off": bytes.ReplaceAll(raw, []byte(`"minor":12850`), []byte(`"minor":12851`)),
	} {
		path := filepath.Join(t.TempDir(), "backup.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Restore(dir, path, evening); !errors.Is(err, storage.ErrDamaged) || !errors.Is(err, storage.ErrBadBackup) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := storage.Restore(dir, filepath.Join(dir, "none.db"), evening); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	after, _ := os.ReadDir(dir)
	now, _ := os.ReadFile(file(dir))
	if fmt.Sprint(before) != fmt.Sprint(after) || string(now) != string(old) {
		t.Errorf("the folder was %v, is %v", before, after)
	}
}

// A restore that stops after any of its steps, as a crash would stop it, leaves
// a log that opens, and can be done again.
func TestARestoreThatStopsHalfwayLeavesTheOldLogOrTheNew(t *testing.T) {
	for steps := range storage.RestoreSteps + 1 {
		dir, b := traded(t)
		if err := storage.RestoreSome(dir, b.Path, evening, steps); err != nil {
			t.Fatal(err)
		}
		l := open(t, dir)
		want := uint64(8)
		if steps == storage.RestoreSteps {
			want = 4
		}
		if l.Seq() != want {
			t.Errorf("after %d steps there are %d events, want %d", steps, l.Seq(), want)
		}
		appendAll(t, l, created("B1", 300, 100, shop))
		closeChecked(t, l)
		aside, err := storage.Restore(dir, b.Path, evening)
		if err != nil {
			t.Fatal(err)
		}
		if r := verified(t, aside); r.Seq != want+1 {
			t.Errorf("after %d steps and again: set aside %+v", steps, r)
		}
		if r := verified(t, file(dir)); r.Seq != 4 {
			t.Errorf("after %d steps and again: restored %+v", steps, r)
		}
	}
}

func listed(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// Nor does it leave anything else: not for long, when a crash kept it from that.
func TestARestoreThatCameToNothingLeavesNothing(t *testing.T) {
	for steps := range storage.RestoreSteps {
		dir, b := traded(t)
		before, old := listed(t, dir), readAll(t, file(dir))
		if err := storage.RestoreRefused(dir, b.Path, evening, steps); err != nil {
			t.Fatal(err)
		}
		if after := listed(t, dir); !slices.Equal(before, after) {
			t.Errorf("refused after %d steps: %q, before %q", steps, after, before)
		}
		if err := storage.RestoreSome(dir, b.Path, evening, steps); err != nil {
			t.Fatal(err)
		}
		if steps > 0 && len(listed(t, dir)) == len(before) {
			t.Errorf("a crash after %d steps leaves nothing", steps)
		}
		closeChecked(t, open(t, dir))
		if after := listed(t, dir); !slices.Equal(before, after) {
			t.Errorf("opened after a crash after %d steps: %q, before %q", steps, after, before)
		}
		if !bytes.Equal(readAll(t, file(dir)), old) {
			t.Errorf("%d steps: the log has changed", steps)
		}
	}
}

func readAll(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// A log that was set aside is kept, and a copy of the log is none of its names.
func TestOnlyASecondNameOfTheLogIsTakenAway(t *testing.T) {
	dir, b := traded(t)
	aside, err := storage.Restore(dir, b.Path, evening)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "orders-aside-20261125T150000Z.db")
	if err := os.WriteFile(copied, readAll(t, file(dir)), 0o600); err != nil {
		t.Fatal(err)
	}
	closeChecked(t, open(t, dir))
	verified(t, aside)
	verified(t, copied)
}

// What a folder's name holds is no pattern: a till in it must not begin anew.
func TestATraceIsFoundWhateverTheFolderIsCalled(t *testing.T) {
	dir, _ := traded(t)
	odd := filepath.Join(t.TempDir(), "till [1]")
	if err := os.Mkdir(odd, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file(dir), filepath.Join(odd, "orders-aside-20261125T140000Z.db")); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(odd, storage.Options{Create: true}); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("opened: %v", err)
	}
}

// Where no file can have two names there is a moment without orders.db. What
// was set aside then says that there was one.
func TestWhatWasSetAsideIsATraceOfTheLog(t *testing.T) {
	dir, _ := traded(t)
	for _, name := range []string{"backups", "orders.journal"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(file(dir), filepath.Join(dir, "orders-aside-20261125T140000Z.db")); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(dir, storage.Options{Create: true}); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("opened: %v", err)
	}
}

// The way a till takes in one run: the log is found damaged, the newest good
// backup is put in its place, and sales go on.
func TestADamagedLogIsReplacedWithinOneRun(t *testing.T) {
	raw := written(t)
	page, used := pageSize(raw), usedPage(t, raw)
	for name, bad := range map[string][]byte{
		"empty": {}, "cut": raw[:len(raw)/4], "a page lost": zero(raw, used*page, (used+1)*page), "foreign": []byte("Dear diary"),
	} {
		dir, b := traded(t)
		if err := os.WriteFile(file(dir), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		leftOpen(t, dir)
		if _, err := storage.Open(dir, storage.Options{Create: true}); !errors.Is(err, storage.ErrDamaged) {
			t.Fatalf("%s: opened: %v", name, err)
		}
		good, err := storage.NewestGoodBackup(dir)
		if err != nil || good.Path != b.Path {
			t.Fatalf("%s: %+v, %v", name, good, err)
		}
		if _, err := storage.Restore(dir, good.Path, evening); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		appendAll(t, open(t, dir), sale(order.ID("B1"), 500, 100, shop)...)
	}
}

// leftOpen is what a till leaves that did not end as it should.
func leftOpen(t testing.TB, dir string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "open"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestARefusedRestoreWithoutALogBlamesNoWrite(t *testing.T) {
	dir, b := traded(t)
	for _, err := range []error{os.Remove(file(dir)), os.Truncate(b.Path, 3000)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := storage.Restore(dir, b.Path, evening); !errors.Is(err, storage.ErrBadBackup) || errors.Is(err, storage.ErrNotRecorded) {
		t.Errorf("a backup that is cut off: %v", err)
	}
	if err := os.Remove(b.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(dir, b.Path, evening); !errors.Is(err, os.ErrNotExist) || errors.Is(err, storage.ErrNotRecorded) {
		t.Errorf("a backup that is gone: %v", err)
	}
}

// A power cut between the two renames that put a backup back, where a disk knows no second
// names: the copy is all that there is.
func TestTheOnlyWholeCopyIsNotTidiedAway(t *testing.T) {
	dir, b := traded(t)
	restored := filepath.Join(dir, "orders.db.restored")
	for _, err := range []error{
		os.WriteFile(restored, readAll(t, b.Path), 0o600),
		os.Rename(file(dir), filepath.Join(dir, "orders-aside-20261125T140000Z.db")),
		os.RemoveAll(filepath.Join(dir, "backups")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := storage.Open(dir, storage.Options{Create: true, Free: plenty}); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("it opens: %v", err)
	}
	verified(t, restored)
}
