package owner

import (
	"strings"
	"testing"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

func TestTheOrderPageSaysInWordsWhatHappened(t *testing.T) {
	long := time.Now().Add(-100 * 24 * time.Hour)
	cases := []struct {
		name  string
		order order.Order
		says  []string
	}{
		{"created", uitest.OrderIn(order.StateCreated, nil),
			[]string{"Being sent", "nobody can pay it", "HK$128.50", "AlipayHK · Table 12", "T10123456789ABCDEFGHJK", "G77", "M1", "24 Nov 2026 10:00:00"}},
		{"waiting", uitest.OrderIn(order.StateWaiting, nil), []string{"Waiting", "keeps asking the gateway until the money is there"}},
		{"dismissed by staff", uitest.OrderIn(order.StateWaiting, uitest.Marked(order.MarkDismissed, order.BecauseStaff)),
			[]string{"Still watched", "may still pay", "Staff took the code off"}},
		{"not understood", uitest.OrderIn(order.StateWaiting, func(o *order.Order) { o.Marks, o.Unread = order.MarkDismissed, "PROCESSING" }),
			[]string{"Not understood", "“PROCESSING”", "may have paid", "don’t take the money again"}},
		{"dismissed by time", uitest.OrderIn(order.StateWaiting, uitest.Marked(order.MarkDismissed, order.BecauseTime)),
			[]string{"as long as the settings say"}},
		{"dismissed by restart", uitest.OrderIn(order.StateWaiting, uitest.Marked(order.MarkDismissed, order.BecauseRestart)),
			[]string{"because the till stopped"}},
		{"abandoned", uitest.OrderIn(order.StateWaiting, uitest.Marked(order.MarkDismissed, order.BecauseAbandoned)), []string{"never shown"}},
		{"unsure, lost", uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseLost)),
			[]string{"Unsure: the gateway may have this order", "Nobody saw its code", "The till keeps asking."}},
		{"unsure, unclear", uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseUnclear)), []string{"did not match this order"}},
		{"unsure, restart", uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseRestart)), []string{"the till stopped while"}},
		{"unsure, abandoned", uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseAbandoned)), []string{"staff went on before"}},
		{"unsure, watch ended", uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince, o.Asked = long, 4 }),
			[]string{"Nobody saw its code", "In a day of asking", "ends as not paid", "an alert says so"}},
		{"unsure, restored", uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseRestored)),
			[]string{"may have been shown and paid", "The till keeps asking."}},
		{"watch ended", uitest.OrderIn(order.StateWaiting, func(o *order.Order) {
			o.SlowSince, o.Asked, o.Marks = long, 1000, order.MarkDismissed
		}), []string{"watched to the end", "in more than a month"}},
		{"paid", uitest.OrderIn(order.StatePaid, nil), []string{"Paid, proven by the gateway’s own answer."}},
		{"tip and discount", uitest.OrderIn(order.StatePaid, func(o *order.Order) { o.Tip, o.Discount = 1285, 2850 }),
			[]string{"Price", "HK$144.15", "Discount", "−HK$28.50", "Tip", "+HK$12.85"}},
		{"late", uitest.OrderIn(order.StatePaid, uitest.Marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff)),
			[]string{"Late money", "Staff took the code off", "Keep the money", "F9"}},
		{"cancelled", uitest.OrderIn(order.StateCancelled, nil), []string{"Closed by the gateway, which says that it was not paid."}},
		{"refused", uitest.OrderIn(order.StateRefused, uitest.Because(order.BecauseGateway)), []string{"The gateway said no", "nothing was taken"}},
		{"not sent", uitest.OrderIn(order.StateRefused, uitest.Because(order.BecauseNotSent)), []string{"never left this computer"}},
		{"credentials", uitest.OrderIn(order.StateRefused, uitest.Because(order.BecauseAuth)), []string{"merchant number or client secret"}},
		{"mismatch", uitest.OrderIn(order.StateWaiting, uitest.Differed("127.50", "SUCCEEDED")),
			[]string{"disagree", "Don’t hand over the goods", "128.50 HKD", "127.50 HKD", "I have seen this"}},
		{"paid, then cancelled", uitest.OrderIn(order.StatePaid, uitest.Differed("128.5", "CANCELLED")),
			[]string{"first said paid, and later cancelled", "SUCCEEDED", "CANCELLED"}},
		{"by hand paid", uitest.OrderIn(order.StateUnsure, uitest.ByHand(order.HandPaid)),
			[]string{"recorded by hand that it was paid: portal says so", "not proven"}},
		{"by hand paid, and proven", uitest.OrderIn(order.StatePaid, uitest.ByHand(order.HandPaid)),
			[]string{"Paid, proven by the gateway’s own answer.", "Before that a manager had recorded by hand “Paid”: portal says so"}},
		{"by hand unpaid, and proven", uitest.OrderIn(order.StatePaid, func(o *order.Order) { o.Overruled = &order.Hand{Verdict: order.HandUnpaid, Reason: "Mei 8:09"} }),
			[]string{"Paid, proven by the gateway’s own answer.", "Before that a manager had recorded by hand “Not paid”: Mei 8:09"}},
		{"by hand paid, proven, and disputed", uitest.OrderIn(order.StatePaid, func(o *order.Order) {
			uitest.Differed("71", "SUCCEEDED")(o)
			uitest.ByHand(order.HandPaid)(o)
		}), []string{"Paid, proven by the gateway’s own answer.", "A manager has recorded by hand “Paid” too: portal says so"}},
		{"by hand unpaid", uitest.OrderIn(order.StateUnsure, uitest.ByHand(order.HandUnpaid)), []string{"that it was not paid: portal says so"}},
		{"by hand refunded", uitest.OrderIn(order.StateUnsure, uitest.ByHand(order.HandRefunded)), []string{"that it was refunded: portal says so"}},
	}
	d := newOffice(t, 0)
	p := d.order
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d.ShowOrder(c.order)
			text := uitest.TextsOf(p.body)
			for _, want := range c.says {
				if !strings.Contains(uitest.Unbroken(text), want) {
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
		"": "No answer yet", "PENDING": "Not paid yet (PENDING)", "SUCCEEDED": "Paid (SUCCEEDED)",
		"CANCELLED": "Closed by the gateway, unpaid (CANCELLED)", "40401 order not found": "40401 order not found",
	} {
		d.ShowOrder(uitest.OrderIn(order.StateWaiting, func(o *order.Order) { o.Said = said }))
		if text := uitest.Unbroken(uitest.TextsOf(p.body)); !strings.Contains(text, want) {
			t.Errorf("%q: %q", said, text)
		}
	}
}

func TestAnAlertIsAcknowledgedOnTheOrdersPage(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	o := uitest.OrderIn(order.StatePaid, uitest.Marked(order.MarkLate, ""))
	d.ShowOrder(o)
	uitest.ButtonSaying(t, p.cards, "Keep the money").Tapped(nil)
	if got := d.Last(); got != (core.Acknowledge{Order: o.ID, Kind: order.AlertLate, Saw: core.StandingOf(o, "")}) {
		t.Errorf("sent %v", got)
	}
}

func TestNumbersAreCopied(t *testing.T) {
	d := newOffice(t, 0)
	p := d.order
	d.ShowOrder(uitest.OrderIn(order.StatePaid, nil))
	uitest.ButtonSaying(t, p.cards, "Copy").Tapped(nil)
	if got := d.App.Clipboard().Content(); got != "T10123456789ABCDEFGHJK" && got != "G77" {
		t.Errorf("copied %q", got)
	}
	d.Reads(uitest.TextsOf(p.body), "Copied: ")
}

func TestTheOrdersPageFollowsTheLog(t *testing.T) {
	s := newOffice(t, 1)
	s.Press(uitest.Enter) // nothing is chosen yet
	s.history.list.Select(1)
	s.Reads(s.Screen(), "Being sent")
	s.ledger.Refuse("T1000001")
	s.Draw(s.ledger.Fresh())
	s.Reads(s.Screen(), "never left this computer")
	s.ledger.Log.Close()
	v := s.View
	v.Seq++
	s.Draw(v)
	s.Reads(s.Screen(), "never left this computer") // what is known stays
	if !s.order.problem.Box.Visible() {
		t.Error("nothing says that the log can't be read")
	}
}
