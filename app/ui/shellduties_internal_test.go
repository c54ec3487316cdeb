package ui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

// What a page and a sheet count on the shell for, in the real window: the pages' own
// tests stand on a frame that is none of the shell's.

// atRefund is a refund in the real window that only needs Enter.
func atRefund(t *testing.T) *shelf {
	t.Helper()
	s := alerted(t, order.AlertLate)
	s.Press(fyne.KeyF9, uitest.Enter) // all that was paid
	s.Answer("Cold tea")
	s.Write("2468")
	return s
}

// letPass has the pump count so long, as it does while the till runs.
func (d *desk) letPass(span time.Duration) {
	d.Helper()
	p := newPump(d.shell)
	p.do, p.watch = func(f func()) { f() }, func() {}
	ctx, stop := context.WithCancel(d.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); p.run(ctx) }()
	time.Sleep(span)
	stop()
	<-ended // from here on the window is the test's again
}

func TestARefundSheetHearsHowTheTillGetsOn(t *testing.T) {
	s := atRefund(t)
	s.Press(uitest.Enter)
	if s.last() != (core.Refund{Order: "T1000001", Amount: uitest.HKD(1), Reason: "Cold tea", PIN: "2468"}) {
		t.Fatalf("sent %v", s.last())
	}
	s.manager(func(m *core.ManagerView) { m.Problem = uitest.TextOf("error.pin.wrong", "Left", 5) })
	s.Reads(s.Screen(), "That is not the manager’s PIN, so nothing was done.")
	s.Answer("1357") // the focus is on it again
	s.manager(func(m *core.ManagerView) { m.Problem, m.Done = core.Text{}, m.Done+1 })
	if s.Asking() {
		t.Error("the refund is on its way, and the sheet still asks")
	}
}

func TestARefundSheetCountsThePINsWaitDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := atRefund(t)
		s.manager(func(m *core.ManagerView) { m.WaitEnd = time.Now().Add(30 * time.Second) })
		s.Reads(s.Screen(), "possible in 0:30")
		time.Sleep(9 * time.Second)
		s.tick()
		s.Reads(s.Screen(), "possible in 0:21")
		time.Sleep(21 * time.Second)
		s.tick()
		s.ReadsNot(s.Screen(), "possible in")
		s.Press(uitest.Enter)
		if _, sent := s.last().(core.Refund); !sent {
			t.Error("the wait is over, and nothing can be sent")
		}
	})
}

func TestALockedPINLeadsFromARefundToTheSettings(t *testing.T) {
	s := atRefund(t)
	s.manager(func(m *core.ManagerView) { m.Locked = true })
	s.Reads(s.Screen(), "a new PIN in Settings (F10).")
	s.Press(fyne.KeyF10)
	s.Reads(s.Screen(), "choose “Forgotten PIN?”.")
	if s.Asking() {
		t.Error("the sheet lies above the settings")
	}
}

func TestTabStaysInASheetOfTheRealWindow(t *testing.T) {
	s := atRefund(t)
	for i := range 30 {
		if i%2 == 0 || i > 12 {
			s.Tab()
		} else {
			s.BackTab()
		}
		if part, ok := s.Focused().(fyne.CanvasObject); !ok || !s.Holds(part) {
			t.Fatalf("step %d: the focus is on %v", i, s.Focused())
		}
	}
	s.Press(uitest.Esc)
	if s.Tab(); s.Focused() == nil {
		t.Error("without a sheet nothing gets the focus")
	}
}

func TestSettingsLockWhenStaffGoToAnotherPage(t *testing.T) {
	d := newDesk(t)
	d.Press(fyne.KeyF10)
	d.unlock()
	d.Reads(d.Screen(), d.Text("lock.is_open"))
	secret := d.FieldOf(d.Text("settings.secret"))
	d.Focus(secret)
	d.Write("s3cret")
	d.Press(fyne.KeyF2)
	if secret.Text != "" {
		t.Error("the secret is kept while staff sell")
	}
	d.Press(fyne.KeyF10)
	d.Reads(d.Screen(), d.Text("lock.is_shut"))
	if !d.FieldOf(d.Text("first.shop")).Disabled() {
		t.Error("whoever comes next can change the settings")
	}
}

func TestSettingsLockByThemselvesWhileNobodySells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.Press(fyne.KeyF10)
		d.unlock()
		d.letPass(4 * time.Minute)
		d.Focus(d.FieldOf(d.Text("first.shop")))
		d.Write("x")
		d.letPass(4 * time.Minute)
		d.Reads(d.Screen(), d.Text("lock.is_open"))
		d.letPass(time.Minute + 2*time.Second)
		d.Reads(d.Screen(), d.Text("lock.is_shut"))
		if newPump(d.shell).count() {
			t.Error("the pump goes on counting for nobody")
		}
	})
}

// Charge has the screen as soon as a till is set up, so the page that took the secret
// hears of it elsewhere.
func TestASecretIsForgottenOnceTheTillHasIt(t *testing.T) {
	for name, k := range map[string]struct {
		before app.View
		typed  []string // up to the secret
		then   []string
	}{
		"first start": {app.View{View: core.View{NeedSetup: true}}, []string{"Lucky Cat", "T1", "https://gateway.example", "M100"}, []string{"1234", "1234"}},
		"moved":       {uitest.MovedView(), nil, []string{"T2"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.draw(k.before)
			d.Answer(k.typed...)
			secret := d.FieldOf(d.Text("first.secret"))
			d.Answer("s3cret")
			d.Answer(k.then...)
			if d.last() == nil || secret.Text != "s3cret" {
				t.Fatalf("sent %v, the secret is %q", d.last(), secret.Text)
			}
			v := uitest.ReadyView()
			v.Setup.Done = 1
			d.draw(v)
			if d.page != d.counter || secret.Text != "" {
				t.Errorf("at %T, %q is kept", d.page, secret.Text)
			}
		})
	}
}
