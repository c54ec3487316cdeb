package core

import (
	"errors"
	"hash/fnv"
	"io"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// write makes an event about an order and asks for it to be written.
func (c *Core) write(now time.Time, id order.ID, kind order.Kind, fill func(*order.Event)) Write {
	e := order.Event{Version: order.Version, Kind: kind, At: now.UTC(), Day: c.Day(now), Order: id}
	if fill != nil {
		fill(&e)
	}
	return Write{e}
}

// onWritten is where an order changes.
func (c *Core) onWritten(now time.Time, e order.Event) []Effect {
	if e.Order == "" {
		return nil
	}
	h := c.orders[e.Order]
	if h == nil {
		h = c.newHeld(now, order.Order{New: order.New{Account: accountOf(e)}})
	}
	differed := h.Differed
	if !h.take(now, e) {
		return nil
	}
	if h.Differed != differed { // it is on disk
		h.about(h.DifferedRefund).disputed = nil
	}
	c.hold(h)
	switch e.Kind {
	case order.Answered, order.CreateAnswered:
		h.shut = nil
		h.payment.noted, h.payment.unwritten = now, 0
	case order.RefundAnswered:
		h.about(e.Refund.ID).noted, h.about(e.Refund.ID).unwritten = now, 0
	case order.ShownAgain:
		h.closed = "" // no more than that is to be made up for
	case order.Refused:
		h.payment.wanted = false // there is nothing to ask about
	case order.Acknowledged:
		h.left = false
	case order.RefundRequested, order.RefundSentAgain, order.ByHand:
		c.managerDone++
	}
	if h.State == order.StatePaid {
		h.proof = nil
	}
	if !h.shown() && h.State != order.StateCreated {
		h.closed = "" // there is no code to close, or none any more
	}
	h.settle()
	out := c.follow(now, h, e)
	c.place(now, h)
	c.forget(h)
	return out
}

// hold takes an order among those of its sale.
func (c *Core) hold(h *held) {
	if c.orders[h.ID] == nil {
		c.orders[h.ID], h.hash = h, hashOf(h.ID)
		c.sales[h.Sale] = append(c.sales[h.Sale], h)
	}
}

// forget lets a sale's orders go once none of them wants anything more: an open one
// must be able to tell that another was paid.
func (c *Core) forget(h *held) {
	if h.Sale == "" || slices.ContainsFunc(c.sales[h.Sale], func(h *held) bool { return h.Open() || h.called() || h.owed() }) {
		return
	}
	for _, h := range c.sales[h.Sale] {
		c.letGo(h)
		delete(c.orders, h.ID)
	}
	delete(c.sales, h.Sale)
}

// owed says that something about the order is still to be written.
func (h *held) owed() bool {
	return h.proof != nil || h.left || h.closed != "" || h.shut != nil || h.unwritten() != nil
}

// unwritten is the order as it would be if the log had the answers that disagreed; nil
// when it has.
func (h *held) unwritten() *order.Order {
	disputes := h.disputes()
	if len(disputes) == 0 {
		return nil
	}
	would := h.Order
	for _, e := range disputes {
		if next, err := order.Apply(would, e); err == nil { // it may say what one before it has said
			would = next
		}
	}
	return &would
}

// settle forgets them once they are no news any more.
func (h *held) settle() {
	if h.unwritten() != nil {
		return
	}
	h.payment.disputed = nil
	for _, q := range h.refunds {
		q.disputed = nil
	}
}

// disputes are the answers that disagreed and could not be written, and are still news.
func (h *held) disputes() (all []order.Event) {
	if h.payment.disputed == nil && len(h.Refunds) == 0 {
		return nil
	}
	add := func(e *order.Event) {
		if e == nil {
			return
		}
		if would, err := order.Apply(h.Order, *e); err == nil && would.Differed != h.Differed {
			all = append(all, *e)
		}
	}
	add(h.payment.disputed)
	for _, r := range h.Refunds {
		if q := h.refunds[r.ID]; q != nil {
			add(q.disputed)
		}
	}
	return all
}

// letGo has nothing be asked and counted about an order any more.
func (c *Core) letGo(h *held) {
	c.takeOut(&h.payment)
	for _, q := range h.refunds {
		c.takeOut(q)
	}
	h.line.undecided += delta(h.undecided, false)
	h.line.unsettled += delta(h.counted, false)
	h.undecided, h.counted = false, false
	if h.marked {
		delete(c.marked, h.ID)
	}
	h.marked = false
}

func accountOf(e order.Event) order.Account {
	if e.New == nil {
		return order.Account{}
	}
	return e.New.Account
}

// called says that an answer about the order is awaited, or that somebody asks for one.
func (h *held) called() bool {
	waits := func(q *question) bool { return q.busy || q.wanted }
	return waits(&h.payment) || slices.ContainsFunc(h.Refunds, func(r order.Refund) bool { return waits(h.about(r.ID)) })
}

// refunding says that a refund is on its way to the gateway.
func (h *held) refunding() bool {
	return slices.ContainsFunc(h.Refunds, func(r order.Refund) bool {
		q := h.about(r.ID)
		return r.State == order.RefundWanted && q.busy && !q.unsent
	})
}

// paidBy is another order of the same sale with money for it: money for this one
// is the second. When all of it has gone back, it would be the first again.
func (c *Core) paidBy(o *order.Order) bool {
	return slices.ContainsFunc(c.sales[o.Sale], func(h *held) bool {
		byHand := h.Hand.Is(order.HandPaid) && h.State != order.StatePaid
		return h.ID != o.ID && (byHand || h.State == order.StatePaid && h.Refundable().Minor > 0)
	})
}

// newHeld is an order as the log has it. How long ago things were only the computer's
// clock can tell.
func (c *Core) newHeld(now time.Time, o order.Order) *held {
	h := &held{Order: o, line: c.line(o.Account)}
	h.payment.held = h
	h.payment.begin(now, order.AgeAt(o, now))
	for _, r := range o.Refunds {
		q := h.about(r.ID)
		at := now
		if r.Denied() { // to make sure that nothing went out takes its time, whatever the clock says
			at = r.SentAt
		}
		q.begin(now, order.RefundAgeAt(r, at))
		q.dispatched, q.out = now.Add(-r.SentAgo(now)), true
		if r.Missing > 0 {
			q.missing = now.Add(-r.For)
		}
	}
	return h
}

func hashOf(id order.ID) uint64 {
	h := fnv.New64a()
	io.WriteString(h, string(id)) // never fails
	return h.Sum64()
}

// keep has an order that was read anew go on as this run knows it. What the log has all
// the same is not to be made up for.
func (h *held) keep(old *held) {
	h.closed, h.proof, h.delayed = old.closed, old.proof, old.delayed
	h.left = old.left && (h.proof != nil || !h.Seen)
	if h.State == order.StateWaiting {
		h.shut = old.shut
	}
	if !h.shown() && h.State != order.StateCreated {
		h.closed = ""
	}
	h.payment.keep(old.payment, old.WatchedSince().Equal(h.WatchedSince()), h.AskedAt.After(old.AskedAt))
	for _, r := range h.Refunds {
		before, known := old.Refund(r.ID)
		if !known {
			continue
		}
		h.about(r.ID).keep(*old.about(r.ID), before.SentAt.Equal(r.SentAt), r.AskedAt.After(before.AskedAt))
	}
}

// keep takes over what is known of an earlier question, its ages only while they are
// those of the same watch. The log may have one more answer, the last that came: its
// writing failed, and it is there all the same.
func (q *question) keep(old question, same, later bool) {
	switch {
	case !same:
		old.began, old.heard, old.missing, old.dispatched = q.began, q.heard, q.missing, q.dispatched
	case later:
		old.heard, old.missing = old.asked, q.missing
	}
	old.held, old.places = q.held, [piles]int{}
	*q = old
}

// take applies an event to the order in memory; an event that has no place
// there was refused by the log too.
func (h *held) take(now time.Time, e order.Event) bool {
	next, err := order.Apply(h.Order, e)
	if err != nil {
		return false
	}
	if !next.WatchedSince().Equal(h.WatchedSince()) {
		h.payment.begin(now, order.Age{})
	}
	if e.Kind == order.Answered && (next.Asked != h.Asked || next.State != h.State || e.Answer.Says() && next.Unread != "" && next.Undecided()) {
		h.payment.heard = now
	}
	if e.Refund != nil {
		h.takeRefund(now, next, e)
	}
	h.Order = next
	return true
}

func (h *held) takeRefund(now time.Time, next order.Order, e order.Event) {
	before, _ := h.Refund(e.Refund.ID)
	after, _ := next.Refund(e.Refund.ID)
	q := h.about(e.Refund.ID)
	if e.Kind == order.RefundRefused {
		q.busy = false
		q.wanted = q.wanted && !(e.Reason == order.BecauseNotSent && after.Sent == 1) // there is nothing to ask about
	}
	if !after.SentAt.Equal(before.SentAt) {
		q.begin(now, order.Age{})
		q.dispatched, q.missing = now, time.Time{}
	}
	if e.Kind != order.RefundAnswered {
		return
	}
	if after.Asked != before.Asked || after.State != before.State || !before.Denied() && order.UnclearRefund(h.Order, before, *e.Refund.Answer) {
		q.heard = now
	}
	switch {
	case after.Missing == 0:
		q.missing = time.Time{}
	case before.Missing == 0:
		q.missing = now
	}
}

// follow is what comes after an event: for the gateway, and for the sale in
// front of the customer.
func (c *Core) follow(now time.Time, h *held, e order.Event) []Effect {
	front := c.sale != nil && c.sale.order.ID == h.ID
	if front {
		c.sale.become(h.Order, now)
	}
	if front && e.Kind == order.RefundRequested { // nobody is to be told any more that it is paid
		c.sale = nil
	}
	switch {
	case e.Kind == order.Created:
		h.payment.busy, h.delayed = true, true
		return c.create(now, h)
	case e.Kind == order.RefundRequested, e.Kind == order.RefundSentAgain:
		return c.sendRefund(now, h, e.Refund.ID)
	case e.Kind == order.CreateAnswered && h.State == order.StateWaiting && !front:
		// Staff gave up before the code came: it is never shown.
		return []Effect{c.write(now, h.ID, order.Dismissed, func(e *order.Event) { e.Reason = order.BecauseAbandoned })}
	case front && h.State == order.StateWaiting && (e.Kind == order.CreateAnswered || e.Kind == order.ShownAgain):
		c.sale.until = now.Add(c.settings.ShowFor)
	case e.Kind == order.Unanswered && front:
		return c.underNewID(now)
	case front && e.Kind == order.Dismissed && h.TimeUp():
	case front && (e.Kind == order.Dismissed || e.Kind == order.Acknowledged || e.Kind == order.ByHand && e.Refund == nil):
		c.sale = nil
	}
	return nil
}

// create sends an order that is on disk, once the gateway has had the short silence
// that it asked for.
func (c *Core) create(now time.Time, h *held) []Effect {
	if !h.delayed || h.line.silence(now) > 0 {
		return nil
	}
	h.delayed, h.payment.sent = false, now
	return []Effect{Create{h.Order}}
}

// onNotWritten keeps the order as it was. A failed write stops all sales: a
// till that can't remember must not take money.
func (c *Core) onNotWritten(now time.Time, in NotWritten) []Effect {
	e := in.Event
	front := c.sale != nil && c.sale.order.ID == e.Order
	started := e.Kind == order.Created
	if started {
		if c.sale != nil && c.sale.pending == e.Order {
			c.sale = c.sale.notStarted()
		}
		c.notice = in.Why.Text
	}
	if started && in.Why.OneSale {
		return nil
	}
	if !in.Why.Misplaced {
		c.stopped = in.Why
	}
	h := c.orders[e.Order]
	if h == nil {
		return nil
	}
	switch {
	case e.Kind == order.RefundRequested, e.Kind == order.RefundSentAgain, e.Kind == order.ByHand:
		c.managerProblem = in.Why.Text
		c.forget(h)
		return nil
	case e.Kind == order.RefundRefused:
		h.about(e.Refund.ID).busy = false
	case e.Kind == order.RefundAnswered:
		h.about(e.Refund.ID).unsaved(h.Order, e)
	case e.Kind == order.Answered:
		h.payment.unsaved(h.Order, e)
		c.unwrittenAnswer(h, e)
	case e.Kind == order.Dismissed:
		h.closed = e.Reason // the code goes all the same; the order stays open
		switch {
		case front && e.Reason == order.BecauseTime:
			c.sale.over = true
		case front:
			c.sale = nil
		}
	case e.Kind == order.Acknowledged && front:
		h.left, c.sale = h.proof != nil || h.State == order.StatePaid, nil
	}
	c.place(now, h)
	return nil
}

// unwrittenAnswer keeps in mind what an answer proved or denied that is not on
// disk, and shows it, and what is not understood.
func (c *Core) unwrittenAnswer(h *held, e order.Event) {
	a := *e.Answer
	front := c.sale != nil && c.sale.order.ID == h.ID
	switch j := order.Judge(&h.Order, a); {
	case h.State == order.StatePaid:
	case j == order.Proven:
		h.proof = &a
		if front {
			c.sale.unrecorded = true
		}
	case j == order.Closed && front && h.State == order.StateWaiting:
		h.shut, c.sale.shut = &a, true
	case j == order.Differs:
		if front {
			c.sale.differed = &a
		}
	case front:
		if after, err := order.Apply(h.Order, e); err == nil {
			c.sale.order.Said, c.sale.order.Unread = after.Said, after.Unread
		}
	}
}

// answerOf is a refusal in the gateway's words, or nil when the error is not
// the gateway's own answer. What "not found" is at this gateway was learned.
func (l *line) answerOf(err error) *order.Answer {
	if p, is := errors.AsType[*payments.Error](err); is && p.Kind == payments.KindRefused {
		return &order.Answer{Code: p.Code, Message: p.Message, RID: p.RID, NotFound: p.Code != 0 && p.Code == l.learned.Order}
	}
	return nil
}
