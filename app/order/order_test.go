package order_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"qrtill/app/order"
)

// Every event against every standing: where it leads, or "-" when it is refused.
func TestEveryEventAgainstEveryState(t *testing.T) {
	wrongAmount := func(a *order.Answer) { a.Amount = "128.51" }
	events := []move{
		{"created", started(), map[string]string{"none": "created"}},
		{"create answered", event(order.CreateAnswered, answer("PENDING")), map[string]string{"created": "waiting"}},
		{"create answered, wrong amount", event(order.CreateAnswered, answer("PENDING", wrongAmount)), map[string]string{"created": "unsure"}},
		{"create answered, paid already", event(order.CreateAnswered, answer("SUCCEEDED")), map[string]string{"created": "unsure"}},
		{"create answered, no code", event(order.CreateAnswered, answer("PENDING", func(a *order.Answer) { a.QR = "" })), map[string]string{"created": "unsure"}},
		{"unanswered", event(order.Unanswered, because(order.BecauseLost)), map[string]string{"created": "unsure"}},
		{"refused", event(order.Refused, because(order.BecauseGateway)), map[string]string{"created": "refused"}},
		{"pending", event(order.Answered, answer("PENDING")), map[string]string{
			"waiting": "waiting", "time up": "waiting dismissed", "dismissed": "waiting dismissed", "unsure": "unsure", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid refund:requested", "by hand": "unsure hand:unpaid",
		}},
		{"succeeded", event(order.Answered, answer("SUCCEEDED")), map[string]string{
			"waiting": "paid", "time up": "paid dismissed late", "dismissed": "paid dismissed late", "unsure": "paid late", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "paid late", "mismatch": "paid mismatch", "refunding": "paid refund:requested", "by hand": "paid late", "refused": "paid late",
		}},
		{"cancelled", event(order.Answered, answer("CANCELLED")), map[string]string{
			"waiting": "cancelled", "time up": "cancelled dismissed", "dismissed": "cancelled dismissed", "unsure": "cancelled", "paid": "paid mismatch", "late": "paid dismissed late mismatch",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid mismatch refund:requested", "by hand": "cancelled hand:unpaid",
		}},
		{"succeeded, wrong amount", event(order.Answered, answer("SUCCEEDED", wrongAmount)), map[string]string{
			"waiting": "waiting mismatch", "time up": "waiting dismissed mismatch", "dismissed": "waiting dismissed mismatch", "unsure": "unsure mismatch", "paid": "paid mismatch", "late": "paid dismissed late mismatch",
			"cancelled": "cancelled mismatch", "mismatch": "waiting mismatch", "refunding": "paid mismatch refund:requested", "by hand": "unsure mismatch", "refused": "refused mismatch",
		}},
		{"not found", event(order.Answered, func(e *order.Event) { e.Answer = &order.Answer{Code: 40400, Message: "order not found"} }), map[string]string{
			"waiting": "waiting", "time up": "waiting dismissed", "dismissed": "waiting dismissed", "unsure": "unsure", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid refund:requested", "by hand": "unsure hand:unpaid",
		}},
		{"dismissed", event(order.Dismissed, because(order.BecauseStaff)), map[string]string{"waiting": "waiting dismissed", "mismatch": "waiting dismissed mismatch"}},
		{"shown again", event(order.ShownAgain), map[string]string{"time up": "waiting"}},
		{"acknowledged", event(order.Acknowledged), map[string]string{
			"late": "paid dismissed late", "mismatch": "waiting mismatch", "paid": "paid", "cancelled": "cancelled", "time up": "waiting dismissed",
		}},
		{"by hand", event(order.ByHand, func(e *order.Event) { e.Hand = &order.Hand{Verdict: order.HandPaid, Reason: "portal"} }), map[string]string{
			"waiting": "waiting hand:paid", "time up": "waiting dismissed hand:paid", "dismissed": "waiting dismissed hand:paid", "unsure": "unsure hand:paid", "mismatch": "waiting mismatch hand:paid",
		}},
		{"refund requested", event(order.RefundRequested, refund("R2", 5000, "")), map[string]string{
			"paid": "paid refund:requested", "late": "paid dismissed late refund:requested", "refunding": "paid refund:requested refund:requested",
		}},
		{"refund over the limit", event(order.RefundRequested, refund("R2", 12851, "")), nil},
		{"refund done", event(order.RefundAnswered, refund("R1", 5000, "SUCCEEDED")), map[string]string{"refunding": "paid refund:done"}},
		{"refund pending", event(order.RefundAnswered, refund("R1", 5000, "PENDING")), map[string]string{"refunding": "paid refund:pending"}},
		{"refund failed", event(order.RefundAnswered, refund("R1", 5000, "FAILED")), map[string]string{"refunding": "paid refund:unsure"}},
		{"refund unknown word", event(order.RefundAnswered, refund("R1", 5000, "HM")), map[string]string{"refunding": "paid refund:unsure"}},
		{"refund unanswered", event(order.RefundUnanswered, refund("R1", 5000, "")), map[string]string{"refunding": "paid refund:unsure"}},
		{"settings changed", event(order.SettingsChanged), nil},
		{"unknown kind", event("teleported"), nil},
	}
	against(t, standings(), stand, events)
}

func TestATipAndADiscountMustFitTheAmount(t *testing.T) {
	cases := []struct {
		tip, discount int64
		taken         bool
	}{
		{0, 0, true}, {1285, 0, true}, {12849, 0, true}, {0, 90_000, true}, {100, 200, true},
		{12850, 0, false}, {-1, 0, false}, {0, -1, false}, {0, math.MaxInt64, false}, {0, math.MaxInt64 - 12850, true}, {0, math.MaxInt64 - 12849, false},
	}
	for _, c := range cases {
		e := started()
		e.New.Tip, e.New.Discount = c.tip, c.discount
		o, err := order.Apply(order.Order{}, e)
		if (err == nil) != c.taken {
			t.Errorf("tip %d, discount %d: %v", c.tip, c.discount, err)
		}
		if c.taken && (o.Tip != c.tip || o.Discount != c.discount || o.Price() != hkd(12850-c.tip+c.discount)) {
			t.Errorf("tip %d, discount %d made %+v", c.tip, c.discount, o.New)
		}
	}
}

func TestRecalledOrdersAndRefundsAreAskedAbout(t *testing.T) {
	made := start.Add(-time.Hour)
	recalled := started()
	recalled.Kind, recalled.Since = order.Recalled, &made
	o := after(t, recalled)
	if o.State != order.StateUnsure || !o.CreatedAt.Equal(made) || o.Why != order.BecauseRestored {
		t.Errorf("%+v", o)
	}
	if action, in := order.Need(&o, order.Age{}); action != order.Ask || in > 3*time.Second {
		t.Errorf("wants %d in %v", action, in)
	}
	o = apply(t, o, event(order.RefundRecalled, refund("R1", 5000, ""), func(e *order.Event) { e.Since = &made }))
	o = apply(t, o, event(order.Answered, answer("SUCCEEDED")))
	if o.State != order.StatePaid || o.Refundable() != hkd(7850) || o.Refunds[0].State != order.RefundUnsure {
		t.Errorf("%v left, %+v", o.Refundable(), o.Refunds)
	}
	if _, err := order.Apply(order.Order{}, recalled); err != nil {
		t.Error(err)
	}
	recalled.Since = nil
	if _, err := order.Apply(order.Order{}, recalled); !errors.Is(err, order.ErrEvent) {
		t.Errorf("recalled without its time: %v", err)
	}
}
