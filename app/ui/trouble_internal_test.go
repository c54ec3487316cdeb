package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"qrtill/app"
	"qrtill/app/order"
)

// inTrouble is a shelf of orders of which so many need a person.
func inTrouble(t *testing.T, n int) *shelf {
	t.Helper()
	s := newShelf(t, n)
	s.open(atCharge)
	s.draw(s.troubled(n))
	return s
}

// troubled is a View with the first n orders of the shelf in trouble.
func (s *shelf) troubled(n int) app.View {
	v := s.fresh()
	for i := range n {
		o, err := s.log.Order(order.ID("T100000" + string(rune('1'+i))))
		if err != nil {
			s.Fatal(err)
		}
		o.CreatedAt = time.Now().Add(-time.Duration(i+1) * 26 * time.Hour)
		kind := order.Trouble(i%4 + 1)
		key := map[order.Trouble]string{order.TroubleMismatch: "alert.mismatch", order.TroubleUnwatched: "trouble.unwatched", order.TroubleRefund: "trouble.refund", order.TroubleUndecided: "trouble.undecided"}[kind]
		if kind == order.TroubleRefund {
			o.Refunds = []order.Refund{{ID: "R1", State: order.RefundUnsure, Amount: dollars(777), At: time.Now().Add(-5 * time.Minute)}}
		}
		v.Trouble = append(v.Trouble, app.TroubleView{Order: o, Kind: kind, Text: app.Text{Key: key, Values: map[string]any{"Amount": o.Amount, "Refund": dollars(777), "Order": string(o.ID), "Came": "1 HKD"}}})
	}
	return v
}

func TestTroubleIsCountedOnEveryScreenWhileThereIsAny(t *testing.T) {
	s := inTrouble(t, 3)
	for _, p := range []destination{atCharge, atHistory, atSettings, atTrouble} {
		s.open(p)
		s.reads(textsOf(s.rail.box), "3 Settings")
		s.reads(textsOf(s.rail.box), "Trouble")
	}
	s.draw(s.fresh())
	s.readsNot(textsOf(s.rail.box), "Trouble")
	s.reads(s.screen(), "Nothing is in trouble")
}

func TestEveryOrderInTroubleSaysWhyAndWhatToDo(t *testing.T) {
	s := inTrouble(t, 4)
	s.window.Resize(fyne.NewSize(1366, 1000))
	s.open(atTrouble)
	for _, want := range []string{
		"Answers disagree", "26 hours ago", "HK$0.01", "Don’t hand over the goods yet.",
		"No longer asked about", "2 days ago", "record by hand what stands there",
		"Refund unsure", "5 minutes ago", "HK$7.77", "send it again or record it by hand",
		"Not decided", "4 days ago", "…000004",
	} {
		s.reads(s.screen(), want)
	}
	s.readsNot(s.screen(), "⟦")
	s.readsNot(s.screen(), "<no value>")
}

func TestTroubleIsReachedAndReadWithKeysAlone(t *testing.T) {
	s := inTrouble(t, 3)
	s.press(keyTrouble)
	page := s.pages[atTrouble].(*trouble)
	if s.page != page {
		t.Fatal("Ctrl+T did not lead to the list")
	}
	isOn := func(id order.ID) {
		t.Helper()
		if page.chosen != id {
			t.Errorf("on %q, want %q", page.chosen, id)
		}
	}
	s.press(fyne.KeyDown)
	isOn("T1000001")
	s.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	isOn("T1000003")
	s.press(fyne.KeyHome)
	isOn("T1000001")
	s.press(fyne.KeyEnd, fyne.KeyUp)
	isOn("T1000002")
	s.press(fyne.KeyPageDown)
	isOn("T1000003")
	s.press(fyne.KeyPageUp)
	isOn("T1000001")
	s.press(fyne.KeyDown, enter)
	if s.page != s.order || s.order.order.ID != "T1000002" {
		t.Fatal("Enter did not open the order")
	}
	s.press(esc)
	if s.page != page {
		t.Error("Esc did not lead back to the list")
	}
	isOn("T1000002")
	s.press(esc)
	if s.page != s.counter {
		t.Error("Esc did not lead back to the sale")
	}
}

func TestATapOpensTheOrderInTrouble(t *testing.T) {
	s := inTrouble(t, 2)
	s.open(atTrouble)
	s.pages[atTrouble].(*trouble).list.Select(1)
	if s.order.order.ID != "T1000002" {
		t.Errorf("opened %q", s.order.order.ID)
	}
}

func TestTheListKeepsItsPlaceWhenTroubleIsSettled(t *testing.T) {
	s := inTrouble(t, 3)
	s.open(atTrouble)
	s.press(fyne.KeyDown, fyne.KeyDown)
	v := s.troubled(3)
	v.Trouble = v.Trouble[1:]
	s.draw(v)
	page := s.pages[atTrouble].(*trouble)
	if page.chosen != "T1000002" || page.at() != 0 {
		t.Errorf("on %q in row %d", page.chosen, page.at())
	}
	v.Trouble = nil
	s.draw(v)
	s.press(fyne.KeyDown, enter) // nothing to open
	s.reads(s.screen(), "Nothing is in trouble")
}

func TestTheShortcutsWorkWhileTextIsTyped(t *testing.T) {
	s := inTrouble(t, 1)
	s.press(fyne.KeyF7)
	f := s.window.Canvas().Focused().(*field)
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyT, Modifier: fyne.KeyModifierControl})
	if s.page != s.pages[atTrouble] {
		t.Error("Ctrl+T in a field did not lead to the list")
	}
}

// alerted is a shelf with alerts about its first paid orders.
func alerted(t *testing.T, kinds ...order.Alert) *shelf {
	t.Helper()
	s := newShelf(t, len(kinds)+1)
	s.open(atCharge)
	v := s.fresh()
	for i, kind := range kinds {
		id := order.ID("T100000" + string(rune('1'+i)))
		s.paid(id)
		key := map[order.Alert]string{order.AlertLate: "alert.late", order.AlertRefundFailed: "alert.refund_failed", order.AlertMismatch: "alert.mismatch"}[kind]
		v.Alerts = append(v.Alerts, app.AlertView{Order: id, Kind: kind, Text: app.Text{Key: key, Values: map[string]any{"Amount": dollars(1), "Refund": dollars(1), "Order": string(id), "Came": "2", "Said": ""}}})
	}
	v.Seq = s.log.Seq()
	s.draw(v)
	return s
}

// paid has the gateway answer that an order is paid.
func (s *shelf) paid(id order.ID) {
	s.Helper()
	o, err := s.log.Order(id)
	if err != nil {
		s.Fatal(err)
	}
	a := order.Answer{MerchantOrderID: string(id), OrderID: "G1", Amount: o.Amount.Wire(), Currency: "HKD", QR: "https://pay.example/1"}
	for _, step := range []struct {
		kind   order.Kind
		status string
	}{{order.CreateAnswered, "PENDING"}, {order.Answered, "SUCCEEDED"}} {
		a.Status = step.status
		answer := a
		s.now = s.now.Add(time.Second)
		e := order.Event{Version: order.Version, Kind: step.kind, At: s.now, Day: s.now.Format(time.DateOnly), Order: id, Answer: &answer}
		if _, err := s.log.Append(e); err != nil {
			s.Fatal(err)
		}
	}
}

func TestLateMoneyCanBeKeptOrRefundedFromEveryScreen(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.reads(s.screen(), "Keep it for the goods, or give it back. Keep F12 Refund F9")
	s.press(fyne.KeyF12)
	if s.last() != (app.Acknowledge{Order: "T1000001"}) {
		t.Errorf("sent %v", s.last())
	}
	s.press(fyne.KeyF9)
	if s.order.order.ID != "T1000001" || s.sheet == nil {
		t.Fatal("F9 did not open the refund")
	}
	s.reads(s.screen(), "Refund order …000001")
	s.press(esc)
	s.press(esc)
	if s.page != s.counter {
		t.Error("Esc did not lead back to where staff were")
	}
}

func TestOnAnOrdersPageF9IsThatOrders(t *testing.T) {
	s := alerted(t, order.AlertLate, order.AlertLate)
	s.open(atHistory)
	s.showOrder(sold(order.StatePaid, nil))
	s.draw(s.view)
	s.readsNot(textsOf(s.strips.box), "F9")
	s.press(fyne.KeyF9)
	s.reads(s.screen(), "Refund order …EFGHJK")
	s.press(esc)
	s.strips.act.Tapped(nil)
	s.reads(s.screen(), "Refund order …000001")
}

func TestAnAlertOffersWhatHelpsAgainstIt(t *testing.T) {
	for kind, k := range map[order.Alert]struct {
		words string
		sheet bool
	}{
		order.AlertLate: {"Keep F12 Refund F9", true}, order.AlertRefundFailed: {"Seen F12 Refund F9", true}, order.AlertMismatch: {"Seen F12 Look", false},
	} {
		s := alerted(t, kind, order.AlertLate, order.AlertLate)
		s.reads(unbroken(textsOf(s.strips.box)), k.words)
		s.reads(s.screen(), "1 of 3 alerts.")
		s.strips.act.Tapped(nil)
		if s.page != s.order || (s.sheet != nil) != k.sheet {
			t.Errorf("%d: order's page: %v, sheet: %v", kind, s.page == s.order, s.sheet != nil)
		}
	}
}

func TestAnAlertAboutAnUnreadableOrderLeadsToWhatIsSaidAboutTheLog(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.log.Close()
	s.press(fyne.KeyF9)
	if s.page != s.history || s.sheet != nil {
		t.Error("F9 did not lead to History")
	}
}

func TestEveryRefundSaysWhereItStands(t *testing.T) {
	hand := func(v order.Verdict) *order.Hand { return &order.Hand{Verdict: v, Reason: "Mei looked"} }
	cases := map[string]struct {
		refund order.Refund
		says   []string
	}{
		"requested":          {order.Refund{State: order.RefundWanted}, []string{"Being sent", "on its way to the gateway", "Left to refund HK$118.50"}},
		"pending":            {order.Refund{State: order.RefundPending, Said: "PENDING"}, []string{"Under way", "keeps asking", "last word: PENDING"}},
		"unsure":             {order.Refund{State: order.RefundUnsure}, []string{"Unsure", "only asked about", "HK$10.00 stays reserved", "Record by hand…", "Left to refund HK$118.50"}},
		"restored":           {order.Refund{State: order.RefundUnsure, Why: order.BecauseRestored}, []string{"older copy of the order log", "stays reserved"}},
		"missing":            {missing(time.Hour), []string{"For ten minutes", "look in the gateway’s portal", "Send again…"}},
		"sent again":         {order.Refund{State: order.RefundWanted, Sent: 2}, []string{"Sent 2 times, always under the same number."}},
		"done":               {order.Refund{State: order.RefundDone, Reason: "Cold tea"}, []string{"Refunded", "proven by the gateway’s own answer", "Reason: Cold tea", "Refunded for certain HK$10.00"}},
		"failed":             {order.Refund{State: order.RefundFailed, Said: "51007 no balance"}, []string{"Failed", "has not got the money back", "last word: 51007 no balance", "I have seen this", "Left to refund HK$128.50"}},
		"not sent":           {order.Refund{State: order.RefundFailed, Why: order.BecauseNotSent}, []string{"never left this computer"}},
		"by hand":            {order.Refund{State: order.RefundUnsure, Hand: hand(order.HandRefunded)}, []string{"By hand", "recorded by hand that it was refunded: Mei looked", "Not proven", "Left to refund HK$118.50"}},
		"by hand, not":       {order.Refund{State: order.RefundPending, Hand: hand(order.HandNotRefunded)}, []string{"that it was not refunded: Mei looked", "Not proven", "Left to refund HK$128.50"}},
		"by hand, then done": {order.Refund{State: order.RefundDone, Hand: hand(order.HandRefunded)}, []string{"proven by the gateway’s own answer", "Before that a manager had recorded by hand: Mei looked"}},
	}
	for name, c := range cases {
		d, _ := atOrder(t, refunded(c.refund))
		for _, want := range c.says {
			if !strings.Contains(d.screen(), want) {
				t.Errorf("%s: %q is not in %q", name, want, d.screen())
			}
		}
		d.readsNot(d.screen(), "⟦")
	}
}

func TestARefundThatDoesNotMatchIsShownBesideWhatWasExpected(t *testing.T) {
	cases := map[string]struct {
		refund order.Refund
		came   order.Answer
		says   []string
	}{
		"amount":        {order.Refund{State: order.RefundPending}, order.Answer{Amount: "9", Currency: "HKD", Status: "SUCCEEDED"}, []string{"10.00 HKD 9 HKD"}},
		"failed after":  {order.Refund{State: order.RefundDone}, order.Answer{Status: "FAILED"}, []string{"SUCCEEDED FAILED", "Not said"}},
		"done after":    {order.Refund{State: order.RefundFailed}, order.Answer{Status: "SUCCEEDED", Amount: "10.00"}, []string{"FAILED SUCCEEDED"}},
		"after by hand": {order.Refund{State: order.RefundDone, Hand: &order.Hand{Verdict: order.HandNotRefunded, Reason: "x"}}, order.Answer{Status: "SUCCEEDED"}, []string{"Not refunded (by hand) SUCCEEDED"}},
		"other order":   {order.Refund{State: order.RefundPending}, order.Answer{MerchantOrderID: "T9", Status: "SUCCEEDED"}, []string{"Order number T10123456789ABCDEFGHJK T9"}},
		"other refund":  {order.Refund{State: order.RefundPending}, order.Answer{Status: "SUCCEEDED"}, []string{"Refund’s number T1R1 Another refund’s number"}},
	}
	for name, c := range cases {
		o := refunded(c.refund)
		o.Marks, o.Differed, o.DifferedRefund = order.MarkMismatch, &c.came, "T1R1"
		d, p := atOrder(t, o)
		d.reads(d.screen(), "What does not match in the refund of HK$10.00")
		d.reads(d.screen(), "before anything more is refunded")
		for _, want := range c.says {
			if text := unbroken(textsOf(p.cards)); !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %q", name, want, text)
			}
		}
	}
}
