package core

import (
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// cancelledLongAgo is an order whose watch is over, as the log has it.
func (r *rig) cancelledLongAgo() order.ID {
	r.Helper()
	r.charge()
	id := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.next()
	for range 3 * 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			r.answerAsk("CANCELLED")
		}
	}
	if r.core.orders[id] != nil || r.state(id).Open() {
		r.Fatal("still open")
	}
	return id
}

// Rule 14: a proof that could not be written is not forgotten when the log is opened anew.
func TestAProofOfAClosedOrderOutlivesADiskThatFails(t *testing.T) {
	r := newRig(t)
	id := r.cancelledLongAgo()
	r.do(Found{Order: r.state(id)}) // a notification, or "check"
	r.wait(time.Second)
	r.disk = diskGone
	r.answerAsk("SUCCEEDED")
	if v := r.core.View(r.now); len(v.Alerts) != 1 {
		t.Fatalf("alerts %v", v.Alerts)
	}
	r.disk = nil
	r.reopen() // nothing in the log is open
	for range 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			r.answerAsk("SUCCEEDED")
		}
	}
	if v := r.core.View(r.now); r.state(id).State != order.StatePaid {
		t.Errorf("proven while the disk was full; now %v, alerts %v: the money is forgotten", r.state(id).State, v.Alerts)
	}
}

// Rule 6: two payments of one sale are told as such, derived from the log.
func TestTheSecondPaymentOfASaleThatWasForgottenIsToldAsSuch(t *testing.T) {
	r := newRig(t)
	r.charge()
	a := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.again()
	b := r.answerCreate()
	r.wait(3 * time.Second)
	for len(r.calls) > 0 {
		r.answerAsk("SUCCEEDED")
	}
	r.next()
	if r.state(b).State != order.StatePaid {
		t.Fatal(r.state(b).State)
	}
	for range 3 * 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			r.answerAsk("CANCELLED")
		}
	}
	if r.core.orders[a] != nil || r.core.orders[b] != nil {
		t.Fatal("still held")
	}
	r.do(Notified{Order: a})
	r.wait(time.Second)
	r.answerAsk("SUCCEEDED")
	v := r.core.View(r.now)
	if len(v.Alerts) != 1 || v.Alerts[0].Text.Key != "alert.paid_twice" {
		t.Errorf("the sale is paid twice; staff read %v", v.Alerts)
	}
}

// Rule 5: after CANCELLED a few questions, then it ends.
func TestAClosedOrderThatIsAnsweredWithAnUnknownCodeIsAskedMoreAndMoreSeldom(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.next()
	asked := 0
	for range 7 * 24 * 60 {
		r.wait(time.Minute)
		for len(r.calls) > 0 {
			asked++
			a := call[Ask](r)
			r.do(AskEnded{Order: a.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindRefused, Code: 40410, Message: "order archived"}})
		}
	}
	if asked > 50 {
		t.Errorf("%d questions in a week", asked)
	}
}

// Rule 15: a gateway that wants silence in the words of its envelope is not sent three orders.
func TestAGatewayThatWantsLessInItsEnvelopeIsSentOneOrder(t *testing.T) {
	r := newRig(t)
	r.charge()
	creates := 0
	for range 10 {
		c, ok := underWay[Create](r)
		if !ok {
			break
		}
		call[Create](r)
		creates++
		r.do(CreateEnded{Order: c.Order.ID, Err: &payments.Error{Op: "create", Kind: payments.KindServer, Status: 200, Code: 42900, Message: "too many requests"}})
	}
	if creates > 1 {
		t.Errorf("%d orders were sent in one moment to a gateway that wants fewer", creates)
	}
}

// Rule 15, banner: a look that lost its token to another till is no denial of credentials.
func TestALookThatLostItsTokenToAnotherTillDeniesNoCredentials(t *testing.T) {
	r := newRig(t)
	r.contend()
	r.do(LearnEnded{Learned: order.Learned{Account: r.core.settings.Account}, Err: &payments.Error{Op: "query", Kind: payments.KindAuth, Status: 401}})
	if v := r.core.View(r.now); v.Banner.Key == "banner.denied" {
		t.Errorf("staff read %q", v.Banner.Key)
	}
}

// Rule 6: what somebody asks for is served, also while the log can't be written.
func TestAFullDiskLeavesNoCodeUnaskedThatWasJustTakenOff(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	r.disk = diskGone
	r.dismiss() // the customer is paying at this moment
	asked := 0
	for range 3600 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("SUCCEEDED")
		}
		if r.now.Second() == 0 {
			r.do(Notified{Order: id})
		}
	}
	if asked == 0 {
		t.Errorf("an hour, 60 notifications, and nobody asked; alerts %v", r.core.View(r.now).Alerts)
	}
}

// Section 4: slower after.
func TestADisputedSaleIsAskedAboutSlowlyAllNight(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.wait(3 * time.Second)
	asked := 0
	for range 8 * 3600 {
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("SUCCEEDED", func(p *payments.Payment) { p.Amount = "1" })
		}
		r.wait(time.Second)
	}
	if asked > 1100 {
		t.Errorf("%d questions in a night about a sale that waits for a person", asked)
	}
}

// Section 4: a full disk does not make questions quicker.
func TestAPaidSaleThatCantBeRecordedIsNotAskedAboutAllNight(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.disk = diskGone
	r.wait(3 * time.Second)
	asked := 0
	for range 8 * 3600 {
		for len(r.calls) > 0 {
			asked++
			r.answerAsk("SUCCEEDED")
		}
		r.wait(time.Second)
	}
	if asked > 1000 {
		t.Errorf("%d questions in a night about a payment that is proven", asked)
	}
}

// Rule 15: what can still be paid comes before refunds and the rest; a restored order's code counts as shown.
func TestARestoredOrderRanksWithWhatCanBePaid(t *testing.T) {
	r := newRig(t)
	r.charge()
	id := r.answerCreate()
	n, since := r.state(id).New, r.now
	o, err := order.Apply(order.Order{}, order.Event{Version: order.Version, Kind: order.Recalled, At: r.now, Day: "2026-11-24", Order: id, New: &n, Since: &since})
	if err != nil {
		t.Fatal(err)
	}
	if q := r.core.newHeld(r.now, o).payment; (&q).held != nil && q.ranks() != payable {
		t.Errorf("rank %d", q.ranks())
	}
}

// Rule 15: silence is waited for with the time left on the screen.
func TestSilenceAfterA429WithoutAHeaderIsSaid(t *testing.T) {
	r := newRig(t)
	r.charge()
	r.answerCreate()
	r.core.sale.until = r.now.Add(time.Hour)
	last, longest, said := r.now, time.Duration(0), false
	for range 300 {
		r.wait(time.Second)
		if r.now.Sub(last) > 10*time.Second && !r.core.View(r.now).Sale.Quiet.IsZero() {
			said = true
		}
		for len(r.calls) > 0 {
			a := call[Ask](r)
			longest, last = max(longest, r.now.Sub(last)), r.now
			r.do(AskEnded{Order: a.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindServer, Status: 429}})
		}
	}
	if longest > 10*time.Second && !said {
		t.Errorf("%v without a question about the code on the screen, and nothing on the screen says so", longest)
	}
	r.do(AskNow{})
	r.wait(time.Second)
	if r.now.Sub(last) > time.Second && len(r.calls) == 0 {
		t.Logf("nor does F5 ask")
	}
}

// Rule 14: an alert in sum takes only what staff saw.
func TestWhatIsFoundInTheMomentOfAnAcknowledgementStays(t *testing.T) {
	r := newRig(t)
	var orders []order.Order
	for range 2 {
		r.charge()
		id := r.answerCreate()
		r.dismiss()
		n, since := r.state(id).New, r.now
		o, _ := order.Apply(order.Order{}, order.Event{Version: order.Version, Kind: order.Recalled, At: r.now, Day: "2026-11-24", Order: id, New: &n, Since: &since})
		orders = append(orders, o)
	}
	n := &rig{T: t, core: New(nil), now: r.now.Add(time.Minute)}
	n.do(Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong, Orders: orders})
	for range 10 {
		if len(n.calls) < 2 {
			n.wait(time.Second)
		}
	}
	n.answerAsk("SUCCEEDED")
	saw := n.core.View(n.now).Alerts
	n.answerAsk("SUCCEEDED")
	n.do(saw[0].Seen())
	if v := n.core.View(n.now); len(v.Alerts) == 0 {
		t.Errorf("staff saw %v; two are gone", saw[0].Text.Values["Sum"])
	}
}

// Rule 14: a Dismiss meant for one sale's sending does not end another's.
func TestAnEscMeantForOneSaleLeavesTheNext(t *testing.T) {
	r := newRig(t)
	r.charge()
	seen := r.seen()
	r.do(Dismiss{seen})
	r.charge()
	r.do(Dismiss{seen}) // the same key again, as it stood
	if r.core.View(r.now).Sale == nil {
		t.Errorf("the second sale is off the screen")
	}
}

// Rule 6: what is asked for is not lost when the log is opened anew.
func TestACheckOfAClosedOrderOutlivesAReopenedLog(t *testing.T) {
	r := newRig(t)
	id := r.cancelledLongAgo()
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

// Rule 7: a second code of a sale that is paid needs an explicit choice.
func TestNoEnterGetsAFreshCodeForASaleThatIsPaid(t *testing.T) {
	r := newRig(t)
	r.charge()
	a := r.answerCreate()
	r.wait(3 * time.Second)
	r.answerAsk("CANCELLED")
	r.again()
	b := r.answerCreate()
	paid := false
	for range 90 {
		r.wait(time.Second)
		for len(r.calls) > 0 {
			if c := r.calls[0].(Ask); c.Order.ID == a {
				r.answerAsk("SUCCEEDED")
				paid = true
			} else if paid {
				r.answerAsk("CANCELLED")
			} else {
				r.answerAsk("PENDING")
			}
		}
	}
	if v := r.phase(Closed); v.Order != b || v.Problem.Key != "sale.paid_before" {
		t.Fatalf("%+v", v)
	}
	r.again()
	if _, sent := underWay[Create](r); sent {
		t.Errorf("the sale is paid, and one Enter asks for a third code")
	}
}
