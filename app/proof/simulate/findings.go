package main

import (
	"fmt"
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
	virtual    time.Duration
	count      int64 // violations
	violations []violation
	tally      tally
}

func (f *findings) violation(v violation) {
	f.count++
	if len(f.violations) < most {
		f.violations = append(f.violations, v)
	}
}

func (f *findings) merge(g *findings) {
	f.exhaustive += g.exhaustive
	f.distinct += g.distinct
	f.random += g.random
	f.steps += g.steps
	f.virtual += g.virtual
	f.count += g.count
	f.violations = append(f.violations, g.violations...)
	f.tally.merge(&g.tally)
}
