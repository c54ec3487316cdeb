package order_test

import (
	"errors"
	"testing"
	"time"

	"qrtill/app/order"
)

func TestRefundsNeverExceedThePayment(t *testing.T) {
	o := after(t, standings()["paid"]...)
	o = apply(t, o, event(order.RefundRequested, refund("R1", 10000, "")))
	if _, err := order.Apply(o, event(order.RefundRequested, refund("R2", 2851, ""))); !errors.Is(err, order.ErrRefundLimit) {
		t.Errorf("a refund under way does not hold its amount: %v", err)
	}
	failed := apply(t, o, event(order.RefundAnswered, refund("R1", 0, "FAILED")))
	if got := failed.Refundable(); got != hkd(12850) {
		t.Errorf("after a failed refund %v can go back", got)
	}
	done := apply(t, o, event(order.RefundAnswered, refund("R1", 0, "SUCCEEDED")))
	if got := done.Refunded(); got != hkd(10000) {
		t.Errorf("refunded %v", got)
	}
	if len(o.Refunds) != 1 || o.Refunds[0].State != order.RefundWanted {
		t.Error("an older copy of the order was changed")
	}
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
