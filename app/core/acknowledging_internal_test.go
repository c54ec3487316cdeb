package core

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// An alert goes by what staff have seen of it, and by nothing else.

func TestWhatIsFoundInTheMomentOfAnAcknowledgementStays(t *testing.T) {
	r := newRig(t)
	n := r.foundAgain(r.takenOff(), r.takenOff())
	for range 10 {
		if len(n.calls) < 2 {
			n.wait(time.Second)
		}
	}
	n.answerAsk("SUCCEEDED")
	saw := n.view().Alerts
	n.answerAsk("SUCCEEDED")
	n.do(saw[0].Seen())
	if v := n.view(); len(v.Alerts) == 0 {
		t.Errorf("staff saw %v; two are gone", saw[0].Text.Values["Sum"])
	}
}

// An alert told in sum that is read is not one that has come since, though the sum is of
// as many.
func TestWhatIsAcknowledgedInSumIsWhatWasRead(t *testing.T) {
	r := newRig(t)
	ids := []order.ID{r.takenOff(), r.takenOff(), r.takenOff()}
	n := r.foundAgain(ids...)
	pay := func(id order.ID) {
		for s := 0; s < 60 && n.state(id).State != order.StatePaid; s++ {
			n.during(time.Second, time.Second, n.saysOf(func(asked order.ID) string {
				if asked == id {
					return "SUCCEEDED"
				}
				return "UNKNOWN" // PENDING would make it late money
			}))
		}
	}
	pay(ids[0])
	pay(ids[1])
	v := n.view()
	if len(v.Alerts) != 1 || v.Alerts[0].Found != 2 {
		t.Fatalf("%+v", v.Alerts)
	}
	// The manager refunds one of them, and the third is found, before "seen" arrives.
	o := n.state(ids[1])
	n.do(Allowed{Refund{Order: ids[1], Amount: o.Amount, Reason: "x"}, o})
	pay(ids[2])
	n.do(v.Alerts[0].Seen())
	if n.state(ids[2]).Seen {
		t.Errorf("%s is acknowledged, and nobody has read of it", ids[2])
	}
}

func TestAcknowledgingOneFailedRefundLeavesAnother(t *testing.T) {
	r := newRig(t)
	id := r.paidOrder()
	for _, minor := range []int64{1000, 2000} {
		r.refund(id, minor)
		r.endRefund("PENDING", nil)
	}
	for range 10 {
		r.wait(time.Second)
	}
	r.answerRefund("FAILED", nil)
	before := r.view().Alerts
	if len(before) != 1 {
		t.Fatalf("%v", before)
	}
	r.answerRefund("FAILED", nil) // in the same batch
	r.do(before[0].Seen())        // of the first
	if v := r.view(); len(v.Alerts) == 0 {
		t.Errorf("staff saw %v; the other refund failed too, and no alert is left", before[0].Text.Values["Refund"])
	}
}

// "Keep the money" is pressed for late money, and clears nothing else.
func TestAcknowledgingLateMoneyLeavesAMismatch(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	saw := r.view().Alerts[0]
	if saw.Kind != order.AlertLate {
		t.Fatal(saw.Kind)
	}
	r.do(Check{id})
	r.wait(time.Second)
	r.answerAsk("CANCELLED")
	r.do(saw.Seen())
	if v := r.view(); len(v.Alerts) == 0 {
		t.Errorf("paid, then cancelled: no alert is left; trouble %d", len(v.Trouble))
	}
}

func TestAKeyForADisputeTakesNoLateMoney(t *testing.T) {
	r := newRig(t)
	id := r.takenOff()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED", wrongAmount)
	saw := r.view().Alerts[0]
	r.calls = nil
	r.do(Notified{Order: id})
	r.answerAbout(id, "SUCCEEDED") // crosses the key
	if r.do(saw.Seen()); r.state(id).Seen || !r.told(id) {
		t.Errorf("late money is taken off by a key that was meant for what disagreed: %+v", r.view().Alerts)
	}
	if r.do(r.view().Alerts[0].Seen()); !r.state(id).Seen {
		t.Error("what staff see now can't be acknowledged")
	}
}
