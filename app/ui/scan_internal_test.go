package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestAScanGoesToTheNoteOnTheRealPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.Write("12.5")
		time.Sleep(time.Second)
		d.Write("4891234567890")
		d.Reads(d.staff(), "“4891234567890” is no amount")
		d.Reads(d.staff(), "HK$12.5 ")
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		if d.note().Text != "4891234567890" || len(d.charges()) != 0 {
			t.Errorf("note %q, charges %v", d.note().Text, d.charges())
		}
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1250) || got[0].Note != "4891234567890" {
			t.Errorf("charged %v", got)
		}
	})
}

func TestAScanRightAfterASaleIsTakenWhole(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Paid))
	d.draw(uitest.ReadyView()) // a moment ago
	d.Write("4891234567890")
	d.Press(uitest.Enter)
	if d.note().Text != "4891234567890" || len(d.charges()) != 0 {
		t.Errorf("note %q, charges %v", d.note().Text, d.charges())
	}
	d.ReadsNot(d.Screen(), "is no amount")
	d.Write("5")
	d.Reads(d.staff(), "HK$5 ") // it is an amount again
}

func TestAnAmountWhoseLastKeyWasRefusedIsShownBeforeItIsCharged(t *testing.T) {
	d := newDesk(t)
	d.Write("12.345")
	d.Press(uitest.Enter)
	d.Reads(d.staff(), "Check the amount: HK$12.34")
	if len(d.charges()) != 0 {
		t.Errorf("charged %v", d.charges())
	}
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1234) {
		t.Errorf("charged %v", got)
	}
}

func TestAScanWithAButtonInFocusPressesNothing(t *testing.T) {
	d := newDesk(t)
	d.window.Canvas().Focus(uitest.ButtonSaying(t, d.window.Content(), "7"))
	d.Write("48912345")
	d.Press(uitest.Enter)
	if d.note().Text != "48912345" || len(d.charges()) != 0 {
		t.Errorf("note %q, charges %v", d.note().Text, d.charges())
	}
	d.Reads(d.staff(), "HK$0 ")
}

func TestAScanOnAPaidScreenStartsNothing(t *testing.T) {
	for _, code := range []string{"4891234567890", "AB1234567890", "A1"} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(uitest.SaleIn(core.Paid))
			time.Sleep(2 * kit.SettleTime)
			d.Write(code)
			d.Press(uitest.Enter)
			d.draw(uitest.ReadyView())
			d.Press(uitest.Enter)
			if len(d.charges()) != 0 {
				t.Errorf("%q charged %v", code, d.charges())
			}
		})
	}
}
