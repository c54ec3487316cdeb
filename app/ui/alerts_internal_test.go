package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// shelf is a desk with a real order log under it.
type shelf struct {
	*desk
	ledger *uitest.Ledger
}

func newShelf(t *testing.T, orders int) *shelf {
	t.Helper()
	s := &shelf{newDesk(t), uitest.NewLedger(t, orders)}
	s.config.Book = s.ledger.Book()
	s.draw(s.ledger.Fresh())
	return s
}

// shelfInTrouble is a shelf of orders which all need a person.
func shelfInTrouble(t *testing.T, n int) *shelf {
	t.Helper()
	s := newShelf(t, n)
	s.draw(s.ledger.Troubled(n))
	return s
}

// alerted is a shelf with alerts about its first paid orders.
func alerted(t *testing.T, kinds ...order.Alert) *shelf {
	t.Helper()
	s := newShelf(t, len(kinds)+1)
	s.draw(s.ledger.Alerted(kinds...))
	return s
}

func TestTroubleIsCountedOnEveryScreenWhileThereIsAny(t *testing.T) {
	s := shelfInTrouble(t, 3)
	for _, p := range []destination{atCharge, atHistory, atSettings, atTrouble} {
		s.open(p)
		s.Reads(uitest.TextsOf(s.rail.box), "3 Settings")
		s.Reads(uitest.TextsOf(s.rail.box), "Trouble")
	}
	s.draw(s.ledger.Fresh())
	s.ReadsNot(uitest.TextsOf(s.rail.box), "Trouble")
	s.Reads(s.Screen(), "Nothing is in trouble")
}

func TestTroubleIsReachedAndReadWithKeysAlone(t *testing.T) {
	s := shelfInTrouble(t, 3)
	s.Press(kit.KeyTrouble)
	if s.page != s.pages[atTrouble] {
		t.Fatal("Ctrl+T did not lead to the list")
	}
	s.Press(fyne.KeyDown, fyne.KeyDown, uitest.Enter)
	s.Reads(s.Screen(), "T1000002")
	if !s.onOrder() {
		t.Fatal("Enter did not open the order")
	}
	s.Press(uitest.Esc)
	if s.page != s.pages[atTrouble] {
		t.Error("Esc did not lead back to the list")
	}
	s.Press(uitest.Esc)
	if s.page != s.counter {
		t.Error("Esc did not lead back to the sale")
	}
}

func TestAnOrderIsOpenedAndTheListKeepsItsPlace(t *testing.T) {
	for _, back := range []fyne.KeyName{uitest.Esc, fyne.KeyBackspace} {
		s := newShelf(t, 300)
		s.Press(fyne.KeyF3)
		for range 40 {
			s.Press(fyne.KeyDown)
		}
		list := uitest.ListIn(t, s.window.Content())
		at := list.GetScrollOffset()
		s.Press(uitest.Enter)
		if !s.onOrder() || at == 0 {
			t.Fatalf("the page is %T, scrolled to %v", s.page, at)
		}
		s.Reads(s.staff(), "T1000261")
		s.Press(back)
		if s.page != s.history || list.GetScrollOffset() != at {
			t.Errorf("back at %v, want %v", list.GetScrollOffset(), at)
		}
		s.Press(uitest.Enter) // on the order that the keys were on
		s.Reads(s.staff(), "T1000261")
		s.Press(fyne.KeyF3)
		if list.GetScrollOffset() != 0 {
			t.Errorf("F3 leads to %v, not to the newest order", list.GetScrollOffset())
		}
	}
}

func TestTheShortcutsWorkWhileTextIsTyped(t *testing.T) {
	s := shelfInTrouble(t, 1)
	s.Press(fyne.KeyF7)
	s.Press(kit.KeyTrouble)
	if s.page != s.pages[atTrouble] {
		t.Error("Ctrl+T in a field did not lead to the list")
	}
}

func TestLateMoneyCanBeKeptOrRefundedFromEveryScreen(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.Reads(s.Screen(), "Keep it for the goods, or give it back. Keep F12 Refund F9")
	s.Press(fyne.KeyF12)
	if s.last() != (core.Acknowledge{Order: "T1000001", Kind: order.AlertLate}) {
		t.Errorf("sent %v", s.last())
	}
	s.Press(fyne.KeyF9)
	if !s.onOrder() || !s.Asking() {
		t.Fatal("F9 did not open the refund")
	}
	s.Reads(s.Screen(), "Refund order …000001")
	s.Press(uitest.Esc)
	s.Press(uitest.Esc)
	if s.page != s.counter {
		t.Error("Esc did not lead back to where staff were")
	}
}

func TestOnAnOrdersPageF9IsThatOrders(t *testing.T) {
	s := alerted(t, order.AlertLate, order.AlertLate)
	s.open(atHistory)
	s.ShowOrder(uitest.OrderIn(order.StatePaid, nil))
	s.draw(s.view)
	s.ReadsNot(uitest.TextsOf(s.strips.box), "F9")
	s.Press(fyne.KeyF9)
	s.Reads(s.Screen(), "Refund order …EFGHJK")
	s.Press(uitest.Esc)
	s.strips.act.Tapped(nil)
	s.Reads(s.Screen(), "Refund order …000001")
}

func TestAnAlertOffersWhatHelpsAgainstIt(t *testing.T) {
	for kind, k := range map[order.Alert]struct {
		words string
		sheet bool
	}{
		order.AlertLate: {"Keep F12 Refund F9", true}, order.AlertRefundFailed: {"Seen F12 Refund F9", true}, order.AlertMismatch: {"Seen F12 Look", false},
	} {
		s := alerted(t, kind, order.AlertLate, order.AlertLate)
		s.Reads(uitest.Unbroken(uitest.TextsOf(s.strips.box)), k.words)
		s.Reads(s.Screen(), "1 of 3 alerts.")
		s.strips.act.Tapped(nil)
		if !s.onOrder() || s.Asking() != k.sheet {
			t.Errorf("%d: order's page: %v, sheet: %v", kind, s.onOrder(), s.Asking())
		}
	}
}

func TestAnAlertAboutAnUnreadableOrderLeadsToWhatIsSaidAboutTheLog(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.ledger.Log.Close()
	s.Press(fyne.KeyF9)
	if s.page != s.history || s.Asking() {
		t.Error("F9 did not lead to History")
	}
}

func TestAnAlertOpensNothingWhereItsOrderIsOpen(t *testing.T) {
	s := alerted(t, order.AlertLate, order.AlertLate)
	s.Reads(uitest.TextsOf(s.strips.box), "Refund")
	for id, opens := range map[order.ID]bool{"T1000001": false, "T1000002": true} {
		s.OpenOrder(id)
		if s.strips.act.Visible() != opens || !s.strips.seen.Visible() {
			t.Errorf("on %s the alert offers to open its order: %v", id, !opens)
		}
		s.Press(uitest.Esc)
	}
	if !s.strips.act.Visible() {
		t.Error("back on another page, the alert's order can't be opened")
	}
}

func TestWhatWasFoundAgainIsNoAlarm(t *testing.T) {
	for kind, fill := range map[order.Alert]fyne.ThemeColorName{
		order.AlertFound: kit.ToneWarn.Fill, order.AlertPaid: kit.ToneBad.Fill, order.AlertLate: kit.ToneBad.Fill,
	} {
		v := uitest.ReadyView()
		v.Alerts = []core.AlertView{{Kind: kind}, {Kind: order.AlertFound}}
		if got := alertTone(v).Fill; got != fill {
			t.Errorf("alert %d is %s", kind, got)
		}
	}
}
