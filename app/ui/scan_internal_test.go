package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
)

func TestAScanGoesToTheNoteOnTheRealPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.write("12.5")
		time.Sleep(time.Second)
		d.write("4891234567890")
		d.reads(d.staff(), "“4891234567890” is no amount")
		d.reads(d.staff(), "HK$12.5 ")
		time.Sleep(settle)
		d.press(enter)
		if d.note().Text != "4891234567890" || len(d.charges()) != 0 {
			t.Errorf("note %q, charges %v", d.note().Text, d.charges())
		}
		d.press(enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(1250) || got[0].Note != "4891234567890" {
			t.Errorf("charged %v", got)
		}
	})
}

func TestAScanRightAfterASaleIsTakenWhole(t *testing.T) {
	d := newDesk(t)
	d.draw(saleIn(core.Paid))
	d.draw(readyView()) // a moment ago
	d.write("4891234567890")
	d.press(enter)
	if d.note().Text != "4891234567890" || len(d.charges()) != 0 {
		t.Errorf("note %q, charges %v", d.note().Text, d.charges())
	}
	d.readsNot(d.screen(), "is no amount")
	d.write("5")
	d.reads(d.staff(), "HK$5 ") // it is an amount again
}

func TestAnAmountWhoseLastKeyWasRefusedIsShownBeforeItIsCharged(t *testing.T) {
	d := newDesk(t)
	d.write("12.345")
	d.press(enter)
	d.reads(d.staff(), "Check the amount: HK$12.34")
	if len(d.charges()) != 0 {
		t.Errorf("charged %v", d.charges())
	}
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(1234) {
		t.Errorf("charged %v", got)
	}
}

func TestAScanWithAButtonInFocusPressesNothing(t *testing.T) {
	d := newDesk(t)
	d.window.Canvas().Focus(buttonSaying(t, d.window.Content(), "7"))
	d.write("48912345")
	d.press(enter)
	if d.note().Text != "48912345" || len(d.charges()) != 0 {
		t.Errorf("note %q, charges %v", d.note().Text, d.charges())
	}
	d.reads(d.staff(), "HK$0 ")
}

func TestAScanOnAPaidScreenStartsNothing(t *testing.T) {
	for _, code := range []string{"4891234567890", "AB1234567890", "A1"} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.draw(saleIn(core.Paid))
			time.Sleep(2 * settle)
			d.write(code)
			d.press(enter)
			d.draw(readyView())
			d.press(enter)
			if len(d.charges()) != 0 {
				t.Errorf("%q charged %v", code, d.charges())
			}
		})
	}
}
