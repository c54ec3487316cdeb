package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"qrtill/app"
	"qrtill/app/cli"
	"qrtill/app/core"
	"qrtill/app/ui"
	"qrtill/storage"
)

// A crash takes a whole process, so the tests here start this program again: as a
// child it is a till up to its windows, and ends in one of these ways.
const (
	endsWell      = "it is closed"
	panicsShown   = "its windows panic"
	panicsBeside  = "another goroutine panics"
	panicsClosing = "what is closed first panics"
	panicsClosed  = "what is closed last panics"
)

func TestMain(m *testing.M) {
	if how := os.Getenv("QRTILL_TEST_END"); how != "" {
		os.Exit(endAs(how, os.Getenv("QRTILL_TEST_DIR")))
	}
	os.Exit(m.Run())
}

// endAs goes the way of func till, on the main goroutine, with a fault in it. What
// the till would say at its start goes to standard output.
func endAs(how, dir string) int {
	ctx := context.Background()
	end := newEnding(ctx)
	end.after(func() { panicIf(how == panicsClosed) }, nil)
	folder, _, err := arrive(ctx, dir, unseen)
	if err != nil {
		fmt.Println(err)
		return cli.Undone
	}
	diary, err := begin(end, folder, dir, false)
	if err != nil {
		fmt.Println(err)
		return cli.Undone
	}
	log, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		fmt.Println(err)
		return cli.Undone
	}
	end.after(func() { log.Close() }, nil)
	end.after(func() { panicIf(how == panicsClosing) }, nil)
	if said := notice(log, diary); !said.Empty() {
		fmt.Println(said.Key, said.Values["File"])
	}
	if how != panicsShown && how != panicsBeside {
		return end.with(cli.Done)
	}
	a := program{test.NewApp(), end.soon}
	start := func() (ui.Config, error) { return ui.Config{App: a, Till: faulty(how)}, nil }
	return end.with(enter(ctx, a, dir, folder.Raised(), start))
}

func panicIf(planted bool) {
	if planted {
		panic("a planted crash")
	}
}

// faulty is a till over which its windows fall.
type faulty string

func (f faulty) Send(core.Command) {}

func (f faulty) Views() <-chan app.View {
	panicIf(f == panicsShown)
	go panic("a planted crash")
	select {}
}

// run runs a till that ends in some way, and returns what it says.
func runTill(t *testing.T, how, dir string) (said string, err error) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), "QRTILL_TEST_END="+how, "QRTILL_TEST_DIR="+dir)
	out, err := child.Output()
	return strings.TrimSpace(string(out)), err
}

func TestACrashLeavesItsTraceAndTheNextStartNamesIt(t *testing.T) {
	for _, how := range []string{panicsShown, panicsBeside, panicsClosing, panicsClosed} {
		t.Run(how, func(t *testing.T) {
			dir := t.TempDir()
			if said, err := runTill(t, how, dir); err == nil || said != "" {
				t.Fatalf("it did not crash (%v): %s", err, said)
			}
			said, err := runTill(t, endsWell, dir)
			path, named := strings.CutPrefix(said, "notice.crash ")
			if err != nil || !named || filepath.Dir(path) != filepath.Join(dir, "logs") {
				t.Fatalf("the next start says %q, %v", said, err)
			}
			report, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(report), "a planted crash") || !strings.Contains(string(report), "goroutine ") {
				t.Errorf("%s: %q, %v", path, report, err)
			}
			if said, err := runTill(t, endsWell, dir); said != "" || err != nil {
				t.Errorf("the start after says %q, %v", said, err)
			}
		})
	}
}

func TestAGoodEndLeavesNoReport(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if said, err := runTill(t, endsWell, dir); said != "" || err != nil {
			t.Errorf("it says %q, %v", said, err)
		}
	}
	if report, err := os.ReadFile(filepath.Join(dir, "logs", "crash.txt")); err != nil || len(report) > 0 {
		t.Errorf("%q, %v", report, err)
	}
}
