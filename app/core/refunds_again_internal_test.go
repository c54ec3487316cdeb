package core

import (
	"fmt"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// Rule 8: "nothing went out" was concluded; the gateway's word that it has it outranks that.
func TestARefundThatTheGatewayHasAfterAllIsNotFree(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 4001, Message: "not now"})
	for range 2 {
		r.wait(time.Minute)
		r.answerRefund("", notThere())
	}
	f := r.isRefund(id, order.RefundFailed)
	r.do(Notified{Order: id, Refund: f.ID})
	for range 10 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if _, ok := r.calls[0].(Ask); ok {
				r.answerAsk("SUCCEEDED")
			} else {
				r.answerRefund("PENDING", nil)
			}
		}
	}
	o, v := r.state(id), r.core.View(r.now)
	if o.Refundable().Minor != 0 && !o.Marks.Has(order.MarkMismatch) {
		t.Errorf("the gateway is carrying out the refund; it is called %v, %v may be refunded, staff read %v", o.Refunds[0].State, o.Refundable(), v.Alerts)
	}
}

// Rule 8, 9: what has gone back may not go back again, and counts.
func TestARefundThatSucceedsAfterItFailedIsNotFree(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("PENDING", nil)
	r.wait(5 * time.Second)
	r.answerRefund("FAILED", nil)
	f := r.isRefund(id, order.RefundFailed)
	r.do(Notified{Order: id, Refund: f.ID})
	for range 10 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if _, ok := r.calls[0].(Ask); ok {
				r.answerAsk("SUCCEEDED")
			} else {
				r.answerRefund("SUCCEEDED", nil)
			}
		}
	}
	o := r.state(id)
	if o.Refundable().Minor != 0 || o.Refunded().Minor != 12850 {
		t.Errorf("the money has gone back; refunded %v, %v may be refunded once more", o.Refunded(), o.Refundable())
	}
}

// Rule 14: a proof that can't be written stays on the till, whatever else is asked of its sale.
func TestAProofThatIsNotRecordedOutlivesAQuestionAboutItsSale(t *testing.T) {
	r := newRig(t)
	r.charge()
	a := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.again()
	b := r.answerCreate()
	for r.core.View(r.now).Sale.Phase != Paid {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			c := call[Ask](r)
			p := pendingOf(c.Order)
			if p.Status = "SUCCEEDED"; c.Order.ID == a {
				p.Status = "CANCELLED"
			}
			r.do(AskEnded{Order: c.Order.ID, Payment: p})
		}
	}
	r.next()
	for range 3 * 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			r.answerAsk("CANCELLED")
		}
	}
	if r.core.orders[a] != nil {
		t.Fatal("still held")
	}
	r.disk = diskGone
	r.do(Notified{Order: a})
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("%v", v.Alerts)
	}
	r.do(Check{b})
	for range 120 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			c := call[Ask](r)
			r.do(AskEnded{Order: c.Order.ID, Err: lost()})
		}
	}
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Errorf("PAID – NOT RECORDED is gone: %v", v.Alerts)
	}
	r.disk = nil
	r.reopen()
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			r.answerAsk("SUCCEEDED")
		}
	}
	if o := r.state(a); o.State != order.StatePaid {
		t.Errorf("the proven money is forgotten: %v", o.State)
	}
}

// Section 4: a View costs under 2 ms, whatever it counts.
func BenchmarkAViewOfTenThousandFoundAgain(b *testing.B) {
	in := crowd(b, many)
	for i := range in.Orders {
		o := &in.Orders[i]
		o.State, o.Marks, o.Why, o.Differed = order.StatePaid, 0, order.BecauseRestored, nil
		o.Sale = fmt.Sprint(o.ID)
	}
	now := in.Orders[many-1].CreatedAt.Add(time.Minute)
	c := New(nil)
	c.Step(now, in)
	for b.Loop() {
		c.View(now)
	}
}
