package owner

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

func TestASheetCanBeLeftWhenTheTillTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := filled(t)
		d.Press(uitest.Enter, uitest.Esc)
		if !d.Asking() {
			t.Error("it was left before the till could answer")
		}
		time.Sleep(patience)
		d.Press(uitest.Esc)
		if d.Asking() || len(d.Sent) != 1 {
			t.Errorf("it can't be left; sent %v", d.Sent)
		}
	})
}

func TestAProblemKeepsAllThatWasTypedButThePIN(t *testing.T) {
	d := filled(t)
	d.Press(uitest.Enter)
	d.Manager(func(m *core.ManagerView) { m.Busy = true })
	d.Manager(func(m *core.ManagerView) {
		m.Busy, m.Problem = false, core.Text{Key: "error.pin.wrong", Values: map[string]any{"Left": 5}}
	})
	for _, want := range []string{"That is not the manager’s PIN, so nothing was done.", "locked: 5.", "Cold tea", "128.50"} {
		d.Reads(d.Screen(), want)
	}
	d.Press(uitest.Enter) // without a PIN
	d.Reads(d.Screen(), "The PIN is 4 to 12 digits.")
	d.Write("4321") // the focus is on it
	d.Press(uitest.Enter)
	if got := d.Last().(core.Refund); len(d.Sent) != 2 || got.PIN != "4321" || got.Reason != "Cold tea" || got.Amount != uitest.HKD(12850) {
		t.Errorf("sent %v", d.Sent)
	}
}

func TestAnOldProblemIsNotSaidOfANewRefund(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
	d.Manager(func(m *core.ManagerView) { m.Problem = core.Text{Key: "error.pin.wrong"} })
	d.Press(fyne.KeyF9)
	d.Manager(func(m *core.ManagerView) {})
	d.ReadsNot(d.Screen(), "not the manager’s PIN")
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
		d.Press(uitest.Enter)
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

func TestAWaitIsCountedDownAndEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := filled(t)
		d.Manager(func(m *core.ManagerView) { m.WaitEnd = time.Now().Add(30 * time.Second) })
		d.Reads(d.Screen(), "possible in 0:30")
		d.Press(uitest.Enter)
		time.Sleep(9 * time.Second)
		d.Tick()
		d.Reads(d.Screen(), "possible in 0:21")
		d.Press(uitest.Enter)
		if len(d.Sent) != 0 {
			t.Errorf("sent %v", d.Sent)
		}
		time.Sleep(21 * time.Second)
		d.Tick()
		d.ReadsNot(d.Screen(), "possible in")
		d.Press(uitest.Enter)
		if len(d.Sent) != 1 {
			t.Errorf("sent %v", d.Sent)
		}
	})
}

func TestALockedPINLeadsToTheSettings(t *testing.T) {
	d := filled(t)
	d.Manager(func(m *core.ManagerView) { m.Locked = true })
	d.Reads(d.Screen(), "The PIN is locked")
	d.Reads(d.Screen(), "client secret")
	d.Press(uitest.Enter)
	if len(d.Sent) != 0 {
		t.Errorf("sent %v", d.Sent)
	}
	d.Press(fyne.KeyF10)
	if d.Asking() || d.At() != "settings" {
		t.Error("F10 did not lead to the settings")
	}
}

func TestThePracticePINIsTold(t *testing.T) {
	for practice, want := range map[bool]bool{true: true, false: false} {
		d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
		v := uitest.ReadyView()
		if practice {
			v.Practice, v.Settings.Account.Gateway = true, order.PracticeGateway
		}
		d.Draw(v)
		d.order.Refund()
		if got := strings.Contains(d.Screen(), "PIN is 0000"); got != want {
			t.Errorf("practice %v: told: %v", practice, got)
		}
	}
}

func TestTheFocusStaysInTheSheet(t *testing.T) {
	d := filled(t)
	for i := range 30 {
		if i%2 == 0 || i > 12 {
			d.Tab()
		} else {
			d.BackTab()
		}
		if !d.Holds(d.Focused().(fyne.CanvasObject)) {
			t.Fatalf("step %d: the focus is on %v", i, d.Focused())
		}
	}
	d.Press(uitest.Esc)
	d.Tab()
	if d.Focused() == nil {
		t.Error("without a sheet nothing gets the focus")
	}
}

func TestEscLeavesTheSheetAndForgetsThePIN(t *testing.T) {
	d := filled(t)
	f := d.Focused().(*kit.Field)
	d.Press(uitest.Esc)
	if d.Asking() || f.Text != "" || len(d.Sent) != 0 {
		t.Errorf("sheet %v, PIN %q, sent %v", d.Asking(), f.Text, d.Sent)
	}
}

func TestADoubtfulRefundIsSentAgainOnlyAfterALookInThePortal(t *testing.T) {
	o := uitest.Refunded(uitest.MissingRefund(11*time.Minute), uitest.MissingRefund(9*time.Minute))
	d := atOrder(t, o)
	if n := strings.Count(d.Screen(), "Send again…"); n != 1 {
		t.Fatalf("%d refunds can be sent again", n)
	}
	uitest.ButtonSaying(t, d.order.cards, "Send again…").Tapped(nil)
	d.Reads(d.Screen(), "Look in the gateway’s portal first, for T1R1.")
	d.Write("1234")
	d.Press(uitest.Enter)
	if want := (core.SendAgain{Order: o.ID, Refund: "T1R1", PIN: "1234"}); d.Last() != want {
		t.Errorf("sent %v", d.Last())
	}
}

func TestARefundCanBeSentAgainAsSoonAsTimeHasGoneBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atOrder(t, uitest.Refunded(uitest.MissingRefund(9*time.Minute)))
		d.ReadsNot(d.Screen(), "Send again…")
		time.Sleep(time.Minute)
		d.Draw(uitest.ReadyView()) // the log has not grown
		d.Reads(d.Screen(), "Send again…")
	})
}

func TestAManagerRecordsWhatThePortalSays(t *testing.T) {
	old := func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }
	doubtful := uitest.Refunded(order.Refund{State: order.RefundUnsure})
	cases := []struct {
		name    string
		order   order.Order
		refund  order.RefundID
		verdict string
		want    order.Verdict
		says    string
	}{
		{"paid", uitest.OrderIn(order.StateUnsure, old), "", "Paid", order.HandPaid, "never called proven"},
		{"not paid", uitest.OrderIn(order.StateWaiting, old), "", "Not paid", order.HandUnpaid, "Nothing was taken"},
		{"refunded", uitest.OrderIn(order.StatePaid, uitest.Differed("1.00", "SUCCEEDED")), "", "Refunded", order.HandRefunded, "the money has gone back"},
		{"a refund done", doubtful, "T1R1", "Refunded", order.HandRefunded, "can’t be refunded again"},
		{"a refund not done", doubtful, "T1R1", "Not refunded", order.HandNotRefunded, "can be refunded again"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := atOrder(t, c.order)
			if c.refund == "" {
				uitest.ButtonSaying(t, d.order.body, "Record by hand…").Tapped(nil)
			} else {
				uitest.ButtonSaying(t, d.order.cards, "Record by hand…").Tapped(nil)
			}
			d.Press(uitest.Esc) // not yet
			d.order.resolve(c.refund)
			for d.Focused().(*kit.Button).Text != c.verdict {
				d.Tab()
			}
			d.Press(fyne.KeySpace)
			d.Reads(d.Screen(), c.says)
			d.Write("seen by Mei")
			d.Press(uitest.Enter)
			d.Write("1234")
			d.Press(uitest.Enter)
			want := core.Resolve{Order: c.order.ID, Refund: c.refund, Verdict: c.want, Reason: "seen by Mei", PIN: "1234"}
			if d.Last() != want {
				t.Errorf("sent %v", d.Last())
			}
		})
	}
}

func TestNothingIsRecordedWithoutAChoiceAndAReason(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }))
	d.order.resolve("")
	d.Focus(nil)
	d.Press(uitest.Enter)
	d.Reads(d.Screen(), "Choose what the portal says.")
	d.Press(fyne.KeySpace, uitest.Enter)
	d.Write("1234")
	d.Press(uitest.Enter)
	d.ReadsNot(d.Screen(), "Choose what the portal says.")
	if _, sent := d.Last().(core.Resolve); sent && d.Last().(core.Resolve).Reason == "" {
		t.Errorf("sent %v", d.Last())
	}
}

func TestRecordingByHandIsForTroubleAlone(t *testing.T) {
	for name, k := range map[string]struct {
		order order.Order
		there bool
	}{
		"paid":             {uitest.OrderIn(order.StatePaid, nil), false},
		"young and unsure": {uitest.OrderIn(order.StateUnsure, nil), false},
		"old and unsure":   {uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }), true},
		"by hand already":  {uitest.OrderIn(order.StateUnsure, uitest.ByHand(order.HandPaid)), false},
		"mismatch":         {uitest.OrderIn(order.StatePaid, uitest.Differed("1.00", "SUCCEEDED")), true},
	} {
		d := atOrder(t, k.order)
		if d.order.record.Visible() != k.there {
			t.Errorf("%s: %v", name, d.order.record.Visible())
		}
	}
}
