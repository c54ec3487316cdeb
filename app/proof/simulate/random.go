package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

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
