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

func TestACodeThatTheGatewayClosedIsRenewed(t *testing.T) {
	r := newRig(t)
	old := r.shown()
	until := r.phase(Waiting).Until
	r.runOut(time.Minute)
	if v := r.phase(Sending); v.Renewed != 1 || v.QR != "" {
		t.Errorf("while the fresh code is fetched: %+v", v)
	}
	fresh := r.answerCreate()
	v := r.phase(Waiting)
	if fresh == old || v.Order != fresh || v.QR != "https://pay.example/"+string(fresh) || v.Renewed != 1 || !v.Until.Equal(until) {
		t.Errorf("the fresh code of %s: %+v, the first was shown until %v", fresh, v, until)
	}
	before, o := r.state(old), r.state(fresh)
	if before.State != order.StateCancelled || before.Marks != 0 || o.Sale != before.Sale || o.Attempt != 2 ||
		o.Renewed != 1 || !o.FirstShown.Equal(before.ShownAt) || o.Amount != before.Amount {
		t.Errorf("in the log: %+v after %+v", o.New, before.New)
	}
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.phase(Paid); v.Order != fresh {
		t.Errorf("paid is %s", v.Order)
	}
}

func TestOnlyTheGatewaysOwnWordRenewsACode(t *testing.T) {
	cases := map[string]func(*rig){
		"it is not asked":        func(r *rig) { r.now = r.now.Add(4 * time.Minute); r.do(Tick{}) },
		"it says pending":        func(r *rig) { r.wait(3 * time.Second); r.answerAsk("PENDING") },
		"it says something else": func(r *rig) { r.wait(3 * time.Second); r.answerAsk("EXPIRED") },
		"it does not answer": func(r *rig) {
			r.wait(3 * time.Second)
			r.do(AskEnded{Order: call[Ask](r).Order.ID, Err: lost()})
		},
		"it does not know it": func(r *rig) {
			r.wait(3 * time.Second)
			r.do(AskEnded{Order: call[Ask](r).Order.ID, Err: &payments.Error{Kind: payments.KindRefused, Code: 404}})
		},
		"a notification says so": func(r *rig) { r.do(Notified{Order: r.core.frontID()}) },
	}
	for name, happens := range cases {
		r := newRig(t)
		id := r.shown()
		happens(r)
		if v := r.phase(Waiting); v.Order != id || v.Renewed != 0 {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestACodeIsNotRenewed(t *testing.T) {
	cases := map[string]func(r *rig){
		"too late":     func(r *rig) { r.now = r.now.Add(5*time.Minute - leastShown) },
		"disputed":     func(r *rig) { r.answerAsk("SUCCEEDED", wrongAmount); r.wait(5 * time.Second) },
		"log stopped":  func(r *rig) { r.core.stopped = diskGone },
		"keyring gone": func(r *rig) { r.core.keys[r.core.settings.Account] = noKeyring },
		"another account": func(r *rig) {
			s := r.core.settings
			s.Account.Merchant = "22222222"
			r.do(Adopted{s, hongKong})
		},
		"method gone": func(r *rig) {
			s := r.core.settings
			s.Methods = []order.Method{order.AlipayHK}
			r.do(Adopted{s, hongKong})
		},
	}
	for name, happens := range cases {
		r := newRig(t)
		r.shown()
		r.wait(3 * time.Second)
		happens(r)
		r.answerAsk("CANCELLED")
		if v := r.core.View(r.now).Sale; v == nil || v.Phase != Closed && v.Phase != Disputed || v.Renewed != 0 {
			t.Errorf("%s: %+v", name, v)
		}
		for _, c := range r.calls {
			if _, ok := c.(Create); ok {
				t.Errorf("%s: a fresh code was asked for", name)
			}
		}
	}
}

func wrongAmount(p *payments.Payment) { p.Amount = "1" }

func TestACodeThatStaffTookAwayIsNotRenewed(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.wait(3 * time.Second)
	r.do(Dismiss{})
	r.answerAsk("CANCELLED")
	r.none()
	if v := r.core.View(r.now); v.Sale != nil || r.state(id).State != order.StateCancelled {
		t.Errorf("after the gateway closed it: %+v", v.Sale)
	}
	r = newRig(t) // the dismissal could not even be written
	r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.do(Dismiss{})
	r.disk = nil
	r.answerAsk("CANCELLED")
	r.none()
	if v := r.core.View(r.now); v.Sale != nil {
		t.Errorf("after the gateway closed it: %+v", v.Sale)
	}
}

func TestAFreshCodeIsGivenThreeTimesAtMost(t *testing.T) {
	r := newRig(t)
	ids := map[order.ID]bool{r.shown(): true}
	for n := range renewals {
		r.runOut(20 * time.Second)
		if v := r.phase(Sending); v.Renewed != n+1 {
			t.Errorf("renewal %d: %+v", n+1, v)
		}
		ids[r.answerCreate()] = true
	}
	r.runOut(20 * time.Second)
	if v := r.phase(Closed); v.Renewed != renewals || len(ids) != renewals+1 || !v.Problem.Empty() {
		t.Errorf("after %d codes: %+v", len(ids), v)
	}
}

func TestOldAndFreshCodePaidAreBothInTheBooksAndTheOldIsAlerted(t *testing.T) {
	r := newRig(t)
	old := r.shown()
	r.runOut(time.Minute)
	fresh := r.answerCreate()
	r.now = r.now.Add(time.Minute) // the first of the questions after CANCELLED
	r.do(Tick{})
	for range 2 {
		o := r.calls[0].(Ask).Order
		r.answerAsk(map[order.ID]string{old: "SUCCEEDED", fresh: "PENDING"}[o.ID])
	}
	if v := r.core.View(r.now); v.Sale.Order != fresh || v.Sale.Phase != Waiting || len(v.Alerts) != 1 || v.Alerts[0].Order != old || v.Alerts[0].Kind != order.AlertLate {
		t.Errorf("late money beside a fresh code: %+v, %+v", v.Sale, v.Alerts)
	}
	if v, again := r.phase(Waiting), r.restarted(old, fresh).phase(Waiting); v.Problem.Key != "sale.paid_before" || again.Problem.Key != "sale.paid_before" {
		t.Errorf("beside a fresh code it is said as %+v, after a restart %+v", v.Problem, again.Problem)
	}
	if a := r.core.View(r.now).Alerts[0]; a.Text.Key != "alert.late" {
		t.Errorf("money for the goods is alerted as %+v", a)
	}
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.phase(Paid); v.Order != fresh || v.Problem.Key != "sale.paid_twice" {
		t.Errorf("paid is %s, %+v", v.Order, v.Problem)
	}
	r.do(Next{})
	if a := r.core.View(r.now).Alerts[0]; a.Order != old || a.Text.Key != "alert.paid_twice" {
		t.Errorf("money that came twice is alerted as %+v", a)
	}
	r.refund(fresh, 100)
	if a := r.core.View(r.now).Alerts[0]; a.Text.Key != "alert.paid_twice" {
		t.Errorf("with a part of the other payment given back it is alerted as %+v", a)
	}
	r.refund(fresh, r.state(fresh).Refundable().Minor)
	if a := r.core.View(r.now).Alerts[0]; a.Order != old || a.Text.Key != "alert.late" {
		t.Errorf("with the other payment given back it is alerted as %+v", a)
	}
	if a, b := r.state(old), r.state(fresh); a.State != order.StatePaid || !a.Marks.Has(order.MarkLate) || b.State != order.StatePaid || b.Marks != 0 {
		t.Errorf("in the books: %s %v, %s %v", a.State, a.Marks.Words(), b.State, b.Marks.Words())
	}
}

func TestARestartKeepsTheLimitsOfARenewedSale(t *testing.T) {
	r := newRig(t)
	old := r.shown()
	until := r.phase(Waiting).Until
	r.runOut(time.Minute)

	// Killed between the two: nothing is in front, and nothing is lost.
	between := &rig{T: t, core: New(nil), now: r.now, log: r.log[:len(r.log)-1]}
	between.do(between.heldBy(r, old))
	if v := between.core.View(between.now); v.Sale != nil {
		t.Errorf("killed before the fresh order was written: %+v", v.Sale)
	}
	fresh := r.answerCreate()
	r.now = r.now.Add(time.Minute)
	again := r.restarted(old, fresh)
	again.calls = nil
	if v := again.phase(Waiting); v.Order != fresh || v.Renewed != 1 || !v.Until.Equal(until) {
		t.Errorf("after a restart: %+v, want until %v", v, until)
	}
	r.now = until
	if v := r.restarted(old, fresh).core.View(r.now); v.Sale != nil {
		t.Errorf("its time was over: %+v", v.Sale)
	}
}

func (r *rig) heldBy(other *rig, ids ...order.ID) Loaded {
	in := Loaded{Settings: other.core.settings, Ready: true}
	for _, id := range ids {
		in.Orders = append(in.Orders, r.state(id))
	}
	return in
}

func TestAFreshOrderThatCannotBeWrittenLeavesTheSaleClosed(t *testing.T) {
	for _, why := range []*Failure{lowSpace, diskGone} {
		r := newRig(t)
		old := r.shown()
		r.wait(3 * time.Second)
		ask := call[Ask](r).Order
		written := r.core.Step(r.now, AskEnded{Order: old, Payment: payments.Payment{
			MerchantOrderID: string(old), OrderID: "C" + string(old), Amount: ask.Amount.Wire(), Currency: "HKD", Status: "CANCELLED"}})
		renewal := r.core.Step(r.now, Written{written[0].(Write).Event})
		r.core.Step(r.now, NotWritten{renewal[0].(Write).Event, why})
		if v := r.phase(Closed); v.Order != old || v.Renewed != 0 {
			t.Errorf("%v: %+v", why, v)
		}
		if v := r.core.View(r.now); v.Notice.Empty() {
			t.Errorf("%v: nothing is said", why)
		}
		r.do(Next{})
		if v := r.core.View(r.now); v.Sale != nil {
			t.Errorf("%v: staff cannot go on", why)
		}
	}
}

func TestAFreshCodeThatDoesNotComeIsSaidHonestly(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.runOut(time.Minute)
	for range attempts {
		r.do(CreateEnded{Order: call[Create](r).Order.ID, Err: lost()})
	}
	if v := r.phase(Failed); v.Problem.Key != "sale.not_renewed" {
		t.Errorf("three lost answers are said as %+v", v.Problem)
	}
	r.do(Next{})
	if v := r.core.View(r.now); v.Sale != nil || v.Watching != attempts {
		t.Errorf("after it: %+v, %d watched", v.Sale, v.Watching)
	}
}

func TestAFreshCodeThatComesTooLateIsNotShown(t *testing.T) {
	r := newRig(t)
	r.shown()
	until := r.phase(Waiting).Until
	r.runOut(5*time.Minute - leastShown - time.Second)
	r.now = until
	id := r.answerCreate()
	if o := r.state(id); o.Why != order.BecauseTime || !o.Marks.Has(order.MarkDismissed) {
		t.Errorf("it is %s %v", o.State, o.Marks.Words())
	}
	if v := r.core.View(r.now); v.Sale != nil || v.Watching != 1 {
		t.Errorf("a code is shown after its sale's time: %+v", v.Sale)
	}
}
