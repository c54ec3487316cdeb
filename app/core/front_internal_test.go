package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

func TestACodeThatTheGatewayClosedIsFollowedByAFreshOneWhenStaffWant(t *testing.T) {
	r := newRig(t)
	r.do(Charge{Amount: order.Amount{Minor: 11500, Currency: "HKD"}, Method: order.AlipayHK, Note: "table 4", Tip: 1000, Discount: 500})
	old := r.answerCreate()
	r.runOut(time.Minute)
	closed := r.phase(Closed)
	if closed.QR != "" || closed.Amount.Minor != 11500 || closed.Note != "table 4" || closed.Tip != 1000 || closed.Discount != 500 {
		t.Errorf("what was closed is shown as %+v", closed)
	}
	r.none()
	r.again()
	fresh := r.answerCreate()
	if v := r.phase(Waiting); fresh == old || v.Order != fresh || v.QR != "https://pay.example/"+string(fresh) || v.Until.Sub(r.now) != 5*time.Minute {
		t.Errorf("the fresh code of %s: %+v", fresh, v)
	}
	a, b := r.state(old), r.state(fresh)
	if b.Sale != a.Sale || b.Attempt != 2 || b.Amount != a.Amount || b.Method != a.Method || b.Note != a.Note || b.Tip != a.Tip || b.Discount != a.Discount {
		t.Errorf("in the log: %+v after %+v", b.New, a.New)
	}
}

func TestNothingRenewsItself(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.runOut(10 * time.Second)
	r.wait(time.Hour)
	if _, sent := underWay[Create](r); sent {
		t.Error("a fresh code was asked for")
	}
	if v := r.phase(Closed); v.Order != id {
		t.Errorf("%+v", v)
	}
}

func TestACodeWhoseTimeIsOverIsShownAgain(t *testing.T) {
	r := newRig(t)
	id := r.timeUp()
	if v := r.phase(TimeUp); v.QR != "" || v.Order != id {
		t.Errorf("after its time: %+v", v)
	}
	r.again()
	r.none()
	if v := r.phase(Waiting); v.Order != id || v.QR == "" || v.Until.Sub(r.now) != r.core.settings.ShowFor {
		t.Errorf("shown again: %+v", v)
	}
	r.paid()
	if o := r.state(id); o.Marks != 0 || o.State != order.StatePaid {
		t.Errorf("paid the second time it was shown: %v %v", o.State, o.Marks.Words())
	}
}

func TestACodeIsShownAgainOnlyWhereASaleMayStart(t *testing.T) {
	for name, happens := range map[string]func(*rig){
		"log stopped":  func(r *rig) { r.core.stopped = diskGone },
		"keyring gone": func(r *rig) { r.core.own().key = noKeyring },
		"moved":        func(r *rig) { r.core.moved = true },
	} {
		for _, phase := range []Phase{TimeUp, Closed} {
			r := newRig(t)
			if phase == TimeUp {
				r.timeUp()
			} else {
				r.shown()
				r.runOut(time.Minute)
			}
			happens(r)
			r.again()
			r.none()
			if v := r.view(); v.Sale == nil || v.Sale.Phase != phase || v.Notice.Empty() {
				t.Errorf("%s, phase %d: %+v, %q", name, phase, v.Sale, v.Notice.Key)
			}
		}
	}
}

func TestAFreshOrderThatCannotBeWrittenLeavesTheSaleAsItWas(t *testing.T) {
	for _, why := range []*Failure{lowSpace, diskGone} {
		r := newRig(t)
		old := r.shown()
		r.runOut(time.Minute)
		r.disk = why
		r.again()
		if v := r.phase(Closed); v.Order != old {
			t.Errorf("%v: %+v", why, v)
		}
		if v := r.view(); v.Notice.Empty() {
			t.Errorf("%v: nothing is said", why)
		}
		r.disk = nil
		r.next()
		if v := r.view(); v.Sale != nil {
			t.Errorf("%v: staff cannot go on", why)
		}
	}
}

// A command names what staff saw. What has become of the sale meanwhile is not
// left by it.
func TestACommandLeavesNothingThatStaffHaveNotSeen(t *testing.T) {
	for name, happens := range map[string]func(*rig){
		"paid": func(r *rig) { r.answerAsk("SUCCEEDED") },
		"paid, not recorded": func(r *rig) {
			r.disk = diskGone
			r.answerAsk("SUCCEEDED")
			r.disk = nil
		},
		"disputed": func(r *rig) { r.answerAsk("SUCCEEDED", wrongAmount) },
	} {
		r := newRig(t)
		r.shown()
		r.wait(3 * time.Second)
		saw := r.seen()
		happens(r)
		r.do(Dismiss{saw})
		r.do(Next{saw})
		r.do(Again{saw})
		if v := r.view(); v.Sale == nil {
			t.Errorf("%s: what staff never saw is gone", name)
		}
	}
	r := newRig(t) // closed, and then paid after all
	r.shown()
	r.runOut(time.Minute)
	saw := r.seen()
	r.do(Tick{})
	r.now = r.now.Add(time.Minute)
	r.do(Tick{})
	r.answerAsk("SUCCEEDED")
	r.do(Next{saw})
	r.do(Again{saw})
	r.phase(Paid)
	r.next()
	if v := r.view(); v.Sale != nil || len(v.Alerts) != 0 {
		t.Errorf("staff saw its tick: %+v, %+v", v.Sale, v.Alerts)
	}
}

func TestASaleThatEndedComesBackAfterARestartForAWhile(t *testing.T) {
	for name, end := range map[string]func(*rig) (order.ID, Phase){
		"time up": func(r *rig) (order.ID, Phase) { return r.timeUp(), TimeUp },
		"closed": func(r *rig) (order.ID, Phase) {
			id := r.shown()
			r.runOut(time.Minute)
			return id, Closed
		},
	} {
		r := newRig(t)
		id, phase := end(r)
		again := r.restarted(id)
		if v := again.phase(phase); v.Order != id || !v.Restored || v.Amount.Minor != 12850 {
			t.Errorf("%s: %+v", name, v)
		}
		again.again()
		if v := again.view(); v.Sale == nil || v.Sale.Phase != Waiting && v.Sale.Phase != Sending {
			t.Errorf("%s: one Enter does not go on: %+v", name, v.Sale)
		}
		r.next()
		if again := r.restarted(id); again.view().Sale != nil {
			t.Errorf("%s: staff have left it, and it comes back", name)
		}
	}
	r := newRig(t) // shown when the till stopped, and its time is over when it starts
	id := r.shown()
	r.now = r.now.Add(6 * time.Minute)
	again := r.restarted(id)
	if v := again.phase(TimeUp); v.Order != id {
		t.Errorf("%+v", v)
	}
	r.now = r.now.Add(time.Hour)
	if again := r.restarted(id); again.view().Sale != nil || again.state(id).Why != order.BecauseRestart {
		t.Error("the next morning it is in front again")
	}
}

// A key that was meant for one sale's sending does not end another's.
func TestAnEscMeantForOneSaleLeavesTheNext(t *testing.T) {
	r := newRig(t)
	r.charge()
	seen := r.seen()
	r.do(Dismiss{seen})
	r.charge()
	r.do(Dismiss{seen}) // the same key again, as it stood
	if r.view().Sale == nil {
		t.Errorf("the second sale is off the screen")
	}
}

// No code is shown that can't be watched.
func TestEnterShowsNoCodeAgainThatCantBeAskedAbout(t *testing.T) {
	r := newRig(t)
	r.timeUp()
	old := r.core.settings
	s := old
	s.Account.Merchant = "99999999"
	r.do(Adopted{Settings: s, Zone: hongKong})
	r.do(KeyRead{old.Account, noKeyring})
	r.again()
	if v := r.view(); v.Sale.Phase == Waiting {
		t.Errorf("the code is on the screen and its account can't be asked")
	}
}

// A key that was meant for another sale changes nothing, not even what staff read.
func TestAKeyThatComesTooLateLeavesTheNotice(t *testing.T) {
	for name, key := range map[string]func(Seen) Input{
		"next": func(s Seen) Input { return Next{s} }, "again": func(s Seen) Input { return Again{s} },
	} {
		r := newRig(t)
		r.charge()
		r.do(Noticed{Text{Key: "notice"}})
		r.do(key(Seen{Order: "T1OTHER", Phase: Closed}))
		if v := r.view(); v.Notice.Key != "notice" {
			t.Errorf("%s for another sale: staff read %q", name, v.Notice.Key)
		}
	}
}

func TestAskingLooksUpASaleOnTheScreenThatWantedNothingMore(t *testing.T) {
	r := newRig(t)
	id := r.closed()
	r.during(3*24*time.Hour, time.Minute, r.says("CANCELLED"))
	r.do(AskNow{})
	r.answerAbout(id, "SUCCEEDED")
	r.phase(Paid)
}

func TestACreationThatStaffGaveUpIsNotHeldForEver(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.dismiss()
	r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: lost()})
	r.during(3*24*time.Hour, time.Minute, r.fails(no("query", 40400, "no such order")))
	if n := len(r.core.orders); n != 0 {
		t.Errorf("%d orders are held", n)
	}
}
