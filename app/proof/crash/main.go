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
)

// options are the command line's.
type options struct {
	kills, lanes, planted int
	windowed              int
	program               string
	sales                 int
	budget                time.Duration
	seed                  uint64
}

var usual = pace{life: 3500 * time.Millisecond, expiry: 8 * time.Second}

func main() {
	// The system ends a windowed till when the thread that started it ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	var o options
	flag.IntVar(&o.kills, "kills", 1000, "how often the till is killed")
	flag.IntVar(&o.lanes, "lanes", 10, "how many shops are open side by side")
	flag.IntVar(&o.planted, "planted", 50, "how often a till with each planted bug is killed; 0 plants none")
	flag.IntVar(&o.windowed, "windowed", 25, "how often the till with windows is killed; needs a desktop")
	flag.StringVar(&o.program, "program", "build/qrtill", "the till with windows")
	flag.IntVar(&o.sales, "sales", 100, "over how many sales the power is cut; 0 leaves it on")
	flag.DurationVar(&o.budget, "budget", 3*time.Minute, "how long power cuts are tried; those left out are counted")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of staff, customers, faults and moments")
	flag.Parse()
	if flag.NArg() > 0 || o.kills < 0 || o.lanes < 1 || o.planted < 0 || o.sales < 0 || o.windowed < 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, o)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(3)
	case !ok:
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (ok bool, err error) {
	temp, err := os.MkdirTemp("", "qrtill-crash-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(temp)
	child, err := buildChild(ctx, temp)
	if err != nil {
		return false, err
	}
	sum, ok := newTally(), true
	for _, part := range []func(context.Context, string, options, *tally) (bool, error){killWindowless(child), killWindows, cutPower(child)} {
		fine, err := part(ctx, temp, o, sum)
		if err != nil {
			return false, err
		}
		ok = ok && fine
	}
	fmt.Printf("crash: kills %d, power cuts %d, lost %d, doubled %d, false paid %d\n",
		sum.kills, sum.cuts, len(sum.lost), len(sum.doubled), len(sum.falsePaid))
	return ok, nil
}

// killWindowless kills the windowless till, and some with planted bugs.
func killWindowless(child string) func(context.Context, string, options, *tally) (bool, error) {
	return func(ctx context.Context, temp string, o options, sum *tally) (ok bool, err error) {
		if o.kills == 0 {
			return true, nil
		}
		began := time.Now()
		t, err := bench(ctx, plan{child: child, dir: temp, kills: o.kills, perWorld: 25, lanes: o.lanes, pace: usual, seed: o.seed})
		if err != nil {
			return false, err
		}
		t.print("without windows", time.Since(began))
		sum.count(t)
		if ok = t.clean(); o.planted == 0 {
			return ok, nil
		}
		found, err := planted(ctx, temp, o.planted, o.seed)
		return ok && found, err
	}
}

// killWindows kills the till with windows.
func killWindows(ctx context.Context, temp string, o options, sum *tally) (ok bool, err error) {
	if o.windowed == 0 {
		return true, nil
	}
	program, err := findProgram(o.program)
	if err != nil {
		return false, err
	}
	began := time.Now()
	t, err := killWindowed(ctx, program, temp, o.windowed, o.seed)
	if err != nil {
		return false, err
	}
	t.print("with windows", time.Since(began))
	sum.count(t)
	return t.clean(), nil
}

// buildChild builds the windowless till.
func buildChild(ctx context.Context, dir string, arguments ...string) (program string, err error) {
	program = filepath.Join(dir, "child")
	build := exec.CommandContext(ctx, "go", append(append([]string{"build", "-o", program}, arguments...), "qrtill/app/proof/crash/child")...)
	if said, err := build.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("the till can't be built: %w", err), errors.New(string(said)))
	}
	return program, nil
}
