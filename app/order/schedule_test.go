package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// about says that a time is within the spread around a pace.
func about(d, pace time.Duration) bool { return d >= pace*9/10 && d <= pace*11/10 }

func TestThePaceOfEachStep(t *testing.T) {
	gone := after(t, standings()["dismissed"]...)
	lost := after(t, refundStandings()["unsure"]...).Refunds[0]
	for _, c := range []struct {
		from, to int
		pace     time.Duration
	}{
		{1, 19, 3 * time.Second}, {20, 35, 15 * time.Second}, {36, 90, time.Minute}, {91, 372, 10 * time.Minute},
	} {
		for _, n := range []int{c.from, c.to} {
			gone.Asked, gone.AskedAt, lost.Asked, lost.AskedAt = n, start, n, start
			for _, since := range []time.Duration{0, time.Second, time.Hour} {
				age := order.Age{Watch: 2 * since, Answer: since}
				if action, in := order.Need(&gone, age); action != order.Ask || !about(in+since, c.pace) {
					t.Errorf("step %d, %v after an answer: asked in %v", n, since, in)
				}
				if action, in := order.NeedRefund(lost, age); action != order.Ask || !about(in+since, c.pace) {
					t.Errorf("step %d of a refund, %v after an answer: asked in %v", n, since, in)
				}
			}
		}
	}
	for n, want := range map[int]order.Action{373: order.Ask, 402: order.Ask, 403: order.Nothing, 1000: order.Nothing} {
		gone.Asked, lost.Asked = n, n
		for _, since := range []time.Duration{0, time.Hour} {
			action, in := order.Need(&gone, order.Age{Watch: 2 * since, Answer: since})
			other, then := order.NeedRefund(lost, order.Age{Watch: 2 * since, Answer: since})
			if action != want || other != want {
				t.Errorf("step %d: wants %d, of a refund %d", n, action, other)
			}
			for _, d := range []time.Duration{in, then} {
				if ends := want == order.Nothing; ends && d != 0 || !ends && !about(d+since-day, day/20) {
					t.Errorf("step %d, %v after an answer: asked in %v", n, since, d)
				}
			}
		}
	}
}

// The pace of a code on the screen goes by when the last answer came.
func TestThePaceOfACodeOnTheScreen(t *testing.T) {
	o := after(t, with(standings()["waiting"], event(order.Answered, answer("PENDING"), step(1)))...)
	for _, c := range []struct{ answered, pace time.Duration }{
		{0, time.Second}, {30*time.Second - 1, time.Second}, {30 * time.Second, 2 * time.Second}, {90*time.Second - 1, 2 * time.Second},
		{90 * time.Second, 3 * time.Second}, {1000 * day, 3 * time.Second},
	} {
		_, now := order.Need(&o, order.Age{Watch: c.answered})
		_, later := order.Need(&o, order.Age{Watch: c.answered + time.Second, Answer: time.Second})
		if !about(now, c.pace) || now-later != time.Second {
			t.Errorf("answered after %v: asked in %v, a second later in %v", c.answered, now, later)
		}
	}
}

// An answer that does not count puts the next question off all the same.
func TestTheFirstQuestionComesSoonAndOnce(t *testing.T) {
	busy := &order.Answer{Code: 9999, Message: "system busy"}
	o := after(t, standings()["dismissed"]...)
	r := after(t, refundStandings()["unsure"]...).Refunds[0]
	for _, since := range []time.Duration{0, time.Second, time.Minute} {
		age := order.Age{Watch: since, Answer: since}
		if action, in := order.Need(&o, age); action != order.Ask || !about(in+since, 2*time.Second) {
			t.Errorf("after %v: asked in %v", since, in)
		}
		if action, in := order.NeedRefund(r, age); action != order.Ask || !about(in+since, 2*time.Second) {
			t.Errorf("after %v: a refund is asked about in %v", since, in)
		}
	}
	o = apply(t, o, event(order.Answered, func(e *order.Event) { e.Answer = busy }))
	r = apply(t, after(t, refundStandings()["unsure"]...), change(order.RefundAnswered, says(order.RefundAnswer{Code: 9999}))).Refunds[0]
	age := order.Age{Watch: time.Hour}
	if action, in := order.Need(&o, age); action != order.Ask || !about(in, 3*time.Second) {
		t.Errorf("after an answer that does not count: asked in %v", in)
	}
	if action, in := order.NeedRefund(r, age); action != order.Ask || !about(in, 3*time.Second) {
		t.Errorf("after an answer that does not count: a refund is asked about in %v", in)
	}
}

func TestWhatNeedsNoTimeNeedsItNow(t *testing.T) {
	for _, name := range []string{"created", "paid", "refused", "by hand paid", "cancelled, asked four times", "watched out"} {
		o := after(t, moreStandings()[name]...)
		if _, in := order.Need(&o, order.Age{}); in != 0 {
			t.Errorf("%s: in %v", name, in)
		}
	}
	for _, name := range []string{"requested", "done", "failed", "by hand"} {
		if _, in := order.NeedRefund(after(t, refundStandings()[name]...).Refunds[0], order.Age{}); in != 0 {
			t.Errorf("%s: a refund in %v", name, in)
		}
	}
}

// What an answer uses up of a schedule, of an order whose code is gone and of a refund.
func TestWhatAnAnswerUsesUp(t *testing.T) {
	pending, found := *event(order.Answered, answer("PENDING")).Answer, order.RefundAnswer{MerchantRefundID: "R1", Status: "PENDING"}
	for _, c := range []struct {
		name  string
		asked int
		since time.Duration // the last answer that counted
		day   string
		want  int
	}{
		{"half of a pace", 0, 1500 * time.Millisecond, "2026-11-24", 1}, {"less than half", 0, 1500*time.Millisecond - 1, "2026-11-24", 0},
		{"less than half, on another day", 0, time.Second, nextDay, 0}, {"long after", 0, 99 * day, nextDay, 1},
		{"half of ten minutes", 372, 5 * time.Minute, "2026-11-24", 373}, {"less than half of ten minutes", 372, 5*time.Minute - 1, nextDay, 372},
		{"on the same day", 373, day - 1, "2026-11-24", 373}, {"a day after, on what is called the same", 373, day, "2026-11-24", 374},
		{"on another day", 373, day / 4, nextDay, 374}, {"too soon for another day", 373, day/4 - 1, nextDay, 373}, {"the last", 402, day / 4, nextDay, 403}, {"after the last", 403, 99 * day, nextDay, 403},
	} {
		o := after(t, standings()["dismissed"]...)
		o.Asked, o.AskedAt, o.AskedDay = c.asked, start, "2026-11-24"
		r := after(t, refundStandings()["pending"]...).Refunds[0]
		r.Asked, r.AskedAt, r.AskedDay = c.asked, start, "2026-11-24"
		age := order.Age{Watch: 100 * day, Answer: c.since}
		if got := order.Step(o, pending, age, c.day); got != c.want {
			t.Errorf("%s: step %d, want %d", c.name, got, c.want)
		}
		if got := order.StepRefund(o, r, found, age, c.day); got != c.want {
			t.Errorf("%s: step %d of a refund, want %d", c.name, got, c.want)
		}
	}
}

// What nobody understands slows a watch down, and ends none of what may still be paid.
func TestAnUnclearAnswerEndsNoWatch(t *testing.T) {
	age := order.Age{Watch: 99 * day, Answer: 9 * day}
	for name, unclear := range map[string]func(*order.Answer){
		"a word that nobody knows": func(a *order.Answer) { a.Status = "SUCCESS" }, "no currency": func(a *order.Answer) { a.Currency = "hkd" },
		"no amount": func(a *order.Answer) { a.Amount = "128,50" }, "no number": func(a *order.Answer) { a.OrderID = "" },
		"another order, pending": func(a *order.Answer) { a.MerchantOrderID, a.Status = "T1OTHER", "PENDING" }, "another amount, pending": func(a *order.Answer) { a.Amount, a.Status = "1", "PENDING" },
	} {
		said := *event(order.Answered, answer("SUCCEEDED", unclear)).Answer
		for standing, last := range map[string]int{"dismissed": 402, "unsure": 3} {
			o := after(t, standings()[standing]...)
			if got := order.Step(o, said, age, nextDay); got != 1 {
				t.Errorf("%s, %s: the first step is %d", standing, name, got)
			}
			if o.Asked = last; order.Step(o, said, age, nextDay) != last {
				t.Errorf("%s, %s: it ends the watch", standing, name)
			}
		}
		for standing, last := range map[string]int{"cancelled": 3, "by hand": 3} {
			o := after(t, standings()[standing]...)
			if o.Asked = last; order.Step(o, said, age, nextDay) != last+1 {
				t.Errorf("%s, %s: it does not end the watch", standing, name)
			}
		}
	}
	o := after(t, standings()["dismissed"]...)
	if o.Asked = 402; order.Step(o, order.Answer{Status: "PENDING"}, age, nextDay) != 403 {
		t.Error("what names nothing but that it is pending ends no watch")
	}
}

// Nothing is used up of what is not watched, nor by what says nothing.
func TestWhatUsesUpNothing(t *testing.T) {
	age := order.Age{Watch: 9 * day, Answer: 9 * day}
	for _, name := range []string{"paid", "by hand paid", "refused"} {
		o := after(t, moreStandings()[name]...)
		o.Asked = 7
		if got := order.Step(o, order.Answer{Status: "PENDING"}, age, nextDay); got != 7 {
			t.Errorf("%s: step %d", name, got)
		}
	}
	for name, a := range map[string]order.RefundAnswer{
		"done": {Status: "SUCCEEDED"}, "requested": {Status: "PENDING"}, "by hand": {NotFound: true},
		"unsure": {Code: 9999}, "pending": {Code: 1, Status: "PENDING"}, "denied": {Status: "HM"},
	} {
		o := after(t, refundStandings()[name]...)
		if got := order.StepRefund(o, o.Refunds[0], a, age, nextDay); got != 0 {
			t.Errorf("a refund that is %s: step %d", name, got)
		}
	}
	for _, name := range []string{"unsure", "pending"} { // of these "not found" and a word both count
		o := after(t, refundStandings()[name]...)
		word := order.RefundAnswer{MerchantRefundID: string(o.Refunds[0].ID), Status: "PENDING"}
		for _, a := range []order.RefundAnswer{{NotFound: true, Code: 40400}, word} {
			if got := order.StepRefund(o, o.Refunds[0], a, age, nextDay); got != 1 {
				t.Errorf("a refund that is %s, %+v: step %d", name, a, got)
			}
		}
	}
}

// After a denial is made sure of without an end, the refund is watched like a lost one.
func TestADenialThatIsNotMadeSureOfIsWatchedOn(t *testing.T) {
	second := with(refundStandings()["sent again"], change(order.RefundRefused, because(order.BecauseGateway)))
	r := after(t, with(second, change(order.RefundAnswered, noSuchRefund(0, 2)))...).Refunds[0]
	if action, in := order.NeedRefund(r, order.Age{}); r.Denied() || action != order.Ask || !about(in, 3*time.Second) {
		t.Errorf("denied is %t, wants %d in %v", r.Denied(), action, in)
	}
	if r := after(t, second...).Refunds[0]; !r.Denied() {
		t.Error("a no to the second sending is not made sure of")
	}
}

func TestSinceWhenAnOrderIsWatched(t *testing.T) {
	minute := func(n int) func(*order.Event) { return at(time.Duration(n) * time.Minute) }
	made := event(order.CreateAnswered, answer("PENDING"), minute(1))
	gone := event(order.Dismissed, because(order.BecauseTime), minute(2))
	for name, c := range map[string]struct {
		events []order.Event
		want   time.Duration
	}{
		"shown":           {[]order.Event{started(), made}, time.Minute},
		"gone":            {[]order.Event{started(), made, gone}, 2 * time.Minute},
		"shown again":     {[]order.Event{started(), made, gone, event(order.ShownAgain, minute(3))}, 3 * time.Minute},
		"closed":          {[]order.Event{started(), made, event(order.Answered, answer("CANCELLED"), minute(4))}, 4 * time.Minute},
		"gone and closed": {[]order.Event{started(), made, gone, event(order.Answered, answer("CANCELLED"), minute(5))}, 5 * time.Minute},
		"unsure":          {[]order.Event{started(), event(order.Unanswered, minute(6))}, 6 * time.Minute},
	} {
		o := after(t, c.events...)
		if got := o.WatchedSince().Sub(start); got != c.want {
			t.Errorf("%s: watched since %v", name, got)
		}
		now := start.Add(time.Hour)
		if got := order.AgeAt(o, now); o.AskedAt.IsZero() && got != (order.Age{Watch: time.Hour - c.want, Answer: time.Hour - c.want}) {
			t.Errorf("%s: its age is %+v", name, got)
		}
	}
}

// By the computer's clock a beginning that is yet to come is now, but for what was used up.
func TestAgesWhenTheClockWasSetBack(t *testing.T) {
	for _, c := range []struct {
		asked int
		ago   time.Duration
		want  order.Age
	}{
		{0, -8 * time.Hour, order.Age{}}, {1, -8 * time.Hour, order.Age{Watch: time.Minute}}, {2, 0, order.Age{Watch: 10 * time.Minute}},
		{4, -1, order.Age{Watch: day}}, {9, -1, order.Age{Watch: day}}, {1, 5 * time.Minute, order.Age{Watch: 5 * time.Minute, Answer: 5 * time.Minute}},
	} {
		o := after(t, standings()["cancelled"]...)
		o.Asked = c.asked
		if got := order.AgeAt(o, start.Add(c.ago)); got != c.want {
			t.Errorf("step %d, after %v: %+v, want %+v", c.asked, c.ago, got, c.want)
		}
	}
	r := after(t, refundStandings()["denied"]...).Refunds[0]
	if got := order.RefundAgeAt(r, start.Add(30*time.Second)); got != (order.Age{Watch: 30 * time.Second, Answer: 30 * time.Second}) {
		t.Errorf("a refund half a minute after it was sent: %+v", got)
	}
	r.Asked, r.AskedAt = 1, start.Add(25*time.Second)
	if got := order.RefundAgeAt(r, start.Add(30*time.Second)); got != (order.Age{Watch: 30 * time.Second, Answer: 5 * time.Second}) {
		t.Errorf("a refund five seconds after an answer: %+v", got)
	}
	if got := order.RefundAgeAt(r, start.Add(-time.Hour)); got != (order.Age{Watch: 20 * time.Second}) {
		t.Errorf("a refund an hour before it was sent: %+v", got)
	}
	done := after(t, refundStandings()["done"]...).Refunds[0]
	if got := order.RefundAgeAt(done, start.Add(time.Hour)); got != (order.Age{Watch: time.Hour, Answer: time.Hour}) {
		t.Errorf("a refund an hour after it was done: %+v", got)
	}
}

// The spread depends on what is asked about and on which question it is, and on no more.
func TestTheSpreadIsTheSameEachTime(t *testing.T) {
	in := func(o order.ID, asked int) time.Duration {
		x := after(t, standings()["dismissed"]...)
		x.ID, x.Asked, x.AskedAt = o, asked, start
		_, d := order.Need(&x, order.Age{})
		return d
	}
	once := in("T1A", 100)
	if again := in("T1A", 100); again != once {
		t.Errorf("%v, then %v", once, again)
	}
	if once == in("T1A", 101) || in("T1A", 92) == in("T1A", 92+256) || once == in("T1B", 100) {
		t.Error("it is the same for others")
	}
}
