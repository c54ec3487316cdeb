package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"qrtill/app/order"
	"qrtill/storage"
)

// Linux's /dev/full is a disk without any room left.
func TestNoSaleIsWrittenWhenTheDiskIsFull(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	journal := filepath.Join(dir, "orders.journal")
	if err := errors.Join(os.Remove(journal), os.Symlink("/dev/full", journal), l.Reopen()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(created("A1", 0, 100, shop)); !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a new sale: %v", err)
	}
	if _, err := l.Append(settings(shop)); !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the next event: %v", err)
	}
	if err := l.Close(); err != nil || !isLeftOpen(dir) {
		t.Errorf("closed as if nothing had failed: %v", err)
	}
	if err := errors.Join(os.Remove(journal), l.Reopen()); err != nil {
		t.Fatal(err)
	}
	if l.Seq() != 1 {
		t.Errorf("seq %d", l.Seq())
	}
	appendAll(t, l, created("A1", 0, 100, shop))
}

// mapped says whether a file of a folder is mapped into this process.
func mapped(t *testing.T, dir string) bool {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(maps, []byte(dir))
}

func TestALogThatIsRefusedIsNotLeftMapped(t *testing.T) {
	structure(t, written(t), func(page int, bad []byte) {
		dir := put(t, bad)
		leftOpen(t, dir)
		if _, err := storage.Open(dir, storage.Options{}); err == nil || mapped(t, dir) {
			t.Errorf("page %d: %v", page, err)
		}
	})
	dir := put(t, written(t))
	l := open(t, dir)
	if !mapped(t, dir) {
		t.Error("a log that is open is not seen to be mapped")
	}
	closeChecked(t, l)
	if mapped(t, dir) {
		t.Error("a closed log is still mapped")
	}
}

// A disk that loses pages under a running till: reading them is a fault, caught
// as damage, and the same run goes on with a backup.
func TestALogThatIsLostUnderTheTillIsReplaced(t *testing.T) {
	for name, use := range map[string]func(l *storage.Log) error{
		"reading": func(l *storage.Log) error { _, err := l.OpenOrders(); return err },
		"writing": func(l *storage.Log) error { _, err := l.Append(created("B1", 900, 100, shop)); return err },
	} {
		for _, pages := range []int64{0, 2, 4} {
			dir := t.TempDir()
			l := open(t, dir)
			appendAll(t, l, sale("A1", 0, 100, shop)...)
			b := backUp(t, l, evening)
			appendAll(t, l, sale("A2", 100, 100, shop)...)
			if err := os.Truncate(file(dir), pages*int64(os.Getpagesize())); err != nil {
				t.Fatal(err)
			}
			if err := use(l); !errors.Is(err, storage.ErrDamaged) {
				t.Fatalf("%s, %d pages left: %v", name, pages, err)
			}
			if _, err := l.Order("A1"); err == nil && pages == 0 {
				t.Errorf("%s: read from nothing", name)
			}
			if err := l.Reopen(); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("%s: opened anew: %v", name, err)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			if _, err := storage.Restore(dir, b.Path, evening); err != nil {
				t.Fatal(err)
			}
			appendAll(t, open(t, dir), sale("B2", 1000, 100, shop)...)
		}
	}
}

// Where this user may mount a small disk for itself alone, a real one is filled
// to the brim; elsewhere the limits and /dev/full above must do.
func TestADiskFilledToTheBrimLosesNothing(t *testing.T) {
	for _, cmd := range smallDisks(t, "write until the disk is full") {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func init() {
	children["mount a disk"] = mountDisk
	children["open on a full disk"] = openOnFullDisk
	children["read on a full disk"] = readOnFullDisk
	children["write until the disk is full"] = func(dir string) error { return errors.Join(mountDisk(dir), writeUntilFull(dir)) }
}

func mountDisk(dir string) error { return syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m") }

// smallDisks are children that see a file system of their own in their folder:
// none where this is forbidden.
func smallDisks(t *testing.T, name string) []*exec.Cmd {
	start := func(name string) *exec.Cmd {
		cmd := child(t, name, t.TempDir())
		cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
		if uid := os.Getuid(); uid != 0 {
			cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
			cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: uid, Size: 1}}
			cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
		}
		return cmd
	}
	if out, err := start("mount a disk").CombinedOutput(); err != nil {
		t.Logf("no disk to fill here: %v %s", err, out)
		return nil
	}
	return []*exec.Cmd{start(name)}
}

func writeUntilFull(dir string) error {
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	a1 := created("A1", 0, 100, shop)
	_, err = l.Append(a1)
	// Leave it little room: bbolt takes most of a file's room beforehand.
	ballast, opened := os.Create(filepath.Join(dir, "ballast"))
	if err := errors.Join(err, opened); err != nil {
		return err
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = ballast.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	for err = nil; err == nil; {
		_, err = l.Append(settings(shop))
	}
	if !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("on the full disk: %w", err)
	}
	seq := l.Seq()
	if err := errors.Join(ballast.Truncate(0), ballast.Close(), l.Reopen()); err != nil {
		return err
	}
	if n := l.Seq(); n < seq || n > seq+1 {
		return fmt.Errorf("%d events, then %d", seq, n)
	}
	if _, err := l.Append(shown(a1, 1)); err != nil {
		return err
	}
	return whole(l, dir)
}

// A till must open on a disk that takes not one more byte and not one more file:
// what was sold is seen, no sale starts, and once there is room all goes on.
func TestATillOpensOnAFullDisk(t *testing.T) {
	for _, cmd := range smallDisks(t, "open on a full disk") {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func openOnFullDisk(dir string) error {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m,nr_inodes=100"); err != nil {
		return err
	}
	if err := tradeOnce(dir); err != nil {
		return err
	}
	giveRoom, err := fillUp(dir)
	if err != nil {
		return err
	}
	f, err := storage.Claim(dir)
	if err != nil {
		return fmt.Errorf("the claim: %w", err)
	}
	if err := f.Listen(); err != nil {
		return fmt.Errorf("the raise file: %w", err)
	}
	d, err := storage.OpenDiary(dir)
	if err != nil {
		return fmt.Errorf("the diary: %w", err)
	}
	l, err := storage.Open(dir, storage.Options{Create: true})
	if err != nil {
		return fmt.Errorf("the log: %w", err)
	}
	for range 100 {
		d.Info("nobody can read this")
	}
	if o, err := l.Order("A1"); err != nil || o.State != order.StatePaid {
		return fmt.Errorf("history: %+v, %w", o, err)
	}
	if err := l.Room(); !errors.Is(err, storage.ErrLowSpace) {
		return fmt.Errorf("room: %w", err)
	}
	if _, err := l.Append(created("A2", 100, 100, shop)); !errors.Is(err, storage.ErrLowSpace) {
		return fmt.Errorf("a sale: %w", err)
	}
	if err := giveRoom(); err != nil {
		return err
	}
	d.Info("there is room again")
	raw, err := os.ReadFile(filepath.Join(dir, "logs", "qrtill.log"))
	if err != nil || !bytes.Contains(raw, []byte("there is room again")) {
		return fmt.Errorf("the diary: %q, %w", raw, err)
	}
	if _, err := l.Append(settings(shop)); err != nil {
		return err
	}
	return errors.Join(d.Close(), f.Close(), whole(l, dir))
}

// A log that needs room to be opened for writing, as on Windows or here without its
// journal, is read until there is some.
func TestALogIsReadWhileTheDiskIsTooFullToOpenItForWriting(t *testing.T) {
	for _, cmd := range smallDisks(t, "read on a full disk") {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func readOnFullDisk(dir string) error {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m,nr_inodes=100"); err != nil {
		return err
	}
	if err := errors.Join(tradeOnce(dir), os.Remove(filepath.Join(dir, "orders.journal"))); err != nil {
		return err
	}
	giveRoom, err := fillUp(dir)
	if err != nil {
		return err
	}
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	if err := l.Room(); !errors.Is(err, syscall.ENOSPC) || errors.Is(err, storage.ErrLowSpace) {
		return fmt.Errorf("room: %w", err)
	}
	if err := l.Reopen(); !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("opened anew without room: %w", err)
	}
	if o, err := l.Order("A1"); err != nil || o.State != order.StatePaid {
		return fmt.Errorf("history: %+v, %w", o, err)
	}
	if _, err := l.Append(settings(shop)); !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("written: %w", err)
	}
	if _, _, err := l.Missing(); !errors.Is(err, storage.ErrNotRecorded) {
		return fmt.Errorf("the journal: %w", err)
	}
	if err := errors.Join(giveRoom(), l.Reopen()); err != nil {
		return err
	}
	if _, err := l.Append(settings(shop)); err != nil {
		return err
	}
	return whole(l, dir)
}

// tradeOnce leaves what a till leaves, but for its log files.
func tradeOnce(dir string) error {
	f, err := storage.Claim(dir)
	if err != nil {
		return err
	}
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	for _, e := range sale("A1", 0, 100, shop) {
		if _, err := l.Append(e); err != nil {
			return err
		}
	}
	return errors.Join(l.Close(), f.Close())
}

// fillUp leaves a disk room for no byte and for no file, until it is told to.
func fillUp(dir string) (giveRoom func() error, err error) {
	ballast, err := os.Create(filepath.Join(dir, "ballast"))
	if err != nil {
		return nil, err
	}
	for err == nil {
		_, err = ballast.Write(make([]byte, 512))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return nil, err
	}
	files := []string{ballast.Name()}
	for err = nil; err == nil; {
		name := filepath.Join(dir, fmt.Sprintf("file%d", len(files)))
		if err = os.WriteFile(name, nil, 0o600); err == nil {
			files = append(files, name)
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return nil, err
	}
	return func() error {
		err := ballast.Close()
		for _, name := range files {
			err = errors.Join(err, os.Remove(name))
		}
		return err
	}, nil
}

// bbolt hands some causes on as text only.
func TestAFullDiskIsKnownByWhatBboltSays(t *testing.T) {
	err := storage.NotRecorded(fmt.Errorf("file sync error: %s", syscall.ENOSPC))
	if !errors.Is(err, storage.ErrNotRecorded) || !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if err := storage.NotRecorded(syscall.EIO); errors.Is(err, syscall.ENOSPC) || !errors.Is(err, syscall.EIO) {
		t.Error(err)
	}
}
