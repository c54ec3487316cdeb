package main

import (
	"strings"
	"time"

	"qrtill/app/order"
)

// The gateway's words, from gateway-api.md.
const (
	pending   = "PENDING"
	succeeded = "SUCCEEDED"
	cancelled = "CANCELLED"
)

// gateway is a model of the payment gateway, written from its documents alone.
// It knows nothing of the till but what was sent to it.
type gateway struct {
	intents []intent
	expiry  time.Duration
}

// intent is an order at the gateway.
type intent struct {
	id       order.ID // merchant_order_id
	number   string   // order_id
	amount   string
	minor    int64
	currency string
	qr       string
	created  time.Duration
	closes   time.Duration // when it is cancelled if unpaid
	paid     time.Duration // when the money is there; 0 for never
}

func (g *gateway) reset(expiry time.Duration) { g.intents, g.expiry = g.intents[:0], expiry }

// create takes an order, or says that there is one with this id.
func (g *gateway) create(now time.Duration, id order.ID, amount, currency string) (in *intent, taken bool) {
	if in := g.find(id); in != nil {
		return in, false
	}
	g.intents = append(g.intents, intent{
		id: id, number: "C" + string(id), amount: amount, minor: minor(amount), currency: currency,
		qr: "pay:" + string(id), created: now, closes: now + g.expiry,
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

// pay is a customer who confirms in the wallet. A closed order takes no money.
func (g *gateway) pay(in *intent, now time.Duration) bool {
	if g.status(in, now) != pending || in.paid > 0 {
		return false
	}
	in.paid = now
	return true
}

// cross is a customer who confirms just as the order closes: it is cancelled
// first, and the money is there all the same some time later.
func (g *gateway) cross(in *intent, later time.Duration) {
	if in.paid == 0 {
		in.paid = in.closes + later
	}
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
