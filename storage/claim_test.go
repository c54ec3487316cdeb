package storage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"qrtill/storage"
)

func claim(t *testing.T, dir string) *storage.Folder {
	t.Helper()
	f, err := storage.Claim(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// window is a claim of a till that has a window.
func window(t *testing.T, dir string) *storage.Folder {
	t.Helper()
	f := claim(t, dir)
	if err := f.Listen(); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAClaimWithoutAWindowIsNotRaised(t *testing.T) {
	dir := t.TempDir()
	f := claim(t, dir) // as a command's is
	defer f.Close()
	if storage.Raise(dir) == nil {
		t.Error("a command pretends to have a window")
	}
}

func TestASecondStartRaisesTheFirst(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "till")
	f := window(t, dir)
	if _, err := storage.Claim(dir); !errors.Is(err, storage.ErrInUse) {
		t.Fatalf("claimed twice: %v", err)
	}
	for range 3 { // asked again before the window has come up
		if err := storage.Raise(dir); err != nil {
			t.Fatal(err)
		}
	}
	<-f.Raised()
	select {
	case <-f.Raised():
		t.Error("raised once more than seen to")
	default:
	}
	if err := storage.Raise(dir); err != nil {
		t.Fatal(err)
	}
	<-f.Raised()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := storage.Raise(dir); err == nil {
		t.Error("raised a till that is gone")
	}
	if err := claim(t, dir).Close(); err != nil {
		t.Error(err)
	}
}

// While its window goes, and until it has given the folder up, a till says that it is
// leaving, also to a start that has called it just before.
func TestATillThatIsLeavingSaysSo(t *testing.T) {
	dir := t.TempDir()
	f := window(t, dir)
	crossed := make(chan error)
	go func() { crossed <- storage.Raise(dir) }()
	<-f.Raised()
	f.Leave()
	if err := <-crossed; !errors.Is(err, storage.ErrLeaving) {
		t.Errorf("called just before: %v", err)
	}
	f.Leave() // told in more ways than one
	for range 3 {
		if err := storage.Raise(dir); !errors.Is(err, storage.ErrLeaving) {
			t.Errorf("called while it is leaving: %v", err)
		}
	}
	if _, err := storage.Claim(dir); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("claimed while it is leaving: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := storage.Raise(dir); err == nil || errors.Is(err, storage.ErrLeaving) {
		t.Errorf("a till that is gone: %v", err)
	}
	if err := claim(t, dir).Close(); err != nil {
		t.Error(err)
	}
}

// Somebody who sees nothing yet clicks again, and again.
func TestManyStartsAtOnceAreAllHeard(t *testing.T) {
	dir := t.TempDir()
	f := window(t, dir)
	defer f.Close()
	heard := make(chan error)
	const starts = 12
	for range starts {
		go func() { heard <- storage.Raise(dir) }()
	}
	for range starts {
		if err := <-heard; err != nil {
			t.Error(err)
		}
	}
}

func TestOnlyWhoReadsTheFolderCanRaiseTheWindow(t *testing.T) {
	dir := t.TempDir()
	f := window(t, dir)
	defer f.Close()
	path := filepath.Join(dir, "raise")
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	raw, _ := os.ReadFile(path)
	var to struct{ Port int }
	if err := json.Unmarshal(raw, &to); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"", "wrong", "GET / HTTP/1.1\r"} {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", to.Port))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(c, word)
		var answer [8]byte
		if n, err := c.Read(answer[:]); err == nil {
			t.Errorf("%q was answered %q", word, answer[:n])
		}
		c.Close()
	}
	select {
	case <-f.Raised():
		t.Error("raised by a stranger")
	default:
	}
}

func TestAnAddressLeftByACrashIsNoTill(t *testing.T) {
	for name, content := range map[string]string{"garbage": "?", "a port nobody has": `{"port":1,"token":"x"}`} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "raise"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := storage.Raise(dir); err == nil {
			t.Errorf("%s: raised", name)
		}
		f := window(t, dir)
		if err := errors.Join(storage.Raise(dir), f.Close()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := storage.Raise(t.TempDir()); err == nil {
		t.Error("raised without an address")
	}
}

func TestPracticeHasAFolderOfItsOwn(t *testing.T) {
	// Relative paths are to be ignored; Windows and macOS ask the system.
	base := t.TempDir()
	for _, data := range []string{base, "relative", ""} {
		t.Setenv("XDG_DATA_HOME", data)
		real, err := storage.DefaultDir(false)
		if err != nil || !filepath.IsAbs(real) {
			t.Fatalf("%q, %v", real, err)
		}
		practice, err := storage.DefaultDir(true)
		if err != nil || practice != filepath.Join(real, "practice") {
			t.Errorf("%q, %v", practice, err)
		}
		if runtime.GOOS == "linux" && data == base && real != filepath.Join(base, "qrtill") {
			t.Errorf("data folder %q", real)
		}
	}
}
