package order_test

import (
	"testing"

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
