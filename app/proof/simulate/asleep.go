package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// sleep is a computer that sleeps until the next time by which a closed order
// must have been asked about, when nothing else is left to happen but slow
// watching of orders that the gateway has never heard of. It saves thousands of
// questions that all have the same answer.
func (w *world) sleep() {
	until, alone := time.Duration(0), true
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if w.judge.settled(w, o) {
			alone = alone && !unsettled(o)
			continue
		}
		if o.State != order.StateCancelled {
			return
		}
		now := w.clock.time()
		if _, due := order.Need(*o, now); until == 0 || w.clock.now+due.Sub(now) < until {
			until = w.clock.now + due.Sub(now) + time.Second
		}
	}
	if alone || until <= w.clock.now {
		return
	}
	w.nap(until - w.clock.now)
}

// nap is the computer asleep: its monotonic clock stands still.
func (w *world) nap(d time.Duration) {
	w.note("the computer sleeps")
	w.clock.slept += d
	w.clock.now += d
	w.jumped()
}

// jumped is what the shell does when the wall clock and the monotonic one drift
// apart.
func (w *world) jumped() {
	if w.core != nil {
		w.give(core.Jumped{})
		w.tick()
	}
}
