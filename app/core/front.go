package core

import (
	"errors"
	"maps"
	"slices"
	"time"

	"qrtill/app/order"
)

// tickFor is how long after a payment a till that is started again shows its tick.
// Later it is an alert.
const tickFor = 2 * time.Minute

// sees says that a command is about what is on the screen now. Two tries to get one
// code look the same.
func (c *Core) sees(s Seen) bool {
	if c.sale == nil || c.sale.phase() != s.Phase {
		return false
	}
	h := c.orders[s.Order]
	return c.sale.order.ID == s.Order || s.Phase == Sending && (h == nil || h.Sale == c.sale.id)
}

// stopShowing takes a code off that staff see.
func (c *Core) stopShowing(now time.Time, cmd Dismiss) []Effect {
	if !c.sees(cmd.Seen) || c.sale.ended() {
		return nil
	}
	return c.dismiss(now, order.BecauseStaff)
}

// dismiss stops showing the code. The order stays open and watched: the
// gateway has no cancel.
func (c *Core) dismiss(now time.Time, why order.Reason) []Effect {
	if c.sale == nil {
		return nil
	}
	o := c.sale.order
	if o.State == order.StateWaiting && !o.Marks.Has(order.MarkDismissed) && !c.sale.unrecorded {
		return []Effect{c.write(now, o.ID, order.Dismissed, func(e *order.Event) { e.Reason = why })}
	}
	if h := c.orders[o.ID]; h != nil && h.delayed { // nothing of it ever left
		h.delayed, h.payment.busy, c.sale = false, false, nil
		return []Effect{c.write(now, o.ID, order.Refused, func(e *order.Event) { e.Reason = order.BecauseNotSent })}
	}
	if h := c.orders[o.ID]; h != nil && h.State == order.StateCreated {
		h.closed = order.BecauseStaff // the log may have its code before we hear of it
	}
	c.sale = nil // not shown yet, or not shown any more
	return nil
}

// next clears a sale that has ended. That staff have gone on from a payment is
// written down: until then it stays to be seen.
func (c *Core) next(now time.Time, cmd Next) []Effect {
	if !c.sees(cmd.Seen) || !c.sale.leavable() {
		return nil
	}
	c.notice = Text{}
	switch h := c.orders[c.sale.order.ID]; c.sale.phase() {
	case Paid, Closed, TimeUp:
		if h != nil && !h.Seen && !c.sale.shut {
			return []Effect{c.write(now, h.ID, order.Acknowledged, nil)}
		}
	case Unrecorded:
		if h == nil {
			h = c.lost[c.sale.order.ID]
		}
		if h != nil {
			h.left = true
		}
	}
	return c.dismiss(now, order.BecauseStaff)
}

// goOn shows the sale's code again, or asks for a fresh one.
func (c *Core) goOn(now time.Time, cmd Again) []Effect {
	if !c.sees(cmd.Seen) || cmd.Phase != TimeUp && cmd.Phase != Closed {
		return nil
	}
	c.notice = Text{}
	l, err := c.own(), c.cannotSell(now)
	switch h := c.orders[cmd.Order]; {
	case err != nil:
	case c.paidBy(&c.sale.order):
		return nil // another of its codes was paid, and the screen says so
	case cmd.Phase == Closed:
		err = c.check(now, c.sale.charge)
	case h != nil:
		l, err = h.line, h.line.blind(now)
	}
	switch {
	case err != nil:
		if c.notice = c.explain(err); cmd.Phase == TimeUp && errors.Is(err, errSilent) {
			c.notice = Text{Key: silentAgainKey} // its code was shown
		}
		return c.tryAll(now, l, err)
	case cmd.Phase == TimeUp:
		return []Effect{c.write(now, cmd.Order, order.ShownAgain, nil)}
	}
	c.sale.tries = 0
	return c.newOrder(now)
}

// load takes over what the log holds, at the start or after it was opened
// anew. What only this run knows is kept: calls under way, proofs that could
// not be written, codes that staff closed.
func (c *Core) load(now time.Time, in Loaded) []Effect {
	c.adopt(in.Settings, in.Zone)
	c.ready, c.practice, c.stopped = in.Ready, in.Practice, nil
	for _, l := range in.Learned {
		c.line(l.Account).learned = l
	}
	before := c.orders
	maps.Copy(before, c.lost)   // which could not be looked up meanwhile
	for _, l := range c.lines { // the end of what is under way may find no order
		l.trying = false
	}
	for _, h := range before {
		c.letGo(h)
	}
	c.orders, c.sales = map[order.ID]*held{}, map[string][]*held{}
	for _, o := range in.Orders {
		h := c.newHeld(now, o)
		if old := before[o.ID]; old != nil {
			h.keep(old)
		}
		c.hold(h)
	}
	c.keepFront(now)
	var out []Effect
	for _, o := range slices.Backward(in.Orders) {
		out = append(out, c.takeUp(now, c.orders[o.ID], o.ID == in.Newest && !c.loaded)...)
	}
	c.loaded = true
	c.hurry(now)
	out = append(out, c.onTick(now)...)
	return append(out, c.lookUpAgain(before)...) // last: what is found comes after what is written
}

// lookUpAgain has orders found once more that want nothing by the log's word, and of
// which more is known here: a proof that could not be written, or a question that is
// under way or that somebody asked for.
func (c *Core) lookUpAgain(before map[order.ID]*held) (out []Effect) {
	c.lost = nil
	for id, h := range before {
		told := h.proof != nil || h.unwritten() != nil // to be seen until it is found
		if c.orders[id] == nil && (told || h.called()) {
			if c.lost == nil {
				c.lost = map[order.ID]*held{}
			}
			c.lost[id] = h
		}
		if told && c.orders[id] == nil {
			c.marked[id], h.marked = h, true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.lost)) {
		out = append(out, Find{Order: id})
	}
	return out
}

// keepFront leaves the sale on the screen if the log knows its order, or if it
// has ended and only waits for staff.
func (c *Core) keepFront(now time.Time) {
	if c.sale == nil {
		return
	}
	switch h := c.orders[c.sale.order.ID]; {
	case h != nil && (h.closed == "" || !h.shown()):
		c.sale.become(h.Order, now)
		if c.sale.phase() == Waiting && c.sale.until.IsZero() {
			c.sale.limit(now, c.settings.ShowFor)
		}
	case !c.sale.ended():
		c.sale = nil
	}
}

// takeUp goes on with one order of the log. What was in front of the customer when
// the till stopped is there again if it is the newest at a start: a code whose time is
// not over, and for staff alone how the sale has ended.
func (c *Core) takeUp(now time.Time, h *held, newest bool) []Effect {
	out := c.makeUp(now, h, newest)
	h.settle()
	for _, e := range h.disputes() { // last: staff have gone on from what came before, and not from this
		out = append(out, c.write(now, h.ID, e.Kind, func(again *order.Event) { again.Answer, again.Refund = e.Answer, e.Refund }))
	}
	return out
}

// makeUp is takeUp but for what disagreed.
func (c *Core) makeUp(now time.Time, h *held, newest bool) []Effect {
	write := func(kind order.Kind, fill func(*order.Event)) []Effect {
		return []Effect{c.write(now, h.ID, kind, fill)}
	}
	dismiss := func(why order.Reason) []Effect {
		return write(order.Dismissed, func(e *order.Event) { e.Reason = why })
	}
	shown := h.shown()
	inFront := newest && c.sale == nil
	proven := h.proof != nil
	switch {
	case proven || h.closed != "" || h.left || h.shut != nil: // what could not be written
		var out []Effect
		if h.shut != nil && !proven {
			return write(order.Answered, func(e *order.Event) { e.Answer = h.shut })
		}
		if shown && h.closed != "" {
			out = dismiss(h.closed)
		}
		if proven {
			out = append(out, write(order.Answered, func(e *order.Event) { e.Answer = h.proof })...)
		}
		if h.left && (proven || !h.Seen) {
			out = append(out, write(order.Acknowledged, nil)...)
		}
		return out
	case shown && h.ID == c.frontID():
	case shown && inFront && within(now, h.ShownAt, c.settings.ShowFor):
		c.sale = resume(h.Order, now, c.settings.ShowFor)
	case shown && inFront && within(now, h.ShownAt, 2*c.settings.ShowFor):
		c.sale = resume(h.Order, now, c.settings.ShowFor)
		c.sale.over, c.sale.restored = true, true
		return dismiss(order.BecauseTime)
	case shown:
		return dismiss(order.BecauseRestart)
	case inFront && !h.Seen && c.justEnded(h.Order, now):
		c.sale = resume(h.Order, now, c.settings.ShowFor)
		c.sale.restored = true
	}
	return nil
}

// shown says that the log has the order's code on the screen.
func (h *held) shown() bool {
	return h.State == order.StateWaiting && !h.Marks.Has(order.MarkDismissed) && h.Hand == nil
}

// justEnded says that a sale ended so shortly before the till was started that
// whoever made it may still stand there.
func (c *Core) justEnded(o order.Order, now time.Time) bool {
	switch {
	case o.ShownAt.IsZero(), o.Marks.Has(order.MarkDismissed) && o.Why != order.BecauseTime, c.paidBy(&o):
		return false // nobody saw its code, staff have left it, or went on with another
	case o.State == order.StatePaid:
		return within(now, o.SettledAt, tickFor)
	case o.State == order.StateCancelled:
		return within(now, o.SettledAt, c.settings.ShowFor)
	}
	return o.TimeUp() && within(now, o.SlowSince, c.settings.ShowFor)
}

// within says that t is not longer ago than d. Neither is it yet to come: when the
// clock was set back, nobody knows how long ago it was.
func within(now, t time.Time, d time.Duration) bool {
	ago := now.Sub(t)
	return ago >= 0 && ago < d
}

// resume puts an order that was shown when the till stopped back in front.
func resume(o order.Order, now time.Time, showFor time.Duration) *sale {
	s := &sale{
		charge: Charge{Amount: o.Amount, Method: o.Method, Note: o.Note, Tip: o.Tip, Discount: o.Discount, OverLimit: true},
		id:     o.Sale, attempt: o.Attempt, order: o, since: latest(o.ShownAt, o.SlowSince, o.SettledAt),
	}
	s.limit(now, showFor)
	return s
}

// limit counts the sale's time from when its code was shown.
func (s *sale) limit(now time.Time, showFor time.Duration) {
	left := showFor - now.Sub(s.order.ShownAt)
	s.until = now.Add(min(left, showFor)) // the clock may have been set back meanwhile
}
