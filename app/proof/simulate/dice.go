package main

import (
	"math/rand/v2"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// dice plays a random history: everything that is not left to the rules comes
// from a seed.
type dice struct {
	pcg     rand.PCG
	bad     int              // of 100 calls, how many go wrong
	faulty  int              // how many things may still go wrong, so that a history ends
	deaths  int              // how often the till may still be killed
	disk    int              // of 1,000 writes, how many fail
	show    time.Duration    // how long a code is shown
	expiry  time.Duration    // when the gateway closes an order
	sales   int              // still to come
	refund  int              // still to come
	rival   [2]time.Duration // from when to when another program ends the till's tokens
	forgets time.Duration    // see gateway
	lessens bool             // see gateway
	deaf    time.Duration    // until then the gateway answers nothing but that it is busy
	copying bool             // a copy of the log is made, and perhaps put back
	portal  int              // how often a manager still looks in the gateway's portal
	last    answer           // the last one
	next    answer           // that of the next call, right for whatever comes
	from    time.Duration    // but not before
	clock   *clock
	curious int           // how often staff still want to know of an order
	wonder  time.Duration // not before
	unlucky int           // how often money, or news of it, may still come too late
	staff   staffMind
	paying  []order.ID // whose customers have made up their minds
}

// neverCloses is a gateway that never closes an order.
const neverCloses = 1000 * day

// staffMind is what staff have reacted to.
type staffMind struct {
	order   order.ID
	phase   core.Phase
	next    bool // a charge is planned
	noticed []core.Acknowledge
}

func (d *dice) n(n int) int { return int(d.pcg.Uint64() % uint64(n)) }

// in is true in so many of a hundred.
func (d *dice) in(percent int) bool { return d.n(100) < percent }

func (d *dice) between(from, to time.Duration) time.Duration {
	return from + time.Duration(d.pcg.Uint64()%uint64(to-from))
}

// roll makes up a history.
func (d *dice) roll(seed uint64) {
	d.pcg.Seed(seed, 0xd1ce)
	d.bad = [...]int{0, 10, 30, 60}[d.n(4)]
	d.faulty = d.n(6)
	d.deaths = [...]int{0, 0, 0, 1, 1, 2}[d.n(6)]
	d.disk = [...]int{0, 0, 0, 30, 100}[d.n(5)]
	d.show = [...]time.Duration{3 * time.Second, 4 * time.Second, 6 * time.Second}[d.n(3)]
	d.expiry = d.show + d.between(2*time.Second, 12*time.Second)
	if d.n(14) == 0 { // the gateway closes orders while their codes are shown: the sale gets fresh ones
		d.show, d.expiry = 75*time.Second, d.between(3*time.Second, 25*time.Second)
	}
	if d.n(450) == 0 {
		d.expiry = neverCloses
	}
	d.sales = [...]int{1, 1, 1, 1, 1, 2, 3}[d.n(7)]
	d.refund = [...]int{0, 0, 1, 1, 2, 3}[d.n(6)]
	d.portal, d.curious, d.unlucky = d.n(3), d.n(3), 12
	d.wonder = [...]time.Duration{2 * time.Hour, 2 * time.Hour, 4 * day}[d.n(3)]
	d.last, d.next = right, right
	if d.expiry == neverCloses {
		d.wonder = d.between(3*day, 25*day)
	}
	d.copying, d.deaf = d.in(10), 0
	d.lessens = !d.copying && d.in(30) // a log that is older than its refunds can't tell what they explain
	if d.forgets = 0; d.in(15) {
		d.forgets = d.between(0, 2*time.Hour)
	}
	if d.rival = [2]time.Duration{}; d.in(10) {
		d.rival[0] = d.between(0, time.Minute)
		d.rival[1] = d.rival[0] + d.between(0, 10*time.Minute)
	}
	d.staff = staffMind{noticed: d.staff.noticed[:0]}
	d.paying = d.paying[:0]
}

func (d *dice) rivals(now time.Duration) bool { return now >= d.rival[0] && now < d.rival[1] }

func (d *dice) knows() bool { return d.in(80) }

func (d *dice) busy() bool { return d.clock.now < d.deaf || d.in(4) }

func (d *dice) crosses() bool { return d.in(5) }

func (d *dice) copies() bool { return d.copying && d.in(20) }

func (d *dice) restores() bool { return d.in(50) }

// goesWrong says that one of the things that may still go wrong does.
func (d *dice) goesWrong(percent int) bool {
	if d.faulty == 0 || !d.in(percent) {
		return false
	}
	d.faulty--
	return true
}

func (d *dice) answer() (a answer, took time.Duration) {
	a, took = d.another()
	d.last = a
	return a, took
}

func (d *dice) another() (answer, time.Duration) {
	switch {
	case d.next != right && d.clock.now >= d.from:
		a := d.next
		d.next = right
		return a, d.between(50*time.Millisecond, 8*time.Second)
	case d.clock.now < d.deaf:
		return busy, d.between(40*time.Millisecond, time.Second)
	case d.last == busy && d.in(10):
		d.deaf = d.clock.now + 4*time.Minute
		return busy, d.between(40*time.Millisecond, time.Second)
	case d.last == busy && d.goesWrong(60): // who is busy stays so
		return busy, d.between(40*time.Millisecond, time.Second)
	case !d.goesWrong(d.bad):
		return right, d.between(40*time.Millisecond, 400*time.Millisecond)
	}
	a := answer(d.n(int(allWays)))
	switch a {
	case right, slow:
		return slow, d.between(2*time.Second, 7*time.Second)
	case verySlow:
		return a, d.between(8*time.Second, 40*time.Second)
	case lostBefore, lostAfter:
		return a, d.between(50*time.Millisecond, 8*time.Second)
	}
	return a, d.between(40*time.Millisecond, time.Second)
}

func (d *dice) fate() fate {
	f := fate{fails: d.in(15)}
	if d.in(50) {
		f.after = d.between(0, 5*time.Second)
	}
	if d.in(20) {
		f.hidden = d.between(12*time.Minute, 40*time.Minute)
	}
	return f
}

func (d *dice) dies(at point) (bool, time.Duration) {
	chance := 3
	if at == between && d.n(8) > 0 {
		return false, 0
	}
	if at == refundUnwritten || at == refundLeft || at == refundEndUnwritten {
		chance = 12
	}
	if d.deaths == 0 || !d.in(chance) {
		return false, 0
	}
	d.deaths--
	if d.in(4) {
		return true, 33 * day // the shop is closed for a month
	}
	if d.in(10) {
		return true, d.between(time.Minute, 3*time.Hour)
	}
	return true, d.between(100*time.Millisecond, 20*time.Second)
}

func (d *dice) write(e *order.Event) writing {
	if d.disk == 0 || d.faulty == 0 || d.n(1000) >= d.disk {
		return written
	}
	d.faulty--
	fate := writing(1 + d.n(3))
	if fate == noRoom && e.Kind != order.Created {
		fate = failed
	}
	return fate
}

// booted is a keyring that does not answer at once.
func (d *dice) booted(w *world) {
	d.staff.noticed = d.staff.noticed[:0]
	if w.run > 1 && d.in(20) {
		w.clock.set(d.jump()) // the clock was set while the till was down
	}
	if !d.goesWrong(d.bad) || !d.in(30) {
		return
	}
	account := w.disk.settings.Account
	w.give(core.KeyRead{Account: account, Why: &core.Failure{Text: core.Text{Key: "error.keyring.unavailable"}}})
	w.plan(d.between(time.Second, 20*time.Second), happening{run: w.run, in: core.KeyRead{Account: account}})
}

// jump is how far a clock is set.
func (d *dice) jump() time.Duration {
	j := d.between(6*time.Second, 3*time.Hour)
	switch {
	case d.in(10):
		j += 26 * time.Hour
	case d.in(5):
		j += 33 * day
	}
	if d.in(50) {
		return -j
	}
	return j
}
