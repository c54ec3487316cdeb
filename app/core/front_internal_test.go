package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// runOut lets the gateway close the code on the screen when it has been shown
// for so long.
func (r *rig) runOut(after time.Duration) {
	r.Helper()
	r.wait(3 * time.Second)
	r.now = r.now.Add(after - 3*time.Second)
	r.answerAsk("CANCELLED")
}

// shown starts a sale and shows its code.
func (r *rig) shown() order.ID {
	r.Helper()
	r.charge()
	return r.answerCreate()
}

// timeUp shows a code for as long as the settings say.
func (r *rig) timeUp() order.ID {
	r.Helper()
	id := r.shown()
	r.wait(r.core.settings.ShowFor + time.Second)
	r.answerAsk("PENDING")
	r.wait(time.Second)
	r.phase(TimeUp)
	return id
}

// paid lets the customer pay the code on the screen.
func (r *rig) paid() {
	r.Helper()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	r.phase(Paid)
}

func wrongAmount(p *payments.Payment) { p.Amount = "1" }

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
	for _, c := range r.calls {
		if _, ok := c.(Create); ok {
			t.Error("a fresh code was asked for")
		}
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
			if v := r.core.View(r.now); v.Sale == nil || v.Sale.Phase != phase || v.Notice.Empty() {
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
		if v := r.core.View(r.now); v.Notice.Empty() {
			t.Errorf("%v: nothing is said", why)
		}
		r.disk = nil
		r.next()
		if v := r.core.View(r.now); v.Sale != nil {
			t.Errorf("%v: staff cannot go on", why)
		}
	}
}

// Both codes of a sale are paid: whatever is left open of them says so, also in
// another run, and no longer once one of them has been given back.
func TestOldAndFreshCodePaidAreBothInTheBooksAndTheOldIsAlerted(t *testing.T) {
	r := newRig(t)
	old := r.shown()
	r.runOut(time.Minute)
	r.again()
	fresh := r.answerCreate()
	r.now = r.now.Add(time.Minute) // the first of the questions after CANCELLED
	r.do(Tick{})
	for range 2 {
		o := r.calls[0].(Ask).Order
		r.answerAsk(map[order.ID]string{old: "SUCCEEDED", fresh: "PENDING"}[o.ID])
	}
	if v, again := r.phase(Waiting), r.restarted(old, fresh).phase(Waiting); v.Problem.Key != "sale.paid_before" || again.Problem.Key != "sale.paid_before" {
		t.Errorf("beside a fresh code it is said as %+v, after a restart %+v", v.Problem, again.Problem)
	}
	if a := r.core.View(r.now).Alerts; len(a) != 1 || a[0].Order != old || a[0].Text.Key != "alert.late" {
		t.Errorf("money for the goods is alerted as %+v", a)
	}
	r.paid()
	if v := r.phase(Paid); v.Order != fresh || v.Problem.Key != "sale.paid_twice" {
		t.Errorf("paid is %s, %+v", v.Order, v.Problem)
	}
	r.next()
	said := func(when, want string) {
		t.Helper()
		for run, r := range map[string]*rig{"this run": r, "the next": r.restarted(old, fresh)} {
			if a := r.core.View(r.now).Alerts; len(a) != 1 || a[0].Order != old || a[0].Text.Key != want {
				t.Errorf("%s, in %s: %+v", when, run, a)
			}
		}
	}
	said("money that came twice", "alert.paid_twice")
	r.refund(fresh, 100)
	r.endRefund("PENDING", nil)
	said("a part of the other payment given back", "alert.paid_twice")
	r.refund(fresh, r.state(fresh).Refundable().Minor)
	said("the other payment given back", "alert.late")
	if a, b := r.state(old), r.state(fresh); a.State != order.StatePaid || !a.Marks.Has(order.MarkLate) || b.State != order.StatePaid || b.Marks != 0 {
		t.Errorf("in the books: %s %v, %s %v", a.State, a.Marks.Words(), b.State, b.Marks.Words())
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
		if v := r.core.View(r.now); v.Sale == nil {
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
	if v := r.core.View(r.now); v.Sale != nil || len(v.Alerts) != 0 {
		t.Errorf("staff saw its tick: %+v, %+v", v.Sale, v.Alerts)
	}
}

func TestTheTickOfAPaidSaleOutlivesTheTill(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.paid()
	for after, want := range map[time.Duration]bool{time.Second: true, 119 * time.Second: true, 121 * time.Second: false, -time.Hour: false} {
		again := &rig{T: t, core: New(nil), now: r.now.Add(after), log: r.log}
		again.do(again.heldBy(r, id))
		v := again.core.View(again.now)
		ticked := v.Sale != nil && v.Sale.Phase == Paid && v.Sale.Restored && len(v.Alerts) == 0
		alerted := v.Sale == nil && len(v.Alerts) == 1 && v.Alerts[0].Kind == order.AlertPaid && v.Alerts[0].Text.Key == "alert.paid"
		if ticked != want || alerted == want {
			t.Errorf("started %v after the payment: %+v, %+v", after, v.Sale, v.Alerts)
		}
	}
	r.next()
	if o := r.state(id); !o.Seen || o.Open() {
		t.Errorf("that staff have gone on is not in the log: %+v", o)
	}
	if again := r.restarted(); again.core.View(again.now).Sale != nil {
		t.Error("a tick comes back that staff have left")
	}
}

// The commit was on disk after all, or was not: either way staff see a tick.
func TestAPaymentThatWasNotRecordedEndsInATick(t *testing.T) {
	for name, onDisk := range map[string]bool{"the commit was lost": false, "it was on disk after all": true} {
		r := newRig(t)
		id := r.shown()
		r.wait(3 * time.Second)
		r.disk = diskGone
		r.answerAsk("SUCCEEDED")
		r.phase(Unrecorded)
		r.disk = nil
		if onDisk {
			r.log = append(r.log, r.refused)
		}
		r.reopen(id)
		if v := r.phase(Paid); v.Order != id || r.state(id).State != order.StatePaid {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestWhatStaffLeftOnADiskThatFailedIsWrittenWhenItRecovers(t *testing.T) {
	r := newRig(t) // the payment could not be recorded, and staff went on
	id := r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED")
	r.next()
	if v := r.core.View(r.now); v.Sale != nil || len(v.Alerts) != 1 {
		t.Errorf("what staff wrote down: %+v, %+v", v.Sale, v.Alerts)
	}
	r.disk = nil
	r.reopen(id)
	if o := r.state(id); o.State != order.StatePaid || o.Marks != 0 || !o.Seen {
		t.Errorf("in the log: %v %v, seen %t", o.State, o.Marks.Words(), o.Seen)
	}

	r = newRig(t) // it was recorded, that staff went on was not
	id = r.shown()
	r.paid()
	r.disk = diskGone
	r.next()
	if v := r.core.View(r.now); v.Sale != nil {
		t.Errorf("staff cannot go on: %+v", v.Sale)
	}
	r.disk = nil
	r.reopen(id)
	if o := r.state(id); !o.Seen || r.core.View(r.now).Sale != nil {
		t.Errorf("the tick that staff left is there again, seen %t", o.Seen)
	}

	r = newRig(t) // a code closed on a full disk, and paid
	id = r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.dismiss()
	r.answerAsk("SUCCEEDED")
	r.disk = nil
	r.reopen(id)
	if o, v := r.state(id), r.core.View(r.now); !o.Marks.Has(order.MarkLate) || len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertLate {
		t.Errorf("in the log: %v %v, alerts %+v", o.State, o.Marks.Words(), v.Alerts)
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
		if v := again.core.View(again.now); v.Sale == nil || v.Sale.Phase != Waiting && v.Sale.Phase != Sending {
			t.Errorf("%s: one Enter does not go on: %+v", name, v.Sale)
		}
		r.next()
		if again := r.restarted(id); again.core.View(again.now).Sale != nil {
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
	if again := r.restarted(id); again.core.View(again.now).Sale != nil || again.state(id).Why != order.BecauseRestart {
		t.Error("the next morning it is in front again")
	}
}

func (r *rig) heldBy(other *rig, ids ...order.ID) Loaded {
	in := Loaded{Settings: other.core.settings, Ready: true, Zone: hongKong}
	for _, id := range ids {
		in.Orders = append(in.Orders, r.state(id))
	}
	return in
}
