package core

import (
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// refund has a manager give so much back, and its order confirmed.
func (r *rig) refund(id order.ID, minor int64) {
	r.Helper()
	r.want(id, minor)
	r.confirm(id)
}

// want has a manager give so much back: its order is asked about first.
func (r *rig) want(id order.ID, minor int64) {
	r.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: minor, Currency: "HKD"}, Reason: "returned"}, r.state(id)})
}

// confirm answers the question about an order that a refund waits for.
func (r *rig) confirm(id order.ID) {
	r.Helper()
	if h := r.core.orders[id]; h == nil || !slices.ContainsFunc(h.Order.Refunds, func(f order.Refund) bool { return h.about(f.ID).unsent }) {
		return
	}
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED")
}

func (r *rig) lastRefund(id order.ID) order.Refund {
	r.Helper()
	o := r.state(id)
	if len(o.Refunds) == 0 {
		r.Fatal("no refund is in the log")
	}
	return o.Refunds[len(o.Refunds)-1]
}

func (r *rig) isRefund(id order.ID, want order.RefundState) order.Refund {
	r.Helper()
	f := r.lastRefund(id)
	if f.State != want {
		r.Fatalf("the refund is %v, want %v", f.State, want)
	}
	return f
}

func answerFor(o order.Order, f order.Refund, status string) payments.Refund {
	return payments.Refund{MerchantRefundID: string(f.ID), MerchantOrderID: string(o.ID), Status: status}
}

func (r *rig) endRefund(status string, err error) {
	r.Helper()
	e := call[SendRefund](r)
	r.do(RefundEnded{Order: e.Order.ID, Refund: e.Refund.ID, Answer: answerFor(e.Order, e.Refund, status), Err: err})
}

func (r *rig) answerRefund(status string, err error) {
	r.Helper()
	e := call[AskRefund](r)
	r.do(RefundAsked{Order: e.Order.ID, Refund: e.Refund.ID, Answer: answerFor(e.Order, e.Refund, status), Err: err})
}

func TestARefundIsOnDiskBeforeItIsSentAndDoneWhenTheGatewaySaysSo(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.trace = nil
	r.refund(id, 5000)
	if !slices.Equal(r.trace, []string{"refund_requested", "core.Ask", "answered", "core.SendRefund"}) {
		t.Fatalf("in this order: %v", r.trace)
	}
	r.endRefund("SUCCEEDED", nil)
	r.isRefund(id, order.RefundDone)
	if v := r.view(); v.Manager.Done != 1 || !v.Manager.Problem.Empty() || len(v.Trouble) != 0 {
		t.Errorf("%+v, trouble %v", v.Manager, v.Trouble)
	}
	r.refund(id, 7851)
	if v := r.view(); v.Manager.Problem.Key != "error.refund.limit" {
		t.Errorf("more than is left: %+v", v.Manager)
	}
	r.none()
}

func TestWhatTheEndOfARefundMeans(t *testing.T) {
	failure := func(k payments.Kind) error { return &payments.Error{Op: "refund", Kind: k, Code: 40901, Message: "no"} }
	cases := []struct {
		name   string
		status string
		err    error
		want   order.RefundState
	}{
		{"pending", "PENDING", nil, order.RefundPending},
		{"failed", "FAILED", nil, order.RefundUnsure},
		{"a word that nobody knows", "HM", nil, order.RefundUnsure},
		{"lost", "", failure(payments.KindLost), order.RefundUnsure},
		{"not understood", "", failure(payments.KindMalformed), order.RefundUnsure},
		{"credentials", "", failure(payments.KindAuth), order.RefundUnsure},
		{"refused", "", failure(payments.KindRefused), order.RefundUnsure},
		{"there already", "", &payments.Error{Op: "refund", Kind: payments.KindRefused, Message: "duplicate"}, order.RefundUnsure},
		{"never sent", "", failure(payments.KindNotSent), order.RefundFailed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			id := r.paidOrder()
			r.refund(id, 5000)
			r.endRefund(c.status, c.err)
			r.isRefund(id, c.want)
			v := r.view()
			if failed := c.want == order.RefundFailed; failed != (len(v.Alerts) == 1 && v.Alerts[0].Kind == order.AlertRefundFailed) {
				t.Errorf("alerts %+v", v.Alerts)
			}
			if v = r.core.View(r.now.Add(3 * time.Minute)); (c.want == order.RefundUnsure) != (len(v.Trouble) == 1) {
				t.Errorf("trouble %+v", v.Trouble)
			}
		})
	}
}

func TestADoubtfulRefundIsOnlyAskedAboutAndKeepsItsAmount(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 10000)
	r.endRefund("", lost())
	for range 5 {
		r.wait(20 * time.Second)
		r.answerRefund("", notThere())
	}
	r.isRefund(id, order.RefundUnsure)
	r.refund(id, 2851)
	r.none()
	if v := r.view(); v.Manager.Problem.Key != "error.refund.limit" {
		t.Errorf("the amount of a doubtful refund is free: %+v", v.Manager)
	}
	r.wait(time.Minute)
	r.answerRefund("SUCCEEDED", nil)
	if f := r.isRefund(id, order.RefundDone); f.Sent != 1 {
		t.Errorf("sent %d times", f.Sent)
	}
}

func TestAManagerMaySendARefundAgainOnlyWhenTheGatewayHasLongNotHadIt(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 10000)
	r.endRefund("", lost())
	again := func() { r.do(Allowed{SendAgain{Order: id, Refund: r.lastRefund(id).ID}, r.state(id)}) }
	r.wait(5 * time.Second)
	r.answerRefund("", notThere())
	r.wait(9 * time.Minute)
	r.answerRefund("", notThere())
	again()
	r.none()
	r.wait(2 * time.Minute)
	again()
	r.isRefund(id, order.RefundUnsure) // a question is under way: its answer would be taken for the sending's
	r.answerRefund("", notThere())
	again()
	r.confirm(id)
	if f := r.isRefund(id, order.RefundWanted); f.Sent != 2 {
		t.Fatalf("sent %d times", f.Sent)
	}
	// A no to the second sending says nothing about the first.
	r.endRefund("", no("refund", 40901, "more than is left"))
	r.isRefund(id, order.RefundUnsure)
}

func TestARefundCutOffByACrashIsAskedAbout(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 5000)
	n := r.restarted(id)
	n.isRefund(id, order.RefundUnsure)
	n.wait(0)
	n.answerRefund("SUCCEEDED", nil)
	n.isRefund(id, order.RefundDone)
}

func TestARefundIsNotStartedThatCannotBeRecordedOrSent(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.do(KeyRead{r.core.settings.Account, noKeyring})
	r.refund(id, 5000)
	r.none()
	if v := r.view(); v.Manager.Problem.Key != "error.keyring.unavailable" {
		t.Errorf("without a secret: %+v", v.Manager)
	}
	r.do(KeyRead{r.core.settings.Account, nil})
	r.disk = diskGone
	r.refund(id, 5000)
	r.none()
	if v := r.view(); v.Manager.Problem.Empty() || v.Manager.Done != 0 || v.Stopped.Empty() {
		t.Errorf("without a disk: %+v", v.Manager)
	}
	if len(r.core.orders) != 0 {
		t.Error("a closed order stays open")
	}
}

func TestTwoRefundsAtOnceDoNotExceedThePayment(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	before := r.state(id)
	cmd := Refund{Order: id, Amount: order.Amount{Minor: 10000, Currency: "HKD"}}
	r.do(Allowed{cmd, before})
	r.do(Allowed{cmd, before}) // asked for before the first was written
	if len(r.state(id).Refunds) != 1 {
		t.Error("refunded twice")
	}
}

func TestLateMoneyThatIsRefundedIsNoAlertAnyMore(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.refund(r.log[0].Order, 12850)
	if v := r.view(); len(v.Alerts) != 0 {
		t.Errorf("alerts %v", v.Alerts)
	}
}

// Before a refund its order is asked about: while that fails, nothing was sent.
func TestARefundGoesOutOnlyBehindAGoodAnswerAboutItsOrder(t *testing.T) {
	asked := func(r *rig, p payments.Payment, err error) {
		o := call[Ask](r).Order
		p.MerchantOrderID, p.OrderID, p.Amount, p.Currency = string(o.ID), "C"+string(o.ID), o.Amount.Wire(), "HKD"
		r.do(AskEnded{Order: o.ID, Payment: p, Err: err})
	}
	for name, end := range map[string]func(*rig){
		"no token":  func(r *rig) { asked(r, payments.Payment{}, &payments.Error{Op: "token", Kind: payments.KindAuth}) },
		"no answer": func(r *rig) { asked(r, payments.Payment{}, lost()) },
		"not found": func(r *rig) { asked(r, payments.Payment{}, notThere()) },
		"pending":   func(r *rig) { asked(r, payments.Payment{Status: "PENDING"}, nil) },
		"cancelled": func(r *rig) { asked(r, payments.Payment{Status: "CANCELLED"}, nil) },
	} {
		r := newRig(t)
		id := r.paidOrder()
		r.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: 100, Currency: "HKD"}}, r.state(id)})
		r.wait(time.Second)
		end(r)
		if _, sent := underWay[SendRefund](r); sent {
			t.Errorf("%s: it was sent", name)
		}
		if f := r.isRefund(id, order.RefundFailed); f.Why != order.BecauseNotSent || r.left(id) != 12850 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestACodeThatIsGoneNeedsNobody(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	for _, ago := range []time.Duration{15 * time.Minute, 24 * time.Hour, 40 * 24 * time.Hour} {
		if v := r.core.View(r.now.Add(ago)); len(v.Trouble) != 0 || v.Watching != 1 {
			t.Errorf("after %v: %+v, %d watched", ago, v.Trouble, v.Watching)
		}
	}
}

// A refund that is not sent yet explains nothing: the payment was reversed, and the
// customer has the money already.
func TestARefundThatHasNotLeftExplainsNothing(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.want(id, 12850)
	r.wait(time.Second)
	r.answerAsk("CANCELLED")
	if _, sent := underWay[SendRefund](r); sent {
		t.Errorf("the refund leaves though the gateway says CANCELLED of its order")
	}
	if !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Errorf("SUCCEEDED followed by CANCELLED is no mismatch: %v", r.state(id).Marks.Words())
	}
}

// At a gateway that says what is left, the order's own refunds explain its answer.
func TestASecondPartialRefundLeavesThoughTheGatewaySaysWhatIsLeft(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 2850)
	r.endRefund("SUCCEEDED", nil)
	r.isRefund(id, order.RefundDone)
	r.want(id, 5000)
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "100" }) // 128.50 less 28.50
	if o := r.state(id); o.Marks.Has(order.MarkMismatch) || o.Refunds[1].State == order.RefundFailed {
		t.Errorf("marks %v, the second refund is %v (%s)", o.Marks.Words(), o.Refunds[1].State, o.Refunds[1].Why)
	}
}

// What a manager has recorded as not refunded explains no answer: that it went out after
// all is for a person, before anything more goes back.
func TestARecordOfNotRefundedExplainsNoAnswer(t *testing.T) {
	for status, left := range map[string]string{"CANCELLED": "", "SUCCEEDED": "28.50"} {
		r := newRig(t)
		id := r.paidOrder()
		r.refund(id, map[bool]int64{true: 12850, false: 10000}[left == ""])
		r.endRefund("", lost())
		f := r.lastRefund(id).ID
		r.do(Allowed{Resolve{Order: id, Refund: f, Saw: StandingOf(r.state(id), f), Verdict: order.HandNotRefunded, Reason: "portal"}, r.state(id)})
		r.calls = nil
		r.want(id, 12850)
		r.wait(2 * time.Second)
		r.answerAsk(status, func(p *payments.Payment) {
			if left != "" {
				p.Amount = left
			}
		})
		if s, sent := underWay[SendRefund](r); sent {
			t.Errorf("%s: %v leave once more", status, s.Refund.Amount)
		}
		if v := r.view(); len(v.Trouble) == 0 || !r.told(id) {
			t.Errorf("%s: nobody is told: %+v", status, v)
		}
	}
}

// The till is started again just after the gateway's no, and its clock is hours ahead.
func TestMakingSureTakesItsTimeWhateverTheClockSaysAtAStart(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", no("refund", 9999, "system busy"))
	r.now = r.now.Add(8 * time.Hour)
	n := r.restarted(id)
	began := n.now
	for n.lastRefund(id).State != order.RefundFailed && n.now.Sub(began) < 5*time.Minute {
		n.all(n.each(n.says("SUCCEEDED"), n.refundSays("", no("refund_query", 40400, "not found"))))
		n.wait(time.Second)
	}
	if took := n.now.Sub(began); took < time.Minute || took > 2*time.Minute {
		t.Errorf("its amount is free %v after the start", took)
	}
}
