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
	pending := apply(t, o, event(order.RefundAnswered, refund("R1", 0, "PENDING")))
	failed := apply(t, pending, event(order.RefundAnswered, refund("R1", 0, "FAILED")))
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
	missing := []order.Event{
		unsure, change(order.RefundAnswered, noSuchRefund(0, 1)), change(order.RefundAnswered, noSuchRefund(time.Minute, 2)),
		change(order.RefundAnswered, noSuchRefund(10*time.Minute, 3)),
	}
	denied := change(order.RefundRefused, because(order.BecauseGateway))
	return map[string][]order.Event{
		"requested":   wanted,
		"pending":     with(change(order.RefundAnswered, word("PENDING"))),
		"unsure":      with(unsure),
		"missing":     with(missing...),
		"sent again":  with(append(missing, change(order.RefundSentAgain))...),
		"denied":      with(denied),
		"denied once": with(denied, change(order.RefundAnswered, noSuchRefund(0, 1))),
		"not sent":    with(change(order.RefundRefused, because(order.BecauseNotSent))),
		"done":        with(change(order.RefundAnswered, word("SUCCEEDED"))),
		"failed":      with(change(order.RefundAnswered, word("PENDING")), change(order.RefundAnswered, word("FAILED"))),
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
	events := []move{
		{"succeeded", change(order.RefundAnswered, status("SUCCEEDED")), map[string]string{
			"denied": "done", "denied once": "done", "not sent": "done mismatch", "requested": "done", "pending": "done", "unsure": "done", "missing": "done", "sent again": "done", "done": "done", "failed": "done mismatch",
			"by hand": "done hand:refunded", "by hand not": "done mismatch hand:not_refunded",
		}},
		{"failed", change(order.RefundAnswered, status("FAILED")), map[string]string{
			"denied": "failed", "denied once": "failed", "not sent": "failed", "requested": "unsure", "pending": "failed", "unsure": "failed", "missing": "failed", "sent again": "unsure", "done": "done mismatch", "failed": "failed",
			"by hand": "failed mismatch hand:refunded", "by hand not": "failed hand:not_refunded",
		}},
		{"pending", change(order.RefundAnswered, status("PENDING")), map[string]string{
			"denied": "pending", "denied once": "pending", "not sent": "failed", "requested": "pending", "pending": "pending", "unsure": "pending", "missing": "pending", "sent again": "pending", "done": "done", "failed": "failed",
			"by hand": "pending hand:refunded", "by hand not": "pending mismatch",
		}},
		{"a word nobody knows", change(order.RefundAnswered, status("CLOSED")), map[string]string{
			"denied": "unsure", "denied once": "unsure", "not sent": "failed", "requested": "unsure", "pending": "pending", "unsure": "unsure", "missing": "unsure", "sent again": "unsure", "done": "done", "failed": "failed",
			"by hand": "unsure hand:refunded", "by hand not": "unsure mismatch",
		}},
		{"a code that was not learned", change(order.RefundAnswered, says(order.RefundAnswer{Code: 9999, Message: "system busy"})), map[string]string{
			"denied": "unsure", "denied once": "unsure", "not sent": "failed",
			"requested": "unsure", "pending": "pending", "unsure": "unsure", "missing": "unsure", "sent again": "unsure", "done": "done", "failed": "failed",
			"by hand": "unsure hand:refunded", "by hand not": "unsure hand:not_refunded",
		}},
		{"not found", change(order.RefundAnswered, noSuchRefund(11*time.Minute, 2)), map[string]string{
			"denied": "failed", "denied once": "failed", "not sent": "failed",
			"requested": "unsure", "pending": "pending", "unsure": "unsure", "missing": "unsure", "sent again": "unsure", "done": "done", "failed": "failed",
			"by hand": "unsure hand:refunded", "by hand not": "unsure hand:not_refunded",
		}},
		{"succeeded with another amount", change(order.RefundAnswered, with(func(a *order.RefundAnswer) { a.Status, a.Amount = "SUCCEEDED", "50.01" })), map[string]string{
			"denied": "unsure mismatch", "denied once": "unsure mismatch", "not sent": "failed mismatch", "requested": "unsure mismatch", "pending": "pending mismatch", "unsure": "unsure mismatch", "missing": "unsure mismatch", "sent again": "unsure mismatch",
			"done": "done mismatch", "failed": "failed mismatch", "by hand": "unsure mismatch hand:refunded", "by hand not": "unsure mismatch",
		}},
		{"unanswered", change(order.RefundUnanswered, because(order.BecauseLost)), map[string]string{"requested": "unsure", "sent again": "unsure"}},
		{"refused", change(order.RefundRefused, because(order.BecauseGateway)), map[string]string{"requested": "unsure", "sent again": "unsure"}},
		{"never left", change(order.RefundRefused, because(order.BecauseNotSent)), map[string]string{"requested": "failed", "sent again": "unsure"}},
		{"sent again", change(order.RefundSentAgain), map[string]string{"missing": "requested"}},
		{"by hand", change(order.ByHand, byHand(order.HandRefunded)), map[string]string{
			"pending": "pending hand:refunded", "unsure": "unsure hand:refunded", "missing": "unsure hand:refunded",
			"denied": "unsure hand:refunded", "denied once": "unsure hand:refunded",
		}},
		{"by hand not refunded", change(order.ByHand, byHand(order.HandNotRefunded)), map[string]string{
			"pending": "pending hand:not_refunded", "unsure": "unsure hand:not_refunded", "missing": "unsure hand:not_refunded",
			"denied": "unsure hand:not_refunded", "denied once": "unsure hand:not_refunded",
		}},
		{"by hand with an order's verdict", change(order.ByHand, byHand(order.HandPaid)), nil},
		{"recalled though it is there", change(order.RefundRecalled, func(e *order.Event) { e.Since = &start }), nil},
	}
	against(t, refundStandings(), refundStand, events)
}

func TestWhatIsLeftToRefund(t *testing.T) {
	left := map[string]int64{
		"requested": 7850, "pending": 7850, "unsure": 7850, "missing": 7850, "sent again": 7850, "done": 7850, "failed": 12850,
		"denied": 7850, "denied once": 7850, "not sent": 12850,
		"by hand": 7850, "by hand not": 12850,
	}
	for name, history := range refundStandings() {
		o := after(t, history...)
		if got := o.Refundable(); got != hkd(left[name]) {
			t.Errorf("%s: %v can be refunded, want %v", name, got, hkd(left[name]))
		}
		back := hkd(0)
		if name == "done" {
			back = hkd(5000)
		}
		if got := o.Refunded(); got != back {
			t.Errorf("%s: %v went back", name, got)
		}
		over := event(order.RefundRequested, refund("R2", left[name]+1, ""))
		if _, err := order.Apply(o, over); !errors.Is(err, order.ErrRefundLimit) {
			t.Errorf("%s: a cent too much: %v", name, err)
		}
	}
	done := after(t, with(refundStandings()["by hand not"], event(order.RefundAnswered, refund("R1", 1, "SUCCEEDED")))...)
	if got := done.Refundable(); got != hkd(7850) {
		t.Errorf("%v is left though a refund that a manager did not find was done", got)
	}
	more := after(t, with(standings()["paid"], event(order.RefundRecalled, refund("R1", 20000, ""), func(e *order.Event) { e.Since = &hourBefore }))...)
	if got := more.Refundable(); got != hkd(0) {
		t.Errorf("%v is left of a payment of which more may have gone back", got)
	}
}

// The gateway's own no is not the end: it may have carried out what it says no to.
func TestTheGatewaysNoToARefundIsMadeSureOf(t *testing.T) {
	o := after(t, refundStandings()["denied"]...)
	age := func(d time.Duration) order.Age { return order.Age{Watch: d, Answer: d} }
	for _, want := range []time.Duration{20 * time.Second, time.Minute} {
		if action, in := order.NeedRefund(o.Refunds[0], age(0)); action != order.Ask || in != want {
			t.Fatalf("asked again in %v (action %d), want %v", in, action, want)
		}
		a := order.RefundAnswer{Code: 40400, NotFound: true}
		if step := order.StepRefund(o, o.Refunds[0], a, age(want-1), "d"); step != o.Refunds[0].Asked {
			t.Errorf("an answer too early uses up step %d", step)
		}
		for _, other := range []order.RefundAnswer{{Code: 40400}, {MerchantRefundID: "R1", Status: "HM"}} {
			if step := order.StepRefund(o, o.Refunds[0], other, age(want), "d"); step != o.Refunds[0].Asked {
				t.Errorf("%+v uses up step %d", other, step)
			}
		}
		o = apply(t, o, change(order.RefundAnswered, noSuchRefund(want, order.StepRefund(o, o.Refunds[0], a, age(want), "d"))))
	}
	if r := o.Refunds[0]; r.State != order.RefundFailed || o.Refundable() != hkd(12850) || o.Alert() != order.AlertRefundFailed {
		t.Errorf("after both answers it is %v, %v can go back", r.State, o.Refundable())
	}
}

func TestWhenARefundNeedsAPerson(t *testing.T) {
	for name, want := range map[string][2]bool{ // right after it was sent, and after three minutes
		"requested": {false, true}, "pending": {false, false}, "unsure": {true, true}, "missing": {true, true}, "denied": {false, true},
		"denied once": {false, true}, "done": {false, false}, "failed": {false, false}, "not sent": {false, false}, "by hand": {false, false},
	} {
		o := after(t, refundStandings()[name]...)
		for i, ago := range []time.Duration{time.Second, 3 * time.Minute} {
			if got := order.TroubleAt(o, start.Add(ago)) == order.TroubleRefund; got != want[i] {
				t.Errorf("%s, after %v: %t", name, ago, got)
			}
		}
	}
	if o := after(t, refundStandings()["pending"]...); order.TroubleAt(o, start.Add(25*time.Hour)) != order.TroubleRefund || order.TroubleAt(o, start.Add(-time.Hour)) != order.TroubleRefund {
		t.Error("a refund that is under way for a day, or nobody knows for how long, needs nobody")
	}
}

func TestALostRefundMayBeSentAgainAfterThreeAnswersInTenMinutes(t *testing.T) {
	o := after(t, refundStandings()["unsure"]...)
	for i, missing := range []time.Duration{0, 9 * time.Minute, 10*time.Minute - 1, 10 * time.Minute} {
		if o.Resendable(o.Refunds[0].ID) {
			t.Errorf("after %d answers", i)
		}
		o = apply(t, o, change(order.RefundAnswered, noSuchRefund(missing, i+1)))
	}
	if !o.Resendable(o.Refunds[0].ID) {
		t.Errorf("not after four: %+v", o.Refunds[0])
	}
	two := after(t, append(refundStandings()["unsure"], change(order.RefundAnswered, noSuchRefund(0, 1)), change(order.RefundAnswered, noSuchRefund(time.Hour, 2)))...)
	if two.Resendable(two.Refunds[0].ID) {
		t.Error("after two answers an hour apart")
	}
	busy := apply(t, o, change(order.RefundAnswered, says(order.RefundAnswer{Code: 9999, Message: "system busy"})))
	if !busy.Resendable(busy.Refunds[0].ID) {
		t.Error("what is no answer makes another of those that were")
	}
	there := apply(t, o, change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "PENDING"})))
	if there.Resendable(there.Refunds[0].ID) {
		t.Error("the gateway has it")
	}
}

// After an older copy of the log was put back more may be reserved than was paid: what
// failed before is found again as well.
func TestARefundIsNotSentAgainForWhichNothingIsLeft(t *testing.T) {
	missing := []order.Event{
		change(order.RefundAnswered, noSuchRefund(0, 1)), change(order.RefundAnswered, noSuchRefund(time.Minute, 2)),
		change(order.RefundAnswered, noSuchRefund(12*time.Minute, 3)),
	}
	found := func(id string, minor int64) order.Event {
		return event(order.RefundRecalled, refund(id, minor, ""), func(e *order.Event) { e.Since = &hourBefore })
	}
	none := change(order.ByHand, byHand(order.HandNotRefunded), func(e *order.Event) { e.Refund.ID = "R2" })
	paid := standings()["paid"]
	for _, c := range []struct {
		name   string
		events []order.Event
		want   error
	}{
		{"both for all of it", with(paid, found("R1", 12850), found("R2", 12850)), order.ErrRefundLimit},
		{"the other is back", with(paid, found("R1", 5000), found("R2", 12850), event(order.RefundAnswered, refund("R2", 12850, "SUCCEEDED"))), order.ErrRefundLimit},
		{"there is room for both", with(paid, found("R1", 5000), found("R2", 7850)), nil},
		{"the other went nowhere", with(paid, found("R1", 12850), found("R2", 12850), none), nil},
		{"the order is not paid", with(standings()["dismissed"], found("R1", 5000)), order.ErrRefundLimit},
	} {
		o := after(t, with(c.events, missing...)...)
		if got := o.Resendable("R1"); got != (c.want == nil) {
			t.Errorf("%s: it may be sent again is %t", c.name, got)
		}
		if _, err := order.Apply(o, change(order.RefundSentAgain)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// Another refund has taken so much that this one can't be made up for.
func TestARefundThatFailedIsSupersededByWhatWentOutSince(t *testing.T) {
	for minor, want := range map[int64]bool{0: false, 7850: false, 7851: true} {
		history := refundStandings()["failed"]
		if minor > 0 {
			history = with(history, event(order.RefundRequested, refund("R2", minor, "")))
		}
		o := after(t, history...)
		if got := o.Superseded(o.Refunds[0]); got != want {
			t.Errorf("%d more: superseded %t", minor, got)
		}
	}
	if o := after(t, with(refundStandings()["pending"], event(order.RefundRequested, refund("R2", 7850, "")))...); o.Superseded(o.Refunds[0]) {
		t.Error("one that is under way is superseded")
	}
}

// That one failed is acknowledged by its number; of an old log all at once.
func TestAFailureIsAcknowledgedByItsNumber(t *testing.T) {
	seen := event(order.Acknowledged)
	o := after(t, refundStandings()["failed"]...)
	if _, err := order.Apply(o, seen); o.Alert() != order.AlertRefundFailed || !errors.Is(err, order.ErrMove) {
		t.Errorf("alert %v, %v", o.Alert(), err)
	}
	seen.Version = 1
	if o = apply(t, o, seen); !o.Refunds[0].Seen {
		t.Error("an old acknowledgement is lost")
	}
}

// Whoever gives back what was found again has seen it.
func TestARefundIsWhatStaffDoAboutWhatWasFoundAgain(t *testing.T) {
	o := after(t, recalled(), event(order.Answered, answer("SUCCEEDED")))
	if o.Alert() != order.AlertFound {
		t.Fatal(o.Alert())
	}
	wanted := event(order.RefundRequested, refund("R1", 5000, ""))
	if got := apply(t, o, wanted); !got.Seen {
		t.Error("it is told all the same")
	}
	if wanted.Version = 1; apply(t, o, wanted).Seen {
		t.Error("an old log is read otherwise than it was written")
	}
}
