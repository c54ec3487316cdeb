package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

func TestAProofThatCouldNotBeWrittenIsWrittenLater(t *testing.T) {
	for _, gone := range []bool{false, true} { // staff went on meanwhile
		r := newRig(t)
		id := r.shown()
		r.wait(3 * time.Second)
		r.disk = diskGone
		r.answerAsk("SUCCEEDED")
		r.phase(Unrecorded)
		if gone {
			r.next()
		}
		r.wait(5 * time.Minute)
		r.reopen(id) // the disk fails again
		if v := r.view(); gone && len(v.Alerts) != 1 || !gone && v.Sale.Phase != Unrecorded {
			t.Errorf("gone %t: the proof was forgotten: %+v", gone, v)
		}
		r.disk = nil
		r.reopen(id)
		if o := r.state(id); o.State != order.StatePaid {
			t.Errorf("gone %t: %v in the log", gone, o.State)
		}
		if !gone {
			r.phase(Paid)
		}
	}
}

func TestACodeStaffClosedStaysClosedWhenTheLogComesBack(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.disk = diskGone
	r.dismiss()
	r.disk = nil
	r.reopen(id)
	if v := r.view(); v.Sale != nil {
		t.Errorf("shown again: phase %d", v.Sale.Phase)
	}
	if o := r.state(id); o.Why != order.BecauseStaff || !o.Marks.Has(order.MarkDismissed) {
		t.Errorf("%v because %q", o.Marks.Words(), o.Why)
	}
}

func TestACreationUnderWayOutlivesTheLogsReopening(t *testing.T) {
	r := newRig(t)
	old := r.takenOff()
	r.wait(3 * time.Second)
	r.charge()
	id := r.core.sale.order.ID
	r.disk = diskGone
	r.answerAsk("CANCELLED") // about the old one
	r.disk = nil
	r.reopen(old, id)
	if o := r.state(id); o.State != order.StateCreated {
		t.Fatalf("%v because %q while its creation is under way", o.State, o.Why)
	}
	if r.answerCreate() != id {
		t.Error("another creation was sent")
	}
	r.phase(Waiting)
}

// The log may have a code although its write seemed to fail: then its time
// counts from there, and staff who gave the sale up meanwhile don't see it.
func TestACodeFoundWhenTheLogComesBackHasItsLimit(t *testing.T) {
	for _, givenUp := range []bool{false, true} {
		r := newRig(t)
		r.charge()
		o := call[Create](r).Order
		answered := r.core.Step(r.now, CreateEnded{Order: o.ID, Intent: payments.Intent{
			MerchantOrderID: string(o.ID), OrderID: "C1", Amount: o.Amount.Wire(), Currency: "HKD", Status: "PENDING", QR: "https://pay.example/1",
		}})
		e := answered[0].(Write).Event
		r.core.Step(r.now, NotWritten{e, diskGone})
		r.log = append(r.log, e)
		shown := r.now
		if givenUp {
			r.dismiss()
		}
		r.now = r.now.Add(5 * time.Second)
		r.reopen(o.ID)
		v := r.view()
		if givenUp {
			if got := r.state(o.ID); v.Sale != nil || !got.Marks.Has(order.MarkDismissed) {
				t.Errorf("given up, and shown: %+v", v.Sale)
			}
			continue
		}
		if v.Sale == nil || v.Sale.Phase != Waiting || !v.Sale.Until.Equal(shown.Add(5*time.Minute)) {
			t.Errorf("shown: %+v", v.Sale)
		}
	}
}

func TestAMismatchThatCouldNotBeWrittenTakesTheCodeAway(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED", wrongAmount)
	if v := r.phase(Disputed); v.QR != "" || v.Problem.Values["Came"] != "1 HKD" {
		t.Errorf("%+v", v)
	}
}

func TestAnotherAccountsSilenceDoesNotSilenceTheSale(t *testing.T) {
	r := newRig(t)
	old := r.takenOff()
	r.wait(3 * time.Second)
	call[Ask](r)
	s := r.core.settings
	s.Account.Merchant = "2222"
	r.do(Adopted{s, hongKong})
	id := r.shown()
	r.do(AskEnded{Order: old, Err: &payments.Error{Op: "token", Kind: payments.KindAuth, RetryAfter: 30 * time.Second}})
	r.wait(3 * time.Second)
	if got := call[Ask](r).Order.ID; got != id {
		t.Errorf("asked about %s", got)
	}
	if v := r.view(); !v.Banner.Empty() {
		t.Errorf("banner %q about another account", v.Banner.Key)
	}
}

// Found by the simulator: such an order stayed "created", and was not asked
// about, until the clock had reached its time again.
func TestWhatACrashCutOffIsAskedAboutAtOnceWhenTheClockWasSetBack(t *testing.T) {
	r := newRig(t)
	paid := r.paidOrder()
	r.refund(paid, 5000)
	r.charge()
	id := call[Create](r).Order.ID
	r.now = r.now.Add(-2 * time.Hour)
	n := r.restarted(paid, id)
	n.isRefund(paid, order.RefundUnsure)
	if o := n.state(id); o.State != order.StateUnsure {
		t.Errorf("%v in the log", o.State)
	}
	n.wait(3 * time.Second)
	if call[Ask](n).Order.ID != id || call[AskRefund](n).Order.ID != paid {
		t.Error("not asked about")
	}
}

func TestCredentialsThatAreRefusedAreSaidWithoutAWordOnMoney(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	call[Ask](r)
	r.do(AskEnded{Order: id, Err: &payments.Error{Op: "query", Kind: payments.KindAuth}}) // of one token
	if v := r.view(); !v.Banner.Empty() {
		t.Errorf("banner %q", v.Banner.Key)
	}
	r.do(AskEnded{Order: id, Err: forbidden()}) // of one order
	if v := r.view(); !v.Banner.Empty() {
		t.Errorf("banner %q", v.Banner.Key)
	}
	r.dismiss()
	r.do(LearnEnded{Learned: learnedCodes(r, 0, 0), Err: forbidden()}) // and of what nobody ever made
	if v := r.view(); v.Banner.Key != "banner.denied" {
		t.Errorf("banner %q", v.Banner.Key)
	}
}

// Of an order whose token did not come, nothing has left: it waits on the screen.
func TestAnOrderThatHasNoTokenYetWaitsForAShortSilence(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	silent := &payments.Error{Op: "token", Kind: payments.KindServer, Status: 503, RetryAfter: 25 * time.Second}
	r.do(CreateEnded{Order: id, Err: silent})
	if v := r.phase(Sending); v.Quiet.Sub(r.now) != 25*time.Second {
		t.Errorf("quiet until %v", v.Quiet)
	}
	for range 24 {
		r.wait(time.Second)
	}
	r.none()
	r.wait(time.Second)
	if got := call[Create](r).Order.ID; got != id {
		t.Errorf("sent is %s, want %s", got, id)
	}
	r.do(CreateEnded{Order: id, Err: silent})
	r.dismiss()
	if o := r.state(id); o.State != order.StateRefused || o.Why != order.BecauseNotSent {
		t.Errorf("given up: %v because %q", o.State, o.Why)
	}
	r.charge() // and not for ever
	sent := 0
	for range 300 {
		for len(r.calls) > 0 {
			if c, is := r.calls[0].(Create); is {
				sent++
				r.do(CreateEnded{Order: c.Order.ID, Err: silent})
			}
			r.calls = r.calls[1:]
		}
		r.wait(time.Second)
	}
	if r.phase(Failed); sent != attempts {
		t.Errorf("sent %d times", sent)
	}
}

func TestTheGatewaysNumberIsWrittenWhenItIsLearnt(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.do(CreateEnded{Order: id, Err: lost()})
	r.dismiss()
	answer := func(theirs, amount, status string) {
		r.do(AskEnded{Order: id, Payment: payments.Payment{MerchantOrderID: string(id), OrderID: theirs, Amount: amount, Currency: "HKD", Status: status}})
	}
	answer("A", "128,50", "PENDING")
	answer("A", "128.50", "PENDING")
	answer("B", "128.50", "SUCCEEDED")
	if o, h := r.state(id), r.core.orders[id]; h == nil || o.State != h.State || o.Marks != h.Marks {
		t.Errorf("the log says %v %v, memory %+v", o.State, o.Marks.Words(), h)
	}
}

func TestASaleStaysWithItsAccount(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	s := r.core.settings
	s.Account.Merchant = "2222"
	r.do(Adopted{s, hongKong})
	r.do(CreateEnded{Order: id, Err: lost()})
	r.phase(Failed)
	for _, c := range r.calls {
		if e, ok := c.(Create); ok {
			t.Errorf("created again at %v", e.Order.Account)
		}
	}
}

func TestAGatewayThatAsksForSilenceIsNotSentTheNextOrderAtOnce(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: &payments.Error{Op: "create", Kind: payments.KindServer, Status: 429, RetryAfter: 30 * time.Second}})
	r.none()
	r.phase(Failed)
}

func TestWhyASaleFailedIsAboutItsOrders(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: lost()})
	r.answerCreate(func(i *payments.Intent) { i.Amount = "50" })
	for len(r.calls) > 0 {
		r.answerCreate(func(i *payments.Intent) { i.Amount = "50" })
	}
	if v := r.phase(Failed); v.Problem.Key != "sale.unclear" {
		t.Errorf("unclear after lost: said %q", v.Problem.Key)
	}
	r = newRig(t)
	r.charge()
	r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: lost()})
	r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: &payments.Error{Op: "create", Kind: payments.KindNotSent}})
	if v := r.phase(Failed); v.Problem.Key != "sale.failed.lost" {
		t.Errorf("not sent after lost: said %q", v.Problem.Key)
	}
}

func TestAHeldF5KeepsTheFloor(t *testing.T) {
	r := newRig(t)
	r.shown()
	questions := 0
	for range 100 {
		r.now = r.now.Add(100 * time.Millisecond)
		r.do(AskNow{})
		for len(r.calls) > 0 {
			questions++
			r.answerAsk("PENDING")
		}
	}
	if questions > 10 {
		t.Errorf("%d questions in ten seconds", questions)
	}
}

func TestManyWatchedOrdersDoNotStarveTheSale(t *testing.T) {
	r := newRig(t)
	r.watch(50)
	front := r.shown()
	questions := 0
	for range 300 { // half a minute
		r.wait(100 * time.Millisecond)
		for len(r.calls) > 0 {
			if r.calls[0].(Ask).Order.ID == front {
				questions++
			}
			r.answerAsk("PENDING")
		}
	}
	if questions < 20 {
		t.Errorf("%d questions about the sale on the screen", questions)
	}
}

func TestAfterARestartWhatCanBePaidIsAskedAboutBeforeWhatIsClosed(t *testing.T) {
	r := newRig(t)
	var ids []order.ID
	for range 3 {
		r.charge()
		ids = append(ids, r.answerCreate())
		r.wait(3 * time.Second)
		r.answerAsk("CANCELLED")
		r.next()
	}
	open := r.takenOff()
	r.wait(3 * time.Second)
	r.answerAsk("PENDING") // so that it was asked about last
	if n := r.restarted(append(ids, open)...); len(n.calls) == 0 || n.calls[0].(Ask).Order.ID != open {
		t.Errorf("the first questions are %v", n.calls)
	}
}

func TestAClockFarAheadEndsNoWatchOfACodeThatCanBePaid(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	id := r.log[0].Order
	r.now = r.now.Add(33 * 24 * time.Hour)
	for range 3 {
		r.do(Jumped{})
		r.answerAsk("PENDING")
		r.now = r.now.Add(time.Minute)
	}
	if o := r.core.orders[id].Order; o.WatchedOut() || o.Asked > 3 {
		t.Errorf("three answers used up %d steps", o.Asked)
	}
	n := r.restarted(id)
	n.answerAsk("SUCCEEDED")
	if n.state(id).State != order.StatePaid {
		t.Error("a month later nobody asks")
	}
}

func TestMoneyAfterTheLastQuestionWasTooSlowIsLateMoney(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(5*time.Minute + time.Second)
	r.wait(11 * time.Second) // the last question is still under way
	r.answerAsk("SUCCEEDED")
	r.phase(Paid)
	if o := r.state(id); !o.Marks.Has(order.MarkLate) {
		t.Errorf("%v %v", o.State, o.Marks.Words())
	}
	if v := r.restarted(id).core.View(r.now.Add(tickFor)); len(v.Alerts) != 0 || v.Sale == nil {
		t.Errorf("after a restart: %+v", v)
	}
}

// The code that came when the disk failed is in no log. Once it is written again the
// sale has failed, for a reason that people can read.
func TestASaleWhoseCodeCouldNotBeWrittenSaysSo(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.disk = diskGone
	r.do(CreateEnded{Order: id, Intent: payments.Intent{
		MerchantOrderID: string(id), OrderID: "C1", Amount: "128.50", Currency: "HKD", Status: "PENDING", QR: "https://pay.example/1",
	}})
	r.disk = nil
	r.reopen(id)
	v := r.phase(Failed)
	if o := r.state(id); o.State != order.StateUnsure || o.Why != order.BecauseRestart || v.Problem.Key != "sale.failed.interrupted" {
		t.Errorf("%v because %q, said %+v", o.State, o.Why, v.Problem)
	}
}

// A log that is opened anew tells times of the computer's clock, which may have been set
// meanwhile: how long ago things were in this run, only the run knows.
func TestAReopenedLogLeavesTheAgesAsTheyWere(t *testing.T) {
	for _, later := range []bool{false, true} { // the last answer could not be written, and is in the log all the same
		r := newRig(t)
		r.now = time.Now()
		id := r.paidOrder()
		r.refund(id, 12850)
		r.endRefund("", no("refund", 40010, "no"))
		q := r.core.orders[id].about(r.lastRefund(id).ID)
		r.wait(20 * time.Second)
		if later {
			r.disk = diskGone
			r.answerRefund("", no("refund_query", 40400, "not found"))
			r.disk = nil
			r.log = append(r.log, r.refused)
		}
		want := q.age(r.now)
		q.began, q.heard = q.began.Add(-time.Hour), q.heard.Add(-time.Hour) // what the clock on the wall says less
		r.reopen(id)
		got := r.core.orders[id].about(q.refund).age(r.now)
		if got.Watch != want.Watch+time.Hour || later && got.Answer != 0 || !later && got.Answer != want.Answer+time.Hour {
			t.Errorf("later %t: ages %v, want %v and an hour", later, got, want)
		}
	}
}

// What was found again in a currency that the till no longer uses is told by itself, as what
// it is.
func TestASaleFoundAgainInAnotherCurrencyIsToldAsThat(t *testing.T) {
	r := newRig(t)
	n := r.foundAgain(r.paidOrder())
	n.wait(time.Second)
	n.answerAsk("SUCCEEDED")
	s := n.core.settings
	s.Account.Currency, s.Account.Merchant = "TWD", "777"
	n.do(Adopted{Settings: s, Zone: hongKong})
	if v := n.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.found" || v.Alerts[0].Text.Values["Count"] != 1 {
		t.Errorf("alerts %+v", v.Alerts)
	}
}
