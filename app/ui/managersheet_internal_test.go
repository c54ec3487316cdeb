package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

func TestARefundIsTypedWithoutAClick(t *testing.T) {
	d := atOrder(t, sold(order.StatePaid, nil))
	d.reads(d.screen(), "Refund F9")
	d.press(fyne.KeyF9)
	for _, want := range []string{"Refund order …EFGHJK", "HK$128.50 was paid with AlipayHK.", "128.50", "nothing of the payment stays", "Refund HK$128.50"} {
		d.reads(d.screen(), want)
	}
	d.write("28.5") // replaces what was offered
	d.reads(d.screen(), "HK$100.00 of the payment stays with the shop.")
	d.press(enter)
	d.write("Cold tea")
	d.press(enter)
	d.write("9876")
	d.readsNot(d.screen(), "9876")
	d.press(enter)
	want := core.Refund{Order: d.order.order.ID, Amount: dollars(2850), Reason: "Cold tea", PIN: "9876"}
	if d.last() != want {
		t.Errorf("sent %v", d.last())
	}
}

// filled is a refund sheet that only needs Enter.
func filled(t *testing.T) *office {
	t.Helper()
	d := atOrder(t, sold(order.StatePaid, nil))
	d.press(fyne.KeyF9, enter)
	d.write("Cold tea")
	d.press(enter)
	d.write("1234")
	return d
}

func TestARefundIsSentOnceWhateverIsPressed(t *testing.T) {
	d := filled(t)
	d.press(enter, enter)
	d.manager(func(m *core.ManagerView) { m.Busy = true })
	d.press(enter, esc)
	d.write("1234")
	d.press(enter)
	if len(d.sent) != 1 {
		t.Errorf("sent %v", d.sent)
	}
	d.reads(d.screen(), "Checking the PIN")
	d.manager(func(m *core.ManagerView) { m.Busy, m.Done = false, 1 })
	if d.asking() {
		t.Error("the sheet is still open")
	}
}

func TestASheetCanBeLeftWhenTheTillTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := filled(t)
		d.press(enter, esc)
		if !d.asking() {
			t.Error("it was left before the till could answer")
		}
		time.Sleep(patience)
		d.press(esc)
		if d.asking() || len(d.sent) != 1 {
			t.Errorf("it can't be left; sent %v", d.sent)
		}
	})
}

func TestAProblemKeepsAllThatWasTypedButThePIN(t *testing.T) {
	d := filled(t)
	d.press(enter)
	d.manager(func(m *core.ManagerView) { m.Busy = true })
	d.manager(func(m *core.ManagerView) {
		m.Busy, m.Problem = false, core.Text{Key: "error.pin.wrong", Values: map[string]any{"Left": 5}}
	})
	for _, want := range []string{"That is not the manager’s PIN, so nothing was done.", "locked: 5.", "Cold tea", "128.50"} {
		d.reads(d.screen(), want)
	}
	d.press(enter) // without a PIN
	d.reads(d.screen(), "The PIN is 4 to 12 digits.")
	d.write("4321") // the focus is on it
	d.press(enter)
	if got := d.last().(core.Refund); len(d.sent) != 2 || got.PIN != "4321" || got.Reason != "Cold tea" || got.Amount != dollars(12850) {
		t.Errorf("sent %v", d.sent)
	}
}

func TestAnOldProblemIsNotSaidOfANewRefund(t *testing.T) {
	d := atOrder(t, sold(order.StatePaid, nil))
	d.manager(func(m *core.ManagerView) { m.Problem = core.Text{Key: "error.pin.wrong"} })
	d.press(fyne.KeyF9)
	d.manager(func(m *core.ManagerView) {})
	d.readsNot(d.screen(), "not the manager’s PIN")
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
		d := atOrder(t, sold(order.StatePaid, nil))
		d.order.refund()
		if k.amount == "" {
			d.press(fyne.KeyBackspace)
		}
		d.write(k.amount)
		d.press(enter)
		d.write(k.reason)
		d.press(enter)
		d.write("1234")
		d.press(enter)
		d.reads(d.screen(), k.say)
		if len(d.sent) != 0 {
			t.Errorf("%q: sent %v", k.amount, d.sent)
		}
	}
}

func TestARefundIsOfferedOnlyWhereSomethingIsLeft(t *testing.T) {
	whole := order.Refund{Amount: dollars(12850)}
	in := func(s order.RefundState, r order.Refund) order.Refund { r.State = s; return r }
	for name, k := range map[string]struct {
		order order.Order
		left  bool
	}{
		"unpaid":   {sold(order.StateWaiting, nil), false},
		"paid":     {sold(order.StatePaid, nil), true},
		"partly":   {refunded(order.Refund{State: order.RefundDone}), true},
		"whole":    {refunded(in(order.RefundDone, whole)), false},
		"reserved": {refunded(in(order.RefundUnsure, whole)), false},
		"failed":   {refunded(in(order.RefundFailed, whole)), true},
	} {
		d := atOrder(t, k.order)
		d.press(fyne.KeyF9)
		if open := d.asking(); open != k.left || d.order.giveBack.Visible() != k.left {
			t.Errorf("%s: sheet open: %v, button there: %v", name, open, d.order.giveBack.Visible())
		}
	}
}

func TestWhatIsUnderWayCountsAgainstARefund(t *testing.T) {
	d := atOrder(t, refunded(order.Refund{State: order.RefundPending, Amount: dollars(2850)}))
	d.press(fyne.KeyF9)
	d.reads(d.screen(), "HK$28.50 of it is refunded or under way")
	d.reads(d.screen(), "Refund HK$100.00")
	d.write("100.01")
	d.reads(d.screen(), "at most HK$100.00")
}

func TestAWaitIsCountedDownAndEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := filled(t)
		d.manager(func(m *core.ManagerView) { m.WaitEnd = time.Now().Add(30 * time.Second) })
		d.reads(d.screen(), "possible in 0:30")
		d.press(enter)
		time.Sleep(9 * time.Second)
		d.tick()
		d.reads(d.screen(), "possible in 0:21")
		d.press(enter)
		if len(d.sent) != 0 {
			t.Errorf("sent %v", d.sent)
		}
		time.Sleep(21 * time.Second)
		d.tick()
		d.readsNot(d.screen(), "possible in")
		d.press(enter)
		if len(d.sent) != 1 {
			t.Errorf("sent %v", d.sent)
		}
	})
}

func TestALockedPINLeadsToTheSettings(t *testing.T) {
	d := filled(t)
	d.manager(func(m *core.ManagerView) { m.Locked = true })
	d.reads(d.screen(), "The PIN is locked")
	d.reads(d.screen(), "client secret")
	d.press(enter)
	if len(d.sent) != 0 {
		t.Errorf("sent %v", d.sent)
	}
	d.press(fyne.KeyF10)
	if d.asking() || d.at() != "settings" {
		t.Error("F10 did not lead to the settings")
	}
}

func TestThePracticePINIsTold(t *testing.T) {
	for practice, want := range map[bool]bool{true: true, false: false} {
		d := atOrder(t, sold(order.StatePaid, nil))
		v := readyView()
		if practice {
			v.Practice, v.Settings.Account.Gateway = true, order.PracticeGateway
		}
		d.draw(v)
		d.order.refund()
		if got := strings.Contains(d.screen(), "PIN is 0000"); got != want {
			t.Errorf("practice %v: told: %v", practice, got)
		}
	}
}

func TestTheFocusStaysInTheSheet(t *testing.T) {
	d := filled(t)
	for i := range 30 {
		if i%2 == 0 || i > 12 {
			d.tab()
		} else {
			d.backTab()
		}
		if !d.holds(d.focused().(fyne.CanvasObject)) {
			t.Fatalf("step %d: the focus is on %v", i, d.focused())
		}
	}
	d.press(esc)
	d.tab()
	if d.focused() == nil {
		t.Error("without a sheet nothing gets the focus")
	}
}

func TestEscLeavesTheSheetAndForgetsThePIN(t *testing.T) {
	d := filled(t)
	f := d.focused().(*field)
	d.press(esc)
	if d.asking() || f.Text != "" || len(d.sent) != 0 {
		t.Errorf("sheet %v, PIN %q, sent %v", d.asking(), f.Text, d.sent)
	}
}

func TestADoubtfulRefundIsSentAgainOnlyAfterALookInThePortal(t *testing.T) {
	o := refunded(missing(11*time.Minute), missing(9*time.Minute))
	d := atOrder(t, o)
	if n := strings.Count(d.screen(), "Send again…"); n != 1 {
		t.Fatalf("%d refunds can be sent again", n)
	}
	buttonSaying(t, d.order.cards, "Send again…").Tapped(nil)
	d.reads(d.screen(), "Look in the gateway’s portal first, for T1R1.")
	d.write("1234")
	d.press(enter)
	if want := (core.SendAgain{Order: o.ID, Refund: "T1R1", PIN: "1234"}); d.last() != want {
		t.Errorf("sent %v", d.last())
	}
}

func TestARefundCanBeSentAgainAsSoonAsTimeHasGoneBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := atOrder(t, refunded(missing(9*time.Minute)))
		d.readsNot(d.screen(), "Send again…")
		time.Sleep(time.Minute)
		d.draw(readyView()) // the log has not grown
		d.reads(d.screen(), "Send again…")
	})
}

func TestAManagerRecordsWhatThePortalSays(t *testing.T) {
	old := func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }
	doubtful := refunded(order.Refund{State: order.RefundUnsure})
	cases := []struct {
		name    string
		order   order.Order
		refund  order.RefundID
		verdict string
		want    order.Verdict
		says    string
	}{
		{"paid", sold(order.StateUnsure, old), "", "Paid", order.HandPaid, "never called proven"},
		{"not paid", sold(order.StateWaiting, old), "", "Not paid", order.HandUnpaid, "Nothing was taken"},
		{"refunded", sold(order.StatePaid, differed("1.00", "SUCCEEDED")), "", "Refunded", order.HandRefunded, "the money has gone back"},
		{"a refund done", doubtful, "T1R1", "Refunded", order.HandRefunded, "can’t be refunded again"},
		{"a refund not done", doubtful, "T1R1", "Not refunded", order.HandNotRefunded, "can be refunded again"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := atOrder(t, c.order)
			if c.refund == "" {
				buttonSaying(t, d.order.body, "Record by hand…").Tapped(nil)
			} else {
				buttonSaying(t, d.order.cards, "Record by hand…").Tapped(nil)
			}
			d.press(esc) // not yet
			d.order.resolve(c.refund)
			for d.focused().(*button).text != c.verdict {
				d.tab()
			}
			d.press(fyne.KeySpace)
			d.reads(d.screen(), c.says)
			d.write("seen by Mei")
			d.press(enter)
			d.write("1234")
			d.press(enter)
			want := core.Resolve{Order: c.order.ID, Refund: c.refund, Verdict: c.want, Reason: "seen by Mei", PIN: "1234"}
			if d.last() != want {
				t.Errorf("sent %v", d.last())
			}
		})
	}
}

func TestNothingIsRecordedWithoutAChoiceAndAReason(t *testing.T) {
	d := atOrder(t, sold(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }))
	d.order.resolve("")
	d.focus(nil)
	d.press(enter)
	d.reads(d.screen(), "Choose what the portal says.")
	d.press(fyne.KeySpace, enter)
	d.write("1234")
	d.press(enter)
	d.readsNot(d.screen(), "Choose what the portal says.")
	if _, sent := d.last().(core.Resolve); sent && d.last().(core.Resolve).Reason == "" {
		t.Errorf("sent %v", d.last())
	}
}

func TestRecordingByHandIsForTroubleAlone(t *testing.T) {
	for name, k := range map[string]struct {
		order order.Order
		there bool
	}{
		"paid":             {sold(order.StatePaid, nil), false},
		"young and unsure": {sold(order.StateUnsure, nil), false},
		"old and unsure":   {sold(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) }), true},
		"by hand already":  {sold(order.StateUnsure, byHand(order.HandPaid)), false},
		"mismatch":         {sold(order.StatePaid, differed("1.00", "SUCCEEDED")), true},
	} {
		d := atOrder(t, k.order)
		if d.order.record.Visible() != k.there {
			t.Errorf("%s: %v", name, d.order.record.Visible())
		}
	}
}
