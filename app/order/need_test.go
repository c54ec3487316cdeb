package order_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
)

const day = 24 * time.Hour

func TestNeedByState(t *testing.T) {
	want := map[string]order.Action{
		"none": order.Nothing, "created": order.DeclareLost, "waiting": order.Ask, "dismissed": order.Ask, "time up": order.Ask, "unsure": order.Ask,
		"paid": order.Nothing, "late": order.Nothing, "cancelled": order.Ask, "refused": order.Nothing, "mismatch": order.Ask,
		"refunding": order.Nothing, "by hand": order.Ask,
	}
	for name, history := range standings() {
		o := after(t, history...)
		if got, _ := order.Need(&o, order.Age{}); got != want[name] {
			t.Errorf("%s needs %d, want %d", name, got, want[name])
		}
	}
}

// watch is a till that runs and asks whenever that is due. Its clock only goes forward.
type watch struct {
	*testing.T
	o     order.Order
	now   time.Time
	asked []time.Duration // when, since the beginning
	began time.Time
	heard time.Time // when an answer last counted
}

func newWatch(t *testing.T, o order.Order) *watch {
	return &watch{T: t, o: o, now: start, began: start, heard: start}
}

func (w *watch) age() order.Age {
	return order.Age{Watch: w.now.Sub(w.began), Answer: w.now.Sub(w.heard)}
}

// hears has an answer come now.
func (w *watch) hears(status string) {
	w.Helper()
	e := event(order.Answered, answer(status), func(e *order.Event) { e.At, e.Day = w.now, w.now.Format(time.DateOnly) })
	if status == "not found" {
		e.Answer = &order.Answer{Code: 40400, NotFound: true}
	}
	e.Step = order.Step(w.o, *e.Answer, w.age(), e.Day)
	before := w.o
	if w.o = apply(w.T, w.o, e); w.o.Asked != before.Asked {
		w.heard = w.now
	}
}

// until asks and hears the same until nothing is due any more, or so long after the
// beginning.
func (w *watch) until(most time.Duration, status string) {
	w.Helper()
	for range 5000 {
		action, in := order.Need(&w.o, w.age())
		at := w.now.Add(max(in, 0))
		if action == order.Nothing || at.Sub(w.began) > most {
			return
		}
		w.now = at
		w.asked = append(w.asked, w.now.Sub(w.began))
		w.hears(status)
	}
	w.Fatal("the watch never ends")
}

func TestQuestionsAreQuickWhenPeoplePayAndSlowAfter(t *testing.T) {
	w := newWatch(t, after(t, standings()["waiting"]...))
	w.until(5*time.Minute, "PENDING")
	if first := w.asked[0]; first < 1800*time.Millisecond || first > 2200*time.Millisecond {
		t.Errorf("the first question comes after %v", first)
	}
	if n := len(w.asked); n < 110 || n > 150 {
		t.Errorf("%d questions in five minutes", n)
	}
	within := func(from, to time.Duration) (n int) {
		for _, at := range w.asked {
			if at >= from && at < to {
				n++
			}
		}
		return n
	}
	for _, part := range []struct{ from, to, least, most time.Duration }{
		{0, 30 * time.Second, 26, 31}, {30 * time.Second, 90 * time.Second, 28, 33}, {90 * time.Second, 5 * time.Minute, 66, 76},
	} {
		if n := within(part.from, part.to); n < int(part.least) || n > int(part.most) {
			t.Errorf("%d questions from %v to %v", n, part.from, part.to)
		}
	}
}

func TestACodeThatIsShownIsAskedAboutForAsLongAsItIs(t *testing.T) {
	w := newWatch(t, after(t, standings()["waiting"]...))
	w.until(30*time.Minute, "PENDING")
	if last := w.asked[len(w.asked)-1]; last < 29*time.Minute {
		t.Errorf("last asked about after %v", last)
	}
}

// The watch of a code that is gone: often for two days, then on thirty days.
func TestDismissedOrdersAreWatchedForAMonth(t *testing.T) {
	for _, status := range []string{"PENDING", "not found"} {
		w := newWatch(t, after(t, standings()["dismissed"]...))
		w.until(1000*day, status)
		total := w.asked[len(w.asked)-1]
		if total < 31*day || total > 34*day {
			t.Errorf("%s: watched for %v", status, total)
		}
		if !w.o.WatchedOut() || w.o.Open() || w.o.Undecided() || w.o.State != order.StateWaiting {
			t.Errorf("%s: it does not end by itself: %+v", status, w.o)
		}
		quick, often, daily := 0, 0, 0
		for _, at := range w.asked {
			switch {
			case at < time.Minute+5*time.Second:
				quick++
			case at < 2*day:
				often++
			default:
				daily++
			}
		}
		if quick < 19 || quick > 22 || often < 330 || often > 370 || daily < 29 || daily > 31 {
			t.Errorf("%s: %d questions in the first minute, %d in two days, %d after", status, quick, often, daily)
		}
	}
}

func TestMoneyAfterTheWatchIsLateMoney(t *testing.T) {
	for _, name := range []string{"dismissed", "unsure"} {
		w := newWatch(t, after(t, standings()[name]...))
		w.until(1000*day, "PENDING")
		w.hears("SUCCEEDED")
		if w.o.State != order.StatePaid || w.o.Alert() != order.AlertLate {
			t.Errorf("%s: %v %v", name, w.o.State, w.o.Marks.Words())
		}
	}
}

// A shop that is closed for a month, or a clock far ahead, uses up nothing of it.
func TestNoWatchEndsByAgeAlone(t *testing.T) {
	for _, name := range []string{"waiting", "dismissed", "time up", "unsure", "cancelled"} {
		o := after(t, standings()[name]...)
		for _, age := range []time.Duration{33 * day, 800 * day} {
			if action, in := order.Need(&o, order.AgeAt(o, start.Add(age))); action != order.Ask || in > 0 {
				t.Errorf("%s, after %v: wants %d in %v", name, age, action, in)
			}
		}
	}
}

func TestTheDailyAnswersComeOnDifferentDays(t *testing.T) {
	w := newWatch(t, after(t, standings()["dismissed"]...))
	w.until(2*day+day/2, "PENDING")
	step := w.o.Asked
	for range 20 { // somebody presses F5
		w.now = w.now.Add(time.Minute)
		w.hears("PENDING")
	}
	if used := w.o.Asked - step; used > 1 {
		t.Errorf("twenty answers within twenty minutes use up %d days", used)
	}
}

func TestAnAnswerRightAfterAnotherUsesUpNothing(t *testing.T) {
	w := newWatch(t, after(t, standings()["dismissed"]...))
	w.now = w.now.Add(3 * time.Second)
	w.hears("PENDING")
	step := w.o.Asked
	w.now = w.now.Add(time.Second)
	w.hears("PENDING")
	if step != 1 || w.o.Asked != step {
		t.Errorf("%d steps, then %d", step, w.o.Asked)
	}
	w.now = w.now.Add(1500 * time.Millisecond)
	w.hears("PENDING")
	if w.o.Asked != step+1 {
		t.Errorf("%d steps after half of a pace", w.o.Asked)
	}
}

func TestCancelledIsAskedAgainFourTimes(t *testing.T) {
	for _, status := range []string{"CANCELLED", "not found", "PENDING"} {
		w := newWatch(t, after(t, standings()["cancelled"]...))
		w.until(1000*day, status)
		if want := []time.Duration{time.Minute, 10 * time.Minute, time.Hour, day}; !slices.Equal(w.asked, want) {
			t.Errorf("%s: asked again after %v", status, w.asked)
		}
		w.o = apply(t, w.o, event(order.Acknowledged))
		if w.o.Open() {
			t.Errorf("%s: it stays open", status)
		}
	}
}

// An order whose code nobody ever saw can't be paid.
func TestAnOrderWithoutACodeHasAShortWatch(t *testing.T) {
	for _, status := range []string{"PENDING", "not found"} {
		w := newWatch(t, after(t, standings()["unsure"]...))
		w.until(1000*day, status)
		if want := []time.Duration{time.Minute, 10 * time.Minute, time.Hour, day}; !slices.Equal(w.asked, want) {
			t.Errorf("%s: asked after %v", status, w.asked)
		}
		if !w.o.WatchedOut() || w.o.Open() {
			t.Errorf("%s: it does not end: %+v", status, w.o)
		}
	}
}

func TestAnAnswerUsesUpTheStepWhoseTimeHadComeAndNoOther(t *testing.T) {
	for later, want := range map[time.Duration]int{time.Second: 0, time.Minute - 1: 0, time.Minute: 1, 10 * time.Minute: 1, 40 * day: 1} {
		w := newWatch(t, after(t, standings()["cancelled"]...))
		w.now = w.now.Add(later)
		w.hears("CANCELLED")
		if w.o.Asked != want {
			t.Errorf("an answer after %v uses up %d steps, want %d", later, w.o.Asked, want)
		}
	}
	w := newWatch(t, after(t, standings()["cancelled"]...)) // the clock was far ahead, or the shop closed
	w.now = w.now.Add(40 * day)
	first := w.now
	w.until(1000*day, "CANCELLED")
	if want := []time.Duration{0, 9 * time.Minute, 59 * time.Minute, 23*time.Hour + 59*time.Minute}; len(w.asked) != 4 {
		t.Errorf("asked %d times", len(w.asked))
	} else {
		for i := range want {
			if got := w.asked[i] - first.Sub(start); got != want[i] {
				t.Errorf("question %d comes %v after the first, want %v", i+1, got, want[i])
			}
		}
	}
}

// Any other code than the learned ones may mean anything.
func TestWhatIsNoAnswerUsesUpNothing(t *testing.T) {
	for _, name := range []string{"cancelled", "unsure", "dismissed"} {
		w := newWatch(t, after(t, standings()[name]...))
		w.now = w.now.Add(2 * day)
		for _, a := range []order.Answer{{Code: 9999, Message: "system busy"}, {Code: 40400, Message: "order not found"}, {}} {
			e := event(order.Answered, func(e *order.Event) { e.At, e.Answer = w.now, &a })
			e.Step = order.Step(w.o, a, w.age(), "2026-11-26")
			if o := apply(t, w.o, e); o.Asked != 0 {
				t.Errorf("%s: %+v uses up %d steps", name, a, o.Asked)
			}
		}
	}
}

// A clock that was set back holds nothing up, and asks about nothing without end.
func TestAClockThatWasSetBackIsNoAge(t *testing.T) {
	for _, name := range []string{"waiting", "dismissed", "cancelled", "unsure"} {
		w := newWatch(t, after(t, standings()[name]...))
		w.now = w.now.Add(2 * time.Minute)
		w.hears("PENDING")
		a := order.AgeAt(w.o, start.Add(-8*time.Hour))
		if a.Watch < 0 || a.Answer < 0 {
			t.Errorf("%s: %+v", name, a)
		}
		if _, in := order.Need(&w.o, a); in < 0 || in > 9*time.Minute+time.Second {
			t.Errorf("%s: due in %v", name, in)
		}
	}
}

func TestAgesByTheComputersClock(t *testing.T) {
	w := newWatch(t, after(t, standings()["dismissed"]...))
	w.now = w.now.Add(time.Minute)
	if a := order.AgeAt(w.o, w.now); a != (order.Age{Watch: time.Minute, Answer: time.Minute}) {
		t.Errorf("before the first answer: %+v", a)
	}
	w.hears("PENDING")
	if a := order.AgeAt(w.o, w.now.Add(time.Second)); a != (order.Age{Watch: 61 * time.Second, Answer: time.Second}) {
		t.Errorf("after it: %+v", a)
	}
}

func TestTheJitterIsATenthEitherWay(t *testing.T) {
	o := after(t, standings()["waiting"]...)
	seen := map[time.Duration]bool{}
	for n := range 200 {
		o.ID = order.ID([]byte{'T', '1', byte('A' + n%26), byte('A' + n/26)})
		_, in := order.Need(&o, order.Age{})
		if in < 1800*time.Millisecond || in > 2200*time.Millisecond {
			t.Errorf("%s: %v", o.ID, in)
		}
		seen[in] = true
	}
	times := slices.Sorted(maps.Keys(seen))
	if least, most := times[0], times[len(times)-1]; len(times) < 100 || least > 1810*time.Millisecond || most < 2190*time.Millisecond {
		t.Errorf("only %d different times, from %v to %v", len(times), least, most)
	}
}
