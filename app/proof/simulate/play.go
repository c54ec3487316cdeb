package main

import (
	"context"
	"sync"
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
