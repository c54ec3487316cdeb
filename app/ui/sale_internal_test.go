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

func TestASaleIsTypedWithoutAClick(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		d := newDesk(t)
		d.Write("128.5")
		d.Reads(d.staff(), "HK$128.5 ")
		d.Reads(d.staff(), "Charge HK$128.50")
		d.Press(key)
		if d.till.typing != 1 {
			t.Errorf("said %d times that an amount is being typed", d.till.typing)
		}
		want := core.Charge{Amount: uitest.HKD(12850), Method: order.WeChat}
		if got := d.charges(); len(got) != 1 || got[0] != want {
			t.Errorf("%s: sent %v", key, got)
		}
	}
}

func TestTheKeypadTypesWhatItSays(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"1", "2", "00", ".", "5", "+", "7"} {
		d.Tap(text)
	}
	d.Reads(d.staff(), "1200.50 + 7 = 1207.50")
	d.Tap("Charge HK$1,207.50")
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(120750) {
		t.Errorf("sent %v", got)
	}
}

func TestTheAddingMachineShowsItsTape(t *testing.T) {
	d := newDesk(t)
	d.Write("12+8.50")
	d.Reads(d.staff(), "12.00 + 8.50 = 20.50")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(2050) {
		t.Errorf("sent %v", got)
	}
}

func TestWhatCannotBeChargedIsSaidAndNotSent(t *testing.T) {
	for _, k := range []struct{ keys, say string }{
		{"", "amount"}, {"0", "zero"}, {"0.00", "zero"},
	} {
		d := newDesk(t)
		d.Write(k.keys)
		d.Press(uitest.Enter)
		d.Reads(strings.ToLower(d.staff()), strings.ToLower(k.say))
		if len(d.till.sent) != 0 {
			t.Errorf("%q: sent %v", k.keys, d.till.sent)
		}
	}
	d := newDesk(t)
	d.Write("1.999")
	d.Reads(d.staff(), "decimals")
	d.Reads(d.staff(), "HK$1.99 ")
	d.Reads(d.staff(), "“1.999” isn’t an amount, and nothing is charged")
	d.Press(fyne.KeyBackspace)
	d.ReadsNot(d.staff(), "isn’t an amount")
	d.Reads(d.staff(), "HK$1.99 ")
	d.Press(uitest.Esc)
	d.Reads(d.staff(), "HK$0 ")
}

func TestNothingIsChargedWhileTheTillIsStopped(t *testing.T) {
	d := newDesk(t)
	v := uitest.ReadyView()
	v.Stopped = core.Text{Key: "help.title"}
	d.draw(v)
	d.Write("5")
	d.Press(uitest.Enter)
	if len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
}

func TestADoubleEnterNeverMakesTwoCharges(t *testing.T) {
	for _, between := range []time.Duration{0, 100 * time.Millisecond, kit.SettleTime, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.Write("5")
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.draw(uitest.ReadyView()) // a View from before the till heard of it
			d.Press(uitest.Enter, uitest.Enter)
			d.draw(uitest.SaleIn(core.Sending))
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.Press(uitest.Enter)
			d.draw(uitest.SaleIn(core.Waiting))
			d.Press(uitest.Enter)
			time.Sleep(between)
			d.Press(uitest.Enter, uitest.Enter)
			if n := len(d.charges()); n != 1 {
				t.Errorf("after %v: %d charges", between, n)
			}
		})
	}
}

func TestARefusedChargeKeepsTheAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.Write("7")
		d.Press(uitest.Enter)
		v := uitest.ReadyView()
		v.Notice = core.Text{Key: "help.title"}
		d.draw(v)
		d.Reads(d.staff(), "HK$7 ")
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		if len(d.charges()) != 2 {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

func TestADigitGoesOnAndIsTyped(t *testing.T) {
	for _, phase := range []core.Phase{core.Paid, core.Closed, core.TimeUp, core.Failed} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(phase))
		d.Write("12")
		if len(d.till.sent) != 1 || !is[core.Next](d.last()) {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
		d.draw(uitest.SaleIn(phase)) // a View from before the till heard of it
		d.Reads(d.staff(), "HK$12 ")
		d.Press(uitest.Enter) // the change was the cashier's own
		if got := d.charges(); len(got) != 1 || got[0].Amount != uitest.HKD(1200) {
			t.Errorf("phase %d: charged %v", phase, got)
		}
	}
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Disputed, core.Unrecorded} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(phase))
		d.Write("12")
		if len(d.till.sent) != 0 {
			t.Errorf("phase %d: sent %v", phase, d.till.sent)
		}
	}
}

func TestEnterGoesOnWithASaleWhoseCodeIsGoneAndEscLeavesIt(t *testing.T) {
	for _, phase := range []core.Phase{core.Closed, core.TimeUp} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			v := uitest.SaleIn(phase)
			saw := v.Sale.Seen()
			d.draw(v)
			time.Sleep(kit.SettleTime)
			d.Press(uitest.Enter)
			if len(d.till.sent) != 1 || d.last() != (core.Again{Seen: saw}) {
				t.Errorf("phase %d: Enter sent %v", phase, d.till.sent)
			}
			d.Press(uitest.Esc)
			if len(d.till.sent) != 2 || d.last() != (core.Next{Seen: saw}) {
				t.Errorf("phase %d: Esc sent %v", phase, d.till.sent)
			}
		})
	}
}

func TestAFailedSaleCanBeTriedAgainWithItsAmount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Failed))
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Enter)
		d.Reads(d.staff(), "Charge HK$128.50")
		if len(d.charges()) != 0 {
			t.Error("charged by itself")
		}
	})
}

// The rest of an amount that was begun too early is another amount: it must
// not be charged.
func TestAnAmountBegunWhileTheCodeIsShownIsNotChargedByHalf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.Write("12")
		d.draw(uitest.SaleIn(core.Paid)) // the customer pays just now
		d.Dash("3.00")
		d.Hurry(uitest.Enter)
		if len(d.charges()) != 0 {
			t.Fatalf("charged %v", d.charges())
		}
		d.Write("00") // after a while, and still of the same amount
		d.Reads(d.Screen(), "press Enter to go on, then type it")
		d.Press(uitest.Enter)
		d.draw(uitest.ReadyView())
		d.Write("123.00")
		d.Press(uitest.Enter)
		if c := d.charges(); len(c) != 1 || c[0].Amount.Minor != 12300 {
			t.Errorf("charged %v", c)
		}
	})
}

// Who has paused for long begins a new amount.
func TestAfterAPauseTheNextAmountGoesOnFromTheTick(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.draw(uitest.SaleIn(core.Paid))
	d.Dash("4")
	d.Reads(d.Screen(), "press Enter to go on, then type it")
	d.Wait(4 * time.Second)
	d.Dash("45")
	d.draw(uitest.ReadyView())
	d.Reads(d.staff(), "HK$45 ")
}

func TestNoAmountBeginsWithADecimalMarkOnATick(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.draw(uitest.SaleIn(core.Paid))
	d.Wait(2 * kit.SettleTime)
	for _, r := range ".50" {
		d.Write(string(r))
		d.Reads(d.Screen(), "press Enter to go on, then type it")
	}
	if len(d.till.sent) != 0 {
		t.Errorf("sent %v", d.till.sent)
	}
}

// Whoever types an amount behind the one that came back means the new one.
func TestADigitBehindTheAmountOfAFailedSaleBeginsAnother(t *testing.T) {
	const nothing = 0
	for keys, want := range map[string]int64{"12": 1200, "+12": 14050, "": 12850, "1<": 12850, ".5": nothing, "0": nothing} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Sending))
		d.draw(uitest.SaleIn(core.Failed))
		d.Dash("9") // at once: it is not taken
		d.Reads(d.Screen(), "press Enter for the amount again")
		d.Wait(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		typed, back := strings.CutSuffix(keys, "<")
		d.Dash(typed)
		if back {
			d.Press(fyne.KeyBackspace)
		}
		d.Press(uitest.Enter)
		if c := d.charges(); len(c) > 1 || (len(c) == 0) != (want == nothing) || len(c) == 1 && c[0].Amount.Minor != want {
			t.Errorf("%q: charged %v", keys, c)
		}
	}
}

func TestEscClearsTheAmountAndThenTheRestOfTheSale(t *testing.T) {
	d := newDesk(t)
	d.Write("62")
	d.Burst("489123", uitest.Enter)
	d.Press(fyne.KeyF6, uitest.Esc)
	if d.note().Text != "489123" {
		t.Errorf("the first Esc left %q in the note", d.note().Text)
	}
	d.Press(uitest.Esc)
	d.Write("33")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 1 || got[0].Note != "" || got[0].Method != order.WeChat {
		t.Errorf("charged %v", got)
	}
}

func TestMethodsGoRound(t *testing.T) {
	for presses, want := range []order.Method{order.WeChat, order.AlipayHK, order.AlipayCN, order.WeChat} {
		d := newDesk(t)
		for range presses {
			d.Press(fyne.KeyF6)
		}
		d.Write("5")
		d.Press(uitest.Enter)
		if got := d.charges(); len(got) != 1 || got[0].Method != want {
			t.Errorf("after %d presses of F6 charged %v", presses, got)
		}
	}
}

func TestAfterASaleTheScreenIsAsAtFirst(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF6, fyne.KeyF7)
	d.Write("Table 4")
	d.Press(uitest.Esc)
	d.Write("9.9")
	d.Press(uitest.Enter)
	d.draw(uitest.SaleIn(core.Paid))
	d.draw(uitest.ReadyView())
	if d.note().Text != "" {
		t.Errorf("left: %q", d.note().Text)
	}
	d.Reads(d.staff(), "HK$0 ")
	d.Write("5")
	d.Press(uitest.Enter)
	if got := d.charges(); len(got) != 2 || got[1].Method != order.WeChat {
		t.Errorf("charged %v", got)
	}
}

func TestASaleIsSeenFromEveryPage(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.SaleIn(core.Waiting))
	d.ReadsNot(d.staff(), "Sale of HK$128.50")
	d.Press(fyne.KeyF10)
	d.Reads(d.staff(), "Sale of HK$128.50 · F2")
	d.Press(fyne.KeyF2)
	d.ReadsNot(d.staff(), "Sale of HK$128.50")
}

func TestAFingerThatWasOnItsWayLeavesNoSale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		time.Sleep(time.Minute)
		d.draw(uitest.SaleIn(core.Closed))
		uitest.ButtonSaying(t, d.window.Content(), "Leave this sale").Tapped(nil)
		if d.view.Sale == nil {
			t.Error("the sale was left")
		}
		d.Keyboard().Polled()
		time.Sleep(2 * kit.SettleTime)
		uitest.ButtonSaying(t, d.window.Content(), "Leave this sale").Tapped(nil)
		if d.view.Sale != nil {
			t.Error("the sale was not left")
		}
	})
}
