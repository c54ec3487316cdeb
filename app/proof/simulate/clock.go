package main

import (
	"time"
	"unsafe"

	"qrtill/app/core"
)

// clock is virtual time: the true time of the world, and what the till's
// computer makes of it.
type clock struct {
	now   time.Duration // true time since the history began
	slept time.Duration // of it, what the computer's monotonic clock has missed
	off   time.Duration // how far the computer's wall clock is set wrong
	moves int           // how often it was set
	wrong bool          // the till was started after that: how long ago things were, only this clock could tell it
	epoch int64         // the beginning, in Unix nanoseconds
}

// time is the time on the till's computer, with a monotonic reading.
func (c *clock) time() time.Time {
	return moment(c.epoch+int64(c.now+c.off), c.now-c.slept)
}

// day numbers the business days as the till's computer has them.
func (c *clock) day(cutoff int) int64 {
	return (c.epoch + int64(c.now+c.off-time.Duration(cutoff)*time.Hour)) / int64(day)
}

// set sets the computer's wall clock.
func (c *clock) set(by time.Duration) { c.off, c.moves = c.off+by, c.moves+1 }

const (
	secondsADay    = 24 * 60 * 60
	daysBefore1970 = 1969*365 + 1969/4 - 1969/100 + 1969/400
	daysBefore1885 = 1884*365 + 1884/4 - 1884/100 + 1884/400
	hasMonotonic   = 1 << 63
)

// moment makes a time whose wall clock and monotonic clock differ. Package time
// gives such a time only for the real clock, so it is put together here as
// time.Now does it; a test compares the two.
func moment(wall int64, monotonic time.Duration) time.Time {
	t := struct {
		wall uint64
		ext  int64
		loc  *time.Location // nil is UTC
	}{ext: int64(monotonic + time.Hour)}
	second := wall/int64(time.Second) + (daysBefore1970-daysBefore1885)*secondsADay
	t.wall = hasMonotonic | uint64(second)<<30 | uint64(wall%int64(time.Second))
	return *(*time.Time)(unsafe.Pointer(&t))
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
		w.judge.jumped()
		w.give(core.Jumped{})
		w.tick()
	}
}
