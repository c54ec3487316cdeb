package order_test

import (
	"slices"
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
	decided := map[string]bool{"done": true, "by hand": true}
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
		case "done", "failed", "not sent", "by hand":
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
		got := is{o.Alert(), order.TroubleAt(o, start.Add(time.Second)), o.Marked(), o.Undecided(), o.WatchedOut(), o.Open(), o.Proven(), o.Refundable().Minor}
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
			if got := order.TroubleAt(o, start.Add(ago)) == order.TroubleRefund; got != want {
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
		if o := after(t, refundStandings()[name]...); o.Refunds[0].Denied() || order.TroubleAt(o, start.Add(99*day)) == order.TroubleRefund != (name == "unsure" || name == "missing") {
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

// What the gateway says of an order is for a person when nobody understands it, once it has
// had its time.
func TestAnUnclearAnswerNeedsAPerson(t *testing.T) {
	said := func(status string, change ...func(*order.Answer)) order.Event {
		return event(order.Answered, answer(status, change...))
	}
	s := standings()
	for _, c := range []struct {
		name  string
		order []order.Event
		last  order.Event
		want  bool
	}{
		{"a word that nobody knows", s["dismissed"], said("SUCCESS"), true}, {"of a code that was never known", s["unsure"], said("SUCCESS"), true},
		{"paid, of no amount", s["dismissed"], said("SUCCEEDED", func(a *order.Answer) { a.Amount = "" }), true},
		{"pending", s["dismissed"], said("PENDING"), false}, {"pending, of another amount", s["dismissed"], said("PENDING", func(a *order.Answer) { a.Amount = "1" }), true},
		{"a word that is a number", s["dismissed"], said("2"), true}, {"pending, and no more", s["dismissed"], said("PENDING", func(a *order.Answer) { *a = order.Answer{Status: "PENDING"} }), false}, {"a code", s["dismissed"], event(order.Answered, answer("SUCCESS", func(a *order.Answer) { a.Code, a.Message = 9999, "system busy" })), false},
		{"after it was closed", s["cancelled"], said("SUCCESS"), false}, {"after it was paid", s["paid"], said("SUCCESS"), false},
		{"in dispute", s["mismatch"], said("SUCCESS"), false}, {"after a manager's record", s["by hand"], said("SUCCESS"), false},
	} {
		o := apply(t, after(t, c.order...), c.last)
		ago := func(d time.Duration) func(order.RefundID) time.Duration {
			return func(order.RefundID) time.Duration { return d }
		}
		if o.Unclear() != c.want || (o.Trouble(ago(2*time.Minute)) == order.TroubleUnclear) != c.want || c.want && !o.Marked() {
			t.Errorf("%s: unclear %t, %v, want %t", c.name, o.Unclear(), o.Trouble(ago(15*time.Minute)), c.want)
		}
		if o.Trouble(ago(2*time.Minute-1)) == order.TroubleUnclear {
			t.Errorf("%s: for a person too soon", c.name)
		}
	}
}

// The gateway has had none for long, of a refund that it said was under way.
func TestARefundThatHasVanishedNeedsAPerson(t *testing.T) {
	for missing, want := range map[time.Duration]bool{10 * time.Minute: true, 10*time.Minute - 1: false} {
		o := after(t, refundStandings()["pending"]...)
		for range 3 {
			o = apply(t, o, change(order.RefundAnswered, noSuchRefund(missing, 1)))
		}
		if got := order.TroubleAt(o, start.Add(time.Hour)) == order.TroubleRefund; got != want {
			t.Errorf("after %v: %t", missing, got)
		}
	}
}

// It speaks of a refund that it has refused: in doubt at once, and free by no silence.
func TestAWordAboutARefusedRefundEndsTheMakingSure(t *testing.T) {
	o := after(t, refundStandings()["denied"]...)
	o = apply(t, o, change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "PROCESSING"})))
	if r := o.Refunds[0]; r.Denied() || r.Why != order.BecauseUnclear || order.TroubleAt(o, start) != order.TroubleRefund {
		t.Errorf("it is %+v", r)
	}
	for range 4 {
		o = apply(t, o, change(order.RefundAnswered, noSuchRefund(11*time.Minute, 2)))
	}
	if r := o.Refunds[0]; r.State != order.RefundUnsure || !o.Resendable("R1") {
		t.Errorf("it is %+v", r)
	}
}

// What a manager may record of a refund, and when.
func TestWhatAManagerMayRecordOfARefund(t *testing.T) {
	both, none := []order.Verdict{order.HandRefunded, order.HandNotRefunded}, []order.Verdict(nil)
	for _, c := range []struct {
		standing string
		ago      time.Duration
		want     []order.Verdict
	}{
		{"requested", 99 * day, none}, {"done", 99 * day, none}, {"failed", 99 * day, none}, {"by hand", 99 * day, none},
		{"unsure", 0, both}, {"denied", 2*time.Minute - 1, none}, {"denied", 2 * time.Minute, both},
		{"pending", day - 1, both[:1]}, {"pending", day, both},
	} {
		if got := after(t, refundStandings()[c.standing]...).Refunds[0].Verdicts(c.ago); !slices.Equal(got, c.want) {
			t.Errorf("%s, after %v: %v", c.standing, c.ago, got)
		}
	}
}
