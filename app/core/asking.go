package core

import (
	"time"

	"qrtill/app/order"
)

const (
	// grace is how long the last question may take once a code's time is over.
	grace = 10 * time.Second
	// What lingers is asked about as what is on the screen for so long, then so often.
	lingersFor   = 5 * time.Minute
	lingersEvery = 30 * time.Second
	// slowAnswer is when the network is called slow.
	slowAnswer = 3 * time.Second
	// ClockOff is how far the gateway's clock may be from ours before we say so.
	ClockOff = 5 * time.Minute
)

func (c *Core) askNow(now time.Time) []Effect {
	if c.sale == nil {
		return c.tryAll(now, c.own(), c.own().blind(now))
	}
	switch c.sale.phase() {
	case Sending, Paid, Unrecorded:
		return nil
	}
	h := c.front()
	if h == nil { // it waits for staff, and for nothing else
		return []Effect{Find{Order: c.sale.order.ID}}
	}
	for _, one := range c.sales[h.Sale] { // the customer may have paid an older code
		if one == h || !one.ShownAt.IsZero() {
			one.want()
			c.place(now, one)
		}
	}
	c.probe(now, h.line)
	return c.onTick(now)
}

// notified brings the next question forward, and does nothing else: what a
// notification says proves nothing. An order that wants nothing any more is looked up.
func (c *Core) notified(now time.Time, in Notified) []Effect {
	id := in.Order
	if in.Refund == "" && id == "" && in.GatewayID != "" {
		for _, h := range c.orders {
			if h.GatewayID == in.GatewayID {
				id = h.ID
			}
		}
	}
	switch {
	case in.Refund != "":
		if h := c.orders[id]; h != nil {
			return c.lookInto(now, id)
		}
		return []Effect{Find{Order: id, Refund: in.Refund}}
	case id != "":
		return c.lookInto(now, id)
	}
	return nil
}

// lookInto asks about any order, because staff want to know.
func (c *Core) lookInto(now time.Time, id order.ID) []Effect {
	h := c.orders[id]
	if h == nil {
		return []Effect{Find{Order: id}}
	}
	return c.found(now, Found{Order: h.Order})
}

// found asks once about an order and about its refunds, whatever their schedules say.
func (c *Core) found(now time.Time, in Found) []Effect {
	o := in.Order
	for _, o := range append([]order.Order{o}, in.Sale...) {
		if c.orders[o.ID] == nil {
			c.hold(c.newHeld(now, o))
		}
	}
	h := c.orders[o.ID]
	var out []Effect
	if old := c.lost[o.ID]; old != nil { // looked up since the log was opened anew
		delete(c.lost, o.ID)
		delete(c.marked, o.ID)
		h.marked = false
		h.keep(old)
		out = c.takeUp(now, h, false)
	}
	h.want()
	switch {
	case c.checked != h.ID:
	case h.Sent() || h.State == order.StateCreated:
		c.probe(now, h.line)
	default:
		c.checked, c.reply = "", Text{Key: "checked.never_sent", Values: map[string]any{"Order": string(h.ID)}}
	}
	for _, r := range h.Refunds {
		if q := h.about(r.ID); !q.unsent {
			q.want()
		}
	}
	c.place(now, h)
	return append(out, c.onTick(now)...)
}

// missed has a question asked again whose answer came while its order could not be
// looked up.
func (c *Core) missed(id order.ID, refund order.RefundID) {
	if h := c.lost[id]; h != nil {
		q := h.about(refund)
		q.busy, q.wanted = false, true
	}
}

// onTick does what is due, within the budget.
func (c *Core) onTick(now time.Time) []Effect {
	out := append(c.endShowing(now), c.comeDue(now)...)
	if h := c.front(); h != nil {
		out = append(out, c.create(now, h)...)
		out = append(out, c.waitsTooLong(now, h)...)
	}
	out = append(out, c.look(now)...)
	if h := c.front(); h != nil {
		d := c.frontDue(now, h)
		if d.action == order.Ask && !d.due.After(now) && c.budget.TokensAt(now) >= 1 && !c.givesWay(now, h.line) {
			out = append(out, c.ask(now, &h.payment))
		}
	}
	for q := c.pick(now); q != nil && c.budget.TokensAt(now) >= 1; q = c.pick(now) {
		out = append(out, c.ask(now, q))
	}
	return out
}

// givesWay says that somebody else has a line's next try while all fail: the code on the
// screen has tries of its own between. Where the gateway has asked for less it has not,
// and does not while a customer may stand there.
func (c *Core) givesWay(now time.Time, l *line) bool {
	return l.failures > 0 && l.tried && !(l.hard && c.stands(now)) && l.free(now) && c.askable(l.ranked) != nil
}

// front is the order of the sale on the screen, if there is one that the core holds.
func (c *Core) front() *held {
	if c.sale == nil {
		return nil
	}
	return c.orders[c.sale.order.ID]
}

// inFront says that a question is about the payment of the sale on the screen.
func (c *Core) inFront(q *question) bool { return q.refund == "" && q.held == c.front() }

// due is what a question wants, and when.
type due struct {
	action order.Action
	due    time.Time
}

// frontDue is when the order on the screen is asked about: neither a log that can't be
// written nor a crowd of others keeps it from that.
func (c *Core) frontDue(now time.Time, h *held) due {
	q := &h.payment
	action, in := order.Need(&h.Order, q.age(now))
	if q.wanted && action == order.Nothing {
		action = order.Ask
	}
	if q.busy || action != order.Ask || h.line.key != nil || h.refunding() || h.proof != nil {
		return due{}
	}
	if !c.stands(now) {
		return due{action, latest(c.floored(now, q, now.Add(in), false), h.line.next)}
	}
	return due{action, latest(c.floored(now, q, now.Add(in), true), h.line.frontAt())}
}

// stands says that a customer may stand before the code on the screen: they are not made
// to wait as a sale is that was left there for the night.
func (c *Core) stands(now time.Time) bool {
	switch c.sale.phase() {
	case Sending, Waiting:
		return true
	}
	return now.Sub(c.sale.since) < lingersFor
}

// ask makes one call.
func (c *Core) ask(now time.Time, q *question) Effect {
	h := q.held
	probe := h.line.probing(now)
	c.spend(now, h.line)
	c.asks++
	c.takeOut(q)
	q.busy, q.sent = true, now
	if h.line.tried = c.inFront(q); h.line.tried {
		h.line.fronted = now
	} else {
		h.line.others = now.Add(contendedRest)
	}
	if r, ok := h.Refund(q.refund); ok {
		return AskRefund{h.Order, r, probe}
	}
	return Ask{h.Order, probe}
}

// declareLost says of what is on disk and was perhaps sent that nobody knows.
func (c *Core) declareLost(now time.Time, q *question) Write {
	kind := order.Unanswered
	if q.refund != "" {
		kind = order.RefundUnanswered
	}
	return c.write(now, q.held.ID, kind, func(e *order.Event) {
		e.Reason = order.BecauseRestart
		if q.refund != "" {
			e.Refund = &order.RefundChange{ID: q.refund}
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

// Wake is when the core next has something to do; zero for never.
func (c *Core) Wake(now time.Time) time.Time {
	var first time.Time
	sooner := func(t time.Time) {
		if first.IsZero() || t.Before(first) {
			first = t
		}
	}
	if q := c.later.first(); q != nil {
		sooner(q.due)
	}
	if h := c.front(); h != nil {
		if d := c.frontDue(now, h); d.action == order.Ask {
			sooner(d.due)
		}
		if slow := h.payment.sent.Add(slowAnswer); h.payment.busy && slow.After(now) {
			sooner(slow) // which staff see
		}
		if h.delayed {
			sooner(h.line.silent)
		}
	}
	if c.own().silence(now) > 0 {
		sooner(c.own().silent) // which staff see
	}
	if c.until.After(now) {
		sooner(c.until)
	}
	for _, l := range c.lines {
		if at, looks := c.lookAt(now, l); looks && !l.trying {
			sooner(latest(at, l.freeAt(), now))
		}
		if c.askable(l.ranked) != nil && l.key == nil && !l.trying {
			sooner(latest(l.freeAt(), now))
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

// patience is how long to wait after questions without an answer: short for the
// customer who stands there, longer for what can be paid, longest for the rest; and
// longer where the gateway answers but says nothing of use, for a gateway that can't be
// heard is spared by its line.
func (q *question) patience(front bool) time.Duration {
	unheard, unhelpful := waitsFor, 10*time.Minute // of what can be paid, or refunded
	switch {
	case front:
		unheard, unhelpful = frontPatience, frontPatience
	case q.ranks() >= undecided:
		unheard, unhelpful = 10*time.Minute, 24*time.Hour
	}
	after := func(n int, most time.Duration) time.Duration {
		return min(most, time.Second<<min(max(n, 1)-1, 20)) * time.Duration(min(n, 1))
	}
	return max(after(max(q.failures, q.unwritten), unheard), after(q.unhelpful, unhelpful))
}
