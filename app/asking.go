package app

import (
	"errors"
	"sort"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
)

const (
	// rewrite is how often an answer that says nothing new goes into the log.
	rewrite = 10 * time.Minute
	// grace is how long the last question may take once a code's time is over.
	grace = 10 * time.Second
	// slowAnswer is when the network is called slow.
	slowAnswer = 3 * time.Second
	// clockOff is how far the gateway's clock may be from ours before we say so.
	clockOff = 5 * time.Minute
)

func (c *Core) askNow(now time.Time) []Effect {
	if c.sale == nil || c.sale.phase() != Waiting && c.sale.phase() != Disputed {
		return nil
	}
	if h := c.orders[c.sale.order.ID]; h != nil {
		h.urgent, h.failures = true, 0
	}
	return c.onTick(now)
}

// onTick does what is due, the order on the screen first, within the budget.
func (c *Core) onTick(now time.Time) []Effect {
	out := c.endShowing(now)
	for _, h := range c.due(now) {
		if action, _ := order.Need(h.Order, now); action == order.DeclareLost {
			out = append(out, c.write(now, h.ID, order.Unanswered, func(e *order.Event) { e.Reason = order.BecauseRestart }))
			continue
		}
		if c.budget.TokensAt(now) < 1 {
			break
		}
		c.budget.AllowN(now, 1)
		h.busy = true
		out = append(out, Ask{h.Order})
	}
	return out
}

// endShowing asks once more when a code's time is over, then stops showing it.
// A question or a write under way comes first.
func (c *Core) endShowing(now time.Time) []Effect {
	s := c.sale
	if s == nil || s.phase() != Waiting || s.until.IsZero() || now.Before(s.until) {
		return nil
	}
	h := c.orders[s.order.ID]
	if h == nil {
		return nil
	}
	answered := h.AskedAt.After(s.until)
	if answered || !now.Before(s.until.Add(grace)) {
		return c.dismiss(now, order.BecauseTime)
	}
	h.urgent = h.urgent || !h.busy && !h.asked.After(s.until)
	return nil
}

// due lists the orders whose time has come, in the order they are served.
func (c *Core) due(now time.Time) []*held {
	var list []*held
	for _, h := range c.orders {
		if at, ok := c.dueAt(h, now); ok && !at.After(now) {
			list = append(list, h)
		}
	}
	front := func(h *held) bool { return c.sale != nil && h.ID == c.sale.order.ID }
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if front(a) != front(b) {
			return front(a)
		}
		if !a.AskedAt.Equal(b.AskedAt) {
			return a.AskedAt.Before(b.AskedAt)
		}
		return a.ID < b.ID
	})
	return list
}

// dueAt is when an order may next be served; ok is false while it can't be.
func (c *Core) dueAt(h *held, now time.Time) (at time.Time, ok bool) {
	action, at := order.Need(h.Order, now)
	switch {
	case action == order.Nothing || h.busy || c.stopped != nil:
		return at, false
	case action == order.DeclareLost:
		return at, true
	case c.keys[h.Account] != nil:
		return at, false
	}
	floor := latest(h.asked.Add(c.settings.AskEvery), h.asked.Add(patience(h.failures, h.ID == c.frontID())), c.quiet[h.Account])
	if h.urgent { // until it is answered, whatever the schedule says
		return floor, true
	}
	return latest(at, floor), true
}

func (c *Core) frontID() order.ID {
	if c.sale == nil {
		return ""
	}
	return c.sale.order.ID
}

func latest(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// patience is how long to wait after questions without an answer: short for
// the customer who stands there, longer for the rest.
func patience(failures int, front bool) time.Duration {
	if failures == 0 {
		return 0
	}
	most := time.Minute
	if front {
		most = 4 * time.Second
	}
	return min(most, time.Second<<min(failures-1, 10))
}

// Wake is when the core next has something to do; zero for never.
func (c *Core) Wake(now time.Time) time.Time {
	var first time.Time
	sooner := func(t time.Time) {
		if first.IsZero() || t.Before(first) {
			first = t
		}
	}
	for _, h := range c.orders {
		if at, ok := c.dueAt(h, now); ok {
			sooner(at)
		}
	}
	if !first.IsZero() && !first.After(now) {
		first = now.Add(time.Second / perSecond) // due already: waiting for the budget
	}
	if s := c.sale; s != nil {
		switch phase := s.phase(); {
		case phase == Waiting && now.Before(s.until):
			sooner(s.until)
		case phase == Waiting:
			sooner(now.Add(time.Second))
		case phase == Sending && now.Sub(s.since) < slowAnswer:
			sooner(s.since.Add(slowAnswer))
		}
	}
	return first
}

// onAsked turns the end of a question into an event. A refusal in the
// gateway's own words is an answer too: not found is not unpaid.
func (c *Core) onAsked(now time.Time, in AskEnded) []Effect {
	h := c.orders[in.Order]
	if h == nil {
		return nil
	}
	h.busy = false
	h.asked = now
	c.heard(now, h.Account, in.Payment.Meta, in.Err)
	answer := answerOf(in.Err)
	if in.Err == nil {
		p := in.Payment
		answer = &order.Answer{
			MerchantOrderID: p.MerchantOrderID, OrderID: p.OrderID, Amount: p.Amount, Currency: p.Currency,
			Status: p.Status, PayTime: p.PayTime, RID: p.RID,
		}
	}
	if answer == nil {
		if !isKeyring(in.Err) {
			h.failures++
		}
		return c.onTick(now)
	}
	h.failures, h.urgent = 0, false
	w := c.write(now, h.ID, order.Answered, func(e *order.Event) { e.Answer = answer })
	if order.Passing(h.Order, w.Event) && now.Sub(h.noted) < rewrite {
		h.take(w.Event)
		c.keepSale(h.Order)
		return c.onTick(now)
	}
	return []Effect{w}
}

// keepSale keeps the sale's copy of its order up to date.
func (c *Core) keepSale(o order.Order) {
	if c.sale != nil && c.sale.order.ID == o.ID {
		c.sale.order = o
	}
}

// heard notes what a call says about the gateway's wish for silence and, from
// the till's own account, about network, clock and credentials.
func (c *Core) heard(now time.Time, account order.Account, meta payments.Meta, err error) {
	var p *payments.Error
	if errors.As(err, &p) {
		meta.Date = p.Date
		if p.RetryAfter > 0 {
			c.quiet[account] = latest(c.quiet[account], now.Add(p.RetryAfter))
		}
	}
	if account != c.settings.Account {
		return
	}
	switch {
	case err == nil && meta.Took > slowAnswer:
		c.network, c.denied = Slow, nil
	case err == nil:
		c.network, c.denied = Online, nil
	case p != nil:
		c.heardError(p)
	}
	if !meta.Date.IsZero() {
		c.skew = now.Sub(meta.Date)
	}
}

func (c *Core) heardError(p *payments.Error) {
	switch p.Kind {
	case payments.KindRefused:
		c.network = Online
	case payments.KindAuth:
		c.network, c.denied = Online, p
	case payments.KindServer, payments.KindMalformed:
		c.network = Slow
	default:
		c.network = Offline
	}
}

func isKeyring(err error) bool {
	return errors.Is(err, storage.ErrKeyring) || errors.Is(err, storage.ErrNoSecret)
}
