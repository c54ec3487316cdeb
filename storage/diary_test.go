package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/storage"
)

func TestTheDiaryHoldsNoSecret(t *testing.T) {
	const planted = "s3cr3t-0f-the-shop"
	var out bytes.Buffer
	log := storage.NewLogger(&out)
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
	d, err := storage.OpenDiary(dir)
	if err != nil {
		t.Fatal(err)
	}
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
	d, err := storage.OpenDiary(dir)
	if err != nil {
		t.Fatal(err)
	}
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
	d, err := storage.OpenDiary(dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := os.ReadFile(d.Crash)
	if err != nil || !strings.Contains(string(report), "a planted crash") {
		t.Errorf("crash report %q: %q, %v", d.Crash, report, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	again, err := storage.OpenDiary(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Crash != "" {
		t.Error("the crash is reported twice")
	}
}
