package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

func TestDismissedOrdersAreWatchedAndLateMoneyAlerts(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	if v := r.view(); v.Sale != nil || v.Watching != 1 {
		t.Fatalf("after dismissing: %+v", v)
	}
	r.charge() // the next customer
	second := r.answerCreate()
	r.wait(3 * time.Second)
	if front := call[Ask](r); front.Order.ID != second {
		t.Error("the sale on the screen is not asked about first")
	} else {
		r.do(AskEnded{Order: second, Err: lost()})
	}
	r.answerAsk("SUCCEEDED")
	v := r.view()
	if len(v.Alerts) != 1 || v.Alerts[0].Order != id || v.Alerts[0].Kind != order.AlertLate {
		t.Fatalf("alerts %+v", v.Alerts)
	}
	if v.Sale.Phase != Waiting {
		t.Error("another order's money closed the sale on the screen")
	}
	r.do(Acknowledge{Order: id, Kind: order.AlertPaid}) // which it is not
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatal("an alert that nobody has seen is gone")
	}
	r.do(v.Alerts[0].Seen())
	if v := r.view(); len(v.Alerts) != 0 {
		t.Error("the alert stays")
	}
	if o := r.state(id); !o.Seen || !o.Marks.Has(order.MarkLate) {
		t.Error("the log does not say that it was late and seen")
	}
}

func TestACodesTimeEndsWithOneMoreQuestion(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("PENDING")
	r.wait(5 * time.Minute)
	r.phase(Waiting)
	r.answerAsk("PENDING")
	r.wait(time.Second)
	if v := r.phase(TimeUp); v.QR != "" {
		t.Error("it is still shown")
	}
	if o := r.state(id); o.Why != order.BecauseTime {
		t.Errorf("dismissed because %q", o.Why)
	}
}

func TestMoneyThatComesWithTheLastQuestionIsNotLate(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(5*time.Minute + time.Second)
	r.answerAsk("SUCCEEDED")
	r.phase(Paid)
	if o := r.state(id); o.Marks != 0 {
		t.Error("marked", o.Marks.Words())
	}
}

func TestAnUnknownStatusKeepsTheQuestionOpen(t *testing.T) {
	r := newRig(t)
	r.shown()
	for _, status := range []string{"PROCESSING", "succeeded", "FAILED", "CLOSED"} {
		r.wait(4 * time.Second)
		r.answerAsk(status)
		if v := r.phase(Waiting); v.Said.Values["Said"] != status {
			t.Errorf("shown: %v", v.Said)
		}
	}
	r.wait(4 * time.Second)
	id := call[Ask](r).Order.ID
	r.do(AskEnded{Order: id, Err: no("query", 40400, "order not found")})
	r.phase(Waiting)
}

func TestAClockSetBackDoesNotSilenceTheTill(t *testing.T) {
	for _, dismissed := range []bool{false, true} {
		r := newRig(t)
		id := r.shown()
		if dismissed {
			r.dismiss()
		}
		r.now = r.now.Add(-time.Hour)
		n := r.restarted(id)
		questions := 0
		for range 60 {
			for len(n.calls) > 0 {
				if questions++; questions < 3 {
					call[Ask](n)
					n.do(AskEnded{Order: id, Err: lost()})
					continue
				}
				n.answerAsk("PENDING")
			}
			n.wait(time.Second)
		}
		if questions < 15 {
			t.Errorf("dismissed %t: %d questions in a minute", dismissed, questions)
		}
	}
}

func TestTwoQuestionsASecondForAllOrders(t *testing.T) {
	r := newRig(t)
	r.watch(20)
	asked := 0
	for range 100 { // ten seconds
		r.wait(100 * time.Millisecond)
		asked += len(r.calls)
		r.calls = nil
	}
	if asked < 18 || asked > 22 {
		t.Errorf("%d questions in ten seconds", asked)
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.fails(&payments.Error{Op: "query", Kind: payments.KindServer, Status: 429, RetryAfter: 20 * time.Second})()
	r.do(AskNow{})
	r.wait(19 * time.Second)
	r.none()
	r.wait(time.Second)
	call[Ask](r)
}

func TestStaffSeeWhenASilentGatewayIsTriedNext(t *testing.T) {
	for wish, left := range map[time.Duration]time.Duration{20 * time.Second: 20 * time.Second, time.Hour: 30 * time.Second} {
		r := newRig(t)
		r.shown()
		r.wait(3 * time.Second)
		r.fails(wantsSilence(wish))()
		if v := r.view(); v.Sale.Quiet.Sub(r.now) != left {
			t.Errorf("%s are wanted, and the till goes on in %s", wish, v.Sale.Quiet.Sub(r.now))
		}
	}
}

func TestThatNoSaleStartsIsNotSaidOnceTheGatewayAnswers(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.fails(wantsSilence(time.Hour))()
	r.dismiss()
	r.charge()
	if v := r.view(); v.Notice.Key != "error.gateway.silent" {
		t.Fatalf("it is not said: %+v", v.Notice)
	}
	r.do(LearnEnded{Learned: r.core.own().learned})
	if v := r.view(); !v.Notice.Empty() {
		t.Errorf("it is still said: %+v", v.Notice)
	}
}

func TestOfflineIsShownAndPatienceGrows(t *testing.T) {
	r := newRig(t)
	r.shown()
	tries := r.during(time.Minute, 200*time.Millisecond, r.fails(&payments.Error{Op: "query", Kind: payments.KindNotSent}))
	if v := r.view(); v.Network != Offline || !v.Sale.Slow {
		t.Error("offline is not shown")
	}
	if tries < 12 || tries > 25 {
		t.Errorf("%d tries in a minute", tries)
	}
}

func TestALockedKeyringHoldsSalesAndCountsOpenCodes(t *testing.T) {
	r := newRig(t)
	r.takenOff()
	r.do(KeyRead{r.core.settings.Account, noKeyring})
	r.wait(time.Minute)
	r.none()
	r.charge()
	v := r.view()
	if v.Unasked != 1 || v.Banner.Key != "banner.unasked" || v.Stopped.Key != "error.keyring.unavailable" || v.Sale != nil {
		t.Errorf("%+v", v)
	}
	r.do(KeyRead{r.core.settings.Account, nil})
	call[Ask](r)
}

func TestAClockJumpMakesEverythingDue(t *testing.T) {
	r := newRig(t)
	r.takenOff()
	r.wait(3 * time.Second)
	r.answerAsk("PENDING")
	r.wait(100 * time.Millisecond)
	r.none()
	r.do(Jumped{})
	r.wait(900 * time.Millisecond) // the floor between two questions stands
	call[Ask](r)
}

func TestAGatewayClockFarAwayIsSaid(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate(func(i *payments.Intent) { i.Date = r.now.Add(-7 * time.Minute) })
	if v := r.view(); v.Banner.Key != "banner.clock" || v.Banner.Values["Minutes"] != 7 {
		t.Errorf("%+v", v.Banner)
	}
}

func TestRepeatedAnswersAreNotAllWritten(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.during(200*time.Second, time.Second, r.says("PENDING"))
	if len(r.log) > 4 {
		t.Errorf("%d events for one waiting code", len(r.log))
	}
}

// Staff who want to know of an order have a silent gateway tried, wherever they ask.
func TestCheckingAnOrderTriesAGatewayThatWantsSilence(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.wait(3 * time.Second)
	r.fails(wantsSilence(time.Hour))()
	r.wait(12 * time.Second)
	r.none()
	r.do(Check{Order: id})
	if a, is := underWay[Ask](r); !is || a.Order.ID != id {
		t.Errorf("under way is %v", r.calls)
	}
}

// The customer who stands before a fresh code may have paid the older one.
func TestAskingAsksAboutAllCodesOfTheSale(t *testing.T) {
	r := newRig(t)
	old, fresh := r.renewed()
	r.calls = nil
	r.do(AskNow{})
	r.wait(2 * time.Second)
	asked := map[order.ID]bool{}
	for len(r.calls) > 0 {
		asked[call[Ask](r).Order.ID] = true
	}
	if !asked[old] || !asked[fresh] {
		t.Errorf("asked about are %v, want %s and %s", asked, old, fresh)
	}
}

func TestWhatTheGatewaySaidOfAnOrderIsSaidForHalfAMinute(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.do(Check{Order: id})
	r.wait(time.Second)
	r.answerAsk("PENDING")
	if v := r.view(); v.Notice.Key != "checked.pending" {
		t.Fatalf("staff read %q", v.Notice.Key)
	}
	woken := r.core.Wake(r.now)
	r.wait(30 * time.Second)
	if v := r.view(); !v.Notice.Empty() || woken.After(r.now) {
		t.Errorf("half a minute later staff read %q, the till wakes after %v", v.Notice.Key, woken)
	}
}

// Nobody answers about an order that is in no log: that it is being asked about is not said
// for ever.
func TestThatAnOrderIsBeingAskedAboutIsNotSaidForEver(t *testing.T) {
	r := newRig(t)
	r.do(Check{Order: "T1OTHER"})
	if v := r.view(); v.Notice.Key != "checked.asking" {
		t.Fatalf("staff read %q", v.Notice.Key)
	}
	if r.now = r.now.Add(checkedFor); !r.view().Notice.Empty() {
		t.Errorf("staff still read %v", r.view().Notice)
	}
}
