package core

import (
	"io"
	"time"

	"golang.org/x/time/rate"

	"qrtill/app/order"
)

// Core is the till without its surroundings. One goroutine at a time may use it.
type Core struct {
	settings order.Settings
	zone     *time.Location // of the settings
	minute   int64          // of which day is the business day
	day      string
	loopback bool // their gateway is on this computer
	ready    bool // there are settings
	loaded   bool // the log was read: whatever is in front since, staff have put there
	practice bool
	random   io.Reader // nil is crypto/rand

	orders  map[order.ID]*held
	sales   map[string][]*held // the same, by the sale they belong to
	sale    *sale              // in front of the customer
	lines   []*line
	self    *line // of the till's account
	later   *pile // questions that are not due yet
	budget  *rate.Limiter
	asks    int                // questions so far
	marked  map[order.ID]*held // what a person may have to be told about
	stopped *Failure           // the log can't be written: no sale may start
	moved   bool               // the keyring does not know the log: no sale may start

	notice  Text
	checked order.ID  // that staff asked for; until the gateway has answered
	reply   Text      // what came of that
	until   time.Time // when that is old
	network Network
	denied  string        // the request that shows that the gateway does not take our credentials; empty for none
	skew    time.Duration // how far our clock is from the gateway's

	lost map[order.ID]*held // what was known of orders that are looked up again

	managerDone    int  // what managers have had done in this run
	managerProblem Text // why the last of it was not done
}

// held is an open order with what only this run knows about it.
type held struct {
	order.Order
	hash    uint64 // of its number
	payment question
	refunds map[order.RefundID]*question
	closed  order.Reason  // why its code was closed, when that could not be written
	proof   *order.Answer // that it is paid, when that could not be written
	shut    *order.Answer // that the gateway has closed it, when that could not be written
	left    bool          // staff went on from a payment, and that could not be written

	delayed            bool // its creation waits until the gateway has had its silence
	line               *line
	undecided, counted bool // as its line has counted it
	marked             bool // it is among those that are
	alert              order.Alert
}

func (q *question) age(now time.Time) order.Age {
	return order.Age{Watch: now.Sub(q.began), Answer: now.Sub(q.heard)}
}

// begin has its ages be those.
func (q *question) begin(now time.Time, age order.Age) {
	q.began, q.heard = now.Add(-age.Watch), now.Add(-age.Answer)
}

// about is the question about the order, or about one of its refunds.
func (h *held) about(refund order.RefundID) *question {
	if refund == "" {
		return &h.payment
	}
	q := h.refunds[refund]
	if q == nil {
		q = &question{held: h, refund: refund}
		if h.refunds == nil {
			h.refunds = map[order.RefundID]*question{}
		}
		h.refunds[refund] = q
	}
	return q
}

// hurry makes everything about the order due now.
func (h *held) hurry() {
	h.payment.hurry()
	for _, r := range h.Refunds {
		q := h.about(r.ID)
		q.hurry()
	}
}

func (q *question) hurry() { q.urgent, q.failures, q.unhelpful, q.unwritten = true, 0, 0, 0 }

// want has a question asked once that somebody asks for.
func (q *question) want() {
	q.wanted, q.anew, q.failures, q.unhelpful, q.unwritten = true, q.busy, 0, 0, 0
}

// want asks once about an order that was ever sent.
func (h *held) want() {
	if h.State == order.StateCreated || h.Sent() {
		h.payment.want()
	}
}

// perSecond is the budget of questions that all orders share.
const perSecond = 2

// New makes a core that knows nothing yet. Order numbers come from random;
// nil is crypto/rand.
func New(random io.Reader) *Core {
	c := &Core{
		random: random, orders: map[order.ID]*held{}, sales: map[string][]*held{},
		marked: map[order.ID]*held{}, later: newPile(later), zone: time.UTC,
		budget: rate.NewLimiter(perSecond, perSecond),
	}
	c.self = c.line(c.settings.Account)
	return c
}

// Step takes one input and says what is to be done. now should carry a
// monotonic reading, so that delays do not follow the wall clock.
func (c *Core) Step(now time.Time, in Input) []Effect {
	switch in := in.(type) {
	case Loaded:
		return c.load(now, in)
	case Written:
		return c.onWritten(now, in.Event)
	case NotWritten:
		return c.onNotWritten(now, in)
	case CreateEnded:
		return c.onCreated(now, in)
	case AskEnded:
		return c.onAsked(now, in)
	case RefundEnded:
		return c.onRefundEnded(now, in)
	case RefundAsked:
		return c.onRefundAsked(now, in)
	case Allowed:
		return c.allowed(now, in)
	case Notified:
		return c.notified(now, in)
	case KeyAwaited:
		if l := c.line(in.Account); l.key == nil {
			l.key = errPending
		}
		return nil
	case KeyRead:
		l := c.line(in.Account)
		if l.key = nil; in.Why != nil {
			l.key = in.Why
		}
		return c.onTick(now)
	case Found:
		return c.found(now, in)
	case LearnEnded:
		return c.onLearnt(now, in)
	case Taught:
		c.line(in.Learned.Account).learned = in.Learned
		return nil
	case Adopted:
		c.adopt(in.Settings, in.Zone)
		c.ready, c.denied = true, ""
		return nil
	case Noticed:
		c.notice = in.Text
		return nil
	case PINTyped:
		c.managerProblem = Text{}
		return nil
	case Warmed:
		c.warmed(now, in)
		return nil
	case Moved:
		if c.moved = in.Away; c.moved { // the customer stands before another till
			return c.dismiss(now, order.BecauseRestart)
		}
		return nil
	case Tick:
		return c.onTick(now)
	case Jumped:
		c.hurry(now)
		return c.onTick(now)
	case Command:
		return c.onCommand(now, in)
	}
	return nil
}

func (c *Core) onCommand(now time.Time, cmd Command) []Effect {
	switch cmd := cmd.(type) {
	case Typing:
		return []Effect{Warm{c.settings.Account}}
	case Charge:
		return c.charge(now, cmd)
	case Dismiss:
		return c.stopShowing(now, cmd)
	case AskNow:
		return c.askNow(now)
	case Next:
		return c.next(now, cmd)
	case Check:
		c.checked, c.until, c.notice = cmd.Order, now.Add(checkedFor), Text{}
		c.reply = Text{Key: "checked.asking", Values: map[string]any{"Order": string(cmd.Order)}}
		return c.lookInto(now, cmd.Order)
	case Again:
		return c.goOn(now, cmd)
	case Acknowledge:
		return c.acknowledge(now, cmd)
	}
	return nil
}

// hurry makes everything open due now, within the budget.
func (c *Core) hurry(now time.Time) {
	for _, h := range c.orders {
		h.hurry()
		c.place(now, h)
	}
}

// adopt takes settings into use.
func (c *Core) adopt(s order.Settings, zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	c.day = ""
	c.settings, c.zone, c.loopback, c.self = s, zone, s.Account.Loopback(), c.line(s.Account)
}

// Settings are those in use; ready is false before there are any.
func (c *Core) Settings() (s order.Settings, ready bool) { return c.settings, c.ready }

// Stopped says that the log can't be written, so that no sale can start.
func (c *Core) Stopped() bool { return c.stopped != nil }

// Moved says that the keyring does not know the log, so that no sale can start.
func (c *Core) Moved() bool { return c.moved }

// Offline says that the last call to the till's own gateway did not get through.
func (c *Core) Offline() bool { return c.network == Offline }

// Day is the business day of a moment.
func (c *Core) Day(t time.Time) string {
	if minute := t.Unix() / 60; c.day == "" || minute != c.minute { // no day ends within one
		c.minute, c.day = minute, order.BusinessDay(t, c.zone, c.settings.Cutoff)
	}
	return c.day
}
