package storage_test

import (
	"testing"

	"qrtill/app/order"
	"qrtill/storage"
)

// Section 5, rule 17: one order of a sale that the log does not have (a torn line of the
// journal, a record set aside) must not keep the till from every other order.
func TestAnOrderWhoseSalesFirstIsMissingIsRead(t *testing.T) {
	l := open(t, t.TempDir())
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 1, 100, shop)...)
	e := created("B2", 10, 12850, shop)
	e.Kind, e.Since = order.Recalled, &start
	e.New.Sale, e.New.Attempt = "B1", 2 // B1's line of the journal is torn
	appendAll(t, l, e)
	if orders, err := l.OpenOrders(); err != nil || len(orders) == 0 {
		t.Errorf("%d open orders: %v", len(orders), err)
	}
}

// Rule 9, 6: what an older version has thrown away is counted once when it is proven again.
func TestMoneyThatWasUnpaidByHandCountsOnceWhenItIsProvenAgain(t *testing.T) {
	o := created("A1", 1, 12850, shop)
	gone, hand := event(order.Dismissed, "A1", 3), event(order.ByHand, "A1", 4)
	gone.Reason = order.BecauseStaff
	hand.Hand = &order.Hand{Verdict: order.HandUnpaid, Reason: "portal"}
	events := []order.Event{o, shown(o, 2), gone, hand, paid(o, 5)} // the answer was on its way: Version 1 took it so
	for i := range events {
		events[i].Version = 1
	}
	events = append(events, paid(o, 60)) // and now somebody presses "check"
	var before order.Order
	var sum storage.Total // as a rebuild adds it up
	for i, e := range events {
		after, err := order.Apply(before, e)
		if err != nil {
			t.Fatal(err)
		}
		sum.AddChange(before, after)
		before = after
		want := int64(0)
		if after.Proven() {
			want = 12850
		}
		if got := sum.Paid - sum.HandUnpaid; got != want {
			t.Errorf("after event %d (%s, version %d): the days have %d proven, the order %d", i, e.Kind, e.Version, got, want)
		}
	}
}
