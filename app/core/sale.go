package core

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qrtill/app/order"
	"qrtill/payments"
)

// sale is what stands in front of the customer: one amount, one live code, and
// as many orders as it took to get one.
type sale struct {
	charge  Charge
	id      string        // the sale's id: its first order's
	attempt int           // its newest order's number
	tries   int           // orders it took for this code
	pending order.ID      // the order being written
	before  order.Order   // the order before that one; none for the first
	order   order.Order   // the newest order
	since   time.Time     // when its phase began
	until   time.Time     // when we stop showing its code
	err     error         // why the creation of the newest failed
	took    time.Duration // of the gateway's last answer

	restored   bool          // it had ended before the till was started
	over       bool          // its time is over, but that is not on disk
	unrecorded bool          // proven paid, but not on disk
	shut       bool          // closed by the gateway, but not on disk
	differed   *order.Answer // disagreed, but not on disk
}

// attempts is how many orders one code may take when answers are lost: nobody
// can pay an order whose code was never known.
const attempts = 3

// What is wrong with a Charge.
var (
	errMoved      = errors.New("the log was made on another computer, or copied")
	errPending    = errors.New("the keyring is being read")
	errNotOffered = errors.New("this payment method is not offered")
	errOverLimit  = errors.New("the amount is over the shop's limit")
	errParts      = errors.New("the tip or the discount does not fit the amount")
	errSilent     = errors.New("the gateway wants to be left alone for a while")
	errNote       = errors.New("the note is too long or holds signs that can't be printed")
)

func (c *Core) charge(now time.Time, cmd Charge) []Effect {
	if !c.ready || c.sale != nil {
		return nil // a second Enter never makes a second order
	}
	c.notice = Text{}
	if err := c.check(now, cmd); err != nil {
		c.notice = c.explain(err)
		return c.tryAll(now, c.own(), err)
	}
	c.sale = &sale{charge: cmd, since: now}
	return c.newOrder(now)
}

// cannotSell is why no code may be shown now.
func (c *Core) cannotSell(now time.Time) error {
	switch {
	case c.stopped != nil:
		return c.stopped
	case c.moved:
		return errMoved
	}
	return c.own().blind(now)
}

// tryAll has a gateway that wants silence tried, as staff want to sell.
func (c *Core) tryAll(now time.Time, l *line, why error) []Effect {
	if errors.Is(why, errSilent) {
		c.probe(now, l)
	}
	return c.onTick(now)
}

func (c *Core) check(now time.Time, cmd Charge) error {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	if err := c.cannotSell(now); err != nil {
		return err
	}
	switch {
	case cmd.Amount.Minor <= 0:
		return order.ErrAmountZero
	case cmd.Amount.Currency != c.settings.Account.Currency:
		return order.ErrCurrency
	case !order.ValidParts(cmd.Amount, cmd.Tip, cmd.Discount):
		return errParts
	case cmd.Amount.Typable() != nil:
		return cmd.Amount.Typable()
	case cmd.Amount.Minor > c.settings.Limit && !cmd.OverLimit:
		return errOverLimit
	case !slices.Contains(c.settings.Methods, cmd.Method):
		return errNotOffered
	case utf8.RuneCountInString(cmd.Note) > order.NoteLength || strings.ContainsFunc(cmd.Note, unprintable):
		return errNote
	}
	return nil
}

// newOrder asks for the sale's next order to be written. Nothing is sent
// before it is on disk.
func (c *Core) newOrder(now time.Time) []Effect {
	s := c.sale
	id, err := order.NewID(c.random, c.settings.Till, c.practice)
	if err != nil {
		c.sale, c.notice = nil, c.explain(err)
		return nil
	}
	if s.id == "" {
		s.id = string(id)
	}
	s.attempt++
	s.tries++
	s.pending, s.before, s.over, s.restored = id, s.order, false, false
	s.order = order.Order{ID: id} // until it is written
	return []Effect{c.write(now, id, order.Created, func(e *order.Event) {
		e.New = &order.New{
			Sale: s.id, Attempt: s.attempt, Account: c.settings.Account, Amount: s.charge.Amount,
			Method: s.charge.Method, Note: s.charge.Note, Till: c.settings.Till, Zone: c.settings.Zone,
			Tip: s.charge.Tip, Discount: s.charge.Discount,
		}
	})}
}

// onCreated turns the end of a creation into an event: the code, a definite
// no, or "perhaps".
func (c *Core) onCreated(now time.Time, in CreateEnded) []Effect {
	h := c.orders[in.Order]
	if h == nil || h.State != order.StateCreated {
		return nil
	}
	h.payment.busy = false
	c.answered(now, h, in.Intent.Meta, in.Err)
	c.timed(h.ID, in.Intent.Meta)
	if h.ID == c.frontID() {
		c.sale.err = in.Err
	}
	if in.Err == nil {
		i := in.Intent
		return []Effect{c.write(now, h.ID, order.CreateAnswered, func(e *order.Event) {
			e.Answer = &order.Answer{
				MerchantOrderID: i.MerchantOrderID, OrderID: i.OrderID, Amount: i.Amount, Currency: i.Currency,
				Status: i.Status, QR: i.QR, RID: i.RID,
			}
		})}
	}
	if c.waitsInstead(now, h, in.Err) {
		return c.onTick(now)
	}
	definite, reason := failure(in.Err)
	kind := order.Unanswered
	if definite {
		kind = order.Refused
	}
	return []Effect{c.write(now, h.ID, kind, func(e *order.Event) {
		e.Reason, e.Answer = reason, h.line.answerOf(in.Err)
	})}
}

// waitsInstead has an order of which nothing has left wait on the screen for the short
// silence that the gateway wants where it gives tokens.
func (c *Core) waitsInstead(now time.Time, h *held, err error) bool {
	p, failed := errors.AsType[*payments.Error](err)
	if !failed || h.ID != c.frontID() || c.sale.tries >= attempts || payments.OutcomeOf(err) != payments.TryAgain {
		return false
	}
	trouble := p.Kind == payments.KindServer || p.Kind == payments.KindNotSent
	if !trouble || !p.AsksToWait() || h.line.silence(now) == 0 || h.line.long {
		return false
	}
	c.sale.tries++
	h.payment.busy, h.delayed = true, true
	return true
}

// waitsTooLong ends the waiting of an order of which nothing has left, when the gateway
// has come to want a longer silence.
func (c *Core) waitsTooLong(now time.Time, h *held) []Effect {
	if !h.delayed || !h.line.long || h.line.silence(now) == 0 {
		return nil
	}
	h.delayed, h.payment.busy, c.sale.err = false, false, errSilent
	return []Effect{c.write(now, h.ID, order.Refused, func(e *order.Event) { e.Reason = order.BecauseNotSent })}
}

// failure says what the error of a call that makes something means: a definite
// no, or "perhaps".
func failure(err error) (definite bool, why order.Reason) {
	switch payments.OutcomeOf(err) {
	case payments.Refused:
		return true, order.BecauseGateway
	case payments.TryAgain:
		return true, order.BecauseNotSent
	}
	p, failed := errors.AsType[*payments.Error](err)
	switch {
	case failed && p.Kind == payments.KindAuth:
		return false, order.BecauseAuth
	case failed && (p.Kind == payments.KindMalformed || p.Kind == payments.KindCoding || p.Foreign()):
		return false, order.BecauseUnclear
	}
	return false, order.BecauseLost
}

// underNewID goes on with the sale under a new id after an answer was lost, unless
// the gateway asked for silence or the account has changed meanwhile. What would
// only come again is not tried again: an answer that disagreed, one that can't
// be unpacked, or one of something else than the gateway.
func (c *Core) underNewID(now time.Time) []Effect {
	s := c.sale
	p, failed := errors.AsType[*payments.Error](s.err)
	wait := failed && (p.AsksToWait() || p.Foreign() || p.Kind == payments.KindCoding)
	if s.tries >= attempts || s.order.Why == order.BecauseRestart || wait || s.order.Account != c.settings.Account {
		return nil
	}
	return c.newOrder(now)
}

// notStarted is the sale when its next order could not be written: none, or as it
// was before.
func (s *sale) notStarted() *sale {
	if s.before.State == order.None {
		return nil
	}
	s.order, s.pending = s.before, ""
	return s
}

// become follows the order of the sale.
func (s *sale) become(o order.Order, now time.Time) {
	before := s.phase()
	s.order, s.pending = o, ""
	s.over = s.over && !o.Marks.Has(order.MarkDismissed)
	s.unrecorded = s.unrecorded && o.State != order.StatePaid
	s.shut = s.shut && o.State == order.StateWaiting
	if o.Marks.Has(order.MarkMismatch) {
		s.differed = nil
	}
	if s.phase() != before {
		s.since, s.restored = now, false
	}
}

func (s *sale) phase() Phase {
	o := s.order
	switch {
	case s.unrecorded:
		return Unrecorded
	case o.Marks.Has(order.MarkMismatch), s.differed != nil:
		return Disputed
	}
	switch o.State {
	case order.StateWaiting:
		if s.shut {
			return Closed
		}
		if s.over || o.TimeUp() {
			return TimeUp
		}
		return Waiting
	case order.StatePaid:
		return Paid
	case order.StateCancelled:
		return Closed
	case order.StateUnsure, order.StateRefused:
		return Failed
	}
	return Sending
}

// timed notes how long an answer about the sale's order took.
func (c *Core) timed(id order.ID, meta payments.Meta) {
	if id == c.frontID() && meta.Took > 0 {
		c.sale.took = meta.Took
	}
}

// ended says that the sale only waits for staff to go on.
func (s *sale) ended() bool {
	switch s.phase() {
	case Paid, Closed, Failed, TimeUp, Unrecorded:
		return true
	}
	return false
}

// leavable says that there is no code that the customer can pay, or is about to
// get.
func (s *sale) leavable() bool { return s.phase() != Sending && s.phase() != Waiting }

// problem is what staff must know about the sale, and what it means for the money.
func (c *Core) problem() Text {
	s := c.sale
	switch phase := s.phase(); {
	case phase == Disputed:
		o := s.order
		if s.differed != nil {
			o.Differed = s.differed
		}
		return disputeText(o)
	case phase == Unrecorded:
		return Text{Key: "sale.unrecorded", Values: map[string]any{"Amount": s.order.Amount, "Order": string(s.order.ID)}}
	case phase == Paid && c.paidBy(&s.order):
		return Text{Key: "sale.paid_twice"}
	case c.paidBy(&s.order):
		return Text{Key: "sale.paid_before"}
	case phase == Failed:
		return c.whyFailed()
	case phase == TimeUp && s.order.Unclear():
		return Text{Key: "sale.unclear_over", Values: map[string]any{"Said": s.order.Unread}}
	case s.order.Unclear():
		return Text{Key: "sale.not_understood", Values: map[string]any{"Said": s.order.Unread}}
	}
	return Text{}
}

func (c *Core) whyFailed() Text {
	s := c.sale
	switch {
	case s.err == nil && s.order.Why == order.BecauseUnclear:
		return Text{Key: "sale.unclear"}
	case s.err == nil: // the log failed before it had the answer, and was opened anew
		return Text{Key: "sale.failed.interrupted"}
	case c.own().long && payments.OutcomeOf(s.err) == payments.TryAgain:
		return c.explain(errSilent)
	case s.attempt > 1 && payments.OutcomeOf(s.err) == payments.TryAgain:
		return Text{Key: "sale.failed.lost"} // the last order was never sent, one before was
	}
	return c.explain(fmt.Errorf("%w: %w", errNoCode, s.err))
}
