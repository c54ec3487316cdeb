package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

func TestASaleFromAmountToPaid(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.phase(Sending)
	id := r.answerCreate()
	if v := r.phase(Waiting); v.QR != "https://pay.example/"+string(id) || v.Until.Sub(r.now) != 5*time.Minute {
		t.Errorf("shown %q until %v", v.QR, v.Until)
	}
	r.none()
	r.wait(2500 * time.Millisecond)
	r.answerAsk("PENDING")
	r.phase(Waiting)
	r.wait(1500 * time.Millisecond)
	r.answerAsk("SUCCEEDED")
	if v := r.phase(Paid); v.QR != "" {
		t.Error("a paid code is still shown")
	}
	r.next()
	if v := r.view(); v.Sale != nil || len(v.Alerts) != 0 || v.Watching != 0 {
		t.Errorf("after the sale: %+v", v)
	}
	if o := r.state(id); o.State != order.StatePaid || o.Marks != 0 {
		t.Errorf("in the log: %v %v", o.State, o.Marks.Words())
	}
	r.wait(time.Hour)
	r.none()
}

func TestNothingLeavesBeforeItIsOnDisk(t *testing.T) {
	r := newRig(t)
	r.charge()
	if len(r.trace) != 2 || r.trace[0] != "created" || r.trace[1] != "core.Create" {
		t.Errorf("order of things: %v", r.trace)
	}
	r = newRig(t)
	r.disk = diskGone
	r.charge()
	r.none()
	if v := r.view(); v.Sale != nil || v.Stopped.Empty() || v.Notice.Empty() {
		t.Errorf("a sale that can't be written: %+v", v)
	}
}

func TestASecondEnterMakesNoSecondOrder(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.shown()
	r.charge()
	r.none()
	if len(r.log) != 2 {
		t.Errorf("%d events", len(r.log))
	}
}

func TestBadChargesSendNothing(t *testing.T) {
	hkd := func(minor int64) order.Amount { return order.Amount{Minor: minor, Currency: "HKD"} }
	cases := map[string]Charge{
		"error.amount.zero":       {Amount: hkd(0), Method: order.WeChat},
		"error.amount.over_limit": {Amount: hkd(5_000_001), Method: order.WeChat},
		"error.amount.too_large":  {Amount: hkd(1_000_000_000), Method: order.WeChat, OverLimit: true},
		"error.method":            {Amount: hkd(100), Method: "cash"},
		"error.note":              {Amount: hkd(100), Method: order.WeChat, Note: "123456789012345678901234567890123"},
		"error.amount.parts":      {Amount: hkd(100), Method: order.WeChat, Tip: 100},
		"error.settings.currency": {Amount: order.Amount{Minor: 100, Currency: "TWD"}, Method: order.WeChat},
	}
	for key, cmd := range cases {
		r := newRig(t)
		r.do(cmd)
		r.none()
		if v := r.view(); v.Notice.Key != key || v.Sale != nil || len(r.log) != 0 {
			t.Errorf("%s: notice %q, %d events", key, v.Notice.Key, len(r.log))
		}
	}
	r := newRig(t)
	r.do(Charge{Amount: hkd(-5), Method: order.WeChat})
	r.none()
}

func TestALostAnswerGoesOnUnderANewIDAndIsWatched(t *testing.T) {
	r := newRig(t)
	r.charge()
	first := call[Create](r).Order.ID
	r.do(CreateEnded{Order: first, Err: lost()})
	r.phase(Sending)
	second := r.answerCreate()
	r.phase(Waiting)
	if first == second {
		t.Fatal("the id was sent twice")
	}
	if o := r.state(first); o.State != order.StateUnsure || o.QR != "" {
		t.Errorf("the lost order is %v", o.State)
	}
	if a, b := r.state(first), r.state(second); a.Sale != b.Sale || b.Attempt != 2 {
		t.Error("the orders are not one sale")
	}
	r.wait(3 * time.Second)
	asked := map[order.ID]bool{call[Ask](r).Order.ID: true}
	r.none() // nobody can pay the other: it is asked about when a minute has passed
	r.wait(57 * time.Second)
	asked[call[Ask](r).Order.ID] = true
	if !asked[first] || !asked[second] {
		t.Errorf("asked about %v", asked)
	}
	if v := r.view(); v.Watching != 1 {
		t.Errorf("watching %d", v.Watching)
	}
}

func TestLostAnswersEndTheSaleAfterThreeOrders(t *testing.T) {
	r := newRig(t)
	r.charge()
	for range attempts {
		r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: lost()})
	}
	r.none()
	if v := r.phase(Failed); v.Problem.Key != "sale.failed.lost" {
		t.Errorf("said %q", v.Problem.Key)
	}
}

func TestWhatAFailedCreationMeans(t *testing.T) {
	cases := []struct {
		err    *payments.Error
		state  order.State
		reason order.Reason
		says   string
		orders int
	}{
		{&payments.Error{Op: "create", Kind: payments.KindRefused, Code: 10001, Message: "amount too small"}, order.StateRefused, order.BecauseGateway, "sale.failed.refused", 1},
		{&payments.Error{Op: "create", Kind: payments.KindNotSent}, order.StateRefused, order.BecauseNotSent, "sale.failed.network", 1},
		{&payments.Error{Op: "create", Kind: payments.KindTLS}, order.StateRefused, order.BecauseNotSent, "sale.failed.certificate", 1},
		{&payments.Error{Op: "token", Kind: payments.KindAuth}, order.StateRefused, order.BecauseNotSent, "sale.failed.auth", 1},
		{&payments.Error{Op: "create", Kind: payments.KindAuth}, order.StateUnsure, order.BecauseAuth, "sale.failed.auth", attempts},
		{&payments.Error{Op: "create", Kind: payments.KindServer, Status: 502}, order.StateUnsure, order.BecauseLost, "sale.failed.server", attempts},
		{&payments.Error{Op: "create", Kind: payments.KindMalformed}, order.StateUnsure, order.BecauseUnclear, "sale.failed.malformed", attempts},
		{&payments.Error{Op: "create", Kind: payments.KindCoding}, order.StateUnsure, order.BecauseUnclear, "sale.failed.coding", 1},
		{&payments.Error{Op: "create", Kind: payments.KindForeign}, order.StateUnsure, order.BecauseUnclear, "sale.failed.foreign", 1},
		{&payments.Error{Op: "create", Kind: payments.KindRedirect}, order.StateUnsure, order.BecauseUnclear, "sale.failed.foreign", 1},
		{&payments.Error{Op: "token", Kind: payments.KindForeign}, order.StateRefused, order.BecauseNotSent, "sale.failed.foreign", 1},
	}
	for _, c := range cases {
		r := newRig(t)
		r.charge()
		n := 0
		var last order.ID
		for ; len(r.calls) > 0; n++ {
			last = call[Create](r).Order.ID
			r.do(CreateEnded{Order: last, Err: c.err})
		}
		o, v := r.state(last), r.phase(Failed)
		if o.State != c.state || o.Why != c.reason || v.Problem.Key != c.says || n != c.orders {
			t.Errorf("%v: %v because %q, said %q, %d orders", c.err, o.State, o.Why, v.Problem.Key, n)
		}
	}
}

func TestACreateAnswerThatDisagreesShowsNoCode(t *testing.T) {
	for name, change := range map[string]func(*payments.Intent){
		"amount":   func(i *payments.Intent) { i.Amount = "50" },
		"currency": func(i *payments.Intent) { i.Currency = "TWD" },
		"id":       func(i *payments.Intent) { i.MerchantOrderID = "P1" },
		"paid":     func(i *payments.Intent) { i.Status = "SUCCEEDED" },
		"no code":  func(i *payments.Intent) { i.QR = "" },
	} {
		r := newRig(t)
		r.charge()
		id := r.answerCreate(change)
		for len(r.calls) > 0 {
			r.answerCreate(change)
		}
		if v := r.phase(Failed); v.QR != "" || v.Problem.Key != "sale.unclear" {
			t.Errorf("%s: %+v", name, v)
		}
		if o := r.state(id); o.State != order.StateUnsure {
			t.Errorf("%s: %v", name, o.State)
		}
	}
}

func TestACodeThatComesAfterStaffGaveUpIsNeverShown(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.dismiss()
	id := r.answerCreate()
	if v := r.view(); v.Sale != nil {
		t.Error("it is shown")
	}
	if o := r.state(id); !o.Marks.Has(order.MarkDismissed) || o.Why != order.BecauseAbandoned {
		t.Errorf("%v because %q", o.Marks.Words(), o.Why)
	}
}

func TestAMismatchHoldsTheGoods(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	v := r.phase(Disputed)
	if v.QR != "" || v.Problem.Values["Came"] != "1 HKD" {
		t.Errorf("%+v", v)
	}
	r.wait(2 * time.Second)
	r.answerAsk("SUCCEEDED")
	r.phase(Disputed) // paid, but a person looks first
	if o := r.state(id); o.State != order.StatePaid || !o.Marks.Has(order.MarkMismatch) {
		t.Errorf("%v %v", o.State, o.Marks.Words())
	}
	r.next()
	if v := r.view(); len(v.Alerts) != 1 {
		t.Error("the alert went away with the sale")
	}
}

func TestARestartShowsTheCodeAgainAndDismissesOldOnes(t *testing.T) {
	r := newRig(t)
	old := r.shown()
	r.now = r.now.Add(time.Minute)
	soon := r.restarted(old)
	if v := soon.phase(Waiting); v.QR == "" || v.Until.Sub(r.now) != 4*time.Minute {
		t.Errorf("shown again until %v", v.Until)
	}
	soon.answerAsk("SUCCEEDED") // paid while the till was down: found at once
	soon.phase(Paid)

	r.now = r.now.Add(time.Hour)
	later := r.restarted(old)
	if v := later.view(); v.Sale != nil || v.Watching != 1 {
		t.Errorf("an hour later: %+v", v)
	}
	later.answerAsk("SUCCEEDED")
	if v := later.view(); len(v.Alerts) != 1 {
		t.Error("no alert")
	}
}

func TestAnAmountOverTheLimitIsSoldWhenStaffMeantIt(t *testing.T) {
	r := newRig(t)
	big := Charge{Amount: order.Amount{Minor: r.core.settings.Limit + 1, Currency: "HKD"}, Method: order.WeChat}
	r.do(big)
	r.none()
	if v := r.view(); v.Notice.Key != "error.amount.over_limit" {
		t.Errorf("notice %q", v.Notice.Key)
	}
	big.OverLimit = true
	r.do(big)
	r.answerCreate()
	r.phase(Waiting)
	if v := r.view(); !v.Notice.Empty() {
		t.Errorf("notice %q", v.Notice.Key)
	}
}

func TestATipAndADiscountStayWithTheSale(t *testing.T) {
	r := newRig(t)
	r.do(Charge{Amount: order.Amount{Minor: 9900, Currency: "HKD"}, Method: order.WeChat, Tip: 900, Discount: 1000})
	id := r.answerCreate()
	if o := r.state(id); o.Tip != 900 || o.Discount != 1000 || o.Amount.Minor != 9900 {
		t.Errorf("in the log: %+v", o.New)
	}
	for _, v := range []SaleView{r.phase(Waiting), r.restarted(id).phase(Waiting)} {
		if v.Tip != 900 || v.Discount != 1000 || v.Amount.Minor != 9900 {
			t.Errorf("shown: %+v", v)
		}
	}
}

// The wall clock may be an hour back after a restart: what the log says lies in
// the future then, and must not keep the till from asking.
func TestAPaidSaleStaysOnTheScreenWhenTheLogIsOpenedAnew(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	r.do(Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong})
	r.phase(Paid)
}

func TestACreationCutOffByACrashIsAskedAbout(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.now = r.now.Add(time.Second)
	n := r.restarted(id)
	if o := n.state(id); o.State != order.StateUnsure || o.Why != order.BecauseRestart {
		t.Fatalf("%v because %q", o.State, o.Why)
	}
	if v := n.view(); v.Sale != nil {
		t.Error("a sale was started by itself")
	}
	n.wait(2 * time.Second)
	call[Ask](n)
	n.none()
}

func TestPaidButNotRecordedIsSaidAndStopsSales(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED")
	if v := r.phase(Unrecorded); v.Problem.Key != "sale.unrecorded" {
		t.Errorf("%+v", v)
	}
	r.next()
	r.charge()
	if v := r.view(); v.Stopped.Empty() || v.Sale != nil || len(v.Alerts) != 1 {
		t.Errorf("%+v", v)
	}
	r.wait(time.Minute)
	r.none() // nothing is asked that can't be recorded
	r.disk = nil
	r.reopen(id)
	if v := r.view(); r.state(id).State != order.StatePaid || len(v.Alerts) != 0 || !v.Stopped.Empty() {
		t.Errorf("the proof in hand was not recorded: %v, %+v", r.state(id).State, v)
	}
}

func TestTooLittleSpaceRefusesOneSaleOnly(t *testing.T) {
	r := newRig(t)
	r.disk = lowSpace
	r.charge()
	if v := r.view(); v.Notice.Key != "error.storage.low_space" || !v.Stopped.Empty() || v.Sale != nil {
		t.Errorf("%+v", v)
	}
}

func TestASaleTheGatewayClosedGoesOnWithTheNextKey(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.now = r.now.Add(4 * time.Minute)
	r.answerAsk("CANCELLED")
	r.phase(Closed)
	r.next()
	r.shown()
	r.phase(Waiting)
}

func TestTheViewSaysHowLongAnswersAndPaymentTook(t *testing.T) {
	r := newRig(t)
	r.charge()
	if v := r.phase(Sending); v.Took != 0 {
		t.Errorf("before the first answer: %v", v.Took)
	}
	r.answerCreate(func(i *payments.Intent) { i.Took = 180 * time.Millisecond })
	if v := r.phase(Waiting); v.Took != 180*time.Millisecond || v.PaidAfter != 0 {
		t.Errorf("the code took %v, paid after %v", v.Took, v.PaidAfter)
	}
	r.wait(3 * time.Second)
	r.do(AskEnded{Order: call[Ask](r).Order.ID, Err: lost()})
	if v := r.phase(Waiting); v.Took != 180*time.Millisecond {
		t.Errorf("no answer took %v", v.Took)
	}
	r.wait(4 * time.Second)
	r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Took = 90 * time.Millisecond })
	if v := r.phase(Paid); v.Took != 90*time.Millisecond || v.PaidAfter != 7*time.Second {
		t.Errorf("the answer took %v, paid after %v", v.Took, v.PaidAfter)
	}
}
