package order_test

import (
	"testing"

	"qrtill/app/order"
)

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
		{"currency of two letters", func(a *order.Answer) { a.Currency = "HK" }, order.Open},
		{"currency of the first and the last letter", func(a *order.Answer) { a.Currency = "AZA" }, order.Differs},
		{"currency with what is beside the letters", func(a *order.Answer) { a.Currency = "HK@" }, order.Open},
		{"currency with what is behind the letters", func(a *order.Answer) { a.Currency = "HK[" }, order.Open},
		{"currency in small letters", func(a *order.Answer) { a.Currency = "hkd" }, order.Open},
		{"other spelling", func(a *order.Answer) { a.Status = "succeeded" }, order.Open},
		{"sister deployment's word", func(a *order.Answer) { a.Status = "SUCCESS" }, order.Open},
		{"no status", func(a *order.Answer) { a.Status = "" }, order.Open},
		{"a code that is not zero", func(a *order.Answer) { a.Code = 1 }, order.Open},
	}
	for _, c := range cases {
		e := event(order.Answered, answer("SUCCEEDED", c.change))
		if got := order.Judge(&waiting, *e.Answer); got != c.want {
			t.Errorf("%s: judged %d, want %d", c.name, got, c.want)
		}
		next, _ := order.Apply(waiting, e)
		if paid := next.State == order.StatePaid; paid != (c.want == order.Proven) {
			t.Errorf("%s: paid is %t", c.name, paid)
		}
	}
}

// The till keeps what tells nothing new in memory alone.
func TestOnlyAnswersThatSayNothingNewArePassing(t *testing.T) {
	s := moreStandings()
	says := func(status string, change ...func(*order.Answer)) order.Event {
		return event(order.Answered, answer(status, change...))
	}
	amount := func(sum string) func(*order.Answer) { return func(a *order.Answer) { a.Amount = sum } }
	noCurrency := func(a *order.Answer) { a.Currency = "" }
	at := func(n int, e order.Event) order.Event { e.Step = n; return e }
	busy := event(order.Answered, func(e *order.Event) { e.Answer = &order.Answer{Code: 9999, Message: "system busy"} })
	beside := says("PENDING", func(a *order.Answer) { a.Code = 9999 })
	asked, gone := with(s["waiting"], says("PENDING")), with(s["dismissed"], says("PENDING"))
	heard := with(s["unsure"], says("PENDING", noCurrency))
	part := with(s["refunding"], underWay("R1"))
	all := with(s["paid"], event(order.RefundRequested, refund("R1", 12850, "")), underWay("R1"))
	cases := []struct {
		name    string
		history []order.Event
		event   order.Event
		passing bool
	}{
		{"the first", s["waiting"], says("PENDING"), false}, {"the same again", asked, says("PENDING"), true},
		{"a proof", asked, says("SUCCEEDED"), false}, {"a closing", asked, says("CANCELLED"), false}, {"a new word", asked, says("PROCESSING"), false},
		{"a difference", asked, says("SUCCEEDED", amount("1")), false}, {"a code", asked, busy, false}, {"the same code again", with(asked, busy), busy, true},
		{"nothing", asked, event(order.Answered), false}, {"another event", asked, event(order.CreateAnswered, answer("PENDING")), false},

		{"the gateway's number", heard, says("PENDING"), false}, {"no number", heard, says("PENDING", noCurrency), true}, {"of another amount, for the first time", heard, says("PENDING", amount("1")), false}, {"of another amount, once more", with(heard, says("PENDING", amount("1"))), says("PENDING", amount("1")), true},
		{"the last step but one", gone, at(402, says("PENDING")), true}, {"the last step", gone, at(403, says("PENDING")), false}, {"of what is not watched", s["paid"], at(403, says("SUCCEEDED")), true},

		{"a number beside a code", with(s["unsure"], beside), beside, true},
		{"proven once more", s["paid"], says("SUCCEEDED"), true}, {"proven once more, after a pending", with(s["paid"], says("PENDING")), says("SUCCEEDED"), true},
		{"proven after a manager's unpaid, said before", with(s["contradicted, unpaid"], says("SUCCEEDED", noCurrency)), says("SUCCEEDED"), false}, {"proven after a manager's unpaid", s["contradicted, unpaid"], says("SUCCEEDED"), false},
		{"closed once more", s["cancelled"], says("CANCELLED"), false}, {"closed after it was paid", s["paid"], says("CANCELLED"), false},
		{"a second difference", s["mismatch"], says("SUCCEEDED", amount("2")), true}, {"closed after a difference", s["mismatch"], says("CANCELLED"), true},
		{"closed once more, after a difference", with(s["cancelled"], says("SUCCEEDED", amount("1"))), says("CANCELLED"), false},
		{"what its refund makes of it", part, says("SUCCEEDED", amount("78.50")), true}, {"not what its refund makes of it", part, says("SUCCEEDED", amount("78.49")), false},
		{"closed by its refund", all, says("CANCELLED"), true}, {"not closed by its refund", part, says("CANCELLED"), false},
	}
	for _, c := range cases {
		if got := order.Passing(after(t, c.history...), c.event); got != c.passing {
			t.Errorf("%s: passing is %t", c.name, got)
		}
	}
}

// A gateway may say of a payment what its own refunds left of it.
func TestWhatConfirmsAPayment(t *testing.T) {
	paid := standings()["paid"]
	unsent := with(paid, event(order.RefundRequested, refund("R1", 12850, "")))
	part, all := with(standings()["refunding"], underWay("R1")), with(unsent, underWay("R1"))
	recall := event(order.RefundRecalled, refund("R1", 20000, ""), func(e *order.Event) { e.Since = &hourBefore })
	recallAll := event(order.RefundRecalled, refund("R1", 12850, ""), func(e *order.Event) { e.Since = &hourBefore })
	same := func(*order.Answer) {}
	amount := func(sum string) func(*order.Answer) { return func(a *order.Answer) { a.Amount = sum } }
	of := func(f func(*order.Answer)) func(*order.Answer) {
		return func(a *order.Answer) { a.Amount = "78.50"; f(a) }
	}
	for _, c := range []struct {
		name    string
		history []order.Event
		status  string
		change  func(*order.Answer)
		want    bool
	}{
		{"the same", paid, "SUCCEEDED", same, true}, {"pending", paid, "PENDING", same, false}, {"closed", paid, "CANCELLED", same, false},
		{"less, with no refund", paid, "SUCCEEDED", amount("78.50"), false}, {"the same, with a refund", part, "SUCCEEDED", same, true},
		{"less its refund", part, "SUCCEEDED", amount("78.50"), true}, {"less another sum", part, "SUCCEEDED", amount("78.51"), false}, {"what went back", part, "SUCCEEDED", amount("50"), false},
		{"closed, with a part refunded", part, "CANCELLED", same, false}, {"closed, less a part", part, "CANCELLED", amount("78.50"), false},
		{"another order of ours", part, "SUCCEEDED", of(func(a *order.Answer) { a.MerchantOrderID = "T9" }), false},
		{"another order of theirs", part, "SUCCEEDED", of(func(a *order.Answer) { a.OrderID = "C9" }), false},
		{"another currency", part, "SUCCEEDED", of(func(a *order.Answer) { a.Currency = "TWD" }), false},
		{"less a refund that failed", refundStandings()["failed"], "SUCCEEDED", amount("78.50"), false},
		{"closed, and the refund of all never left", unsent, "CANCELLED", same, false}, {"nothing left, and the refund never left", unsent, "SUCCEEDED", amount("0"), false},
		{"closed, all refunded", all, "CANCELLED", same, true}, {"nothing left, all refunded", all, "SUCCEEDED", amount("0.00"), true},
		{"closed with nothing left, all refunded", all, "CANCELLED", amount("0"), true}, {"closed with a cent left, all refunded", all, "CANCELLED", amount("0.01"), false},
		{"closed, more refunded than was paid", with(paid, recall), "CANCELLED", same, true},
		{"less its refund, though it was not paid", with(standings()["cancelled"], recallAll), "CANCELLED", amount("0"), false},
		{"closed, with a cent not refunded", with(paid, event(order.RefundRequested, refund("R1", 12849, ""))), "CANCELLED", same, false},
	} {
		o := after(t, c.history...)
		e := event(order.Answered, answer(c.status, c.change))
		if got := order.Confirms(&o, *e.Answer); got != c.want {
			t.Errorf("%s: confirms is %t", c.name, got)
		}
		if next := apply(t, o, e); c.want && (next.Marks != o.Marks || next.Seen != o.Seen || next.State != o.State) {
			t.Errorf("%s: it makes the order %v %v", c.name, next.State, next.Marks.Words())
		} else if !c.want && c.status != "PENDING" && o.State == order.StatePaid && next.Alert() != order.AlertMismatch {
			t.Errorf("%s: nobody is told", c.name)
		}
	}
}

// What is shown to the customer agrees in all.
func TestOnlyAnAnswerThatAgreesInAllShowsACode(t *testing.T) {
	o := after(t, started())
	for name, c := range map[string]struct {
		change func(*order.Answer)
		want   bool
	}{
		"all": {func(*order.Answer) {}, true}, "no code": {func(a *order.Answer) { a.QR = "" }, false}, "another status": {func(a *order.Answer) { a.Status = "SUCCEEDED" }, false},
		"no number of theirs": {func(a *order.Answer) { a.OrderID = "" }, false}, "another number of ours": {func(a *order.Answer) { a.MerchantOrderID = "T9" }, false},
		"no amount": {func(a *order.Answer) { a.Amount = "" }, false}, "another amount": {func(a *order.Answer) { a.Amount = "128.51" }, false},
		"another currency": {func(a *order.Answer) { a.Currency = "CNY" }, false}, "a code of an error": {func(a *order.Answer) { a.Code = 1 }, false},
	} {
		e := event(order.CreateAnswered, answer("PENDING", c.change))
		if got := order.JudgeCreate(&o, *e.Answer); got != c.want {
			t.Errorf("%s: may be shown is %t", name, got)
		}
	}
}

func TestTheGatewayHasNothingToSayOfWhatNeverLeft(t *testing.T) {
	histories := standings()
	histories["not sent"] = []order.Event{started(), event(order.Refused, because(order.BecauseNotSent))}
	for name, history := range histories {
		o := after(t, history...)
		if want := name != "none" && name != "created" && name != "not sent"; o.Sent() != want {
			t.Errorf("%s: sent is %t", name, o.Sent())
		}
	}
}
