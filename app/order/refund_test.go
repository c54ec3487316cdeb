package order_test

import (
	"errors"
	"testing"
	"time"

	"qrtill/app/order"
)

// later moves an event on in time.
func later(e order.Event, d time.Duration) order.Event {
	e.At = e.At.Add(d)
	return e
}

func change(kind order.Kind, fill ...func(*order.Event)) order.Event {
	return event(kind, append([]func(*order.Event){func(e *order.Event) { e.Refund = &order.RefundChange{ID: "R1"} }}, fill...)...)
}

func says(a order.RefundAnswer) func(*order.Event) {
	return func(e *order.Event) { e.Refund.Answer = &a }
}

func noSuchRefund() func(*order.Event) {
	return says(order.RefundAnswer{Code: 40400, Message: "refund not found"})
}

func byHand(v order.Verdict) func(*order.Event) {
	return func(e *order.Event) { e.Hand = &order.Hand{Verdict: v, Reason: "portal"} }
}

// Each way a refund of 50.00 can stand, out of an order of 128.50.
func refundStandings() map[string][]order.Event {
	word := func(s string) func(*order.Event) {
		return says(order.RefundAnswer{MerchantRefundID: "R1", Status: s})
	}
	wanted := append(standings()["paid"], event(order.RefundRequested, refund("R1", 5000, "")))
	with := func(more ...order.Event) []order.Event { return append(append([]order.Event{}, wanted...), more...) }
	unsure := change(order.RefundUnanswered, because(order.BecauseLost))
	missing := change(order.RefundAnswered, noSuchRefund())
	return map[string][]order.Event{
		"requested":   wanted,
		"pending":     with(change(order.RefundAnswered, word("PENDING"))),
		"unsure":      with(unsure),
		"missing":     with(unsure, missing),
		"sent again":  with(unsure, missing, later(change(order.RefundSentAgain), 10*time.Minute)),
		"done":        with(change(order.RefundAnswered, word("SUCCEEDED"))),
		"failed":      with(change(order.RefundAnswered, word("FAILED"))),
		"by hand":     with(unsure, change(order.ByHand, byHand(order.HandRefunded))),
		"by hand not": with(unsure, change(order.ByHand, byHand(order.HandNotRefunded))),
	}
}

func refundStand(o order.Order) string {
	r := o.Refunds[0]
	s := r.State.String()
	if o.Marks.Has(order.MarkMismatch) {
		s += " mismatch"
	}
	if r.Hand != nil {
		s += " hand:" + string(r.Hand.Verdict)
	}
	return s
}

// Every event against every standing of a refund; standings not named refuse it.
func TestEveryEventAgainstEveryRefund(t *testing.T) {
	good := order.RefundAnswer{MerchantRefundID: "R1", RefundID: "F1", MerchantOrderID: string(id), OrderID: "C1", Amount: "50", Currency: "HKD"}
	with := func(f func(*order.RefundAnswer)) func(*order.Event) {
		a := good
		f(&a)
		return says(a)
	}
	status := func(s string) func(*order.Event) { return with(func(a *order.RefundAnswer) { a.Status = s }) }
	afterTen := func(e order.Event) order.Event { return later(e, 11*time.Minute) }
	events := []move{
		{"succeeded", change(order.RefundAnswered, status("SUCCEEDED")), map[string]string{
			"requested": "done", "pending": "done", "unsure": "done", "missing": "done", "sent again": "done", "done": "done", "failed": "failed mismatch",
			"by hand": "done hand:refunded", "by hand not": "done mismatch hand:not_refunded",
		}},
		{"failed", change(order.RefundAnswered, status("FAILED")), map[string]string{
			"requested": "failed", "pending": "failed", "unsure": "failed", "missing": "failed", "sent again": "failed", "done": "done mismatch", "failed": "failed",
			"by hand": "failed hand:refunded", "by hand not": "failed hand:not_refunded",
		}},
		{"pending", change(order.RefundAnswered, status("PENDING")), map[string]string{
			"requested": "pending", "pending": "pending", "unsure": "pending", "missing": "pending", "sent again": "pending", "done": "done", "failed": "failed",
			"by hand": "pending hand:refunded", "by hand not": "pending hand:not_refunded",
		}},
		{"a word nobody knows", change(order.RefundAnswered, status("CLOSED")), map[string]string{
			"requested": "unsure", "pending": "pending", "unsure": "unsure", "missing": "unsure", "sent again": "unsure", "done": "done", "failed": "failed",
			"by hand": "unsure hand:refunded", "by hand not": "unsure hand:not_refunded",
		}},
		{"not found", change(order.RefundAnswered, noSuchRefund()), map[string]string{
			"requested": "unsure", "pending": "pending", "unsure": "unsure", "missing": "unsure", "sent again": "unsure", "done": "done", "failed": "failed",
			"by hand": "unsure hand:refunded", "by hand not": "unsure hand:not_refunded",
		}},
		{"succeeded with another amount", change(order.RefundAnswered, with(func(a *order.RefundAnswer) { a.Status, a.Amount = "SUCCEEDED", "50.01" })), map[string]string{
			"requested": "unsure mismatch", "pending": "pending mismatch", "unsure": "unsure mismatch", "missing": "unsure mismatch", "sent again": "unsure mismatch",
			"done": "done mismatch", "failed": "failed mismatch", "by hand": "unsure mismatch hand:refunded", "by hand not": "unsure mismatch hand:not_refunded",
		}},
		{"unanswered", change(order.RefundUnanswered, because(order.BecauseLost)), map[string]string{"requested": "unsure", "sent again": "unsure"}},
		{"refused", change(order.RefundRefused, because(order.BecauseGateway)), map[string]string{"requested": "failed", "sent again": "unsure"}},
		{"sent again too early", change(order.RefundSentAgain), nil},
		{"sent again", afterTen(change(order.RefundSentAgain)), map[string]string{"missing": "requested"}},
		{"by hand", change(order.ByHand, byHand(order.HandRefunded)), map[string]string{
			"pending": "pending hand:refunded", "unsure": "unsure hand:refunded", "missing": "unsure hand:refunded",
		}},
		{"by hand with an order's verdict", change(order.ByHand, byHand(order.HandPaid)), nil},
		{"recalled though it is there", change(order.RefundRecalled, func(e *order.Event) { e.Since = &start }), nil},
	}
	against(t, refundStandings(), refundStand, events)
}

func TestOnlyWhatAgreesProvesARefund(t *testing.T) {
	o := after(t, refundStandings()["pending"]...)
	cases := []struct {
		name   string
		change func(*order.RefundAnswer)
		want   order.RefundJudgement
	}{
		{"all of it", func(*order.RefundAnswer) {}, order.RefundProven},
		{"only what the docs' example has", func(a *order.RefundAnswer) { a.Amount, a.Currency, a.RefundID = "", "", "" }, order.RefundProven},
		{"amount written otherwise", func(a *order.RefundAnswer) { a.Amount = "50.00" }, order.RefundProven},
		{"another refund", func(a *order.RefundAnswer) { a.MerchantRefundID = "R2" }, order.RefundDiffers},
		{"another order of ours", func(a *order.RefundAnswer) { a.MerchantOrderID = "T9" }, order.RefundDiffers},
		{"another order of theirs", func(a *order.RefundAnswer) { a.OrderID = "C9" }, order.RefundDiffers},
		{"another amount", func(a *order.RefundAnswer) { a.Amount = "5000" }, order.RefundDiffers},
		{"another currency", func(a *order.RefundAnswer) { a.Currency = "TWD" }, order.RefundDiffers},
		{"no number of the refund", func(a *order.RefundAnswer) { a.MerchantRefundID = "" }, order.RefundOpen},
		{"an amount that is none", func(a *order.RefundAnswer) { a.Amount = "5e1" }, order.RefundOpen},
		{"another spelling", func(a *order.RefundAnswer) { a.Status = "succeeded" }, order.RefundOpen},
		{"no status", func(a *order.RefundAnswer) { a.Status = "" }, order.RefundOpen},
		{"a code", func(a *order.RefundAnswer) { a.Code = 1 }, order.RefundNone},
	}
	for _, c := range cases {
		a := order.RefundAnswer{MerchantRefundID: "R1", RefundID: "F1", MerchantOrderID: string(id), OrderID: "C1", Amount: "50", Currency: "HKD", Status: "SUCCEEDED"}
		c.change(&a)
		if got := order.JudgeRefund(o, o.Refunds[0], a); got != c.want {
			t.Errorf("%s: judged %d, want %d", c.name, got, c.want)
		}
		next, _ := order.Apply(o, change(order.RefundAnswered, says(a)))
		if done := next.Refunds[0].State == order.RefundDone; done != (c.want == order.RefundProven) {
			t.Errorf("%s: done is %t", c.name, done)
		}
	}
}

func TestWhatIsLeftToRefund(t *testing.T) {
	left := map[string]int64{
		"requested": 7850, "pending": 7850, "unsure": 7850, "missing": 7850, "sent again": 7850, "done": 7850, "failed": 12850,
		"by hand": 7850, "by hand not": 12850,
	}
	for name, history := range refundStandings() {
		o := after(t, history...)
		if got := o.Refundable(); got != hkd(left[name]) {
			t.Errorf("%s: %v can be refunded, want %v", name, got, hkd(left[name]))
		}
		over := event(order.RefundRequested, refund("R2", left[name]+1, ""))
		if _, err := order.Apply(o, over); !errors.Is(err, order.ErrRefundLimit) {
			t.Errorf("%s: a cent too much: %v", name, err)
		}
	}
}

func TestARefundIsOpenUntilItIsDecided(t *testing.T) {
	decided := map[string]bool{"done": true, "by hand": true, "by hand not": true}
	for name, history := range refundStandings() {
		o := after(t, history...)
		if o.Open() == decided[name] {
			t.Errorf("%s: open is %t", name, o.Open())
		}
		action, _ := order.NeedRefund(o.Refunds[0], start.Add(time.Hour))
		wants := order.Ask
		switch name {
		case "requested", "sent again":
			wants = order.DeclareLost
		case "done", "failed", "by hand", "by hand not":
			wants = order.Nothing
		}
		if action != wants {
			t.Errorf("%s: wants %d, want %d", name, action, wants)
		}
	}
}

func TestRecalledOrdersAndRefundsAreAskedAbout(t *testing.T) {
	made := start.Add(-time.Hour)
	recalled := started()
	recalled.Kind, recalled.Since = order.Recalled, &made
	o := after(t, recalled)
	if o.State != order.StateUnsure || !o.CreatedAt.Equal(made) || o.Why != order.BecauseRestored {
		t.Errorf("%+v", o)
	}
	if action, due := order.Need(o, start); action != order.Ask || due.After(start.Add(time.Minute)) {
		t.Errorf("wants %d at %v", action, due)
	}
	o = apply(t, o, event(order.RefundRecalled, refund("R1", 5000, ""), func(e *order.Event) { e.Since = &made }))
	o = apply(t, o, event(order.Answered, answer("SUCCEEDED")))
	if o.State != order.StatePaid || o.Refundable() != hkd(7850) || o.Refunds[0].State != order.RefundUnsure {
		t.Errorf("%v left, %+v", o.Refundable(), o.Refunds)
	}
	if _, err := order.Apply(order.Order{}, recalled); err != nil {
		t.Error(err)
	}
	recalled.Since = nil
	if _, err := order.Apply(order.Order{}, recalled); !errors.Is(err, order.ErrEvent) {
		t.Errorf("recalled without its time: %v", err)
	}
}

func TestPINsWaitLongerAndThenLock(t *testing.T) {
	before := time.Duration(0)
	for n := range 10 {
		wait, locked := order.PINWait(n)
		if locked || wait < before {
			t.Errorf("after %d: %v, locked %t", n, wait, locked)
		}
		before = wait
	}
	if _, locked := order.PINWait(10); !locked {
		t.Error("never locked")
	}
}
