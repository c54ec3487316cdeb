package owner

import (
	"fmt"
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

func TestAScannedCodeIsNoTryOfThePIN(t *testing.T) {
	d := filled(t)
	d.Press(uitest.Enter) // the PIN of filled
	sent := len(d.Sent)
	d.Manager(func(m *core.ManagerView) { m.Busy = true })
	d.Manager(func(m *core.ManagerView) { m.Busy, m.Problem = false, core.Text{Key: "error.pin.none"} })
	for range 10 {
		d.Answer("4891234567894")
	}
	d.Shortcut(&fyne.ShortcutUndo{})
	d.Press(uitest.Enter)
	if len(d.Sent) != sent {
		t.Errorf("sent %v", d.Sent[sent:])
	}
	d.Answer("4891234567894")
	d.Reads(d.Screen(), "this is something else. Nothing of it is taken")
}

func TestAnOldProblemIsNotSaidOfANewRefund(t *testing.T) {
	d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
	d.Manager(func(m *core.ManagerView) { m.Problem = core.Text{Key: "error.pin.wrong"} })
	d.Press(fyne.KeyF9)
	d.Manager(func(m *core.ManagerView) {})
	d.ReadsNot(d.Screen(), "not the manager’s PIN")
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

func TestAPINThatFellIntoTheReasonIsNeitherSentNorShownAgain(t *testing.T) {
	for _, reason := range []string{"4711", "Cold tea 4711", "x４７１１"} {
		for name, open := range map[string]func(*testing.T) *office{
			"refund": func(t *testing.T) *office {
				d := atOrder(t, uitest.OrderIn(order.StatePaid, nil))
				d.Press(fyne.KeyF9, uitest.Enter)
				return d
			},
			"by hand": func(t *testing.T) *office {
				d := atOrder(t, uitest.Refunded(order.Refund{State: order.RefundUnsure}))
				d.order.resolve("T1R1")
				d.Press(fyne.KeySpace)
				return d
			},
		} {
			d := open(t)
			d.Write(reason)
			d.Press(uitest.Enter)
			d.Write("4711")
			d.Press(uitest.Enter)
			if len(d.Sent) != 0 || !d.Asking() {
				t.Fatalf("%s, %q: sent %v", name, reason, d.Sent)
			}
			d.Reads(d.Screen(), "The PIN stood in the reason")
			d.ReadsNot(d.Screen(), "4711")
			d.ReadsNot(d.Screen(), reason)
			f := d.Focused().(*kit.Field)
			f.TypedShortcut(&fyne.ShortcutUndo{})
			if f.Text != "" {
				t.Errorf("%s: the reason is %q", name, f.Text)
			}
			d.Write("Cold tea 47")
			d.ReadsNot(d.Screen(), "The PIN stood in the reason")
			d.Press(uitest.Enter, uitest.Enter)
			if len(d.Sent) != 1 || !strings.Contains(fmt.Sprint(d.Last()), "Cold tea 47 ") {
				t.Errorf("%s, %q: sent %v", name, reason, d.Sent)
			}
		}
	}
}
