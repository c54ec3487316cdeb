package play

import (
	"slices"
	"time"
)

// agenda is what is to happen at a time: the customers' deeds, mostly.
type agenda struct{ entries []entry }

type entry struct {
	at time.Time
	do func()
}

// add keeps the order in which entries of one time were made.
func (a *agenda) add(at time.Time, do func()) {
	i := len(a.entries)
	for i > 0 && a.entries[i-1].at.After(at) {
		i--
	}
	a.entries = slices.Insert(a.entries, i, entry{at, do})
}

// next is when the first entry is due, or the end.
func (a *agenda) next(end time.Time) time.Time {
	if len(a.entries) > 0 && a.entries[0].at.Before(end) {
		return a.entries[0].at
	}
	return end
}

// due takes the first entry if its time has come.
func (a *agenda) due(now time.Time) (do func(), ok bool) {
	if len(a.entries) == 0 || a.entries[0].at.After(now) {
		return nil, false
	}
	do = a.entries[0].do
	a.entries = a.entries[1:]
	return do, true
}
