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
	"runtime"
	"syscall"
	"time"

	"qrtill/app/proof/plant"
)

const (
	limit   = 8 * time.Minute // ends a run that hangs; a good one takes one or two
	patches = "app/proof/monitors/testdata"
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
	if planted && ctx.Err() == nil {
		found, missed, plantErr := s.tryPlanted(ctx)
		passed, failed, err = passed+found, failed+missed, plantErr
	}
	return passed, failed, errors.Join(err, ctx.Err())
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

// tryPlanted does with each planted till the step that must fail with it.
func (s *scene) tryPlanted(ctx context.Context) (found, missed int, err error) {
	root, err := plant.Root(ctx)
	if err != nil {
		return 0, 0, err
	}
	bugs, err := plant.Read(root, patches)
	if err == nil && len(bugs) == 0 {
		err = errors.New("there are no bugs to plant")
	}
	if err != nil {
		return 0, 0, err
	}
	s.out = "" // its pictures are no proof of anything
	for _, b := range bugs {
		program, err := build(ctx, root, filepath.Join(s.work, b.Name), b)
		if err != nil {
			return found, missed, err
		}
		noticed := errors.New("no step raises it")
		for _, step := range s.steps() {
			if step.raises == b.Raises {
				_, noticed = s.play(ctx, program, step)
			}
		}
		if failed := (*failure)(nil); errors.As(noticed, &failed) {
			found++
			fmt.Printf("ok   planted %s: noticed: %v\n", b.Name, noticed)
			continue
		}
		missed++
		fmt.Printf("FAIL planted %s: not noticed (%v): %s\n", b.Name, noticed, b.About)
	}
	return found, missed, nil
}

// build builds a till with a bug.
func build(ctx context.Context, root, dir string, b plant.Bug) (program string, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	overlay, err := b.Plant(ctx, root, dir)
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, "qrtill")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "x11", "-overlay="+overlay, "-o", program, ".")
	cmd.Dir = root
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("a till with the bug %s can't be built: %w: %s", b.Name, err, said)
	}
	return program, nil
}
