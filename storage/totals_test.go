package storage_test

import (
	"testing"

	"qrtill/app/order"
	"qrtill/storage"
)

// added takes events in and adds up what they change, as a rebuild does. It has then look
// at each order and sum.
func added(t *testing.T, events []order.Event, then func(e order.Event, o order.Order, sum storage.Total)) {
	t.Helper()
	var o order.Order
	var sum storage.Total
	for _, e := range events {
		after, err := order.Apply(o, e)
		if err != nil {
			t.Fatal(err)
		}
		sum.AddChange(o, after)
		o = after
		then(e, o, sum)
	}
}

func handOf(id order.ID, n int, v order.Verdict) order.Event {
	e := event(order.ByHand, id, n)
	e.Hand = &order.Hand{Verdict: v, Reason: "portal"}
	return e
}

// What an older version has thrown away is counted once when it is proven again.
func TestMoneyThatWasUnpaidByHandCountsOnceWhenItIsProvenAgain(t *testing.T) {
	o := created("A1", 1, 12850, shop)
	gone := event(order.Dismissed, "A1", 3)
	gone.Reason = order.BecauseStaff
	events := []order.Event{o, shown(o, 2), gone, handOf("A1", 4, order.HandUnpaid), paid(o, 5)} // the answer was on its way: Version 1 took it so
	for i := range events {
		events[i].Version = 1
	}
	events = append(events, paid(o, 60)) // and now somebody presses "check"
	added(t, events, func(e order.Event, o order.Order, sum storage.Total) {
		want := int64(0)
		if o.Proven() {
			want = 12850
		}
		if got := sum.Paid - sum.HandUnpaid; got != want {
			t.Errorf("after %s of %v (version %d): the days have %d proven, the order %d", e.Kind, e.At, e.Version, got, want)
		}
	})
}

// What a manager found to have gone back is totalled, apart: the wallet has given it back.
func TestAnOrderThatWasRefundedByHandIsTotalledAsThat(t *testing.T) {
	o := created("A1", 1, 12850, shop)
	reversed := event(order.Answered, "A1", 6)
	reversed.Answer = answer(o, "CANCELLED")
	var total storage.Total
	added(t, []order.Event{o, shown(o, 2), paid(o, 5), reversed, handOf("A1", 7, order.HandRefunded)},
		func(_ order.Event, _ order.Order, sum storage.Total) { total = sum })
	if total.Paid != 12850 || total.HandRefunded != 12850 {
		t.Errorf("%+v: the day looks as if the money were there", total)
	}
}
