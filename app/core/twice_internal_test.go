package core

import (
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// That both orders of one sale are paid is derived from the log, whatever of it this run
// has held, and is said as such.

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
	if a := r.view().Alerts; len(a) != 1 || a[0].Order != old || a[0].Text.Key != "alert.late" {
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
			if a := r.view().Alerts; len(a) != 1 || a[0].Order != old || a[0].Text.Key != want {
				t.Errorf("%s, in %s: %+v", when, run, a)
			}
		}
	}
	said("money that came twice", "alert.paid_twice")
	r.refund(fresh, 100)
	r.endRefund("PENDING", nil)
	said("a part of the other payment given back", "alert.paid_twice")
	r.refund(fresh, r.left(fresh))
	said("the other payment given back", "alert.late")
	if a, b := r.state(old), r.state(fresh); a.State != order.StatePaid || !a.Marks.Has(order.MarkLate) || b.State != order.StatePaid || b.Marks != 0 {
		t.Errorf("in the books: %s %v, %s %v", a.State, a.Marks.Words(), b.State, b.Marks.Words())
	}
}

func TestTheSecondPaymentOfASaleThatWasForgottenIsToldAsSuch(t *testing.T) {
	r := newRig(t)
	a, b := r.renewed()
	r.wait(3 * time.Second)
	r.all(r.says("SUCCEEDED"))
	r.next()
	if r.state(b).State != order.StatePaid {
		t.Fatal(r.state(b).State)
	}
	r.forget(a, b)
	r.do(Notified{Order: a})
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.paid_twice" {
		t.Errorf("the sale is paid twice; staff read %v", v.Alerts)
	}
}

func TestASecondPaymentWhoseTickACrashCutOffIsToldAsSuch(t *testing.T) {
	r := newRig(t)
	a, b := r.renewed()
	r.do(Check{a})
	r.looking = well
	r.during(10*time.Second, time.Second, r.says("SUCCEEDED"))
	if v := r.phase(Paid); v.Problem.Key != "sale.paid_twice" {
		t.Fatalf("problem %q", v.Problem.Key)
	}
	for _, al := range r.view().Alerts {
		r.do(al.Seen())
	}
	v := r.restarted(a, b).view() // the tick was never gone on from
	if len(v.Alerts) != 1 || v.Alerts[0].Order != b {
		t.Fatalf("sale %v, alerts %+v", v.Sale, v.Alerts)
	}
	if v.Alerts[0].Text.Key != "alert.paid_twice" {
		t.Errorf("the sale was paid twice; staff read %q", v.Alerts[0].Text.Key)
	}
}

// Two payments of one sale need a person, also when both were found again.
func TestTwoPaymentsOfOneSaleThatAreFoundAgainAreToldByThemselves(t *testing.T) {
	r := newRig(t)
	n := r.foundAgain(r.renewed())
	n.during(20*time.Second, time.Second, n.says("SUCCEEDED"))
	v := n.view()
	if !slices.ContainsFunc(v.Alerts, func(a AlertView) bool { return a.Text.Key == "alert.paid_twice" }) {
		t.Errorf("one sale was paid twice; staff read only %+v", v.Alerts)
	}
}

// A second code of a sale that is paid needs an explicit choice.
func TestNoEnterGetsAFreshCodeForASaleThatIsPaid(t *testing.T) {
	r := newRig(t)
	a, b := r.renewed()
	other := "PENDING"
	r.during(90*time.Second, time.Second, r.saysOf(func(id order.ID) string {
		if id == a {
			other = "CANCELLED"
			return "SUCCEEDED"
		}
		return other
	}))
	if v := r.phase(Closed); v.Order != b || v.Problem.Key != "sale.paid_before" {
		t.Fatalf("%+v", v)
	}
	r.again()
	if _, sent := underWay[Create](r); sent {
		t.Errorf("the sale is paid, and one Enter asks for a third code")
	}
}

// That an answer disagreed as well stands among the trouble; that the sale was paid twice
// is what the alert says.
func TestASecondPaymentThatIsDisputedIsToldAsOne(t *testing.T) {
	r := newRig(t)
	n := r.foundAgain(r.renewed())
	n.during(20*time.Second, time.Second, n.says("CANCELLED", func(p *payments.Payment) { p.MerchantOrderID = "T9OTHER" }))
	n.during(20*time.Second, time.Second, n.says("SUCCEEDED"))
	v := n.view()
	twice := 0
	for _, a := range v.Alerts {
		if a.Kind == order.AlertMismatch && a.Text.Key == "alert.paid_twice" {
			twice++
		}
	}
	if twice != 2 || len(v.Trouble) != 2 {
		t.Errorf("one sale was paid twice and both are disputed; staff read %+v, %+v", v.Alerts, v.Trouble)
	}
}

// Once a manager has recorded what disagreed, another disagreement stands in no list: it is
// what the alert says.
func TestAnotherDisagreementIsToldThoughTheSaleWasPaidTwice(t *testing.T) {
	r := newRig(t)
	n := r.foundAgain(r.renewed())
	n.during(20*time.Second, time.Second, n.says("SUCCEEDED"))
	id := n.view().Alerts[0].Order
	disagree := func(status string, change ...func(*payments.Payment)) {
		n.calls = nil
		n.do(Check{Order: id})
		n.wait(2 * time.Second)
		n.answerAsk(status, change...)
	}
	disagree("CANCELLED")
	n.byHand(n.state(id), order.HandPaid)
	disagree("SUCCEEDED", wrongAmount)
	for _, a := range n.view().Alerts {
		if a.Order == id && a.Text.Key != "alert.mismatch" {
			t.Errorf("an answer disagrees; staff read %q, and nothing else of it", a.Text.Key)
		}
	}
}

// A payment that a manager has recorded counts like any other: the second is said to be one,
// and no fresh code is asked for.
func TestASalePaidByHandIsPaid(t *testing.T) {
	for _, then := range []string{"SUCCEEDED", "CANCELLED"} {
		r := newRig(t)
		old, fresh := r.renewed()
		r.do(Notified{Order: old})
		r.wait(time.Second)
		r.all(func() {
			a := call[Ask](r)
			p := paymentOf(a.Order, "PENDING")
			if a.Order.ID == old {
				p = paymentOf(a.Order, "SUCCEEDED")
				p.Amount = "1"
			}
			r.do(AskEnded{Order: a.Order.ID, Payment: p})
		})
		r.byHand(r.state(old), order.HandPaid)
		r.during(3*time.Second, time.Second, r.saysOf(func(order.ID) string { return then }))
		if then == "SUCCEEDED" {
			if v := r.phase(Paid); v.Order != fresh || v.Problem.Key != "sale.paid_twice" {
				t.Errorf("%s: staff read %q", then, v.Problem.Key)
			}
			continue
		}
		if v := r.phase(Closed); v.Problem.Key != "sale.paid_before" {
			t.Errorf("%s: staff read %q", then, v.Problem.Key)
		}
		r.again()
		if _, more := underWay[Create](r); more {
			t.Errorf("%s: a further code is asked for", then)
		}
	}
}

// The first code's payment was recorded by hand, and proven, and all of it went back: the
// second is the only one.
func TestASaleWhosePaymentWentBackIsPaidOnce(t *testing.T) {
	r := newRig(t)
	old, fresh := r.renewed()
	r.do(Check{Order: old})
	r.during(3*time.Second, time.Second, r.saysOf(func(id order.ID) string { return map[order.ID]string{old: "SUCCEEDED", fresh: "PENDING"}[id] }))
	r.do(Check{Order: old})
	r.during(3*time.Second, time.Second, r.saysOf(func(id order.ID) string { return map[order.ID]string{old: "CANCELLED", fresh: "PENDING"}[id] }))
	r.byHand(r.state(old), order.HandPaid)
	r.want(old, 12850)
	r.during(3*time.Second, time.Second, func() {
		if _, sent := underWay[SendRefund](r); sent {
			r.endRefund("SUCCEEDED", nil)
			return
		}
		r.saysOf(func(id order.ID) string { return map[order.ID]string{old: "SUCCEEDED", fresh: "PENDING"}[id] })()
	})
	if r.left(old) != 0 || r.core.paidBy(&r.core.orders[fresh].Order) {
		t.Errorf("%d can be given back, and the sale counts as paid: %t", r.left(old), r.core.paidBy(&r.core.orders[fresh].Order))
	}
}
