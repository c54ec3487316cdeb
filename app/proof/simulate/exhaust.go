package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// exhaustion plays every script. Scripts that differ only in choices that are
// never asked for, such as the fourth answer of a sale with three calls, are
// one history: it is played once and counted for all of them.
type exhaustion struct {
	world  world
	player player
	found  findings

	passed []uint16 // per combination: the points passed when nothing is killed
	shown  []bool   // per point and combination: a code was shown when nobody paid
}

// block is a part of the combinations: those that begin with two answers.
const (
	blocks    = int(ways) * int(ways)
	blockSize = combinations / blocks
)

func newExhaustion() *exhaustion {
	return &exhaustion{passed: make([]uint16, blockSize), shown: make([]bool, int(points)*blockSize)}
}

// play plays all scripts of one block, unless ctx ends.
func (x *exhaustion) play(ctx context.Context, block int) {
	for e := range endings {
		for s := range staffs {
			for c := range customers {
				for p := range points {
					if ctx.Err() != nil {
						return
					}
					x.playColumn(script{ending: e, staff: s, customer: c, point: p}, block)
				}
			}
		}
	}
}

// playColumn plays a script with all answers of a block.
func (x *exhaustion) playColumn(s script, block int) {
	for i := 0; i < blockSize; {
		s.answers = scriptOf(block*blockSize + i).answers
		n := 1
		if x.isNew(&s, i) {
			x.playScript(s)
			n = x.same(i)
			x.learn(i, n)
		}
		x.found.exhaustive += int64(n)
		i += n
	}
}

// isNew says that a script's customer, staff and killing can make a difference.
func (x *exhaustion) isNew(s *script, i int) bool {
	if s.point != nowhere && x.passed[i]&(1<<s.point) == 0 {
		return false
	}
	return s.customer == never && s.staff == letBe || x.shown[int(s.point)*blockSize+i]
}

// same counts the scripts from i on that differ only in answers never given.
func (x *exhaustion) same(i int) int {
	n := 1
	for unused := x.player.calls; unused < depth; unused++ {
		n *= int(ways)
	}
	n = min(n, blockSize)
	return n - i%n
}

// learn keeps what a played script says about those that follow.
func (x *exhaustion) learn(i, n int) {
	for k := i; k < i+n; k++ {
		if x.player.point == nowhere {
			x.passed[k] = uint16(x.player.passed)
		}
		if x.player.customer == never && x.player.staff == letBe {
			x.shown[int(x.player.point)*blockSize+k] = x.player.shown
		}
	}
}

// playScript plays one history from its beginning to its end.
func (x *exhaustion) playScript(s script) {
	x.player = player{script: s}
	w := &x.world
	times := timesOf[s.ending]
	w.begin(&x.player, shop(times.showFor), 1, times.expiry, noon)
	w.plan(0, happening{what: command, in: core.Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat}})
	w.play()
	w.judge.end(w, &x.found.tally)
	x.found.distinct++
	x.found.steps += int64(w.steps)
	x.found.days += w.clock.now.Hours() / 24
	if w.judge.broken != "" {
		x.found.violation(violation{history: uint64(s.number()), exhaustive: true, what: w.judge.broken})
	}
}

// replayScript prints one exhaustive history and says which rule it broke.
func replayScript(out io.Writer, number int) (broken string) {
	x := newExhaustion()
	s := scriptOf(number)
	fmt.Fprintf(out, "exhaustive history %d: %s\n", number, s)
	x.world.trace = &trace{out: out}
	x.playScript(s)
	return x.world.judge.broken
}

// noon is the beginning of the exhaustive histories.
var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC).UnixNano()

// shop is a till's settings.
func shop(showFor time.Duration) order.Settings {
	s := order.Defaults("HKD")
	s.Account.Gateway, s.Account.Merchant, s.Shop, s.Zone = "https://gateway.example", "39172931", "Tea & Co", "UTC"
	s.ShowFor = showFor
	return s
}
