package core

import (
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
)

// Whose turn it is to be asked about (rule 15).

// When tokens die young, one question in half a minute is for the rest, also while a
// code is on the screen.
func TestACodeOnTheScreenOfAContendedAccountLeavesTheOthersTheirTurn(t *testing.T) {
	r := newRig(t)
	paid := r.paidOrder()
	gone := r.takenOff()
	front := r.shown()
	r.core.settings.ShowFor = time.Hour
	r.core.sale.until = r.now.Add(time.Hour)
	o := r.state(paid)
	r.contend()
	r.wait(time.Second)
	r.do(Allowed{Refund{Order: paid, Amount: order.Amount{Minor: 5000, Currency: "HKD"}, Reason: "x"}, o})
	asked := map[order.ID]int{}
	r.during(10*time.Minute, time.Second, func() {
		a, is := r.calls[0].(Ask)
		r.drop()
		if !is {
			return
		}
		asked[a.Order.ID]++
		p := paymentOf(a.Order, "PENDING")
		if p.Contended = true; a.Order.ID == paid {
			p.Status = "SUCCEEDED"
		}
		r.do(AskEnded{Order: a.Order.ID, Payment: p})
	})
	if asked[gone] == 0 || asked[paid] == 0 {
		t.Errorf("in 10 minutes: the code on the screen was asked about %d times, one just taken off %d, the order of a refund that waits to be sent %d (it is %v)",
			asked[front], asked[gone], asked[paid], r.lastRefund(paid).State)
	}
}

// One order that can't be asked about blinds nobody else.
func TestACodeThatOnlyGetsBrokenAnswersLeavesTheOthersTheirTurn(t *testing.T) {
	r := newRig(t)
	gone := r.takenOff()
	front := r.shown()
	asked := map[order.ID]int{}
	r.during(10*time.Minute, time.Second, func() {
		a := call[Ask](r)
		if asked[a.Order.ID]++; a.Order.ID == front {
			r.do(AskEnded{Order: front, Err: broken()})
			return
		}
		r.do(AskEnded{Order: a.Order.ID, Payment: paymentOf(a.Order, "PENDING")})
	})
	if asked[gone] < 10 {
		t.Errorf("in 10 minutes the code on the screen was asked about %d times, and one just taken off %d times", asked[front], asked[gone])
	}
}

// Nor does it hold up a refund, whose order is asked about first.
func TestARefundIsNotHeldUpByACodeThatOnlyGetsBrokenAnswers(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	front := r.shown()
	r.looking = well
	r.during(30*time.Second, time.Second, r.fails(broken()))
	o := r.state(id)
	r.do(Allowed{Refund{Order: id, Amount: o.Amount, Reason: "x"}, o})
	asked := 0
	r.during(61*time.Second, time.Second, func() {
		a := call[Ask](r)
		if a.Order.ID != front {
			asked++
		}
		r.do(AskEnded{Order: a.Order.ID, Err: broken()})
	})
	if v := r.view(); asked == 0 {
		t.Errorf("for a minute a refund is %v, and its order is not asked about: alerts %v, trouble %v", r.lastRefund(id).State, v.Alerts, v.Trouble)
	}
}

// What can still be paid comes before refunds and the rest; a restored order's code
// counts as shown.
func TestARestoredOrderRanksWithWhatCanBePaid(t *testing.T) {
	r := newRig(t)
	id := r.shown()
	n := r.foundAgain(id)
	if h := n.core.orders[id]; h.payment.ranks() != payable {
		t.Errorf("rank %d", h.payment.ranks())
	}
}

// After a start the first questions go to where money may still move; what the gateway
// has closed comes last.
func TestAfterAStartWhatIsClosedIsAskedAboutLast(t *testing.T) {
	r := newRig(t)
	closed := r.closed()
	r.next()
	r.charge()
	r.dismiss()
	unsure := call[Create](r).Order.ID
	r.do(CreateEnded{Order: unsure, Err: lost()})
	payable := r.takenOff()
	n := r.restarted(closed, unsure, payable)
	var asked []order.ID
	n.during(4*time.Second, 100*time.Millisecond, func() {
		asked = append(asked, call[Ask](n).Order.ID)
	})
	if want := []order.ID{payable, unsure, closed}; !slices.Equal(asked, want) {
		t.Errorf("asked in this order: %v, want %v", asked, want)
	}
}

// A customer may stand before a sale that the gateway has closed, and have paid it.
func TestAClosedSaleOnTheScreenKeepsItsPace(t *testing.T) {
	for name, is := range map[string]func(*rig){
		"a full disk":         func(r *rig) { r.disk, r.core.stopped = diskGone, diskGone },
		"a contended account": (*rig).contend,
	} {
		r := newRig(t)
		r.watch(3)
		id := r.shown()
		r.calls = nil
		r.wait(3 * time.Second)
		paid := "CANCELLED"
		says := r.saysOf(func(o order.ID) string {
			if o == id {
				return paid
			}
			return "PENDING"
		})
		for r.all(says); r.view().Sale.Phase != Closed; r.all(says) {
			r.wait(time.Second)
		}
		is(r)
		paid = "SUCCEEDED"
		r.during(70*time.Second, time.Second, says)
		if p := r.view().Sale.Phase; p != Paid && p != Unrecorded {
			t.Errorf("%s: in 70 s nobody learns that it is paid, phase %d", name, p)
		}
	}
}

// A probe whose order is dropped by a reopened log does not blind the line.
func TestAProbeThatAReopenedLogForgetsBlindsNobody(t *testing.T) {
	r := newRig(t)
	old := r.paidOrder()
	watched := r.takenOff()
	r.wait(3 * time.Second)
	r.fails(serverError(503))()
	r.wait(time.Millisecond)
	r.calls = nil
	for _, h := range r.core.orders { // let it be the old order's turn
		h.payment.asked = r.now
	}
	r.do(Found{Order: r.state(old)})
	r.core.own().next = r.now
	for range 120 {
		if r.wait(100 * time.Millisecond); len(r.calls) > 0 {
			break
		}
	}
	probe := call[Ask](r)
	if probe.Order.ID != old {
		t.Fatalf("not the old one: %v", probe)
	}
	r.calls = nil
	r.reopen(watched)
	r.do(AskEnded{Order: old, Payment: paymentOf(probe.Order, "SUCCEEDED")})
	if asked := r.during(time.Hour, time.Second, r.says("PENDING")); asked == 0 {
		t.Errorf("in an hour nothing was asked about an order that can be paid: trying %v", r.core.own().trying)
	}
}

// Tokens have come to die young while the next question about the code on the screen was due:
// it keeps its distance, whoever's turn it is.
func TestWhoseTurnItIsKeepsThePaceOfTheScreen(t *testing.T) {
	r := newRig(t)
	r.shown()
	r.core.own().others = r.now.Add(6 * time.Second)
	r.wait(3 * time.Second)
	r.answerAsk("PENDING") // at a moment when the next is due in a second
	r.contend()
	asked := r.now
	for range 8 {
		r.wait(time.Second)
		if _, again := underWay[Ask](r); again {
			break
		}
	}
	if apart := r.now.Sub(asked); apart < contendedFront || apart > contendedFront+time.Second {
		t.Errorf("asked again after %v", apart)
	}
}
