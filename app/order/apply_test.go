package order_test

import (
	"encoding/json"
	"errors"
	"math"
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
			"waiting": "waiting", "dismissed": "waiting dismissed", "unsure": "unsure", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid refund:requested", "by hand": "unsure hand:unpaid",
		}},
		{"succeeded", event(order.Answered, answer("SUCCEEDED")), map[string]string{
			"waiting": "paid", "dismissed": "paid dismissed late", "unsure": "paid late", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "paid late", "mismatch": "paid mismatch", "refunding": "paid refund:requested", "by hand": "paid late hand:unpaid",
		}},
		{"cancelled", event(order.Answered, answer("CANCELLED")), map[string]string{
			"waiting": "cancelled", "dismissed": "cancelled dismissed", "unsure": "cancelled", "paid": "paid mismatch", "late": "paid dismissed late mismatch",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid mismatch refund:requested", "by hand": "cancelled hand:unpaid",
		}},
		{"succeeded, wrong amount", event(order.Answered, answer("SUCCEEDED", wrongAmount)), map[string]string{
			"waiting": "waiting mismatch", "dismissed": "waiting dismissed mismatch", "unsure": "unsure mismatch", "paid": "paid mismatch", "late": "paid dismissed late mismatch",
			"cancelled": "cancelled mismatch", "mismatch": "waiting mismatch", "refunding": "paid mismatch refund:requested", "by hand": "unsure mismatch hand:unpaid",
		}},
		{"not found", event(order.Answered, func(e *order.Event) { e.Answer = &order.Answer{Code: 40400, Message: "order not found"} }), map[string]string{
			"waiting": "waiting", "dismissed": "waiting dismissed", "unsure": "unsure", "paid": "paid", "late": "paid dismissed late",
			"cancelled": "cancelled", "mismatch": "waiting mismatch", "refunding": "paid refund:requested", "by hand": "unsure hand:unpaid",
		}},
		{"dismissed", event(order.Dismissed, because(order.BecauseStaff)), map[string]string{"waiting": "waiting dismissed", "mismatch": "waiting dismissed mismatch"}},
		{"acknowledged", event(order.Acknowledged), map[string]string{"late": "paid dismissed late", "mismatch": "waiting mismatch"}},
		{"by hand", event(order.ByHand, func(e *order.Event) { e.Hand = &order.Hand{Verdict: order.HandPaid, Reason: "portal"} }), map[string]string{
			"waiting": "waiting hand:paid", "dismissed": "waiting dismissed hand:paid", "unsure": "unsure hand:paid", "mismatch": "waiting mismatch hand:paid",
		}},
		{"refund requested", event(order.RefundRequested, refund("R2", 5000, "")), map[string]string{
			"paid": "paid refund:requested", "late": "paid dismissed late refund:requested", "refunding": "paid refund:requested refund:requested",
		}},
		{"refund over the limit", event(order.RefundRequested, refund("R2", 12851, "")), nil},
		{"refund done", event(order.RefundAnswered, refund("R1", 5000, "SUCCEEDED")), map[string]string{"refunding": "paid refund:done"}},
		{"refund pending", event(order.RefundAnswered, refund("R1", 5000, "PENDING")), map[string]string{"refunding": "paid refund:pending"}},
		{"refund failed", event(order.RefundAnswered, refund("R1", 5000, "FAILED")), map[string]string{"refunding": "paid refund:failed"}},
		{"refund unknown word", event(order.RefundAnswered, refund("R1", 5000, "HM")), map[string]string{"refunding": "paid refund:unsure"}},
		{"refund unanswered", event(order.RefundUnanswered, refund("R1", 5000, "")), map[string]string{"refunding": "paid refund:unsure"}},
		{"settings changed", event(order.SettingsChanged), nil},
		{"unknown kind", event("teleported"), nil},
	}
	against(t, standings(), stand, events)
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

func TestPaidNeedsEveryFieldToMatch(t *testing.T) {
	waiting := after(t, standings()["waiting"]...)
	cases := []struct {
		name   string
		change func(*order.Answer)
		want   order.Judgement
	}{
		{"all matches", func(*order.Answer) {}, order.Proven},
		{"amount written otherwise", func(a *order.Answer) { a.Amount = "0128.500" }, order.Proven},
		{"other order of ours", func(a *order.Answer) { a.MerchantOrderID = "T1X" }, order.Differs},
		{"other order of theirs", func(a *order.Answer) { a.OrderID = "C2" }, order.Differs},
		{"one cent less", func(a *order.Answer) { a.Amount = "128.49" }, order.Differs},
		{"a hundred times more", func(a *order.Answer) { a.Amount = "12850" }, order.Differs},
		{"other currency", func(a *order.Answer) { a.Currency = "TWD" }, order.Differs},
		{"no amount", func(a *order.Answer) { a.Amount = "" }, order.Open},
		{"amount is no number", func(a *order.Answer) { a.Amount = "1e2" }, order.Open},
		{"negative amount", func(a *order.Answer) { a.Amount = "-128.50" }, order.Open},
		{"no id of ours", func(a *order.Answer) { a.MerchantOrderID = "" }, order.Open},
		{"no id of theirs", func(a *order.Answer) { a.OrderID = "" }, order.Open},
		{"no currency", func(a *order.Answer) { a.Currency = "" }, order.Open},
		{"currency in small letters", func(a *order.Answer) { a.Currency = "hkd" }, order.Open},
		{"other spelling", func(a *order.Answer) { a.Status = "succeeded" }, order.Open},
		{"sister deployment's word", func(a *order.Answer) { a.Status = "SUCCESS" }, order.Open},
		{"no status", func(a *order.Answer) { a.Status = "" }, order.Open},
		{"a code that is not zero", func(a *order.Answer) { a.Code = 1 }, order.Open},
	}
	for _, c := range cases {
		e := event(order.Answered, answer("SUCCEEDED", c.change))
		if got := order.Judge(waiting, *e.Answer); got != c.want {
			t.Errorf("%s: judged %d, want %d", c.name, got, c.want)
		}
		next, _ := order.Apply(waiting, e)
		if paid := next.State == order.StatePaid; paid != (c.want == order.Proven) {
			t.Errorf("%s: paid is %t", c.name, paid)
		}
	}
}

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

func apply(t *testing.T, o order.Order, e order.Event) order.Order {
	t.Helper()
	next, err := order.Apply(o, e)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

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

func TestATipAndADiscountMustFitTheAmount(t *testing.T) {
	cases := []struct {
		tip, discount int64
		taken         bool
	}{
		{0, 0, true}, {1285, 0, true}, {12849, 0, true}, {0, 90_000, true}, {100, 200, true},
		{12850, 0, false}, {-1, 0, false}, {0, -1, false}, {0, math.MaxInt64, false},
	}
	for _, c := range cases {
		e := started()
		e.New.Tip, e.New.Discount = c.tip, c.discount
		o, err := order.Apply(order.Order{}, e)
		if (err == nil) != c.taken {
			t.Errorf("tip %d, discount %d: %v", c.tip, c.discount, err)
		}
		if c.taken && (o.Tip != c.tip || o.Discount != c.discount || o.Price().Minor != 12850-c.tip+c.discount) {
			t.Errorf("tip %d, discount %d made %+v", c.tip, c.discount, o.New)
		}
	}
}

func TestAFreshCodeNamesTheFirst(t *testing.T) {
	for _, c := range []struct {
		renewed int
		first   time.Time
		taken   bool
	}{
		{0, time.Time{}, true}, {2, start, true}, {1, time.Time{}, false}, {0, start, false}, {-1, start, false},
	} {
		e := started()
		e.New.Renewed, e.New.FirstShown = c.renewed, c.first
		if _, err := order.Apply(order.Order{}, e); (err == nil) != c.taken {
			t.Errorf("renewed %d, first shown %v: %v", c.renewed, c.first, err)
		}
	}
}

// What older programs wrote reads as it did, and what has none of the newer
// parts is written as they wrote it.
func TestEventsWithoutNewerPartsAreWrittenAsBefore(t *testing.T) {
	for _, old := range []string{
		`{"v":1,"kind":"created","at":"2026-11-24T02:00:00Z","day":"2026-11-24","order":"T1A0","new":{"sale":"T1A0","attempt":1,"account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"amount":{"minor":5000,"currency":"HKD"},"method":"alipayhk","note":"table 0","till":"T1","zone":"Asia/Hong_Kong"}}`,
		`{"v":1,"kind":"settings_changed","at":"2026-11-24T02:00:00Z","day":"2026-11-24","settings":{"account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"shop":"Tea House","till":"T1","zone":"Asia/Hong_Kong","cutoff":0,"methods":["wechat"],"limit":5000000,"show_for":300000000000,"ask_every":1000000000}}`,
	} {
		var e order.Event
		if err := json.Unmarshal([]byte(old), &e); err != nil {
			t.Fatal(err)
		}
		if now, _ := json.Marshal(e); string(now) != old {
			t.Errorf("it is now written as\n%s", now)
		}
	}
}
