package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What a gateway that wants to be left alone is sent, and what staff see of it (rule 15).

// A gateway that wants silence in the words of its envelope is not sent three orders.
func TestAGatewayThatWantsLessInItsEnvelopeIsSentOneOrder(t *testing.T) {
	r := newRig(t)
	r.charge()
	creates := r.all(func() {
		err := &payments.Error{Op: "create", Kind: payments.KindServer, Status: 200, Code: 42900, Message: "too many requests"}
		r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: err})
	})
	if creates > 1 {
		t.Errorf("%d orders were sent in one moment to a gateway that wants fewer", creates)
	}
}

// A silence that is waited for is on the screen, with the time that is left.
func TestSilenceAfterA429WithoutAHeaderIsSaid(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.core.sale.until = r.now.Add(time.Hour)
	last, longest, said := r.now, time.Duration(0), false
	for range 300 {
		r.wait(time.Second)
		if r.now.Sub(last) > 10*time.Second && !r.view().Sale.Quiet.IsZero() {
			said = true
		}
		r.all(func() {
			longest, last = max(longest, r.now.Sub(last)), r.now
			r.fails(serverError(429))()
		})
	}
	if longest > 10*time.Second && !said {
		t.Errorf("%v without a question about the code on the screen, and nothing on the screen says so", longest)
	}
}

// What made a connection ready has asked nothing, so it ends no silence.
func TestTypingEndsNoSilence(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	r.wait(3 * time.Second)
	r.fails(wantsSilence(time.Hour))()
	r.do(Typing{})
	r.do(Warmed{Account: call[Warm](r).Account}) // the token lives and the connection is open: Warm asks nothing
	r.charge()
	if v := r.view(); v.Sale != nil {
		t.Errorf("a sale starts (phase %d) though the gateway wants an hour of silence; banner %q", v.Sale.Phase, v.Banner.Key)
	}
}

// A long silence is probed every half minute.
func TestASilentGatewayIsTriedEveryHalfMinuteThoughOnlyOneCodeIsWatched(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	silent := wantsSilence(time.Hour)
	r.looking = func() error { return silent }
	if asked := r.during(time.Hour, time.Second, r.fails(silent)); asked < 100 {
		t.Errorf("%d probes in an hour of silence", asked)
	}
}

// When a gateway that said nothing is back, what can be paid is asked about soon.
func TestAfterAnOutageACodeJustTakenOffIsAskedAboutSoon(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	r.looking = lost
	r.during(time.Hour, time.Second, r.fails(lost()))
	r.do(Warmed{Account: r.core.settings.Account}) // it is back, and says so
	for range 61 {
		if r.wait(time.Second); len(r.calls) > 0 {
			return
		}
	}
	t.Error("not asked about in the minute after the gateway was back")
}

// Up to half a minute of silence is waited for; more is said.
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
	r.during(2*time.Minute, time.Second, func() {
		if _, is := r.calls[0].(Ask); !is {
			r.drop()
			return
		}
		r.fails(wantsSilence(time.Hour))()
	})
	if v := r.view(); v.Sale != nil && v.Sale.Phase == Sending {
		t.Errorf("still sending after two minutes, quiet until %v", v.Sale.Quiet.Sub(r.now))
	}
}

// A look that lost its token to another till is no denial of credentials.
func TestALookThatLostItsTokenToAnotherTillDeniesNoCredentials(t *testing.T) {
	r := newRig(t)
	r.contend()
	r.do(LearnEnded{Learned: order.Learned{Account: r.core.settings.Account}, Err: &payments.Error{Op: "query", Kind: payments.KindAuth, Status: 401}})
	if v := r.view(); v.Banner.Key == "banner.denied" {
		t.Errorf("staff read %q", v.Banner.Key)
	}
}

// What was under way when staff had a silent gateway tried does not put that off.
func TestAPressIsServedThoughAnOlderCallFailsMeanwhile(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	for len(r.calls) == 0 {
		r.wait(100 * time.Millisecond)
	}
	older := call[Ask](r)
	front := r.shown()
	for len(r.calls) == 0 {
		r.wait(100 * time.Millisecond)
	}
	r.do(AskEnded{Order: front, Err: wantsSilence(time.Hour)})
	r.calls = nil
	r.do(AskNow{})
	r.do(AskEnded{Order: older.Order.ID, Err: lost()})
	r.wait(r.core.settings.AskEvery)
	if a, is := underWay[Ask](r); !is || a.Order.ID != front {
		t.Errorf("staff had the gateway tried, and under way is %v", r.calls)
	}
}

// A connection that is made ready answers nothing: what the gateway has wished for stays.
func TestAWarmConnectionEndsNoSilenceThatWasWishedFor(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.fails(wantsSilence(time.Hour))()
	r.dismiss()
	for len(r.calls) == 0 {
		r.wait(time.Second)
	}
	r.fails(&payments.Error{Op: "query", Kind: payments.KindNotSent})() // the cable is out for a moment
	r.do(Warmed{Account: r.core.settings.Account})
	r.charge()
	if _, sent := underWay[Create](r); sent {
		t.Errorf("a sale starts in a silence that lasts for %v", r.core.own().silence(r.now))
	}
}

// Nothing is open that could be asked about: the gateway is tried all the same, so that the
// next customer finds it awake.
func TestASilenceIsTriedEveryHalfMinuteWithNothingOpen(t *testing.T) {
	for _, onScreen := range []bool{false, true} {
		r := newRig(t)
		r.wait(time.Second)
		r.looked(nil)
		r.charge()
		id := call[Create](r).Order.ID
		r.do(CreateEnded{Order: id, Err: &payments.Error{Op: "token", Kind: payments.KindServer, Status: 503, RetryAfter: time.Hour}})
		if r.phase(Failed); !onScreen {
			r.next()
		}
		tries := 0
		for range 10 * 60 {
			if r.wait(time.Second); r.looks > 0 {
				tries++
				r.looked(wantsSilence(time.Hour))
			}
		}
		if tries < 18 || tries > 21 {
			t.Errorf("on the screen %t: tried %d times in ten minutes", onScreen, tries)
		}
		for range 31 {
			r.wait(time.Second)
			r.looked(nil)
		}
		if v := r.view(); !v.Quiet.IsZero() || !v.Banner.Empty() {
			t.Errorf("on the screen %t: it answers, and staff read %+v", onScreen, v.Banner)
		}
	}
}

// Staff have asked while all was well: that is no try of a silence that comes just after.
func TestAKeyBeforeASilenceIsNoTryOfIt(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.do(AskNow{})
	r.answerAsk("PENDING")
	r.wait(3 * time.Second)
	r.fails(wantsSilence(time.Hour))()
	r.wait(2 * time.Second)
	r.do(AskNow{})
	if _, tried := underWay[Ask](r); !tried {
		t.Error("nobody tries the gateway")
	}
}
