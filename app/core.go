package app

import (
	"errors"
	"io"
	"time"

	"golang.org/x/time/rate"

	"qrtill/app/order"
	"qrtill/payments"
)

// core is the till without its surroundings: what to do next, given what has
// happened. It has no goroutine and no I/O; step is its only door.
type core struct {
	settings order.Settings
	ready    bool // there are settings
	practice bool
	random   io.Reader // nil is crypto/rand

	orders  map[order.ID]*held
	sale    *sale // in front of the customer
	keys    map[order.Account]error
	budget  *rate.Limiter
	quiet   map[order.Account]time.Time // the gateway asked for silence until then
	stopped error                       // the log can't be written: no sale may start
	proofs  map[order.ID]order.Answer   // proven paid, not recorded yet

	notice  Text
	network Network
	denied  error         // the gateway does not take our credentials
	skew    time.Duration // how far our clock is from the gateway's
}

// held is an open order with what only this run knows about it.
type held struct {
	order.Order
	busy     bool      // a call about it is under way
	urgent   bool      // ask now: staff asked, the till started, or the clock jumped
	asked    time.Time // when a question last ended, answered or not
	failures int       // questions without an answer since the last one with
	noted    time.Time // when an answer was last written to the log
	closed   bool      // staff closed its code, and that could not be written
}

// What the shell tells the core.
type (
	input interface{}
	// loaded: what the log holds, at start and after it was opened anew.
	loaded struct {
		settings order.Settings
		ready    bool
		practice bool
		orders   []order.Order
	}
	// written: an event is on disk.
	written struct{ event order.Event }
	// notWritten: an event could not be written; the order is as it was.
	notWritten struct {
		event order.Event
		err   error
	}
	// created and asked: a gateway call has ended.
	created struct {
		id     order.ID
		intent payments.Intent
		err    error
	}
	asked struct {
		id      order.ID
		payment payments.Payment
		err     error
	}
	// warmed: the connection was made ready beforehand, or why not.
	warmed struct {
		account order.Account
		err     error
	}
	// keyRead: an account's secret could be read, or why not.
	keyRead struct {
		account order.Account
		err     error
	}
	// tick: a due time may have passed.
	tick struct{}
	// jumped: the clock was set, or the computer slept.
	jumped struct{}
)

// What the core tells the shell to do, in this order.
type (
	effect interface{}
	// write the event to the log, then answer written or notWritten before
	// anything else happens.
	write struct{ event order.Event }
	// create the order at the gateway; answers created.
	create struct{ order order.Order }
	// ask the gateway about the order; answers asked.
	ask struct{ order order.Order }
)

// perSecond is the budget of questions that all orders share.
const perSecond = 2

func newCore(random io.Reader) *core {
	return &core{
		random: random, orders: map[order.ID]*held{}, keys: map[order.Account]error{},
		quiet: map[order.Account]time.Time{}, proofs: map[order.ID]order.Answer{}, budget: rate.NewLimiter(perSecond, perSecond),
	}
}

// step takes one input and says what is to be done. now should carry a
// monotonic reading, so that delays do not follow the wall clock.
func (c *core) step(now time.Time, in input) []effect {
	switch in := in.(type) {
	case loaded:
		return c.load(now, in)
	case written:
		return c.onWritten(now, in.event)
	case notWritten:
		return c.onNotWritten(in)
	case created:
		return c.onCreated(now, in)
	case asked:
		return c.onAsked(now, in)
	case keyRead:
		c.keys[in.account] = in.err
		return c.onTick(now)
	case warmed:
		c.heard(now, in.account, payments.Meta{}, in.err)
		return nil
	case tick:
		return c.onTick(now)
	case jumped:
		c.hurry()
		return c.onTick(now)
	case Command:
		return c.onCommand(now, in)
	}
	return nil
}

func (c *core) onCommand(now time.Time, cmd Command) []effect {
	switch cmd := cmd.(type) {
	case Charge:
		return c.charge(now, cmd)
	case Dismiss:
		return c.dismiss(now, order.BecauseStaff)
	case AskNow:
		return c.askNow(now)
	case Next:
		return c.next(now)
	case Acknowledge:
		return c.acknowledge(now, cmd.Order)
	}
	return nil
}

// load takes over what the log holds, at the start or after it was opened
// anew. What only this run knows is kept: calls under way, proofs that could
// not be written, codes that staff closed.
func (c *core) load(now time.Time, in loaded) []effect {
	c.settings, c.ready, c.practice, c.stopped = in.settings, in.ready, in.practice, nil
	before := c.orders
	c.orders = map[order.ID]*held{}
	for _, o := range in.orders {
		h := &held{Order: o}
		if old := before[o.ID]; old != nil {
			h.busy, h.asked, h.closed = old.busy, old.asked, old.closed
		}
		c.orders[o.ID] = h
	}
	c.keepFront(now)
	var out []effect
	for i := len(in.orders) - 1; i >= 0; i-- {
		out = append(out, c.takeUp(now, c.orders[in.orders[i].ID])...)
	}
	c.hurry()
	return append(out, c.onTick(now)...)
}

// keepFront leaves the sale on the screen if the log knows its order, or if it
// has ended and only waits for staff.
func (c *core) keepFront(now time.Time) {
	if c.sale == nil {
		return
	}
	switch h := c.orders[c.sale.order.ID]; {
	case h != nil && !h.closed:
		c.sale.become(h.Order, now)
	case !c.sale.ended():
		c.sale = nil
	}
}

// takeUp goes on with one order of the log. A code that was in front of the
// customer when the till stopped is shown again if its time is not over.
func (c *core) takeUp(now time.Time, h *held) []effect {
	shown := h.State == order.StateWaiting && !h.Marks.Has(order.MarkDismissed)
	proof, proven := c.proofs[h.ID]
	why := order.BecauseRestart
	switch {
	case proven:
		return []effect{c.write(now, h.ID, order.Answered, func(e *order.Event) { e.Answer = &proof })}
	case !shown || h.ID == c.frontID():
		return nil
	case h.closed:
		why = order.BecauseStaff
	case c.sale == nil && now.Sub(h.ShownAt) < c.settings.ShowFor:
		c.sale = resume(h.Order, now, c.settings.ShowFor)
		return nil
	}
	return []effect{c.write(now, h.ID, order.Dismissed, func(e *order.Event) { e.Reason = why })}
}

// hurry makes everything open due now, within the budget.
func (c *core) hurry() {
	for _, h := range c.orders {
		h.urgent, h.failures = true, 0
	}
}

// write makes an event about an order and asks for it to be written.
func (c *core) write(now time.Time, id order.ID, kind order.Kind, fill func(*order.Event)) write {
	e := order.Event{Version: order.Version, Kind: kind, At: now.UTC(), Day: businessDay(c.settings, now), Order: id}
	if fill != nil {
		fill(&e)
	}
	return write{e}
}

// businessDay falls back on the calendar day in UTC for settings that were
// never checked; Validate keeps such settings out of the log.
func businessDay(s order.Settings, now time.Time) string {
	day, err := s.BusinessDay(now)
	if err != nil {
		return now.UTC().Format(time.DateOnly)
	}
	return day
}

// onWritten is where an order changes.
func (c *core) onWritten(now time.Time, e order.Event) []effect {
	if e.Kind == order.SettingsChanged {
		c.settings, c.ready, c.denied = *e.Settings, true, nil
		return nil
	}
	if e.Order == "" {
		return nil
	}
	h := c.orders[e.Order]
	if h == nil {
		h = &held{}
	}
	if !h.take(e) {
		return nil
	}
	c.orders[e.Order] = h
	if e.Kind == order.Answered || e.Kind == order.CreateAnswered {
		h.noted = now
	}
	if h.State == order.StatePaid {
		delete(c.proofs, h.ID)
	}
	out := c.follow(now, h, e)
	if !h.Open() {
		delete(c.orders, e.Order)
	}
	return out
}

// take applies an event to the order in memory; an event that has no place
// there was refused by the log too.
func (h *held) take(e order.Event) bool {
	next, err := order.Apply(h.Order, e)
	if err != nil {
		return false
	}
	h.Order = next
	return true
}

// follow is what comes after an event: for the gateway, and for the sale in
// front of the customer.
func (c *core) follow(now time.Time, h *held, e order.Event) []effect {
	front := c.sale != nil && c.sale.order.ID == h.ID
	if front {
		c.sale.become(h.Order, now)
	}
	switch {
	case e.Kind == order.Created:
		h.busy = true
		return []effect{create{h.Order}}
	case e.Kind == order.CreateAnswered && h.State == order.StateWaiting && !front:
		// Staff gave up before the code came: it is never shown.
		return []effect{c.write(now, h.ID, order.Dismissed, func(e *order.Event) { e.Reason = order.BecauseAbandoned })}
	case e.Kind == order.CreateAnswered && front && h.State == order.StateWaiting:
		c.sale.until = now.Add(c.settings.ShowFor)
	case e.Kind == order.Unanswered && front:
		return c.again(now)
	case e.Kind == order.Dismissed && front:
		c.sale = nil
	}
	return nil
}

// onNotWritten keeps the order as it was. A failed write stops all sales: a
// till that can't remember must not take money.
func (c *core) onNotWritten(in notWritten) []effect {
	e := in.event
	front := c.sale != nil && c.sale.order.ID == e.Order
	started := e.Kind == order.Created
	if started {
		if c.sale != nil && c.sale.pending == e.Order {
			c.sale = nil
		}
		c.notice = Explain(in.err)
	}
	if started && isRefusalToStart(in.err) {
		return nil
	}
	c.stopped = in.err
	h := c.orders[e.Order]
	if h == nil {
		return nil
	}
	switch {
	case e.Kind == order.Answered && h.State != order.StatePaid:
		c.unwrittenAnswer(h, *e.Answer)
	case e.Kind == order.Dismissed:
		h.closed = true
		if front {
			c.sale = nil // the code goes all the same; the order stays open
		}
	}
	return nil
}

// unwrittenAnswer keeps in mind what an answer proved or denied that is not on
// disk, and shows it.
func (c *core) unwrittenAnswer(h *held, a order.Answer) {
	front := c.sale != nil && c.sale.order.ID == h.ID
	switch order.Judge(h.Order, a) {
	case order.Proven:
		c.proofs[h.ID] = a
		if front {
			c.sale.unrecorded = true
		}
	case order.Differs:
		if front {
			c.sale.differed = &a
		}
	}
}

func (c *core) acknowledge(now time.Time, id order.ID) []effect {
	h := c.orders[id]
	if h == nil || h.Alert() == order.NoAlert {
		return nil
	}
	return []effect{c.write(now, id, order.Acknowledged, nil)}
}

// answerOf is a refusal in the gateway's words, or nil when the error is not
// the gateway's own answer.
func answerOf(err error) *order.Answer {
	var p *payments.Error
	if errors.As(err, &p) && p.Kind == payments.KindRefused {
		return &order.Answer{Code: p.Code, Message: p.Message, RID: p.RID}
	}
	return nil
}
