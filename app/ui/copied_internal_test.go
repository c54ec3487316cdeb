package ui

import (
	"testing"

	"qrtill/app"
	"qrtill/app/core"
)

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

func TestATillSellsAsSoonAsItIsSetUp(t *testing.T) {
	d := newDesk(t)
	for _, before := range []app.View{{View: core.View{NeedSetup: true}}, movedView()} {
		d.draw(before)
		if d.page == d.counter {
			t.Fatal("a till that is not set up can sell")
		}
		v := readyView()
		v.Setup.Done = 1
		d.draw(v)
		if d.page != d.counter {
			t.Error("the till is not ready to charge")
		}
	}
}
