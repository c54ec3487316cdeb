package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

var (
	start   = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	account = order.Account{Gateway: "https://gateway.example", Merchant: "39172931", Currency: "HKD"}
	id      = order.ID("T10123456789ABCDEFGHJK")
)

func hkd(minor int64) order.Amount { return order.Amount{Minor: minor, Currency: "HKD"} }

func event(kind order.Kind, fill ...func(*order.Event)) order.Event {
	e := order.Event{Version: order.Version, Kind: kind, At: start, Day: "2026-11-24", Order: id}
	for _, f := range fill {
		f(&e)
	}
	return e
}

func because(r order.Reason) func(*order.Event) { return func(e *order.Event) { e.Reason = r } }

func answer(status string, change ...func(*order.Answer)) func(*order.Event) {
	return func(e *order.Event) {
		a := order.Answer{MerchantOrderID: string(id), OrderID: "C1", Amount: "128.50", Currency: "HKD", Status: status, QR: "https://pay.example/1"}
		for _, f := range change {
			f(&a)
		}
		e.Answer = &a
	}
}

func refund(rid string, minor int64, status string) func(*order.Event) {
	return func(e *order.Event) {
		amount := hkd(minor)
		e.Refund = &order.RefundChange{ID: order.RefundID(rid), Amount: &amount}
		if status != "" {
			e.Refund.Answer = &order.RefundAnswer{MerchantRefundID: rid, Status: status}
		}
	}
}

func started() order.Event {
	return event(order.Created, func(e *order.Event) {
		e.New = &order.New{Sale: string(id), Attempt: 1, Account: account, Amount: hkd(12850), Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong"}
	})
}

// after is the order that a list of events makes; each of them must be taken.
func after(t *testing.T, events ...order.Event) order.Order {
	t.Helper()
	var o order.Order
	for _, e := range events {
		next, err := order.Apply(o, e)
		if err != nil {
			t.Fatalf("after %s: %v", e.Kind, err)
		}
		o = next
	}
	return o
}

// Each way to stand, and the events that lead there.
func standings() map[string][]order.Event {
	shown := []order.Event{started(), event(order.CreateAnswered, answer("PENDING"))}
	with := func(base []order.Event, more ...order.Event) []order.Event {
		return append(append([]order.Event{}, base...), more...)
	}
	wrong := answer("SUCCEEDED", func(a *order.Answer) { a.Amount = "1" })
	return map[string][]order.Event{
		"none":      nil,
		"created":   {started()},
		"waiting":   shown,
		"dismissed": with(shown, event(order.Dismissed, because(order.BecauseStaff))),
		"time up":   with(shown, event(order.Dismissed, because(order.BecauseTime))),
		"unsure":    {started(), event(order.Unanswered, because(order.BecauseLost))},
		"paid":      with(shown, event(order.Answered, answer("SUCCEEDED"))),
		"late":      with(shown, event(order.Dismissed), event(order.Answered, answer("SUCCEEDED"))),
		"cancelled": with(shown, event(order.Answered, answer("CANCELLED"))),
		"refused":   {started(), event(order.Refused, because(order.BecauseGateway))},
		"mismatch":  with(shown, event(order.Answered, wrong)),
		"refunding": with(shown, event(order.Answered, answer("SUCCEEDED")), event(order.RefundRequested, refund("R1", 5000, ""))),
		"by hand":   {started(), event(order.Unanswered), event(order.ByHand, func(e *order.Event) { e.Hand = &order.Hand{Verdict: order.HandUnpaid} })},
	}
}

func stand(o order.Order) string {
	s := o.State.String()
	for _, m := range o.Marks.Words() {
		s += " " + m
	}
	for _, r := range o.Refunds {
		s += " refund:" + r.State.String()
	}
	if o.Hand != nil {
		s += " hand:" + string(o.Hand.Verdict)
	}
	return s
}

// move is an event, and where it leads from each standing; standings that are
// not named refuse it.
type move struct {
	name  string
	event order.Event
	leads map[string]string
}

// against tries every move in every standing. A refused event changes nothing.
func against(t *testing.T, standings map[string][]order.Event, stand func(order.Order) string, moves []move) {
	t.Helper()
	for _, m := range moves {
		for name, history := range standings {
			before := after(t, history...)
			next, err := order.Apply(before, m.event)
			want, taken := m.leads[name]
			if !taken {
				want = "-"
			}
			got := "-"
			if err == nil {
				got = stand(next)
			}
			if got != want {
				t.Errorf("%s in %q: got %q, want %q (%v)", m.name, name, got, want, err)
			}
			if err != nil && stand(next) != stand(before) {
				t.Errorf("%s in %q: refused, yet the order changed to %q", m.name, name, stand(next))
			}
		}
	}
}

func apply(t *testing.T, o order.Order, e order.Event) order.Order {
	t.Helper()
	next, err := order.Apply(o, e)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func change(kind order.Kind, fill ...func(*order.Event)) order.Event {
	return event(kind, append([]func(*order.Event){func(e *order.Event) { e.Refund = &order.RefundChange{ID: "R1"} }}, fill...)...)
}

func says(a order.RefundAnswer) func(*order.Event) {
	return func(e *order.Event) { e.Refund.Answer = &a }
}

// noSuchRefund is the learned answer for a refund that is not there, which has been
// all there was for so long, and uses up so many steps.
func noSuchRefund(missing time.Duration, steps int) func(*order.Event) {
	return func(e *order.Event) {
		e.Step = steps
		e.Refund.For = missing
		e.Refund.Answer = &order.RefundAnswer{Code: 40400, Message: "refund not found", NotFound: true}
	}
}

func byHand(v order.Verdict) func(*order.Event) {
	return func(e *order.Event) { e.Hand = &order.Hand{Verdict: v, Reason: "portal"} }
}

func at(d time.Duration) func(*order.Event) { return func(e *order.Event) { e.At = start.Add(d) } }

// failureSeen is staff who have read that a refund failed.
func failureSeen(id order.RefundID) order.Event {
	return event(order.Acknowledged, func(e *order.Event) { e.Refund = &order.RefundChange{ID: id} })
}

// underWay is the gateway that has taken a refund.
func underWay(id order.RefundID) order.Event {
	return event(order.RefundAnswered, func(e *order.Event) {
		e.Refund = &order.RefundChange{ID: id, Answer: &order.RefundAnswer{MerchantRefundID: string(id), Status: "PENDING"}}
	})
}
