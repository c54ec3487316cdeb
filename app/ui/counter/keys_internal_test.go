package counter

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestAnAmountOverTheLimitIsAskedAboutAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newCheckout(t)
		time.Sleep(time.Minute)
		d.Write("20000.01")
		d.Reads(d.Screen(), "Over this shop’s limit of HK$20,000.00. Enter asks once more.")
		d.Hurry(uitest.Enter, uitest.Enter) // whoever presses twice has not read the question
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
		d.Burst("4891234567890", uitest.Enter)
		if len(d.charges()) != 0 {
			t.Errorf("charged %v", d.charges())
		}
	})
}

func TestAFingerLeavesASaleThatWasNotPaid(t *testing.T) {
	for _, phase := range []core.Phase{core.Closed, core.TimeUp, core.Failed} {
		synctest.Test(t, func(t *testing.T) {
			d := newCheckout(t)
			v := uitest.SaleIn(phase)
			d.Draw(v)
			time.Sleep(kit.SettleTime)
			uitest.ButtonSaying(t, d.Window.Content(), "Leave this sale").Tapped(nil)
			if want := (core.Next{Seen: v.Sale.Seen()}); d.Last() != want {
				t.Errorf("phase %d: sent %v", phase, d.Last())
			}
			d.Reads(d.Screen(), "HK$0")
		})
	}
}

func TestAFingerLeavesNoSaleThatMayStillBePaid(t *testing.T) {
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Paid, core.Disputed, core.Unrecorded} {
		d := newCheckout(t)
		d.Draw(uitest.SaleIn(phase))
		d.ReadsNot(d.Screen(), "Leave this sale")
	}
}
