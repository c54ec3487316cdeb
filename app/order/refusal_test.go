package order_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"qrtill/app/order"
)

// What lacks something, or has no place, is refused and changes nothing.
func TestWhatIsNotCompleteOrHasNoPlaceIsRefused(t *testing.T) {
	s, r := standings(), refundStandings()
	made := func(f func(*order.Event)) order.Event { e := started(); f(&e); return e }
	asks := func(rid string, f func(*order.RefundChange)) order.Event {
		e := event(order.RefundRequested, refund(rid, 5000, ""))
		f(e.Refund)
		return e
	}
	recall := event(order.RefundRecalled, refund("R2", 5000, ""), func(e *order.Event) { e.Since = &hourBefore })
	amount := func(a order.Amount) func(*order.RefundChange) { return func(c *order.RefundChange) { c.Amount = &a } }
	cases := []struct {
		name    string
		history []order.Event
		event   order.Event
		want    error // nil: taken
	}{
		{"no order", nil, made(func(e *order.Event) { e.Order = "" }), order.ErrEvent},
		{"no order, later", s["waiting"], event(order.Answered, answer("SUCCEEDED"), func(e *order.Event) { e.Order = "" }), order.ErrEvent},
		{"another order", s["waiting"], event(order.Answered, answer("SUCCEEDED"), func(e *order.Event) { e.Order = "T9" }), order.ErrEvent},
		{"nothing in it", nil, made(func(e *order.Event) { e.New = nil }), order.ErrEvent},
		{"nothing to pay", nil, made(func(e *order.Event) { e.New.Amount.Minor = 0 }), order.ErrEvent},
		{"less than nothing", nil, made(func(e *order.Event) { e.New.Amount.Minor = -1 }), order.ErrEvent},
		{"a cent", nil, made(func(e *order.Event) { e.New.Amount.Minor = 1 }), nil},
		{"another currency than its account's", nil, made(func(e *order.Event) { e.New.Account.Currency = "TWD" }), order.ErrEvent},
		{"of no sale", nil, made(func(e *order.Event) { e.New.Sale = "" }), order.ErrEvent},
		{"a number too long", nil, made(func(e *order.Event) { e.Order = order.ID(strings.Repeat("A", 33)) }), order.ErrEvent},
		{"the longest number", nil, made(func(e *order.Event) { e.Order = order.ID(strings.Repeat("A", 32)) }), nil},
		{"a note too long", nil, made(func(e *order.Event) { e.New.Note = strings.Repeat("茶", 33) }), order.ErrEvent},
		{"the longest note", nil, made(func(e *order.Event) { e.New.Note = strings.Repeat("茶", 32) }), nil},
		{"recalled with nothing in it", nil, made(func(e *order.Event) { e.Kind, e.Since, e.New = order.Recalled, &hourBefore, nil }), order.ErrEvent},
		{"recalled though it is there", s["waiting"], recalled(), order.ErrMove},
		{"answered with nothing", s["waiting"], event(order.Answered), order.ErrEvent},
		{"created and answered with nothing", s["created"], event(order.CreateAnswered), order.ErrEvent},
		{"by hand with no record", s["unsure"], event(order.ByHand), order.ErrEvent},
		{"by hand with a refund's word", s["unsure"], event(order.ByHand, byHand(order.HandNotRefunded)), order.ErrEvent},
		{"by hand with a word nobody knows", s["unsure"], event(order.ByHand, byHand("free")), order.ErrEvent},
		{"by hand twice", s["by hand"], event(order.ByHand, byHand(order.HandPaid)), order.ErrMove},
		{"by hand twice of a payment in doubt", with(s["mismatch"], event(order.ByHand, byHand(order.HandPaid))), event(order.ByHand, byHand(order.HandUnpaid)), order.ErrMove},
		{"by hand of a payment in doubt", with(s["paid"], event(order.Answered, answer("CANCELLED"))), event(order.ByHand, byHand(order.HandRefunded)), nil},
		{"by hand of a payment", s["paid"], event(order.ByHand, byHand(order.HandUnpaid)), order.ErrMove},
		{"shown again once it is paid", with(s["time up"], event(order.Answered, answer("SUCCEEDED"))), event(order.ShownAgain), order.ErrMove},
		{"shown again once it is closed", with(s["time up"], event(order.Answered, answer("CANCELLED"))), event(order.ShownAgain), order.ErrMove},
		{"seen twice", with(s["cancelled"], event(order.Acknowledged)), event(order.Acknowledged), order.ErrMove},
		{"not on the screen any more", s["dismissed"], event(order.Acknowledged), order.ErrMove},

		{"of no refund", s["paid"], event(order.RefundRequested), order.ErrEvent},
		{"a refund with no number", s["paid"], asks("", func(*order.RefundChange) {}), order.ErrEvent},
		{"a refund's number too long", s["paid"], asks(strings.Repeat("R", 33), func(*order.RefundChange) {}), order.ErrEvent},
		{"a refund's longest number", s["paid"], asks(strings.Repeat("R", 32), func(*order.RefundChange) {}), nil},
		{"a refund of no amount", s["paid"], asks("R2", func(c *order.RefundChange) { c.Amount = nil }), order.ErrEvent},
		{"a refund of nothing", s["paid"], asks("R2", amount(hkd(0))), order.ErrEvent},
		{"a refund of less than nothing", s["paid"], asks("R2", amount(hkd(-1))), order.ErrEvent},
		{"a refund of a cent", s["paid"], asks("R2", amount(hkd(1))), nil},
		{"a refund of all", s["paid"], asks("R2", amount(hkd(12850))), nil},
		{"a refund of a cent more than all", s["paid"], asks("R2", amount(hkd(12851))), order.ErrRefundLimit},
		{"a refund in another currency", s["paid"], asks("R2", amount(order.Amount{Minor: 1, Currency: "TWD"})), order.ErrEvent},
		{"a refund with too many words", s["paid"], asks("R2", func(c *order.RefundChange) { c.Reason = strings.Repeat("茶", 129) }), order.ErrEvent},
		{"a refund with just not too many", s["paid"], asks("R2", func(c *order.RefundChange) { c.Reason = strings.Repeat("茶", 128) }), nil},
		{"a refund of what is not paid", s["cancelled"], asks("R2", amount(hkd(1))), order.ErrMove},
		{"a refund asked for twice", s["refunding"], asks("R1", amount(hkd(1))), order.ErrMove},
		{"a refund recalled", s["unsure"], recall, nil},
		{"a refund recalled, of no order", nil, recall, order.ErrMove},
		{"a refund recalled though it is there", s["refunding"], event(order.RefundRecalled, refund("R1", 1, ""), func(e *order.Event) { e.Since = &hourBefore }), order.ErrMove},
		{"a refund recalled from nobody knows when", s["paid"], event(order.RefundRecalled, refund("R2", 1, "")), order.ErrMove},
		{"a refund recalled, of more than was paid", s["paid"], event(order.RefundRecalled, refund("R2", 12851, ""), func(e *order.Event) { e.Since = &hourBefore }), nil},
		{"a refund answered with nothing", r["pending"], change(order.RefundAnswered), order.ErrEvent},
		{"an answer about a refund that is not there", r["pending"], event(order.RefundAnswered, refund("R2", 1, "SUCCEEDED")), order.ErrMove},
		{"a refund by hand with no record", r["unsure"], change(order.ByHand), order.ErrEvent},
		{"sent again though the gateway has had it", with(r["pending"], change(order.RefundAnswered, noSuchRefund(0, 1)), change(order.RefundAnswered, noSuchRefund(day, 2)),
			change(order.RefundAnswered, noSuchRefund(2*day, 3))), change(order.RefundSentAgain), order.ErrMove},
		{"sent again, never found, yet by hand", with(r["missing"], change(order.ByHand, byHand(order.HandRefunded))), change(order.RefundSentAgain), order.ErrMove},
	}
	for _, c := range cases {
		before := after(t, c.history...)
		next, err := order.Apply(before, c.event)
		if !errors.Is(err, c.want) || (err != nil) != (c.want != nil) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err != nil && !reflect.DeepEqual(next, before) {
			t.Errorf("%s: refused, yet the order changed to %+v", c.name, next)
		}
		if err != nil && !strings.Contains(err.Error(), string(c.event.Kind)) {
			t.Errorf("%s: %q does not say what was refused", c.name, err)
		}
	}
}
