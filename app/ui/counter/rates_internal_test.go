package counter

import (
	"testing"

	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

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
