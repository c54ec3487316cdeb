package main

import (
	"slices"
	"time"
)

// The till's budget: two questions at once, then two a second.
const (
	perSecond = 2
	within    = time.Second // of the secret's arrival every payable order is asked about again
)

// restart is one start of the till, as the gateway hears of it.
type restart struct {
	secret time.Time // when the till was given its secret
	open   []string  // undecided orders and refunds in the log then: money may still move
	closed []string  // orders that are asked about all the same
	front  string    // one of these, when its sale is back on the screen
	first  map[string]question
	asked  int         // questions in all
	last   time.Time   // of them
	screen []time.Time // questions about the order that has been put on the screen since, and second ones
	hurt   time.Time   // the first fault of line or gateway; zero for none
	busy   bool        // the machine did not let the till run
	ended  time.Time
}

// question is the first one about an order.
type question struct {
	at time.Time
	n  int // of all questions since the start, from 0
}

func (r *restart) fault(now time.Time) {
	if r.hurt.IsZero() {
		r.hurt = now
	}
}

func (r *restart) ask(id string, now time.Time) {
	_, again := r.first[id]
	if !again {
		r.first[id] = question{now, r.asked}
	}
	if again || !slices.Contains(r.open, id) && !slices.Contains(r.closed, id) {
		r.screen = append(r.screen, now)
	}
	r.asked, r.last = r.asked+1, now
}

// turn is when the budget allows question n, counted from the secret.
func turn(n int) time.Duration { return max(0, time.Duration(n-perSecond+1)) * time.Second / perSecond }

// watching sums restarts up.
type watching struct {
	restarts int // seen to the end: the line was good and the till lived
	hurt     int // a fault came between, so nothing is said about the rest
	short    int // the till was killed before
	busy     int // the machine had no time for it
	orders   int // that the budget allows to be asked about within a second
	missed   int
	delays   []time.Duration // of these orders
	behind   []time.Duration // of all others, after their turn in the budget
	late     int             // of the others, over a second after their turn
}

// add judges one restart. The budget has room for three questions in the first
// second (two at once, one after half a second; the fourth is due at its very
// end), so min(open, 3) orders must be asked about in it, less the questions
// that went to what is on the screen: that goes first, open or not. The others are
// measured from their turn.
func (w *watching) add(r *restart) {
	if len(r.open) == 0 {
		return
	}
	deadline := r.secret.Add(within)
	switch {
	case !r.hurt.IsZero() && r.hurt.Before(deadline):
		w.hurt++
		return
	case r.ended.Before(deadline):
		w.short++
		return
	case r.busy:
		w.busy++
		return
	}
	w.restarts++
	var all []question
	for _, id := range r.open {
		if q, asked := r.first[id]; asked {
			all = append(all, q)
		}
	}
	slices.SortFunc(all, func(a, b question) int { return a.at.Compare(b.at) })
	must := min(len(r.open), max(0, perSecond+perSecond/2-r.onScreen(deadline)))
	for i := range must {
		w.orders++
		if i >= len(all) || all[i].at.After(deadline) {
			w.missed++
			continue
		}
		w.delays = append(w.delays, all[i].at.Sub(r.secret))
	}
	for _, q := range all[min(must, len(all)):] {
		if !r.hurt.IsZero() && r.hurt.Before(q.at) {
			break // what comes after a fault says nothing
		}
		behind := q.at.Sub(r.secret) - turn(q.n)
		w.behind = append(w.behind, behind)
		if behind > within {
			w.late++
		}
	}
}

// onScreen counts the questions about what is on the screen up to a time.
func (r *restart) onScreen(until time.Time) (n int) {
	if q, asked := r.first[r.front]; asked && q.at.Before(until) {
		n++
	}
	for _, at := range r.screen {
		if at.Before(until) {
			n++
		}
	}
	return n
}

// percentile of durations; 0 of none.
func percentile(of []time.Duration, p int) time.Duration {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
