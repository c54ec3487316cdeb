package storage_test

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// Rule 6, 9: what a manager found to have gone back is totalled, apart.
func TestAnOrderThatWasRefundedByHandIsTotalledAsThat(t *testing.T) {
	account := order.Account{Gateway: "https://gateway.example", Merchant: "39172931", Currency: "HKD"}
	n := order.New{Sale: "T1A", Attempt: 1, Account: account, Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong"}
	says := func(status, qr string) *order.Answer {
		return &order.Answer{MerchantOrderID: "T1A", OrderID: "C1", Amount: "128.50", Currency: "HKD", Status: status, QR: qr}
	}
	var o order.Order
	var total storage.Total
	for _, e := range []order.Event{
		{Kind: order.Created, New: &n},
		{Kind: order.CreateAnswered, Answer: says("PENDING", "https://pay.example/1")},
		{Kind: order.Answered, Answer: says("SUCCEEDED", "")},
		{Kind: order.Answered, Answer: says("CANCELLED", "")}, // the wallet has given it back
		{Kind: order.ByHand, Hand: &order.Hand{Verdict: order.HandRefunded, Reason: "portal"}},
	} {
		e.Version, e.At, e.Day, e.Order = order.Version, time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), "2026-11-24", "T1A"
		after, err := order.Apply(o, e)
		if err != nil {
			t.Fatal(err)
		}
		total.AddChange(o, after)
		o = after
	}
	if total.Paid != 12850 || total.HandRefunded != 12850 {
		t.Errorf("%+v: the day looks as if the money were there", total)
	}
}
