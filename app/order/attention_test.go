package order_test

import (
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
)

func TestAlertsStayUntilSeenAndComeBackWithNews(t *testing.T) {
	late := after(t, standings()["late"]...)
	if late.Alert() != order.AlertLate || !late.Open() {
		t.Fatal("late money raises no alert")
	}
	seen := apply(t, late, event(order.Acknowledged))
	if seen.Alert() != order.NoAlert || seen.Open() {
		t.Error("the alert stays after it was acknowledged")
	}
	again := apply(t, seen, event(order.Answered, answer("CANCELLED")))
	if again.Alert() != order.AlertMismatch {
		t.Error("an answer that disagrees later raises no alert")
	}
}

func TestARefundIsOpenUntilItIsDecided(t *testing.T) {
	decided := map[string]bool{"done": true, "by hand": true, "by hand not": true}
	for name, history := range refundStandings() {
		o := after(t, history...)
		if o.Open() == decided[name] {
			t.Errorf("%s: open is %t", name, o.Open())
		}
		action, _ := order.NeedRefund(o.Refunds[0], order.Age{})
		wants := order.Ask
		switch name {
		case "requested", "sent again":
			wants = order.DeclareLost
		case "done", "failed", "not sent", "by hand", "by hand not":
			wants = order.Nothing
		}
		if action != wants {
			t.Errorf("%s: wants %d, want %d", name, action, wants)
		}
	}
}

// moreStandings are those that take some more events to come about.
func moreStandings() map[string][]order.Event {
	s := standings()
	proof, closing, seen := event(order.Answered, answer("SUCCEEDED")), event(order.Answered, answer("CANCELLED")), event(order.Acknowledged)
	hand := func(v order.Verdict) order.Event { return event(order.ByHand, byHand(v)) }
	asked := func(n int) order.Event { return event(order.Answered, answer("PENDING"), step(n)) }
	contradicted := with(s["paid"], closing)
	for name, history := range map[string][]order.Event{
		"by hand paid": with(s["unsure"], hand(order.HandPaid)), "recalled": {recalled()}, "found": {recalled(), proof}, "found, seen": {recalled(), proof, seen}, "found, mismatch": {recalled(), proof, closing},
		"watched out": with(s["dismissed"], asked(403)), "nearly watched out": with(s["dismissed"], asked(402)),
		"unsure, watched out": with(s["unsure"], asked(4)), "unsure, nearly watched out": with(s["unsure"], asked(3)),
		"on show for very long":       with(s["waiting"], asked(9999)),
		"cancelled, asked four times": with(s["cancelled"], event(order.Answered, answer("CANCELLED"), step(4))),
		"mismatch, seen":              with(s["mismatch"], seen), "mismatch, by hand": with(s["mismatch"], hand(order.HandPaid)),
		"mismatch, watched out": with(s["mismatch"], event(order.Dismissed), asked(403), seen),
		"late, mismatch":        with(s["late"], closing), "paid, seen": with(s["paid"], seen), "late, seen": with(s["late"], seen),
		"contradicted, paid": with(contradicted, hand(order.HandPaid)), "contradicted, unpaid": with(contradicted, hand(order.HandUnpaid)),
		"contradicted, refunded": with(contradicted, hand(order.HandRefunded)),
		"refund failed":          refundStandings()["failed"], "refund failed, seen": with(refundStandings()["failed"], failureSeen("R1")),
		"refund done": refundStandings()["done"], "refund in doubt": refundStandings()["unsure"], "refund settled": refundStandings()["by hand"],
	} {
		s[name] = history
	}
	return s
}

// What is said of an order in each of its standings: to staff, to the till and to the books.
func TestWhatAnOrderIsToStaffTheTillAndTheBooks(t *testing.T) {
	type is struct {
		alert                                     order.Alert
		trouble                                   order.Trouble
		marked, undecided, watchedOut, open, paid bool
		left                                      int64
	}
	watched, nothing := is{undecided: true, open: true}, is{}
	paid := is{paid: true, left: 12850}
	told := func(i is, a order.Alert) is { i.alert, i.marked, i.open = a, true, true; return i }
	doubt := func(i is) is { i.trouble, i.marked, i.open = order.TroubleMismatch, true, true; return i }
	want := map[string]is{
		"none": nothing, "created": watched, "waiting": watched, "dismissed": watched, "time up": watched, "unsure": watched, "recalled": watched, "refused": nothing, "by hand": {open: true}, "by hand paid": nothing,
		"nearly watched out": watched, "unsure, nearly watched out": watched, "on show for very long": watched,
		"watched out": {watchedOut: true}, "unsure, watched out": {watchedOut: true},
		"cancelled": {open: true}, "cancelled, asked four times": nothing,
		"paid": told(paid, order.AlertPaid), "late": told(paid, order.AlertLate), "paid, seen": paid, "late, seen": paid, "found": told(paid, order.AlertFound), "found, seen": paid,
		"mismatch": doubt(told(watched, order.AlertMismatch)), "mismatch, seen": doubt(watched), "mismatch, by hand": nothing, "mismatch, watched out": doubt(is{watchedOut: true}),
		"late, mismatch": doubt(told(paid, order.AlertMismatch)), "found, mismatch": doubt(told(paid, order.AlertMismatch)),
		"contradicted, paid": paid, "contradicted, unpaid": nothing, "contradicted, refunded": {paid: true},
		"refunding": {marked: true, open: true, paid: true, left: 7850}, "refund done": {paid: true, left: 7850}, "refund settled": {paid: true, left: 7850},
		"refund in doubt": {trouble: order.TroubleRefund, marked: true, open: true, paid: true, left: 7850},
		"refund failed":   told(paid, order.AlertRefundFailed), "refund failed, seen": paid,
	}
	for name, history := range moreStandings() {
		o := after(t, history...)
		got := is{o.Alert(), o.Trouble(start.Add(time.Second)), o.Marked(), o.Undecided(), o.WatchedOut(), o.Open(), o.Proven(), o.Refundable().Minor}
		if w, named := want[name]; !named || got != w {
			t.Errorf("%s: it is %+v, want %+v", name, got, w)
		}
	}
}

// A no takes two minutes to be made sure of, and what is under way a day; of a time that
// is yet to come nobody knows how long ago it was.
func TestARefundNeedsAPersonWhenItTakesTooLong(t *testing.T) {
	for name, long := range map[string]time.Duration{"denied": 2 * time.Minute, "denied once": 2 * time.Minute, "pending": day, "requested": 2 * time.Minute} {
		o := after(t, refundStandings()[name]...)
		for ago, want := range map[time.Duration]bool{-1: true, 0: false, long - 1: false, long: true, 99 * day: true} {
			if got := o.Trouble(start.Add(ago)) == order.TroubleRefund; got != want {
				t.Errorf("%s, %v after it was sent: %t", name, ago, got)
			}
		}
		if denied := strings.HasPrefix(name, "denied"); o.Refunds[0].Denied() != denied {
			t.Errorf("%s: denied is %t", name, !denied)
		}
	}
	if o := after(t, with(refundStandings()["denied"], event(order.RefundAnswered, refund("R1", 1, "PENDING")))...); o.Refunds[0].Denied() {
		t.Error("what the gateway has is denied")
	}
	for _, name := range []string{"unsure", "missing", "done", "failed", "not sent", "by hand"} {
		if o := after(t, refundStandings()[name]...); o.Refunds[0].Denied() || o.Trouble(start.Add(99*day)) == order.TroubleRefund != (name == "unsure" || name == "missing") {
			t.Errorf("%s: denied, or in trouble", name)
		}
	}
}

func TestARefundIsFoundByItsNumber(t *testing.T) {
	o := after(t, with(standings()["refunding"], event(order.RefundRequested, refund("R2", 1, "")))...)
	if r, known := o.Refund("R2"); !known || r.ID != "R2" || r.Amount != hkd(1) {
		t.Errorf("%+v, %t", r, known)
	}
	if r, known := o.Refund("R3"); known || r.ID != "" {
		t.Errorf("%+v, %t", r, known)
	}
}
