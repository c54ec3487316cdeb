package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestDiscountAndTipAreSeenAndCharged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.RatedView())
		d.Write("60+40")
		uitest.ButtonSaying(t, uitest.RowOf(t, d.window.Content(), "Discount"), "10%").Tapped(nil)
		d.Press(kit.KeyTip)
		d.Reads(d.staff(), "60.00 + 40 – 10.00 (10% off) + 4.50 (5% tip) = 94.50")
		d.Reads(d.staff(), "Charge HK$94.50")
		d.Press(uitest.Enter)
		got := d.charges()
		if len(got) != 1 || got[0].Amount != uitest.HKD(9450) || got[0].Discount != 1000 || got[0].Tip != 450 {
			t.Fatalf("charged %v", got)
		}
		v := uitest.SaleIn(core.Waiting)
		v.Settings, v.Sale.Amount, v.Sale.Discount, v.Sale.Tip = uitest.RatedView().Settings, got[0].Amount, got[0].Discount, got[0].Tip
		d.draw(v)
		d.Reads(d.staff(), "Discount HK$10.00 · Tip HK$4.50")
		d.Reads(d.public(), "HK$10.00 off · with HK$4.50 tip")
		v.Sale.Phase = core.Failed
		d.draw(v)
		time.Sleep(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		d.draw(uitest.RatedView())
		d.Reads(d.staff(), "Charge HK$94.50")
		time.Sleep(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		if again := d.charges(); len(again) != 2 || again[1] != got[0] {
			t.Errorf("again: %v", again)
		}
		v.Sale.Phase, v.Sale.Order = core.Paid, "T1NEXT"
		d.draw(v)
		time.Sleep(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		d.draw(uitest.RatedView())
		d.Write("100")
		d.Reads(d.staff(), "Charge HK$100.00")
	})
}

func TestAShopWithEverythingOnFitsASmallScreen(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.RatedView())
	d.Write("60+40")
	d.Press(kit.KeyTip, kit.KeyDiscount)
	if least := d.window.Content().MinSize(); least.Width > 1024 || least.Height > 700 {
		t.Errorf("needs %v", least)
	}
}
