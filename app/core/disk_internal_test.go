package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// What happens while the log can't be written, and once it can be again.

// A proof that could not be written is not forgotten when the log is opened anew.
func TestAProofOfAClosedOrderOutlivesADiskThatFails(t *testing.T) {
	r := newRig(t)
	id := r.longClosed()
	r.do(Found{Order: r.state(id)}) // a notification, or "check"
	r.wait(time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED")
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.diskIsBack() // nothing in the log is open
	r.during(time.Hour, time.Minute, r.says("SUCCEEDED"))
	if v := r.view(); r.state(id).State != order.StatePaid {
		t.Errorf("proven while the disk was full; now %v, alerts %v: the money is forgotten", r.state(id).State, v.Alerts)
	}
}

// It stays on the till, whatever else is asked of its sale.
func TestAProofThatIsNotRecordedOutlivesAQuestionAboutItsSale(t *testing.T) {
	r := newRig(t)
	a, b := r.renewed()
	for r.view().Sale.Phase != Paid {
		r.during(time.Second, time.Second, r.saysOf(func(id order.ID) string {
			if id == a {
				return "CANCELLED"
			}
			return "SUCCEEDED"
		}))
	}
	r.next()
	r.forget(a)
	r.disk = diskGone
	r.do(Notified{Order: a})
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED")
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("%v", v.Alerts)
	}
	r.do(Check{b})
	r.during(2*time.Minute, time.Second, r.fails(lost()))
	if v := r.view(); len(v.Alerts) != 1 {
		t.Errorf("PAID – NOT RECORDED is gone: %v", v.Alerts)
	}
	r.diskIsBack()
	r.during(10*time.Minute, time.Second, r.says("SUCCEEDED"))
	if o := r.state(a); o.State != order.StatePaid {
		t.Errorf("the proven money is forgotten: %v", o.State)
	}
}

// SUCCEEDED and then CANCELLED is a mismatch, also when the disk is full at that moment.
func TestACancelledAfterPaidOutlivesADiskThatFails(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	r.do(Check{id})
	r.wait(time.Second)
	r.disk = diskGone
	r.answerAsk("CANCELLED")
	var open []order.ID
	if r.open(id) {
		open = append(open, id)
	}
	r.diskIsBack(open...)
	r.during(time.Hour, time.Second, r.says("CANCELLED"))
	if v := r.view(); !r.state(id).Marks.Has(order.MarkMismatch) {
		t.Errorf("the gateway said CANCELLED of a paid order while the disk was full; nobody is told: %v", v.Alerts)
	}
}

// What somebody asks for is served, also while the log can't be written.
func TestAFullDiskLeavesNoCodeUnaskedThatWasJustTakenOff(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.disk = diskGone
	r.dismiss() // the customer is paying at this moment
	asked := 0
	for range 60 {
		asked += r.during(time.Minute, time.Second, r.says("SUCCEEDED"))
		r.do(Notified{Order: id})
	}
	if asked == 0 {
		t.Errorf("an hour, 60 notifications, and nobody asked; alerts %v", r.view().Alerts)
	}
}

// That a disk was full for a while is no reason to leave a code unasked that was just
// taken off.
func TestACodeTakenOffAfterADiskWasFullIsAskedAboutSoon(t *testing.T) {
	for name, back := range map[string]bool{"the disk is back": true, "the disk is still full": false} {
		r := newRig(t)
		id := r.shown()
		r.disk = diskGone
		r.during(time.Minute, time.Second, r.says("PENDING"))
		if back {
			r.diskIsBack(id)
			r.phase(Waiting)
		}
		r.dismiss()
		r.looking = well
		if asked := r.during(time.Minute, time.Second, r.says("PENDING")); asked < 2 {
			t.Errorf("%s: asked about %d times in the minute after it was taken off", name, asked)
		}
	}
}

// A code that the gateway has closed is not shown on because the disk is full.
func TestACodeThatIsClosedWhileTheDiskIsFullIsShownNoMore(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.disk = diskGone
	r.during(10*time.Second, time.Second, r.says("CANCELLED"))
	if v := r.view(); v.Sale != nil && v.Sale.Phase == Waiting {
		t.Errorf("the customer is shown a code that the gateway has closed: staff read %q", v.Sale.Said.Key)
	}
}

// What staff left long ago is not what they see now.
func TestAnOldUnwrittenGoOnClearsNoLateMoney(t *testing.T) {
	r := newRig(t)
	id := r.closed()
	r.disk = diskGone
	r.next()         // can't be written
	r.diskIsBack(id) // and is written now
	r.wait(2 * time.Minute)
	r.all(r.says("SUCCEEDED")) // late money
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.reopen(id) // a log that hiccups: nobody has pressed anything
	if v := r.view(); len(v.Alerts) != 1 || r.state(id).Seen {
		t.Errorf("the alert of late money is gone (%v), seen %v, and nobody pressed anything", v.Alerts, r.state(id).Seen)
	}
}

// Staff left a code whose time was over; the proof comes after.
func TestGoingOnFromTimeUpOnAFullDiskAcknowledgesNoLaterProof(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	r.disk = diskGone
	r.timeRunsOut()
	for range 10 { // its next question is on its way
		if len(r.calls) == 0 {
			r.do(AskNow{})
			r.wait(time.Second)
		}
	}
	r.next()
	r.answerAsk("SUCCEEDED")
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.diskIsBack(id)
	if v := r.view(); len(v.Alerts) != 1 {
		t.Errorf("the disk is back: order %v %v, seen %v, alerts %v: nobody has seen that it is paid", r.state(id).State, r.state(id).Marks.Words(), r.state(id).Seen, v.Alerts)
	}
}

// A code that Enter has shown again is not taken off by an old failed write, nor by one
// that was on disk after all: that leaves nothing to be made up for.
func TestAnOldUnwrittenTimeUpLeavesTheCodeThatIsShownAgain(t *testing.T) {
	for name, onDisk := range map[string]bool{"the commit was lost": false, "it was on disk after all": true} {
		r := newRig(t)
		id := r.shown()
		r.disk = diskGone
		r.timeRunsOut()
		if onDisk {
			r.log = append(r.log, order.Event{Version: order.Version, Kind: order.Dismissed, At: r.now, Day: "2026-11-24", Order: id, Reason: order.BecauseTime})
		}
		r.diskIsBack(id)
		r.phase(TimeUp)
		r.again()
		r.phase(Waiting)
		r.wait(time.Second)
		r.reopen(id) // the log failed once more and was opened anew
		if v := r.view(); v.Sale == nil || v.Sale.Phase != Waiting {
			t.Errorf("%s: the live code is off the screen by itself: sale %+v, order %v", name, v.Sale, r.state(id).Marks.Words())
		}
	}
}

// Staff went on from a payment: what comes later they have not seen.
func TestAGoOnThatWasOnDiskAfterAllClearsNoLaterMismatch(t *testing.T) {
	r := newRig(t)
	r.charge()
	first := call[Create](r).Order.ID
	r.do(CreateEnded{Order: first, Err: lost()}) // the sale's first: watched for a day
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.all(r.says("SUCCEEDED"))
	r.phase(Paid)
	r.disk = diskGone
	r.next()
	r.log = append(r.log, r.refused) // on disk after all
	r.diskIsBack(first, id)
	r.do(Check{id})
	r.wait(time.Second)
	r.all(r.saysOf(func(asked order.ID) string {
		if asked == id {
			return "CANCELLED"
		}
		return "PENDING"
	}))
	if v := r.view(); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v, order %+v", v.Alerts, r.state(id))
	}
	r.reopen(first, id)
	if v := r.view(); len(v.Alerts) != 1 {
		t.Errorf("paid, then cancelled: the alert is gone though nobody pressed anything; seen %v", r.state(id).Seen)
	}
}

// Of a creation that was held back nothing has left, and that is known: it does not
// stay "created".
func TestAnAbandonedDelayedCreationOnAFullDiskIsClosedLater(t *testing.T) {
	r := newRig(t)
	r.core.own().silent = r.now.Add(20 * time.Second)
	r.charge()
	id := r.core.sale.order.ID
	r.disk = diskGone
	r.dismiss()
	r.diskIsBack(id)
	for range 120 {
		r.wait(time.Second)
	}
	if o := r.state(id); o.State == order.StateCreated {
		t.Errorf("still %v, %d calls", o.State, len(r.calls))
	}
}

func TestWhatIsNotUnderstoodIsSaidOnAFullDiskToo(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("PENDING")
	r.disk = diskGone
	r.during(30*time.Second, time.Second, r.says("PROCESSING"))
	if s := r.view().Sale; !s.Unclear {
		t.Errorf("staff read %v", s.Said)
	}
	r.during(10*time.Second, time.Second, r.says("PENDING"))
	if s := r.view().Sale; s.Unclear {
		t.Error("and go on reading it once it is clear")
	}
}
