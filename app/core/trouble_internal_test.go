package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

func wantsSilence(d time.Duration) error {
	return &payments.Error{Op: "query", Kind: payments.KindServer, Status: 503, RetryAfter: d}
}

func pendingOf(o order.Order) payments.Payment {
	return payments.Payment{MerchantOrderID: string(o.ID), OrderID: "C" + string(o.ID), Amount: o.Amount.Wire(), Currency: "HKD", Status: "PENDING"}
}

// Rule 15: what made a connection ready has asked nothing, so it ends no silence.
func TestTypingEndsNoSilence(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	r.wait(3 * time.Second)
	a := call[Ask](r)
	r.do(AskEnded{Order: a.Order.ID, Err: wantsSilence(time.Hour)})
	r.do(Typing{})
	w := call[Warm](r)
	r.do(Warmed{Account: w.Account}) // the token lives and the connection is open: Warm asks nothing
	r.charge()
	if v := r.core.View(r.now); v.Sale != nil {
		t.Errorf("a sale starts (phase %d) though the gateway wants an hour of silence; banner %q", v.Sale.Phase, v.Banner.Key)
	}
}

// Rule 15: one order that can't be asked about blinds nobody else.
func TestACodeThatOnlyGetsBrokenAnswersLeavesTheOthersTheirTurn(t *testing.T) {
	r := newRig(t)
	r.charge()
	gone := r.answerCreate()
	r.dismiss()
	r.charge()
	front := r.answerCreate()
	asked := map[order.ID]int{}
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			a := call[Ask](r)
			asked[a.Order.ID]++
			if a.Order.ID == front {
				r.do(AskEnded{Order: front, Err: &payments.Error{Op: "query", Kind: payments.KindMalformed, Status: 200}})
				continue
			}
			r.do(AskEnded{Order: a.Order.ID, Payment: pendingOf(a.Order)})
		}
	}
	if asked[gone] < 10 {
		t.Errorf("in 10 minutes the code on the screen was asked about %d times, and one just taken off %d times", asked[front], asked[gone])
	}
}

// Rule 15: one probe every 30 s.
func TestASilentGatewayIsTriedEveryHalfMinuteThoughOnlyOneCodeIsWatched(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	asked := 0
	for range 3600 {
		r.wait(time.Second)
		r.looked(wantsSilence(time.Hour))
		for len(r.calls) > 0 {
			switch r.calls[0].(type) {
			case Ask:
				asked++
				a := call[Ask](r)
				r.do(AskEnded{Order: a.Order.ID, Err: wantsSilence(time.Hour)})
			default:
				r.calls = r.calls[1:]
			}
		}
	}
	if asked < 100 {
		t.Errorf("%d probes in an hour of silence", asked)
	}
}

// The same without a wish: when the gateway is back, what can be paid is asked about soon.
func TestAfterAnOutageACodeJustTakenOffIsAskedAboutSoon(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	for range 3600 {
		r.wait(time.Second)
		r.looked(lost())
		for len(r.calls) > 0 {
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: lost()})
		}
	}
	r.do(Warmed{Account: r.core.settings.Account}) // it is back, and says so
	for s := range 3600 {
		r.wait(time.Second)
		if len(r.calls) > 0 {
			if s > 60 {
				t.Errorf("asked about %d s after the gateway was back", s)
			}
			return
		}
	}
	t.Error("never asked")
}

// Rule 6: a notification is served: a short outage does not undo it.
func TestANotificationOutlivesAShortOutage(t *testing.T) {
	r := newRig(t)
	id := r.cancelledLongAgo()
	r.do(Notified{Order: id})
	for range 120 {
		r.wait(time.Second)
		r.looked(&payments.Error{Op: "query", Kind: payments.KindServer, Status: 502})
		for len(r.calls) > 0 {
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindServer, Status: 502}})
		}
	}
	for range 3600 {
		r.wait(time.Second)
		r.looked(nil)
		for len(r.calls) > 0 {
			r.answerAsk("SUCCEEDED")
		}
	}
	if o := r.state(id); o.State != order.StatePaid {
		t.Errorf("the gateway said that it is paid, was away for two minutes, and is not asked again: %v", o.State)
	}
}

// A question that was wanted while the creation was under way asks nothing of an order that was refused.
func TestACheckDuringACreationThatIsRefusedStopsNothing(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.do(Check{id})
	r.do(CreateEnded{Order: id, Err: &payments.Error{Op: "create", Kind: payments.KindRefused, Code: 4001, Message: "not allowed"}})
	r.next()
	for range 60 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			a := call[Ask](r)
			for _, e := range r.core.Step(r.now, AskEnded{Order: a.Order.ID, Err: notThere()}) {
				if w, ok := e.(Write); ok {
					if _, err := order.Apply(r.state(id), w.Event); err != nil {
						t.Fatalf("the core wants an event that the log refuses, which stops all sales: %v", err)
					}
				}
			}
		}
	}
}

// Rule 2, 14: an event that was on disk after all leaves nothing to be made up for.
func TestATimeUpThatWasOnDiskAfterAllLeavesTheCodeThatIsShownAgain(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.disk = diskGone
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 && r.core.View(r.now).Sale.Phase != TimeUp {
			r.answerAsk("PENDING")
		}
		if r.core.View(r.now).Sale.Phase == TimeUp {
			break
		}
	}
	r.log = append(r.log, order.Event{Version: order.Version, Kind: order.Dismissed, At: r.now, Day: "2026-11-24", Order: id, Reason: order.BecauseTime})
	r.disk = nil
	r.reopen(id)
	r.phase(TimeUp)
	r.again()
	r.phase(Waiting)
	r.wait(time.Second)
	r.reopen(id) // the log failed once more and was opened anew
	if v := r.core.View(r.now); v.Sale == nil || v.Sale.Phase != Waiting {
		t.Errorf("the live code is off the screen by itself: sale %+v, order %v", v.Sale, r.state(id).Marks.Words())
	}
}

// Rule 14: the same for staff who went on from a payment: what comes later they have not seen.
func TestAGoOnThatWasOnDiskAfterAllClearsNoLaterMismatch(t *testing.T) {
	r := newRig(t)
	r.charge()
	o := call[Create](r).Order
	r.do(CreateEnded{Order: o.ID, Err: lost()}) // the sale's first: watched for a day
	id := r.answerCreate()
	r.wait(3 * time.Second)
	for len(r.calls) > 0 {
		r.answerAsk("SUCCEEDED", func(p *payments.Payment) {})
	}
	r.phase(Paid)
	_ = o
	seen := r.seen()
	r.disk = diskGone
	r.do(Next{seen})
	r.disk = nil
	r.log = append(r.log, r.refused) // on disk after all
	r.reopen(o.ID, id)
	r.do(Check{id})
	r.wait(time.Second)
	for len(r.calls) > 0 {
		a := call[Ask](r)
		p := pendingOf(a.Order)
		if a.Order.ID == id {
			p.Status = "CANCELLED"
		}
		r.do(AskEnded{Order: a.Order.ID, Payment: p})
	}
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v, order %+v", v.Alerts, r.state(id))
	}
	r.reopen(o.ID, id)
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Errorf("paid, then cancelled: the alert is gone though nobody pressed anything; seen %v", r.state(id).Seen)
	}
}

// Rule 5: SUCCEEDED, then CANCELLED is a mismatch, also when the disk is full at that moment.
func TestACancelledAfterPaidOutlivesADiskThatFails(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.do(Check{id})
	r.wait(time.Second)
	r.disk = diskGone
	r.answerAsk("CANCELLED")
	r.disk = nil
	var open []order.ID
	if r.state(id).Open() {
		open = append(open, id)
	}
	r.reopen(open...)
	for range 3600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			r.answerAsk("CANCELLED")
		}
	}
	if v := r.core.View(r.now); !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Errorf("the gateway said CANCELLED of a paid order while the disk was full; nobody is told: %v", v.Alerts)
	}
}

// Rule 4, 8: a gateway in trouble for half an hour frees no refund that it carries out.
func TestATroubleThatIsLearnedAsNotFoundFreesNoRefundThatItAnswered(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	look := func() { r.do(LearnEnded{Learned: learnedCodes(r, 9999, 9999)}) }
	look()
	r.refund(id, 12850)
	r.endRefund("", busyNow()) // and carries it out
	r.wait(10 * time.Second)
	look() // ten minutes after the first
	r.taught()
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if _, about := r.calls[0].(AskRefund); !about {
				r.calls = r.calls[1:]
				continue
			}
			r.answerRefund("", busyNow())
		}
	}
	if f := r.lastRefund(id); f.State == order.RefundFailed || r.state(id).Refundable().Minor != 0 {
		t.Errorf("the refund that the gateway carried out is called %v, and %v may be refunded", f.State, r.state(id).Refundable())
	}
}

// Rule 6: what the gateway says against a manager's "paid" is told.
func TestACancelledAfterPaidByHandIsTold(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id)), Verdict: order.HandPaid, Reason: "portal"}, r.state(id)})
	r.do(Check{id})
	r.wait(3 * time.Second)
	for len(r.calls) > 0 {
		r.answerAsk("CANCELLED")
	}
	o, v := r.state(id), r.core.View(r.now)
	if len(v.Alerts)+len(v.Trouble) == 0 {
		t.Errorf("a manager recorded %q, the gateway says %v, and nobody is told", o.Hand.Verdict, o.State)
	}
}

// Rule 15: up to 30 s of silence is waited for; more is said.
func TestASaleThatWaitsDoesNotWaitForAnHour(t *testing.T) {
	r := newRig(t)
	r.watch(2)
	for len(r.calls) < 2 {
		r.wait(100 * time.Millisecond)
	}
	a, b := call[Ask](r), call[Ask](r)
	r.do(AskEnded{Order: a.Order.ID, Err: wantsSilence(20 * time.Second)})
	r.charge()
	r.phase(Sending)
	r.do(AskEnded{Order: b.Order.ID, Err: wantsSilence(time.Hour)})
	for range 120 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if _, ok := r.calls[0].(Ask); !ok {
				r.calls = r.calls[1:]
				continue
			}
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: wantsSilence(time.Hour)})
		}
	}
	if v := r.core.View(r.now); v.Sale != nil && v.Sale.Phase == Sending {
		t.Errorf("still sending after two minutes, quiet until %v", v.Sale.Quiet.Sub(r.now))
	}
}

// Rule 14: an alert told in sum that is read is not one that has come since.
func TestWhatIsAcknowledgedInSumIsWhatWasRead(t *testing.T) {
	r := newRig(t)
	var ids []order.ID
	var orders []order.Order
	for range 3 {
		r.charge()
		ids = append(ids, r.answerCreate())
		r.dismiss()
		r.calls = nil
	}
	n := &rig{T: t, core: New(nil), now: r.now.Add(time.Minute)}
	for _, id := range ids {
		since, made := r.now, r.state(id).New
		e := order.Event{Version: order.Version, Kind: order.Recalled, At: n.now, Day: "2026-11-24", Order: id, New: &made, Since: &since}
		o, err := order.Apply(order.Order{}, e)
		if err != nil {
			t.Fatal(err)
		}
		n.log = append(n.log, e)
		orders = append(orders, o)
	}
	n.do(Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong, Orders: orders})
	answer := func(id order.ID, status string) {
		for range 60 {
			n.wait(time.Second)
			for len(n.calls) > 0 {
				a := call[Ask](n)
				p := pendingOf(a.Order)
				if a.Order.ID == id {
					p.Status = status
				}
				n.do(AskEnded{Order: a.Order.ID, Payment: p})
			}
			if n.state(id).State == order.StatePaid {
				return
			}
		}
	}
	answer(ids[0], "SUCCEEDED")
	answer(ids[1], "SUCCEEDED")
	v := n.core.View(n.now)
	if len(v.Alerts) != 1 || v.Alerts[0].Found != 2 {
		t.Fatalf("%+v", v.Alerts)
	}
	// The manager refunds one of them, and the third is found, before "seen" arrives.
	o := n.state(ids[1])
	n.do(Allowed{Refund{Order: ids[1], Amount: o.Amount, Reason: "x"}, o})
	answer(ids[2], "SUCCEEDED")
	n.do(v.Alerts[0].Seen())
	if n.state(ids[2]).Seen {
		t.Errorf("%s is acknowledged, and nobody has read of it", ids[2])
	}
}

// A second disagreement, about a refund, is not swallowed by one about the payment.
func TestARefundThatDisagreesIsToldThoughThePaymentDoesToo(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 2850)
	r.endRefund("PENDING", nil)
	r.wait(5 * time.Second)
	for len(r.calls) > 0 {
		r.answerRefund("FAILED", nil)
	}
	r.isRefund(id, order.RefundFailed)
	r.do(Check{id})
	r.wait(time.Second)
	for len(r.calls) > 0 {
		if _, ok := r.calls[0].(Ask); ok {
			r.answerAsk("CANCELLED")
		} else {
			r.answerRefund("FAILED", nil)
		}
	}
	if !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Fatal("no mismatch")
	}
	for _, a := range r.core.View(r.now).Alerts {
		r.do(a.Seen())
	}
	r.do(Notified{Order: id, Refund: r.lastRefund(id).ID})
	r.wait(time.Second)
	for len(r.calls) > 0 {
		if _, ok := r.calls[0].(Ask); ok {
			r.answerAsk("CANCELLED")
		} else {
			r.answerRefund("SUCCEEDED", nil) // it went out after all
		}
	}
	v := r.core.View(r.now)
	var told bool
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
