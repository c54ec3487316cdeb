package storage_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qrtill/storage"
)

// A golden log is a log as a program of its form left it. It is made once and
// kept for good: every later program must open it.
var makeGolden = flag.Bool("golden", false, "make the golden log of the program's form")

// goldenID is the golden logs' database id, so that they are made alike.
const goldenID = "601de2601de2601de2601de2601de260"

func goldenFile(form int) string {
	return filepath.Join("testdata", fmt.Sprintf("form%d.db.gz", form))
}

// unpacked is a folder with a copy of a golden log.
func unpacked(t *testing.T, form int) (dir string) {
	t.Helper()
	packed, err := os.Open(goldenFile(form))
	if err != nil {
		t.Fatalf("There is no golden log of form %d yet. Add it with\n\t%s\n(%v)", form, goldenCommand, err)
	}
	defer packed.Close()
	unpacker, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(unpacker)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(file(dir), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// pack makes the golden log of the program's form.
func pack(t *testing.T) {
	t.Helper()
	dir, _ := writtenNow(t)
	raw, err := os.ReadFile(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	to, err := os.OpenFile(goldenFile(storage.Form), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		t.Fatalf("A golden log is made once; delete it first if no release has had its form: %v", err)
	}
	packer, _ := gzip.NewWriterLevel(to, gzip.BestCompression)
	_, err = packer.Write(raw)
	if err := errors.Join(err, packer.Close(), to.Close()); err != nil {
		t.Fatal(err)
	}
}

// writtenNow is a log that this program has just written, and all that is in it.
func writtenNow(t *testing.T) (dir string, all map[string]string) {
	t.Helper()
	dir = t.TempDir()
	if err := storage.CreateNamed(dir, goldenID); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	l.Bolt().NoSync = true
	appendAll(t, l, goldenEvents()...)
	all = dump(t, l)
	delete(all, "meta/journal") // a place in another file
	closeChecked(t, l)
	return dir, all
}

func dump(t *testing.T, l *storage.Log) map[string]string {
	t.Helper()
	all, err := l.Dump()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// difference names what is not the same in two dumps; empty when all is.
func difference(got, want map[string]string) string {
	var keys []string
	for key := range maps.Keys(got) {
		if w, ok := want[key]; !ok || w != got[key] {
			keys = append(keys, fmt.Sprintf("%q", key))
		}
	}
	for key := range maps.Keys(want) {
		if _, ok := got[key]; !ok {
			keys = append(keys, fmt.Sprintf("%q", key))
		}
	}
	slices.Sort(keys)
	if len(keys) > 3 {
		keys = append(keys[:3], fmt.Sprintf("%d more", len(keys)-3))
	}
	return strings.Join(keys, ", ")
}

func TestEveryGoldenLogOpensAndIsWhatItsEventsMakeOfIt(t *testing.T) {
	for _, form := range slices.Sorted(maps.Keys(pinned)) {
		t.Run(fmt.Sprintf("form %d", form), func(t *testing.T) {
			dir := unpacked(t, form)
			if form == storage.Form {
				adviseToRaise(t)
			}
			opensAsItStands(t, dir, form == storage.Form)
			if r, err := storage.Verify(file(dir)); err != nil || len(r.Problems) > 0 {
				t.Fatalf("Verify: %v, first of all %q.", err, r.Problems[:min(1, len(r.Problems))])
			}
			l := open(t, dir)
			found := dump(t, l)
			snapshotsAreReadAsTheyStand(t, found)
			if problems, err := l.Rebuild(); err != nil || len(problems) > 0 {
				t.Errorf("Made anew with %q, %v.", problems, err)
			}
			if d := difference(dump(t, l), found); d != "" {
				t.Errorf("Its events make something else of %s.", d)
			}
		})
	}
}

// opensAsItStands checks that a log of the program's form needs no rebuild, and
// that one of another form gets it.
func opensAsItStands(t *testing.T, dir string, want bool) {
	t.Helper()
	before, _ := os.ReadFile(file(dir))
	closeChecked(t, open(t, dir))
	after, _ := os.ReadFile(file(dir))
	asides, _ := filepath.Glob(filepath.Join(dir, "orders-before-*.db"))
	if same := bytes.Equal(before, after); same != want || (len(asides) == 0) != want {
		t.Errorf("Opening left it as it was: %t, want %t; copies aside: %q.", same, want, asides)
	}
}

func snapshotsAreReadAsTheyStand(t *testing.T, all map[string]string) {
	t.Helper()
	for key, value := range all {
		bucket, id, _ := strings.Cut(key, "/")
		switch bucket {
		case "orders":
			if o, err := storage.DecodeOrder([]byte(value)); err != nil || string(storage.EncodeOrder(o)) != value {
				t.Fatalf("The snapshot of order %s is read as something else: %v.", id, err)
			}
		case "totals":
			total, err := storage.DecodeTotal([]byte(id), []byte(value))
			if k, v := storage.EncodeTotal(total); err != nil || string(k) != id || string(v) != value {
				t.Fatalf("The total %q is read as something else: %v.", id, err)
			}
		}
	}
}

func TestTheProgramWritesItsGoldenLog(t *testing.T) {
	want := dump(t, open(t, unpacked(t, storage.Form)))
	adviseToRaise(t)
	delete(want, "meta/journal")
	if _, got := writtenNow(t); difference(got, want) != "" {
		t.Errorf("It now writes something else as %s.", difference(got, want))
	}
}
