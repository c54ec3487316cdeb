package main

import (
	"errors"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What the design allows when a gateway wants silence, and when another program ends
// the till's tokens.
const (
	waitedFor    = 30 * time.Second // so much silence is waited for
	tried        = 10 * time.Second // staff may try a gateway that wants more so often
	frontPair    = 5 * time.Second
	restPair     = 30 * time.Second
	blind        = 4 * time.Second // how long a code on the screen is not asked about, beyond what was wanted
	blindForAWay = waitedFor + blind
	// For so long after a call without a good answer questions come late with reason.
	roughFor, roughInSilence = 45 * time.Second, 150 * time.Second
)

// line is what the judge knows of the way to one account's gateway.
type line struct {
	account   order.Account
	until     time.Duration // the gateway wants to hear nothing until then
	long      bool          // and that is longer than is waited for
	tried     time.Duration // when a call last left all the same; of a silence that is too long to wait for
	pressed   time.Duration // when staff last had it tried
	served    time.Duration // when it last was, whatever for
	asked     time.Duration // when they last wanted that of the sale on the screen
	presses   bool          // and that has had no call yet
	contended bool
	badLook   bool          // and that was not so
	looked    time.Duration // when it was last learned how it says "not found"
	front     time.Duration // when it was last asked about a code on the screen
	rest      time.Duration // and about anything else
	quiet     bool          // some call has failed since the last good answer
	owed      time.Duration // when staff wanted it tried, and may; 0 for not
}

func (j *judge) line(a order.Account) *line {
	for i := range j.lines {
		if j.lines[i].account == a {
			return &j.lines[i]
		}
	}
	j.lines = append(j.lines, line{account: a, tried: -time.Hour, pressed: -time.Hour, served: -time.Hour, asked: -time.Hour, front: -time.Hour, rest: -time.Hour})
	return &j.lines[len(j.lines)-1]
}

// leaves looks at a call that is about to leave: may the gateway be spoken to?
func (j *judge) leaving(w *world, a order.Account) *line {
	l, now := j.line(a), j.awake()
	if w.keyless && w.account == a {
		w.fail("the gateway is called, and the secret for it can't be read")
	}
	if now >= l.until {
		return l
	}
	since := now - l.tried
	switch {
	case !l.long:
		w.fail("the gateway wants silence for %v more, and is called", l.until-now)
	case since >= waitedFor:
	case l.presses && now-l.pressed >= tried:
		l.pressed = now
	default:
		w.fail("the gateway wants silence, and is called %v after the last try", since)
	}
	if l.presses {
		l.served = now
	}
	j.tryLate(w, l)
	l.tried, l.presses, l.owed = now, false, 0
	return l
}

// came notes how a call ended that was made with a token.
func (j *judge) came(w *world, a order.Account, contended bool, err error) {
	l, now := j.line(a), j.awake()
	p, _ := errors.AsType[*payments.Error](err)
	switch {
	case err == nil, p != nil && p.Kind == payments.KindRefused:
		l.until, l.long, l.quiet, l.owed = 0, false, false, 0
	case p != nil:
		l.quiet = true
		contended = p.Contended
		j.rough = max(j.rough, now+roughFor)
		if wish := now + p.RetryAfter; p.RetryAfter > 0 && wish > l.until {
			l.until, l.long, l.tried = wish, p.RetryAfter > waitedFor, now
		}
		if l.long {
			j.rough = max(j.rough, now+roughInSilence)
		}
	}
	if contended {
		j.rough = max(j.rough, now+roughInSilence)
	}
	l.contended = contended
}

// paired looks how far questions are apart when each costs a token.
func (j *judge) paired(w *world, l *line, of order.ID) {
	now := j.awake()
	if now == j.startedAt {
		return // nobody has seen yet which sale is in front
	}
	last, apart := &l.rest, restPair
	if of != "" && of == j.frontOf(w) {
		last, apart = &l.front, frontPair
	}
	if l.contended && now >= l.until && now-*last < apart {
		w.fail("tokens die young, and order %s is asked about %v after the last question", of, now-*last)
	}
	*last = now
}

// blindness looks that the code on the screen is asked about.
func (j *judge) blindness(w *world, id order.ID) {
	f := j.file(id)
	now := j.awake()
	// Rule 12: a secret that can't be read; a log that can't be written is no excuse (rule 15).
	if f.asking || w.view.Unasked > 0 || !w.view.Stopped.Empty() && !w.disk.broken {
		return
	}
	since := max(f.askedAwake, f.awake, j.startedAt)
	may := w.disk.settings.AskEvery + blind
	if l := j.line(w.disk.find(id).Account); l.quiet {
		may = blindForAWay
	} else if l.contended {
		may = max(may, frontPair+blind)
	}
	if now-since > may {
		w.fail("order %s shows its code, and nobody has asked about it for %v", id, now-since)
	}
}

// presses notes that staff had the gateway tried.
func (j *judge) presses() {
	for i := range j.lines {
		j.lines[i].presses = true
	}
}

// owes notes that staff want something of a gateway that wants a long silence: that is a
// try, unless there was one just now, or its answer is awaited.
func (j *judge) owes(w *world, a order.Account, asking bool) {
	l, now := j.line(a), j.awake()
	if l.long && l.until-now > waitedFor && now-max(l.served, l.asked) >= tried && !asking {
		l.owed = max(now, 1)
	}
	l.asked = now
}

// tried looks whether a gateway that wants silence is tried when staff want it.
func (j *judge) triedInTime(w *world) {
	for i := range j.lines {
		l, now := &j.lines[i], j.awake()
		if w.disk.broken || w.view.Unasked > 0 || now >= l.until || l.contended && w.view.Sale == nil {
			l.owed = 0 // rule 15: also where each question costs a token, of what is not on the screen any more
		}
		j.tryLate(w, l)
	}
}

func (j *judge) tryLate(w *world, l *line) {
	if late := j.awake() - l.owed; l.owed > 0 && late > soonTried {
		w.fail("staff want to know, and the gateway that wants silence is not tried for %v", late)
	}
}

// soonTried is how long that takes at most.
const soonTried = 5 * time.Second

// frontOf is the order of the sale that staff see and have not left in this very turn.
func (j *judge) frontOf(w *world) order.ID {
	if s := w.view.Sale; s != nil && !j.file(s.Order).left && s.Order != j.leftNow {
		return s.Order
	}
	return ""
}
