package order_test

import (
	"maps"
	"strconv"
	"testing"
	"time"

	"qrtill/app/order"
)

// recalledRefund is a refund that a restore has found again.
func recalledRefund(minor int64) order.Event {
	return event(order.RefundRecalled, refund("R1", minor, ""), func(e *order.Event) { e.Since = &hourBefore })
}

// wrong is a payment that is not what the order is for.
func wrong() order.Event {
	return event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Amount = "1" }))
}

// A proof that comes after all outranks what was known. It is late money, and refundable.
func TestAProofAfterTheEndIsLateAlsoOfARecalledOrder(t *testing.T) {
	for name, end := range map[string]order.Event{
		"recorded as unpaid": event(order.ByHand, byHand(order.HandUnpaid)), "cancelled": event(order.Answered, answer("CANCELLED")),
	} {
		o := after(t, recalled(), end, event(order.Answered, answer("SUCCEEDED")))
		if !o.Marks.Has(order.MarkLate) || !o.Proven() || o.Refundable() != o.Amount {
			t.Errorf("%s, then proven: marks %v, alert %v, refundable %v", name, o.Marks.Words(), o.Alert(), o.Refundable())
		}
	}
}

// What disagrees after a manager has resolved the first disagreement is told as well.
func TestASecondDisagreementIsToldThoughTheFirstWasResolved(t *testing.T) {
	resolved := []order.Event{
		started(), event(order.CreateAnswered, answer("PENDING")), wrong(), event(order.Answered, answer("SUCCEEDED")),
		event(order.ByHand, byHand(order.HandPaid)),
	}
	for name, then := range map[string][]order.Event{
		"cancelled": {event(order.Answered, answer("CANCELLED"))},
		"refunded twice": {
			event(order.RefundRequested, refund("R1", 12850, "")),
			event(order.RefundUnanswered, refund("R1", 12850, ""), because(order.BecauseLost)),
			event(order.ByHand, refund("R1", 12850, ""), byHand(order.HandNotRefunded)),
			event(order.RefundRequested, refund("R2", 12850, "")),
			event(order.RefundAnswered, refund("R2", 12850, "SUCCEEDED")),
			event(order.RefundAnswered, refund("R1", 12850, "SUCCEEDED")),
		},
	} {
		o := after(t, with(resolved, then...)...)
		if o.Alert() == order.NoAlert && order.TroubleAt(o, start) == order.NoTrouble {
			t.Errorf("%s: %v, %v, refunded %v, and neither an alert nor trouble", name, o.State, o.Marks.Words(), o.Refunded())
		}
	}
}

// The portal said refunded, the gateway says FAILED: its amount is not free, a person looks.
func TestARefundThatWasRecordedAsDoneAndFailsIsForAPerson(t *testing.T) {
	o := after(t, with(standings()["paid"],
		event(order.RefundRequested, refund("R1", 12850, "")),
		event(order.RefundUnanswered, refund("R1", 12850, ""), because(order.BecauseLost)),
		event(order.ByHand, refund("R1", 12850, ""), byHand(order.HandRefunded)),
		event(order.RefundAnswered, refund("R1", 12850, "FAILED")))...)
	if !o.Marks.Has(order.MarkMismatch) && o.Refundable().Minor > 0 {
		t.Errorf("a manager has seen it in the portal; refundable again %v, alert %v", o.Refundable(), o.Alert())
	}
}

// What was found again after a restore adds up, refunds too: so a gateway says of an
// order that was refunded whole.
func TestARefundOfAPaymentThatNeverWasIsForAPerson(t *testing.T) {
	o := after(t, recalled(), recalledRefund(12850),
		event(order.Answered, answer("CANCELLED")), event(order.RefundAnswered, refund("R1", 12850, "SUCCEEDED")))
	if o.Refunded().Minor > 0 && !o.Proven() && o.Alert() == order.NoAlert && order.TroubleAt(o, start) == order.NoTrouble {
		t.Errorf("%v: refunded %v of a payment of nothing, and nobody is told", o.State, o.Refunded())
	}
}

// The same answer once more is no news, and neither is one with another request's number.
func TestADisagreementThatAManagerHasResolvedIsNotToldTwice(t *testing.T) {
	differs := func(rid string) order.Event {
		return event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Amount, a.RID = "1", rid }))
	}
	o := after(t, started(), event(order.CreateAnswered, answer("PENDING")), differs("r1"), event(order.ByHand, byHand(order.HandUnpaid)))
	if closing := event(order.Answered, answer("CANCELLED")); !order.Passing(apply(t, o, closing), closing) {
		t.Error("what settles nothing is written each time")
	}
	if again := apply(t, o, differs("r2")); again.Alert() != order.NoAlert || !order.Passing(o, differs("r2")) {
		t.Errorf("the same answer is told again: %v", again.Alert())
	}
	other := event(order.Answered, answer("SUCCEEDED", func(a *order.Answer) { a.Amount = "2" }))
	if after := apply(t, o, other); order.Passing(o, other) || after.Alert() != order.AlertMismatch {
		t.Error("another answer that disagrees is not told")
	}
}

// The portal said unpaid while the code could still be paid.
func TestWhatAManagerRecordsAsUnpaidIsStillWatched(t *testing.T) {
	hand := event(order.ByHand, byHand(order.HandUnpaid))
	for name, want := range map[string]time.Duration{"dismissed": 3 * time.Second, "waiting": 3 * time.Second, "unsure": time.Minute} {
		o := after(t, with(standings()[name], event(order.Answered, answer("PENDING")), hand)...)
		if action, in := order.Need(&o, order.Age{}); action != order.Ask || in < want*9/10 || in > want*11/10 || o.Undecided() {
			t.Errorf("%s: needs %v in %v, undecided %v", name, action, in, o.Undecided())
		}
	}
}

// Staff go on from what was paid, whatever else is to be told of it.
func TestATickIsLeftThoughARefundOfItsOrderHasFailed(t *testing.T) {
	o := after(t, recalled(), event(order.Answered, answer("SUCCEEDED")), recalledRefund(5000), event(order.RefundAnswered, refund("R1", 5000, "FAILED")))
	if o.Alert() != order.AlertRefundFailed || o.Seen {
		t.Fatalf("alert %v, seen %v", o.Alert(), o.Seen)
	}
	if o = apply(t, o, event(order.Acknowledged)); !o.Seen || o.Alert() != order.AlertRefundFailed {
		t.Errorf("seen %v, alert %v", o.Seen, o.Alert())
	}
}

// What the gateway says of everything, it says of a refund too: its own no is no proof.
func TestTheCodeOfItsOwnNoIsNotThatThereIsNoRefund(t *testing.T) {
	no := func(code int) func(*order.Event) {
		return func(e *order.Event) {
			e.Refund = &order.RefundChange{ID: "R1", Answer: &order.RefundAnswer{Code: code, Message: "no", NotFound: true}}
		}
	}
	refused := with(standings()["refunding"], change(order.RefundRefused, because(order.BecauseGateway), no(9999)))
	for _, c := range []struct {
		code int
		want order.RefundState
	}{{9999, order.RefundUnsure}, {40400, order.RefundFailed}} {
		o := after(t, refused...)
		for range 2 {
			step := order.StepRefund(o, o.Refunds[0], order.RefundAnswer{Code: c.code, NotFound: true}, order.Age{Watch: time.Hour, Answer: time.Hour}, nextDay)
			o = apply(t, o, change(order.RefundAnswered, no(c.code), func(e *order.Event) { e.Step = step }))
		}
		if r := o.Refunds[0]; r.State != c.want || (r.Missing == 0) != (c.want == order.RefundUnsure) {
			t.Errorf("%d: the refund is %v, missing %d times", c.code, r.State, r.Missing)
		}
	}
}

// "Nothing went out" was concluded; the gateway has it all the same.
func TestARefundThatWasConcludedAndIsThereIsForAPerson(t *testing.T) {
	o := after(t, refundStandings()["denied"]...)
	o = apply(t, o, change(order.RefundAnswered, func(e *order.Event) {
		e.Step, e.Refund.Answer = 2, &order.RefundAnswer{Code: 40400, NotFound: true}
	}))
	if o.Refunds[0].State != order.RefundFailed {
		t.Fatal(o.Refunds[0].State)
	}
	is := func(status string) func(*order.Event) {
		return func(e *order.Event) {
			e.Refund.Answer = &order.RefundAnswer{MerchantRefundID: "R1", Status: status}
		}
	}
	for status, want := range map[string]order.RefundState{"PENDING": order.RefundPending, "SUCCEEDED": order.RefundDone, "FAILED": order.RefundFailed} {
		got := apply(t, o, change(order.RefundAnswered, is(status)))
		if r := got.Refunds[0]; r.State != want || got.Marks.Has(order.MarkMismatch) != (want != order.RefundFailed) {
			t.Errorf("%s: the refund is %v, marks %v", status, r.State, got.Marks.Words())
		}
	}
	said := after(t, refundStandings()["failed"]...) // by the gateway itself: an end
	if got := apply(t, said, change(order.RefundAnswered, is("PENDING"))); got.Refunds[0].State != order.RefundFailed || got.Marks != said.Marks {
		t.Errorf("failed, then pending: %v, marks %v", got.Refunds[0].State, got.Marks.Words())
	}
}

// Money that a manager has recorded, or that is perhaps on its way back, was there.
func TestCancelledOfWhatHadMoneyIsForAPerson(t *testing.T) {
	closing := event(order.Answered, answer("CANCELLED"))
	hand := func(v order.Verdict) []order.Event {
		return with(standings()["dismissed"], event(order.ByHand, byHand(v)))
	}
	for name, c := range map[string]struct {
		history []order.Event
		dispute bool
	}{
		"paid by hand":             {hand(order.HandPaid), true},
		"refunded by hand":         {hand(order.HandRefunded), true},
		"unpaid by hand":           {hand(order.HandUnpaid), false},
		"a refund was found again": {with(standings()["unsure"], recalledRefund(5000)), true},
		"nothing":                  {standings()["dismissed"], false},
	} {
		o := after(t, c.history...)
		if order.Passing(o, closing) {
			t.Errorf("%s: it is not written", name)
		}
		if got := apply(t, o, closing); (got.Alert() == order.AlertMismatch) != c.dispute || (got.State == order.StateCancelled) == c.dispute {
			t.Errorf("%s: %v, alert %v", name, got.State, got.Alert())
		}
	}
}

// A refund that a manager has recorded as not refunded explains no answer that says so.
func TestAReleasedRefundExplainsNoAnswer(t *testing.T) {
	o := after(t, with(refundStandings()["unsure"], change(order.ByHand, byHand(order.HandNotRefunded)))...)
	back := after(t, refundStandings()["unsure"]...)
	left := order.Answer{MerchantOrderID: string(id), OrderID: o.GatewayID, Amount: "78.50", Currency: "HKD", Status: "SUCCEEDED"}
	if order.Confirms(&o, left) || !order.Confirms(&back, left) {
		t.Errorf("by the record it is explained: %t, in doubt: %t", order.Confirms(&o, left), order.Confirms(&back, left))
	}
}

// A manager records a refund as not refunded that the gateway has had for a day: that it
// still has, or has none, takes nothing back. That it is there again, or done, is told.
func TestWhatBecomesOfARecordOfNotRefunded(t *testing.T) {
	word := func(s string) order.Event { return event(order.RefundAnswered, refund("R1", 5000, s)) }
	busy := change(order.RefundAnswered, says(order.RefundAnswer{Code: 9999, Message: "busy"}))
	pending, gone := refundStandings()["pending"], change(order.RefundAnswered, noSuchRefund(0, 1))
	for _, c := range []struct {
		name   string
		before []order.Event
		then   []order.Event
		stands bool
	}{
		{"still under way", pending, []order.Event{word("PENDING")}, true},
		{"failed", pending, []order.Event{word("FAILED")}, true},
		{"done", pending, []order.Event{word("SUCCEEDED")}, false},
		{"under way after all", refundStandings()["unsure"], []order.Event{word("PENDING")}, false},
		{"there again", with(pending, gone), []order.Event{word("PENDING")}, false},
		{"somehow there again", with(pending, gone), []order.Event{word("PROCESSING")}, false},
		{"still not there", with(pending, gone), []order.Event{gone}, true},
		{"not there, and the gateway busy", with(pending, gone), []order.Event{busy}, true},
		{"vanished since", pending, []order.Event{gone, gone}, true},
		{"vanished since, and there again", pending, []order.Event{gone, word("PENDING")}, false},
		{"lost, and spoken of", refundStandings()["unsure"], []order.Event{word("PROCESSING")}, false},
		{"spoken of, and again", with(refundStandings()["unsure"], word("PROCESSING")), []order.Event{word("PROCESSING")}, true},
		{"spoken of, and under way", with(refundStandings()["unsure"], word("PROCESSING")), []order.Event{word("PENDING")}, false},
		{"another amount", pending, []order.Event{change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Amount: "40", Status: "SUCCEEDED"}))}, false},
	} {
		recorded := after(t, with(c.before, change(order.ByHand, byHand(order.HandNotRefunded)))...)
		o := apply(t, recorded, c.then[0])
		for _, e := range c.then[1:] {
			o = apply(t, o, e)
		}
		if told := o.Marks.Has(order.MarkMismatch); told == c.stands || (o.Refundable() == recorded.Refundable()) != c.stands {
			t.Errorf("%s: told %t, %v can be given back, %v before", c.name, told, o.Refundable(), recorded.Refundable())
		}
	}
}

// However often it moves a refund, or takes a record back, what contradicts is told; the same
// once more is not.
func TestEachContradictionOfARecordIsTold(t *testing.T) {
	word := func(s, amount string) order.Event {
		return change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Amount: amount, Status: s}))
	}
	seen, recorded := event(order.Acknowledged), change(order.ByHand, byHand(order.HandNotRefunded))
	o := after(t, with(refundStandings()["unsure"], recorded, word("PENDING", "50"), seen, recorded)...)
	for _, e := range []order.Event{word("SUCCEEDED", "40"), seen, recorded, word("SUCCEEDED", "40"), word("SUCCEEDED", "50")} {
		before := o.Alert()
		o = apply(t, o, e)
		told := o.Alert() == order.AlertMismatch && before == order.NoAlert
		same := e.Kind == order.RefundAnswered && o.Refunds[0].Hand != nil && o.Refunds[0].State != order.RefundDone
		if e.Kind == order.RefundAnswered && told == same {
			t.Errorf("%+v: told %t, recorded %t", e.Refund.Answer, told, o.Refunds[0].Hand != nil)
		}
	}
	if o.Refunds[0].State != order.RefundDone {
		t.Errorf("it is %v", o.Refunds[0].State)
	}
}

// A gateway that answers about two refunds of one order with other amounts is told once of
// each, and not for ever.
func TestTwoRefundsThatDifferAreToldOnceEach(t *testing.T) {
	other := func(id order.RefundID, amount int) order.Event {
		answer := order.RefundAnswer{MerchantRefundID: string(id), Amount: strconv.Itoa(amount), Status: "SUCCEEDED"}
		return event(order.RefundAnswered, func(e *order.Event) { e.Refund = &order.RefundChange{ID: id, Answer: &answer} })
	}
	o := after(t, with(standings()["paid"], event(order.RefundRequested, refund("R1", 5000, "")), event(order.RefundRequested, refund("R2", 5000, "")))...)
	told := map[int]int{} // by how many amounts take turns
	for _, turns := range []int{1, 2, 40} {
		o := o
		for n := range 80 {
			for _, id := range []order.RefundID{"R1", "R2"} {
				if o = apply(t, o, other(id, 200+n%turns)); o.Alert() == order.AlertMismatch {
					told[turns]++
					o = apply(t, o, event(order.Acknowledged))
				}
			}
		}
		if !order.Passing(o, other("R1", 200+79%turns)) {
			t.Errorf("%d in turn: it is written again", turns)
		}
	}
	if want := map[int]int{1: 2, 2: 4, 40: 16}; !maps.Equal(told, want) {
		t.Errorf("told so many times: %v, want %v", told, want)
	}
}

// A refund of which nothing went out, and then was under way all the same, may fail once more.
func TestARefundThatFailsASecondTimeIsUnseen(t *testing.T) {
	none := change(order.RefundAnswered, noSuchRefund(time.Minute, 2))
	o := after(t, with(refundStandings()["denied"], none, none, failureSeen("R1"), underWay("R1"))...)
	o = apply(t, o, change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "FAILED"})))
	if r := o.Refunds[0]; !r.FailedUnseen() {
		t.Errorf("it is %v, seen %t", r.State, r.Seen)
	}
}

// The gateway had none of a refund that it said no to, so nothing went out; and then speaks of
// it: reserved again, and for a person, whatever was recorded.
func TestAConcludedRefundThatIsSpokenOfIsReservedAgain(t *testing.T) {
	word := func(s string) order.Event {
		if s == "another amount" {
			return change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Amount: "40", Status: "SUCCEEDED"}))
		}
		return event(order.RefundAnswered, refund("R1", 5000, s))
	}
	none := change(order.RefundAnswered, noSuchRefund(time.Minute, 2))
	for _, says := range []string{"PENDING", "PROCESSING", "SUCCEEDED", "another amount"} {
		for name, recorded := range map[string][]order.Event{"recorded": {change(order.ByHand, byHand(order.HandNotRefunded))}, "not recorded": nil} {
			o := after(t, with(with(refundStandings()["denied"], recorded...), none, none)...)
			if o.Refunds[0].State != order.RefundFailed {
				t.Fatalf("%s: it is %v", name, o.Refunds[0].State)
			}
			if o = apply(t, o, word(says)); o.Refundable().Minor != 12850-5000 || o.Alert() != order.AlertMismatch {
				t.Errorf("%s, %s: %v can be given back, alert %v", says, name, o.Refundable(), o.Alert())
			}
		}
	}
}

// Recorded or not, one "not found" after words that nobody knows concludes nothing, and ends
// no watch.
func TestARecordedRefundIsNotConcludedByOneNotFound(t *testing.T) {
	word := change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "PROCESSING"}), func(e *order.Event) { e.Step = 3 })
	none := change(order.RefundAnswered, noSuchRefund(0, 4))
	for name, recorded := range map[string][]order.Event{"recorded": {change(order.ByHand, byHand(order.HandNotRefunded))}, "not recorded": nil} {
		o := after(t, with(with(refundStandings()["denied"], recorded...), word, none)...)
		if action, _ := order.NeedRefund(o.Refunds[0], order.Age{}); action != order.Ask {
			t.Errorf("%s: it is %v, and nobody asks any more", name, o.Refunds[0].State)
		}
	}
}

// What a manager has recorded is not watched for ever for words that nobody knows.
func TestUnknownWordsAboutARecordedRefundEndItsWatch(t *testing.T) {
	o := after(t, with(refundStandings()["unsure"], change(order.ByHand, byHand(order.HandNotRefunded)))...)
	r, said := o.Refunds[0], order.RefundAnswer{MerchantRefundID: "R1", Status: "PROCESSING"}
	for r.Asked = 0; ; r.Asked++ {
		if action, _ := order.NeedRefund(r, order.Age{}); action == order.Nothing {
			r.Asked--
			break
		}
	}
	long := order.Age{Watch: 1000 * time.Hour, Answer: 48 * time.Hour}
	if got := order.StepRefund(o, r, said, long, "2026-11-27"); got != r.Asked+1 {
		t.Errorf("step %d after %d", got, r.Asked)
	}
}

// Nobody asked any more; that a manager says so is reason to ask, in the next run too.
func TestARecordAfterTheWatchAsksOnceMore(t *testing.T) {
	last := change(order.RefundAnswered, says(order.RefundAnswer{MerchantRefundID: "R1", Status: "PENDING"}), func(e *order.Event) { e.Step = 403 })
	o := after(t, with(refundStandings()["pending"], last)...)
	before, _ := order.NeedRefund(o.Refunds[0], order.Age{})
	o = apply(t, o, change(order.ByHand, byHand(order.HandNotRefunded)))
	if action, _ := order.NeedRefund(o.Refunds[0], order.Age{}); before != order.Nothing || action != order.Ask || !o.Open() {
		t.Errorf("it wanted %d, and recorded %d; open %t", before, action, o.Open())
	}
}

// There was no money for it, as far as is known: what goes back all the same is for a person.
func TestARefundOfWhatWasNeverPaidIsForAPerson(t *testing.T) {
	o := after(t, with(standings()["cancelled"], recalledRefund(5000), event(order.RefundAnswered, refund("R1", 5000, "SUCCEEDED")))...)
	if o.Refunds[0].State != order.RefundDone || o.Alert() != order.AlertMismatch {
		t.Errorf("it is %v, alert %v", o.Refunds[0].State, o.Alert())
	}
}
