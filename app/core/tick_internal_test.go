package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// The tick of a sale that was paid stays until staff have gone on from it.

func TestTheTickOfAPaidSaleOutlivesTheTill(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.paid()
	for after, want := range map[time.Duration]bool{time.Second: true, 119 * time.Second: true, 121 * time.Second: false, -time.Hour: false} {
		again := &rig{T: t, core: New(nil), now: r.now.Add(after), log: r.log}
		again.do(again.heldBy(r, id))
		v := again.view()
		ticked := v.Sale != nil && v.Sale.Phase == Paid && v.Sale.Restored && len(v.Alerts) == 0
		alerted := v.Sale == nil && len(v.Alerts) == 1 && v.Alerts[0].Kind == order.AlertPaid && v.Alerts[0].Text.Key == "alert.paid"
		if ticked != want || alerted == want {
			t.Errorf("started %v after the payment: %+v, %+v", after, v.Sale, v.Alerts)
		}
	}
	r.next()
	if o := r.state(id); !o.Seen || o.Open() {
		t.Errorf("that staff have gone on is not in the log: %+v", o)
	}
	if again := r.restarted(); again.view().Sale != nil {
		t.Error("a tick comes back that staff have left")
	}
}

// The commit was on disk after all, or was not: either way staff see a tick.
func TestAPaymentThatWasNotRecordedEndsInATick(t *testing.T) {
	for name, onDisk := range map[string]bool{"the commit was lost": false, "it was on disk after all": true} {
		r := newRig(t)
		id := r.shown()
		r.wait(3 * time.Second)
		r.disk = diskGone
		r.answerAsk("SUCCEEDED")
		r.phase(Unrecorded)
		r.disk = nil
		if onDisk {
			r.log = append(r.log, r.refused)
		}
		r.reopen(id)
		if v := r.phase(Paid); v.Order != id || r.state(id).State != order.StatePaid {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestWhatStaffLeftOnADiskThatFailedIsWrittenWhenItRecovers(t *testing.T) {
	r := newRig(t) // the payment could not be recorded, and staff went on
	id := r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED")
	r.next()
	if v := r.view(); v.Sale != nil || len(v.Alerts) != 1 {
		t.Errorf("what staff wrote down: %+v, %+v", v.Sale, v.Alerts)
	}
	r.disk = nil
	r.reopen(id)
	if o := r.state(id); o.State != order.StatePaid || o.Marks != 0 || !o.Seen {
		t.Errorf("in the log: %v %v, seen %t", o.State, o.Marks.Words(), o.Seen)
	}

	r = newRig(t) // it was recorded, that staff went on was not
	id = r.shown()
	r.paid()
	r.disk = diskGone
	r.next()
	if v := r.view(); v.Sale != nil {
		t.Errorf("staff cannot go on: %+v", v.Sale)
	}
	r.disk = nil
	r.reopen(id)
	if o := r.state(id); !o.Seen || r.view().Sale != nil {
		t.Errorf("the tick that staff left is there again, seen %t", o.Seen)
	}

	r = newRig(t) // a code closed on a full disk, and paid
	id = r.shown()
	r.wait(3 * time.Second)
	r.disk = diskGone
	r.dismiss()
	r.answerAsk("SUCCEEDED")
	r.disk = nil
	r.reopen(id)
	if o, v := r.state(id), r.view(); !o.Marks.Has(order.MarkLate) || len(v.Alerts) != 1 || v.Alerts[0].Kind != order.AlertLate {
		t.Errorf("in the log: %v %v, alerts %+v", o.State, o.Marks.Words(), v.Alerts)
	}
}

func (r *rig) heldBy(other *rig, ids ...order.ID) Loaded {
	in := Loaded{Settings: other.core.settings, Ready: true, Zone: hongKong}
	for _, id := range ids {
		in.Orders = append(in.Orders, r.state(id))
	}
	in.Newest = r.newest()
	return in
}
