package core

import (
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// paidOrder is a sale that was paid and has left the screen.
func (r *rig) paidOrder() order.ID {
	r.Helper()
	r.charge()
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	r.next()
	return id
}

func (r *rig) refund(id order.ID, minor int64) {
	r.Helper()
	o := r.state(id)
	r.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: minor, Currency: "HKD"}, Reason: "returned"}, o})
	r.confirm(id)
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

func notThere() error {
	return &payments.Error{Op: "refund_query", Kind: payments.KindRefused, Code: 40400, Message: "refund not found"}
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
	if v := r.core.View(r.now); v.Manager.Done != 1 || !v.Manager.Problem.Empty() || len(v.Trouble) != 0 {
		t.Errorf("%+v, trouble %v", v.Manager, v.Trouble)
	}
	r.refund(id, 7851)
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.refund.limit" {
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
			v := r.core.View(r.now)
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
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.refund.limit" {
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
	r.endRefund("", &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 40901, Message: "more than is left"})
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
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.keyring.unavailable" {
		t.Errorf("without a secret: %+v", v.Manager)
	}
	r.do(KeyRead{r.core.settings.Account, nil})
	r.disk = diskGone
	r.refund(id, 5000)
	r.none()
	if v := r.core.View(r.now); v.Manager.Problem.Empty() || v.Manager.Done != 0 || v.Stopped.Empty() {
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

func TestANotificationOnlyBringsTheQuestionForward(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	id := r.log[0].Order
	r.wait(10 * time.Minute)
	r.answerAsk("PENDING")
	r.none()
	r.wait(2 * time.Second)
	r.none()
	r.do(Notified{Order: id})
	if r.state(id).State == order.StatePaid {
		t.Fatal("a notification was believed")
	}
	r.answerAsk("SUCCEEDED")
	if r.state(id).State != order.StatePaid {
		t.Error("the question was not brought forward")
	}
	r.calls = nil
	r.do(Notified{Order: "unknown"}) // which may be one that wants nothing any more
	if f := call[Find](r); f.Order != "unknown" {
		t.Errorf("looked up is %+v", f)
	}
	r.none()
}

// Nothing is asked about an order that is long settled, until somebody asks for it.
func TestAnOrderThatWantsNothingIsAskedAboutOnceWhenSomebodyAsks(t *testing.T) {
	for name, ask := range map[string]func(r *rig, id order.ID){
		"a notification": func(r *rig, id order.ID) { r.do(Notified{Order: id}) },
		"a notification of a refund": func(r *rig, id order.ID) {
			r.do(Notified{Refund: "R1"})
			call[Find](r)
			r.do(Found{Order: r.state(id)})
		},
		"staff": func(r *rig, id order.ID) { r.do(Check{id}) },
	} {
		r := newRig(t)
		id := r.paidOrder()
		r.wait(time.Hour)
		r.none()
		if len(r.core.orders) != 0 {
			t.Fatal("it is still held")
		}
		ask(r, id)
		r.answerAsk("CANCELLED")
		if v := r.core.View(r.now); len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertMismatch {
			t.Errorf("%s: what came is not told: %+v", name, v.Alerts)
		}
		r.wait(time.Hour)
		r.none()
	}
}

func TestLateMoneyThatIsRefundedIsNoAlertAnyMore(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.refund(r.log[0].Order, 12850)
	if v := r.core.View(r.now); len(v.Alerts) != 0 {
		t.Errorf("alerts %v", v.Alerts)
	}
}

func TestTroubleStaysUntilAManagerRecordsIt(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "1" })
	r.next()
	r.do(r.core.View(r.now).Alerts[0].Seen())
	v := r.core.View(r.now)
	if len(v.Alerts) != 0 || len(v.Trouble) != 1 || v.Trouble[0].Kind != order.TroubleMismatch {
		t.Fatalf("alerts %v, trouble %+v", v.Alerts, v.Trouble)
	}
	resolve := func(reason string) {
		r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id)), Verdict: order.HandRefunded, Reason: reason}, r.state(id)})
	}
	resolve("")
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.refund.reason" || len(v.Trouble) != 1 {
		t.Fatalf("without a reason: %+v", v.Manager)
	}
	resolve("portal: refunded to the customer")
	if v := r.core.View(r.now); len(v.Trouble) != 0 || v.Manager.Done != 1 {
		t.Errorf("trouble %+v, %+v", v.Trouble, v.Manager)
	}
	resolve("again")
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.hand.state" {
		t.Errorf("recorded twice: %+v", v.Manager)
	}
}

// Found by the simulator: the code stayed on the screen, unasked, until the till
// was started anew.
func TestAnOrderOnTheScreenIsDecidedByHandOnlyWhenItsCodeIsGone(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	resolve := func() {
		r.do(Allowed{Resolve{Order: id, Saw: StandingOf(r.state(id)), Verdict: order.HandUnpaid, Reason: "portal"}, r.state(id)})
	}
	resolve()
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.hand.state" || r.state(id).Hand != nil {
		t.Fatalf("decided while the customer can pay: %+v", v.Manager)
	}
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "1" })
	r.phase(Disputed)
	resolve()
	if v := r.core.View(r.now); v.Sale != nil || v.Manager.Done != 1 {
		t.Errorf("the sale stays in front of the customer: %+v", v.Sale)
	}
}

// A gateway that refuses and does it: the amount is not free, and nobody refunds it again.
func TestARefundThatIsRefusedAndCarriedOutIsFound(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 9999, Message: "system busy, result unknown"})
	if f := r.isRefund(id, order.RefundUnsure); f.Said != "9999 system busy, result unknown" {
		t.Errorf("%+v", f)
	}
	if v := r.core.View(r.now); len(v.Alerts) != 0 {
		t.Errorf("it is called failed: %+v", v.Alerts)
	}
	r.refund(id, 100)
	if v := r.core.View(r.now); v.Manager.Problem.Key != "error.refund.limit" {
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
	r.endRefund("", &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 4001, Message: "not allowed"})
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
	if o, v := r.state(id), r.core.View(r.now); o.Refundable().Minor != 12850 || len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.refund_refused" {
		t.Errorf("%v left, alerts %+v", o.Refundable(), v.Alerts)
	}
}

func TestAnErrorThatWasNotLearnedIsNoAnswerAboutARefund(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("", &payments.Error{Op: "refund", Kind: payments.KindRefused, Code: 4001, Message: "not allowed"})
	for range 20 { // which becomes patient
		r.wait(10 * time.Minute)
		r.answerRefund("", &payments.Error{Op: "refund_query", Kind: payments.KindRefused, Code: 9999, Message: "system busy"})
	}
	if f := r.isRefund(id, order.RefundUnsure); f.Resendable() {
		t.Error("it may be sent again")
	}
	if v := r.core.View(r.now); len(v.Trouble) != 1 || v.Trouble[0].Kind != order.TroubleRefund {
		t.Errorf("nobody is told: %+v", v.Trouble)
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
		for _, c := range r.calls {
			if _, ok := c.(SendRefund); ok {
				t.Errorf("%s: it was sent", name)
			}
		}
		if f := r.isRefund(id, order.RefundFailed); f.Why != order.BecauseNotSent || r.state(id).Refundable().Minor != 12850 {
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
