package core

import (
	"cmp"
	"container/heap"
	"time"

	"qrtill/app/order"
)

// question is what only this run knows about asking for an order, or for one
// of its refunds.
type question struct {
	held   *held
	refund order.RefundID // empty: the payment

	began      time.Time    // since when it is watched as it is now; with heard, on a clock that only goes forward
	heard      time.Time    // when the last answer that counted came, or it began
	dispatched time.Time    // when the refund was last sent, on that clock
	missing    time.Time    // since when every answer has been "not found"; zero for not at all
	busy       bool         // a call is under way
	sent       time.Time    // when that was made
	urgent     bool         // what is due some time is due now: the till started, or the clock jumped
	wanted     bool         // somebody asks for it, whatever the schedule says
	anew       bool         // and the question that is under way left before they did
	unsent     bool         // of a refund: it goes out once its order was asked about
	early      bool         // of a refund: a question about its order was under way already
	out        bool         // of a refund: it left, or may have
	asked      time.Time    // when a question last ended, answered or not
	failures   int          // questions without an answer since the last one with
	unhelpful  int          // answers that said nothing since the last that did
	unwritten  int          // answers that could not be written since the last that could
	disputed   *order.Event // an answer that disagreed, when that could not be written
	noted      time.Time    // when an answer was last written to the log

	action order.Action
	due    time.Time
	rank   rank
	places [piles]int // in each pile, from 1; 0 for not there
}

// rank is in which order questions are asked that are due: those about what is on the
// screen come before all of these.
type rank uint8

const (
	payable   rank = iota // it can still be paid
	refunds               // money that may be on its way back
	undecided             // its code was never shown, and the gateway may know nothing of it
	closed                // nobody can pay it, as far as is known
)

// The piles that a question can be in.
const (
	later  = iota // by when it is due
	ranked        // due, by rank
	oldest        // due, by who has waited longest
	piles
)

// pile is a heap of questions.
type pile struct {
	list   []*question
	kind   int
	before func(a, b *question) int
}

func newPile(kind int) *pile {
	return &pile{kind: kind, before: [piles]func(a, b *question) int{
		later: func(a, b *question) int { return cmp.Or(a.due.Compare(b.due), a.differ(b)) },
		ranked: func(a, b *question) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.steps(), b.steps()), a.asked.Compare(b.asked), a.differ(b))
		},
		oldest: func(a, b *question) int { return cmp.Or(a.asked.Compare(b.asked), a.differ(b)) },
	}[kind]}
}

// steps are how long it has been watched: what is new comes first.
func (q *question) steps() int {
	if r, ok := q.held.Refund(q.refund); ok {
		return r.Asked
	}
	return q.held.Asked
}

// differ tells any two apart, so that histories replay.
func (q *question) differ(other *question) int {
	return cmp.Or(cmp.Compare(q.held.ID, other.held.ID), cmp.Compare(q.refund, other.refund))
}

func (p *pile) Len() int           { return len(p.list) }
func (p *pile) Less(i, j int) bool { return p.before(p.list[i], p.list[j]) < 0 }

func (p *pile) Swap(i, j int) {
	p.list[i], p.list[j] = p.list[j], p.list[i]
	p.list[i].places[p.kind], p.list[j].places[p.kind] = i+1, j+1
}

func (p *pile) Push(q any) {
	p.list = append(p.list, q.(*question))
	q.(*question).places[p.kind] = len(p.list)
}

func (p *pile) Pop() any {
	last := len(p.list) - 1
	q := p.list[last]
	p.list[last], p.list = nil, p.list[:last]
	q.places[p.kind] = 0
	return q
}

func (p *pile) put(q *question) { heap.Push(p, q) }

func (p *pile) drop(q *question) {
	if at := q.places[p.kind]; at > 0 {
		heap.Remove(p, at-1)
	}
}

// first is nil when there is none.
func (p *pile) first() *question {
	if len(p.list) == 0 {
		return nil
	}
	return p.list[0]
}

// place puts an order's questions where they belong, and counts it, after anything about
// it has changed.
func (c *Core) place(now time.Time, h *held) {
	c.count(h)
	action, in := order.Need(&h.Order, h.payment.age(now))
	c.put(now, &h.payment, action, in)
	for _, r := range h.Refunds {
		q := h.about(r.ID)
		action, in := order.NeedRefund(r, q.age(now))
		c.put(now, q, action, in)
	}
}

func (c *Core) put(now time.Time, q *question, action order.Action, in time.Duration) {
	c.takeOut(q)
	due := now.Add(in)
	q.action = action
	if q.wanted && action == order.Nothing {
		q.action = order.Ask
	}
	if q.refund == "" && q.held.refunding() {
		return // whose answer decides what the order's means
	}
	switch {
	case q.action == order.Nothing || q.busy || q.held.proof != nil && q.refund == "":
		return
	case q.action == order.DeclareLost && q.disputed != nil:
		return // it is known what came
	case q.action == order.Ask:
		due = c.floored(now, q, due, false)
	}
	q.due = due
	c.later.put(q)
}

// floored is when a question that is due may be asked at the earliest.
func (c *Core) floored(now time.Time, q *question, due time.Time, front bool) time.Time {
	floor := latest(q.asked.Add(c.settings.AskEvery), q.asked.Add(q.patience(front)))
	if c.lingers(now, q) && !q.wanted {
		floor = latest(floor, q.asked.Add(lingersEvery))
	}
	if h := q.held; h.line.contended && c.inFront(q) {
		floor = latest(floor, h.line.fronted.Add(contendedFront))
	}
	if q.urgent || q.wanted { // until it is answered, whatever the schedule says
		return latest(floor, now)
	}
	return latest(due, floor)
}

// lingers says of an order that it is watched as one on the screen is, though it is there
// no more, or only waits for a person, perhaps all night.
func (c *Core) lingers(now time.Time, q *question) bool {
	switch {
	case q.refund != "":
		return false
	case q.held.closed != "":
		return q.age(now).Watch > lingersFor
	}
	return c.inFront(q) && c.sale.phase() == Disputed && now.Sub(c.sale.since) > lingersFor
}

func (c *Core) takeOut(q *question) {
	c.later.drop(q)
	q.held.line.ranked.drop(q)
	q.held.line.oldest.drop(q)
}

// comeDue moves what is due by now to where it is picked from.
func (c *Core) comeDue(now time.Time) (out []Effect) {
	for q := c.later.first(); q != nil && !q.due.After(now); q = c.later.first() {
		c.later.drop(q)
		switch {
		case q.action == order.DeclareLost && c.stopped != nil:
			q.due = now.Add(tryAgain)
			c.later.put(q)
		case q.action == order.DeclareLost:
			out = append(out, c.declareLost(now, q))
		default:
			q.rank = q.ranks()
			q.held.line.ranked.put(q)
			q.held.line.oldest.put(q)
		}
	}
	return out
}

// tryAgain is when something is looked at again that can't be done now.
const tryAgain = 5 * time.Second

func (q *question) ranks() rank {
	switch {
	case q.refund != "":
		return refunds
	case q.held.State == order.StateWaiting, q.held.State == order.StateUnsure && q.held.Why == order.BecauseRestored, q.wanted:
		return payable
	case q.held.State == order.StateUnsure:
		return undecided
	}
	return closed
}

// fairness is how often whoever has waited longest is asked about: one in so many.
const fairness = 10

// pick is what is asked next; nil for nothing.
func (c *Core) pick(now time.Time) (best *question) {
	fair := c.asks%fairness == fairness-1
	for _, l := range c.lines {
		pile := l.ranked
		if fair && c.stopped == nil {
			pile = l.oldest
		}
		q := c.askable(pile)
		if q == nil || !l.free(now) || c.inFront(q) && c.frontDue(now, q.held).due.After(now) { // it has a pace of its own
			continue
		}
		if best == nil || pile.before(q, best) < 0 {
			best = q
		}
	}
	return best
}

// askable is what may be asked next of a pile: while the log can't be written, only about
// what can be paid, or what somebody asks for.
func (c *Core) askable(p *pile) *question {
	if q := p.first(); q != nil && (c.stopped == nil || q.rank == payable) {
		return q
	}
	return nil
}
