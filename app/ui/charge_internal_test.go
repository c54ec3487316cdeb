package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
)

// checkout is a stand with the page of the sale.
type checkout struct{ *stand }

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{newStand(t)}
	c.open(newSalePage(c.kit, c))
	return c
}

func (c *checkout) newPreview(float32) preview          { return blankCode{container.NewStack()} }
func (c *checkout) public(string) (shown, refused bool) { return true, false }

// blankCode can show any code.
type blankCode struct{ fyne.CanvasObject }

func (blankCode) set(code string) bool { return code != "" }

// charges are the Charge commands sent so far.
func (c *checkout) charges() (list []core.Charge) {
	for _, sent := range c.sent {
		if charge, is := sent.(core.Charge); is {
			list = append(list, charge)
		}
	}
	return list
}

func TestAnAmountOverTheLimitIsAskedAboutAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newCheckout(t)
		time.Sleep(time.Minute)
		d.write("20000.01")
		d.reads(d.screen(), "Over this shop’s limit of HK$20,000.00. Enter asks once more.")
		d.press(enter, enter) // whoever presses twice has not read the question
		d.reads(d.screen(), "Charge HK$20,000.01?")
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		time.Sleep(settle)
		d.press(esc)
		d.readsNot(d.screen(), "Charge HK$20,000.01?")
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
		d := newCheckout(t)
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
	d := newCheckout(t)
	d.draw(rated())
	for _, text := range []string{"+20", "+50"} {
		d.tap(text)
	}
	d.reads(d.screen(), "20.00 + 50.00 = 70.00")
	d.write("3.5")
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(7350) {
		t.Errorf("charged %v", got)
	}
}

func TestDiscountAndTipAreOffUntilSwitchedOn(t *testing.T) {
	d := newCheckout(t)
	for _, unwanted := range []string{"Discount", "Tip"} {
		d.readsNot(d.screen(), unwanted)
	}
	d.press(keyTip, keyDiscount)
	d.write("100")
	d.press(enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != dollars(10000) || got[0].Tip != 0 || got[0].Discount != 0 {
		t.Errorf("charged %v", got)
	}
}

func TestTheKeysGoRoundTheRates(t *testing.T) {
	d := newCheckout(t)
	d.draw(rated())
	d.write("100")
	for _, want := range []string{"95.00", "90.00", "80.00", "100.00", "95.00"} {
		d.press(keyDiscount)
		d.reads(d.screen(), "Charge HK$"+want)
	}
}
