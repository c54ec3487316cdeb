//go:build !windows

package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"qrtill/app/order"
	"qrtill/storage"
)

// Limits, users and deaths belong to a whole process, so the tests here start
// this test program again as a child that does one of these things in a folder.
var children = map[string]func(dir string) error{
	"write against a limit": writeAgainstLimit,
	"write without rights":  writeWithoutRights,
	"write until killed":    writeUntilKilled,
}

func TestMain(m *testing.M) {
	if do := children[os.Getenv("STORAGE_TEST_CHILD")]; do != nil {
		if err := do(os.Getenv("STORAGE_TEST_DIR")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(t *testing.T, name, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "STORAGE_TEST_CHILD="+name, "STORAGE_TEST_DIR="+dir)
	return cmd
}

func limit(bytes uint64) error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
		return err
	}
	if l.Cur = bytes; bytes == 0 {
		l.Cur = l.Max
	}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l)
}

// A file that may not grow further fails as a full disk does: some of a write
// arrives, the rest does not.
func TestAFailedWriteStopsTheLogUntilItIsOpenedAnew(t *testing.T) {
	if out, err := child(t, "write against a limit", t.TempDir()).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func writeAgainstLimit(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	a1 := created("A1", 0, 100, shop)
	if _, err := l.Append(a1); err != nil {
		return err
	}
	before, err := l.Order("A1")
	if err != nil {
		return err
	}
	// 64 KB stops the growth of a file, 10 KB most writes inside of it.
	for i, size := range []uint64{64 << 10, 10 << 10} {
		if err := limit(size); err != nil {
			return err
		}
		var failure error
		done := 0
		for failure == nil && done < 10_000 {
			_, failure = l.Append(settings(shop))
			done++
		}
		if !errors.Is(failure, storage.ErrNotRecorded) || !strings.HasSuffix(failure.Error(), syscall.EFBIG.Error()) {
			return fmt.Errorf("limit %d: %d writes, then %w", size, done, failure)
		}
		if err := limit(0); err != nil { // the disk has room again, yet nothing is retried
			return err
		}
		if _, err := l.Append(shown(a1, 1)); !errors.Is(err, storage.ErrNotRecorded) {
			return fmt.Errorf("wrote on after a failure: %w", err)
		}
		if o, err := l.Order("A1"); err != nil || i == 0 && !reflect.DeepEqual(o, before) {
			return fmt.Errorf("reading after a failure: %+v, %w", o, err)
		}
		seq := l.Seq()
		if err := l.Reopen(); err != nil {
			return err
		}
		if got := l.Seq(); got != seq && got != seq+1 {
			return fmt.Errorf("%d events, %d after opening anew", seq, got)
		}
		next := created(order.ID(fmt.Sprintf("B%d", i)), 1, 100, shop)
		if _, err := l.Append(next); err != nil {
			return err
		}
	}
	return whole(l, dir)
}

func whole(l *storage.Log, dir string) error {
	if err := l.Close(); err != nil {
		return err
	}
	r, err := storage.Verify(file(dir))
	if err != nil || len(r.Problems) > 0 {
		return fmt.Errorf("verify: %q, %w", r.Problems, err)
	}
	return nil
}

func TestAFolderThatCannotBeWrittenIsReadOnly(t *testing.T) {
	dir := t.TempDir()
	if out, err := child(t, "write without rights", dir).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func writeWithoutRights(string) error {
	// Another user's folders above would hide what is tested here.
	dir, err := os.MkdirTemp("", "storage-rights-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	_, err = l.Append(created("A1", 0, 100, shop))
	err = errors.Join(err, l.Close(), os.Mkdir(filepath.Join(dir, "none"), 0o555))
	for name, mode := range map[string]os.FileMode{"orders.db": 0o444, "orders.journal": 0o444, "": 0o555} {
		err = errors.Join(err, os.Chmod(filepath.Join(dir, name), mode))
	}
	defer os.Chmod(dir, 0o700) //nolint:errcheck // only so that it can be removed
	if os.Getuid() == 0 {      // nothing is forbidden to root
		err = errors.Join(err, syscall.Seteuid(65534))
		defer syscall.Seteuid(0) //nolint:errcheck // as above
	}
	if err != nil {
		return err
	}
	if _, err := storage.Open(dir, storage.Options{}); !errors.Is(err, storage.ErrReadOnly) {
		return fmt.Errorf("a file that can't be written: %w", err)
	}
	if _, err := storage.Open(filepath.Join(dir, "none"), storage.Options{Create: true}); !errors.Is(err, storage.ErrReadOnly) {
		return fmt.Errorf("a folder that can't be written: %w", err)
	}
	if _, err := storage.Claim(filepath.Join(dir, "none")); !errors.Is(err, storage.ErrReadOnly) {
		return fmt.Errorf("claiming it: %w", err)
	}
	r, err := storage.Open(dir, storage.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("reading it: %w", err)
	}
	_, err = r.Order("A1")
	return errors.Join(err, r.Close())
}

// What Append has returned for is there, whenever the program dies.
func TestNothingReportedAsWrittenIsLostInACrash(t *testing.T) {
	dir := t.TempDir()
	for round := range 5 {
		cmd := child(t, "write until killed", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, last := bufio.NewScanner(out), ""
		for n := 0; n < 30+17*round && lines.Scan(); n++ {
			last = lines.Text()
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it had said before it died counts too
			last = lines.Text()
		}
		_ = cmd.Wait()
		word, id, _ := strings.Cut(last, " ")
		seq, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			t.Fatalf("the child said %q", last)
		}
		l, err := storage.Open(dir, storage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if l.Seq() < seq || l.Seq() > seq+1 {
			t.Errorf("%d events were reported, %d are there", seq, l.Seq())
		}
		if _, err := l.Order(order.ID(id)); err != nil {
			t.Error(err)
		}
		closeChecked(t, l)
		verified(t, file(dir))
	}
}

func writeUntilKilled(dir string) error {
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		return err
	}
	for n := int(l.Seq()); ; n++ {
		id := order.ID(fmt.Sprintf("A%d", n))
		if _, err := l.Append(created(id, n, 100, shop)); err != nil {
			return err
		}
		fmt.Println(l.Seq(), id)
	}
}
