package ui

import (
	"testing"

	"qrtill/app"
)

func movedView() app.View {
	v := readyView()
	v.Moved = true
	return v
}

func TestACopiedLogAsksForSecretAndNewCodeInThePlaceOfCharge(t *testing.T) {
	d := newDesk(t)
	d.draw(movedView())
	d.reads(d.screen(), "comes from another computer")
	d.readsNot(d.screen(), "Amount")
	d.write("geheim") // the focus is on the secret
	d.press(enter)
	d.write("t2")
	d.press(enter, enter)
	if len(d.till.sent) != 1 || d.last() != (app.MoveIn{Secret: "geheim", Till: "T2"}) {
		t.Errorf("sent %v", d.till.sent)
	}
	d.readsNot(d.screen(), "geheim")
}

func TestWhatIsWrongWithMovingInIsSaid(t *testing.T) {
	for _, k := range []struct{ secret, till, say string }{
		{"", "T2", "Type the client secret."},
		{"s", "", "1 to 6 letters"},
		{"s", "X1", "not begin with X"},
		{"s", "t1", "T1 is the code the log was made with."},
	} {
		d := newDesk(t)
		d.draw(movedView())
		p := d.pages[atMoved].(*moved)
		p.secret.SetText(k.secret)
		p.till.SetText(k.till)
		p.goOn()
		d.reads(d.screen(), k.say)
		if len(d.till.sent) != 0 {
			t.Errorf("sent %v", d.till.sent)
		}
	}
}

func TestMovingInFollowsTheTill(t *testing.T) {
	d := newDesk(t)
	d.draw(movedView())
	p := d.pages[atMoved].(*moved)
	p.secret.SetText("s")
	p.till.SetText("T2")
	p.goOn()
	v := movedView()
	v.Setup.Busy = true
	d.draw(v)
	if !p.secret.Disabled() || !p.take.Disabled() {
		t.Error("it can be changed while the till is asking")
	}
	v.Setup = app.SetupView{Problem: app.Text{Key: "error.gateway.auth"}}
	d.draw(v)
	d.reads(d.screen(), "does not accept the merchant number")
	if p.secret.Text != "s" || p.till.Text != "T2" {
		t.Error("something typed is gone")
	}
	p.goOn()
	v = readyView()
	v.Setup.Done = 1
	d.draw(v)
	if d.page != d.counter || p.secret.Text != "" {
		t.Error("the till does not sell, or the secret is kept")
	}
}

func TestTheHistoryOfACopiedLogCanBeRead(t *testing.T) {
	d := newDesk(t)
	d.open(atHistory)
	d.draw(movedView()) // whoever reads is not disturbed
	if d.page != d.history {
		t.Error("History was left")
	}
	d.open(atCharge)
	if d.page != d.pages[atMoved] {
		t.Error("a copied log can sell")
	}
	d.open(atHistory)
	d.reads(d.screen(), "No orders yet")
}
