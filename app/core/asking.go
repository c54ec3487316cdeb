package core

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

const (
	// rewrite is how often an answer that says nothing new goes into the log.
	rewrite = time.Hour
	// grace is how long the last question may take once a code's time is over.
	grace = 10 * time.Second
	// slowAnswer is when the network is called slow.
	slowAnswer = 3 * time.Second
	// ClockOff is how far the gateway's clock may be from ours before we say so.
	ClockOff = 5 * time.Minute
)

func (c *Core) askNow(now time.Time) []Effect {
	if c.sale == nil || c.sale.phase() == Sending || c.sale.phase() == Paid || c.sale.phase() == Unrecorded {
		return nil
	}
	if h := c.orders[c.sale.order.ID]; h != nil {
		h.want()
	}
	return c.onTick(now)
}

// notified brings the next question forward, and does nothing else: what a
// notification says proves nothing.
func (c *Core) notified(now time.Time, in Notified) []Effect {
	for _, h := range c.orders {
		_, refunds := h.Refund(in.Refund)
		named := h.ID == in.Order || in.Order == "" && in.GatewayID != "" && in.GatewayID == h.GatewayID
		switch {
		case in.Refund != "" && refunds:
			h.about(in.Refund).want()
		case in.Refund == "" && named:
			h.want()
		}
	}
	return c.onTick(now)
}

// onTick does what is due, the order on the screen first, within the budget.
func (c *Core) onTick(now time.Time) []Effect {
	out := c.endShowing(now)
	for _, d := range c.due(now) {
		if d.action == order.DeclareLost {
			out = append(out, c.declareLost(now, d))
			continue
		}
		if c.budget.TokensAt(now) < 1 {
			break
		}
		c.budget.AllowN(now, 1)
		d.about(d.refund).busy = true
		if r, ok := d.Refund(d.refund); ok {
			out = append(out, AskRefund{d.Order, r})
		} else {
			out = append(out, Ask{d.Order})
		}
	}
	return out
}

// declareLost says of what is on disk and was perhaps sent that nobody knows.
func (c *Core) declareLost(now time.Time, d need) Write {
	kind := order.Unanswered
	if d.refund != "" {
		kind = order.RefundUnanswered
	}
	return c.write(now, d.ID, kind, func(e *order.Event) {
		e.Reason = order.BecauseRestart
		if d.refund != "" {
			e.Refund = &order.RefundChange{ID: d.refund}
		}
	})
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
	q := &h.payment
	q.urgent = q.urgent || !q.busy && !q.asked.After(s.until)
	return nil
}

// need is what an order, or one of its refunds, wants of the till, and when.
type need struct {
	*held
	refund order.RefundID // empty: the payment
	action order.Action
	at     time.Time
}

// needs are all that can be served now or later.
func (c *Core) needs(now time.Time) iter.Seq[need] {
	return func(yield func(need) bool) {
		served := func(h *held, refund order.RefundID, action order.Action, at time.Time) (goOn bool) {
			at, ok := c.servedAt(h, refund, action, at)
			return !ok || yield(need{h, refund, action, at})
		}
		for _, h := range c.orders {
			if action, in := order.Need(h.Order, h.payment.age(now)); !served(h, "", action, now.Add(in)) {
				return
			}
			for _, r := range h.Refunds {
				if action, in := order.NeedRefund(r, h.about(r.ID).age(now)); !served(h, r.ID, action, now.Add(in)) {
					return
				}
			}
		}
	}
}

// due are the needs whose time has come, in the order they are served: the one
// on the screen, then all that may still bring or return money, and last the
// orders that the gateway has closed.
func (c *Core) due(now time.Time) []need {
	var list []need
	for n := range c.needs(now) {
		if !n.at.After(now) {
			list = append(list, n)
		}
	}
	rank := func(n need) int {
		switch {
		case n.ID == c.frontID():
			return 0
		case n.State != order.StateCancelled:
			return 1
		}
		return 2
	}
	slices.SortFunc(list, func(a, b need) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.lastAnswer().Compare(b.lastAnswer()),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.refund, b.refund))
	})
	return list
}

// lastAnswer is when the gateway was last heard of it.
func (n need) lastAnswer() time.Time {
	if r, ok := n.Refund(n.refund); ok {
		return r.AskedAt
	}
	return n.AskedAt
}

// servedAt is when a need may next be served; ok is false while it can't be.
func (c *Core) servedAt(h *held, refund order.RefundID, action order.Action, at time.Time) (_ time.Time, ok bool) {
	q := h.about(refund)
	if q.wanted && action == order.Nothing && h.State != order.None {
		action, at = order.Ask, time.Time{}
	}
	switch {
	case action == order.Nothing || q.busy || c.stopped != nil:
		return at, false
	case action == order.DeclareLost:
		return at, true
	case c.keys[h.Account] != nil:
		return at, false
	}
	front := refund == "" && h.ID == c.frontID()
	floor := latest(q.asked.Add(c.settings.AskEvery), q.asked.Add(patience(q.failures, front)), c.quiet[h.Account])
	if q.urgent || q.wanted { // until it is answered, whatever the schedule says
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
	most := 10 * time.Minute
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
	for n := range c.needs(now) {
		sooner(n.at)
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
	answer := c.answerOf(h.Account, in.Err)
	if in.Err == nil {
		p := in.Payment
		answer = &order.Answer{
			MerchantOrderID: p.MerchantOrderID, OrderID: p.OrderID, Amount: p.Amount, Currency: p.Currency,
			Status: p.Status, PayTime: p.PayTime, RID: p.RID,
		}
	}
	c.heard(now, h.Account, in.Payment.Meta, in.Err)
	c.timed(h.ID, in.Payment.Meta)
	refunds := c.afterCheck(now, h, answer)
	if !h.payment.ended(now, answer != nil && answer.Says(), in.Err) && answer == nil {
		c.forget(h)
		return append(refunds, c.onTick(now)...)
	}
	return append(c.answer(now, h, &h.payment, c.write(now, h.ID, order.Answered, func(e *order.Event) {
		e.Answer, e.Step = answer, order.Step(h.Order, *answer, h.payment.age(now), e.Day)
	})), refunds...)
}

// ended notes the end of a question, and says whether there was an answer.
func (q *question) ended(now time.Time, answered bool, err error) bool {
	q.busy, q.asked = false, now
	switch {
	case answered:
		q.failures, q.urgent, q.wanted = 0, false, false
	case !isFailure(err):
		q.failures++
	}
	return answered
}

// answer has an answer written, or keeps one that says nothing new in memory.
func (c *Core) answer(now time.Time, h *held, q *question, w Write) []Effect {
	if order.Passing(h.Order, w.Event) && now.Sub(q.noted) < rewrite {
		h.take(now, w.Event)
		c.keepSale(h.Order)
		c.forget(h)
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
	case payments.KindServer, payments.KindMalformed, payments.KindCoding:
		c.network = Slow
	default:
		c.network = Offline
	}
}

// isFailure says that a call could not be made here: the gateway is not to blame.
func isFailure(err error) bool {
	var f *Failure
	return errors.As(err, &f)
}
