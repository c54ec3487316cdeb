package main

import (
	"errors"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

const perSecond, burst = 2, 2

// sent looks at a creation that is about to leave.
func (j *judge) sent(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	switch {
	case on == nil || on.State == order.None:
		w.fail("order %s is sent before it is on the disk", o.ID)
	case on.Amount != o.Amount || on.Account != o.Account:
		w.fail("order %s is sent as %v, on the disk it is %v", o.ID, o.Amount, on.Amount)
	case f.sent > 0:
		w.fail("order %s is sent to create again", o.ID)
	}
	j.follows(w, f)
	j.leaving(w, o.Account)
	f.sentAt, f.creation = w.clock.now, a
	if !a.unsent() {
		f.sent++
	}
}

// asked looks at a question that is about to leave.
func (j *judge) asked(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	if on == nil {
		w.fail("order %s is asked about and is not on the disk", o.ID)
		return
	}
	if on.Account != o.Account {
		w.fail("order %s is asked about at another account", o.ID)
	}
	if f.asking {
		w.fail("order %s is asked about twice at once", o.ID)
	}
	j.askedInTime(w, f, on)
	f.asking, f.askedAt, f.honest, f.old = true, w.clock.now, a.honest(), false
	f.askedAwake, f.askedFor, f.asked = j.awake(), f.wanted, f.asked+1
	j.paired(w, j.leaving(w, o.Account), o.ID)
	j.spend(w)
}

// left is how many questions there is room for.
func (j *judge) left() float64 { return min(burst, j.tokens+perSecond*(j.awake()-j.spent).Seconds()) }

// spend counts one question against the budget.
func (j *judge) spend(w *world) {
	j.tokens, j.spent = j.left()-1, j.awake()
	if j.tokens < -1e-6 {
		w.fail("more than %d questions a second", perSecond)
	}
}

func (j *judge) answered(w *world, a *core.AskEnded) {
	f := j.file(a.Order)
	j.closedBy(w, a)
	if today := w.clock.day(w.disk.settings.Cutoff); payments.OutcomeOf(a.Err) != payments.Unknown && f.last != today {
		f.days, f.last = f.days+1, today
	}
	f.asking, f.askedAwake, f.answered = false, j.awake(), j.awake()
	f.fine = a.Err == nil && (a.Payment.Status == succeeded || a.Payment.Status == cancelled)
	if a.Err == nil || isNotFound(w.disk.find(a.Order).Account, a.Err) {
		f.says++
	}
	if a.Err == nil || isRefusal(a.Err) {
		f.wanted = f.wanted && !f.askedFor
	} else if f.askedFor {
		f.tries++
		f.wanted = f.wanted && f.tries < wantedTries
	}
	j.came(w, w.disk.find(a.Order).Account, a.Payment.Meta.Contended, a.Err)
	if f.honest {
		f.heard = f.askedAt
	}
}

// closedBy notes that the gateway has told the till itself, and right, that an
// order is closed, or paid.
func (j *judge) closedBy(w *world, a *core.AskEnded) {
	f, in, p := j.file(a.Order), w.gateway.find(a.Order), &a.Payment
	if a.Err == nil && in != nil && p.MerchantOrderID == string(in.id) && p.OrderID == in.number &&
		minor(p.Amount) == in.minor && p.Currency == in.currency {
		f.closed = f.closed || p.Status == cancelled
		f.proven = f.proven || p.Status == succeeded
	}
}

const (
	// soonServed is how long somebody waits who wants a question asked.
	soonServed = 15 * time.Second
	// wantedTries is how often that is tried without an answer, before the schedule has it.
	wantedTries = 5
	// soonAfterStart is when all that is undecided has been asked about, within the budget.
	soonAfterStart = 2 * time.Minute
	// fewDays are those on which an order is asked about whose code nobody ever saw.
	fewDays = 8
)

// jumped notes that the clock was set, or that the computer slept: what is open is due
// as after a start.
func (j *judge) jumped() {
	j.begun = j.awake()
	for i := range j.files {
		f := &j.files[i]
		f.old = !f.asking // an answer on its way serves as well
	}
	for i := range j.refunds {
		j.refunds[i].old = !j.refunds[i].asking
	}
}

// asksFor notes that somebody wants an order asked about, whatever the schedule says.
func (j *judge) asksFor(w *world, id order.ID) {
	if on := w.disk.find(id); on != nil && on.State != order.StateRefused && on.State != order.StateCreated {
		f := j.file(id)
		f.wanted, f.wantedAt, f.askedFor, f.tries = true, j.awake(), false, 0
	}
}

// served looks whether those are served who want an order asked about.
func (j *judge) served(w *world) {
	for i := range j.files {
		f := &j.files[i]
		if !f.wanted || f.asking {
			continue
		}
		if w.disk.broken || w.view.Unasked > 0 || j.refunding(w, f.id) {
			// Rules 15 and 12: a log or a secret that is not there. Rule 3: a refund that is on
			// its way decides what the answer means.
			f.wantedAt = j.awake()
		} else if j.awake() > max(j.rough, max(f.wantedAt, f.answered)+soonServed) {
			w.fail("somebody wants to know of order %s, and nobody asks for %v", f.id, j.awake()-f.wantedAt)
		}
	}
}

// refunding says that a refund of an order is on its way to the gateway.
func (j *judge) refunding(w *world, id order.ID) bool {
	on := w.disk.find(id)
	for i := range on.Refunds {
		if on.Refunds[i].State == order.RefundWanted {
			return true
		}
	}
	return false
}

// askedInTime looks whether a question comes as early as it must, and whether it must
// come at all. Late it is with reason in a silence, or when tokens die young (rule 15).
func (j *judge) askedInTime(w *world, f *file, on *order.Order) {
	switch {
	case f.old && undecidedPayment(on) && j.awake() > max(j.rough, j.begun+soonAfterStart):
		w.fail("order %s is asked about %v after the start, or after the clock jumped", f.id, j.awake()-j.begun)
	case on.State == order.StateUnsure && on.Why != order.BecauseRestored && f.days > fewDays+w.clock.moves:
		w.fail("order %s, whose code nobody ever saw, is asked about on %d days", f.id, f.days)
	}
}

func isRefusal(err error) bool {
	p, is := errors.AsType[*payments.Error](err)
	return is && p.Kind == payments.KindRefused
}

func isNotFound(of order.Account, err error) bool {
	p, is := errors.AsType[*payments.Error](err)
	return is && p.Kind == payments.KindRefused && p.Code == notFoundAt(of)
}
