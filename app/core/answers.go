package core

import (
	"errors"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

const (
	// rewrite is how often an answer that says nothing new goes into the log.
	rewrite = time.Hour
	// checkedFor is how long staff read what came of an order that they asked for:
	// what they look at then may be another.
	checkedFor = 30 * time.Second
	// wantedTries is how often somebody's question is answered with nothing of use, before
	// it is left to the schedule.
	wantedTries = 5
)

// onAsked turns the end of a question into an event. A refusal in the
// gateway's own words is an answer too: not found is not unpaid.
func (c *Core) onAsked(now time.Time, in AskEnded) []Effect {
	h := c.orders[in.Order]
	if h == nil {
		c.missed(in.Order, "")
		return nil
	}
	answer := h.line.answerOf(in.Err)
	if in.Err == nil {
		p := in.Payment
		answer = &order.Answer{
			MerchantOrderID: p.MerchantOrderID, OrderID: p.OrderID, Amount: p.Amount, Currency: p.Currency,
			Status: p.Status, PayTime: p.PayTime, RID: p.RID,
		}
	}
	c.answered(now, h, in.Payment.Meta, in.Err)
	c.timed(h.ID, in.Payment.Meta)
	refunds := c.afterCheck(now, h, answer)
	if h.State == order.StateCreated { // it is not known to be there
		answer = nil
	}
	h.payment.ended(now, answer != nil && answer.Says(), in.Err)
	c.tellChecked(now, h.Order, answer)
	if answer == nil || !h.listens(*answer) {
		c.place(now, h)
		c.forget(h)
		return append(refunds, c.onTick(now)...)
	}
	return append(c.answer(now, h, &h.payment, c.write(now, h.ID, order.Answered, func(e *order.Event) {
		e.Answer, e.Step = answer, order.Step(h.Order, *answer, h.payment.age(now), e.Day)
	})), refunds...)
}

// listens says that an answer has a place in the order: one that was refused is paid or
// disputed all the same, or stays as it is.
func (h *held) listens(a order.Answer) bool {
	if h.State != order.StateRefused {
		return true
	}
	j := order.Judge(&h.Order, a)
	return h.Sent() && (j == order.Proven || j == order.Differs)
}

// ended notes the end of a question, and whether there was an answer.
func (q *question) ended(now time.Time, answered bool, err error) {
	q.busy, q.asked = false, now
	switch {
	case answered:
		q.failures, q.unhelpful, q.urgent, q.wanted = 0, 0, false, q.anew // an answer to an older question does not serve who asked since
	case err == nil || isRefusal(err):
		q.unhelpful++
		q.wanted = q.wanted && q.unhelpful < wantedTries
	case !isFailure(err):
		q.failures++
	}
	q.anew = false
}

// unsaved notes that an answer could not be written: it is asked for again, also where
// no schedule does. One that disagreed is kept, as the next may not.
func (q *question) unsaved(o order.Order, e order.Event) {
	sending := q.refund == "" && slices.ContainsFunc(o.Refunds, func(r order.Refund) bool { return r.State == order.RefundWanted && q.held.about(r.ID).out })
	if would, err := order.Apply(o, e); err == nil && would.Differed != o.Differed && !sending { // what comes of that decides what it means
		q.disputed = &e
	}
	q.unwritten++
	q.wanted = q.wanted || !q.scheduled()
}

// scheduled says that it is asked once more by itself.
func (q *question) scheduled() bool {
	action, _ := order.Need(&q.held.Order, order.Age{})
	if r, ok := q.held.Refund(q.refund); ok {
		action, _ = order.NeedRefund(r, order.Age{})
	}
	return action != order.Nothing
}

// answer has an answer written, or keeps one that says nothing new in memory.
func (c *Core) answer(now time.Time, h *held, q *question, w Write) []Effect {
	if order.Passing(h.Order, w.Event) && now.Sub(q.noted) < rewrite {
		h.take(now, w.Event)
		c.place(now, h)
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

// tellChecked tells staff what came of what they asked for, of an order that may look as
// it did before.
func (c *Core) tellChecked(now time.Time, o order.Order, answer *order.Answer) {
	if c.checked != o.ID {
		return
	}
	c.checked, c.until = "", now.Add(checkedFor)
	about := map[string]any{"Order": string(o.ID)}
	if answer == nil {
		c.reply = Text{Key: "checked.nothing", Values: about}
		return
	}
	switch j := order.Judge(&o, *answer); {
	case j == order.Proven, order.Confirms(&o, *answer):
		c.reply = Text{Key: "checked.paid", Values: about}
	case j == order.Differs, j == order.Closed && o.State == order.StatePaid:
		c.reply = Text{Key: "checked.differs", Values: about}
	case j == order.Closed:
		c.reply = Text{Key: "checked.closed", Values: about}
	case answer.Code == 0 && answer.Status == "PENDING":
		c.reply = Text{Key: "checked.pending", Values: about}
	default:
		c.reply = Text{Key: "checked.other", Values: map[string]any{"Order": string(o.ID), "Said": answer.Short()}}
	}
}

// isRefusal says that the gateway has answered, in its own words, or even to a new token.
func isRefusal(err error) bool {
	p, is := errors.AsType[*payments.Error](err)
	return is && (p.Kind == payments.KindRefused || p.Anew)
}

// isFailure says that a call could not be made here: the gateway is not to blame.
func isFailure(err error) bool {
	_, is := errors.AsType[*Failure](err)
	return is
}
