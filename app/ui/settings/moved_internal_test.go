package settings

import (
	"testing"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/uitest"
)

func atMovedPage(t *testing.T) (*bureau, *Moved) {
	t.Helper()
	d := newBureau(t)
	p := NewMoved(d.Texts, d)
	d.View = uitest.MovedView()
	d.Open(p)
	return d, p
}

func TestWhatIsWrongWithMovingInIsSaid(t *testing.T) {
	for _, k := range []struct{ secret, till, say string }{
		{"", "T2", "Type the client secret."},
		{"s", "", "1 to 6 letters"},
		{"s", "X1", "not begin with X"},
		{"s", "t1", "T1 is the code the log was made with."},
	} {
		d, p := atMovedPage(t)
		p.secret.SetText(k.secret)
		p.till.SetText(k.till)
		p.goOn()
		d.Reads(d.Screen(), k.say)
		if len(d.Sent) != 0 {
			t.Errorf("sent %v", d.Sent)
		}
	}
}

func TestMovingInFollowsTheTill(t *testing.T) {
	d, p := atMovedPage(t)
	p.secret.SetText("s")
	p.till.SetText("T2")
	p.goOn()
	v := uitest.MovedView()
	v.Setup.Busy = true
	d.Draw(v)
	if !p.secret.Disabled() || !p.take.Disabled() {
		t.Error("it can be changed while the till is asking")
	}
	v.Setup = app.SetupView{Problem: core.Text{Key: "error.gateway.auth"}}
	d.Draw(v)
	d.Reads(d.Screen(), "does not accept the merchant number")
	if p.secret.Text != "s" || p.till.Text != "T2" {
		t.Error("something typed is gone")
	}
	p.goOn()
	v = uitest.ReadyView()
	v.Setup.Done = 1
	d.Draw(v)
	if p.secret.Text != "" {
		t.Error("the secret is kept")
	}
}
