package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// task is a part of the histories: a block of scripts, or some seeds.
type task struct {
	block       int
	first, last uint64 // when they differ
}

// atOnce is how many seeds one task has.
const atOnce = 500

// tasks yields the histories in parts.
func (o options) tasks(yield func(task) bool) {
	for block := 0; o.exhaustive && block < blocks; block += o.stride {
		if !yield(task{block: block}) {
			return
		}
	}
	for n := uint64(0); n < o.random; n += atOnce {
		if !yield(task{first: o.seed + n, last: o.seed + min(n+atOnce, o.random)}) {
			return
		}
	}
}

// play plays all histories that the options ask for, in as many workers. Each
// history is played by one of them alone.
func play(ctx context.Context, o options) findings {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	tasks := make(chan task)
	var all findings
	if broken := playCrowd(nil); broken != "" {
		all.violation(violation{crowd: true, what: broken})
	}
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range o.workers {
		workers.Go(func() {
			x, r := newExhaustion(), &random{}
			if o.first {
				x.found.stop, r.found.stop = stop, stop
			}
			for t := range tasks {
				if t.first == t.last {
					x.play(ctx, t.block)
				} else {
					r.playAll(ctx, t.first, t.last)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(&x.found)
			all.merge(&r.found)
		})
	}
	for t := range o.tasks {
		select {
		case tasks <- t:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(tasks)
	workers.Wait()
	return all
}

// random plays deeper histories than the exhaustive part can: several sales,
// refunds, dismissals, restarts, clocks that jump, disks that fail.
type random struct {
	world world
	dice  dice
	found findings
}

// playAll plays some seeds, unless ctx ends.
func (r *random) playAll(ctx context.Context, first, last uint64) {
	for seed := first; seed < last && ctx.Err() == nil; seed++ {
		r.play(seed)
	}
}

func (r *random) play(seed uint64) {
	w, d := &r.world, &r.dice
	d.roll(seed)
	d.clock = &w.clock
	epoch := noon + int64(d.between(0, 24*time.Hour))
	w.begin(d, shop(d.show), seed, d.expiry, epoch)
	w.gateway.forgets, w.gateway.lessens = d.forgets, d.lessens
	w.play()
	w.judge.end(w, &r.found.tally)
	r.found.random++
	r.found.steps += int64(w.steps)
	r.found.days += w.clock.now.Hours() / 24
	if w.judge.broken != "" {
		r.found.violation(violation{history: seed, what: w.judge.broken})
	}
}

// replaySeed prints one random history and says which rule it broke.
func replaySeed(out io.Writer, seed uint64) (broken string) {
	r := &random{}
	fmt.Fprintf(out, "random history of seed %d\n", seed)
	r.world.trace = &trace{out: out}
	r.play(seed)
	return r.world.judge.broken
}

// crowd is one history of a shop that was busy before its till was started: many codes
// were just taken off, as many were closed, and now a customer stands there. There is
// more to ask than the budget has room for. It shows what no history of three sales can:
// in which order things are asked.
type crowd struct {
	player
	asked [2]int // questions about what can still be paid, and about what is closed
}

const (
	crowdOf  = 40              // codes that can be paid, and as many that are closed
	crowdFor = 4 * time.Minute // so long the first are asked about more often than there is room for
)

// playCrowd plays it and says which rule it broke.
func playCrowd(out io.Writer) (broken string) {
	w, c := &world{}, &crowd{}
	defer func() { broken = w.judge.broken }()
	defer w.survive()
	if out != nil {
		w.trace = &trace{out: out}
	}
	w.begin(c, shop(2*crowdFor), 1, neverCloses, noon)
	w.judge.clock = &w.clock
	for i := range 2 * crowdOf {
		c.before(w, order.ID(fmt.Sprintf("T1CROWD%02d", i)), i%2 == 1)
	}
	w.clock.now = time.Hour
	w.plan(0, happening{what: command, in: core.Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat}})
	w.start()
	early := [2]int{}
	for w.clock.now < time.Hour+crowdFor && w.step() {
		if w.clock.now < time.Hour+20*time.Second {
			early = c.counted(w)
		}
	}
	c.asked = c.counted(w)
	all := c.asked[0] + c.asked[1]
	switch {
	case w.judge.broken != "":
	case early[0] == 0 || early[1] > early[0]/5:
		w.fail("at first %d questions are about what can be paid, and %d about what is closed", early[0], early[1])
	case c.asked[1] < all/20:
		w.fail("of %d questions %d went to those who had waited longest", all, c.asked[1])
	}
	return w.judge.broken
}

// before puts an order on the disk that was made before the till was started.
func (c *crowd) before(w *world, id order.ID, closed bool) {
	amount := order.Amount{Minor: 500, Currency: "HKD"}
	in, _ := w.gateway.create(0, id, amount.Wire(), amount.Currency)
	said := order.Answer{MerchantOrderID: string(id), OrderID: in.number, Amount: in.amount, Currency: in.currency, Status: pending, QR: in.qr}
	events := []order.Event{
		{Kind: order.Created, New: &order.New{Sale: string(id), Attempt: 1, Account: w.disk.settings.Account, Amount: amount, Method: order.WeChat, Till: "T1"}},
		{Kind: order.CreateAnswered, Answer: &said},
		{Kind: order.Dismissed, Reason: order.BecauseStaff},
	}
	if closed {
		in.closes = time.Minute
		end := said
		end.Status = cancelled
		events = append(events, order.Event{Kind: order.Answered, Answer: &end})
	}
	for _, e := range events {
		e.Version, e.Order, e.At, e.Day = order.Version, id, w.clock.time().Add(59*time.Minute), "2026-11-24"
		if _, _, err := w.disk.append(e); err != nil {
			w.fail("a shop that was busy can't be made: %v", err)
		}
	}
	f := w.judge.file(id)
	f.sale, f.sent, f.left, f.dismissed = string(id), 1, true, true
}

// counted are the questions so far, about what can be paid and about what is closed.
func (c *crowd) counted(w *world) (asked [2]int) {
	for i := range w.judge.files {
		f := &w.judge.files[i]
		switch o := w.disk.find(f.id); {
		case f.id == w.judge.front:
		case o.State == order.StateWaiting:
			asked[0] += f.asked
		case o.State == order.StateCancelled:
			asked[1] += f.asked
		}
	}
	return asked
}

// director decides what nobody can know beforehand.
type director interface {
	// answer says what becomes of a call, and how long that takes.
	answer() (answer, time.Duration)
	// fate says how a refund will end at the gateway.
	fate() fate
	// dies says whether the till is killed at this point, and for how long it is down.
	dies(p point) (bool, time.Duration)
	// write says what becomes of a write.
	write(e *order.Event) writing
	// rivals says that another program ends the till's tokens now.
	rivals(now time.Duration) bool
	// knows says that it was learned before how the gateways say "not found".
	knows() bool
	// busy says that the gateway has a bad moment just when it is learned how it says
	// "not found".
	busy() bool
	// restores says that an older copy of the log is put back before the next start.
	restores() bool
	// copies says that a copy is made now that may be put back later.
	copies() bool
	// crosses says that what staff are about to press comes in the same turn as what
	// has just come from the gateway, before a window shows it.
	crosses() bool
	// looked is called when both windows have been drawn anew.
	looked(w *world)
	// idle is called when nothing is left to happen but what the till does by itself.
	idle(w *world)
	// booted is called before a started till is handed its log.
	booted(w *world)
}

const (
	written    writing = iota
	failed             // and nothing is on the disk
	failedDone         // and it is on the disk all the same
	noRoom             // too little room to start a sale
)
