package main

import (
	"testing"
	"time"
	"unsafe"
)

func TestVirtualTimeIsMadeAsTheRealClockMakesIt(t *testing.T) {
	if unsafe.Sizeof(time.Time{}) != 24 {
		t.Fatal("time.Time has another form now: mend moment")
	}
	c := clock{epoch: time.Date(2026, 11, 24, 2, 0, 0, 5, time.UTC).UnixNano()}
	before := c.time()
	if want := "2026-11-24T02:00:00.000000005Z"; before.Format(time.RFC3339Nano) != want {
		t.Errorf("%s, want %s", before.Format(time.RFC3339Nano), want)
	}
	c.now += 10 * time.Second
	c.off = -time.Hour // the clock was set back
	after := c.time()
	if after.Sub(before) != 10*time.Second || after.Round(0).Sub(before.Round(0)) != 10*time.Second-time.Hour {
		t.Errorf("monotonic %v, wall %v", after.Sub(before), after.Round(0).Sub(before.Round(0)))
	}
	if !after.Add(time.Second).After(after) {
		t.Error("the monotonic reading does not outlive Add")
	}
	c.now, c.slept = c.now+time.Hour, time.Hour
	if woken := c.time(); woken.Sub(after) != 0 || woken.Round(0).Sub(after.Round(0)) != time.Hour {
		t.Error("a sleeping computer's monotonic clock goes on")
	}
}
