package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
)

func TestAnAmountOverTheLimitIsAskedAboutAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		time.Sleep(time.Minute)
		d.write("20000.01")
		d.reads(d.staff(), "Over this shop’s limit of HK$20,000.00. Enter asks once more.")
		d.press(enter, enter) // whoever presses twice has not read the question
		d.reads(d.staff(), "Charge HK$20,000.01?")
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		time.Sleep(settle)
		d.press(esc)
		d.readsNot(d.staff(), "Charge HK$20,000.01?")
		d.press(enter)
		time.Sleep(settle)
		d.press(enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(2000001) || !got[0].OverLimit {
			t.Errorf("charged %v", got)
		}
	})
}

func TestAScannersEnterAnswersNoQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		time.Sleep(time.Minute)
		d.write("20001")
		d.press(enter)
		time.Sleep(2 * settle)
		d.write("4891234567890")
		d.press(enter)
		if len(d.charges()) != 0 {
			t.Errorf("charged %v", d.charges())
		}
	})
}

func TestQuickAmountsAddUp(t *testing.T) {
	d := newDesk(t)
	d.draw(rated())
	for _, text := range []string{"+20", "+50"} {
		d.tap(text)
	}
	d.reads(d.staff(), "20.00 + 50.00 = 70.00")
	d.write("3.5")
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(7350) {
		t.Errorf("charged %v", got)
	}
}

func TestDiscountAndTipAreOffUntilSwitchedOn(t *testing.T) {
	d := newDesk(t)
	for _, unwanted := range []string{"Discount", "Tip"} {
		d.readsNot(d.staff(), unwanted)
	}
	d.press(keyTip, keyDiscount)
	d.write("100")
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(10000) || got[0].Tip != 0 || got[0].Discount != 0 {
		t.Errorf("charged %v", got)
	}
}

func TestDiscountAndTipAreSeenAndCharged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(rated())
		d.write("60+40")
		buttonSaying(t, rowOf(t, d.window.Content(), "Discount"), "10%").Tapped(nil)
		d.press(keyTip)
		d.reads(d.staff(), "60.00 + 40 – 10.00 (10% off) + 4.50 (5% tip) = 94.50")
		d.reads(d.staff(), "Charge HK$94.50")
		d.press(enter)
		got := d.charges()
		if len(got) != 1 || got[0].Amount != dollars(9450) || got[0].Discount != 1000 || got[0].Tip != 450 {
			t.Fatalf("charged %v", got)
		}
		v := saleIn(app.Waiting)
		v.Settings, v.Sale.Amount, v.Sale.Discount, v.Sale.Tip = rated().Settings, got[0].Amount, got[0].Discount, got[0].Tip
		d.draw(v)
		d.reads(d.staff(), "Discount HK$10.00 · Tip HK$4.50")
		d.reads(d.public(), "HK$10.00 off · with HK$4.50 tip")
		v.Sale.Phase = app.Failed
		d.draw(v)
		time.Sleep(2 * settle)
		d.press(enter)
		d.draw(rated())
		d.reads(d.staff(), "Charge HK$94.50")
		time.Sleep(2 * settle)
		d.press(enter)
		if again := d.charges(); len(again) != 2 || again[1] != got[0] {
			t.Errorf("again: %v", again)
		}
		v.Sale.Phase, v.Sale.Order = app.Paid, "T1NEXT"
		d.draw(v)
		time.Sleep(2 * settle)
		d.press(enter)
		d.draw(rated())
		d.write("100")
		d.reads(d.staff(), "Charge HK$100.00")
	})
}

func TestTheKeysGoRoundTheRates(t *testing.T) {
	d := newDesk(t)
	d.draw(rated())
	d.write("100")
	for _, want := range []string{"95.00", "90.00", "80.00", "100.00", "95.00"} {
		d.press(keyDiscount)
		d.reads(d.staff(), "Charge HK$"+want)
	}
}

func TestAShopWithEverythingOnFitsASmallScreen(t *testing.T) {
	d := newDesk(t)
	d.draw(rated())
	d.write("60+40")
	d.press(keyTip, keyDiscount)
	if least := d.window.Content().MinSize(); least.Width > 1024 || least.Height > 700 {
		t.Errorf("needs %v", least)
	}
}
