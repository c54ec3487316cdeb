package ui

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

func TestEnterAndEscWaitUntilAChangeCanHaveBeenSeen(t *testing.T) {
	for _, key := range []fyne.KeyName{uitest.Enter, uitest.Esc} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(uitest.SaleIn(core.Waiting))
			time.Sleep(time.Minute)
			d.draw(uitest.SaleIn(core.Paid))
			d.Hurry(key)
			d.Wait(kit.SettleTime / 2)
			d.draw(uitest.SaleIn(core.Paid)) // the same phase again changes nothing
			d.Hurry(key)
			if len(d.till.sent) != 0 {
				t.Fatalf("%s went on too early: %v", key, d.till.sent)
			}
			d.Wait(kit.SettleTime / 2)
			d.Hurry(key)
			if !is[core.Next](d.last()) {
				t.Errorf("%s sent %v", key, d.till.sent)
			}
			d.Reads(d.public(), "Lucky Cat")
		})
	}
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
			if !is[core.Next](d.last()) {
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
		if !is[core.Dismiss](d.last()) {
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
		d.Hurry(uitest.Enter) // meant for the question that is gone
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
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

func TestCtrlPWorksInAField(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.Press(fyne.KeyF10) // a PIN is asked for
	d.Press(kit.KeyPayNow)
	if len(d.paid) != 1 {
		t.Error("nothing was paid")
	}
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
	if !d.watch.Shown() || d.customers().FullScreen() {
		t.Error("the first F11 opens it")
	}
	d.Press(fyne.KeyF11)
	if !d.customers().FullScreen() {
		t.Error("the second fills the screen")
	}
	d.watch.Hide()
	if d.watch.Shown() {
		t.Error("closing hides it")
	}
}
