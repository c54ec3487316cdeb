package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

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
		{"a code", func(a *order.RefundAnswer) { a.Code = 1 }, order.RefundOpen},
		{"under way", func(a *order.RefundAnswer) { a.Status = "PENDING" }, order.RefundUnderWay},
		{"failed", func(a *order.RefundAnswer) { a.Status = "FAILED" }, order.RefundDenied},
		{"another that is under way", func(a *order.RefundAnswer) { a.Status, a.MerchantRefundID = "PENDING", "R2" }, order.RefundOpen},
		{"another that failed", func(a *order.RefundAnswer) { a.Status, a.MerchantRefundID = "FAILED", "R2" }, order.RefundDiffers},
		{"no order of theirs", func(a *order.RefundAnswer) { a.OrderID = "" }, order.RefundProven},
		{"no order of ours", func(a *order.RefundAnswer) { a.MerchantOrderID = "" }, order.RefundProven},
		{"an amount that is none, of what is under way", func(a *order.RefundAnswer) { a.Status, a.Amount = "PENDING", "x" }, order.RefundOpen},
		{"the learned code", func(a *order.RefundAnswer) { a.Code, a.NotFound = 1, true }, order.RefundNone},
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

// Of an order whose number at the gateway was never known, any number is as good.
func TestARefundOfAnOrderWithNoNumberIsProvenByTheRest(t *testing.T) {
	o := after(t, with(standings()["unsure"], event(order.RefundRecalled, refund("R1", 5000, ""), func(e *order.Event) { e.Since = &hourBefore }))...)
	a := order.RefundAnswer{MerchantRefundID: "R1", OrderID: "C9", Status: "SUCCEEDED"}
	if got := order.JudgeRefund(o, o.Refunds[0], a); got != order.RefundProven {
		t.Errorf("judged %d", got)
	}
}

func TestOnlyAnswersAboutARefundThatSayNothingNewArePassing(t *testing.T) {
	r := refundStandings()
	word := func(s string) order.Event {
		return change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: s}))
	}
	other := change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "SUCCEEDED", Amount: "1"}))
	another := change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R9", Status: "PENDING"}))
	missing := func(d time.Duration, n int) order.Event { return change(order.RefundAnswered, noSuchRefund(d, n)) }
	notLearned := change(order.RefundAnswered, says(order.RefundAnswer{Code: 40400, Message: "refund not found"}))
	twice := with(r["unsure"], missing(0, 1), missing(11*time.Minute, 2))
	at := func(n int, e order.Event) order.Event { e.Step = n; return e }
	for _, c := range []struct {
		name    string
		history []order.Event
		event   order.Event
		passing bool
	}{
		{"under way", r["unsure"], word("PENDING"), false}, {"under way again", r["pending"], word("PENDING"), true}, {"done", r["pending"], word("SUCCEEDED"), false},
		{"done again", r["done"], word("SUCCEEDED"), true}, {"failed", r["pending"], word("FAILED"), false}, {"failed after it was done", r["done"], word("FAILED"), false},
		{"a new word", r["pending"], word("HM"), false}, {"the new word again", with(r["pending"], word("HM")), word("HM"), true},
		{"the answer to the sending", with(r["missing"], change(order.RefundSentAgain)), missing(0, 0), false},
		{"about no refund", r["pending"], event(order.RefundAnswered), false}, {"no answer", r["pending"], change(order.RefundAnswered), false},
		{"a word about one that is not there", r["pending"], event(order.RefundAnswered, func(e *order.Event) { e.Refund = &order.RefundChange{ID: "R2", Answer: &order.RefundAnswer{}} }), false},
		{"under way, when another was before", with(r["unsure"], another), word("PENDING"), false}, {"another that is under way again", with(r["unsure"], another), another, true},
		{"about one that is not there", r["pending"], event(order.RefundAnswered, refund("R2", 1, "PENDING")), false},
		{"a difference", r["pending"], other, false}, {"the same difference again", with(r["pending"], other), other, true},
		{"the first not found", r["unsure"], missing(0, 1), false}, {"the second", with(r["unsure"], missing(0, 1)), missing(time.Minute, 2), true},
		{"the first learned one", with(r["unsure"], notLearned), missing(0, 1), false}, {"one that was not learned again", with(r["unsure"], notLearned), notLearned, true},
		{"the one after which it may be sent again", twice, missing(12*time.Minute, 3), false}, {"the next", r["missing"], missing(12*time.Minute, 4), true},
		{"the last step but one", r["pending"], at(402, word("PENDING")), true}, {"the last step", r["pending"], at(403, word("PENDING")), false},
		{"of what is not watched", r["done"], at(403, word("SUCCEEDED")), true},
	} {
		if got := order.Passing(after(t, c.history...), c.event); got != c.passing {
			t.Errorf("%s: passing is %t", c.name, got)
		}
	}
}
