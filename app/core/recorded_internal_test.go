package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// What becomes of a refund that a manager has recorded as not refunded.

// pendingFor is a refund that was under way, and of which the gateway has said since, for so
// long, what then answers.
func (r *rig) pendingFor(long time.Duration, then func()) (order.ID, order.Refund) {
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("PENDING", nil)
	f := r.isRefund(id, order.RefundPending)
	r.during(long, time.Minute, r.each(r.says("SUCCEEDED"), then))
	return id, f
}

// check has staff ask about an order, and answers for ten seconds.
func (r *rig) check(id order.ID, refund func()) {
	r.do(Check{Order: id})
	r.during(10*time.Second, time.Second, r.each(r.says("SUCCEEDED"), refund))
}

// confirmSoon answers the question about an order that a refund waits for, once it is asked.
func (r *rig) confirmSoon() {
	r.Helper()
	for range 10 {
		if _, asks := underWay[Ask](r); asks {
			break
		}
		r.wait(time.Second)
	}
	r.answerAsk("SUCCEEDED")
}

// second is a refund in doubt that a manager has recorded as not refunded, and a second one,
// not sent before its order is asked about. Meanwhile something becomes known of the first.
func (r *rig) second(known func()) order.ID {
	r.Helper()
	id, f := r.inDoubt()
	r.notRefunded(r.state(id), f.ID)
	r.wait(10 * time.Second) // the first is asked about
	r.want(id, 12850)
	r.wait(5 * time.Second)
	known()
	r.confirmSoon()
	return id
}

// denied is a paid order with a refund that the gateway said no to, and does not have.
func (r *rig) denied() order.ID {
	r.Helper()
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", busyNow())
	r.during(3*time.Minute, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("", notThere())))
	r.isRefund(id, order.RefundFailed)
	return id
}

// refundDiffers answers the oldest question about a refund with another amount.
func (r *rig) refundDiffers(amount string) func() {
	return func() {
		r.Helper()
		q := call[AskRefund](r)
		a := answerFor(q.Order, q.Refund, "SUCCEEDED")
		a.Amount = amount
		r.do(RefundAsked{Order: q.Order.ID, Refund: q.Refund.ID, Answer: a})
	}
}

func (r *rig) seeAll() {
	for _, a := range r.view().Alerts {
		r.do(a.Seen())
	}
}

// The gateway goes on saying that it has none: the record stands.
func TestARecordOfAVanishedRefundStandsWhileItStaysAway(t *testing.T) {
	for name, says := range map[string]error{"not found": notThere(), "busy": busyNow()} {
		r := newRig(t)
		id, f := r.pendingFor(25*time.Hour, r.refundSays("", notThere()))
		r.notRefunded(r.state(id), f.ID)
		r.during(time.Hour, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("", says)))
		if r.lastRefund(id).Hand == nil || r.left(id) != 12850 || r.told(id) {
			t.Errorf("%s: %d can be given back, told %t", name, r.left(id), r.told(id))
		}
	}
}

// Each time that the gateway contradicts a manager is told: money may go back twice.
func TestMoneyThatGoesBackTwiceIsTold(t *testing.T) {
	r := newRig(t)
	id, f := r.inDoubt()
	r.notRefunded(r.state(id), f.ID)
	r.check(id, r.refundSays("PENDING", nil))
	r.seeAll()
	r.during(25*time.Hour, time.Minute, r.each(r.says("SUCCEEDED"), r.refundSays("PENDING", nil)))
	r.notRefunded(r.state(id), f.ID)
	r.refund(id, 12850)
	r.endRefund("SUCCEEDED", nil)
	r.check(id, r.refundSays("SUCCEEDED", nil))
	if o := r.state(id); o.Refunded().Minor != 2*12850 || !r.told(id) {
		t.Errorf("%v have gone back, told %t", o.Refunded(), r.told(id))
	}
}

func TestASecondRefundIsNotSentOnceTheFirstIsKnown(t *testing.T) {
	for _, says := range []string{"SUCCEEDED", "PENDING"} {
		r := newRig(t)
		id := r.second(func() { r.answerRefund(says, nil) })
		if _, sent := underWay[SendRefund](r); sent || r.lastRefund(id).State != order.RefundFailed {
			t.Errorf("%s: sent %t, it is %v", says, sent, r.lastRefund(id).State)
		}
	}
}

// The disk is full, and that the first went out is known and told, and not written.
func TestASecondRefundIsNotSentThoughTheFirstCanNotBeWritten(t *testing.T) {
	r := newRig(t)
	r.second(func() {
		r.disk = diskGone
		r.answerRefund("SUCCEEDED", nil)
	})
	if _, sent := underWay[SendRefund](r); sent {
		t.Error("sent")
	}
}

// Nor of two that went out before it, when there is enough left for either.
func TestAThirdRefundIsNotSentThoughNeitherBeforeItCanBeWritten(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	for range 2 {
		r.refund(id, 6425)
		r.endRefund("", lost())
		r.notRefunded(r.state(id), r.lastRefund(id).ID)
	}
	r.wait(10 * time.Second)
	r.want(id, 6425)
	r.wait(10 * time.Second)
	r.disk = diskGone
	for range 2 {
		r.answerRefund("SUCCEEDED", nil)
	}
	r.confirmSoon()
	if _, sent := underWay[SendRefund](r); sent {
		t.Error("sent")
	}
}

// Nobody is told to give back another way what has gone back.
func TestARefundThatWasHeldBackIsNotToBeGivenBackAnotherWay(t *testing.T) {
	r := newRig(t)
	r.second(func() { r.answerRefund("SUCCEEDED", nil) })
	r.seeAll()
	if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_superseded" || !v.Alerts[0].Superseded {
		t.Errorf("alerts %+v", v.Alerts)
	}
}

// The gateway speaks of one that had failed, though with another amount: some money is out.
func TestASecondRefundIsNotSentOnceTheFirstIsSpokenOfOtherwise(t *testing.T) {
	r := newRig(t)
	id := r.denied()
	f := r.lastRefund(id)
	r.want(id, 12850)
	r.do(Notified{Refund: f.ID})
	r.wait(time.Second)
	r.refundDiffers("1")()
	r.confirmSoon()
	if _, sent := underWay[SendRefund](r); sent {
		t.Error("sent")
	}
}

// Nothing went out; then it was under way all the same, and then it failed.
func TestARefundThatFailsASecondTimeIsTold(t *testing.T) {
	r := newRig(t)
	id := r.denied()
	r.seeAll()
	r.check(id, r.refundSays("PENDING", nil))
	r.seeAll()
	r.byHand(r.state(id), order.HandPaid)
	r.during(time.Hour, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("FAILED", nil)))
	if r.isRefund(id, order.RefundFailed); !r.told(id) {
		t.Error("it has failed, and nobody is told")
	}
}

// Of two that go back one after the other nobody has read the first.
func TestWhatHasGoneBackAfterAllIsToldInSum(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	for _, amount := range []int64{8000, 4850} {
		r.refund(id, amount)
		r.endRefund("", lost())
		r.notRefunded(r.state(id), r.lastRefund(id).ID)
	}
	r.during(20*time.Second, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("SUCCEEDED", nil)))
	v := r.view()
	if len(v.Alerts) != 1 || v.Alerts[0].Text.Key != keyAfterAll || v.Alerts[0].Text.Values["Refund"].(order.Amount).Minor != 12850 {
		t.Errorf("alerts %+v", v.Alerts)
	}
}

// It went back after all, and then the gateway says that it failed.
func TestWhatIsSaidToHaveFailedHasNotGoneBackAfterAll(t *testing.T) {
	r := newRig(t)
	id, f := r.inDoubt()
	r.notRefunded(r.state(id), f.ID)
	r.check(id, r.refundSays("SUCCEEDED", nil))
	r.seeAll()
	r.check(id, r.refundSays("FAILED", nil))
	if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_mismatch" {
		t.Errorf("alerts %+v", v.Alerts)
	}
}

// Two that answer for the gateway take turns: each word is told once.
func TestWordsThatTakeTurnsAreToldOnceEach(t *testing.T) {
	r := newRig(t)
	id, _ := r.inDoubt()
	n, told := 0, 0
	r.during(time.Hour, time.Second, r.each(r.says("SUCCEEDED"), func() {
		n++
		r.refundDiffers([]string{"1", "2"}[n%2])()
		if r.told(id) {
			told++
		}
		r.seeAll()
	}))
	if n < 20 || told != 2 {
		t.Errorf("%d answers, told %d times", n, told)
	}
}

// A manager's sheet was opened while the gateway had none of it, and it is there again.
func TestARecordOfWhatHadVanishedCrossesItsComingBack(t *testing.T) {
	r := newRig(t)
	id, f := r.pendingFor(25*time.Hour, r.refundSays("", notThere()))
	saw := r.state(id)
	r.check(id, r.refundSays("PENDING", nil))
	r.notRefunded(saw, f.ID)
	if v := r.view(); v.Manager.Problem.Key != "error.hand.state" || r.left(id) != 0 {
		t.Errorf("%+v, %d can be given back", v.Manager, r.left(id))
	}
}

// Nobody asks by themselves any more; that a manager says so is reason to ask once.
func TestWhatIsRecordedAfterItsWatchIsAskedAbout(t *testing.T) {
	for _, closed := range []bool{false, true} { // before it was asked
		r := newRig(t)
		r.looking = well
		id, f := r.pendingFor(60*time.Hour, r.refundSays("PENDING", nil))
		r.during(40*24*time.Hour, time.Hour, r.each(r.says("SUCCEEDED"), r.refundSays("PENDING", nil)))
		r.notRefunded(r.state(id), f.ID)
		if !r.open(id) {
			t.Fatal("the next start does not load it")
		}
		if closed {
			r = r.restarted(id)
		}
		r.looking = well
		r.during(time.Minute, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays("SUCCEEDED", nil)))
		if r.lastRefund(id).State != order.RefundDone || !r.told(id) {
			t.Errorf("closed before %t: it is %v, told %t", closed, r.lastRefund(id).State, r.told(id))
		}
	}
}

// An answer that somebody asked for and that can't be written is asked for again, though no
// schedule does.
func TestAnAnswerOfAfterTheWatchThatCanNotBeWrittenIsAskedForAgain(t *testing.T) {
	r := newRig(t)
	r.looking = well
	id, f := r.pendingFor(60*time.Hour, r.refundSays("PENDING", nil))
	r.during(40*24*time.Hour, time.Hour, r.each(r.says("SUCCEEDED"), r.refundSays("PENDING", nil)))
	r.do(Notified{Refund: f.ID})
	r.disk = diskGone
	for range 60 {
		r.wait(time.Second)
		if r.all(r.each(r.drop, r.refundSays("SUCCEEDED", nil))); r.refused.Kind == order.RefundAnswered {
			break
		}
	}
	r.diskIsBack(id)
	r.during(time.Hour, time.Minute, r.each(r.drop, r.refundSays("SUCCEEDED", nil)))
	r.isRefund(id, order.RefundDone)
}
