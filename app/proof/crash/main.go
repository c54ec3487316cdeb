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
	"syscall"
	"time"

	"qrtill/app/proof/crash/powercut"
)

// options are the command line's.
type options struct {
	kills, lanes, planted int
	sales                 int
	budget                time.Duration
	seed                  uint64
}

func main() {
	var o options
	flag.IntVar(&o.kills, "kills", 1000, "how often the till is killed")
	flag.IntVar(&o.lanes, "lanes", 14, "how many shops are open side by side")
	flag.IntVar(&o.planted, "planted", 50, "how often a till with each planted bug is killed; 0 plants none")
	flag.IntVar(&o.sales, "sales", 100, "over how many sales the power is cut; 0 leaves it on")
	flag.DurationVar(&o.budget, "budget", 3*time.Minute, "how long power cuts are tried; those left out are counted")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of staff, customers, faults and moments")
	flag.Parse()
	if flag.NArg() > 0 || o.kills < 0 || o.lanes < 1 || o.planted < 0 || o.sales < 0 {
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
	ok = true
	t := &tally{}
	if o.kills > 0 {
		if t, ok, err = killAll(ctx, child, temp, o); err != nil {
			return false, err
		}
	}
	var cuts powercut.Report
	if o.sales > 0 {
		var held bool
		if cuts, held, err = cutPower(ctx, child, temp, o.sales, o.seed, o.budget); err != nil {
			return false, err
		}
		ok = ok && held
	}
	fmt.Printf("crash: kills %d, power cuts %d, lost %d, doubled %d, false paid %d\n",
		t.kills, cuts.Cuts(), len(t.lost)+len(cuts.Lost), len(t.doubled), len(t.falsePaid))
	return ok, nil
}

// killAll kills the till, and tills with planted bugs.
func killAll(ctx context.Context, child, temp string, o options) (t *tally, ok bool, err error) {
	began := time.Now()
	t, err = bench(ctx, plan{child: child, dir: temp, kills: o.kills, perWorld: 25, lanes: o.lanes, seed: o.seed})
	if err != nil {
		return t, false, err
	}
	t.print(time.Since(began))
	ok = t.clean()
	if o.planted > 0 {
		found, err := planted(ctx, temp, o.planted, o.seed)
		return t, ok && found, err
	}
	return t, ok, nil
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
