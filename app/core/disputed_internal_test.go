package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// An answer that disagreed and could not be written is told all the same, and written when
// that can be done: the next may agree.
func TestADisagreementOnAFullDiskIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		id   func(*rig) order.ID
		says string
	}{
		"of a code that is gone": {(*rig).takenOff, "PENDING"}, "of one on the screen": {(*rig).shown, "PENDING"},
		"of one on the screen, that is paid then": {(*rig).shown, "SUCCEEDED"}, "of one that was paid": {(*rig).paidOrder, "SUCCEEDED"},
	} {
		r := newRig(t)
		id := c.id(r)
		r.calls = nil
		r.do(Check{Order: id})
		r.wait(3 * time.Second)
		r.disk = diskGone
		r.answerAsk("SUCCEEDED", wrongAmount)
		if r.view().Sale != nil {
			r.phase(Disputed)
			r.next()
		}
		if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertMismatch || v.Alerts[0].Text.Values["Came"] != "1 HKD" {
			t.Errorf("%s: alerts %+v", name, v.Alerts)
		}
		r.do(r.view().Alerts[0].Seen()) // which can't be written either
		r.during(30*time.Second, time.Second, r.says(c.says))
		if v := r.view(); len(v.Alerts) != 1 {
			t.Errorf("%s: half a minute later alerts %+v", name, v.Alerts)
		}
		r.diskIsBack(id)
		if v := r.view(); !r.state(id).Marks.Has(order.MarkMismatch) || len(v.Alerts) != 1 || len(v.Trouble) != 1 {
			t.Errorf("%s: in the log: %v; alerts %+v, trouble %+v", name, r.state(id).Marks.Words(), v.Alerts, v.Trouble)
		}
	}
}

// The same of a refund, of which the log does not even have how its sending ended.
func TestADisagreementAboutARefundOnAFullDiskIsTold(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.disk = diskGone
	f := r.lastRefund(id)
	answer := answerFor(r.state(id), f, "SUCCEEDED")
	answer.Amount = "1"
	r.do(RefundEnded{Order: id, Refund: f.ID, Answer: answer})
	if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_mismatch" {
		t.Errorf("alerts %+v", v.Alerts)
	}
	r.diskIsBack(id)
	if o := r.state(id); !o.Marks.Has(order.MarkMismatch) || o.DifferedRefund != f.ID || o.Refunds[0].State != order.RefundUnsure {
		t.Errorf("in the log: %v about %q, it is %v", o.Marks.Words(), o.DifferedRefund, o.Refunds[0].State)
	}
}

// The log had the closing all the same, so the order is watched in another way by then.
func TestADisagreementFromAFullDiskUsesUpNothing(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.during(10*time.Second, time.Second, r.says("PENDING"))
	r.disk = diskGone
	for len(r.calls) == 0 {
		r.wait(time.Second)
	}
	r.answerAsk("CANCELLED")
	r.refused.At = r.refused.At.Round(0)
	closing := r.refused
	for len(r.calls) == 0 {
		r.wait(time.Second)
	}
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.log = append(r.log, closing) // it is on disk after all
	r.diskIsBack(id)
	if o := r.state(id); o.State != order.StateCancelled || !o.Marks.Has(order.MarkMismatch) || o.Asked != 0 {
		t.Errorf("it is %v %v, at step %d", o.State, o.Marks.Words(), o.Asked)
	}
}

// What the log has not of a code that is gone leaves no order behind that is held for ever.
func TestWhatAFullDiskLeavesOfAClosedCode(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.answerAsk("CANCELLED")
	r.phase(Closed)
	r.next()
	r.diskIsBack(id)
	r.during(4*24*time.Hour, time.Minute, r.says("CANCELLED"))
	if n := len(r.core.orders); n != 0 || r.state(id).State != order.StateCancelled {
		t.Errorf("it is %v, %d orders are held", r.state(id).State, n)
	}
}

// Staff have gone on from what they saw, and not from a disagreement that came after it.
func TestAKeyBeforeADisagreementTakesItNotAway(t *testing.T) {
	for name, answers := range map[string][]func(r *rig){
		"paid and left, then cancelled": {func(r *rig) {
			r.answerAsk("SUCCEEDED")
			r.disk = diskGone
			r.next()
		}, func(r *rig) { r.answerAsk("CANCELLED") }},
		"of another amount, then paid and left": {func(r *rig) {
			r.disk = diskGone
			r.answerAsk("SUCCEEDED", wrongAmount)
		}, func(r *rig) {
			r.answerAsk("SUCCEEDED")
			r.phase(Unrecorded)
			r.next()
		}},
	} {
		r := newRig(t)
		id := r.shown()
		r.wait(3 * time.Second)
		answers[0](r)
		r.calls = nil
		r.do(Check{Order: id})
		r.wait(5 * time.Second)
		answers[1](r)
		r.diskIsBack(id)
		if v := r.view(); !r.state(id).Marks.Has(order.MarkMismatch) || len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertMismatch {
			t.Errorf("%s: in the log: %v %v, alerts %+v", name, r.state(id).State, r.state(id).Marks.Words(), v.Alerts)
		}
	}
}

// A refund's own first question finds that the order is disputed: nothing has left yet that
// could explain it.
func TestADisagreementThatARefundFindsIsTold(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.want(id, 12850)
	r.wait(time.Second)
	r.disk = diskGone
	r.answerAsk("CANCELLED")
	if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertMismatch {
		t.Errorf("alerts %+v", v.Alerts)
	}
	r.diskIsBack(id)
	if o := r.state(id); !o.Marks.Has(order.MarkMismatch) {
		t.Errorf("in the log: %v", o.Marks.Words())
	}
}

// What a manager has recorded is not the last word when the gateway says something new.
func TestAFreshDisagreementAfterARecordIsForAPerson(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.byHand(r.state(id), order.HandUnpaid)
	r.do(Check{Order: id})
	r.wait(3 * time.Second)
	r.all(r.says("SUCCEEDED", func(p *payments.Payment) { p.Amount = "2" }))
	for _, a := range r.view().Alerts {
		r.do(a.Seen())
	}
	if v := r.view(); len(v.Trouble) != 1 {
		t.Errorf("trouble %+v", v.Trouble)
	}
	r.byHand(r.state(id), order.HandPaid)
	if v := r.view(); len(v.Trouble) != 0 || v.Manager.Done != 2 {
		t.Errorf("trouble %+v, %+v", v.Trouble, v.Manager)
	}
}

// Paid, cancelled, "refunded" by hand, and paid again.
func TestPaidAfterARecordOfRefundedIsTold(t *testing.T) {
	for verdict, told := range map[order.Verdict]bool{order.HandRefunded: true, order.HandPaid: false} {
		r := newRig(t)
		id := r.paidOrder()
		r.do(Check{Order: id})
		r.wait(time.Second)
		r.answerAsk("CANCELLED")
		r.byHand(r.state(id), verdict)
		r.do(Check{Order: id})
		r.wait(time.Second)
		r.answerAsk("SUCCEEDED")
		if v := r.view(); (len(v.Alerts) == 1 && v.Alerts[0].Kind == order.AlertMismatch) != told || (r.left(id) == 0) != told {
			t.Errorf("%s: alerts %+v, %d can be given back", verdict, v.Alerts, r.left(id))
		}
	}
}
