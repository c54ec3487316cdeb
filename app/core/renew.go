package core

import (
	"time"

	"qrtill/app/order"
)

const (
	// renewals is how often one sale gets a fresh code by itself.
	renewals = 3
	// leastShown is how long a fresh code must still be shown to be worth it.
	leastShown = 30 * time.Second
)

// renew gives the sale a fresh code, under a new id, once the gateway itself has
// answered that the one on the screen is closed unpaid. Never by our own clock,
// and never longer than the sale's first code would have been shown. When it
// can't be done the sale stays closed, and staff go on.
func (c *Core) renew(now time.Time) []Effect {
	s := c.sale
	if s.renewed >= renewals || s.until.Sub(now) < leastShown || s.order.Account != c.settings.Account || c.check(s.charge) != nil {
		return nil
	}
	s.ranOut = s.order
	s.renewed, s.tries = s.renewed+1, 0
	return c.newOrder(now)
}

// show begins to show the sale's code. A fresh one that came when the sale's time
// was over is not shown at all.
func (c *Core) show(now time.Time) []Effect {
	s := c.sale
	switch {
	case s.first.IsZero():
		s.first, s.until = now, now.Add(c.settings.ShowFor)
	case !now.Before(s.until):
		return c.dismiss(now, order.BecauseTime)
	}
	return nil
}

// notStarted is the sale when its next order could not be written: none, or
// closed as it was before it was to get a fresh code.
func (s *sale) notStarted() *sale {
	if s.ranOut.State == order.None {
		return nil
	}
	s.order, s.pending, s.ranOut = s.ranOut, "", order.Order{}
	s.renewed--
	return s
}

// earlier notes that a code of the sale that had run out was paid after all. The
// alert says so too; here it is about not taking the money twice.
func (c *Core) earlier(h *held) {
	if c.sale != nil && h.Sale == c.sale.id && h.ID != c.sale.order.ID && h.State == order.StatePaid {
		c.sale.paidBefore = true
	}
}

// paidOnce notes at the other orders of a paid order's sale that money for them
// would be the second: it is not for the goods. When all of it has gone back,
// it would be the first again.
func (c *Core) paidOnce(paid *held) {
	for _, h := range c.orders {
		switch {
		case h.Sale != paid.Sale || h.ID == paid.ID:
		case paid.Refundable().Minor > 0:
			h.paidBy = paid.ID
		case h.paidBy == paid.ID:
			h.paidBy = ""
		}
	}
}

// firstShown is when the first code of an order's sale was shown.
func firstShown(o order.Order) time.Time {
	if o.FirstShown.IsZero() {
		return o.ShownAt
	}
	return o.FirstShown
}
