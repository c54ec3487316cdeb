package main

import (
	"strings"
	"time"

	"qrtill/app/order"
)

// The gateway's words, from its documentation.
const (
	pending   = "PENDING"
	succeeded = "SUCCEEDED"
	cancelled = "CANCELLED"
)

// gateway is a model of the payment gateway, written from its documents alone.
// It knows nothing of the till but what was sent to it.
type gateway struct {
	intents []intent
	backs   []back
	expiry  time.Duration
	forgets time.Duration // so long after it has closed an unpaid order it has none any more; 0 is never
	lessens bool          // what went back of an order is no longer part of its amount
	repeats bool          // it takes a refund's id a second time for the same refund; else it refuses
}

// intent is an order at the gateway.
type intent struct {
	id       order.ID // merchant_order_id
	number   string   // order_id
	amount   string
	minor    int64
	currency string
	qr       string
	closes   time.Duration // when it is cancelled if unpaid
	paid     time.Duration // when the money is there; 0 for never
}

// back is a refund at the gateway.
type back struct {
	id      order.RefundID // merchant_refund_id
	number  string         // refund_id
	order   order.ID
	amount  string
	minor   int64
	decided time.Duration // when it is done, or has failed
	fails   bool
	seen    time.Duration // from when on a question, and the portal, find it
}

func (g *gateway) reset(expiry time.Duration, repeats bool) {
	g.intents, g.backs, g.expiry, g.repeats, g.forgets, g.lessens = g.intents[:0], g.backs[:0], expiry, repeats, 0, false
}

// create takes an order, or says that there is one with this id.
func (g *gateway) create(now time.Duration, id order.ID, amount, currency string) (in *intent, taken bool) {
	if in := g.find(id); in != nil {
		return in, false
	}
	g.intents = append(g.intents, intent{
		id: id, number: "C" + string(id), amount: amount, minor: minor(amount), currency: currency,
		qr: "pay:" + string(id), closes: now + g.expiry,
	})
	return &g.intents[len(g.intents)-1], true
}

func (g *gateway) find(id order.ID) *intent {
	for i := len(g.intents) - 1; i >= 0; i-- {
		if g.intents[i].id == id {
			return &g.intents[i]
		}
	}
	return nil
}

func (g *gateway) status(in *intent, now time.Duration) string {
	switch {
	case in.paid > 0 && now >= in.paid:
		return succeeded
	case now >= in.closes:
		return cancelled
	}
	return pending
}

// forgot says that the gateway has no such order any more.
func (g *gateway) forgot(in *intent, now time.Duration) bool {
	return g.forgets > 0 && g.status(in, now) == cancelled && now >= in.closes+g.forgets
}

// closedUnpaid says that an order came to its end without money, whatever came after.
func (in *intent) closedUnpaid(now time.Duration) bool {
	return now >= in.closes && (in.paid == 0 || in.paid >= in.closes)
}

// pay is a customer who confirms in the wallet. A closed order takes no money.
func (g *gateway) pay(in *intent, now time.Duration) {
	if g.status(in, now) == pending && in.paid == 0 {
		in.paid = now
	}
}

// cross is a customer who confirms just as the order closes: it is cancelled
// first, and the money is there all the same some time later.
func (g *gateway) cross(in *intent, now, later time.Duration) {
	if g.status(in, now) == pending && in.paid == 0 {
		in.paid = in.closes + later
	}
}

// refund takes a refund. The documents promise no limit, so there is none here:
// it is the till that may not ask for too much.
func (g *gateway) refund(now time.Duration, id order.RefundID, of order.ID, amount string, fate fate) (b *back, taken bool) {
	in := g.find(of)
	if b := g.findBack(id); b != nil {
		return b, g.repeats
	}
	if in == nil || g.status(in, now) != succeeded {
		return nil, false
	}
	g.backs = append(g.backs, back{
		id: id, number: "B" + string(id), order: of, amount: amount, minor: minor(amount),
		decided: now + fate.after, fails: fate.fails, seen: now + fate.hidden,
	})
	return &g.backs[len(g.backs)-1], true
}

// changes says that an order has not come to its end yet.
func (g *gateway) changes(id order.ID, now time.Duration) bool {
	in := g.find(id)
	return in != nil && now < max(in.closes, in.paid)
}

// fate is how a refund ends at the gateway.
type fate struct {
	after  time.Duration
	fails  bool
	hidden time.Duration // until then it is "not found" when the answer to its sending is lost
}

func (g *gateway) findBack(id order.RefundID) *back {
	for i := range g.backs {
		if g.backs[i].id == id {
			return &g.backs[i]
		}
	}
	return nil
}

// found is a refund as a question or the portal finds it.
func (g *gateway) found(id order.RefundID, now time.Duration) *back {
	if b := g.findBack(id); b != nil && now >= b.seen {
		return b
	}
	return nil
}

func (b *back) status(now time.Duration) string {
	switch {
	case now < b.decided:
		return pending
	case b.fails:
		return "FAILED"
	}
	return succeeded
}

// returned is what has gone back of an order for certain, and what may.
func (g *gateway) returned(of order.ID, now time.Duration) (done, perhaps int64) {
	for i := range g.backs {
		b := &g.backs[i]
		switch {
		case b.order != of || b.fails && now >= b.decided:
		case now >= b.decided:
			done += b.minor
			fallthrough
		default:
			perhaps += b.minor
		}
	}
	return done, perhaps
}

// minor reads a decimal amount of a currency with two digits; -1 for anything
// else, so that no amount on our side equals it.
func minor(amount string) int64 {
	whole, fraction, _ := strings.Cut(amount, ".")
	if len(fraction) > 2 {
		return -1
	}
	n := int64(0)
	for _, r := range whole + (fraction + "00")[:2] {
		if r < '0' || r > '9' {
			return -1
		}
		n = n*10 + int64(r-'0')
	}
	return n
}
