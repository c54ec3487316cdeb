package owner

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// inTrouble is an office with the page of its orders that need a person.
func inTrouble(t *testing.T, n int) *office {
	t.Helper()
	s := newOffice(t, n)
	s.Draw(s.ledger.Troubled(n))
	s.Open(s.trouble)
	return s
}

func TestEveryOrderInTroubleSaysWhyAndWhatToDo(t *testing.T) {
	s := inTrouble(t, 4)
	s.Window.Resize(fyne.NewSize(1366, 1000))
	for _, want := range []string{
		"Answers disagree", "26 hours ago", "HK$0.01", "Don’t hand over the goods yet.",
		"No longer asked about", "2 days ago", "record by hand what stands there",
		"Refund unsure", "5 minutes ago", "HK$7.77", "send it again or record it by hand",
		"Not decided", "4 days ago", "…000004",
	} {
		s.Reads(s.Screen(), want)
	}
	s.ReadsNot(s.Screen(), "⟦")
	s.ReadsNot(s.Screen(), "<no value>")
}

func TestTheListOfTroubleIsReadWithKeysAlone(t *testing.T) {
	s := inTrouble(t, 3)
	isOn := func(id order.ID) {
		t.Helper()
		if s.trouble.chosen != id {
			t.Errorf("on %q, want %q", s.trouble.chosen, id)
		}
	}
	s.Press(fyne.KeyDown)
	isOn("T1000001")
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	isOn("T1000003")
	s.Press(fyne.KeyHome)
	isOn("T1000001")
	s.Press(fyne.KeyEnd, fyne.KeyUp)
	isOn("T1000002")
	s.Press(fyne.KeyPageDown)
	isOn("T1000003")
	s.Press(fyne.KeyPageUp)
	isOn("T1000001")
	s.Press(fyne.KeyDown, uitest.Enter)
	if s.At() != "T1000002" {
		t.Fatal("Enter did not open the order")
	}
	s.Press(uitest.Esc)
	if s.Page != s.trouble {
		t.Error("Esc did not lead back to the list")
	}
	isOn("T1000002")
	s.Press(uitest.Esc)
	if s.At() != "sale" {
		t.Error("Esc did not lead back to the sale")
	}
}

func TestATapOpensTheOrderInTrouble(t *testing.T) {
	s := inTrouble(t, 2)
	s.trouble.list.Select(1)
	if s.At() != "T1000002" {
		t.Errorf("opened %q", s.At())
	}
}

func TestTheListKeepsItsPlaceWhenTroubleIsSettled(t *testing.T) {
	s := inTrouble(t, 3)
	s.Press(fyne.KeyDown, fyne.KeyDown)
	v := s.ledger.Troubled(3)
	v.Trouble = v.Trouble[1:]
	s.Draw(v)
	if s.trouble.chosen != "T1000002" || s.trouble.at() != 0 {
		t.Errorf("on %q in row %d", s.trouble.chosen, s.trouble.at())
	}
	v.Trouble = nil
	s.Draw(v)
	s.Press(fyne.KeyDown, uitest.Enter) // nothing to open
	s.Reads(s.Screen(), "Nothing is in trouble")
}

func TestEveryRefundSaysWhereItStands(t *testing.T) {
	hand := func(v order.Verdict) *order.Hand { return &order.Hand{Verdict: v, Reason: "Mei looked"} }
	cases := map[string]struct {
		refund order.Refund
		says   []string
	}{
		"requested": {order.Refund{State: order.RefundWanted}, []string{"Being sent", "on its way to the gateway", "Left to refund HK$118.50"}},
		"pending":   {order.Refund{State: order.RefundPending, Said: "PENDING"}, []string{"Under way", "keeps asking", "last word: PENDING"}},
		"unsure": {order.Refund{State: order.RefundUnsure},
			[]string{"Unsure", "only asked about", "HK$10.00 stays reserved", "Record by hand…", "Left to refund HK$118.50"}},
		"restored":   {order.Refund{State: order.RefundUnsure, Why: order.BecauseRestored}, []string{"older copy of the order log", "stays reserved"}},
		"missing":    {uitest.MissingRefund(time.Hour), []string{"For ten minutes", "look in the gateway’s portal", "Send again…"}},
		"sent again": {order.Refund{State: order.RefundWanted, Sent: 2}, []string{"Sent 2 times, always under the same number."}},
		"done": {order.Refund{State: order.RefundDone, Reason: "Cold tea"},
			[]string{"Refunded", "proven by the gateway’s own answer", "Reason: Cold tea", "Refunded for certain HK$10.00"}},
		"failed": {order.Refund{State: order.RefundFailed, Said: "51007 no balance"},
			[]string{"Failed", "has not got the money back", "last word: 51007 no balance", "I have seen this", "Left to refund HK$128.50"}},
		"not sent": {order.Refund{State: order.RefundFailed, Why: order.BecauseNotSent}, []string{"never left this computer"}},
		"by hand": {order.Refund{State: order.RefundUnsure, Hand: hand(order.HandRefunded)},
			[]string{"By hand", "recorded by hand that it was refunded: Mei looked", "Not proven", "Left to refund HK$118.50"}},
		"by hand, not": {order.Refund{State: order.RefundPending, Hand: hand(order.HandNotRefunded)},
			[]string{"that it was not refunded: Mei looked", "Not proven", "Left to refund HK$128.50"}},
		"by hand, then done": {order.Refund{State: order.RefundDone, Hand: hand(order.HandRefunded)},
			[]string{"proven by the gateway’s own answer", "Before that a manager had recorded by hand: Mei looked"}},
	}
	for name, c := range cases {
		d := atOrder(t, uitest.Refunded(c.refund))
		for _, want := range c.says {
			if !strings.Contains(d.Screen(), want) {
				t.Errorf("%s: %q is not in %q", name, want, d.Screen())
			}
		}
		d.ReadsNot(d.Screen(), "⟦")
	}
}

func TestARefundThatDoesNotMatchIsShownBesideWhatWasExpected(t *testing.T) {
	cases := map[string]struct {
		refund order.Refund
		came   order.Answer
		says   []string
	}{
		"amount": {order.Refund{State: order.RefundPending}, order.Answer{Amount: "9", Currency: "HKD", Status: "SUCCEEDED"},
			[]string{"10.00 HKD 9 HKD"}},
		"failed after": {order.Refund{State: order.RefundDone}, order.Answer{Status: "FAILED"}, []string{"SUCCEEDED FAILED", "Not said"}},
		"done after":   {order.Refund{State: order.RefundFailed}, order.Answer{Status: "SUCCEEDED", Amount: "10.00"}, []string{"FAILED SUCCEEDED"}},
		"after by hand": {order.Refund{State: order.RefundDone, Hand: &order.Hand{Verdict: order.HandNotRefunded, Reason: "x"}}, order.Answer{Status: "SUCCEEDED"},
			[]string{"Not refunded (by hand) SUCCEEDED"}},
		"other order": {order.Refund{State: order.RefundPending}, order.Answer{MerchantOrderID: "T9", Status: "SUCCEEDED"},
			[]string{"Order number T10123456789ABCDEFGHJK T9"}},
		"other refund": {order.Refund{State: order.RefundPending}, order.Answer{Status: "SUCCEEDED"},
			[]string{"Refund’s number T1R1 Another refund’s number"}},
	}
	for name, c := range cases {
		o := uitest.Refunded(c.refund)
		o.Marks, o.Differed, o.DifferedRefund = order.MarkMismatch, &c.came, "T1R1"
		d := atOrder(t, o)
		d.Reads(d.Screen(), "What does not match in the refund of HK$10.00")
		d.Reads(d.Screen(), "before anything more is refunded")
		for _, want := range c.says {
			if text := uitest.Unbroken(uitest.TextsOf(d.order.cards)); !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %q", name, want, text)
			}
		}
	}
}
