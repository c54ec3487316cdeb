package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/storage"
)

// The test program is its own child, as the command is.
func TestMain(m *testing.M) {
	if task := os.Getenv(childEnv); task != "" {
		runChild(task)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A short form of the whole. Enough flips are made for the reader that trusts
// bbolt to die of one.
func TestNothingIsTamperedWithUnseen(t *testing.T) {
	var out bytes.Buffer
	r, err := run(t.Context(), options{orders: 40, smallOrders: 20, flips: 120, bigFlips: 20, trusted: 400, seed: 1}, &out)
	if err != nil {
		t.Fatal(err)
	}
	if !r.holds() || r.bytes < 40*1000 || r.structural < 40*8 || r.flips != 120 {
		t.Errorf("%+v\n%s", r, out.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if last := lines[len(lines)-1]; last != r.String() || !strings.Contains(last, "undetected 0, ended 0, seconds ") {
		t.Errorf("last line %q", last)
	}
}

// rootOf is the place of the root page.
func rootOf(whole []byte) int {
	page := int(binary.NativeEndian.Uint32(whole[16+8:]))
	meta := whole[16:]
	if second := whole[page+16:]; binary.NativeEndian.Uint64(second[48:]) > binary.NativeEndian.Uint64(meta[48:]) {
		meta = second
	}
	return int(binary.NativeEndian.Uint64(meta[16:])) * page
}

// What counts must count: a check that looks away is seen to.
func TestAnUnseenChangeIsCounted(t *testing.T) {
	dir := t.TempDir()
	if err := makeLog(dir, events(20)); err != nil {
		t.Fatal(err)
	}
	c, err := newChain(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	if flaws := c.flaws(3, 4, c.records[3]); flaws != nil {
		t.Errorf("nothing changed: %v", flaws)
	}
	var sum tally
	sum.count(c.flaws(3, 4, c.records[3]))
	if sum != (tally{1, 1, 1}) {
		t.Errorf("counted as %+v", sum)
	}
	last := len(c.records) - 1
	c.head = sha256.Sum256(c.records[last-1].value) // the head of a careful forger
	if flaws := c.flaws(last, last+1); flaws != nil {
		t.Errorf("cut off with its head: %v", flaws)
	}
}

// The verdicts of a child, one for each kind of file.
func TestFlipsAreJudged(t *testing.T) {
	source, dir := t.TempDir(), t.TempDir()
	if err := makeLog(source, events(20)); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file(source))
	if err != nil {
		t.Fatal(err)
	}
	c := &child{file: file(dir), dir: dir, whole: whole}
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	spare := bytes.LastIndexFunc(whole, func(r rune) bool { return r != 0 }) + 1 // behind all that is in use
	for name, test := range map[string]struct {
		at   int
		want string
	}{
		"an amount":     {bytes.LastIndex(whole, []byte(`"minor":`)) + 8, found},
		"beyond use":    {min(spare+5000, len(whole)-1), same},
		"a root's flag": {rootOf(whole) + 8, found},
	} {
		got, err := c.flip(test.at, 4)
		if err != nil || got != test.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, test.want)
		}
	}
	// A file that something keeps locked counts as the till's end.
	if err := c.put(whole); err != nil {
		t.Fatal(err)
	}
	log, err := storage.Open(dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if got, err := c.flip(len(whole)-1, 1); err != nil || got != ended {
		t.Errorf("locked: %s, %v", got, err)
	}
}

func TestAChildThatCannotTryIsNoVerdict(t *testing.T) {
	f := flips{filepath.Join(t.TempDir(), "none.db"), 10, 1, false}
	if v, err := f.run(t.Context(), t.TempDir()); err == nil || !strings.Contains(err.Error(), couldNot) {
		t.Errorf("%v, %v", v, err)
	}
}
