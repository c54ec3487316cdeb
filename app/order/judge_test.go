package order_test

import (
	"testing"

	"qrtill/app/order"
)

func TestPaidNeedsEveryFieldToMatch(t *testing.T) {
	waiting := after(t, standings()["waiting"]...)
	cases := []struct {
		name   string
		change func(*order.Answer)
		want   order.Judgement
	}{
		{"all matches", func(*order.Answer) {}, order.Proven},
		{"amount written otherwise", func(a *order.Answer) { a.Amount = "0128.500" }, order.Proven},
		{"other order of ours", func(a *order.Answer) { a.MerchantOrderID = "T1X" }, order.Differs},
		{"other order of theirs", func(a *order.Answer) { a.OrderID = "C2" }, order.Differs},
		{"one cent less", func(a *order.Answer) { a.Amount = "128.49" }, order.Differs},
		{"a hundred times more", func(a *order.Answer) { a.Amount = "12850" }, order.Differs},
		{"other currency", func(a *order.Answer) { a.Currency = "TWD" }, order.Differs},
		{"no amount", func(a *order.Answer) { a.Amount = "" }, order.Open},
		{"amount is no number", func(a *order.Answer) { a.Amount = "1e2" }, order.Open},
		{"negative amount", func(a *order.Answer) { a.Amount = "-128.50" }, order.Open},
		{"no id of ours", func(a *order.Answer) { a.MerchantOrderID = "" }, order.Open},
		{"no id of theirs", func(a *order.Answer) { a.OrderID = "" }, order.Open},
		{"no currency", func(a *order.Answer) { a.Currency = "" }, order.Open},
		{"currency in small letters", func(a *order.Answer) { a.Currency = "hkd" }, order.Open},
		{"other spelling", func(a *order.Answer) { a.Status = "succeeded" }, order.Open},
		{"sister deployment's word", func(a *order.Answer) { a.Status = "SUCCESS" }, order.Open},
		{"no status", func(a *order.Answer) { a.Status = "" }, order.Open},
		{"a code that is not zero", func(a *order.Answer) { a.Code = 1 }, order.Open},
	}
	for _, c := range cases {
		e := event(order.Answered, answer("SUCCEEDED", c.change))
		if got := order.Judge(waiting, *e.Answer); got != c.want {
			t.Errorf("%s: judged %d, want %d", c.name, got, c.want)
		}
		next, _ := order.Apply(waiting, e)
		if paid := next.State == order.StatePaid; paid != (c.want == order.Proven) {
			t.Errorf("%s: paid is %t", c.name, paid)
		}
	}
}

func TestPassingAnswersSayNothingNew(t *testing.T) {
	waiting := after(t, standings()["waiting"]...)
	pending := event(order.Answered, answer("PENDING"))
	if order.Passing(waiting, pending) {
		t.Error("the first answer is news")
	}
	asked := apply(t, waiting, pending)
	if !order.Passing(asked, pending) {
		t.Error("the same answer again is no news")
	}
	for _, status := range []string{"SUCCEEDED", "CANCELLED", "PROCESSING"} {
		if order.Passing(asked, event(order.Answered, answer(status))) {
			t.Errorf("%s is news", status)
		}
	}
}
