package play

import (
	"fmt"
	"math/rand/v2"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

const (
	showFor = 2 * time.Minute // how long the till shows a code
	expiry  = 5 * time.Minute // how long the gateway lets it be paid
)

// sale is one sale of the script: what staff and customer mean to do. All
// times of the customer count from the moment when a code appears.
type sale struct {
	charge core.Charge
	typing time.Duration
	pause  time.Duration // between the end of the sale and the next key

	scan    time.Duration // the customer points the phone at the screen
	decide  time.Duration // and pays, or cancels, in the wallet
	outcome outcome

	sendPatience time.Duration // staff dismiss a sale that has no code by then
	showPatience time.Duration // staff dismiss a code; 0 leaves it to the till
	askAfter     time.Duration // staff press "ask now"; 0 for never
	acknowledges bool          // staff clear the alerts after this sale

	restart, outage interruption
}

type outcome int

const (
	pays outcome = iota
	cancels
	walksAway
)

// interruption is something that stops at a time after the charge, and goes on
// later. A zero lasts is none.
type interruption struct{ at, lasts time.Duration }

// writeScript draws sale number n of a seed.
func writeScript(seed uint64, n int) sale {
	d := dice{rand.New(rand.NewPCG(seed, uint64(n)))}
	s := sale{
		charge: core.Charge{Amount: d.amount(), Method: pick(d, order.Methods(currency)), Note: d.note(n)},
		typing: d.between(0, 3*time.Second), pause: d.between(0, 5*time.Second),
		acknowledges: d.chance(0.3),
	}
	d.customer(&s)
	d.staff(&s)
	if d.chance(0.06) {
		s.restart = d.interruption(200*time.Millisecond, 5*time.Second)
		if d.chance(0.2) {
			s.restart.lasts = d.between(5*time.Second, 6*time.Minute)
		}
	}
	if d.chance(0.03) {
		s.outage = d.interruption(time.Second, 40*time.Second)
	}
	return s
}

type dice struct{ *rand.Rand }

func (d dice) chance(p float64) bool { return d.Float64() < p }

func (d dice) between(least, most time.Duration) time.Duration {
	return least + time.Duration(d.Int64N(int64(most-least)+1))
}

func pick[T any](d dice, of []T) T { return of[d.IntN(len(of))] }

func (d dice) amount() order.Amount {
	minor := 1 + d.Int64N(50_000)
	if d.chance(0.3) {
		minor = 100 * (1 + d.Int64N(500)) // whole dollars go on the wire without decimals
	}
	return order.Amount{Minor: minor, Currency: currency}
}

func (d dice) note(n int) string {
	if d.chance(0.7) {
		return ""
	}
	return fmt.Sprintf("table %d 枱", n%40)
}

func (d dice) customer(s *sale) {
	s.scan = d.between(500*time.Millisecond, 15*time.Second)
	switch p := d.Float64(); {
	case p < 0.55: // as people do
		s.decide = s.scan + d.between(500*time.Millisecond, 25*time.Second)
	case p < 0.63: // when the till stops showing the code
		s.decide = showFor + d.between(-time.Second, 3*time.Second)
	case p < 0.73: // a photograph, paid after the code has gone
		s.decide = d.between(30*time.Second, expiry-time.Second)
	case p < 0.76: // when the gateway closes the order
		s.decide = expiry + d.between(-time.Second, time.Second)
	case p < 0.82: // long after; the gateway may take it all the same
		s.decide = d.between(expiry, 3*time.Hour)
	case p < 0.89:
		s.outcome, s.decide = cancels, s.scan+d.between(time.Second, time.Minute)
	default:
		s.outcome = walksAway
	}
}

func (d dice) staff(s *sale) {
	s.sendPatience = d.between(5*time.Second, 40*time.Second)
	if d.chance(0.15) {
		s.sendPatience = d.between(0, time.Second)
	}
	switch p := d.Float64(); {
	case p < 0.15: // early
		s.showPatience = d.between(0, 40*time.Second)
	case p < 0.45:
		s.showPatience = d.between(40*time.Second, showFor)
	}
	if d.chance(0.25) {
		s.askAfter = d.between(500*time.Millisecond, 40*time.Second)
	}
}

// interruption begins while the order is made, while its code waits, or at the
// very moment of the charge.
func (d dice) interruption(least, most time.Duration) interruption {
	i := interruption{at: d.between(0, time.Minute), lasts: d.between(least, most)}
	if d.chance(0.5) {
		i.at = d.between(0, 400*time.Millisecond)
	}
	return i
}
