package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"qrtill/app/core"
	"qrtill/app/order"
)

// shelf is a desk with a real order log under it.
type shelf struct {
	*desk
	ledger *ledger
}

func newShelf(t *testing.T, orders int) *shelf {
	t.Helper()
	s := &shelf{newDesk(t), newLedger(t, orders)}
	s.config.Book = s.ledger.book()
	s.draw(s.ledger.fresh())
	return s
}

// shelfInTrouble is a shelf of orders which all need a person.
func shelfInTrouble(t *testing.T, n int) *shelf {
	t.Helper()
	s := newShelf(t, n)
	s.draw(s.ledger.troubled(n))
	return s
}

// alerted is a shelf with alerts about its first paid orders.
func alerted(t *testing.T, kinds ...order.Alert) *shelf {
	t.Helper()
	s := newShelf(t, len(kinds)+1)
	s.draw(s.ledger.alerted(kinds...))
	return s
}

func TestTroubleIsCountedOnEveryScreenWhileThereIsAny(t *testing.T) {
	s := shelfInTrouble(t, 3)
	for _, p := range []destination{atCharge, atHistory, atSettings, atTrouble} {
		s.open(p)
		s.reads(textsOf(s.rail.box), "3 Settings")
		s.reads(textsOf(s.rail.box), "Trouble")
	}
	s.draw(s.ledger.fresh())
	s.readsNot(textsOf(s.rail.box), "Trouble")
	s.reads(s.screen(), "Nothing is in trouble")
}

func TestTroubleIsReachedAndReadWithKeysAlone(t *testing.T) {
	s := shelfInTrouble(t, 3)
	s.press(keyTrouble)
	if s.page != s.pages[atTrouble] {
		t.Fatal("Ctrl+T did not lead to the list")
	}
	s.press(fyne.KeyDown, fyne.KeyDown, enter)
	s.reads(s.screen(), "T1000002")
	if !s.onOrder() {
		t.Fatal("Enter did not open the order")
	}
	s.press(esc)
	if s.page != s.pages[atTrouble] {
		t.Error("Esc did not lead back to the list")
	}
	s.press(esc)
	if s.page != s.counter {
		t.Error("Esc did not lead back to the sale")
	}
}

func TestAnOrderIsOpenedAndTheListKeepsItsPlace(t *testing.T) {
	for _, back := range []fyne.KeyName{esc, fyne.KeyBackspace} {
		s := newShelf(t, 300)
		s.press(fyne.KeyF3)
		for range 40 {
			s.press(fyne.KeyDown)
		}
		list := listIn(t, s.window.Content())
		at := list.GetScrollOffset()
		s.press(enter)
		if !s.onOrder() || at == 0 {
			t.Fatalf("the page is %T, scrolled to %v", s.page, at)
		}
		s.reads(s.staff(), "T1000261")
		s.press(back)
		if s.page != s.history || list.GetScrollOffset() != at {
			t.Errorf("back at %v, want %v", list.GetScrollOffset(), at)
		}
		s.press(enter) // on the order that the keys were on
		s.reads(s.staff(), "T1000261")
		s.press(fyne.KeyF3)
		if list.GetScrollOffset() != 0 {
			t.Errorf("F3 leads to %v, not to the newest order", list.GetScrollOffset())
		}
	}
}

func TestTheShortcutsWorkWhileTextIsTyped(t *testing.T) {
	s := shelfInTrouble(t, 1)
	s.press(fyne.KeyF7)
	f := s.window.Canvas().Focused().(*field)
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyT, Modifier: fyne.KeyModifierControl})
	if s.page != s.pages[atTrouble] {
		t.Error("Ctrl+T in a field did not lead to the list")
	}
}

func TestLateMoneyCanBeKeptOrRefundedFromEveryScreen(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.reads(s.screen(), "Keep it for the goods, or give it back. Keep F12 Refund F9")
	s.press(fyne.KeyF12)
	if s.last() != (core.Acknowledge{Order: "T1000001"}) {
		t.Errorf("sent %v", s.last())
	}
	s.press(fyne.KeyF9)
	if !s.onOrder() || !s.asking() {
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
		if !s.onOrder() || s.asking() != k.sheet {
			t.Errorf("%d: order's page: %v, sheet: %v", kind, s.onOrder(), s.asking())
		}
	}
}

func TestAnAlertAboutAnUnreadableOrderLeadsToWhatIsSaidAboutTheLog(t *testing.T) {
	s := alerted(t, order.AlertLate)
	s.ledger.log.Close()
	s.press(fyne.KeyF9)
	if s.page != s.history || s.asking() {
		t.Error("F9 did not lead to History")
	}
}
