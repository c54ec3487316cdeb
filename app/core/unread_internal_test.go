package core

import (
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
)

// What is known of an order that wants nothing by the log's word, when the log is opened
// anew and can't be read for it just then.

func (r *rig) told(id order.ID) bool {
	return slices.ContainsFunc(r.view().Alerts, func(a AlertView) bool { return a.Order == id })
}

// answerAbout waits for the question about an order and answers it; other answers don't come.
func (r *rig) answerAbout(id order.ID, status string) {
	r.Helper()
	for range 40 {
		for len(r.calls) > 0 {
			if a := call[Ask](r); a.Order.ID == id {
				r.do(AskEnded{Order: id, Payment: paymentOf(a.Order, status)})
				return
			}
		}
		r.wait(time.Second)
	}
	r.Fatalf("nobody asks about %s", id)
}

func TestAProofIsToldWhileItsOrderCanNotBeRead(t *testing.T) {
	r := newRig(t)
	old := r.longClosed()
	r.calls = nil
	r.do(Notified{Order: old})
	r.disk = diskGone
	r.answerAbout(old, "SUCCEEDED")
	for range 3 {
		r.now = r.now.Add(5 * time.Second)
		r.core.Step(r.now, r.held()) // what it wants looked up can't be read
		if !r.told(old) {
			t.Fatal("PAID – NOT RECORDED is gone")
		}
	}
	r.disk = nil
	r.do(r.held())
	if r.state(old).State != order.StatePaid || !r.told(old) {
		t.Errorf("in the log it is %v, told %t", r.state(old).State, r.told(old))
	}
}

func TestWhoGoesOnFromAProofWhoseOrderCanNotBeReadIsToldOfIt(t *testing.T) {
	r := newRig(t)
	id := r.closed()
	r.during(3*24*time.Hour, time.Minute, r.says("CANCELLED")) // it stays on the screen
	r.do(AskNow{})
	r.disk = diskGone
	r.answerAbout(id, "SUCCEEDED")
	r.phase(Unrecorded)
	r.core.Step(r.now, r.held())
	if r.next(); !r.told(id) {
		t.Errorf("paid, not recorded, and staff see %+v", r.view())
	}
}

func TestAnAnswerThatCameWhileItsOrderCouldNotBeReadIsAskedForAgain(t *testing.T) {
	r := newRig(t)
	old := r.longClosed()
	r.calls = nil
	r.do(Notified{Order: old})
	r.wait(time.Second)
	a := call[Ask](r)
	r.core.Step(r.now, r.held())
	r.do(AskEnded{Order: old, Payment: paymentOf(a.Order, "SUCCEEDED")})
	r.do(Check{Order: old})
	if r.answerAbout(old, "SUCCEEDED"); r.state(old).State != order.StatePaid {
		t.Errorf("it is %v", r.state(old).State)
	}
}
