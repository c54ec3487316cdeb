package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// How long and how often orders are asked about, and that whoever asks for one is served.

func TestANotificationOnlyBringsTheQuestionForward(t *testing.T) {
	r := newRig(t)
	r.watch(1)
	id := r.log[0].Order
	r.wait(10 * time.Minute)
	r.answerAsk("PENDING")
	r.none()
	r.wait(2 * time.Second)
	r.none()
	r.do(Notified{Order: id})
	if r.state(id).State == order.StatePaid {
		t.Fatal("a notification was believed")
	}
	r.answerAsk("SUCCEEDED")
	if r.state(id).State != order.StatePaid {
		t.Error("the question was not brought forward")
	}
	r.calls = nil
	r.do(Notified{Order: "unknown"}) // which may be one that wants nothing any more
	if f := call[Find](r); f.Order != "unknown" {
		t.Errorf("looked up is %+v", f)
	}
	r.none()
}

// Nothing is asked about an order that is long settled, until somebody asks for it.
func TestAnOrderThatWantsNothingIsAskedAboutOnceWhenSomebodyAsks(t *testing.T) {
	for name, ask := range map[string]func(r *rig, id order.ID){
		"a notification": func(r *rig, id order.ID) { r.do(Notified{Order: id}) },
		"a notification of a refund": func(r *rig, id order.ID) {
			r.do(Notified{Refund: "R1"})
			call[Find](r)
			r.do(Found{Order: r.state(id)})
		},
		"staff": func(r *rig, id order.ID) { r.do(Check{id}) },
	} {
		r := newRig(t)
		id := r.paidOrder()
		r.wait(time.Hour)
		r.none()
		if len(r.core.orders) != 0 {
			t.Fatal("it is still held")
		}
		ask(r, id)
		r.answerAsk("CANCELLED")
		if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertMismatch {
			t.Errorf("%s: what came is not told: %+v", name, v.Alerts)
		}
		r.wait(time.Hour)
		r.none()
	}
}

// What has come to an end, or waits for a person, is asked about more and more seldom,
// whatever the answers are.
func TestWhatHasEndedIsAskedAboutMoreAndMoreSeldom(t *testing.T) {
	disputed := func(r *rig) func() { return r.says("SUCCEEDED", wrongAmount) }
	paid := func(r *rig) func() { return r.says("SUCCEEDED") }
	unknown := func(r *rig) func() { return r.fails(archived()) }
	for _, c := range []struct {
		name       string
		happens    func(r *rig)
		answer     func(r *rig) func()
		long, step time.Duration
		most       int
	}{
		{"closed, and answered with an unknown code", func(r *rig) { r.closed(); r.next() }, unknown, 7 * 24 * time.Hour, time.Minute, 50},
		{"paid, checked, and answered with an unknown code", func(r *rig) { r.do(Found{Order: r.state(r.paidOrder())}) }, unknown, 24 * time.Hour, time.Minute, 20},
		{"a disputed sale, left for the night", func(r *rig) { r.shown() }, disputed, 8 * time.Hour, time.Second, 1100},
		{"paid, and the disk is full all night", func(r *rig) { r.shown(); r.disk = diskGone }, paid, 8 * time.Hour, time.Second, 1000},
		{"closed, left for the night, and the gateway in trouble", func(r *rig) {
			r.closed()
			r.looking = func() error { return serverError(502) }
		}, func(r *rig) func() { return r.fails(serverError(502)) }, 10 * time.Hour, time.Second, 1500},
	} {
		r := newRig(t)
		c.happens(r)
		if asked := r.during(c.long, c.step, c.answer(r)); asked > c.most {
			t.Errorf("%s: %d questions in %v", c.name, asked, c.long)
		}
	}
}

// What is asked for is not lost when the log is opened anew.
func TestACheckOfAClosedOrderOutlivesAReopenedLog(t *testing.T) {
	r := newRig(t)
	id := r.longClosed()
	r.core.own().next = r.now.Add(3 * time.Second) // it has to wait for a moment
	r.do(Found{Order: r.state(id)})
	r.reopen()
	for range 60 {
		r.wait(time.Second)
	}
	if _, asked := underWay[Ask](r); !asked {
		t.Errorf("nobody asked")
	}
}

// A notification that arrives while an older question is on its way is served.
func TestANotificationDuringAQuestionIsServedByAnother(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.during(3*24*time.Hour, time.Minute, r.says("PENDING")) // into the daily part of its watch
	r.do(Check{id})                                          // a question leaves; the gateway answers PENDING, and then the customer pays
	if len(r.calls) != 1 {
		t.Fatalf("%v", r.calls)
	}
	r.do(Notified{Order: id})
	r.answerAsk("PENDING") // the answer from before
	if asked := r.during(time.Hour, time.Minute, r.says("SUCCEEDED")); asked == 0 {
		t.Errorf("the gateway said that it is paid, and for an hour nobody asked: %v", r.state(id).State)
	}
}

// A short outage does not undo it.
func TestANotificationOutlivesAShortOutage(t *testing.T) {
	r := newRig(t)
	id := r.longClosed()
	r.do(Notified{Order: id})
	r.looking = func() error { return serverError(502) }
	r.during(2*time.Minute, time.Second, r.fails(serverError(502)))
	r.looking = well
	r.during(time.Hour, time.Second, r.says("SUCCEEDED"))
	if o := r.state(id); o.State != order.StatePaid {
		t.Errorf("the gateway said that it is paid, was away for two minutes, and is not asked again: %v", o.State)
	}
}

// One that names a refund which is unknown here names an order too.
func TestANotificationOfAnUnknownRefundAsksAboutItsOrder(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	out := r.core.Step(r.now, Notified{Order: id, Refund: "RUNKNOWN"})
	for _, e := range out {
		if f, ok := e.(Find); ok && f.Order == id {
			return
		}
		if a, ok := e.(Ask); ok && a.Order.ID == id {
			return
		}
	}
	t.Errorf("only %v", out)
}

// A question that was wanted while the creation was under way asks nothing of an order
// that was refused: the log would not take its answer, which stops all sales.
func TestACheckDuringACreationThatIsRefusedStopsNothing(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.do(Check{id})
	r.do(CreateEnded{Order: id, Err: no("create", 4001, "not allowed")})
	r.next()
	r.during(time.Minute, time.Second, r.fails(notThere()))
}
