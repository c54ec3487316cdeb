package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

func TestNeedByState(t *testing.T) {
	want := map[string]order.Action{
		"none": order.Nothing, "created": order.DeclareLost, "waiting": order.Ask, "dismissed": order.Ask, "time up": order.Ask, "unsure": order.Ask,
		"paid": order.Nothing, "late": order.Nothing, "cancelled": order.Ask, "refused": order.Nothing, "mismatch": order.Ask,
		"refunding": order.Nothing, "by hand": order.Nothing,
	}
	for name, history := range standings() {
		if got, _ := order.Need(after(t, history...), start); got != want[name] {
			t.Errorf("%s needs %d, want %d", name, got, want[name])
		}
	}
}

func TestQuestionsAreQuickWhenPeoplePayAndSlowAfter(t *testing.T) {
	o := after(t, standings()["waiting"]...)
	asked := 0
	var elapsed time.Duration
	for range 1000 {
		_, due := order.Need(o, start.Add(elapsed))
		if due.Sub(start) > 5*time.Minute {
			break
		}
		if asked == 0 && (due.Sub(start) < 1700*time.Millisecond || due.Sub(start) > 2300*time.Millisecond) {
			t.Errorf("the first question comes after %v", due.Sub(start))
		}
		elapsed = due.Sub(start)
		asked++
		o = apply(t, o, event(order.Answered, answer("PENDING"), at(elapsed)))
	}
	if asked < 110 || asked > 150 {
		t.Errorf("%d questions in five minutes", asked)
	}
}

func TestDismissedOrdersAreWatchedForAMonth(t *testing.T) {
	o := after(t, standings()["dismissed"]...)
	now, asked := start, 0
	for {
		action, due := order.Need(o, now)
		if action == order.Nothing {
			break
		}
		if asked++; asked > 5000 {
			t.Fatal("the watch never ends")
		}
		now = due
		o = apply(t, o, event(order.Answered, answer("PENDING"), func(e *order.Event) { e.At = now }))
	}
	if watched := now.Sub(start); watched < 32*24*time.Hour || watched > 34*24*time.Hour {
		t.Errorf("watched for %v", watched)
	}
	if !order.WatchEnded(o, now) || !o.Open() {
		t.Error("an order that stays undecided is left to nobody")
	}
}

func TestTheWatchWaitsForThirtyAnswers(t *testing.T) {
	o := after(t, standings()["dismissed"]...)
	if action, _ := order.Need(o, start.AddDate(2, 0, 0)); action != order.Ask {
		t.Error("a clock that jumped two years ends the watch")
	}
}

func TestCancelledIsAskedAgainFourTimes(t *testing.T) {
	o := after(t, standings()["cancelled"]...)
	for _, want := range []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 24 * time.Hour} {
		action, due := order.Need(o, start)
		if action != order.Ask || due.Sub(start) != want {
			t.Fatalf("asked again after %v (action %d), want %v", due.Sub(start), action, want)
		}
		o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(want)))
	}
	if action, _ := order.Need(o, start); action != order.Nothing || o.Open() {
		t.Error("a cancelled order is watched for ever")
	}
}

func TestAnUnclearAnswerAfterCancelledDoesNotCount(t *testing.T) {
	o := after(t, standings()["cancelled"]...)
	o = apply(t, o, event(order.Answered, answer("PROCESSING"), at(time.Minute)))
	action, due := order.Need(o, start.Add(time.Minute))
	if action != order.Ask || due != start.Add(2*time.Minute) {
		t.Errorf("next question after %v", due.Sub(start))
	}
}

// Every start of the till, and every clock that jumps, asks about all open
// orders at once. Such questions once used up the four, and late money was lost.
func TestQuestionsBetweenDoNotShortenTheWatchAfterCancelled(t *testing.T) {
	o := after(t, standings()["cancelled"]...)
	for _, restart := range []time.Duration{10, 20, 30, 40, 50, 59} {
		o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(restart*time.Second)))
	}
	asked := 0
	now := start
	for {
		action, due := order.Need(o, now)
		if action == order.Nothing {
			break
		}
		now = due
		asked++
		o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(now.Sub(start))))
	}
	if asked != 4 || now.Sub(start) < 24*time.Hour {
		t.Errorf("%d questions after the restarts, the last after %v", asked, now.Sub(start))
	}
}

func TestAClockThatJumpsDoesNotEndTheWatchAfterCancelled(t *testing.T) {
	o := after(t, standings()["cancelled"]...)
	o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(47*time.Hour)))
	if action, due := order.Need(o, start); action != order.Ask || due != start.Add(47*time.Hour+9*time.Minute) {
		t.Errorf("action %d, due after %v", action, due.Sub(start))
	}
}

// Found by the simulator: with a clock set back by a day between two runs, late
// money was found a day late.
func TestAClockThatWasSetBackDoesNotHoldUpTheWatchAfterCancelled(t *testing.T) {
	o := after(t, standings()["cancelled"]...)
	back := -28 * time.Hour
	o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(back))) // at the start
	for _, apart := range []time.Duration{time.Minute, 9 * time.Minute, 50 * time.Minute, 23 * time.Hour} {
		action, due := order.Need(o, start.Add(back))
		if action != order.Ask || due.Sub(start) != back+apart {
			t.Fatalf("asked again after %v (action %d), want %v", due.Sub(start)-back, action, apart)
		}
		back += apart
		o = apply(t, o, event(order.Answered, answer("CANCELLED"), at(back)))
	}
	if action, _ := order.Need(o, start.Add(back)); action != order.Nothing {
		t.Error("the watch does not end")
	}
}
