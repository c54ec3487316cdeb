package core

import (
	"errors"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// line is the way to the gateway of one account: whether it may be used, and how it
// answers. It has one back-off for all calls, which a good answer to any ends.
type line struct {
	account   order.Account
	key       error         // why its secret can't be used: errPending, or a Failure; nil when it can
	failures  int           // calls in a row without a good answer
	failed    time.Time     // when the last of them ended
	spoke     bool          // with an answer, of whatever kind
	hard      bool          // it was a wish to be asked less
	wished    bool          // of the gateway, and not of our own bucket
	next      time.Time     // no call before
	silent    time.Time     // until then the gateway wants silence
	long      bool          // and that is longer than is waited for
	tokenless bool          // and it was said to a request for a token
	trying    bool          // while it fails: one call is under way to find out
	probed    time.Time     // when staff last had it tried
	pressed   bool          // and it was not tried yet
	contended bool          // another program uses the same credentials, and ends our tokens
	learned   order.Learned // with what it answers about what it can't have
	heardNo   order.Learned // what it last said of that
	look      time.Time     // when it is learned anew how it says "not found"
	fronted   time.Time     // when the code on the screen was last asked about
	tried     bool          // the last question was about it
	forbids   order.ID      // even a new token was not good for it, and nothing was since
	others    time.Time     // then: when something else than what is on the screen may be asked about

	ranked, oldest       *pile // what is due
	undecided, unsettled int   // orders; see count
}

const (
	// waitsFor is how much silence is waited for; when the gateway wants more, it is
	// tried that often.
	waitsFor = 30 * time.Second
	// frontPatience is how long the customer who stands there waits at most for the next
	// try, if the gateway has not asked for less.
	frontPatience = 4 * time.Second
	// probeEvery is how often staff may have a gateway tried that wants silence.
	probeEvery = 10 * time.Second
	// When tokens die young, each question costs a new one: so far apart then.
	contendedFront, contendedRest = 5 * time.Second, 30 * time.Second
)

func (c *Core) line(a order.Account) *line {
	for _, l := range c.lines { // one, rarely two
		if l.account == a {
			return l
		}
	}
	l := &line{account: a, ranked: newPile(ranked), oldest: newPile(oldest)}
	c.lines = append(c.lines, l)
	return l
}

// own is the line of the till's account.
func (c *Core) own() *line { return c.self }

// free says that a question may be asked now that is not about what is on the screen.
func (l *line) free(now time.Time) bool {
	return l.key == nil && !l.trying && !now.Before(l.next) && (!l.contended || !now.Before(l.others))
}

// freeAt is when; it says nothing of the key.
func (l *line) freeAt() time.Time {
	if l.contended {
		return latest(l.next, l.others)
	}
	return l.next
}

// frontAt is when the next question about what is on the screen may be asked.
func (l *line) frontAt() time.Time {
	if soon := l.failed.Add(frontPatience); l.failures > 0 && !l.hard && soon.Before(l.next) {
		return soon
	}
	return l.next
}

// probing says that a call now needs a token that the gateway is not willing to give.
func (l *line) probing(now time.Time) bool { return l.tokenless && l.silence(now) > 0 }

// blind is why nobody could watch a code.
func (l *line) blind(now time.Time) error {
	switch {
	case l.key != nil:
		return l.key
	case l.long && l.silence(now) > 0:
		return errSilent
	}
	return nil
}

// silence is for how long the gateway still wants to hear nothing.
func (l *line) silence(now time.Time) time.Duration { return max(l.silent.Sub(now), 0) }

// answered notes how a call about an order ended, which also says whether tokens live.
func (c *Core) answered(now time.Time, h *held, meta payments.Meta, err error) {
	p, failed := errors.AsType[*payments.Error](err)
	switch {
	case err == nil:
		h.line.contended = meta.Contended
	case failed:
		h.line.contended = p.Contended
	}
	c.heard(now, h.line, meta, err)
	if p.Denied() && p.Op != "token" { // perhaps of this order alone
		c.forbidden(now, h)
	}
}

// forbidden hears that even a new token is not good for an order. If it is not for another
// either, or for what is learned, the credentials are denied.
func (c *Core) forbidden(now time.Time, h *held) {
	l := h.line
	if l.forbids != "" && l.forbids != h.ID && l == c.own() && !l.contended {
		c.denied = "query"
	}
	l.forbids, l.look = h.ID, latest(now, l.look.Add(lookAgain-lookEvery))
}

// heard notes how a call ended: what that says of the line and, on the till's own, of
// network, clock and credentials. What never got as far says nothing.
func (c *Core) heard(now time.Time, l *line, meta payments.Meta, err error) {
	l.trying = false
	p, failed := errors.AsType[*payments.Error](err)
	switch {
	case err == nil:
		l.good()
	case !failed:
		return
	case p.Kind == payments.KindRefused && !p.AsksToWait():
		l.good()
		meta.Date = p.Date
	default:
		l.fail(now, p)
		meta.Date = p.Date
	}
	if l != c.own() {
		return
	}
	if l.silence(now) == 0 && (c.notice.Key == silentKey || c.notice.Key == silentAgainKey) {
		c.notice = Text{}
	}
	c.network = networkOf(meta, p)
	switch {
	case p == nil, p.Kind == payments.KindRefused && p.Op != "token":
		c.denied = ""
	case p.Op == "token" && p.Denied() && !l.contended: // else another program has ended the token
		c.denied = p.Op
	}
	if !meta.Date.IsZero() {
		c.skew = now.Sub(meta.Date)
	}
}

// warmed hears that a connection is ready, or why it is not. That ends no silence and no
// trouble that the gateway itself has spoken of: nothing was asked.
func (c *Core) warmed(now time.Time, in Warmed) {
	l := c.line(in.Account)
	if in.Err != nil {
		c.heard(now, l, payments.Meta{}, in.Err)
		return
	}
	if l.failures == 0 || !l.spoke && !l.wished {
		l.good()
		if l == c.own() {
			c.network = Online
		}
	}
	if c.denied == "token" && l == c.own() {
		c.denied = "" // one was made
	}
}

func (l *line) good() {
	l.forbids, l.pressed = "", false
	l.failures, l.hard, l.wished, l.long, l.tokenless = 0, false, false, false, false
	l.next, l.silent = time.Time{}, time.Time{}
}

func (l *line) fail(now time.Time, p *payments.Error) {
	early := now.Before(l.next) // it was a try for the customer who stands there, see frontAt
	l.failures, l.failed, l.spoke = l.failures+1, now, p.Status != 0
	l.silent = latest(l.silent, now.Add(p.RetryAfter))
	l.tokenless = l.tokenless || p.Op == "token" && p.RetryAfter > 0
	silence := l.silence(now) // of an older wish as well, that this answer does not repeat
	l.hard, l.long = silence > 0 || p.AsksToWait(), silence > waitsFor
	l.wished = l.wished && silence > 0 || l.spoke && l.hard
	next := now.Add(min(max(time.Second<<min(l.failures-1, 5), silence), waitsFor))
	switch {
	case l.pressed: // staff have it tried, whatever comes of what was under way
	case !early || silence > 0: // else the others' turn comes when it was to come
		l.next = next
	}
	if p.AsksToWait() {
		l.silent = latest(l.silent, l.next) // it did not say for how long
	}
}

// networkNow is how the gateway answers, or does not for longer than it should.
func (c *Core) networkNow(now time.Time) Network {
	if h := c.front(); h != nil && h.payment.busy && !h.delayed && c.network == Online && now.Sub(h.payment.sent) >= slowAnswer {
		return Slow
	}
	return c.network
}

func networkOf(meta payments.Meta, p *payments.Error) Network {
	switch {
	case p == nil && meta.Took > slowAnswer:
		return Slow
	case p == nil:
		return Online
	}
	switch p.Kind {
	case payments.KindRefused, payments.KindAuth:
		return Online
	case payments.KindServer, payments.KindMalformed, payments.KindCoding:
		return Slow
	}
	return Offline
}

// probe has staff try a gateway that is not asked for a while: its next call is made
// now. A short wish is waited for.
func (c *Core) probe(now time.Time, l *line) bool {
	switch {
	case l.hard && !l.long, l.long && now.Sub(l.probed) < probeEvery, l.key != nil:
		return false
	}
	if l.pressed, l.next = l.long, now; l.long {
		l.probed = now
	}
	return true
}

// lookEvery is how often it is learned how a gateway says "not found"; lookAgain how
// soon again if it could not be, or was another than before; and lookTwice how soon
// after the very first look, as one alone may have met a gateway in trouble.
const lookEvery, lookAgain, lookTwice = 24 * time.Hour, 10 * time.Minute, time.Minute

// look asks each gateway that is asked about anything, and the till's own, about what
// it can't have, once a day. So is the till's own tried that wants a long silence, when
// nothing else is.
func (c *Core) look(now time.Time) (out []Effect) {
	for _, l := range c.lines {
		if at, looks := c.lookAt(now, l); looks && !now.Before(at) && l.free(now) && c.budget.TokensAt(now) >= 1 {
			l.look = now.Add(lookAgain)
			out = append(out, c.learn(now, l)...)
		}
	}
	return out
}

// lookAt is when, if it does.
func (c *Core) lookAt(now time.Time, l *line) (at time.Time, looks bool) {
	switch own := l == c.own(); {
	case !c.ready, c.stopped != nil, l.key != nil, !own && l.unsettled == 0:
	case (own || l.pressed) && l.long && l.silence(now) > 0 && l.ranked.Len() == 0 && (c.sale == nil || c.sale.ended()):
		return l.next, true
	case c.sale == nil:
		return l.look, true
	}
	return time.Time{}, false
}

func (c *Core) learn(now time.Time, l *line) []Effect {
	c.spend(now, l)
	l.others = now.Add(contendedRest)
	return []Effect{Learn{l.account, l.probing(now)}}
}

// spend counts a question that is about to be asked.
func (c *Core) spend(now time.Time, l *line) {
	c.budget.AllowN(now, 1)
	l.trying = l.failures > 0
	if l.pressed { // it may have had to wait for a moment
		l.probed, l.pressed = now, false
	}
	if l.silence(now) > 0 {
		l.next = now.Add(waitsFor)
	}
}

// onLearnt learns the two codes. Nothing is unlearned by a bad day.
func (c *Core) onLearnt(now time.Time, in LearnEnded) []Effect {
	l := c.line(in.Learned.Account)
	c.heard(now, l, payments.Meta{}, in.Err)
	p, failed := errors.AsType[*payments.Error](in.Err)
	if failed && p.Kind == payments.KindAuth && l.forbids != "" && l == c.own() && !l.contended {
		c.denied = "query"
	}
	if in.Err != nil {
		return c.onTick(now)
	}
	l.look = now.Add(lookEvery)
	known, before := l.learned, l.heardNo
	switch l.heardNo = in.Learned; {
	case in.Learned == known:
		return c.onTick(now)
	case in.Learned != before: // a gateway in trouble may say so of everything: once more
		l.look = now.Add(lookTwice)
		if known.Order != 0 {
			l.look = now.Add(lookAgain)
		}
		return c.onTick(now)
	}
	return append([]Effect{Write{order.Event{
		Version: order.Version, Kind: order.LearnedNotFound, At: now.UTC(), Day: c.Day(now), Learned: &in.Learned,
	}}}, c.onTick(now)...)
}

// count keeps up how many orders the line is asked about.
func (c *Core) count(h *held) {
	l := h.line
	undecided := h.Undecided()
	unsettled := undecided || slices.ContainsFunc(h.Refunds, order.Refund.Undecided) // the gateway still has something to say
	l.undecided += delta(h.undecided, undecided)
	l.unsettled += delta(h.counted, unsettled)
	h.undecided, h.counted, h.alert = undecided, unsettled, h.Alert()
	marked := h.Marked() || h.proof != nil || h.unwritten() != nil
	switch {
	case marked && !h.marked:
		c.marked[h.ID] = h
	case h.marked && !marked:
		delete(c.marked, h.ID)
	}
	h.marked = marked
}

func delta(before, after bool) int {
	switch {
	case after && !before:
		return 1
	case before && !after:
		return -1
	}
	return 0
}
