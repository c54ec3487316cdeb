package main

import (
	"time"

	"qrtill/app/core"
)

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
