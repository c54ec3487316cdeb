package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/proof/crash/powercut"
)

// cutPower records a run and tries the power cuts on it. ok says that nothing
// was found in them, and much in those of a disk that does not sync.
func cutPower(ctx context.Context, child, temp string, sales int, seed uint64, budget time.Duration) (r powercut.Report, ok bool, err error) {
	began := time.Now()
	recording, heads, err := record(child, filepath.Join(temp, "traced"), sales, seed)
	if err != nil {
		return r, false, err
	}
	fmt.Printf("traced %d sales, %d events, in %s; power cuts:\n", sales, len(heads), time.Since(began).Round(time.Second))
	fast, err := fastFolder(temp)
	if err != nil {
		return r, false, err
	}
	defer os.RemoveAll(fast)
	r, err = powercut.Run(ctx, recording, powercut.Plan{Dir: fast, Heads: heads, Seed: seed, Budget: budget})
	if err != nil {
		return r, false, err
	}
	for _, class := range powercut.Classes() {
		fmt.Printf("  %-8s %6d tried, %d left out for time\n", class, r.Tried[class], r.All[class]-r.Tried[class])
	}
	fmt.Printf("  all      %6d tried in %s\n", r.Cuts(), r.Took.Round(time.Second))
	printFindings("lost", r.Lost)
	printFindings("other", r.Wrong)
	control, err := powercut.Run(ctx, recording, powercut.Plan{Dir: fast, Heads: heads, Seed: seed, Budget: budget / 10, Ignored: true})
	verdict := "found"
	if len(control.Lost) == 0 {
		verdict = "NOT FOUND"
	}
	fmt.Printf("planted: a disk that only pretends to sync for a while: %s, lost %d and damaged %d of %d\n\n",
		verdict, len(control.Lost), len(control.Wrong), control.Cuts())
	return r, len(r.Lost)+len(r.Wrong) == 0 && len(control.Lost) > 0, errors.Join(err)
}

// fastFolder is in memory where there is a file system for that: nothing in it
// has to outlive anything.
func fastFolder(temp string) (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "qrtill-crash-"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp(temp, "cuts-")
}
