package order_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
)

func step(n int) func(*order.Event) { return func(e *order.Event) { e.Step = n } }

// old is an event as the till wrote it before somebody had to go on from a payment.
func old(e *order.Event) { e.Version = 1 }

func with(history []order.Event, more ...order.Event) []order.Event {
	return append(slices.Clone(history), more...)
}

// effect is an event, and all that it changes of an order.
type effect struct {
	name    string
	history []order.Event
	event   order.Event
	changes func(*order.Order)
}

const nextDay = "2026-11-25"

var (
	hourAfter  = start.Add(time.Hour)
	hourBefore = start.Add(-time.Hour) // before the start
	anAnswer   = func(o *order.Order) { o.AskedAt, o.AskedDay, o.Said = hourAfter, nextDay, "PENDING" }
)

func recalled() order.Event {
	e := started()
	e.Kind, e.Since = order.Recalled, &hourBefore
	return e
}

// effects has each event recorded an hour after its order's history, on the next day.
func effects(t *testing.T, cases []effect) {
	t.Helper()
	for _, c := range cases {
		before := after(t, c.history...)
		c.event.At, c.event.Day = hourAfter, nextDay
		got, err := order.Apply(before, c.event)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want := after(t, c.history...)
		if !reflect.DeepEqual(before, want) {
			t.Errorf("%s: an older copy of the order was changed", c.name)
		}
		c.changes(&want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the order is\n%+v, want\n%+v", c.name, got, want)
		}
	}
}

func TestWhatAnEventWritesIntoAnOrder(t *testing.T) {
	s := standings()
	recall := recalled()
	asked := event(order.Answered, answer("PENDING"), step(3))
	made := func(o *order.Order) {
		*o = order.Order{ID: id, New: *started().New, CreatedAt: hourAfter, Day: nextDay, State: order.StateCreated}
	}
	no := func(code int, message string) func(*order.Event) {
		return func(e *order.Event) { e.Answer = &order.Answer{Code: code, Message: message} }
	}
	effects(t, []effect{
		{"created", nil, started(), made},
		{"recalled", nil, recall, func(o *order.Order) {
			made(o)
			o.State, o.Why, o.CreatedAt, o.SlowSince = order.StateUnsure, order.BecauseRestored, hourBefore, hourAfter
		}},
		{"create answered", s["created"], event(order.CreateAnswered, answer("PENDING")), func(o *order.Order) {
			o.State, o.ShownAt, o.GatewayID, o.QR = order.StateWaiting, hourAfter, "C1", "https://pay.example/1"
		}},
		{"create answered for another", s["created"], event(order.CreateAnswered, answer("PENDING", func(a *order.Answer) { a.MerchantOrderID = "T9" })), func(o *order.Order) {
			o.State, o.Why, o.SlowSince = order.StateUnsure, order.BecauseUnclear, hourAfter
		}},
		{"unanswered", s["created"], event(order.Unanswered, because(order.BecauseLost)), func(o *order.Order) {
			o.State, o.Why, o.SlowSince = order.StateUnsure, order.BecauseLost, hourAfter
		}},
		{"refused", s["created"], event(order.Refused, because(order.BecauseGateway), no(10023, "not authorized")), func(o *order.Order) {
			o.State, o.Why, o.SettledAt, o.Said = order.StateRefused, order.BecauseGateway, hourAfter, "10023 not authorized"
		}},
		{"never sent", s["created"], event(order.Refused, because(order.BecauseNotSent)), func(o *order.Order) {
			o.State, o.Why, o.SettledAt = order.StateRefused, order.BecauseNotSent, hourAfter
		}},
		{"dismissed", with(s["waiting"], asked), event(order.Dismissed, because(order.BecauseStaff)), func(o *order.Order) {
			o.Marks, o.Why, o.SlowSince, o.Asked, o.AskedAt = order.MarkDismissed, order.BecauseStaff, hourAfter, 0, time.Time{}
		}},
		{"shown again", with(s["time up"], asked), event(order.ShownAgain), func(o *order.Order) {
			o.Marks, o.Why, o.ShownAt, o.SlowSince, o.Asked, o.AskedAt = 0, "", hourAfter, time.Time{}, 0, time.Time{}
		}},
		{"acknowledged", s["late"], event(order.Acknowledged), func(o *order.Order) { o.Seen = true }},
		{"by hand", s["unsure"], event(order.ByHand, byHand(order.HandPaid)), func(o *order.Order) {
			o.Hand, o.Seen = &order.Hand{Verdict: order.HandPaid, Reason: "portal"}, true
		}},
		{"by hand of a payment in doubt", s["mismatch"], event(order.ByHand, byHand(order.HandUnpaid)), func(o *order.Order) {
			o.Hand, o.Seen = &order.Hand{Verdict: order.HandUnpaid, Reason: "portal"}, true
		}},

		{"pending", s["waiting"], asked, func(o *order.Order) { anAnswer(o); o.Asked = 3 }},
		{"pending, at a step that is used up", with(s["waiting"], asked), event(order.Answered, answer("PENDING"), step(2)), anAnswer},
		{"pending, in an old log", with(s["waiting"], asked), event(order.Answered, answer("PENDING"), old), func(o *order.Order) { anAnswer(o); o.Asked = 4 }},
		{"pending, of an order with no number yet", s["unsure"], event(order.Answered, answer("PENDING")), func(o *order.Order) { anAnswer(o); o.GatewayID = "C1" }},
		{"pending, of another amount", s["unsure"], event(order.Answered, answer("PENDING", func(a *order.Answer) { a.Amount = "1" })), func(o *order.Order) { anAnswer(o); o.Unread = "PENDING" }},
		{"pending, of no currency", s["unsure"], event(order.Answered, answer("PENDING", func(a *order.Answer) { a.Currency = "" })), anAnswer},
		{"a code", s["waiting"], event(order.Answered, no(9999, "system busy")), func(o *order.Order) { anAnswer(o); o.Said = "9999 system busy" }},
		{"a code, and all else beside it", s["unsure"], event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Code, a.Message = 9999, "system busy" })), func(o *order.Order) {
			anAnswer(o)
			o.Said = "9999 system busy"
		}},
		{"a code with many words", s["waiting"], event(order.Answered, no(1, strings.Repeat("茶", 59))), func(o *order.Order) {
			anAnswer(o)
			o.Said = "1 " + strings.Repeat("茶", 58)
		}},
		{"a code with just not too many", s["waiting"], event(order.Answered, no(1, strings.Repeat("茶", 58))), func(o *order.Order) {
			anAnswer(o)
			o.Said = "1 " + strings.Repeat("茶", 58)
		}},
	})
}

// What proves, closes or disagrees.
func TestWhatAFinalAnswerWritesIntoAnOrder(t *testing.T) {
	s := standings()
	proof := event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.PayTime = "2026-11-24 11:00:00" }))
	before := proof
	before.Version = 1
	closing := event(order.Answered, answer("CANCELLED"), step(5))
	other := event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Amount = "1" }))
	unpaid := event(order.ByHand, byHand(order.HandUnpaid))
	seen := event(order.Acknowledged)
	recall := recalled()

	said := func(word string) func(*order.Order) { return func(o *order.Order) { anAnswer(o); o.Said = word } }
	paid := func(o *order.Order) {
		said("SUCCEEDED")(o)
		o.State, o.SettledAt, o.PaidDay, o.PayTime, o.GatewayID, o.Seen = order.StatePaid, hourAfter, nextDay, "2026-11-24 11:00:00", "C1", false
	}
	late := func(o *order.Order) { paid(o); o.Marks |= order.MarkLate }
	early := func(o *order.Order) { o.Asked++ }
	overruled := func(o *order.Order) { o.Overruled, o.Hand, o.Seen = o.Hand, nil, false }
	effects(t, []effect{
		{"succeeded", s["waiting"], proof, paid},
		{"succeeded once more", with(s["paid"], seen), proof, said("SUCCEEDED")},
		{"succeeded after it was closed", with(s["cancelled"], seen), proof, late},
		{"succeeded after it was dismissed", s["dismissed"], proof, late},
		{"succeeded with no code known", s["unsure"], proof, late},
		{"succeeded after an answer that differed", with(s["mismatch"], seen), proof, paid},
		{"succeeded after a restore", []order.Event{recall}, proof, paid},
		{"succeeded after a restore, in an old log", []order.Event{recall}, before, func(o *order.Order) { late(o); early(o) }},
		{"succeeded, in an old log", s["waiting"], before, func(o *order.Order) { paid(o); early(o); o.Seen = true }},
		{"late, in an old log", with(s["cancelled"], seen), before, func(o *order.Order) { late(o); early(o) }},
		{"succeeded after one that differed, in an old log", s["mismatch"], before, func(o *order.Order) { paid(o); early(o) }},
		{"succeeded after one that differed and was seen, in an old log", with(s["mismatch"], seen), before, func(o *order.Order) { paid(o); early(o); o.Seen = true }},

		{"succeeded against a manager's unpaid", with(s["waiting"], unpaid), proof, func(o *order.Order) { overruled(o); late(o) }},
		{"the same, in an old log", with(s["waiting"], unpaid), before, func(o *order.Order) { paid(o); early(o); o.Seen = true }},
		{"succeeded as a manager said", with(s["waiting"], event(order.ByHand, byHand(order.HandPaid))), proof, paid},
		{"succeeded once more, after a manager's unpaid", with(s["paid"], closing, unpaid), proof, func(o *order.Order) {
			overruled(o)
			said("SUCCEEDED")(o)
			o.Marks |= order.MarkLate // on the day when it was first proven
		}},
		{"the same, in an old log, once more", with(s["paid"], closing, unpaid), before, func(o *order.Order) { said("SUCCEEDED")(o); early(o) }},
		{"succeeded once more, after a manager's refunded", with(s["paid"], closing, event(order.ByHand, byHand(order.HandRefunded))), proof, func(o *order.Order) {
			said("SUCCEEDED")(o)
			o.Differed, o.Seen = proof.Answer, false
		}},
		{"succeeded once more, after a manager's paid", with(s["paid"], closing, event(order.ByHand, byHand(order.HandPaid))), proof, said("SUCCEEDED")},

		{"cancelled", s["waiting"], closing, func(o *order.Order) {
			said("CANCELLED")(o)
			o.State, o.SettledAt, o.Asked = order.StateCancelled, hourAfter, 0
		}},
		{"cancelled once more", s["cancelled"], closing, func(o *order.Order) { said("CANCELLED")(o); o.Asked = 5 }},
		{"cancelled after one that differed", s["mismatch"], closing, func(o *order.Order) { said("CANCELLED")(o); o.Asked = 5 }},
		{"cancelled after it was paid", with(s["paid"], seen), closing, func(o *order.Order) {
			said("CANCELLED")(o)
			o.Asked, o.Marks, o.Differed, o.Seen = 5, order.MarkMismatch, closing.Answer, false
		}},
		{"another amount", with(s["cancelled"], seen), other, func(o *order.Order) {
			said("SUCCEEDED")(o)
			o.Marks, o.Differed, o.Seen = order.MarkMismatch, other.Answer, false
		}},
		{"another amount after a cancelled that differed", with(s["paid"], closing, seen), other, said("SUCCEEDED")},
	})
}

func TestWhatAnEventWritesIntoARefund(t *testing.T) {
	s, r := standings(), refundStandings()
	one := func(f func(*order.Refund)) func(*order.Order) { return func(o *order.Order) { f(&o.Refunds[0]) } }
	heard := func(word string) func(*order.Refund) {
		return func(r *order.Refund) { r.AskedAt, r.AskedDay, r.Said = hourAfter, nextDay, word }
	}
	failed := func(r *order.Refund) {
		heard("SUCCEEDED")(r)
		r.Differed = "FAILED"
	}
	word := func(s string) func(*order.Event) { return says(order.RefundAnswer{MerchantRefundID: "R1", Status: s}) }
	busy := says(order.RefundAnswer{Code: 9999, Message: "system busy"})
	missing := func(n int) func(*order.Event) {
		return func(e *order.Event) { noSuchRefund(20*time.Minute, 4)(e); e.Refund.Missing = n }
	}
	amount := hkd(5000)
	asks := event(order.RefundRequested, func(e *order.Event) {
		e.Refund = &order.RefundChange{ID: "R2", Amount: &amount, Reason: "cold tea"}
	})
	asked := order.Refund{ID: "R2", Amount: amount, Reason: "cold tea", State: order.RefundWanted, At: hourAfter, Sent: 1, SentAt: hourAfter}
	adds := func(seen bool) func(*order.Order) {
		return func(o *order.Order) { o.Refunds, o.Seen = append(o.Refunds, asked), seen }
	}
	differs := func(a order.Answer, f func(*order.Refund)) func(*order.Order) {
		return func(o *order.Order) {
			one(f)(o)
			o.Marks, o.Differed, o.DifferedRefund, o.Seen = order.MarkMismatch, &a, "R1", false
		}
	}
	effects(t, []effect{
		{"requested", s["paid"], asks, adds(true)},
		{"requested of late money", s["late"], asks, adds(true)},
		{"requested while answers disagree", with(s["paid"], event(order.Answered, answer("CANCELLED"))), asks, adds(false)},
		{"requested after all was seen", with(s["paid"], event(order.Acknowledged)), asks, adds(true)},
		{"recalled", s["paid"], event(order.RefundRecalled, func(e *order.Event) { e.Refund, e.Since = asks.Refund, &hourBefore }), func(o *order.Order) {
			lost := asked
			lost.State, lost.At, lost.Why = order.RefundUnsure, hourBefore, order.BecauseRestored
			o.Refunds, o.Seen = []order.Refund{lost}, true
		}},
		{"unanswered", r["requested"], change(order.RefundUnanswered, because(order.BecauseLost)), one(func(r *order.Refund) {
			r.State, r.Why = order.RefundUnsure, order.BecauseLost
		})},
		{"refused", r["requested"], change(order.RefundRefused, because(order.BecauseGateway), busy), one(func(r *order.Refund) {
			r.State, r.Why, r.SentAt, r.Said, r.No = order.RefundUnsure, order.BecauseGateway, hourAfter, "9999 system busy", 9999
		})},
		{"refused, in an old log", r["requested"], change(order.RefundRefused, because(order.BecauseGateway), old), one(func(r *order.Refund) {
			r.State, r.Why, r.SentAt = order.RefundFailed, order.BecauseGateway, hourAfter
		})},
		{"refused the second time, in an old log", r["sent again"], change(order.RefundRefused, because(order.BecauseNotSent), old), one(func(r *order.Refund) {
			r.State, r.Why, r.SentAt = order.RefundUnsure, order.BecauseNotSent, hourAfter
		})},
		{"sent again", r["missing"], change(order.RefundSentAgain), one(func(r *order.Refund) {
			r.State, r.SentAt, r.Sent, r.AskedAt, r.AskedDay, r.Asked, r.Missing, r.For = order.RefundWanted, hourAfter, 2, time.Time{}, "", 0, 0, 0
		})},
		{"sent again too early, in an old log", r["unsure"], change(order.RefundSentAgain, old), one(func(r *order.Refund) {
			r.State, r.SentAt, r.Sent = order.RefundWanted, hourAfter, 2
		})},
		{"by hand", r["unsure"], change(order.ByHand, byHand(order.HandRefunded)), one(func(r *order.Refund) {
			r.Hand = &order.Hand{Verdict: order.HandRefunded, Reason: "portal"}
		})},

		{"the sending is answered", r["requested"], change(order.RefundAnswered, word("PENDING"), step(1)), one(func(r *order.Refund) {
			r.State, r.Said, r.Heard = order.RefundPending, "PENDING", "PENDING"
		})},
		{"the sending is denied", r["requested"], change(order.RefundAnswered, word("FAILED")), one(func(r *order.Refund) {
			r.State, r.Why, r.Said, r.Heard = order.RefundUnsure, order.BecauseUnclear, "FAILED", "FAILED"
		})},
		{"the sending is denied, in an old log", r["requested"], change(order.RefundAnswered, word("FAILED"), old), one(func(r *order.Refund) {
			r.State, r.Said = order.RefundFailed, "FAILED"
		})},
		{"the sending is not understood, in an old log", r["requested"], change(order.RefundAnswered, busy, old), one(func(r *order.Refund) {
			r.State, r.Why, r.Said = order.RefundUnsure, order.BecauseUnclear, "9999 system busy"
		})},
		{"pending", r["missing"], change(order.RefundAnswered, word("PENDING"), step(5)), one(func(r *order.Refund) {
			heard("PENDING")(r)
			r.State, r.Asked, r.Missing, r.For, r.Heard = order.RefundPending, 5, 0, 0, "PENDING"
		})},
		{"not found", r["missing"], change(order.RefundAnswered, missing(0)), one(func(r *order.Refund) {
			heard("40400 refund not found")(r)
			r.Asked, r.Missing, r.For = 4, 4, 20*time.Minute
		})},
		{"not found, more often than was written down", r["missing"], change(order.RefundAnswered, missing(9)), one(func(r *order.Refund) {
			heard("40400 refund not found")(r)
			r.Asked, r.Missing, r.For = 4, 9, 20*time.Minute
		})},
		{"no answer", r["missing"], change(order.RefundAnswered, busy), one(heard("9999 system busy"))},
		{"no answer, in an old log", r["missing"], change(order.RefundAnswered, busy, old), one(func(r *order.Refund) {
			heard("9999 system busy")(r)
			r.Asked++
		})},
		{"succeeded", r["pending"], change(order.RefundAnswered, word("SUCCEEDED")), one(func(r *order.Refund) {
			heard("SUCCEEDED")(r)
			r.State, r.Day = order.RefundDone, nextDay
		})},
		{"succeeded once more", r["done"], change(order.RefundAnswered, word("SUCCEEDED"), step(7)), one(func(*order.Refund) {})},
		{"succeeded after a manager's not refunded", r["by hand not"], change(order.RefundAnswered, word("SUCCEEDED")), differs(order.Answer{Status: "SUCCEEDED"}, func(r *order.Refund) {
			heard("SUCCEEDED")(r)
			r.State, r.Day, r.Differed = order.RefundDone, nextDay, "SUCCEEDED"
		})},
		{"failed after it was done", r["done"], change(order.RefundAnswered, word("FAILED")), differs(order.Answer{Status: "FAILED"}, failed)},
		{"the sending is answered for another", r["requested"], change(order.RefundAnswered, says(order.RefundAnswer{
			MerchantRefundID: "R9", MerchantOrderID: "T9", OrderID: "C9", Amount: "50", Currency: "HKD", Status: "SUCCEEDED", Message: "fine", RID: "17",
		})), differs(order.Answer{MerchantOrderID: "T9", OrderID: "C9", Amount: "50", Currency: "HKD", Status: "SUCCEEDED", Message: "fine", RID: "17"}, func(r *order.Refund) {
			r.State, r.Why, r.Said = order.RefundUnsure, order.BecauseUnclear, "SUCCEEDED"
			r.Heard, r.Differed = "SUCCEEDED R9 T9 C9 50 HKD", "SUCCEEDED R9 T9 C9 50 HKD"
		})},
		{"failed after it was done, and after another that differed", with(r["done"], event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Amount = "1" }))),
			change(order.RefundAnswered, word("FAILED")), differs(order.Answer{Status: "FAILED"}, failed)},
		{"not found twice after the first no", r["denied"], change(order.RefundAnswered, missing(2)), one(func(r *order.Refund) {
			heard(r.Said)(r) // why the gateway said no
			r.State, r.Asked, r.Missing, r.For = order.RefundFailed, 4, 2, 20*time.Minute
		})},
		{"no answer after the first no", r["denied"], change(order.RefundAnswered, busy, step(2)), one(func(r *order.Refund) {
			heard("9999 system busy")(r)
			r.Asked = 2
		})},
		{"not found after a no, though it is under way", with(r["denied"], change(order.RefundAnswered, word("PENDING"))), change(order.RefundAnswered, missing(9)), one(func(r *order.Refund) {
			heard("40400 refund not found")(r)
			r.Asked, r.Missing, r.For, r.Heard = 4, 9, 20*time.Minute, ""
		})},
		{"not found twice after a no to the second sending", with(r["sent again"], change(order.RefundRefused, because(order.BecauseGateway))), change(order.RefundAnswered, missing(2)), one(func(r *order.Refund) {
			heard("40400 refund not found")(r)
			r.Asked, r.Missing, r.For = 4, 2, 20*time.Minute
		})},
		{"acknowledged", with(r["not sent"], failureSeen("R1"), asks, event(order.RefundRefused, because(order.BecauseNotSent), func(e *order.Event) { e.Refund = &order.RefundChange{ID: "R2"} })),
			failureSeen("R2"), func(o *order.Order) { o.Refunds[1].Seen = true }},
	})
}
