package owner

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestADoubtfulRefundIsSentAgainOnlyAfterALookInThePortal(t *testing.T) {
	o := uitest.Refunded(uitest.MissingRefund(11*time.Minute), uitest.MissingRefund(9*time.Minute))
	d := atOrder(t, o)
	if n := strings.Count(d.Screen(), "Send again…"); n != 1 {
		t.Fatalf("%d refunds can be sent again", n)
	}
	uitest.ButtonSaying(t, d.order.cards, "Send again…").Tapped(nil)
	d.Reads(d.Screen(), "Look in the gateway’s portal first, for T1R1.")
	d.Write("1234")
	d.Press(uitest.Enter)
	if want := (core.SendAgain{Order: o.ID, Refund: "T1R1", PIN: "1234"}); d.Last() != want {
		t.Errorf("sent %v", d.Last())
	}
}

func TestAManagerRecordsWhatThePortalSays(t *testing.T) {
	old := func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }
	doubtful := uitest.Refunded(order.Refund{State: order.RefundUnsure})
	cases := []struct {
		name    string
		order   order.Order
		refund  order.RefundID
		verdict string
		want    order.Verdict
		says    string
	}{
		{"paid", uitest.OrderIn(order.StateUnsure, old), "", "Paid", order.HandPaid, "never called proven"},
		{"not paid", uitest.OrderIn(order.StateWaiting, old), "", "Not paid", order.HandUnpaid, "Nothing was taken"},
		{"refunded", uitest.OrderIn(order.StatePaid, uitest.Differed("1.00", "SUCCEEDED")), "", "Refunded", order.HandRefunded, "the money has gone back"},
		{"a refund done", doubtful, "T1R1", "Refunded", order.HandRefunded, "can’t be refunded again"},
		{"a refund not done", doubtful, "T1R1", "Not refunded", order.HandNotRefunded, "can be refunded again"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := atOrder(t, c.order)
			if c.refund == "" {
				uitest.ButtonSaying(t, d.order.body, "Record by hand…").Tapped(nil)
			} else {
				uitest.ButtonSaying(t, d.order.cards, "Record by hand…").Tapped(nil)
			}
			d.Press(uitest.Esc) // not yet
			d.order.resolve(c.refund)
			for d.Focused().(*kit.Button).Text != c.verdict {
				d.Tab()
			}
			d.Press(fyne.KeySpace)
			d.Reads(d.Screen(), c.says)
			d.Write("seen by Mei")
			d.Press(uitest.Enter)
			d.Write("1234")
			d.Press(uitest.Enter)
			want := core.Resolve{Order: c.order.ID, Refund: c.refund, Saw: core.StandingOf(c.order, c.refund), Verdict: c.want, Reason: "seen by Mei", PIN: "1234"}
			if d.Last() != want {
				t.Errorf("sent %v", d.Last())
			}
		})
	}
}

func TestNothingIsRecordedWithoutAChoiceAndAReason(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }))
	d.order.resolve("")
	d.Focus(nil)
	d.Press(uitest.Enter)
	d.Reads(d.Screen(), "Choose what the portal says.")
	d.Press(fyne.KeySpace, uitest.Enter)
	d.Write("1234")
	d.Press(uitest.Enter)
	d.ReadsNot(d.Screen(), "Choose what the portal says.")
	if _, sent := d.Last().(core.Resolve); sent && d.Last().(core.Resolve).Reason == "" {
		t.Errorf("sent %v", d.Last())
	}
}

func TestRecordingByHandIsForWhatOnlyThePortalKnows(t *testing.T) {
	unread := func(ago time.Duration) func(*order.Order) {
		return func(o *order.Order) {
			o.Marks, o.Unread, o.SlowSince = order.MarkDismissed, "PROCESSING", time.Now().Add(-ago)
		}
	}
	for name, k := range map[string]struct {
		order order.Order
		there bool
	}{
		"paid":               {uitest.OrderIn(order.StatePaid, nil), false},
		"young and unsure":   {uitest.OrderIn(order.StateUnsure, nil), false},
		"old and unsure":     {uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }), true},
		"not understood":     {uitest.OrderIn(order.StateWaiting, unread(3*time.Minute)), true},
		"not understood yet": {uitest.OrderIn(order.StateWaiting, unread(time.Minute)), false},
		"by hand already":    {uitest.OrderIn(order.StateUnsure, uitest.ByHand(order.HandPaid)), false},
		"mismatch":           {uitest.OrderIn(order.StatePaid, uitest.Differed("1.00", "SUCCEEDED")), true},
	} {
		d := atOrder(t, k.order)
		if d.order.record.Visible() != k.there {
			t.Errorf("%s: %v", name, d.order.record.Visible())
		}
	}
}

// Whoever gave the PIN for a refund a moment ago settles its doubt without it, until then.
func TestTheDoubtOfARefundIsSettledWithoutThePINThatWasJustGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := uitest.Refunded(order.Refund{State: order.RefundUnsure})
		d := atOrder(t, o)
		d.Manager(func(m *core.ManagerView) {
			m.Settles = map[order.RefundID]time.Time{"T1R1": time.Now().Add(time.Minute)}
		})
		record := func() {
			d.order.resolve("T1R1")
			d.Press(fyne.KeySpace)
			d.Write("seen by Mei")
		}
		record()
		d.Reads(d.Screen(), "so it is not needed again")
		d.ReadsNot(d.Screen(), "Manager’s PIN")
		d.Press(uitest.Enter)
		if c, sent := d.Last().(core.Resolve); !sent || c.PIN != "" || c.Refund != "T1R1" {
			t.Errorf("sent %v", d.Last())
		}
		d.Press(uitest.Esc)
		time.Sleep(time.Hour)
		sent := len(d.Sent)
		record()
		d.Reads(d.Screen(), "Manager’s PIN")
		d.Press(uitest.Enter, uitest.Enter)
		if len(d.Sent) != sent {
			t.Errorf("sent %v", d.Last())
		}
	})
}
