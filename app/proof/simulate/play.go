package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// task is a part of the histories: a block of scripts, or some seeds.
type task struct {
	block       int
	first, last uint64 // when they differ
}

// atOnce is how many seeds one task has.
const atOnce = 500

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

// play plays all histories that the options ask for, in as many workers. Each
// history is played by one of them alone.
func play(ctx context.Context, o options) findings {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	tasks := make(chan task)
	var all findings
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range o.workers {
		workers.Go(func() {
			x, r := newExhaustion(), &random{}
			if o.first {
				x.found.stop, r.found.stop = stop, stop
			}
			for t := range tasks {
				if t.first == t.last {
					x.play(ctx, t.block)
				} else {
					r.playAll(ctx, t.first, t.last)
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

// random plays deeper histories than the exhaustive part can: several sales,
// refunds, dismissals, restarts, clocks that jump, disks that fail.
type random struct {
	world world
	dice  dice
	found findings
}

// playAll plays some seeds, unless ctx ends.
func (r *random) playAll(ctx context.Context, first, last uint64) {
	for seed := first; seed < last && ctx.Err() == nil; seed++ {
		r.play(seed)
	}
}

func (r *random) play(seed uint64) {
	w, d := &r.world, &r.dice
	d.roll(seed)
	epoch := noon + int64(d.between(0, 24*time.Hour))
	w.begin(d, shop(d.show), seed, d.expiry, epoch)
	w.gateway.forgets = d.forgets
	w.play()
	w.judge.end(w, &r.found.tally)
	r.found.random++
	r.found.steps += int64(w.steps)
	r.found.days += w.clock.now.Hours() / 24
	if w.judge.broken != "" {
		r.found.violation(violation{history: seed, what: w.judge.broken})
	}
}

// replaySeed prints one random history and says which rule it broke.
func replaySeed(out io.Writer, seed uint64) (broken string) {
	r := &random{}
	fmt.Fprintf(out, "random history of seed %d\n", seed)
	r.world.trace = &trace{out: out}
	r.play(seed)
	return r.world.judge.broken
}
