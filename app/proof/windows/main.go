package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"
	"time"
)

// limit ends a run that hangs; a good one takes some minutes.
const limit = 15 * time.Minute

// options are the flags.
type options struct {
	program, console, out, cache string
	only                         *regexp.Regexp
	planted                      bool
}

func main() {
	// The system ends our processes when the thread that started them ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	var o options
	flag.StringVar(&o.program, "program", "build/windows/qrtill.exe", "the till to run")
	flag.StringVar(&o.console, "console", "build/windows/qrtillc.exe", "the commands")
	flag.StringVar(&o.out, "out", "build/windows-proof", "folder for screenshots")
	flag.StringVar(&o.cache, "cache", "", "folder that keeps Wine prefixes (default: in the user's cache folder)")
	flag.BoolVar(&o.planted, "planted", true, "also try a till with bugs, which must be noticed")
	only := flag.String("only", "", "only the cases whose names match")
	flag.Parse()
	var err error
	if o.only, err = regexp.Compile(*only); err != nil || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "windows: this needs Wine on a virtual X11 screen; run it on Linux.")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithTimeout(ctx, limit)
	began := time.Now()
	t, err := run(ctx, o)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "windows:", err)
	}
	fmt.Printf("in %.0f s\nwindows: %d passed, %d failed\n", time.Since(began).Seconds(), t.passed, t.failed)
	if err != nil || t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

// tally counts cases.
type tally struct{ passed, failed int }

func (t *tally) add(ok bool) {
	if ok {
		t.passed++
	} else {
		t.failed++
	}
}

func run(ctx context.Context, o options) (t tally, err error) {
	for _, file := range []*string{&o.program, &o.console, &o.out} {
		if *file, err = filepath.Abs(*file); err != nil {
			return t, err
		}
	}
	if err := o.missing(); err != nil {
		return t, err
	}
	work, err := os.MkdirTemp("", "qrtill-windows-")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(work)
	if err := clear(o.out); err != nil {
		return t, err
	}
	s := &scene{options: o, work: work}
	if err := s.prepare(ctx); err != nil {
		return t, err
	}
	if err := s.home(); err != nil {
		return t, err
	}
	defer func() { _, unended := s.endAll(ctx); err = errors.Join(err, unended) }() // nothing is left to do after a whole run
	if !isRoot() {
		fmt.Println("A full drive needs root, so that case is left out: sudo make test-windows")
	}
	for _, c := range s.cases() {
		if o.only.MatchString(c.name) && ctx.Err() == nil {
			t.add(s.try(ctx, c))
		}
	}
	if o.planted && ctx.Err() == nil {
		err = s.notice(ctx, &t)
	}
	t.add(s.try(ctx, step{name: "nothing is left running", do: s.endAll, world: s.kindNow()}))
	return t, errors.Join(err, ctx.Err())
}

// missing says what there is not, in one sentence.
func (o *options) missing() error {
	for _, program := range []string{"wine", "wineserver", "x86_64-w64-mingw32-gcc", "Xvfb", "openbox", "xdotool", "xwininfo", "xprop", "zbarimg", "go"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing; `make test-windows` installs it", program)
		}
	}
	for _, file := range []string{o.program, o.console} {
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("there is no program to run, `make windows` makes it: %w", err)
		}
	}
	if o.cache == "" {
		folder, err := os.UserCacheDir()
		if err != nil {
			folder = os.TempDir()
		}
		o.cache = filepath.Join(folder, "qrtill", "wine")
	}
	return nil
}

// clear removes the screenshots of an earlier run.
func clear(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(out, "[0-9][0-9]-*.png"))
	for _, file := range old {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}
