package core

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qrtill/app/order"
)

// What is wrong with what a manager wants.
var (
	errReason        = errors.New("the reason is missing, too long or holds signs that can't be printed")
	errNotPaid       = errors.New("the order is not proven paid, so nothing can be refunded")
	errNotResendable = errors.New("the refund may not be sent again, or not yet")
	errDecided       = errors.New("there is nothing to record by hand")
)

// allowed does what a manager's command says: the PIN was right.
func (c *Core) allowed(now time.Time, in Allowed) []Effect {
	c.managerProblem = Text{}
	h := c.orders[in.Order.ID]
	if h == nil { // it wanted nothing any more
		h = c.newHeld(now, in.Order)
	}
	w, err := c.managersEvent(now, h, in.Command)
	if err == nil {
		_, err = order.Apply(h.Order, w.Event)
	}
	if err != nil {
		c.managerProblem = c.explainFor(h.Order, err)
		return nil
	}
	c.hold(h)
	out := []Effect{w}
	if cmd, refunds := in.Command.(Refund); refunds && cmd.Failed != "" {
		if r, _ := h.FailedRefund(); r.ID == cmd.Failed { // this one is what is done about it
			out = append(out, c.write(now, h.ID, order.Acknowledged, func(e *order.Event) { e.Refund = &order.RefundChange{ID: cmd.Failed} }))
		}
	}
	return out
}

// managersEvent is the event that a manager's command asks for, if it may be.
func (c *Core) managersEvent(now time.Time, h *held, cmd Command) (Write, error) {
	switch cmd := cmd.(type) {
	case Refund:
		if err := c.checkRefund(h.Order, cmd); err != nil {
			return Write{}, err
		}
		id, err := order.NewRefundID(c.random, c.settings.Till, c.practice)
		return c.write(now, h.ID, order.RefundRequested, func(e *order.Event) {
			e.Refund = &order.RefundChange{ID: id, Amount: &cmd.Amount, Reason: cmd.Reason}
		}), err
	case SendAgain: // not while its answer to an older question may still come
		if !h.Resendable(cmd.Refund) || h.about(cmd.Refund).busy {
			return Write{}, errNotResendable
		}
		return c.write(now, h.ID, order.RefundSentAgain, func(e *order.Event) {
			e.Refund = &order.RefundChange{ID: cmd.Refund}
		}), c.cannotSend(h.Account)
	case Resolve:
		if cmd.Reason == "" || badReason(cmd.Reason) {
			return Write{}, errReason
		}
		if cmd.Saw != StandingOf(h.Order, cmd.Refund) {
			return Write{}, errDecided // it has come to something else while the PIN was typed
		}
		if r, ok := h.Refund(cmd.Refund); ok && !slices.Contains(r.Verdicts(now.Sub(h.about(r.ID).dispatched)), cmd.Verdict) {
			return Write{}, errDecided
		}
		if s := c.sale; s != nil && s.order.ID == h.ID && !s.leavable() {
			return Write{}, errDecided // its code can be paid at this moment
		}
		return c.write(now, h.ID, order.ByHand, func(e *order.Event) {
			e.Hand = &order.Hand{Verdict: cmd.Verdict, Reason: cmd.Reason}
			if cmd.Refund != "" {
				e.Refund = &order.RefundChange{ID: cmd.Refund}
			}
		}), nil
	}
	return Write{}, errDecided
}

func (c *Core) checkRefund(o order.Order, cmd Refund) error {
	switch {
	case o.State != order.StatePaid:
		return errNotPaid
	case badReason(cmd.Reason):
		return errReason
	case cmd.Amount.Minor <= 0:
		return order.ErrAmountZero
	case cmd.Amount.Currency != o.Amount.Currency:
		return order.ErrCurrency
	case cmd.Amount.Minor > o.Refundable().Minor:
		return order.ErrRefundLimit
	}
	return c.cannotSend(o.Account)
}

// cannotSend is why nothing may be sent to an account's gateway now.
func (c *Core) cannotSend(a order.Account) error {
	if c.stopped != nil {
		return c.stopped
	}
	return c.line(a).key
}

func badReason(s string) bool {
	return utf8.RuneCountInString(s) > order.RefundReasonLength || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// sendRefund sends what is on disk now, once its order was asked about: that proves
// token and order, and while it fails nothing was sent.
func (c *Core) sendRefund(now time.Time, h *held, id order.RefundID) []Effect {
	q := h.about(id)
	q.busy, q.unsent, q.early, q.out = true, true, h.payment.busy, false
	h.want()
	c.place(now, h)
	return c.onTick(now)
}

// afterCheck goes on with the refunds that wait for an answer about their order; nil
// is none.
func (c *Core) afterCheck(now time.Time, h *held, answer *order.Answer) (out []Effect) {
	for _, r := range h.Refunds {
		q := h.about(r.ID)
		if q.early {
			q.early = false // the question left before the refund was wanted
			continue
		}
		if !q.unsent {
			continue
		}
		q.unsent = false
		if answer != nil && order.Confirms(&h.Order, *answer) && h.covered() { // no other has gone out since
			q.out = true
			out = append(out, SendRefund{h.Order, r})
			continue
		}
		out = append(out, c.write(now, h.ID, order.RefundRefused, func(e *order.Event) {
			e.Reason, e.Refund = order.BecauseNotSent, &order.RefundChange{ID: r.ID}
		}))
	}
	return out
}

// covered is Covered, also by what disagreed and could not be written.
func (h *held) covered() bool {
	would := h.unwritten()
	return h.Covered() && (would == nil || would.Covered())
}

// onRefundEnded turns the end of a sending into an event: the gateway's word,
// a definite no, or "perhaps".
func (c *Core) onRefundEnded(now time.Time, in RefundEnded) []Effect {
	h := c.orders[in.Order]
	if h == nil {
		return nil
	}
	h.about(in.Refund).busy = false
	r, known := h.Refund(in.Refund)
	if !known || r.State != order.RefundWanted {
		return nil
	}
	c.answered(now, h, in.Answer.Meta, in.Err)
	kind, change := order.RefundAnswered, order.RefundChange{ID: r.ID, Answer: h.line.refundAnswerOf(RefundAsked(in))}
	var reason order.Reason
	if in.Err != nil {
		var definite bool
		definite, reason = failure(in.Err)
		kind = order.RefundUnanswered
		switch {
		case definite && change.Answer != nil && change.Answer.NotFound:
			reason = order.BecauseUnclear // what it says of everything proves nothing of this
		case definite:
			kind = order.RefundRefused
		}
	}
	return []Effect{c.write(now, h.ID, kind, func(e *order.Event) { e.Reason, e.Refund = reason, &change })}
}

// onRefundAsked turns the end of a question about a refund into an event.
func (c *Core) onRefundAsked(now time.Time, in RefundAsked) []Effect {
	h := c.orders[in.Order]
	if h == nil {
		c.missed(in.Order, in.Refund)
		return nil
	}
	q, answer := h.about(in.Refund), h.line.refundAnswerOf(in)
	c.answered(now, h, in.Answer.Meta, in.Err)
	r, _ := h.Refund(in.Refund)
	q.ended(now, answer != nil && order.Counts(r, *answer), in.Err)
	if answer == nil {
		c.place(now, h)
		c.forget(h)
		return c.onTick(now)
	}
	return c.answer(now, h, q, c.write(now, h.ID, order.RefundAnswered, func(e *order.Event) {
		e.Refund = &order.RefundChange{ID: in.Refund, Answer: answer}
		if answer.NotFound {
			e.Refund.Missing = r.Missing + 1
		}
		if answer.NotFound && !q.missing.IsZero() {
			e.Refund.For = now.Sub(q.missing)
		}
		e.Step = order.StepRefund(h.Order, r, *answer, q.age(now), e.Day)
	}))
}

// refundAnswerOf is the gateway's word about a refund, or nil when the call
// brought none.
func (l *line) refundAnswerOf(in RefundAsked) *order.RefundAnswer {
	if in.Err == nil {
		a := in.Answer
		return &order.RefundAnswer{
			MerchantRefundID: a.MerchantRefundID, RefundID: a.RefundID, MerchantOrderID: a.MerchantOrderID, OrderID: a.OrderID,
			Amount: a.Amount, Currency: a.Currency, Status: a.Status, RID: a.RID,
		}
	}
	if a := l.answerOf(in.Err); a != nil {
		return &order.RefundAnswer{Code: a.Code, Message: a.Message, RID: a.RID, NotFound: a.Code != 0 && a.Code == l.learned.Refund}
	}
	return nil
}
