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
)

func TestASaleIsTypedWithoutAClick(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		d := newDesk(t)
		d.write("128.5")
		d.reads(d.staff(), "HK$128.5 ")
		d.reads(d.staff(), "Charge HK$128.50")
		d.press(key)
		if d.till.typing != 1 {
			t.Errorf("said %d times that an amount is being typed", d.till.typing)
		}
		want := core.Charge{Amount: dollars(12850), Method: order.WeChat}
		if got := d.charges(); len(got) != 1 || got[0] != want {
			t.Errorf("%s: sent %v", key, got)
		}
	}
}

func TestTheKeypadTypesWhatItSays(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"1", "2", "00", ".", "5", "+", "7"} {
		d.tap(text)
	}
	d.reads(d.staff(), "1200.50 + 7 = 1207.50")
	d.tap("Charge HK$1,207.50")
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(120750) {
		t.Errorf("sent %v", got)
	}
}

func TestTheAddingMachineShowsItsTape(t *testing.T) {
	d := newDesk(t)
	d.write("12+8.50")
	d.reads(d.staff(), "12.00 + 8.50 = 20.50")
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(2050) {
		t.Errorf("sent %v", got)
	}
}

func TestWhatCannotBeChargedIsSaidAndNotSent(t *testing.T) {
	for _, k := range []struct{ keys, say string }{
		{"", "amount"}, {"0", "zero"}, {"0.00", "zero"},
	} {
		d := newDesk(t)
		d.write(k.keys)
		d.press(enter)
		d.reads(strings.ToLower(d.staff()), strings.ToLower(k.say))
		if len(d.till.sent) != 0 {
			t.Errorf("%q: sent %v", k.keys, d.till.sent)
		}
	}
	d := newDesk(t)
	d.write("1.999")
	d.reads(d.staff(), "decimals")
	d.reads(d.staff(), "HK$1.99 ")
	d.press(fyne.KeyBackspace)
	d.readsNot(d.staff(), "decimals")
	d.reads(d.staff(), "HK$1.9 ")
	d.press(esc)
	d.reads(d.staff(), "HK$0 ")
}

func TestNothingIsChargedWhileTheTillIsStopped(t *testing.T) {
	d := newDesk(t)
	v := readyView()
	v.Stopped = core.Text{Key: "help.title"}
	d.draw(v)
	d.write("5")
	d.press(enter)
	if len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
}

func TestADoubleEnterNeverMakesTwoCharges(t *testing.T) {
	for _, between := range []time.Duration{0, 100 * time.Millisecond, settle, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.write("5")
			d.press(enter)
			time.Sleep(between)
			d.draw(readyView()) // a View from before the till heard of it
			d.press(enter, enter)
			d.draw(saleIn(core.Sending))
			d.press(enter)
			time.Sleep(between)
			d.press(enter)
			d.draw(saleIn(core.Waiting))
			d.press(enter)
			time.Sleep(between)
			d.press(enter, enter)
			if n := len(d.charges()); n != 1 {
				t.Errorf("after %v: %d charges", between, n)
			}
		})
	}
}

func TestEnterAndEscWaitUntilAChangeCanHaveBeenSeen(t *testing.T) {
	for _, key := range []fyne.KeyName{enter, esc} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(saleIn(core.Waiting))
			time.Sleep(time.Minute)
			d.draw(saleIn(core.Paid))
			d.press(key)
			time.Sleep(settle - time.Millisecond)
			d.draw(saleIn(core.Paid)) // the same phase again changes nothing
			d.press(key)
			if len(d.till.sent) != 0 {
				t.Fatalf("%s went on too early: %v", key, d.till.sent)
			}
			time.Sleep(time.Millisecond)
			d.press(key)
			if d.last() != (core.Next{}) {
				t.Errorf("%s sent %v", key, d.till.sent)
			}
			d.reads(d.public(), "Lucky Cat")
		})
	}
}

func TestADigitGoesOnAndIsTyped(t *testing.T) {
	for _, phase := range []core.Phase{core.Paid, core.Closed, core.Failed} {
		d := newDesk(t)
		d.draw(saleIn(phase))
		d.write("12")
		if len(d.till.sent) != 1 || d.last() != (core.Next{}) {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
		d.draw(saleIn(phase)) // a View from before the till heard of it
		d.reads(d.staff(), "HK$12 ")
		d.press(enter) // the change was the cashier's own
		if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(1200) {
			t.Errorf("phase %d: charged %v", phase, got)
		}
	}
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Disputed, core.Unrecorded} {
		d := newDesk(t)
		d.draw(saleIn(phase))
		d.write("12")
		if len(d.till.sent) != 0 {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
	}
}

func TestAFailedSaleCanBeTriedAgainWithItsAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(saleIn(core.Failed))
		time.Sleep(settle)
		d.press(enter)
		d.reads(d.staff(), "Charge HK$128.50")
		if len(d.charges()) != 0 {
			t.Error("charged by itself")
		}
	})
}

func TestWhatMustNotBePassedOverNeedsEsc(t *testing.T) {
	for _, phase := range []core.Phase{core.Disputed, core.Unrecorded} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(saleIn(phase))
			time.Sleep(time.Minute)
			d.press(enter)
			if len(d.till.sent) != 0 {
				t.Errorf("Enter sent %v", d.till.sent)
			}
			d.press(esc)
			if d.last() != (core.Next{}) {
				t.Errorf("Esc sent %v", d.till.sent)
			}
		})
	}
}

func TestEscAsksBeforeACodeIsTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(saleIn(core.Waiting))
		time.Sleep(settle)
		d.press(esc)
		d.reads(d.staff(), "Stop showing this code?")
		d.reads(d.staff(), "if the customer still pays you will see it here")
		d.press(esc)
		d.readsNot(d.staff(), "Stop showing this code?")
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
		}
		d.press(esc, enter)
		if d.last() != (core.Dismiss{}) {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

func TestPaidReplacesAnyDialogAndAnyPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(saleIn(core.Waiting))
		d.press(fyne.KeyF3, fyne.KeyF1)
		d.draw(saleIn(core.Paid))
		d.readsNot(d.staff(), "This sheet")
		d.reads(d.staff(), "Next customer")
		d.draw(saleIn(core.Waiting))
		d.press(esc)
		d.draw(saleIn(core.Paid))
		d.readsNot(d.staff(), "Stop showing this code?")
		d.press(enter) // meant for the question that is gone
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
		d.draw(saleIn(core.Waiting))
		d.write("12")
		d.draw(saleIn(core.Paid)) // the customer pays just now
		d.write("3.00")
		d.press(enter)
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		time.Sleep(time.Second)
		d.write("123.00")
		d.draw(readyView())
		d.press(enter)
		if c := d.charges(); len(c) != 1 || c[0].Amount.Minor != 12300 {
			t.Errorf("charged %v", c)
		}
	})
}

func TestTheFunctionKeysWorkEverywhere(t *testing.T) {
	v := saleIn(core.Waiting)
	v.Alerts = []core.AlertView{{Order: "T1LATE", Text: core.Text{Key: "help.title"}}, {Order: "T2LATE", Text: core.Text{Key: "help.title"}}}
	for _, where := range []destination{atCharge, atHistory, atSettings} {
		d := newDesk(t)
		d.draw(v)
		d.open(where)
		d.reads(d.staff(), "1 of 2 alerts.")
		d.press(fyne.KeyF5)
		if d.last() != (core.AskNow{}) {
			t.Errorf("F5 sent %v", d.till.sent)
		}
		d.press(fyne.KeyF12)
		if d.last() != (core.Acknowledge{Order: "T1LATE"}) {
			t.Errorf("F12 sent %v", d.till.sent)
		}
		d.press(keyPayNow)
		if len(d.paid) != 1 || d.paid[0] != "T1ABCDEF" {
			t.Errorf("Ctrl+P paid %v", d.paid)
		}
		for _, k := range []struct {
			key fyne.KeyName
			at  destination
		}{{fyne.KeyF3, atHistory}, {fyne.KeyF10, atSettings}, {fyne.KeyF2, atCharge}} {
			if d.press(k.key); d.page != d.pages[k.at] {
				t.Errorf("%s does not lead to its page", k.key)
			}
		}
	}
}

func TestTheNoteLetsTheTillsKeysThroughAndKeepsItsOwn(t *testing.T) {
	d := newDesk(t)
	d.write("5")
	d.press(fyne.KeyF7)
	d.write(strings.Repeat("Table 12", 5) + "9")
	if n := d.note().Text; len(n) != order.NoteLength {
		t.Errorf("the note has %d characters: %q", len(n), n)
	}
	d.press(fyne.KeyF6)
	d.press(enter) // back to the amount
	if d.window.Canvas().Focused() != nil || len(d.till.sent) != 0 {
		t.Error("Enter in the note did more than return to the amount")
	}
	d.write("0")
	d.press(enter)
	got := d.charges()
	if len(got) != 1 || got[0].Amount != dollars(5000) || got[0].Method != order.AlipayHK || !strings.HasPrefix(got[0].Note, "Table 12") {
		t.Errorf("sent %v", got)
	}
}

func TestCtrlPWorksInTheNote(t *testing.T) {
	d := newDesk(t)
	note := d.note()
	d.draw(saleIn(core.Waiting))
	note.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl})
	if len(d.paid) != 1 {
		t.Error("nothing was paid")
	}
}

func TestMethodsGoRound(t *testing.T) {
	for presses, want := range []order.Method{order.WeChat, order.AlipayHK, order.AlipayCN, order.WeChat} {
		d := newDesk(t)
		for range presses {
			d.press(fyne.KeyF6)
		}
		d.write("5")
		d.press(enter)
		if got := d.charges(); len(got) != 1 || got[0].Method != want {
			t.Errorf("after %d presses of F6 charged %v", presses, got)
		}
	}
}

func TestAfterASaleTheScreenIsAsAtFirst(t *testing.T) {
	d := newDesk(t)
	d.press(fyne.KeyF6, fyne.KeyF7)
	d.write("Table 4")
	d.press(esc)
	d.write("9.9")
	d.press(enter)
	d.draw(saleIn(core.Paid))
	d.draw(readyView())
	if d.note().Text != "" {
		t.Errorf("left: %q", d.note().Text)
	}
	d.reads(d.staff(), "HK$0 ")
	d.write("5")
	d.settle()
	d.press(enter)
	if got := d.charges(); len(got) != 2 || got[1].Method != order.WeChat {
		t.Errorf("charged %v", got)
	}
}

func TestARefusedChargeKeepsTheAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.write("7")
		d.press(enter)
		v := readyView()
		v.Notice = core.Text{Key: "help.title"}
		d.draw(v)
		d.reads(d.staff(), "HK$7 ")
		time.Sleep(settle)
		d.press(enter)
		if len(d.charges()) != 2 {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

func TestClosingTheTillWithAnOpenSaleAsks(t *testing.T) {
	d := newDesk(t)
	d.draw(saleIn(core.Waiting))
	d.quit()
	d.reads(d.staff(), "Close the till?")
	d.reads(d.staff(), "1 code may still be paid")
}

func TestTheHelpShowsEveryKeyAndClosesWithItsOwn(t *testing.T) {
	d := newDesk(t)
	d.press(fyne.KeyF1)
	d.readsNot(d.staff(), d.text("keys.tip")) // this shop has none
	d.press(fyne.KeyF1)
	d.draw(rated())
	d.press(fyne.KeyF1)
	for _, k := range helpLines() {
		d.reads(d.staff(), d.text(k.text))
	}
	d.press(fyne.KeyF1)
	d.readsNot(d.staff(), "This sheet")
}

func TestAFocusedButtonPassesTheTillsKeysOn(t *testing.T) {
	d := newDesk(t)
	b := buttonSaying(t, d.window.Content(), "7")
	d.window.Canvas().Focus(b)
	d.press(fyne.KeySpace)
	d.write("5")
	d.reads(d.staff(), "HK$75")
	if d.window.Canvas().Focused() != nil {
		t.Error("Enter would press the button, not charge what is being typed")
	}
}

func TestF11OpensTheCustomersWindowAndFillsItsScreen(t *testing.T) {
	d := newDesk(t)
	d.press(fyne.KeyF11)
	if !d.watch.Shown() || d.customerWindow.FullScreen() {
		t.Error("the first F11 opens it")
	}
	d.press(fyne.KeyF11)
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
	d.draw(saleIn(core.Waiting))
	d.readsNot(d.staff(), "Sale of HK$128.50")
	d.press(fyne.KeyF10)
	d.reads(d.staff(), "Sale of HK$128.50 · F2")
	d.press(fyne.KeyF2)
	d.readsNot(d.staff(), "Sale of HK$128.50")
}
