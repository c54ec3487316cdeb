package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// notRefunded is a manager who found none in the portal, with the sheet opened when the
// order stood so.
func (r *rig) notRefunded(saw order.Order, refund order.RefundID) {
	r.do(Allowed{Resolve{Order: saw.ID, Refund: refund, Saw: StandingOf(saw, refund), Verdict: order.HandNotRefunded, Reason: "portal"}, r.state(saw.ID)})
}

// inDoubt is a paid order, all of which is perhaps going back.
func (r *rig) inDoubt() (order.ID, order.Refund) {
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", lost())
	return id, r.isRefund(id, order.RefundUnsure)
}

// The gateway's word and a manager's record cross: what is under way stays reserved.
func TestARecordOfNotRefundedThatCrossesTheGatewaysWord(t *testing.T) {
	for _, first := range []string{"the gateway", "the manager"} {
		r := newRig(t)
		id, f := r.inDoubt()
		saw := r.state(id)
		r.wait(3 * time.Second)
		if first == "the gateway" {
			r.answerRefund("PENDING", nil)
			r.notRefunded(saw, f.ID)
			if v := r.view(); v.Manager.Problem.Key != "error.hand.state" || v.Manager.Done != 1 {
				t.Errorf("%s: %+v", first, v.Manager)
			}
			r.notRefunded(r.state(id), f.ID) // and once more, having looked again
		} else {
			r.notRefunded(saw, f.ID)
			r.answerRefund("PENDING", nil)
			if !r.told(id) {
				t.Errorf("%s: nobody is told that it is under way after all", first)
			}
		}
		if o := r.state(id); o.Refundable().Minor != 0 || !o.Refunds[0].Undecided() {
			t.Errorf("%s: %d can be given back, and it is %+v", first, o.Refundable().Minor, o.Refunds[0])
		}
		r.calls = nil
		r.wait(time.Hour)
		if _, asked := underWay[AskRefund](r); !asked {
			t.Errorf("%s: it is not asked about any more", first)
		}
	}
}

// The gateway has had none for long, of one that it said was under way.
func TestARefundThatHasVanishedIsForAPerson(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("PENDING", nil)
	r.during(time.Hour, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("", notThere())))
	f := r.isRefund(id, order.RefundPending)
	if v := r.view(); len(v.Trouble) != 1 {
		t.Fatalf("trouble %+v", v.Trouble)
	}
	r.notRefunded(r.state(id), f.ID)
	if o := r.state(id); o.Refundable().Minor != 12850 {
		t.Errorf("%d can be given back", o.Refundable().Minor)
	}
}

// While it is made sure that nothing went out, the gateway speaks of the refund.
func TestAWordAboutARefundThatWasRefusedPutsItInDoubt(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", busyNow())
	r.wait(21 * time.Second)
	r.answerRefund("", notThere())
	r.do(Notified{Refund: r.lastRefund(id).ID})
	r.wait(5 * time.Second)
	r.answerRefund("PROCESSING", nil)
	r.during(9*time.Minute, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("", notThere())))
	if o := r.state(id); o.Refunds[0].State != order.RefundUnsure || o.Refundable().Minor != 0 || len(r.view().Trouble) != 1 {
		t.Errorf("it is %v, %d can be given back, trouble %+v", o.Refunds[0].State, o.Refundable().Minor, r.view().Trouble)
	}
}

// The gateway signs that it is refunded before it has answered the sending.
func TestASignedRefundIsAskedAboutOnceItsSendingHasEnded(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.do(Notified{Order: id, Refund: r.lastRefund(id).ID})
	r.endRefund("", busyNow())
	r.during(3*time.Second, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("SUCCEEDED", nil)))
	r.isRefund(id, order.RefundDone)
}

// A question that left before a refund was wanted says nothing for it.
func TestARefundWaitsForAQuestionThatLeftAfterIt(t *testing.T) {
	for name, err := range map[string]error{"answered": nil, "lost": lost()} {
		r := newRig(t)
		id := r.paidOrder()
		r.do(Check{Order: id})
		r.wait(time.Second)
		older := call[Ask](r)
		r.wait(6 * time.Second)
		r.want(id, 12850)
		r.do(AskEnded{Order: id, Payment: paymentOf(older.Order, "SUCCEEDED"), Err: err})
		if _, sent := underWay[SendRefund](r); sent {
			t.Errorf("%s: sent by an answer to a question of before", name)
		}
		r.wait(5 * time.Second)
		r.answerAsk("SUCCEEDED")
		if _, sent := underWay[SendRefund](r); !sent {
			t.Errorf("%s: not sent", name)
		}
	}
}

// The gateway has said no, and says nothing of use since: in doubt after two minutes, and a
// manager may record it.
func TestARefundThatWasRefusedAndNeverSettledCanBeRecorded(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", busyNow())
	f := r.lastRefund(id)
	r.notRefunded(r.state(id), f.ID)
	if v := r.view(); v.Manager.Problem.Key != "error.hand.state" || r.left(id) != 0 {
		t.Errorf("recorded while it is made sure: %+v", v.Manager)
	}
	r.during(3*time.Minute, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("", busyNow())))
	if v := r.view(); len(v.Trouble) != 1 {
		t.Errorf("trouble %+v", v.Trouble)
	}
	r.notRefunded(r.state(id), f.ID)
	if v := r.view(); len(v.Trouble) != 0 || r.left(id) != 12850 {
		t.Errorf("trouble %+v, %d can be given back", v.Trouble, r.left(id))
	}
}

// Whatever crosses its first question, a refund does not wait for ever.
func TestNotificationsHoldUpNoRefund(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.want(id, 12850)
	for range 20 {
		r.wait(time.Second)
		if _, asked := underWay[Ask](r); asked {
			r.do(Notified{Order: id})
			r.answerAsk("SUCCEEDED")
		}
	}
	if _, sent := underWay[SendRefund](r); !sent {
		t.Error("not sent")
	}
}
