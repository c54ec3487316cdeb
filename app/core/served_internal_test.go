package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// Rule 6: a notification that arrives while an older question is on its way is served.
func TestANotificationDuringAQuestionIsServedByAnother(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	for range 3 * 24 * 60 { // into the daily part of its watch
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			r.answerAsk("PENDING")
		}
	}
	r.do(Check{id}) // a question leaves; the gateway answers PENDING, and then the customer pays
	if len(r.calls) != 1 {
		t.Fatalf("%v", r.calls)
	}
	r.do(Notified{Order: id})
	r.answerAsk("PENDING") // the answer from before
	asked := 0
	for range 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("SUCCEEDED")
		}
	}
	if asked == 0 {
		t.Errorf("the gateway said that it is paid, and for an hour nobody asked: %v", r.state(id).State)
	}
}

// Rule 6: a refund's notification that names a refund unknown here and its order.
func TestANotificationOfAnUnknownRefundAsksAboutItsOrder(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	out := r.core.Step(r.now, Notified{Order: id, Refund: "RUNKNOWN"})
	for _, e := range out {
		if f, ok := e.(Find); ok && f.Order == id {
			return
		}
		if a, ok := e.(Ask); ok && a.Order.ID == id {
			return
		}
	}
	t.Errorf("only %v", out)
}

// Section 3, rule 8: "about a minute"; odd answers between do not free the amount, whatever the order.
func TestNoRefundIsFreeWhileTheGatewayMayHaveIt(t *testing.T) {
	answers := []string{"none", "busy", "PENDING", "PROCESSING", "lost", "wait"}
	depth := 4
	var walk func(n int, path []string)
	walk = func(n int, path []string) {
		if n == 0 {
			playRefund(t, path)
			return
		}
		for _, a := range answers {
			walk(n-1, append(path[:len(path):len(path)], a))
		}
	}
	for _, first := range []string{"busy", "lost", "PENDING", "FAILED", "none"} {
		walk(depth, []string{first})
	}
}

func playRefund(t *testing.T, path []string) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	at := r.now
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
	none, first := 0, time.Time{}
	for _, a := range path[1:] {
		if a == "wait" {
			r.wait(15 * time.Second)
			continue
		}
		for range 900 {
			if _, ok := underWay[AskRefund](r); ok {
				break
			}
			r.wait(time.Second)
		}
		if _, ok := underWay[AskRefund](r); !ok {
			continue
		}
		r.answerRefund(end(a))
		if a == "none" {
			if none++; none == 1 {
				first = r.now
			}
		}
		_ = first
		f := r.lastRefund(id)
		if f.State == order.RefundFailed && (none < 2 || r.now.Sub(at) < time.Minute || path[0] != "busy" && path[0] != "none") {
			t.Errorf("%v: free after %v with %d not found", path, r.now.Sub(at), none)
		}
		if f.Resendable() && path[0] != "lost" && path[0] != "FAILED" && none < 3 {
			t.Errorf("%v: may be sent again after %d not found", path, none)
		}
	}
}

func underWay[E Effect](r *rig) (E, bool) {
	for _, c := range r.calls {
		if e, ok := c.(E); ok {
			return e, true
		}
	}
	return *new(E), false
}

var _ = payments.KindLost
