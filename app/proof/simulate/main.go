package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
)

// options are the command line's.
type options struct {
	exhaustive bool
	stride     int // of the exhaustive part's blocks, 1 for all
	random     uint64
	seed       uint64
	workers    int
	replay     int64
	history    int64
	first      bool // stop at the first violation
}

func main() {
	var o options
	flag.BoolVar(&o.exhaustive, "exhaustive", true, "play every history of one sale to depth 4")
	flag.IntVar(&o.stride, "stride", 1, "play only every so many-th part of them")
	flag.Uint64Var(&o.random, "random", 10_000_000, "how many deeper, random histories")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the first random history; each further one has the next")
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many histories are played at once")
	flag.Int64Var(&o.replay, "replay", -1, "print the random history of this seed, and nothing else")
	flag.Int64Var(&o.history, "history", -1, "print the exhaustive history of this number, and nothing else")
	flag.BoolVar(&o.first, "first", false, "stop at the first violation")
	flag.Parse()
	if flag.NArg() > 0 || o.workers < 1 || o.stride < 1 || o.history >= int64(scripts) {
		flag.Usage()
		os.Exit(2)
	}
	// Histories leave little behind, and what they leave dies at once.
	debug.SetGCPercent(1000)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok := run(ctx, o)
	stop()
	if !ok {
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (ok bool) {
	switch {
	case o.replay >= 0:
		return replaySeed(os.Stdout, uint64(o.replay)) == ""
	case o.history >= 0:
		return replayScript(os.Stdout, int(o.history)) == ""
	}
	began := time.Now()
	all := play(ctx, o)
	for i, v := range all.violations {
		if i < 20 {
			fmt.Println(v)
		}
	}
	all.tally.print()
	fmt.Println(all.exhaustive, scripts, all.distinct, all.random, all.count, all.steps, time.Since(began))
	return all.count == 0
}

// play plays all histories that the options ask for, in as many workers. Each
// history is played by one of them alone.
func play(ctx context.Context, o options) findings {
	tasks := make(chan task)
	var all findings
	var mu sync.Mutex
	var workers sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for range o.workers {
		workers.Go(func() {
			x, r := newExhaustion(), &random{}
			for t := range tasks {
				t.play(x, r)
				if o.first && x.found.count+r.found.count > 0 {
					stop()
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(&x.found)
			all.merge(&r.found)
		})
	}
	for t := range o.tasks {
		select {
		case tasks <- t:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(tasks)
	workers.Wait()
	return all
}

// task is a part of the histories: a block of scripts, or some seeds.
type task struct {
	block       int
	first, last uint64 // when they differ
}

func (t task) play(x *exhaustion, r *random) {
	if t.first == t.last {
		x.play(t.block)
		return
	}
	for seed := t.first; seed < t.last; seed++ {
		r.play(seed)
	}
}

// atOnce is how many seeds one task has.
const atOnce = 1000

// tasks yields the histories in parts.
func (o options) tasks(yield func(task) bool) {
	for block := 0; o.exhaustive && block < blocks; block += o.stride {
		if !yield(task{block: block}) {
			return
		}
	}
	for n := uint64(0); n < o.random; n += atOnce {
		if !yield(task{first: o.seed + n, last: o.seed + min(n+atOnce, o.random)}) {
			return
		}
	}
}
