package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/proof/crash/powercut"
)

// cutPower records a run and tries the power cuts on it. ok says that nothing
// was found in them, and something in those of a disk that does not sync.
func cutPower(child string) func(context.Context, string, options, *tally) (bool, error) {
	return func(ctx context.Context, temp string, o options, sum *tally) (ok bool, err error) {
		if o.sales == 0 {
			return true, nil
		}
		began := time.Now()
		recording, heads, err := record(child, filepath.Join(temp, "traced"), o.sales, o.seed)
		if err != nil {
			return false, err
		}
		fmt.Printf("power cuts over %d sales, %d events, traced in %s:\n", o.sales, len(heads), time.Since(began).Round(time.Second))
		fast, err := fastFolder(temp)
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(fast)
		p := powercut.Plan{Dir: fast, Heads: heads, Seed: o.seed, Budget: o.budget}
		r, err := powercut.Run(ctx, recording, p)
		if err != nil {
			return false, err
		}
		printCuts(r)
		sum.count(&tally{cuts: r.Cuts(), lost: r.Lost})
		found, err := ignoredSyncs(ctx, child, recording, p)
		return len(r.Lost)+len(r.Wrong) == 0 && found, err
	}
}

func printCuts(r powercut.Report) {
	for _, class := range powercut.Classes() {
		fmt.Printf("  %-8s %6d tried, %d left out for time\n", class, r.Tried[class], r.All[class]-r.Tried[class])
	}
	fmt.Printf("  all      %6d tried in %s; they leave %d different folders\n", r.Cuts(), r.Took.Round(time.Second), r.Distinct)
	printFindings("lost", r.Lost)
	printFindings("other", r.Wrong)
}

// ignoredSyncs is the positive control: on a disk that only pretends to sync,
// acknowledged events must be found missing.
func ignoredSyncs(ctx context.Context, child string, recording *powercut.Recording, p powercut.Plan) (found bool, err error) {
	p.Ignored, p.Child, p.Enough = true, child, 20
	r, err := powercut.Run(ctx, recording, p)
	verdict := "found"
	if found = len(r.Lost) > 0; !found {
		verdict = "NOT FOUND"
	}
	fmt.Printf("planted: a disk that only pretends to sync for a while: %s, lost %d, damaged %d of %d\n\n", verdict, len(r.Lost), len(r.Wrong), r.Cuts())
	return found, err
}

// fastFolder is in memory where there is a file system for that: nothing in it
// has to outlive anything.
func fastFolder(temp string) (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "qrtill-crash-"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp(temp, "cuts-")
}
