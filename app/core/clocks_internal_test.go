package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// set sets the computer's clock; how long ago things were within the run does not change.
func (r *rig) set(by time.Duration) {
	for _, h := range r.core.orders {
		for _, q := range []*question{&h.payment} {
			for _, t := range []*time.Time{&q.began, &q.heard, &q.asked, &q.noted, &q.sent} {
				*t = t.Add(by)
			}
		}
		for _, q := range h.refunds {
			for _, t := range []*time.Time{&q.began, &q.heard, &q.asked, &q.noted, &q.sent, &q.dispatched} {
				*t = t.Add(by)
			}
		}
	}
	r.now = r.now.Add(by)
	r.do(Jumped{})
}

// A watch ends by answers on different days, and those are no days.
func TestAClockSetBackAndForthEndsNoWatch(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.during(60*time.Hour, time.Minute, r.says("PENDING"))
	before := r.core.orders[id].Asked
	for i := range 40 {
		r.set([]time.Duration{24 * time.Hour, -24 * time.Hour}[i%2])
		r.during(time.Minute, 20*time.Second, r.says("PENDING"))
	}
	if h := r.core.orders[id]; h == nil || h.Asked-before > 1 {
		t.Errorf("in 40 minutes the watch went on from step %d to its end or %+v", before, h)
	}
}

// What needs a person does not come and go by the computer's clock.
func TestADoubtfulRefundNeedsAPersonWhateverTheClockSays(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.refund(id, 12850)
	r.endRefund("PENDING", nil)
	r.wait(time.Minute)
	for _, by := range []time.Duration{-8 * time.Hour, 33 * 24 * time.Hour} {
		r.set(by)
		if n := len(r.view().Trouble); n != 0 {
			t.Errorf("after the clock was set by %v it needs a person", by)
		}
	}
	r.during(24*time.Hour, time.Minute, r.each(r.says("SUCCEEDED"), r.refundSays("PENDING", nil)))
	r.set(-8 * time.Hour)
	if n := len(r.view().Trouble); n != 1 {
		t.Error("under way for a day, and nobody is told")
	}
}

// The sale that was made last comes back, also where an older one seems younger.
func TestTheNewestIsWhatWasMadeLast(t *testing.T) {
	r := newRig(t)
	a := r.takenOff()
	r.set(-3 * time.Hour)
	r.calls = nil
	b := r.shown()
	r.during(3*time.Second, time.Second, r.saysOf(func(id order.ID) string { return map[order.ID]string{a: "PENDING", b: "SUCCEEDED"}[id] }))
	r.phase(Paid)
	if v := r.restarted(b, a).view(); v.Sale == nil || v.Sale.Order != b || !v.Sale.Restored { // by the day and the time of the clock
		t.Errorf("on the screen is %+v", v.Sale)
	}
}

// How old a code is nobody knows when the clock was set back while the till was down.
func TestACodeOfUnknownAgeIsNotShownAgain(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.now = r.now.Add(-3 * time.Hour)
	if v := r.restarted(id).view(); v.Sale != nil {
		t.Errorf("on the screen is %+v", v.Sale)
	}
}
