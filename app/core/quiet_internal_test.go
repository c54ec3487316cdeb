package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

func busyNow() error {
	return &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 9999, Message: "system busy, result unknown"}
}

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

// Rule 4: what a gateway in trouble answers to everything is not "not found".
func TestOneBusyLookTeachesNothing(t *testing.T) {
	r := newRig(t)
	look := func(order, refund int) {
		r.do(LearnEnded{Learned: learnedCodes(r, order, refund)})
	}
	r.core.learned = map[order.Account]order.Learned{}
	look(9999, 9999)
	look(40401, 40402)
	if n := r.taught(); n != 0 {
		t.Errorf("learned after looks that disagree: %d times", n)
	}
	look(40401, 40402)
	if n := r.taught(); n != 1 || r.core.learned[r.core.settings.Account].Refund != 40402 {
		t.Errorf("learned %d times: %+v", n, r.core.learned)
	}
}

func learnedCodes(r *rig, orders, refunds int) order.Learned {
	return order.Learned{Account: r.core.settings.Account, Order: orders, Refund: refunds}
}

// Rule 8: even where "busy" was learned as "not found", it frees no refund that it is
// the answer to.
func TestANoToARefundInTheWordsOfNotFoundProvesNothing(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.core.learned[r.core.settings.Account] = learnedCodes(r, 9999, 9999)
	r.refund(id, 12850)
	r.endRefund("", busyNow()) // and the gateway carries it out
	for range 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			if _, about := r.calls[0].(AskRefund); !about {
				r.calls = r.calls[1:]
				continue
			}
			r.answerRefund("", busyNow())
		}
	}
	if f := r.lastRefund(id); f.State != order.RefundUnsure || r.state(id).Refundable().Minor != 0 {
		t.Errorf("a refund that the gateway carried out is %v, and %v may be refunded", f.State, r.state(id).Refundable())
	}
}

// Rule 5, 8: a refund that is not sent yet explains nothing.
func TestARefundThatHasNotLeftExplainsNothing(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	o := r.state(id)
	r.do(Allowed{Refund{Order: id, Amount: o.Amount, Reason: "returned"}, o})
	r.wait(time.Second)
	r.answerAsk("CANCELLED") // the payment was reversed: the customer has the money already
	for _, c := range r.calls {
		if _, ok := c.(SendRefund); ok {
			t.Errorf("the refund leaves though the gateway says CANCELLED of its order")
		}
	}
	if !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Errorf("SUCCEEDED followed by CANCELLED is no mismatch: %v", r.state(id).Marks.Words())
	}
}

// Rule 3, 8: at a gateway that says what is left, a second partial refund.
func TestASecondPartialRefundLeavesThoughTheGatewaySaysWhatIsLeft(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 2850)
	r.endRefund("SUCCEEDED", nil)
	r.isRefund(id, order.RefundDone)
	o := r.state(id)
	r.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: 5000, Currency: "HKD"}, Reason: "more"}, o})
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "100" }) // 128.50 less 28.50
	if o := r.state(id); o.Marks.Has(order.MarkMismatch) || o.Refunds[1].State == order.RefundFailed {
		t.Errorf("marks %v, the second refund is %v (%s): its own refunds explain the answer", o.Marks.Words(), o.Refunds[1].State, o.Refunds[1].Why)
	}
}

func (r *rig) contend() { r.core.own().contended = true }

// Rule 15: one pair in 30 s for the rest, also while a code is on the screen.
func TestACodeOnTheScreenOfAContendedAccountLeavesTheOthersTheirTurn(t *testing.T) {
	r := newRig(t)
	paid := r.paidOrder()
	r.charge()
	gone := r.answerCreate()
	r.dismiss()
	r.charge()
	front := r.answerCreate()
	r.core.settings.ShowFor = time.Hour
	r.core.sale.until = r.now.Add(time.Hour)
	o := r.state(paid)
	r.contend()
	r.wait(time.Second)
	r.do(Allowed{Refund{Order: paid, Amount: order.Amount{Minor: 5000, Currency: "HKD"}, Reason: "x"}, o})
	asked := map[order.ID]int{}
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			c := r.calls[0]
			r.calls = r.calls[1:]
			if a, ok := c.(Ask); ok {
				asked[a.Order.ID]++
				p := payments.Payment{MerchantOrderID: string(a.Order.ID), OrderID: "C" + string(a.Order.ID), Amount: a.Order.Amount.Wire(), Currency: "HKD", Status: "PENDING"}
				if a.Order.ID == paid {
					p.Status = "SUCCEEDED"
				}
				p.Contended = true
				r.do(AskEnded{Order: a.Order.ID, Payment: p})
			}
		}
	}
	if asked[gone] == 0 || asked[paid] == 0 {
		t.Errorf("in 10 minutes: the code on the screen was asked about %d times, one just taken off %d, the order of a refund that waits to be sent %d (it is %v)",
			asked[front], asked[gone], asked[paid], r.lastRefund(paid).State)
	}
}

// Rule 15, section 4: a refused refund of an odd status is not asked about each second.
func TestADeniedRefundWithAnUnknownStatusIsAskedMoreAndMoreSeldom(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 5000)
	r.endRefund("", busyNow())
	asked := 0
	for range 3600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if _, ok := r.calls[0].(AskRefund); ok {
				asked++
				r.answerRefund("PROCESSING", nil)
			} else {
				r.calls = r.calls[1:]
			}
		}
	}
	if asked > 200 {
		t.Errorf("%d questions about one refund in an hour", asked)
	}
}

// Rule 14: what staff left long ago is not what they see now.
func TestAnOldUnwrittenGoOnClearsNoLateMoney(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.disk = diskGone
	r.next() // from Closed; can't be written
	r.disk = nil
	r.reopen(id) // and is written now
	r.wait(2 * time.Minute)
	for len(r.calls) > 0 {
		r.answerAsk("SUCCEEDED") // late money
	}
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.reopen(id) // a log that hiccups: nobody has pressed anything
	if v := r.core.View(r.now); len(v.Alerts) != 1 || r.state(id).Seen {
		t.Errorf("the alert of late money is gone (%v), seen %v, and nobody pressed anything", v.Alerts, r.state(id).Seen)
	}
}

// Rule 14: staff left a code whose time was over; the proof comes after.
func TestGoingOnFromTimeUpOnAFullDiskAcknowledgesNoLaterProof(t *testing.T) {
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
	r.phase(TimeUp)
	for range 10 { // its next question is on its way
		if len(r.calls) == 0 {
			r.do(AskNow{})
			r.wait(time.Second)
		}
	}
	r.next()
	r.answerAsk("SUCCEEDED")
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.disk = nil
	r.reopen(id)
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Errorf("the disk is back: order %v %v, seen %v, alerts %v: nobody has seen that it is paid", r.state(id).State, r.state(id).Marks.Words(), r.state(id).Seen, v.Alerts)
	}
}

// Rule 2, 14: a code that Enter has shown again is not taken off by an old failed write.
func TestAnOldUnwrittenTimeUpLeavesTheCodeThatIsShownAgain(t *testing.T) {
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

// Rule 15: a probe whose order is dropped by a reopened log blinds the line.
func TestAProbeThatAReopenedLogForgetsBlindsNobody(t *testing.T) {
	r := newRig(t)
	old := r.paidOrder()
	r.charge()
	watched := r.answerCreate()
	r.dismiss()
	r.wait(3 * time.Second)
	a := call[Ask](r)
	r.do(AskEnded{Order: a.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindServer, Status: 503}})
	r.wait(time.Millisecond)
	r.calls = nil
	for _, h := range r.core.orders { // let it be the old order's turn
		h.payment.asked = r.now
	}
	r.do(Found{Order: r.state(old)})
	r.core.own().next = r.now
	var probe *Ask
	for range 120 {
		r.wait(100 * time.Millisecond)
		for _, c := range r.calls {
			if a, ok := c.(Ask); ok && a.Order.ID == old {
				probe = &a
			}
		}
		if len(r.calls) > 0 {
			break
		}
	}
	if probe == nil {
		t.Fatalf("not the old one: %v", r.calls)
	}
	r.calls = nil
	r.reopen(watched)
	p := payments.Payment{MerchantOrderID: string(old), OrderID: "C" + string(old), Amount: probe.Order.Amount.Wire(), Currency: "HKD", Status: "SUCCEEDED"}
	r.do(AskEnded{Order: old, Payment: p})
	asked := 0
	for range 3600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("PENDING")
		}
	}
	if asked == 0 {
		t.Errorf("in an hour nothing was asked about an order that can be paid: trying %v", r.core.own().trying)
	}
}

// Rule 14: "unpaid" was meant for an order that was not proven.
func TestUnpaidByHandDoesNotHitAProofThatCameMeanwhile(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED", func(p *payments.Payment) { p.Amount = "1" }) // disagrees
	saw := r.state(id)                                                     // what the manager has before them: not paid, answers disagree
	for range 60 {
		r.wait(time.Second)
		if len(r.calls) > 0 {
			break
		}
	}
	r.answerAsk("SUCCEEDED") // while the PIN is checked
	r.do(Allowed{Resolve{Order: id, Saw: StandingOf(saw), Verdict: order.HandUnpaid, Reason: "portal has nothing"}, r.state(id)})
	o := r.state(id)
	if v := r.core.View(r.now); !o.Proven() {
		t.Errorf("seen %v/paid=%v by the manager; now proven=%v refundable=%v alerts=%v trouble=%v: proven money is called unpaid and nobody is told",
			saw.State, saw.Proven(), o.Proven(), o.Refundable(), v.Alerts, v.Trouble)
	}
}

// Rule 6: nobody stops watching what can still be paid.
func TestACodeThatIsRecordedUnpaidByHandIsStillAskedAbout(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id)), Verdict: order.HandUnpaid, Reason: "customer left"}, r.state(id)})
	asked := 0
	for range 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("PENDING")
		}
	}
	if asked == 0 {
		t.Errorf("a code that was on the screen a second ago is not asked about once in 24 h")
	}
}

// Rule 6: two payments of one sale need a person, found or not.
func TestTwoPaymentsOfOneSaleThatAreFoundAgainAreToldByThemselves(t *testing.T) {
	r := newRig(t)
	r.charge()
	a := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.again()
	b := r.answerCreate()
	var orders []order.Order
	for _, id := range []order.ID{a, b} {
		since := r.now
		n := r.state(id).New
		o, err := order.Apply(order.Order{}, order.Event{Version: order.Version, Kind: order.Recalled, At: r.now, Day: "2026-11-24", Order: id, New: &n, Since: &since})
		if err != nil {
			t.Fatal(err)
		}
		orders = append(orders, o)
	}
	n := &rig{T: t, core: New(nil), now: r.now.Add(time.Minute)}
	n.do(Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong, Orders: orders})
	for range 20 {
		n.wait(time.Second)
		for len(n.calls) > 0 {
			n.answerAsk("SUCCEEDED")
		}
	}
	v := n.core.View(n.now)
	for _, al := range v.Alerts {
		if al.Text.Key == "alert.paid_twice" {
			return
		}
	}
	t.Errorf("one sale was paid twice; staff read only %+v", v.Alerts)
}

// Rule 14: an alert that staff have not seen is not acknowledged by one that they have.
func TestAcknowledgingOneFailedRefundLeavesAnother(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 1000)
	r.endRefund("PENDING", nil)
	r.refund(id, 2000)
	r.endRefund("PENDING", nil)
	for range 10 {
		r.wait(time.Second)
	}
	r.answerRefund("FAILED", nil)
	before := r.core.View(r.now).Alerts
	if len(before) != 1 {
		t.Fatalf("%v", before)
	}
	r.answerRefund("FAILED", nil) // in the same batch
	r.do(before[0].Seen())        // of the first
	v := r.core.View(r.now)
	if len(v.Alerts) == 0 {
		t.Errorf("staff saw %v; the other refund failed too, and no alert is left", before[0].Text.Values["Refund"])
	}
}

// Rule 14: a mismatch is not acknowledged by a command meant for another alert.
func TestAcknowledgingLateMoneyLeavesAMismatch(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.dismiss()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	saw := r.core.View(r.now).Alerts[0]
	if saw.Kind != order.AlertLate {
		t.Fatal(saw.Kind)
	}
	r.do(Check{id})
	r.wait(time.Second)
	r.answerAsk("CANCELLED")
	r.do(saw.Seen()) // "keep the money", pressed for late money
	v := r.core.View(r.now)
	if len(v.Alerts) == 0 {
		t.Errorf("paid, then cancelled: no alert is left; trouble %d", len(v.Trouble))
	}
}

// Rule 15: no code is shown that can't be watched.
func TestEnterShowsNoCodeAgainThatCantBeAskedAbout(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	for range 600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			r.answerAsk("PENDING")
		}
		if r.core.View(r.now).Sale.Phase == TimeUp {
			break
		}
	}
	r.phase(TimeUp)
	old := r.core.settings
	s := old
	s.Account.Merchant = "99999999"
	r.do(Adopted{Settings: s, Zone: hongKong})
	r.do(KeyRead{old.Account, noKeyring})
	r.again()
	if v := r.core.View(r.now); v.Sale.Phase == Waiting {
		t.Errorf("the code is on the screen and its account can't be asked")
	}
}

// Rule 6: what is asked for is served once, not for ever.
func TestACheckThatIsAnsweredWithAnUnknownCodeEnds(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.do(Found{Order: r.state(id)})
	asked := 0
	for range 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			asked++
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindRefused, Code: 40410, Message: "order archived"}})
		}
	}
	if asked > 20 {
		t.Errorf("%d questions in 24 h for one press of a key", asked)
	}
}

// Rule 8: nothing left; it is known.
func TestAnAbandonedDelayedCreationOnAFullDiskIsClosedLater(t *testing.T) {
	r := newRig(t)
	r.core.own().silent = r.now.Add(20 * time.Second)
	r.charge()
	id := r.core.sale.order.ID
	r.disk = diskGone
	r.dismiss()
	r.disk = nil
	r.reopen(id)
	for range 120 {
		r.wait(time.Second)
	}
	if o := r.state(id); o.State == order.StateCreated {
		t.Errorf("still %v, %d calls", o.State, len(r.calls))
	}
}
