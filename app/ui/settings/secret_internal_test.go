package settings

import (
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// undo presses Ctrl+Z and Ctrl+Y in the field that has the focus.
func (b *bureau) undo() {
	b.Helper()
	b.Shortcut(&fyne.ShortcutUndo{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{})
}

// The PIN that a manager has typed and erased, and left, is nobody else's.
func TestAnErasedPINOpensNoSettings(t *testing.T) {
	d, p := atSettingsPage(t)
	d.Write("2468")
	d.Press(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	d.Leave()
	d.Open(p)
	if d.Focused() != p.lock.pin {
		t.Fatal("nobody can type the PIN at once")
	}
	d.undo()
	d.Press(uitest.Enter)
	if len(d.Sent) != 0 {
		t.Errorf("sent %v", d.Sent)
	}
	d.Reads(d.Screen(), "The PIN is 4 to 12 digits.")
}

// Ten scans would lock the manager out.
func TestAScannedCodeIsNoTryOfThePIN(t *testing.T) {
	d, p := atSettingsPage(t)
	for range 10 {
		d.Answer("4891234567894")
	}
	if len(d.Sent) != 0 {
		t.Errorf("sent %v", d.Sent)
	}
	d.Reads(d.Screen(), "this is something else. Nothing of it is taken")
	d.Write("2")
	d.ReadsNot(d.Screen(), "something else")
	d.Answer("468")
	if got := d.Last(); got != (app.Unlock{PIN: "2468"}) || p.lock.pin.Text != "" {
		t.Errorf("sent %v", got)
	}
}

// Whoever comes back to a page finds its secrets as they were at first.
func TestSecretsDoNotOutliveTheirPage(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) (*bureau, uitest.Page, []*kit.Field){
		"settings": func(t *testing.T) (*bureau, uitest.Page, []*kit.Field) {
			d, p := atOpenSettings(t)
			return d, p, []*kit.Field{p.secret, p.pin, p.again, p.notifyKey, p.onceSecret}
		},
		"a new PIN": func(t *testing.T) (*bureau, uitest.Page, []*kit.Field) {
			d, p := atSettingsPage(t)
			p.lock.reset.open()
			return d, p, []*kit.Field{p.lock.pin, p.lock.reset.secret, p.lock.reset.pin, p.lock.reset.again}
		},
		"first start": func(t *testing.T) (*bureau, uitest.Page, []*kit.Field) {
			d, p := newShop(t)
			return d, p, []*kit.Field{p.secret, p.pin}
		},
		"moved": func(t *testing.T) (*bureau, uitest.Page, []*kit.Field) {
			d, p := atMovedPage(t)
			return d, p, []*kit.Field{p.secret}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, p, fields := open(t)
			for _, f := range fields {
				f.TypedRune('7')
				f.TypedRune('8')
				f.Password = false // uncovered
			}
			d.Leave()
			d.Open(p)
			for i, f := range fields {
				f.TypedShortcut(&fyne.ShortcutUndo{})
				f.Undo()
				if f.Text != "" || !f.Password {
					t.Errorf("field %d: %q is left, hidden %v", i, f.Text, f.Password)
				}
			}
		})
	}
}

// Each place says by itself what it did not take.
func TestEverySecretFieldSaysWhatItRefuses(t *testing.T) {
	d, p := atOpenSettings(t)
	v := d.View
	v.Stopped = uitest.TextOf("error.keyring.unavailable")
	d.Draw(v)
	_, first := newShop(t)
	_, moved := atMovedPage(t)
	for name, f := range map[string]*kit.Field{
		"the lock": p.lock.pin, "a forgotten PIN's secret": p.lock.reset.secret, "its PIN": p.lock.reset.pin, "again": p.lock.reset.again,
		"settings' secret": p.secret, "key": p.notifyKey, "PIN": p.pin, "PIN again": p.again, "once": p.onceSecret,
		"first start's secret": first.secret, "first start's PIN": first.pin, "moving in": moved.secret,
	} {
		if f.Refused == nil || !f.Secret() {
			t.Errorf("%s says nothing", name)
		}
	}
}
