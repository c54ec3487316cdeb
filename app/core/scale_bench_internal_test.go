package core

import (
	"fmt"
	"testing"
	"time"

	"qrtill/app/order"
)

// crowd is a log with so many open orders: every other is in trouble, and the rest is
// watched.
func crowd(tb testing.TB, n int) Loaded {
	tb.Helper()
	s := order.Defaults("HKD")
	s.Account.Gateway, s.Account.Merchant, s.Shop = "https://gateway.example", "39172931", "Tea & Co"
	in := Loaded{Settings: s, Ready: true, Zone: hongKong}
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	for i := range n {
		o := order.Order{
			ID: order.ID(fmt.Sprintf("T1%020d", i)), CreatedAt: at, Day: "2026-11-24", State: order.StateWaiting, Marks: order.MarkDismissed,
			Why: order.BecauseStaff, ShownAt: at, SlowSince: at, GatewayID: fmt.Sprintf("C%d", i),
		}
		o.Sale, o.Attempt, o.Account, o.Amount = string(o.ID), 1, s.Account, order.Amount{Minor: 100, Currency: "HKD"}
		if i%2 == 0 {
			o.Marks |= order.MarkMismatch
			o.Differed = &order.Answer{MerchantOrderID: string(o.ID), Amount: "2", Currency: "HKD", Status: "SUCCEEDED"}
		}
		in.Orders = append(in.Orders, o)
		at = at.Add(time.Second)
	}
	return in
}

const many = 10_000

// What a till has to do costs no more than a logarithm of the number of open orders.
// Goals on a counter's computer: loading 100 ms, a View 2 ms, an input 0.1 ms.
func BenchmarkTenThousandOpenOrders(b *testing.B) {
	in := crowd(b, many)
	now := in.Orders[many-1].CreatedAt.Add(time.Minute)
	loaded := func() *Core {
		c := New(nil)
		c.Step(now, in)
		return c
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			loaded()
		}
	})
	b.Run("view", func(b *testing.B) {
		for c := loaded(); b.Loop(); {
			c.View(now)
		}
	})
	b.Run("tick", func(b *testing.B) {
		at := now
		for c := loaded(); b.Loop(); at = at.Add(time.Second) {
			for _, e := range c.Step(at, Tick{}) {
				if ask, ok := e.(Ask); ok {
					c.Step(at, AskEnded{Order: ask.Order.ID, Err: lost()})
				}
			}
			c.Wake(at)
		}
	})
}

// A View costs as little however many orders were found again, which are told in sum.
func BenchmarkAViewOfTenThousandFoundAgain(b *testing.B) {
	in := crowd(b, many)
	for i := range in.Orders {
		o := &in.Orders[i]
		o.State, o.Marks, o.Why, o.Differed = order.StatePaid, 0, order.BecauseRestored, nil
		o.Sale = fmt.Sprint(o.ID)
	}
	now := in.Orders[many-1].CreatedAt.Add(time.Minute)
	c := New(nil)
	c.Step(now, in)
	for b.Loop() {
		c.View(now)
	}
}
