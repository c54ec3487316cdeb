package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What a manager records is about what they had before them, and ends no watch.

func TestTroubleStaysUntilAManagerRecordsIt(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.next()
	r.do(r.view().Alerts[0].Seen())
	v := r.view()
	if len(v.Alerts) != 0 || len(v.Trouble) != 1 || v.Trouble[0].Kind != order.TroubleMismatch {
		t.Fatalf("alerts %v, trouble %+v", v.Alerts, v.Trouble)
	}
	resolve := func(reason string) {
		r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id), ""), Verdict: order.HandRefunded, Reason: reason}, r.state(id)})
	}
	resolve("")
	if v := r.view(); v.Manager.Problem.Key != "error.refund.reason" || len(v.Trouble) != 1 {
		t.Fatalf("without a reason: %+v", v.Manager)
	}
	resolve("portal: refunded to the customer")
	if v := r.view(); len(v.Trouble) != 0 || v.Manager.Done != 1 {
		t.Errorf("trouble %+v, %+v", v.Trouble, v.Manager)
	}
	resolve("again")
	if v := r.view(); v.Manager.Problem.Key != "error.hand.state" {
		t.Errorf("recorded twice: %+v", v.Manager)
	}
}

// Found by the simulator: the code stayed on the screen, unasked, until the till
// was started anew.
func TestAnOrderOnTheScreenIsDecidedByHandOnlyWhenItsCodeIsGone(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.byHand(r.state(id), order.HandUnpaid)
	if v := r.view(); v.Manager.Problem.Key != "error.hand.state" || r.state(id).Hand != nil {
		t.Fatalf("decided while the customer can pay: %+v", v.Manager)
	}
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.phase(Disputed)
	r.byHand(r.state(id), order.HandUnpaid)
	if v := r.view(); v.Sale != nil || v.Manager.Done != 1 {
		t.Errorf("the sale stays in front of the customer: %+v", v.Sale)
	}
}

// "Unpaid" was meant for what the manager had before them. What came while their PIN was
// checked was seen by nobody.
func TestUnpaidByHandClearsNothingThatCameMeanwhile(t *testing.T) {
	t.Run("a mismatch", func(t *testing.T) {
		r := newRig(t)
		saw := r.state(r.takenOff())
		r.wait(3 * time.Second)
		r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "12.85" }) // money came, another sum
		r.byHand(saw, order.HandUnpaid)
		if v := r.view(); len(v.Alerts)+len(v.Trouble) == 0 {
			t.Errorf("the gateway says that 12.85 were paid; a record that was made before is taken, and nobody is told")
		}
	})
	t.Run("a proof", func(t *testing.T) {
		r := newRig(t)
		id := r.takenOff()
		r.wait(3 * time.Second)
		r.answerAsk("CANCELLED", wrongAmount)
		saw := r.state(id) // not paid, and its answers disagree
		for range 60 {
			if r.wait(time.Second); len(r.calls) > 0 {
				break
			}
		}
		r.answerAsk("SUCCEEDED")
		r.byHand(saw, order.HandUnpaid)
		if o, v := r.state(id), r.view(); !o.Proven() {
			t.Errorf("seen %v/paid=%v by the manager; now proven=%v refundable=%v alerts=%v trouble=%v: proven money is called unpaid and nobody is told",
				saw.State, saw.Proven(), o.Proven(), o.Refundable(), v.Alerts, v.Trouble)
		}
	})
}

// Nobody stops watching what can still be paid.
func TestACodeThatIsRecordedUnpaidByHandIsStillAskedAbout(t *testing.T) {
	r := newRig(t)
	r.byHand(r.state(r.takenOff()), order.HandUnpaid)
	if asked := r.during(24*time.Hour, time.Minute, r.says("PENDING")); asked == 0 {
		t.Errorf("a code that was on the screen a second ago is not asked about once in 24 h")
	}
}

// What the gateway says against a manager's "paid" is told.
func TestACancelledAfterPaidByHandIsTold(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.byHand(r.state(id), order.HandPaid)
	r.do(Check{id})
	r.wait(3 * time.Second)
	r.all(r.says("CANCELLED"))
	o, v := r.state(id), r.view()
	if len(v.Alerts)+len(v.Trouble) == 0 {
		t.Errorf("a manager recorded %q, the gateway says %v, and nobody is told", o.Hand.Verdict, o.State)
	}
}

// A disputed sale that a manager has decided does not come back by itself.
func TestADisputedSaleThatWasDecidedByHandDoesNotComeBack(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	r.phase(Disputed)
	r.byHand(r.state(id), order.HandUnpaid)
	if r.view().Sale != nil {
		t.Fatal("still there")
	}
	r.reopen(id)
	if v := r.view(); v.Sale != nil {
		t.Errorf("a log that hiccups has put it back on the screen, phase %d", v.Sale.Phase)
	}
	if v := r.restarted(id).view(); v.Sale != nil {
		t.Errorf("a restart has put it back on the screen, phase %d", v.Sale.Phase)
	}
}
