package counter

import (
	"testing"

	"qrtill/app/ui/uitest"
)

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
