package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// Rule 14: "unpaid" was meant for an order about which nothing was known; a disagreement that
// came while the PIN was checked was seen by nobody.
func TestARecordByHandClearsNoMismatchThatCameMeanwhile(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	saw := r.state(id)
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "12.85" }) // money came, another sum
	r.do(Allowed{Resolve{Order: id, Saw: StandingOf(saw), Verdict: order.HandUnpaid, Reason: "customer left"}, r.state(id)})
	if v := r.core.View(r.now); len(v.Alerts)+len(v.Trouble) == 0 {
		t.Errorf("the gateway says that 12.85 were paid; a record that was made before is taken, and nobody is told")
	}
}

// Rule 15: one refund pre-check, while the code on the screen gets broken answers.
func TestARefundIsNotHeldUpByACodeThatOnlyGetsBrokenAnswers(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.charge()
	front := r.answerCreate()
	broken := &payments.Error{Op: "query", Kind: payments.KindMalformed, Status: 200}
	for range 30 {
		r.wait(time.Second)
		r.looked(nil)
		for len(r.calls) > 0 {
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: broken})
		}
	}
	o := r.state(id)
	r.do(Allowed{Refund{Order: id, Amount: o.Amount, Reason: "x"}, o})
	for s := range 3600 {
		r.wait(time.Second)
		r.looked(nil)
		for len(r.calls) > 0 {
			a := call[Ask](r)
			if a.Order.ID != front {
				if s > 60 {
					t.Errorf("the order of a refund is asked about after %d s", s)
				}
				return
			}
			r.do(AskEnded{Order: front, Err: broken})
		}
	}
	v := r.core.View(r.now)
	t.Errorf("for an hour a refund is %v, and nobody is told: alerts %v, trouble %v", r.lastRefund(id).State, v.Alerts, v.Trouble)
}

// Rule 14: a Disputed sale that a manager has decided does not come back by itself.
func TestADisputedSaleThatWasDecidedByHandDoesNotComeBack(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "1" })
	r.phase(Disputed)
	r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id)), Verdict: order.HandUnpaid, Reason: "portal"}, r.state(id)})
	if r.core.View(r.now).Sale != nil {
		t.Fatal("still there")
	}
	r.reopen(id)
	if v := r.core.View(r.now); v.Sale != nil {
		t.Errorf("a log that hiccups has put it back on the screen, phase %d", v.Sale.Phase)
	}
	if n := r.restarted(id); n.core.View(n.now).Sale != nil {
		t.Errorf("a restart has put it back on the screen, phase %d", n.core.View(n.now).Sale.Phase)
	}
}

// Rule 6: that both orders of one sale are paid is derived from the log, and said as such after a restart too.
func TestASecondPaymentWhoseTickACrashCutOffIsToldAsSuch(t *testing.T) {
	r := newRig(t)
	r.charge()
	a := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.again()
	b := r.answerCreate()
	r.do(Check{a})
	for range 10 {
		r.wait(time.Second)
		r.looked(nil)
		for len(r.calls) > 0 {
			r.answerAsk("SUCCEEDED")
		}
	}
	if v := r.phase(Paid); v.Problem.Key != "sale.paid_twice" {
		t.Fatalf("problem %q", v.Problem.Key)
	}
	for _, al := range r.core.View(r.now).Alerts {
		r.do(al.Seen())
	}
	n := r.restarted(a, b) // the tick was never gone on from
	v := n.core.View(n.now)
	if len(v.Alerts) != 1 || v.Alerts[0].Order != b {
		t.Fatalf("sale %v, alerts %+v", v.Sale, v.Alerts)
	}
	if v.Alerts[0].Text.Key != "alert.paid_twice" {
		t.Errorf("the sale was paid twice; staff read %q", v.Alerts[0].Text.Key)
	}
}

// Rule 6, 15: that a disk was full for a while is no reason to leave a code unasked that was just taken off.
func TestACodeTakenOffAfterADiskWasFullIsAskedAboutSoon(t *testing.T) {
	for name, back := range map[string]bool{"the disk is back": true, "the disk is still full": false} {
		r := newRig(t)
		r.charge()
		id := r.answerCreate()
		r.disk = diskGone
		for range 60 {
			r.wait(time.Second)
			for len(r.calls) > 0 {
				r.answerAsk("PENDING")
			}
		}
		if back {
			r.disk = nil
			r.reopen(id)
			r.phase(Waiting)
		}
		r.dismiss()
		asked := 0
		for range 60 {
			r.wait(time.Second)
			r.looked(nil)
			for len(r.calls) > 0 {
				asked++
				r.answerAsk("PENDING")
			}
		}
		if asked < 2 {
			t.Errorf("%s: asked about %d times in the minute after it was taken off", name, asked)
		}
	}
}

// Rule 14: a code that the gateway has closed is not shown on because the disk is full.
func TestACodeThatIsClosedWhileTheDiskIsFullIsShownNoMore(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.disk = diskGone
	for range 10 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			r.answerAsk("CANCELLED")
		}
	}
	if v := r.core.View(r.now); v.Sale != nil && v.Sale.Phase == Waiting {
		t.Errorf("the customer is shown a code that the gateway has closed: staff read %q", v.Sale.Said.Key)
	}
}

// Rule 15: a sale that has ended and was left on the screen for the night hammers no gateway that is in trouble.
func TestAnEndedSaleLeftForTheNightHammersNoGatewayInTrouble(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.phase(Closed)
	down := &payments.Error{Op: "query", Kind: payments.KindServer, Status: 502}
	asked := 0
	for range 10 * 3600 {
		r.wait(time.Second)
		r.looked(down)
		for len(r.calls) > 0 {
			asked++
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: down})
		}
	}
	if asked > 1500 {
		t.Errorf("%d questions in ten hours about a code that the gateway had closed", asked)
	}
}
