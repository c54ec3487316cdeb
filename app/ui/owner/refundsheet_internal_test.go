package owner

import (
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// filled is a refund sheet that only needs Enter.
func filled(t *testing.T) *office {
	t.Helper()
	d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
	d.Press(fyne.KeyF9, uitest.Enter)
	d.Write("Cold tea")
	d.Press(uitest.Enter)
	d.Write("1234")
	return d
}

func TestARefundIsTypedWithoutAClick(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
	d.Reads(d.Screen(), "Refund F9")
	d.Press(fyne.KeyF9)
	for _, want := range []string{"Refund order …EFGHJK", "HK$128.50 was paid with AlipayHK.", "128.50", "nothing of the payment stays", "Refund HK$128.50"} {
		d.Reads(d.Screen(), want)
	}
	d.Write("28.5") // replaces what was offered
	d.Reads(d.Screen(), "HK$100.00 of the payment stays with the shop.")
	d.Press(uitest.Enter)
	d.Write("Cold tea")
	d.Press(uitest.Enter)
	d.Write("9876")
	d.ReadsNot(d.Screen(), "9876")
	d.Press(uitest.Enter)
	want := core.Refund{Order: d.order.order.ID, Amount: uitest.HKD(2850), Reason: "Cold tea", PIN: "9876"}
	if d.Last() != want {
		t.Errorf("sent %v", d.Last())
	}
}

func TestARefundIsSentOnceWhateverIsPressed(t *testing.T) {
	d := filled(t)
	d.Press(uitest.Enter, uitest.Enter)
	d.Manager(func(m *core.ManagerView) { m.Busy = true })
	d.Press(uitest.Enter, uitest.Esc)
	d.Write("1234")
	d.Press(uitest.Enter)
	if len(d.Sent) != 1 {
		t.Errorf("sent %v", d.Sent)
	}
	d.Reads(d.Screen(), "Checking the PIN")
	d.Manager(func(m *core.ManagerView) { m.Busy, m.Done = false, 1 })
	if d.Asking() {
		t.Error("the sheet is still open")
	}
}

func TestWhatCannotBeRefundedIsSaidAndNotSent(t *testing.T) {
	for _, k := range []struct{ amount, reason, say string }{
		{"128.51", "x", "at most HK$128.50 can be refunded"},
		{"0", "x", "The amount is zero"},
		{"", "x", "Type an amount first."},
		{"1.999", "x", "Too many decimals"},
		{"1e2", "x", "not an amount"},
		{"1", "  ", "Type the reason"},
	} {
		d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
		d.order.Refund()
		if k.amount == "" {
			d.Press(fyne.KeyBackspace)
		}
		d.Write(k.amount)
		d.Tab()
		d.Write(k.reason)
		d.Press(uitest.Enter)
		d.Write("1234")
		d.Press(uitest.Enter)
		d.Reads(d.Screen(), k.say)
		if len(d.Sent) != 0 {
			t.Errorf("%q: sent %v", k.amount, d.Sent)
		}
	}
}

func TestEnterStaysInAnAmountThatIsWrongAndNothingIsOfferedToSend(t *testing.T) {
	for amount, says := range map[string]string{
		"51.x": "not an amount", "4.259": "Too many decimals", "128.51": "at most HK$128.50", "0": "The amount is zero", "": "Type an amount first.",
	} {
		d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
		d.Press(fyne.KeyF9, fyne.KeyBackspace)
		its, refund := d.Focused(), uitest.ButtonSaying(t, d.Window.Content(), "Refund")
		d.Write(amount)
		d.Press(uitest.Enter)
		d.Reads(d.Screen(), says)
		if d.Focused() != its || !refund.Disabled() {
			t.Errorf("%q: Enter leads on: %v, the button: %v", amount, d.Focused() != its, !refund.Disabled())
		}
		d.Press(fyne.KeyEnd)
		for range amount {
			d.Press(fyne.KeyBackspace)
		}
		d.Write("28.5")
		if refund.Disabled() || refund.Text != "Refund HK$28.50" {
			t.Errorf("%q: mended, the button says %q", amount, refund.Text)
		}
		if d.Press(uitest.Enter); d.Focused() == its {
			t.Errorf("%q: mended, Enter does not lead on", amount)
		}
	}
}

func TestTabLeavesAnAmountThatIsWrong(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
	d.Press(fyne.KeyF9)
	its := d.Focused()
	d.Write("4.259")
	if d.Tab(); d.Focused() == its || d.Focused() == nil {
		t.Errorf("Tab leads to %v", d.Focused())
	}
}

func TestARefundIsOfferedOnlyWhereSomethingIsLeft(t *testing.T) {
	whole := order.Refund{Amount: uitest.HKD(12850)}
	in := func(s order.RefundState, r order.Refund) order.Refund { r.State = s; return r }
	for name, k := range map[string]struct {
		order order.Order
		left  bool
	}{
		"unpaid":   {uitest.OrderIn(order.StateWaiting, nil), false},
		"paid":     {uitest.OrderIn(order.StatePaid, nil), true},
		"partly":   {uitest.Refunded(order.Refund{State: order.RefundDone}), true},
		"whole":    {uitest.Refunded(in(order.RefundDone, whole)), false},
		"reserved": {uitest.Refunded(in(order.RefundUnsure, whole)), false},
		"failed":   {uitest.Refunded(in(order.RefundFailed, whole)), true},
	} {
		d := atOrder(t, k.order)
		d.Press(fyne.KeyF9)
		if open := d.Asking(); open != k.left || d.order.giveBack.Visible() != k.left {
			t.Errorf("%s: sheet open: %v, button there: %v", name, open, d.order.giveBack.Visible())
		}
	}
}

func TestWhatIsUnderWayCountsAgainstARefund(t *testing.T) {
	d := atOrder(t, uitest.Refunded(order.Refund{State: order.RefundPending, Amount: uitest.HKD(2850)}))
	d.Press(fyne.KeyF9)
	d.Reads(d.Screen(), "HK$28.50 of it is refunded or under way")
	d.Reads(d.Screen(), "Refund HK$100.00")
	d.Write("100.01")
	d.Reads(d.Screen(), "at most HK$100.00")
}
