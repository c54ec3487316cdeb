package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// What nobody understands at the end of a watch, and what the gateway says after a manager
// has recorded something: asked about once a day, and heard.

// A refund that a manager recorded as not refunded may go out all the same: money that can go
// twice is told.
func TestARefundRecordedAsNotRefundedIsWatchedOn(t *testing.T) {
	for _, state := range []string{"PENDING", "lost"} {
		r := newRig(t)
		id := r.paidOrder()
		r.refund(id, 12850)
		if state == "lost" {
			r.endRefund("", lost())
		} else {
			r.endRefund(state, nil)
			r.during(25*time.Hour, time.Minute, r.each(r.says("SUCCEEDED"), r.refundSays(state, nil)))
		}
		first := r.lastRefund(id)
		r.notRefunded(r.state(id), first.ID)
		if r.left(id) != 12850 || !r.open(id) {
			t.Fatalf("%s: recorded, and %d can be given back", state, r.left(id))
		}
		r.during(3*24*time.Hour, time.Minute, r.each(r.says("SUCCEEDED"), r.refundSays("SUCCEEDED", nil)))
		if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_after_all" || r.left(id) != 0 {
			t.Errorf("%s: alerts %+v, %d can be given back", state, v.Alerts, r.left(id))
		}
	}
}

// What a manager has recorded as not refunded fails: nobody is to give it back once more.
func TestARefundRecordedAsNotRefundedThatFailsIsNoAlert(t *testing.T) {
	r := newRig(t)
	id, f := r.inDoubt()
	r.notRefunded(r.state(id), f.ID)
	r.during(time.Minute, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("FAILED", nil)))
	if v := r.view(); len(v.Alerts) != 0 || r.lastRefund(id).State != order.RefundFailed {
		t.Errorf("it is %v, alerts %+v", r.lastRefund(id).State, v.Alerts)
	}
}

func TestUnknownWordsAboutARefundEndNoWatch(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.looking = well
	r.refund(id, 12850)
	r.endRefund("PENDING", nil)
	unclear := r.each(r.says("SUCCEEDED"), r.refundSays("PROCESSING", nil))
	r.during(60*time.Hour, time.Minute, unclear)
	r.during(34*24*time.Hour, time.Hour, unclear)
	if n := r.during(30*24*time.Hour, time.Hour, unclear); n < 25 || n > 32 {
		t.Errorf("%d questions in thirty days", n)
	}
}

// Disputed, and at the last step of its watch: once a day, not once a second.
func TestUnknownWordsAboutADisputedOrderAreRare(t *testing.T) {
	r := newRig(t)
	r.takenOff()
	r.looking = well
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.during(60*time.Hour, time.Minute, r.says("REFUNDED"))
	r.during(33*24*time.Hour, time.Hour, r.says("REFUNDED"))
	if n := r.during(2*24*time.Hour, time.Minute, r.says("REFUNDED")); n > 3 {
		t.Errorf("%d questions in two days", n)
	}
}

// A code that says nothing is no answer, whatever was said before.
func TestABusyGatewayCostsNoDay(t *testing.T) {
	for _, first := range []string{"PENDING", "PROCESSING"} {
		r := newRig(t)
		r.takenOff()
		r.looking = well
		r.during(60*time.Hour, time.Minute, r.says(first))
		r.during(3*24*time.Hour, 10*time.Minute, r.says(first))
		if n := r.during(5*24*time.Hour, time.Minute, r.fails(no("query", 9999, "system busy"))); n < 100 {
			t.Errorf("%s: %d questions in five days", first, n)
		}
	}
}

// The payment and a refund of one order disagree on a full disk: both are written, and told
// once.
func TestTwoDisagreementsOnAFullDiskAreToldOnce(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 1000)
	r.endRefund("PENDING", nil)
	f := r.lastRefund(id)
	r.disk = diskGone
	r.do(Check{Order: id})
	r.during(5*time.Second, time.Second, r.each(r.says("SUCCEEDED", wrongAmount), func() {
		a := answerFor(r.state(id), f, "SUCCEEDED")
		a.Amount = "1"
		r.drop()
		r.do(RefundAsked{Order: id, Refund: f.ID, Answer: a})
	}))
	r.diskIsBack(id)
	for _, a := range r.view().Alerts {
		r.do(a.Seen())
	}
	written := len(r.log)
	r.reopen(id)
	if v := r.view(); len(v.Alerts) != 0 || len(r.log) != written {
		t.Errorf("%d are written once more, alerts %+v", len(r.log)-written, v.Alerts)
	}
}

// The till stopped while a refund was on its way: what the gateway makes of the order may be
// that refund's doing.
func TestARefundOfBeforeTheStartExplainsAnAnswer(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	n := &rig{T: t, core: New(nil), now: r.now.Add(time.Minute), log: r.log, disk: diskGone}
	n.do(r.held(id))
	n.do(Check{Order: id})
	n.during(5*time.Second, time.Second, n.each(n.says("CANCELLED"), n.drop))
	if n.diskIsBack(id); n.state(id).Marks.Has(order.MarkMismatch) {
		t.Errorf("it is disputed: alerts %+v", n.view().Alerts)
	}
}
