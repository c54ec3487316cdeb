package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestASaleIsTypedWithoutAClick(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		d := newDesk(t)
		d.Write("128.5")
		d.Reads(d.staff(), "HK$128.5 ")
		d.Reads(d.staff(), "Charge HK$128.50")
		d.Press(key)
		if d.till.typing != 1 {
			t.Errorf("said %d times that an amount is being typed", d.till.typing)
		}
		want := core.Charge{Amount: uitest.HKD(12850), Method: order.WeChat}
		if got := d.charges(); len(got) != 1 || got[0] != want {
			t.Errorf("%s: sent %v", key, got)
		}
	}
}

func TestTheKeypadTypesWhatItSays(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"1", "2", "00", ".", "5", "+", "7"} {
		d.Tap(text)
	}
	d.Reads(d.staff(), "1200.50 + 7 = 1207.50")
	d.Tap("Charge HK$1,207.50")
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(120750) {
		t.Errorf("sent %v", got)
	}
}

func TestTheAddingMachineShowsItsTape(t *testing.T) {
	d := newDesk(t)
	d.Write("12+8.50")
	d.Reads(d.staff(), "12.00 + 8.50 = 20.50")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(2050) {
		t.Errorf("sent %v", got)
	}
}

func TestWhatCannotBeChargedIsSaidAndNotSent(t *testing.T) {
	for _, k := range []struct{ keys, say string }{
		{"", "amount"}, {"0", "zero"}, {"0.00", "zero"},
	} {
		d := newDesk(t)
		d.Write(k.keys)
		d.Press(uitest.Enter)
		d.Reads(strings.ToLower(d.staff()), strings.ToLower(k.say))
		if len(d.till.sent) != 0 {
			t.Errorf("%q: sent %v", k.keys, d.till.sent)
		}
	}
	d := newDesk(t)
	d.Write("1.999")
	d.Reads(d.staff(), "decimals")
	d.Reads(d.staff(), "HK$1.99 ")
	d.Press(fyne.KeyBackspace)
	d.ReadsNot(d.staff(), "decimals")
	d.Reads(d.staff(), "HK$1.9 ")
	d.Press(uitest.Esc)
	d.Reads(d.staff(), "HK$0 ")
}

func TestNothingIsChargedWhileTheTillIsStopped(t *testing.T) {
	d := newDesk(t)
	v := uitest.ReadyView()
	v.Stopped = core.Text{Key: "help.title"}
	d.draw(v)
	d.Write("5")
	d.Press(uitest.Enter)
	if len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
}

func TestADoubleEnterNeverMakesTwoCharges(t *testing.T) {
	for _, between := range []time.Duration{0, 100 * time.Millisecond, kit.SettleTime, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.Write("5")
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.draw(uitest.ReadyView()) // a View from before the till heard of it
			d.Press(uitest.Enter, uitest.Enter)
			d.draw(uitest.SaleIn(core.Sending))
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.Press(uitest.Enter)
			d.draw(uitest.SaleIn(core.Waiting))
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.Press(uitest.Enter, uitest.Enter)
			if n := len(d.charges()); n != 1 {
				t.Errorf("after %v: %d charges", between, n)
			}
		})
	}
}

func TestEnterAndEscWaitUntilAChangeCanHaveBeenSeen(t *testing.T) {
	for _, key := range []fyne.KeyName{uitest.Enter, uitest.Esc} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(uitest.SaleIn(core.Waiting))
			time.Sleep(time.Minute)
			d.draw(uitest.SaleIn(core.Paid))
			d.Press(key)
			time.Sleep(kit.SettleTime - time.Millisecond)
			d.draw(uitest.SaleIn(core.Paid)) // the same phase again changes nothing
			d.Press(key)
			if len(d.till.sent) != 0 {
				t.Fatalf("%s went on too early: %v", key, d.till.sent)
			}
			time.Sleep(time.Millisecond)
			d.Press(key)
			if d.last() != (core.Next{}) {
				t.Errorf("%s sent %v", key, d.till.sent)
			}
			d.Reads(d.public(), "Lucky Cat")
		})
	}
}

func TestADigitGoesOnAndIsTyped(t *testing.T) {
	for _, phase := range []core.Phase{core.Paid, core.Closed, core.Failed} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(phase))
		d.Write("12")
		if len(d.till.sent) != 1 || d.last() != (core.Next{}) {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
		d.draw(uitest.SaleIn(phase)) // a View from before the till heard of it
		d.Reads(d.staff(), "HK$12 ")
		d.Press(uitest.Enter) // the change was the cashier's own
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1200) {
			t.Errorf("phase %d: charged %v", phase, got)
		}
	}
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Disputed, core.Unrecorded} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(phase))
		d.Write("12")
		if len(d.till.sent) != 0 {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
	}
}

func TestAFailedSaleCanBeTriedAgainWithItsAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Failed))
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		d.Reads(d.staff(), "Charge HK$128.50")
		if len(d.charges()) != 0 {
			t.Error("charged by itself")
		}
	})
}

func TestWhatMustNotBePassedOverNeedsEsc(t *testing.T) {
	for _, phase := range []core.Phase{core.Disputed, core.Unrecorded} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(uitest.SaleIn(phase))
			time.Sleep(time.Minute)
			d.Press(uitest.Enter)
			if len(d.till.sent) != 0 {
				t.Errorf("Enter sent %v", d.till.sent)
			}
			d.Press(uitest.Esc)
			if d.last() != (core.Next{}) {
				t.Errorf("Esc sent %v", d.till.sent)
			}
		})
	}
}

func TestEscAsksBeforeACodeIsTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Esc)
		d.Reads(d.staff(), "Stop showing this code?")
		d.Reads(d.staff(), "if the customer still pays you will see it here")
		d.Press(uitest.Esc)
		d.ReadsNot(d.staff(), "Stop showing this code?")
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
		}
		d.Press(uitest.Esc, uitest.Enter)
		if d.last() != (core.Dismiss{}) {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

func TestPaidReplacesAnyDialogAndAnyPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.Press(fyne.KeyF3, fyne.KeyF1)
		d.draw(uitest.SaleIn(core.Paid))
		d.ReadsNot(d.staff(), "This sheet")
		d.Reads(d.staff(), "Next customer")
		d.draw(uitest.SaleIn(core.Waiting))
		d.Press(uitest.Esc)
		d.draw(uitest.SaleIn(core.Paid))
		d.ReadsNot(d.staff(), "Stop showing this code?")
		d.Press(uitest.Enter) // meant for the question that is gone
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

// The rest of an amount that was begun too early is another amount: it must
// not be charged.
func TestAnAmountBegunWhileTheCodeIsShownIsNotChargedByHalf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.Write("12")
		d.draw(uitest.SaleIn(core.Paid)) // the customer pays just now
		d.Write("3.00")
		d.Press(uitest.Enter)
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		time.Sleep(time.Second)
		d.Write("123.00")
		d.draw(uitest.ReadyView())
		d.Press(uitest.Enter)
		if c := d.charges(); len(c) != 1 || c[0].Amount.Minor != 12300 {
			t.Errorf("charged %v", c)
		}
	})
}

func TestTheFunctionKeysWorkEverywhere(t *testing.T) {
	v := uitest.SaleIn(core.Waiting)
	v.Alerts = []core.AlertView{{Order: "T1LATE", Text: core.Text{Key: "help.title"}}, {Order: "T2LATE", Text: core.Text{Key: "help.title"}}}
	for _, where := range []destination{atCharge, atHistory, atSettings} {
		d := newDesk(t)
		d.draw(v)
		d.open(where)
		d.Reads(d.staff(), "1 of 2 alerts.")
		d.Press(fyne.KeyF5)
		if d.last() != (core.AskNow{}) {
			t.Errorf("F5 sent %v", d.till.sent)
		}
		d.Press(fyne.KeyF12)
		if d.last() != (core.Acknowledge{Order: "T1LATE"}) {
			t.Errorf("F12 sent %v", d.till.sent)
		}
		d.Press(kit.KeyPayNow)
		if len(d.paid) != 1 || d.paid[0] != "T1ABCDEF" {
			t.Errorf("Ctrl+P paid %v", d.paid)
		}
		for _, k := range []struct {
			key fyne.KeyName
			at  destination
		}{{fyne.KeyF3, atHistory}, {fyne.KeyF10, atSettings}, {fyne.KeyF2, atCharge}} {
			if d.Press(k.key); d.page != d.pages[k.at] {
				t.Errorf("%s does not lead to its page", k.key)
			}
		}
	}
}

func TestTheNoteLetsTheTillsKeysThroughAndKeepsItsOwn(t *testing.T) {
	d := newDesk(t)
	d.Write("5")
	d.Press(fyne.KeyF7)
	d.Write(strings.Repeat("Table 12", 5) + "9")
	if n := d.note().Text; len(n) != order.NoteLength {
		t.Errorf("the note has %d characters: %q", len(n), n)
	}
	d.Press(fyne.KeyF6)
	d.Press(uitest.Enter) // back to the amount
	if d.window.Canvas().Focused() != nil || len(d.till.sent) != 0 {
		t.Error("Enter in the note did more than return to the amount")
	}
	d.Write("0")
	d.Press(uitest.Enter)
	got := d.charges()
	if len(got) != 1 || got[0].Amount != uitest.HKD(5000) || got[0].Method != order.AlipayHK || !strings.HasPrefix(got[0].Note, "Table 12") {
		t.Errorf("sent %v", got)
	}
}

func TestCtrlPWorksInTheNote(t *testing.T) {
	d := newDesk(t)
	note := d.note()
	d.draw(uitest.SaleIn(core.Waiting))
	note.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl})
	if len(d.paid) != 1 {
		t.Error("nothing was paid")
	}
}

func TestMethodsGoRound(t *testing.T) {
	for presses, want := range []order.Method{order.WeChat, order.AlipayHK, order.AlipayCN, order.WeChat} {
		d := newDesk(t)
		for range presses {
			d.Press(fyne.KeyF6)
		}
		d.Write("5")
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Method != want {
			t.Errorf("after %d presses of F6 charged %v", presses, got)
		}
	}
}

func TestAfterASaleTheScreenIsAsAtFirst(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF6, fyne.KeyF7)
	d.Write("Table 4")
	d.Press(uitest.Esc)
	d.Write("9.9")
	d.Press(uitest.Enter)
	d.draw(uitest.SaleIn(core.Paid))
	d.draw(uitest.ReadyView())
	if d.note().Text != "" {
		t.Errorf("left: %q", d.note().Text)
	}
	d.Reads(d.staff(), "HK$0 ")
	d.Write("5")
	d.Settle()
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 2 || got[1].Method != order.WeChat {
		t.Errorf("charged %v", got)
	}
}

func TestARefusedChargeKeepsTheAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.Write("7")
		d.Press(uitest.Enter)
		v := uitest.ReadyView()
		v.Notice = core.Text{Key: "help.title"}
		d.draw(v)
		d.Reads(d.staff(), "HK$7 ")
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		if len(d.charges()) != 2 {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

func TestClosingTheTillWithAnOpenSaleAsks(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.quit()
	d.Reads(d.staff(), "Close the till?")
	d.Reads(d.staff(), "1 code may still be paid")
}

func TestTheHelpShowsEveryKeyAndClosesWithItsOwn(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF1)
	d.ReadsNot(d.staff(), d.Text("keys.tip")) // this shop has none
	d.Press(fyne.KeyF1)
	d.draw(uitest.RatedView())
	d.Press(fyne.KeyF1)
	for _, k := range kit.HelpLines() {
		d.Reads(d.staff(), d.Text(k.Text))
	}
	d.Press(fyne.KeyF1)
	d.ReadsNot(d.staff(), "This sheet")
}

func TestAFocusedButtonPassesTheTillsKeysOn(t *testing.T) {
	d := newDesk(t)
	b := uitest.ButtonSaying(t, d.window.Content(), "7")
	d.window.Canvas().Focus(b)
	d.Press(fyne.KeySpace)
	d.Write("5")
	d.Reads(d.staff(), "HK$75")
	if d.window.Canvas().Focused() != nil {
		t.Error("Enter would press the button, not charge what is being typed")
	}
}

func TestF11OpensTheCustomersWindowAndFillsItsScreen(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF11)
	if !d.watch.Shown() || d.customerWindow.FullScreen() {
		t.Error("the first F11 opens it")
	}
	d.Press(fyne.KeyF11)
	if !d.customerWindow.FullScreen() {
		t.Error("the second fills the screen")
	}
	d.watch.Hide()
	if d.watch.Shown() {
		t.Error("closing hides it")
	}
}

func TestASaleIsSeenFromEveryPage(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.ReadsNot(d.staff(), "Sale of HK$128.50")
	d.Press(fyne.KeyF10)
	d.Reads(d.staff(), "Sale of HK$128.50 · F2")
	d.Press(fyne.KeyF2)
	d.ReadsNot(d.staff(), "Sale of HK$128.50")
}
