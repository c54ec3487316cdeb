package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// violation is a history in which a rule of money was broken.
type violation struct {
	exhaustive bool
	history    uint64 // its number, or its seed
	what       string
}

func (v violation) String() string {
	flag := "-replay"
	if v.exhaustive {
		flag = "-history"
	}
	return fmt.Sprintf("%s %d: %s", flag, v.history, v.what)
}

// most is how many violations of one worker are kept.
const most = 20

// findings are what one worker has seen.
type findings struct {
	exhaustive int64 // scripts
	distinct   int64 // histories that were played for them
	random     int64
	steps      int64
	days       float64 // of virtual time
	count      int64   // violations
	violations []violation
	tally      tally
	stop       func() // called at the first violation; nil goes on
}

func (f *findings) violation(v violation) {
	f.count++
	if len(f.violations) < most {
		f.violations = append(f.violations, v)
	}
	if f.stop != nil {
		f.stop()
	}
}

func (f *findings) merge(g *findings) {
	f.exhaustive += g.exhaustive
	f.distinct += g.distinct
	f.random += g.random
	f.steps += g.steps
	f.days += g.days
	f.count += g.count
	f.violations = append(f.violations, g.violations...)
	f.tally.merge(&g.tally)
}

// print says what was played and found.
func (f *findings) print(seed uint64, took time.Duration) {
	slices.SortFunc(f.violations, func(a, b violation) int { return cmp.Compare(a.String(), b.String()) })
	for _, v := range f.violations[:min(len(f.violations), most)] {
		fmt.Println("VIOLATION", v)
	}
	if f.exhaustive > 0 {
		fmt.Printf("one sale, exhaustively: %d histories = %d answers of the gateway to each of %d calls x %d moments to be killed at, or none x %d moments to pay at, or none x %d actions of staff x %d ends of the showing; %d of them differ\n",
			f.exhaustive, ways, depth, points-1, customers-1, staffs, endings, f.distinct)
	}
	if f.random > 0 {
		fmt.Printf("random: %d histories, seeds %d to %d\n", f.random, seed, seed+uint64(f.random)-1)
	}
	fmt.Printf("%d steps, %.0f years of trading and waiting in %v: %.0f simulated seconds in a real one\n\n",
		f.steps, f.days/365, took.Round(time.Second), f.days*86400/took.Seconds())
	f.tally.print()
}
