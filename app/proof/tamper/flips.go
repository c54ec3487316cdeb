package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A flip's verdicts, as a child prints them.
const (
	found  = "found"  // the check objects
	same   = "same"   // every order and total is as it was
	unseen = "unseen" // neither
	ended  = "ended"  // the child died of it, or hung
)

const (
	batch       = 250              // flips of one child, if it lives
	flipTimeout = 20 * time.Second // for each; longer is a till that hangs
)

// flips is a run of single flips of one file.
type flips struct {
	path  string
	count int
	seed  uint64
	trust bool // with the reader that trusts bbolt, for comparison
}

// run gives the flips to children, one batch after the other on every processor,
// and counts their verdicts.
func (f flips) run(ctx context.Context, temp string) (verdicts map[string]int, err error) {
	verdicts = map[string]int{}
	var mu sync.Mutex
	next := make(chan int)
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	size := min(batch, (f.count+workers-1)/workers)
	for w := range workers {
		all.Go(func() {
			for from := range next {
				lines, childErr := f.batch(ctx, filepath.Join(temp, fmt.Sprintf("flips%d", w)), from, min(from+size, f.count))
				mu.Lock()
				if err == nil {
					err = childErr
				}
				for _, v := range lines {
					verdicts[v]++
				}
				mu.Unlock()
			}
		})
	}
	for from := 0; from < f.count; from += size {
		next <- from
	}
	close(next)
	all.Wait()
	return verdicts, err
}

// batch returns the verdicts of some flips. A child that ends is followed by one
// that goes on after the flip that ended it.
func (f flips) batch(ctx context.Context, dir string, from, to int) (verdicts []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for from < to {
		lines, said, err := f.child(ctx, dir, from, to)
		if err != nil {
			return verdicts, err
		}
		verdicts, from = append(verdicts, lines...), from+len(lines)
		if from < to {
			if strings.Contains(said, couldNot) {
				return verdicts, fmt.Errorf("the child of flip %d: %s", from, said)
			}
			verdicts, from = append(verdicts, ended), from+1
			if !f.trust {
				fmt.Printf("ENDED: flip %d of seed %d: %.2000s\n", from-1, f.seed, said)
			}
		}
	}
	return verdicts, nil
}

// child runs one process and returns the verdicts it got to, and its last words.
func (f flips) child(ctx context.Context, dir string, from, to int) (verdicts []string, said string, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), childEnv+"="+strings.Join([]string{
		f.path, dir, strconv.FormatUint(f.seed, 10), strconv.Itoa(from), strconv.Itoa(to), strconv.FormatBool(f.trust),
	}, "\n"))
	var words strings.Builder
	cmd.Stderr = &words
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	// A child that hangs says nothing more; killing it ends the pipe.
	alarm := time.AfterFunc(flipTimeout, func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		alarm.Reset(flipTimeout)
		verdicts = append(verdicts, lines.Text())
	}
	alarm.Stop()
	_ = cmd.Wait() // how it ended is told by what it said
	return verdicts, words.String(), ctx.Err()
}
