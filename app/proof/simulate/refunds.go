package main

import (
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

// sendRefund carries a refund to the gateway.
func (w *world) sendRefund(o order.Order, r order.Refund) {
	answer, took := w.director.answer()
	w.judge.refundSent(w, &o, &r, answer)
	ended := core.RefundEnded{Order: o.ID, Refund: r.ID, Err: answer.err("refund")}
	if answer == refusal {
		ended.Err = refundRefused()
	}
	if answer.acts() {
		fate := w.director.fate()
		if ended.Err == nil || answer == busy {
			fate.hidden = 0
		}
		b, taken := w.gateway.refund(w.clock.now, r.ID, o.ID, r.Amount.Wire(), fate)
		switch {
		case ended.Err != nil:
		case !taken && (b == nil || w.clock.now < b.seen):
			ended.Err = refundRefused() // such as: more than is left
		case !taken:
			ended.Err = alreadyThere.err("refund")
		default:
			ended.Answer = w.backOf(b, answer)
		}
		w.judge.refundTaken(w, o.ID)
	}
	if w.trace != nil {
		w.trace.call(w, "refund "+string(r.ID)+" of", &o, answer, took)
	}
	ended.Answer.Meta.Contended, ended.Err = w.contended(o.Account, ended.Err)
	w.plan(took, happening{run: w.run, in: ended})
	w.kills(refundLeft)
}

// refundRefused is the gateway's no to a refund, which is another than that it does not have
// what was asked for.
func refundRefused() error {
	return &payments.Error{Op: "refund", Kind: payments.KindRefused, Status: 200, Code: 40010, Message: "no"}
}

// askRefund asks the gateway about a refund.
func (w *world) askRefund(o order.Order, r order.Refund) {
	answer, took := w.director.answer()
	w.judge.refundAsked(w, &o, &r, answer)
	ended := core.RefundAsked{Order: o.ID, Refund: r.ID, Err: answer.err("refund_query")}
	if ended.Err == nil {
		if b := w.gateway.found(r.ID, w.clock.now); b != nil {
			ended.Answer = w.backOf(b, answer)
		} else {
			ended.Err = refusal.err("refund_query")
		}
	}
	if w.trace != nil {
		w.trace.call(w, "query refund "+string(r.ID)+" of", &o, answer, took)
	}
	ended.Answer.Meta.Contended, ended.Err = w.contended(o.Account, ended.Err)
	w.plan(took, happening{run: w.run, in: ended})
	w.kills(askLeft)
}

// backOf is the gateway's answer about a refund, as it stands now. Half the
// gateways say no amount, as the documents' example does.
func (w *world) backOf(b *back, a answer) payments.Refund {
	at := w.clock.now
	if a == stale {
		at -= staleBy
	}
	p := payments.Refund{MerchantRefundID: string(b.id), MerchantOrderID: string(b.order), Status: b.status(at)}
	if w.gateway.repeats {
		p.RefundID, p.Amount, p.Currency = b.number, b.amount, w.gateway.find(b.order).currency
	} else if a == wrongAmount || a == otherClosed || a == unreadable {
		p.Amount = b.amount
	}
	a.lieBack(&p)
	return p
}

// refundFile is what the judge knows of a refund besides disk and gateway.
type refundFile struct {
	id      order.RefundID
	order   order.ID
	sent    int // how often it has perhaps left the computer
	again   int // how often a manager had it sent again
	asking  bool
	honest  bool
	heard   bool          // an honest answer came since it was last sent
	told    bool          // staff saw that it failed
	left    time.Duration // when it was last sent
	no      time.Duration // when the gateway said no to that
	wanted  time.Duration // when it was wanted, or to be sent again; sleep not counted
	missing int           // answers in a row that it is not there
	none    bool          // so says the answer under way
	heeds   bool          // and that says something
	old     bool          // it is due since the start, or since the clock jumped, and was not asked about
}

func (j *judge) refundFile(id order.RefundID, of order.ID) *refundFile {
	for i := range j.refunds {
		if j.refunds[i].id == id {
			return &j.refunds[i]
		}
	}
	j.refunds = append(j.refunds, refundFile{id: id, order: of})
	return &j.refunds[len(j.refunds)-1]
}

// managed is a manager's command whose PIN was right.
func (j *judge) managed(in core.Allowed) {
	switch cmd := in.Command.(type) {
	case core.Refund: // one at a time; what was refused is forgotten
		j.wanted = append(j.wanted[:0], want{cmd.Order, cmd.Amount})
		j.file(cmd.Order).told = true // rule 6: who gives late money back knows of it
	case core.SendAgain:
		j.refundFile(cmd.Refund, cmd.Order).again++
	}
}

// want is a refund that a manager asked for.
type want struct {
	order  order.ID
	amount order.Amount
}

// refused looks whether a refund was begun that a manager may have: what was
// paid less what has gone back or is under way.
func (j *judge) refused(w *world, in core.Allowed) {
	cmd, isRefund := in.Command.(core.Refund)
	// Section 5: nothing is sent that can't be written; rule 12: or whose secret can't be read.
	hindered := w.core == nil || w.disk.broken || !w.view.Stopped.Empty() || w.view.Unasked > 0
	o := &in.Order
	recorded := o.Hand != nil && o.Hand.Verdict != order.HandPaid // rule 6: after "unpaid" not refundable
	if !isRefund || hindered || o.State != order.StatePaid || recorded || !j.wants(cmd) {
		return
	}
	left := o.Amount.Minor
	for i := range o.Refunds {
		if r := &o.Refunds[i]; reserves(r) {
			left -= r.Amount.Minor
		}
	}
	if cmd.Amount.Minor <= left {
		w.fail("order %s: %v can't be refunded, though %d are left", o.ID, cmd.Amount, left)
	}
}

// reserves says that what a refund would give back can't be given back by another.
func reserves(r *order.Refund) bool {
	return r.State == order.RefundDone || r.State != order.RefundFailed && !notRefunded(r)
}

// notRefunded says that a manager has recorded that it went nowhere.
func notRefunded(r *order.Refund) bool {
	return r.Hand.Is(order.HandNotRefunded)
}

// wants says that a refund was asked for and has not been begun.
func (j *judge) wants(cmd core.Refund) bool {
	for _, want := range j.wanted {
		if want.order == cmd.Order && want.amount == cmd.Amount {
			return true
		}
	}
	return false
}

func (j *judge) refundSent(w *world, o *order.Order, r *order.Refund, a answer) {
	f := j.refundFile(r.ID, o.ID)
	on := w.disk.find(o.ID)
	var stored order.Refund
	if on != nil {
		stored, _ = on.Refund(r.ID)
	}
	switch {
	case stored.State != order.RefundWanted:
		w.fail("refund %s is sent before that is on the disk", r.ID)
	case stored.Amount != r.Amount || on.Account != o.Account:
		w.fail("refund %s is sent as %v, on the disk it is %v", r.ID, r.Amount, stored.Amount)
	case !on.Covered():
		w.fail("refund %s is sent, though all of it has gone back or is under way", r.ID)
	case f.sent > f.again:
		w.fail("refund %s is sent again, and no manager said so", r.ID)
	}
	if g := j.file(o.ID); g.answered < f.wanted || !g.fine {
		w.fail("refund %s is sent, and its order was not asked about before", r.ID)
	}
	if !a.unsent() {
		f.sent++
	}
	f.heard, f.left, f.missing = false, w.clock.now, 0
	j.leaving(w, o.Account)
}

// doubtful says that nobody knows of a refund of an order whether it went out, and that
// the till has had its time to find out.
func (j *judge) doubtful(w *world, o *order.Order) bool {
	for i := range o.Refunds {
		r := &o.Refunds[i]
		looking := r.Why == order.BecauseGateway && j.awake()-j.refundFile(r.ID, o.ID).no < makesSure
		if r.State == order.RefundUnsure && r.Hand == nil && !looking {
			return true
		}
	}
	return false
}

// makesSure is how long it takes at most to make sure, after the gateway's own no, that
// nothing went out.
const makesSure = 150 * time.Second

// refundTaken looks at the gateway's side of a refund.
func (j *judge) refundTaken(w *world, of order.ID) {
	in := w.gateway.find(of)
	if in == nil {
		return
	}
	if _, perhaps := w.gateway.returned(of, w.clock.now); perhaps > in.minor && !j.file(of).erred {
		w.fail("order %s: %d are refunded at the gateway, %d were paid", of, perhaps, in.minor)
	}
}

func (j *judge) refundAsked(w *world, o *order.Order, r *order.Refund, a answer) {
	f := j.refundFile(r.ID, o.ID)
	if on := w.disk.find(o.ID); on == nil || on.Account != o.Account {
		w.fail("refund %s is asked about at another account", r.ID)
	}
	if f.asking {
		w.fail("refund %s is asked about twice at once", r.ID)
	}
	undecided := r.Hand == nil && r.State != order.RefundDone && r.State != order.RefundFailed
	if f.old && undecided && j.awake() > max(j.rough, j.begun+soonAfterStart) {
		w.fail("refund %s is asked about %v after the start, or after the clock jumped", r.ID, j.awake()-j.begun)
	}
	f.asking, f.honest, f.old = true, a.honest(), false
	there := w.gateway.found(r.ID, w.clock.now) != nil
	f.none, f.heeds = a == refusal || a.err("") == nil && !there, a.err("") == nil && there
	j.paired(w, j.leaving(w, o.Account), "")
	j.spend(w)
}

func (j *judge) refundAnswered(of order.ID, id order.RefundID) {
	f := j.refundFile(id, of)
	switch {
	case f.none:
		f.missing++
	case f.heeds:
		f.missing = 0
	}
	f.asking, f.heard = false, f.heard || f.honest
}

// missingFor is how long the gateway must not have had a refund before it may
// be sent again.
const (
	missingFor   = 10 * time.Minute
	missingTimes = 3
)

// refundMoves is how a refund may go on.
var refundMoves = [...][]order.RefundState{
	0:                   {order.RefundWanted},
	order.RefundWanted:  {order.RefundWanted, order.RefundPending, order.RefundUnsure, order.RefundDone, order.RefundFailed},
	order.RefundPending: {order.RefundPending, order.RefundDone, order.RefundFailed},
	order.RefundUnsure:  {order.RefundUnsure, order.RefundPending, order.RefundDone, order.RefundFailed},
	order.RefundDone:    {order.RefundDone},
	order.RefundFailed:  {order.RefundFailed},
}

// refundsChanged looks at what an event made of an order's refunds on the disk.
func (j *judge) refundsChanged(w *world, e *order.Event, before, after *order.Order) {
	if a := e.Refund; a != nil && a.Answer != nil && a.Answer.NotFound && a.Answer.Code != notFoundAt(before.Account) {
		w.fail("refund %s: code %d is taken for \"not found\"", a.ID, a.Answer.Code)
	}
	if byHand := e.Kind == order.ByHand && e.Refund != nil && e.Hand.Verdict == order.HandNotRefunded; byHand && w.gateway.findBack(e.Refund.ID) != nil {
		j.file(after.ID).erred = true
	}
	var reserved int64
	for i := range after.Refunds {
		r := &after.Refunds[i]
		was := order.Refund{}
		if i < len(before.Refunds) {
			was = before.Refunds[i]
		}
		if reserves(r) {
			reserved += r.Amount.Minor
		}
		if was.State != r.State {
			j.refundMoved(w, e, after, &was, r)
		}
		if out := was.State != r.State && r.State == order.RefundDone || r.Hand == nil; out && notRefunded(&was) && after.Alert() != order.AlertMismatch {
			w.fail("refund %s is %v though a manager has recorded that it went nowhere, and nobody is told", r.ID, r.State)
		}
		if was.State != 0 && (was.ID != r.ID || was.Amount != r.Amount) {
			w.fail("refund %s becomes %v of %s", was.ID, r.Amount, r.ID)
		}
	}
	if len(after.Refunds) < len(before.Refunds) {
		w.fail("order %s loses a refund", after.ID)
	}
	// Section 5: what only the journal has is appended again, whatever was given back since.
	if f := j.file(after.ID); reserved > after.Amount.Minor && !f.back && !f.erred {
		w.fail("order %s: %d are refunded or under way of %d", after.ID, reserved, after.Amount.Minor)
	}
}

func (j *judge) refundMoved(w *world, e *order.Event, o *order.Order, was, r *order.Refund) {
	b := w.gateway.findBack(r.ID)
	allowed := e.Kind == order.RefundSentAgain && was.State == order.RefundUnsure && r.State == order.RefundWanted
	for _, s := range refundMoves[was.State] {
		allowed = allowed || s == r.State
	}
	f := j.refundFile(r.ID, o.ID)
	switch e.Kind {
	case order.RefundSentAgain:
		f.wanted = j.awake()
	case order.RefundRefused:
		f.no = j.awake()
	}
	switch {
	case !allowed:
		w.fail("refund %s goes from %v to %v", r.ID, was.State, r.State)
	case was.State == 0:
		j.refundWanted(w, o, r)
	case e.Kind == order.RefundSentAgain && w.clock.now-f.left < missingFor:
		w.fail("refund %s may be sent again, too soon to know that the gateway does not have it", r.ID)
	case e.Kind == order.RefundSentAgain && f.missing < missingTimes:
		w.fail("refund %s may be sent again after %d answers that it is not there", r.ID, f.missing)
	case r.State == order.RefundUnsure && f.sent == 0 && r.Sent == 1 && e.Reason != order.BecauseRestart && e.Reason != order.BecauseRestored:
		w.fail("refund %s is in doubt, and nothing of it ever left", r.ID)
	case r.State == order.RefundFailed && was.State == order.RefundWanted && e.Kind == order.RefundAnswered:
		w.fail("refund %s failed by the answer to its sending", r.ID)
	case r.State == order.RefundFailed && e.Kind == order.RefundAnswered && b == nil && (f.missing < 2 || !w.clock.wrong && w.clock.now-f.left < time.Minute*9/10):
		w.fail("refund %s is free %v after it was sent, and %d answers that it is not there", r.ID, w.clock.now-f.left, f.missing)
	case r.State == order.RefundDone && (b == nil || b.fails || w.clock.now < b.decided || b.minor != r.Amount.Minor):
		w.fail("refund %s is done in the log and not at the gateway", r.ID)
	case r.State == order.RefundFailed && b != nil && (!b.fails || w.clock.now < b.decided):
		w.fail("refund %s failed in the log, and the gateway has it", r.ID)
	}
}

// refundWanted looks at a refund that is new on the disk.
func (j *judge) refundWanted(w *world, o *order.Order, r *order.Refund) {
	j.leaves, j.leftNow = o.ID, o.ID // whoever gives it back has seen that it was paid
	if o.State != order.StatePaid {
		w.fail("order %s is refunded and not paid", o.ID)
	}
	j.refundFile(r.ID, o.ID).wanted = j.awake()
	for i, want := range j.wanted {
		if want.order == o.ID && want.amount == r.Amount {
			j.wanted = append(j.wanted[:i], j.wanted[i+1:]...)
			return
		}
	}
	w.fail("refund %s of %v: no manager asked for it", r.ID, r.Amount)
}

// refundSettled says that a refund is final, or has a name and is watched.
func (j *judge) refundSettled(w *world, o *order.Order, r *order.Refund) bool {
	switch {
	case r.State == order.RefundDone, r.State == order.RefundFailed:
		return true
	case r.Hand != nil:
		return !notRefunded(r) || w.gateway.findBack(r.ID) == nil // what goes out all the same is told
	case r.State == order.RefundWanted, r.Why == order.BecauseGateway && r.Sent == 1 && w.gateway.findBack(r.ID) == nil:
		return false // rule 8: the second is free once it was asked about twice
	}
	return w.gateway.findBack(r.ID) == nil && j.refundFile(r.ID, o.ID).heard
}

// endOfRefunds compares the refunds of log and gateway when all is over.
func (j *judge) endOfRefunds(w *world) {
	for i := range w.gateway.backs {
		b := &w.gateway.backs[i]
		o := w.disk.find(b.order)
		r, known := o.Refund(b.id)
		byHand := r.Hand.Is(order.HandRefunded)
		switch {
		case !known:
			w.fail("the gateway has refund %s, which is not in the log", b.id)
		case b.fails && r.State != order.RefundFailed, !b.fails && r.State != order.RefundDone && !byHand:
			w.fail("refund %s is %s at the gateway, in the log it is %v", b.id, b.status(w.clock.now), r.State)
		}
	}
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		for k := range o.Refunds {
			r := &o.Refunds[k]
			if r.State == order.RefundFailed && r.Hand == nil && !j.refundFile(r.ID, o.ID).told { // else a manager has recorded that it went nowhere
				w.fail("refund %s failed, and nobody was told", r.ID)
			}
			if !j.refundSettled(w, o, r) {
				w.fail("refund %s stays %v: nobody asks any more", r.ID, r.State)
			}
		}
	}
}
