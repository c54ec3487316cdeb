package storage_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/storage"
)

// diary opens the log files in a folder. No more is written to its crash.txt once
// the test has ended, as on Windows the folder could not be removed.
func diary(t *testing.T, dir string) *storage.Diary {
	t.Helper()
	d, err := storage.OpenDiary(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := debug.SetCrashOutput(nil, debug.CrashOptions{}); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestTheDiaryHoldsNoSecret(t *testing.T) {
	const planted = "s3cr3t-0f-the-shop"
	var out bytes.Buffer
	log, _ := storage.NewLogger(&out)
	log.Info("by name", "client_secret", planted, "access_token", planted, "Authorization", "Bearer "+planted, "notify_key", planted, "pin", planted)
	log.Info("in a text", "url", "https://gateway.example/mch-api/v1/auth?uid=1&client_secret="+planted+"&grant_type=x")
	log.Info("in an answer", "body", `{"access_token":"`+planted+`","expires_in":3600}`)
	log.Error("in an error", "error", fmt.Errorf("get: %w", errors.New("client_secret="+planted)))
	log.Info("in a header", "header", "Bearer "+planted)
	if strings.Contains(out.String(), planted) {
		t.Errorf("the secret is in the diary:\n%s", out.String())
	}
	if strings.Count(out.String(), "[redacted]") < 9 {
		t.Errorf("too much was taken out, or too little:\n%s", out.String())
	}
	out.Reset()
	log.Info("an order", "order", "T10123", "kind", "created")
	if !strings.Contains(out.String(), "T10123") {
		t.Error("what is no secret was taken out")
	}
	log.Info("planted under a name that says nothing", "order", planted)
	if !strings.Contains(out.String(), planted) {
		t.Error("the test would not see a secret that got through")
	}
}

func TestFynesOwnWordsGoIntoTheDiary(t *testing.T) {
	dir := t.TempDir()
	d := diary(t, dir)
	d.Info("hello")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "logs", "qrtill.log"))
	if err != nil || !bytes.Contains(raw, []byte("hello")) {
		t.Errorf("%q, %v", raw, err)
	}
	if d.Crash != "" {
		t.Errorf("a crash was found that never was: %s", d.Crash)
	}
}

// net/http quotes an answer that nobody waits for any more, up to 4 KB of it.
func TestWhatLibrariesQuoteStaysOutOfTheDiary(t *testing.T) {
	const planted = `s3cr3t "0f" the-shop`
	dir := t.TempDir()
	d := diary(t, dir)
	log.Printf("Unsolicited response received on idle HTTP channel starting with %q; err=%v", `{"access_token":"`+planted+`"}`, nil)
	log.Printf("cut short: %.20q", planted+planted)
	log.Print("no end: \"" + planted)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "logs", "qrtill.log"))
	if err != nil || bytes.Contains(raw, []byte("s3cr3t")) || bytes.Contains(raw, []byte("the-shop")) {
		t.Errorf("%s, %v", raw, err)
	}
	if !bytes.Contains(raw, []byte("Unsolicited response")) || !bytes.Contains(raw, []byte("; err=<nil>")) {
		t.Errorf("too much was taken out: %s", raw)
	}
}

// TestACrashIsFoundAtTheNextStart crashes a real process.
func TestACrashIsFoundAtTheNextStart(t *testing.T) {
	if dir := os.Getenv("QRTILL_TEST_CRASH"); dir != "" {
		if _, err := storage.OpenDiary(dir); err != nil {
			t.Fatal(err)
		}
		go panic("a planted crash")
		select {}
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run", "^TestACrashIsFoundAtTheNextStart$")
	child.Env = append(os.Environ(), "QRTILL_TEST_CRASH="+dir)
	if out, err := child.CombinedOutput(); err == nil {
		t.Fatalf("the child did not crash: %s", out)
	}
	d := diary(t, dir)
	report, err := os.ReadFile(d.Crash)
	if err != nil || !strings.Contains(string(report), "a planted crash") {
		t.Errorf("crash report %q: %q, %v", d.Crash, report, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	again := diary(t, dir)
	defer again.Close()
	if again.Crash != "" {
		t.Error("the crash is reported twice")
	}
}

// A report that can't be set aside is kept where it is, and the next one too.
func TestACrashReportThatCannotBeSetAsideIsKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "logs", "crash.txt")
	d := diary(t, dir)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	err := errors.Join(os.WriteFile(path, []byte("panic: the first\n"), 0o600), os.Chtimes(path, at, at),
		os.MkdirAll(filepath.Join(dir, "logs", "crash-20261125-140000.txt", "taken"), 0o700))
	if err != nil {
		t.Fatal(err)
	}
	d = diary(t, dir)
	defer d.Close()
	if raw, err := os.ReadFile(d.Crash); d.Crash != path || err != nil || string(raw) != "panic: the first\n" {
		t.Errorf("%q: %q, %v", d.Crash, raw, err)
	}
}

// fickle is a disk that takes so many bytes.
type fickle struct {
	bytes.Buffer
	room int
}

func (f *fickle) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.room -= n
	f.Buffer.Write(p[:n])
	if n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

func TestAFullDiskCutsOneLineOfTheDiaryAndNoOther(t *testing.T) {
	disk := &fickle{room: 1 << 20}
	lines := storage.NewLines(disk)
	write := func(line string, written int) {
		t.Helper()
		if n, err := lines.Write([]byte(line)); n != written || (err == nil) != (n == len(line)) {
			t.Errorf("%q: %d, %v", line, n, err)
		}
	}
	write("one\n", 4)
	disk.room = 2
	write("two\n", 2)
	write("three\n", 0)
	disk.room = 1 << 20
	write("four\n", 5)
	write("five\n", 5)
	if got := disk.String(); got != "one\ntw\nfour\nfive\n" {
		t.Errorf("%q", got)
	}
}

// diaryLines are the lines of a diary.
func diaryLines(out *bytes.Buffer) (lines []map[string]any) {
	for line := range bytes.Lines(out.Bytes()) {
		var l map[string]any
		if json.Unmarshal(line, &l) == nil {
			lines = append(lines, l)
		}
	}
	return lines
}

// A complaint that comes for hours, from whomever, is counted: it pushes nothing else out.
func TestComplaintsWithoutEndAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		log, complaints := storage.NewLogger(&out)
		made := map[string]int{}
		for second := range 3600 {
			for range 5 {
				log.Warn("gateway call failed", "op", "query", "rid", second)
				made["gateway call failed query"]++
			}
			log.Error("no backup", "error", fmt.Errorf("try %d", second))
			made["no backup"]++
			if second%600 == 0 {
				log.Warn("gateway call failed", "op", "refund", "rid", "R")
				log.Info("event", "kind", "created")
			}
			time.Sleep(time.Second)
		}
		complaints.Tell(log)
		lines, told := map[string]int{}, map[string]int{}
		for _, l := range diaryLines(&out) {
			kind := l["msg"].(string)
			if op, ok := l["op"].(string); ok {
				kind += " " + op
			}
			if kind == "complaints left out" {
				kind = l["kind"].(string)
				told[kind]--
			}
			left, _ := l["left_out"].(float64)
			lines[kind]++
			told[kind] += 1 + int(left)
		}
		for kind, n := range made {
			if lines[kind] > 112 || told[kind] != n {
				t.Errorf("%s: %d lines tell of %d of %d", kind, lines[kind], told[kind], n)
			}
		}
		if lines["gateway call failed refund"] != 6 || lines["event"] != 6 {
			t.Errorf("what was said seldom: %v", lines)
		}
	})
}

// Also complaints that are never the same twice, and values of any length, have an end.
func TestWhatOthersWordHasAnEnd(t *testing.T) {
	var out bytes.Buffer
	log, _ := storage.NewLogger(&out)
	for n := range 20_000 {
		log.Warn(fmt.Sprintf("complaint %d", n))
	}
	if n := len(diaryLines(&out)); n > 150 {
		t.Errorf("%d lines", n)
	}
	out.Reset()
	long := strings.Repeat("電", 50_000)
	log.Info(long, "text", long, "error", errors.New(long))
	if n := out.Len(); n > 7000 || len(diaryLines(&out)) != 1 {
		t.Errorf("a line of %d bytes: %.100s", n, out.String())
	}
}

func TestALibraryThatComplainsWithoutEndIsCounted(t *testing.T) {
	dir := t.TempDir()
	d := diary(t, dir)
	for n := range 5000 {
		log.Printf("Fyne error: frame %d", n)
	}
	d.Warn("our own")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "logs", "qrtill.log"))
	if err != nil || bytes.Count(raw, []byte("Fyne error")) > 60 || !bytes.Contains(raw, []byte("our own")) ||
		!bytes.Contains(raw, []byte(`"kind":"of a library","left_out":49`)) {
		t.Errorf("%d bytes, %v: %.300s", len(raw), err, raw)
	}
}
