package ui

import (
	"testing"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/uitest"
)

func TestACopiedLogAsksForSecretAndNewCodeInThePlaceOfCharge(t *testing.T) {
	d := newDesk(t)
	d.draw(uitest.MovedView())
	d.Reads(d.Screen(), "comes from another computer")
	d.ReadsNot(d.Screen(), "Amount")
	d.Write("geheim") // the focus is on the secret
	d.Press(uitest.Enter)
	d.Write("t2")
	d.Press(uitest.Enter, uitest.Enter)
	if len(d.till.sent) != 1 || d.last() != (app.MoveIn{Secret: "geheim", Till: "T2"}) {
		t.Errorf("sent %v", d.till.sent)
	}
	d.ReadsNot(d.Screen(), "geheim")
}

func TestTheHistoryOfACopiedLogCanBeRead(t *testing.T) {
	d := newDesk(t)
	d.open(atHistory)
	d.draw(uitest.MovedView()) // whoever reads is not disturbed
	if d.page != d.history {
		t.Error("History was left")
	}
	d.open(atCharge)
	if d.page != d.pages[atMoved] {
		t.Error("a copied log can sell")
	}
	d.open(atHistory)
	d.Reads(d.Screen(), "No orders yet")
}

func TestATillSellsAsSoonAsItIsSetUp(t *testing.T) {
	d := newDesk(t)
	for _, before := range []app.View{{View: core.View{NeedSetup: true}}, uitest.MovedView()} {
		d.draw(before)
		if d.page == d.counter {
			t.Fatal("a till that is not set up can sell")
		}
		v := uitest.ReadyView()
		v.Setup.Done = 1
		d.draw(v)
		if d.page != d.counter {
			t.Error("the till is not ready to charge")
		}
	}
}
