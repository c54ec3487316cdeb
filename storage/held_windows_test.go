package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"qrtill/storage"
)

// hold opens a file as a program does that shares it with nobody; what it returns
// lets go of it.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatalf("%s can't be held: %v", path, err)
	}
	open := true
	release = func() {
		if open {
			open = false
			if err := windows.CloseHandle(h); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(release)
	return release
}

// holdAMoment is a virus scanner that has found a new file.
func holdAMoment(t *testing.T, path string) {
	t.Helper()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatalf("%s can't be held: %v", path, err)
	}
	released := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { released <- windows.CloseHandle(h) })
	t.Cleanup(func() {
		if err := <-released; err != nil {
			t.Error(err)
		}
	})
}

// uses are what is done with files that another program may have.
var uses = map[string]struct {
	file string // in the folder
	do   func(dir, backup string) error
}{
	"opening the log": {"orders.db", func(dir, _ string) error {
		l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
		if err != nil {
			return err
		}
		return l.Close()
	}},
	"opening the journal": {"orders.journal", func(dir, _ string) error {
		l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
		if err != nil {
			return err
		}
		return l.Close()
	}},
	"verifying":   {"orders.db", func(dir, _ string) error { _, err := storage.Verify(file(dir)); return err }},
	"identifying": {"orders.db", func(dir, _ string) error { _, err := storage.Identify(file(dir)); return err }},
	"restoring":   {"orders.db", func(dir, backup string) error { _, err := storage.Restore(dir, backup, evening); return err }},
	"restoring from it": {"backups", func(dir, backup string) error {
		_, err := storage.Restore(dir, backup, evening)
		return err
	}},
	"finding a backup": {"backups", func(dir, _ string) error { _, err := storage.NewestGoodBackup(dir); return err }},
	"claiming": {"lock", func(dir, _ string) error {
		f, err := storage.Claim(dir)
		if err != nil {
			return err
		}
		return f.Close()
	}},
}

// heldFolder is a till's, and the file in it that is held.
func heldFolder(t *testing.T, name string) (dir string, b storage.Backup, path string) {
	t.Helper()
	dir, b = traded(t)
	if err := os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, name)
	if name == "backups" {
		path = b.Path
	}
	return dir, b, path
}

func TestAFileThatAnotherProgramHasIsNamedAndNothingIsHalfDone(t *testing.T) {
	for name, use := range uses {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // they wait
			dir, b, path := heldFolder(t, use.file)
			before := listed(t, dir)
			release := hold(t, path)
			var held *storage.Held
			if err := use.do(dir, b.Path); !errors.As(err, &held) || held.Path != path {
				t.Errorf("got %v, want that %s is held", err, path)
			}
			if after := listed(t, dir); !slices.Equal(before, after) {
				t.Errorf("left %q, before %q", after, before)
			}
			release()
			if err := use.do(dir, b.Path); err != nil {
				t.Errorf("once it was let go of: %v", err)
			}
		})
	}
}

func TestAFileThatAnotherProgramHasForAMomentIsWaitedFor(t *testing.T) {
	for name, use := range uses {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // they wait
			dir, b, path := heldFolder(t, use.file)
			holdAMoment(t, path)
			if err := use.do(dir, b.Path); err != nil {
				t.Error(err)
			}
		})
	}
}

// A scanner looks at every new file, and so at every copy before it has its name.
func TestACopyIsNotLostToAVirusScanner(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	temp, path := filepath.Join(dir, "copy.new"), filepath.Join(dir, "copy.db")
	if err := l.CopyWith(temp, path, func() { holdAMoment(t, temp) }); err != nil {
		t.Fatal(err)
	}
	verified(t, path)
	if _, err := os.Stat(temp); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

// A file that takes another's place waits for who has that one.
func TestAFileIsPutInThePlaceOfOneThatIsHeldForAMoment(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	path := filepath.Join(dir, "copy.db")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.CopyWith(path+".new", path, func() { holdAMoment(t, path) }); err != nil {
		t.Fatal(err)
	}
	verified(t, path)
	var held *storage.Held
	hold(t, path)
	if err := l.CopyWith(path+".new", path, func() {}); !errors.As(err, &held) || held.Path != path {
		t.Errorf("got %v, want that %s is held", err, path)
	}
	if _, err := os.Stat(path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

// What nothing depends on keeps no till from opening.
func TestATillOpensWithoutWhatItCanDoWithout(t *testing.T) {
	dir, _ := traded(t)
	if err := os.Mkdir(filepath.Join(dir, "logs"), 0o700); err != nil {
		t.Fatal(err)
	}
	crash, raise := filepath.Join(dir, "logs", "crash.txt"), filepath.Join(dir, "raise")
	for _, path := range []string{crash, raise} {
		if err := os.WriteFile(path, []byte("panic: planted"), 0o600); err != nil {
			t.Fatal(err)
		}
		hold(t, path)
	}
	f := claim(t, dir)
	if err := f.Listen(); err != nil {
		t.Errorf("the raise file: %v", err)
	}
	d := diary(t, dir)
	if d.Crash != crash {
		t.Errorf("the report is said to be in %q", d.Crash)
	}
	closeChecked(t, open(t, dir))
	if err := errors.Join(d.Close(), f.Close()); err != nil {
		t.Error(err)
	}
}

// A held backup that is too old is no reason to call the newest failed.
func TestABackupCountsThoughAnOldOneIsHeld(t *testing.T) {
	dir := t.TempDir()
	free := uint64(1 << 40)
	l, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer closeChecked(t, l)
	oldest := backUp(t, l, evening)
	for i := range 60 {
		if i == 59 {
			hold(t, oldest.Path)
		}
		backUp(t, l, evening.Add(time.Duration(i+1)*time.Second))
	}
	if n := len(storage.Backups(dir)); n != 61 {
		t.Errorf("%d backups", n)
	}
}

// A log that can't be opened anew at once is tried again by who has it, and is not
// waited for under its readers.
func TestALogThatIsHeldWhileItRunsSaysSo(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	if err := l.LetGo(); err != nil {
		t.Fatal(err)
	}
	release := hold(t, file(dir))
	var held *storage.Held
	if err := l.Reopen(); !errors.As(err, &held) || held.Path != file(dir) {
		t.Errorf("got %v", err)
	}
	if _, err := l.Append(settings(shop)); !errors.As(err, &held) || !errors.Is(err, storage.ErrNotRecorded) {
		t.Errorf("written: %v", err)
	}
	release()
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, settings(shop))
}
