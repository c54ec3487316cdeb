package order_test

import (
	"testing"

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
