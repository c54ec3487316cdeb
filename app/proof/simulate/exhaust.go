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

	passed []uint32 // per combination: the points passed when nothing is killed
	shown  [][]bool // per point, then combination: a code was shown when nobody paid
}

func newExhaustion() *exhaustion {
	return &exhaustion{passed: make([]uint32, wide*wide), shown: make([][]bool, allPoints)}
}

// play plays all scripts of one block, unless ctx ends.
func (x *exhaustion) play(ctx context.Context, block int) {
	s := script{}
	for block >= parts[s.part].blocks() {
		block -= parts[s.part].blocks()
		s.part++
	}
	p := &parts[s.part]
	for i := range x.shown {
		x.shown[i] = make([]bool, p.blockSize())
	}
	for column := range p.columns() {
		if ctx.Err() != nil {
			return
		}
		x.playColumn(p, &s, column, block)
	}
}

// playColumn plays a column's scripts with all answers of a block.
func (x *exhaustion) playColumn(p *part, s *script, column, block int) {
	for i := 0; i < p.blockSize(); {
		s.set(p, column, block*p.blockSize()+i)
		n := 1
		if x.isNew(p, s, i) {
			x.playScript(*s)
			n = x.same(p, i)
			x.learn(s, i, n)
		}
		x.found.exhaustive += int64(n)
		i += n
	}
}

// isNew says that a script's customer, staff and killing can make a difference.
func (x *exhaustion) isNew(p *part, s *script, i int) bool {
	if s.point != nowhere && x.passed[i]&(1<<s.point) == 0 {
		return false
	}
	return s.customer == p.customers[0] && s.staff == p.staffs[0] || x.shown[s.point][i]
}

// same counts the scripts from i on that differ only in answers never given.
func (x *exhaustion) same(p *part, i int) int {
	n := 1
	for unused := x.player.calls; unused < p.depth; unused++ {
		n *= p.ways
	}
	n = min(n, p.blockSize())
	return n - i%n
}

// learn keeps what a played script says about those that follow.
func (x *exhaustion) learn(s *script, i, n int) {
	p := &parts[s.part]
	for k := i; k < i+n; k++ {
		if s.point == nowhere {
			x.passed[k] = x.player.passed
		}
		if s.customer == p.customers[0] && s.staff == p.staffs[0] {
			x.shown[s.point][k] = x.player.shown
		}
	}
}

// playScript plays one history from its beginning to its end.
func (x *exhaustion) playScript(s script) {
	x.player = player{script: s}
	w := &x.world
	times := timesOf[s.ending]
	w.begin(&x.player, shop(times.showFor), 1, times.expiry, noon)
	if s.way == forgetful {
		w.gateway.forgets = forgetsAfter
	}
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

// player plays one script. It also learns which of the script's choices were
// ever asked for: scripts that differ only in others are the same history.
type player struct {
	script
	calls  int    // how many calls were answered
	passed uint32 // the points that were passed, as bits
	shown  bool   // a code was ever shown
	gone   bool   // and it is not any more
	again  bool   // and staff wanted one more
	fresh  bool   // which was shown
	killed bool
	back   bool // a manager wants the money to go back
}

func (p *player) answer() (a answer, took time.Duration) {
	if p.way >= done && !p.back {
		return right, answerTime // what is tried is the refund
	}
	p.calls++
	if p.calls > parts[p.part].depth {
		return right, answerTime
	}
	if a = p.answers[p.calls-1]; a == verySlow {
		return a, verySlowTime
	}
	return a, answerTime
}

func (p *player) write(*order.Event) writing { return written }

func (p *player) fate() (f fate) {
	f.fails = p.way >= fails
	if p.way == slowly || p.way == failsSlowly {
		f.after = refundTime
	}
	return f
}

func (p *player) booted(*world) {}

func (p *player) rivals(time.Duration) bool { return p.way == rivalled || p.way == failsRivalled }

func (p *player) knows() bool { return true }

func (p *player) busy() bool { return false }

func (p *player) crosses() bool { return false }

func (p *player) copies() bool { return false }

func (p *player) restores() bool { return false }

func (p *player) dies(at point) (bool, time.Duration) {
	p.passed |= 1 << at
	if p.killed || at != p.point {
		return false, 0
	}
	p.killed = true
	switch at {
	case shown, codeWritten, askLeft: // back while the code may still be shown
		return true, time.Second
	}
	return true, 3 * time.Second
}

// idle lets staff go on with a sale that has ended.
func (p *player) idle(w *world) {
	s := w.view.Sale
	switch {
	case s == nil || s.Phase == core.Waiting || s.Phase == core.Sending:
	case s.Phase == core.Paid && p.way >= done && !p.back:
		p.back = true
		o := w.disk.find(s.Order)
		w.plan(2*time.Second, happening{what: command, in: core.Allowed{
			Command: core.Refund{Order: o.ID, Amount: o.Amount, Reason: "returned"}, Order: order.Order{ID: o.ID},
		}})
	case (s.Phase == core.Closed || s.Phase == core.TimeUp) && p.staff == letBe && !p.again:
		p.again = true
		w.plan(2*time.Second, happening{what: command, in: core.Again{Seen: s.Seen()}})
	default:
		w.plan(2*time.Second, happening{what: command, in: core.Next{Seen: s.Seen()}})
	}
}

// looked lets the customer and staff act on what the windows show.
func (p *player) looked(w *world) {
	s := w.view.Sale
	visible := s != nil && s.Phase == core.Waiting
	switch {
	case visible && !p.shown:
		p.shown = true
		p.first(w, s.Order)
	case visible && p.again && !p.fresh:
		p.fresh = true
		if p.customer == afterward || p.customer == crossing {
			w.plan(time.Second, happening{what: payment, id: s.Order})
		}
	case !visible && p.shown && !p.gone:
		p.gone = true
		if p.customer == afterward {
			w.plan(time.Second/2, happening{what: payment, id: w.judge.lastShown()})
		}
	}
}

// first plans what follows from a code's first sight.
func (p *player) first(w *world, id order.ID) {
	switch p.customer {
	case early:
		w.plan(time.Second, happening{what: payment, id: id})
	case late:
		w.plan(timesOf[p.ending].late, happening{what: payment, id: id})
	case crossing:
		w.gateway.cross(w.gateway.find(id), w.clock.now, crossedBy)
	}
	if p.staff == closeCode {
		w.plan(timesOf[p.ending].dismissed, happening{what: command, in: core.Dismiss{Seen: core.Seen{Order: id, Phase: core.Waiting}}})
	}
}
