package ui

import (
	"strings"
	"testing"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

func TestTheOrderPageSaysInWordsWhatHappened(t *testing.T) {
	long := time.Now().Add(-100 * 24 * time.Hour)
	cases := []struct {
		name  string
		order order.Order
		says  []string
	}{
		{"created", sold(order.StateCreated, nil), []string{"Being sent", "nobody can pay it", "HK$128.50", "AlipayHK · Table 12", "T10123456789ABCDEFGHJK", "G77", "M1", "24 Nov 2026 10:00:00"}},
		{"waiting", sold(order.StateWaiting, nil), []string{"Waiting", "keeps asking the gateway until the money is there"}},
		{"dismissed by staff", sold(order.StateWaiting, marked(order.MarkDismissed, order.BecauseStaff)), []string{"Still watched", "may still pay", "Staff took the code off"}},
		{"dismissed by time", sold(order.StateWaiting, marked(order.MarkDismissed, order.BecauseTime)), []string{"as long as the settings say"}},
		{"dismissed by restart", sold(order.StateWaiting, marked(order.MarkDismissed, order.BecauseRestart)), []string{"because the till stopped"}},
		{"abandoned", sold(order.StateWaiting, marked(order.MarkDismissed, order.BecauseAbandoned)), []string{"never shown"}},
		{"unsure, lost", sold(order.StateUnsure, because(order.BecauseLost)), []string{"Unsure: the gateway may have this order", "Nobody saw its code", "The till keeps asking."}},
		{"unsure, unclear", sold(order.StateUnsure, because(order.BecauseUnclear)), []string{"did not match this order"}},
		{"unsure, restart", sold(order.StateUnsure, because(order.BecauseRestart)), []string{"the till stopped while"}},
		{"unsure, abandoned", sold(order.StateUnsure, because(order.BecauseAbandoned)), []string{"staff went on before"}},
		{"unsure, watch ended", sold(order.StateUnsure, func(o *order.Order) { o.SlowSince, o.Asked = long, 30 }), []string{"stopped asking", "portal"}},
		{"paid", sold(order.StatePaid, nil), []string{"Paid, proven by the gateway’s own answer."}},
		{"tip and discount", sold(order.StatePaid, func(o *order.Order) { o.Tip, o.Discount = 1285, 2850 }), []string{"Price", "HK$144.15", "Discount", "−HK$28.50", "Tip", "+HK$12.85"}},
		{"late", sold(order.StatePaid, marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff)), []string{"Late money", "Staff took the code off", "Keep the money", "F9"}},
		{"cancelled", sold(order.StateCancelled, nil), []string{"Closed by the gateway: nothing was taken."}},
		{"refused", sold(order.StateRefused, because(order.BecauseGateway)), []string{"The gateway said no", "nothing was taken"}},
		{"not sent", sold(order.StateRefused, because(order.BecauseNotSent)), []string{"never left this computer"}},
		{"credentials", sold(order.StateRefused, because(order.BecauseAuth)), []string{"merchant number or client secret"}},
		{"mismatch", sold(order.StateWaiting, differed("127.50", "SUCCEEDED")), []string{"disagree", "Don’t hand over the goods", "128.50 HKD", "127.50 HKD", "I have seen this"}},
		{"paid, then cancelled", sold(order.StatePaid, differed("128.5", "CANCELLED")), []string{"first said paid, and later cancelled", "SUCCEEDED", "CANCELLED"}},
		{"by hand paid", sold(order.StateUnsure, byHand(order.HandPaid)), []string{"recorded by hand that it was paid: portal says so", "not proven"}},
		{"by hand unpaid", sold(order.StateUnsure, byHand(order.HandUnpaid)), []string{"that it was not paid: portal says so"}},
		{"by hand refunded", sold(order.StateUnsure, byHand(order.HandRefunded)), []string{"that it was refunded: portal says so"}},
	}
	d := newOffice(t, 0)
	p := d.order
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d.showOrder(c.order)
			text := textsOf(p.body)
			for _, want := range c.says {
				if !strings.Contains(unbroken(text), want) {
					t.Errorf("%q is not in %q", want, text)
				}
			}
			if strings.Contains(text, "⟦") || strings.Contains(text, "<no value>") {
				t.Errorf("a text is missing in %q", text)
			}
			asks := strings.Contains(text, "stays on every screen")
			if asks != (c.order.Alert() != order.NoAlert) {
				t.Errorf("asks to be seen: %v", asks)
			}
		})
	}
}

func TestTheGatewaysLastWordIsShownAsItWasSent(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	for said, want := range map[string]string{
		"": "Not asked yet", "PENDING": "Not paid yet (PENDING)", "SUCCEEDED": "Paid (SUCCEEDED)",
		"CANCELLED": "Closed by the gateway, unpaid (CANCELLED)", "40401 order not found": "40401 order not found",
	} {
		d.showOrder(sold(order.StateWaiting, func(o *order.Order) { o.Said = said }))
		if text := unbroken(textsOf(p.body)); !strings.Contains(text, want) {
			t.Errorf("%q: %q", said, text)
		}
	}
}

func TestEveryRefundIsListedWithItsState(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	d.showOrder(sold(order.StatePaid, func(o *order.Order) {
		for _, state := range []order.RefundState{order.RefundWanted, order.RefundPending, order.RefundUnsure, order.RefundDone, order.RefundFailed} {
			o.Refunds = append(o.Refunds, order.Refund{ID: order.RefundID("R" + state.String()), Amount: dollars(int64(state) * 100), Reason: "Cold tea", State: state, At: o.CreatedAt})
		}
	}))
	for _, want := range []string{"Refunds", "HK$1.00", "Under way", "HK$3.00", "Unsure", "Refunded", "Failed", "Cold tea", "Rdone"} {
		d.reads(textsOf(p.body), want)
	}
}

func TestAnAlertIsAcknowledgedOnTheOrdersPage(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	o := sold(order.StatePaid, marked(order.MarkLate, ""))
	d.showOrder(o)
	buttonSaying(t, p.cards, "Keep the money").Tapped(nil)
	if got := d.last(); got != (core.Acknowledge{Order: o.ID}) {
		t.Errorf("sent %v", got)
	}
}

func TestNumbersAreCopied(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	d.showOrder(sold(order.StatePaid, nil))
	buttonSaying(t, p.cards, "Copy").Tapped(nil)
	if got := d.app.Clipboard().Content(); got != "T10123456789ABCDEFGHJK" && got != "G77" {
		t.Errorf("copied %q", got)
	}
	d.reads(textsOf(p.body), "Copied: ")
}

func TestTheOrdersPageFollowsTheLog(t *testing.T) {
	s := newOffice(t, 1)
	s.press(enter) // nothing is chosen yet
	s.history.list.Select(1)
	s.reads(s.screen(), "Being sent")
	s.ledger.refuse("T1000001")
	s.draw(s.ledger.fresh())
	s.reads(s.screen(), "never left this computer")
	s.ledger.log.Close()
	v := s.view
	v.Seq++
	s.draw(v)
	s.reads(s.screen(), "never left this computer") // what is known stays
	if !s.order.problem.box.Visible() {
		t.Error("nothing says that the log can't be read")
	}
}
