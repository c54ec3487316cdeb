package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// refunding is a refund of HK$28.50 with a reason and a PIN, not yet sent, while a code
// waits; its order, and another.
func refunding(t *testing.T) (d *desk, its, other order.Order) {
	t.Helper()
	d = newDesk(t)
	its = uitest.OrderIn(order.StatePaid, nil)
	other = uitest.OrderIn(order.StatePaid, func(o *order.Order) { o.ID, o.Amount = "T1ANOTHERORDER", uitest.HKD(99900) })
	d.draw(uitest.SaleIn(core.Waiting))
	d.ShowOrder(its)
	d.Press(fyne.KeyF9)
	d.Write("28.5")
	d.Press(uitest.Enter)
	d.Write("broken")
	d.Press(uitest.Enter)
	d.Write("1234")
	return d, its, other
}

func TestAHalfTypedRefundOutlivesThePaymentOfAnotherButNotItsPIN(t *testing.T) {
	d, o, _ := refunding(t)
	d.draw(uitest.SaleIn(core.Paid))
	d.Reads(d.staff(), "Next customer")
	d.ReadsNot(d.staff(), "Amount to refund")
	d.Dash("0")
	d.Press(uitest.Enter)
	if !is[core.Next](d.last()) {
		t.Fatalf("sent %v", d.till.sent)
	}
	d.draw(uitest.ReadyView())
	d.Reads(d.staff(), "Amount to refund")
	d.Dash("45") // for the next customer
	d.Press(uitest.Enter, uitest.Enter)
	if !is[core.Next](d.last()) {
		t.Fatalf("sent %v", d.last())
	}
	d.Answer("1234")
	if got, is := d.last().(core.Refund); !is || got.Order != o.ID || got.Amount != uitest.HKD(2850) || got.PIN != "1234" {
		t.Errorf("sent %v", d.last())
	}
}

func TestARefundThatWasPutAsideIsForItsOwnOrderOrNone(t *testing.T) {
	d, its, other := refunding(t)
	d.draw(uitest.SaleIn(core.Paid))
	d.Press(fyne.KeyF3)
	d.ShowOrder(other)
	d.Press(fyne.KeyF2, uitest.Enter)
	d.draw(uitest.ReadyView())
	if d.Asking() && !d.order.Shows(its.ID) {
		t.Errorf("asks above another order: %s", d.Screen())
	}
	d.Write("1234")
	d.Press(uitest.Enter)
	if got, is := d.last().(core.Refund); is && got.Order != its.ID {
		t.Errorf("sent %v", got)
	}
}

func TestASheetDoesNotComeBackOntoAPageThatStaffHaveGoneTo(t *testing.T) {
	d, _, other := refunding(t)
	d.draw(uitest.SaleIn(core.Disputed))
	d.Press(fyne.KeyF3)
	d.ShowOrder(other)
	d.draw(uitest.ReadyView()) // recorded by hand
	if d.Asking() || !d.order.Shows(other.ID) {
		t.Errorf("asks: %s", d.Screen())
	}
}

func TestWhoWasAtTheSettingsIsBackThereAfterTheTickAndTypesNoAmount(t *testing.T) {
	for name, before := range map[string]func(*desk){
		"locked":       func(*desk) {},
		"half a PIN":   func(d *desk) { d.Write("47") },
		"open":         func(d *desk) { d.unlock() },
		"an open help": func(d *desk) { d.Press(fyne.KeyF1) },
	} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.Press(fyne.KeyF10)
		before(d)
		d.draw(uitest.SaleIn(core.Paid))
		d.Reads(d.staff(), "Next customer")
		d.Write("8") // takes nobody on from a tick that came in between
		d.Press(uitest.Enter)
		if !is[core.Next](d.last()) || d.page != d.pages[atSettings] || d.at != atSettings {
			t.Fatalf("%s: sent %v, at %v", name, d.till.sent, d.at)
		}
		d.draw(uitest.ReadyView())
		d.Dash("9")
		d.Reads(d.Screen(), "the screen had just changed")
		if d.Answer("4711"); d.last() != (app.Unlock{PIN: "4711"}) || len(d.charges()) != 0 {
			t.Errorf("%s: sent %v", name, d.till.sent)
		}
	}
}

func TestWhoWasAtHistoryGoesOnToTheNextAmount(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Press(fyne.KeyF3)
	d.draw(uitest.SaleIn(core.Paid))
	d.Press(uitest.Enter)
	if !is[core.Next](d.last()) || d.page != d.counter {
		t.Errorf("sent %v, at %v", d.till.sent, d.at)
	}
}

func TestWhoHasGoneElsewhereFromTheTickIsNotBroughtToTheSettings(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Press(fyne.KeyF10)
	d.draw(uitest.SaleIn(core.Disputed))
	d.Press(fyne.KeyF3)
	d.draw(uitest.ReadyView()) // recorded by hand
	if d.page != d.pages[atHistory] {
		t.Errorf("at %v", d.at)
	}
}

// stall has the window be busy for so long, and a key go down and come up meanwhile.
func (d *desk) stall(busy time.Duration, name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	d.Board.Later(busy)
	d.Board.KeyDown(e)
	d.Board.TypedKey(e)
	d.Board.KeyUp(e)
	d.Wait(kit.Calm)
}

func TestABusyWindowLetsNoQuestionBeAnsweredUnread(t *testing.T) {
	d := newDesk(t)
	d.Write("60000")
	d.Press(uitest.Enter)
	if d.stall(320*time.Millisecond, uitest.Enter); !d.Asking() || len(d.charges()) != 0 {
		t.Errorf("over the limit: %v", d.charges())
	}
	d = newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Press(uitest.Esc)
	if d.stall(320*time.Millisecond, uitest.Enter); len(d.till.sent) != 0 {
		t.Errorf("stop showing: %v", d.till.sent)
	}
	d = newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Wait(kit.SettleTime * 2)
	d.draw(uitest.SaleIn(core.Paid))
	if d.stall(820*time.Millisecond, uitest.Enter); len(d.till.sent) != 0 {
		t.Errorf("paid: %v", d.till.sent)
	}
}

func TestAFingerOnItsWayToAnotherButtonPassesNoTickOver(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Wait(kit.SettleTime)
	d.draw(uitest.SaleIn(core.Paid))
	b := uitest.ButtonSaying(t, d.window.Content(), "Next customer")
	if b.Tapped(nil); len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
	d.Wait(2 * kit.SettleTime)
	if b.Tapped(nil); !is[core.Next](d.last()) {
		t.Errorf("sent %v", d.till.sent)
	}
}
