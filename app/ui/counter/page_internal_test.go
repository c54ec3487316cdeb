package counter

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// checkout is a stand with the page of the sale.
type checkout struct{ *uitest.Stand }

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{uitest.NewStand(t)}
	c.Open(NewPage(c.Texts, c))
	return c
}

func (c *checkout) NewPreview(float32) Preview                { return blankCode{container.NewStack()} }
func (c *checkout) CustomerSees(string) (shown, refused bool) { return true, false }

// blankCode can show any code.
type blankCode struct{ fyne.CanvasObject }

func (blankCode) Set(code string) bool { return code != "" }

// charges are the Charge commands sent so far.
func (c *checkout) charges() (list []core.Charge) {
	for _, sent := range c.Sent {
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
		d.Write("20000.01")
		d.Reads(d.Screen(), "Over this shop’s limit of HK$20,000.00. Enter asks once more.")
		d.Press(uitest.Enter, uitest.Enter) // whoever presses twice has not read the question
		d.Reads(d.Screen(), "Charge HK$20,000.01?")
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Esc)
		d.ReadsNot(d.Screen(), "Charge HK$20,000.01?")
		d.Press(uitest.Enter)
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(2000001) || !got[0].OverLimit {
			t.Errorf("charged %v", got)
		}
	})
}

func TestAScannersEnterAnswersNoQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newCheckout(t)
		time.Sleep(time.Minute)
		d.Write("20001")
		d.Press(uitest.Enter)
		time.Sleep(2 * kit.SettleTime)
		d.Write("4891234567890")
		d.Press(uitest.Enter)
		if len(d.charges()) != 0 {
			t.Errorf("charged %v", d.charges())
		}
	})
}

func TestQuickAmountsAddUp(t *testing.T) {
	d := newCheckout(t)
	d.Draw(uitest.RatedView())
	for _, text := range []string{"+20", "+50"} {
		d.Tap(text)
	}
	d.Reads(d.Screen(), "20.00 + 50.00 = 70.00")
	d.Write("3.5")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(7350) {
		t.Errorf("charged %v", got)
	}
}

func TestDiscountAndTipAreOffUntilSwitchedOn(t *testing.T) {
	d := newCheckout(t)
	for _, unwanted := range []string{"Discount", "Tip"} {
		d.ReadsNot(d.Screen(), unwanted)
	}
	d.Press(kit.KeyTip, kit.KeyDiscount)
	d.Write("100")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(10000) || got[0].Tip != 0 || got[0].Discount != 0 {
		t.Errorf("charged %v", got)
	}
}

func TestTheKeysGoRoundTheRates(t *testing.T) {
	d := newCheckout(t)
	d.Draw(uitest.RatedView())
	d.Write("100")
	for _, want := range []string{"95.00", "90.00", "80.00", "100.00", "95.00"} {
		d.Press(kit.KeyDiscount)
		d.Reads(d.Screen(), "Charge HK$"+want)
	}
}
