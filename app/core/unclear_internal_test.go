package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What can't be understood is no answer: it ends no watch, and after a while it is for a
// person, who can record what the portal says.
func TestAnAnswerThatNobodyUnderstandsIsForAPerson(t *testing.T) {
	for name, say := range map[string]func(*payments.Payment){
		"a word that nobody knows":  func(p *payments.Payment) { p.Status = "SUCCESS" },
		"no currency":               func(p *payments.Payment) { p.Currency = "hkd" },
		"no amount":                 func(p *payments.Payment) { p.Amount = "128,50" },
		"no number":                 func(p *payments.Payment) { p.OrderID = "" },
		"pending, of another order": func(p *payments.Payment) { p.MerchantOrderID, p.Status = "T1OTHER", "PENDING" },
	} {
		r := newRig(t)
		id := r.takenOff()
		r.looking = well
		unclear := r.says("SUCCEEDED", say)
		r.during(110*time.Second, time.Second, unclear)
		if n := len(r.view().Trouble); n != 0 {
			t.Errorf("%s: for a person before it had its time", name)
		}
		r.during(50*time.Hour, time.Minute, unclear)
		r.during(33*24*time.Hour, time.Hour, unclear)
		o, v := r.state(id), r.view()
		if o.WatchedOut() || len(v.Trouble) != 1 || v.Trouble[0].Kind != order.TroubleUnclear || v.Trouble[0].Text.Key != "trouble.unclear" || v.Watching != 1 {
			t.Errorf("%s: it ends by itself: %t, trouble %+v, %d are watched", name, o.WatchedOut(), v.Trouble, v.Watching)
		}
		if n := r.during(10*24*time.Hour, time.Minute, unclear); n > 12 {
			t.Errorf("%s: after a month it is asked about %d times in ten days", name, n)
		}
		r.byHand(o, order.HandUnpaid)
		if v := r.view(); len(v.Trouble) != 0 || v.Manager.Done != 1 {
			t.Errorf("%s: recorded by hand: trouble %+v, %+v", name, v.Trouble, v.Manager)
		}
		r.during(2*24*time.Hour, time.Minute, unclear)
		if n := len(r.core.orders); n != 0 {
			t.Errorf("%s: recorded, and %d orders are held", name, n)
		}
	}
}

// What was not understood is what is told, not that the gateway was busy since.
func TestWhatWasNotUnderstoodIsWhatIsTold(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.looking = well
	r.during(20*time.Minute, time.Second, r.says("PROCESSING"))
	r.during(20*time.Minute, time.Second, r.fails(busyNow()))
	v := r.view().Trouble
	if len(v) != 1 || v[0].Order.ID != id || v[0].Text.Values["Said"] != "PROCESSING" {
		t.Errorf("trouble %+v", v)
	}
}

// A gateway that forgets what it has closed says so in a word of its own: that is the end of
// it.
func TestAClosedOrderThatIsForgottenIsLetGo(t *testing.T) {
	r := newRig(t)
	r.closed()
	r.next()
	if n := r.during(3*24*time.Hour, time.Minute, r.says("EXPIRED")); n != 4 || len(r.core.orders) != 0 {
		t.Errorf("%d questions, %d orders are held", n, len(r.core.orders))
	}
}

// A crowd that nobody understands does not slow down what has just left the screen.
func TestACrowdOfUnclearOrdersSlowsDown(t *testing.T) {
	r := newRig(t)
	r.watch(60)
	r.during(3*time.Hour, time.Second, r.says("PROCESSING"))
	if n := r.during(10*time.Minute, time.Second, r.says("PROCESSING")); n > 80 {
		t.Errorf("%d questions in ten minutes", n)
	}
}

// The till is started in the morning and in the evening, and only asks at the start.
func TestAWatchEndsThoughTheTillIsStartedTwiceADay(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.during(60*time.Hour, time.Minute, r.says("PENDING"))
	r.now = r.now.Truncate(24 * time.Hour)
	for day := range 40 {
		for _, hour := range []time.Duration{0, 12*time.Hour + 30*time.Minute} { // 8:00 and 20:30 in Hong Kong
			n := r.restarted(id)
			n.now = r.now.Add(time.Duration(day)*24*time.Hour + hour)
			n = n.restarted(id)
			n.during(3*time.Second, time.Second, n.says("PENDING"))
			r.log, r.orders, r.read = n.log, nil, 0
		}
	}
	if o := r.state(id); !o.WatchedOut() {
		t.Errorf("after 40 days it is at step %d", o.Asked)
	}
}

// What stands on the screen says itself what the gateway says of it.
func TestWhatTheScreenSaysIsNotAmongTheTrouble(t *testing.T) {
	r := newRig(t)
	r.core.settings.ShowFor = time.Hour
	r.shown()
	r.during(20*time.Minute, time.Second, r.says("PROCESSING"))
	if v := r.view(); len(v.Trouble) != 0 || v.Sale.Said.Values["Said"] != "PROCESSING" {
		t.Errorf("trouble %+v, said %+v", v.Trouble, v.Sale.Said)
	}
	r.dismiss()
	r.during(20*time.Minute, time.Second, r.says("PROCESSING"))
	if v := r.view(); len(v.Trouble) != 1 {
		t.Errorf("trouble %+v", v.Trouble)
	}
}

// An answer that is wanted is told as what it is.
func TestWhatCameOfACheck(t *testing.T) {
	for name, c := range map[string]struct {
		about func(*rig) order.ID
		say   string
		other func(*payments.Payment)
		want  string
	}{
		"another amount": {(*rig).takenOff, "SUCCEEDED", wrongAmount, "checked.differs"},
		"paid, and given back": {func(r *rig) order.ID {
			id := r.paidOrder()
			r.refund(id, 12850)
			r.endRefund("SUCCEEDED", nil)
			return id
		}, "CANCELLED", nil, "checked.paid"},
		"paid, then cancelled": {(*rig).paidOrder, "CANCELLED", nil, "checked.differs"},
		"closed":               {(*rig).takenOff, "CANCELLED", nil, "checked.closed"},
		"not yet":              {(*rig).takenOff, "PENDING", nil, "checked.pending"},
	} {
		r := newRig(t)
		id := c.about(r)
		r.calls = nil
		r.do(Charge{Amount: order.Amount{Minor: 1e9, Currency: "HKD"}, Method: order.WeChat}) // of which staff read why not
		r.do(Check{Order: id})
		if got := r.view().Notice.Key; got != "checked.asking" {
			t.Errorf("%s: while it is asked about staff read %q", name, got)
		}
		change := c.other
		if change == nil {
			change = func(*payments.Payment) {}
		}
		r.during(3*time.Second, time.Second, r.each(r.says(c.say, change), r.refundSays("SUCCEEDED", nil)))
		if got := r.view().Notice.Key; got != c.want {
			t.Errorf("%s: staff read %q", name, got)
		}
	}
}

// A refused order may have been made all the same: the gateway's own word about it is asked
// for, and money for it is late money.
func TestARefusedOrderThatIsPaidAllTheSame(t *testing.T) {
	for _, status := range []string{"SUCCEEDED", "PENDING", "CANCELLED"} {
		r := newRig(t)
		r.charge()
		id := call[Create](r).Order.ID
		r.do(CreateEnded{Order: id, Err: no("create", 9999, "system busy, result unknown")})
		r.next()
		r.do(Notified{Order: id})
		r.wait(time.Second)
		r.answerAsk(status)
		v, late := r.view(), status == "SUCCEEDED"
		if told := len(v.Alerts) == 1 && v.Alerts[0].Kind == order.AlertLate; told != late || (r.state(id).State == order.StatePaid) != late {
			t.Errorf("%s: it is %v, alerts %+v", status, r.state(id).State, v.Alerts)
		}
	}
}

func TestWhatWasNeverSentIsNotAskedAbout(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := call[Create](r).Order.ID
	r.do(CreateEnded{Order: id, Err: &payments.Error{Op: "create", Kind: payments.KindNotSent}})
	r.next()
	r.do(Check{Order: id})
	r.during(time.Minute/3, time.Second, func() { t.Errorf("asked: %+v", r.calls); r.drop() })
	if got := r.view().Notice.Key; got != "checked.never_sent" {
		t.Errorf("staff read %q", got)
	}
}

// While its code is shown, and when its time is over, staff read that it may be paid.
func TestTheScreenSaysWhatIsNotUnderstood(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.wait(3 * time.Second)
	r.answerAsk("PROCESSING")
	if s := r.view().Sale; !s.Unclear || s.Problem.Key != "sale.not_understood" || s.Problem.Values["Said"] != "PROCESSING" {
		t.Errorf("shown: %+v", s)
	}
	r.during(10*time.Minute, time.Second, r.says("PROCESSING"))
	if s := r.view().Sale; s == nil || s.Phase != TimeUp || s.Problem.Key != "sale.unclear_over" {
		t.Errorf("its time is over: %+v", s)
	}
	r.during(10*time.Minute, time.Second, r.says("PENDING"))
	if s := r.view().Sale; s == nil || s.Unclear || !s.Problem.Empty() {
		t.Errorf("understood again: %+v", s)
	}
}

// A record that is contradicted says what that means for the money.
func TestWhatContradictsARecordSaysWhatThatMeans(t *testing.T) {
	for says, want := range map[string]string{"SUCCEEDED": "alert.refund_after_all", "PENDING": "alert.refund_under_way", "PROCESSING": "alert.refund_mismatch", "FAILED": "alert.refund_not_back"} {
		r := newRig(t)
		id, f := r.inDoubt()
		verdict := order.HandNotRefunded
		if says == "FAILED" {
			verdict = order.HandRefunded
		}
		r.do(Allowed{Resolve{Order: id, Refund: f.ID, Saw: StandingOf(r.state(id), f.ID), Verdict: verdict, Reason: "portal"}, r.state(id)})
		r.check(id, r.refundSays(says, nil))
		if v := r.view(); len(v.Alerts) != 1 || v.Alerts[0].Text.Key != want {
			t.Errorf("%s: %+v", says, v.Alerts)
		}
	}
}
