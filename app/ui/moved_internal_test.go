package ui

import (
	"testing"

	"qrtill/app"
	"qrtill/app/core"
)

func atMovedPage(t *testing.T) (*bureau, *moved) {
	t.Helper()
	d := newBureau(t)
	p := newMoved(d.kit, d)
	d.view = movedView()
	d.open(p)
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
		d.reads(d.screen(), k.say)
		if len(d.sent) != 0 {
			t.Errorf("sent %v", d.sent)
		}
	}
}

func TestMovingInFollowsTheTill(t *testing.T) {
	d, p := atMovedPage(t)
	p.secret.SetText("s")
	p.till.SetText("T2")
	p.goOn()
	v := movedView()
	v.Setup.Busy = true
	d.draw(v)
	if !p.secret.Disabled() || !p.take.Disabled() {
		t.Error("it can be changed while the till is asking")
	}
	v.Setup = app.SetupView{Problem: core.Text{Key: "error.gateway.auth"}}
	d.draw(v)
	d.reads(d.screen(), "does not accept the merchant number")
	if p.secret.Text != "s" || p.till.Text != "T2" {
		t.Error("something typed is gone")
	}
	p.goOn()
	v = readyView()
	v.Setup.Done = 1
	d.draw(v)
	if p.secret.Text != "" {
		t.Error("the secret is kept")
	}
}
