package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// What is known of a refund that was not plainly done: it is free only when it is sure
// that the gateway does not have it.

// taught has what was learned taken up, as the shell does once it is on disk.
func (r *rig) taught() (times int) {
	for _, e := range r.log {
		if e.Kind == order.LearnedNotFound {
			times++
			r.do(Taught{*e.Learned})
		}
	}
	return times
}

func learnedCodes(r *rig, orders, refunds int) order.Learned {
	return order.Learned{Account: r.core.settings.Account, Order: orders, Refund: refunds}
}

// What a gateway in trouble answers to everything is not "not found".
func TestOneBusyLookTeachesNothing(t *testing.T) {
	r := newRig(t)
	look := func(order, refund int) {
		r.do(LearnEnded{Learned: learnedCodes(r, order, refund)})
	}
	r.core.own().learned = order.Learned{}
	look(9999, 9999)
	look(40401, 40402)
	if n := r.taught(); n != 0 {
		t.Errorf("learned after looks that disagree: %d times", n)
	}
	look(40401, 40402)
	if n := r.taught(); n != 1 || r.core.own().learned.Refund != 40402 {
		t.Errorf("learned %d times: %+v", n, r.core.own().learned)
	}
}

// Even where "busy" was learned as "not found", before or while a refund is in doubt, it
// frees none that it is the answer to: the gateway carries it out.
func TestANoToARefundInTheWordsOfNotFoundProvesNothing(t *testing.T) {
	busy := func(r *rig) order.Learned { return learnedCodes(r, 9999, 9999) }
	for name, c := range map[string]struct {
		before, after func(r *rig)
		long, step    time.Duration
	}{
		"learned before": {
			func(r *rig) { r.core.own().learned = busy(r) },
			func(*rig) {}, 24 * time.Hour, time.Minute,
		},
		"learned of a trouble that lasts": {
			func(r *rig) { r.do(LearnEnded{Learned: busy(r)}) },
			func(r *rig) {
				r.wait(10 * time.Second)
				r.do(LearnEnded{Learned: busy(r)})
				r.taught()
			}, 10 * time.Minute, time.Second,
		},
	} {
		r := newRig(t)
		id := r.paidOrder()
		c.before(r)
		r.refund(id, 12850)
		r.endRefund("", busyNow())
		c.after(r)
		r.during(c.long, c.step, r.each(r.drop, r.refundSays("", busyNow())))
		if f := r.lastRefund(id); f.State != order.RefundUnsure || r.left(id) != 0 {
			t.Errorf("%s: a refund that the gateway carried out is %v, and %d may be refunded", name, f.State, r.left(id))
		}
	}
}

// A gateway that refuses and does it: the amount is not free, and nobody refunds it again.
func TestARefundThatIsRefusedAndCarriedOutIsFound(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", busyNow())
	if f := r.isRefund(id, order.RefundUnsure); f.Said != "9999 system busy, result unknown" {
		t.Errorf("%+v", f)
	}
	if v := r.view(); len(v.Alerts) != 0 {
		t.Errorf("it is called failed: %+v", v.Alerts)
	}
	r.refund(id, 100)
	if v := r.view(); v.Manager.Problem.Key != "error.refund.limit" {
		t.Errorf("its amount is free: %+v", v.Manager)
	}
	r.wait(20 * time.Second)
	r.answerRefund("SUCCEEDED", nil)
	r.isRefund(id, order.RefundDone)
}

func TestARefundThatWasRefusedIsFreeAfterTwoAnswersThatThereIsNone(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", no("refund", 4001, "not allowed"))
	r.wait(19 * time.Second)
	r.none()
	r.wait(time.Second)
	r.answerRefund("", notThere())
	if f := r.isRefund(id, order.RefundUnsure); f.Said != "4001 not allowed" {
		t.Errorf("while it is made sure, the gateway's no is said to be %q", f.Said)
	}
	r.wait(40 * time.Second)
	r.answerRefund("", notThere())
	if f := r.isRefund(id, order.RefundFailed); f.Said != "4001 not allowed" {
		t.Errorf("in the end the gateway's no is said to be %q", f.Said)
	}
	if o, v := r.state(id), r.view(); o.Refundable().Minor != 12850 || len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_refused" {
		t.Errorf("%v left, alerts %+v", o.Refundable(), v.Alerts)
	}
}

func TestAnErrorThatWasNotLearnedIsNoAnswerAboutARefund(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", no("refund", 4001, "not allowed"))
	for range 20 { // which becomes patient
		r.wait(10 * time.Minute)
		r.answerRefund("", no("refund_query", 9999, "system busy"))
	}
	if f := r.isRefund(id, order.RefundUnsure); r.resendable(id, f.ID) {
		t.Error("it may be sent again")
	}
	if v := r.view(); len(v.Trouble) != 1 || v.Trouble[0].Kind != order.TroubleRefund {
		t.Errorf("nobody is told: %+v", v.Trouble)
	}
}

// A refused refund of an odd status is not asked about each second.
func TestADeniedRefundWithAnUnknownStatusIsAskedMoreAndMoreSeldom(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 5000)
	r.endRefund("", busyNow())
	asked := 0
	r.during(time.Hour, time.Second, r.each(r.drop, func() {
		asked++
		r.answerRefund("PROCESSING", nil)
	}))
	if asked > 200 {
		t.Errorf("%d questions about one refund in an hour", asked)
	}
}

// "Nothing went out" was concluded, or the gateway itself called it failed. What it says
// later outranks that: what goes back, or has gone back, may not go back again.
func TestARefundThatTheGatewayHasAfterAllIsNotFree(t *testing.T) {
	concluded := func(r *rig) {
		r.endRefund("", no("refund", 4001, "not now"))
		for range 2 {
			r.wait(time.Minute)
			r.answerRefund("", notThere())
		}
	}
	said := func(r *rig) {
		r.endRefund("PENDING", nil)
		r.wait(5 * time.Second)
		r.answerRefund("FAILED", nil)
	}
	for name, c := range map[string]struct {
		fails func(r *rig)
		then  string
		back  int64 // what has gone back then
	}{"concluded, then under way": {concluded, "PENDING", 0}, "failed, then done": {said, "SUCCEEDED", 12850}} {
		r := newRig(t)
		id := r.paidOrder()
		r.refund(id, 12850)
		c.fails(r)
		f := r.isRefund(id, order.RefundFailed)
		r.do(Notified{Order: id, Refund: f.ID})
		r.during(10*time.Second, time.Second, r.each(r.says("SUCCEEDED"), r.refundSays(c.then, nil)))
		o, v := r.state(id), r.view()
		if o.Refundable().Minor != 0 || o.Refunded().Minor != c.back {
			t.Errorf("%s: the refund is called %v, refunded %v, %v may be refunded, staff read %v", name, o.Refunds[0].State, o.Refunded(), o.Refundable(), v.Alerts)
		}
	}
}

// A second disagreement, about a refund, is not swallowed by one about the payment.
func TestARefundThatDisagreesIsToldThoughThePaymentDoesToo(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 2850)
	r.endRefund("PENDING", nil)
	r.wait(5 * time.Second)
	r.all(r.refundSays("FAILED", nil))
	r.isRefund(id, order.RefundFailed)
	r.do(Check{id})
	r.wait(time.Second)
	r.all(r.each(r.says("CANCELLED"), r.refundSays("FAILED", nil)))
	if !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Fatal("no mismatch")
	}
	for _, a := range r.view().Alerts {
		r.do(a.Seen())
	}
	r.do(Notified{Order: id, Refund: r.lastRefund(id).ID})
	r.wait(time.Second)
	r.all(r.each(r.says("CANCELLED"), r.refundSays("SUCCEEDED", nil))) // it went out after all
	v := r.view()
	told := false
	for _, a := range v.Alerts {
		told = told || a.Text.Key == "alert.refund_mismatch"
	}
	for _, a := range v.Trouble {
		told = told || a.Text.Key == "alert.refund_mismatch"
	}
	if !told {
		t.Errorf("a refund that was called failed went out; staff read %+v %+v", v.Alerts, v.Trouble)
	}
}

// However a refund ends and whatever is answered about it then: its amount is free only
// when the gateway has said no, or that there is none, and for about a minute has twice
// not had it.
func TestNoRefundIsFreeWhileTheGatewayMayHaveIt(t *testing.T) {
	answers := []string{"none", "busy", "PENDING", "PROCESSING", "lost", "wait"}
	var walk func(n int, path []string)
	walk = func(n int, path []string) {
		if n == 0 {
			playRefund(t, path)
			return
		}
		for _, a := range answers {
			if n == 1 && a == "wait" {
				continue // for nothing
			}
			walk(n-1, append(path[:len(path):len(path)], a))
		}
	}
	for _, first := range []string{"busy", "lost", "PENDING", "FAILED", "none"} {
		walk(4, []string{first})
	}
}

func playRefund(t *testing.T, path []string) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	at, none := r.now, 0
	end := func(a string) (string, error) {
		switch a {
		case "none":
			return "", notThere()
		case "busy":
			return "", busyNow()
		case "lost":
			return "", lost()
		}
		return a, nil
	}
	r.endRefund(end(path[0]))
	for _, a := range path[1:] {
		if a == "wait" {
			r.wait(15 * time.Second)
			continue
		}
		if !r.askedAboutRefund() {
			continue
		}
		if r.answerRefund(end(a)); a == "none" {
			none++
		}
		f := r.lastRefund(id)
		if f.State == order.RefundFailed && (none < 2 || r.now.Sub(at) < time.Minute || path[0] != "busy" && path[0] != "none") {
			t.Errorf("%v: free after %v with %d not found", path, r.now.Sub(at), none)
		}
		if r.resendable(id, f.ID) && path[0] != "lost" && path[0] != "FAILED" && none < 3 {
			t.Errorf("%v: may be sent again after %d not found", path, none)
		}
	}
}

// askedAboutRefund waits a quarter of an hour at most for the next question about one.
func (r *rig) askedAboutRefund() bool {
	for end := r.now.Add(15 * time.Minute); r.now.Before(end); r.wait(time.Second) {
		if _, asked := underWay[AskRefund](r); asked {
			return true
		}
	}
	return false
}
