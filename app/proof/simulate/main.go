package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
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
	crowd      bool
	planted    bool
	first      bool
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
	flag.BoolVar(&o.crowd, "crowd", false, "print the history of a busy shop, and nothing else")
	flag.BoolVar(&o.planted, "planted", true, "build the simulator with each planted bug, and see whether it is caught")
	flag.BoolVar(&o.first, "first", false, "stop at the first violation")
	flag.Parse()
	if flag.NArg() > 0 || o.workers < 1 || o.stride < 1 || o.history >= int64(scripts) {
		flag.Usage()
		os.Exit(2)
	}
	// Histories leave little behind, and what they leave dies at once.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(256 << 20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, o)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "the simulation could not be run:", err)
		os.Exit(3)
	case !ok:
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (ok bool, err error) {
	switch {
	case o.replay >= 0:
		return replaySeed(os.Stdout, uint64(o.replay)) == "", nil
	case o.crowd:
		return playCrowd(os.Stdout) == "", nil
	case o.history >= 0:
		return replayScript(os.Stdout, int(o.history)) == "", nil
	}
	began := time.Now()
	all := play(ctx, o)
	all.print(o.seed, time.Since(began))
	var score score
	if o.planted && ctx.Err() == nil {
		if score, err = plantAll(ctx, o.workers); err != nil {
			return false, err
		}
	}
	fmt.Printf("simulate: exhaustive %d, random %d, violations %d, planted %d, caught %d, seconds %.0f\n",
		all.exhaustive, all.random, all.count, score.planted, score.caught, time.Since(began).Seconds())
	return all.count == 0 && score.caught == score.planted, ctx.Err()
}
