package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"qrtill/app/proof/plant"
)

const (
	limit  = 8 * time.Minute // ends a run that hangs; a good one takes one or two
	plants = "app/proof/monitors/testdata"
)

func main() {
	// The system ends our processes when the thread that started them ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	out := flag.String("out", "build/monitors", "folder for screenshots")
	program := flag.String("program", "build/qrtill", "the till to run")
	planted := flag.Bool("planted", true, "also try tills with a bug, which must be noticed")
	flag.Parse()
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "monitors: this needs Xorg's dummy driver, which there is on Linux only; run it there.")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithTimeout(ctx, limit)
	passed, failed, err := run(ctx, *program, *out, *planted)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "monitors:", err)
	}
	fmt.Printf("monitors: %d passed, %d failed\n", passed, failed)
	if err != nil || failed > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, program, out string, planted bool) (passed, failed int, err error) {
	program, err = filepath.Abs(program)
	if err != nil {
		return 0, 0, err
	}
	if _, err := os.Stat(program); err != nil {
		return 0, 0, fmt.Errorf("there is no till to run, `make build` makes it: %w", err)
	}
	work, err := os.MkdirTemp("", "qrtill-monitors-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(work)
	if err := clear(out); err != nil {
		return 0, 0, err
	}
	var sick []sickTill
	if planted { // built first: the scene changes the environment
		if sick, err = buildSick(ctx, work); err != nil {
			return 0, 0, err
		}
	}
	s, err := newScene(ctx, work, out)
	if err != nil {
		return 0, 0, err
	}
	defer s.StopAll()
	for _, step := range s.steps() {
		if s.try(ctx, program, step) {
			passed++
		} else {
			failed++
		}
	}
	s.out = "" // pictures of sick tills would be no proof of anything
	for _, t := range sick {
		if s.notice(ctx, t) {
			passed++
		} else {
			failed++
		}
	}
	return passed, failed, ctx.Err()
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

// try does one step with a till of its own, and says how it went.
func (s *scene) try(ctx context.Context, program string, step step) bool {
	began := time.Now()
	detail, err := s.play(ctx, program, step)
	word := "ok  "
	if err != nil {
		word, detail = "FAIL", err.Error()
	}
	fmt.Printf("%s %s (%.1f s): %s\n", word, step.name, time.Since(began).Seconds(), detail)
	return err == nil
}

// sickTill is a till with a bug.
type sickTill struct {
	plant.Bug
	program string
}

// buildSick builds a till with each of the bugs.
func buildSick(ctx context.Context, work string) (sick []sickTill, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return nil, err
	}
	bugs, err := plant.Read(root, plants)
	if err == nil && len(bugs) == 0 {
		err = errors.New("there are no bugs to plant")
	}
	for _, b := range bugs {
		var program string
		if program, err = b.Build(ctx, root, filepath.Join(work, b.Name)); err != nil {
			break
		}
		sick = append(sick, sickTill{b, program})
	}
	return sick, err
}

// notice does with a sick till the step that must fail with it.
func (s *scene) notice(ctx context.Context, t sickTill) bool {
	err := errors.New("no step raises it")
	for _, step := range s.steps() {
		if step.raises == t.Raises {
			_, err = s.play(ctx, t.program, step)
		}
	}
	if seen := (*failure)(nil); errors.As(err, &seen) {
		fmt.Printf("ok   planted %s: noticed: %v\n", t.Name, err)
		return true
	}
	fmt.Printf("FAIL planted %s: not noticed (%v): %s\n", t.Name, err, t.About)
	return false
}
