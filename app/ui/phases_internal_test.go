package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

func TestEveryPhaseSaysWhatItMeansInBothWindows(t *testing.T) {
	cases := []struct {
		phase           core.Phase
		staff, customer []string
	}{
		{core.Sending, []string{"Getting the code", "HK$128.50", "AlipayHK", "Table 12", "stop showing"}, []string{"HK$128.50", "One moment"}},
		{core.Waiting, []string{"Waiting for the customer", "HK$128.50", "Shown for 0:17", "4:43", "Last answer 0:03 ago, in 0.4 s: Not paid yet", "Ask now", "F5", "Esc"}, []string{"HK$128.50", "Scan with AlipayHK", "4:43"}},
		{core.Paid, []string{"Paid", "HK$128.50", "Paid 12 s after the code was shown · the gateway answered in 0.4 s", "Next customer", "Enter"}, []string{"Paid – thank you", "HK$128.50"}},
		{core.Closed, []string{"Closed, not paid", "Nothing was taken", "Next customer"}, []string{"This code is closed"}},
		{core.Failed, []string{"No code", "staff only", "Back to the amount"}, []string{"Please wait for staff"}},
		{core.Disputed, []string{"Don’t hand over the goods yet", "HK$128.50", "Esc"}, []string{"Please wait for staff"}},
		{core.Unrecorded, []string{"Paid – not recorded", "T1ABCDEF"}, []string{"Please wait for staff"}},
	}
	for _, k := range cases {
		d := newDesk(t)
		d.draw(saleIn(k.phase))
		for _, want := range k.staff {
			d.reads(d.staff(), want)
		}
		for _, want := range k.customer {
			d.reads(d.public(), want)
		}
		for _, unwanted := range []string{"Table 12", "staff only", "T1ABCDEF", "Today", "⟦"} {
			d.readsNot(d.public(), unwanted)
		}
		if shown := d.showsCode(); shown != (k.phase == core.Waiting) {
			t.Errorf("phase %d: code shown: %v", k.phase, shown)
		}
	}
}

func TestAFreshCodeIsSaidToBeOne(t *testing.T) {
	d := newDesk(t)
	v := saleIn(core.Sending)
	v.Sale.Renewed = 1
	d.draw(v)
	d.reads(d.staff(), "closed the code, unpaid")
	v = saleIn(core.Waiting)
	v.Sale.Renewed = 1
	d.draw(v)
	d.reads(d.staff(), "The customer sees a fresh one and pays with AlipayHK")
}

func TestOtherPeoplesMoneyIsNeverOnTheCustomersScreen(t *testing.T) {
	d := newDesk(t)
	v := saleIn(core.Waiting)
	v.Alerts = []core.AlertView{{Order: "T1LATE", Text: core.Text{Key: "sale.unrecorded", Values: map[string]any{"Amount": dollars(100), "Order": "T1LATE"}}}}
	v.Notice, v.Stopped, v.Banner = core.Text{Key: "help.title"}, core.Text{Key: "help.title"}, core.Text{Key: "help.title"}
	d.draw(v)
	d.reads(d.staff(), "T1LATE")
	for _, unwanted := range []string{"T1LATE", "Keys", "HK$1.00", "HK$3,204.50"} {
		d.readsNot(d.public(), unwanted)
	}
}

func TestTheIdleScreensShowShopAndToday(t *testing.T) {
	d := newDesk(t)
	d.reads(d.public(), "Lucky Cat")
	d.readsNot(d.public(), "3,204.50")
	for _, want := range []string{"Lucky Cat · T1", "HK$3,204.50 · 14 sales", "Gateway online", "WeChat Pay", "AlipayHK", "HK$0"} {
		d.reads(d.staff(), want)
	}
	v := readyView()
	v.Network, v.Watching, v.Today.Refunded = core.Offline, 2, dollars(500)
	v.Stopped = core.Text{Key: "help.title"}
	d.draw(v)
	for _, want := range []string{"No answer from gateway", "2 codes still watched", "HK$5.00 refunded", "Keys"} {
		d.reads(d.staff(), want)
	}
}

func TestPracticeIsMarkedOnEveryScreenOfBothWindows(t *testing.T) {
	for phase := core.Phase(0); phase <= core.Unrecorded; phase++ {
		v := readyView()
		if phase > 0 {
			v = saleIn(phase)
		}
		v.Practice = true
		d := newDesk(t)
		d.draw(v)
		for _, p := range []destination{atCharge, atHistory, atSettings} {
			d.open(p)
			d.reads(d.staff(), "PRACTICE – no real money")
		}
		d.reads(d.public(), "PRACTICE – no real money")
		v.Practice = false
		d.draw(v)
		d.readsNot(d.staff()+d.public(), "PRACTICE")
	}
}

func TestACodeThatCannotBeDrawnIsSaidAndNotShown(t *testing.T) {
	d := newDesk(t)
	v := saleIn(core.Waiting)
	v.Sale.QR = string(make([]byte, 4000))
	d.draw(v)
	d.reads(d.staff(), "can’t be drawn")
	d.reads(d.public(), "Please wait for staff")
}

func TestAnUnknownMethodIsShownAsItIs(t *testing.T) {
	d := newDesk(t)
	v := saleIn(core.Waiting)
	v.Sale.Method = order.Method("newpay")
	d.draw(v)
	d.reads(d.public(), "newpay")
}

func TestNoPageOrSheetNeedsMoreThanASmallScreen(t *testing.T) {
	d := newDesk(t)
	doubtful := refunded(missing(time.Hour))
	unsure := sold(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) })
	v := readyView()
	v.Practice, v.Settings.Account.Gateway = true, order.PracticeGateway
	v.Alerts = []core.AlertView{{Order: "T1", Text: core.Text{Key: "help.title"}}}
	v.Trouble = []core.TroubleView{{Order: doubtful, Kind: order.TroubleRefund, Text: core.Text{Key: "help.title"}}}
	fits := func(what string) {
		t.Helper()
		if m := d.window.Content().MinSize(); m.Width > 1024 || m.Height > 705 {
			t.Errorf("%s needs %v", what, m)
		}
	}
	for _, k := range []struct {
		what  string
		order order.Order
		open  func()
	}{
		{"a refund", doubtful, func() { d.press(fyne.KeyF9) }},
		{"by hand", unsure, func() { d.tap("Record by hand…") }},
		{"again", doubtful, func() { d.tap("Send again…") }},
	} {
		d.draw(v)
		d.showOrder(k.order)
		fits("an order's page")
		if k.open(); !d.asking() {
			t.Fatalf("%s: there is no sheet", k.what)
		}
		v.Manager.Locked = true
		d.draw(v)
		fits(k.what)
		d.press(esc)
		v.Manager.Locked = false
	}
	d.draw(v)
	for _, at := range []destination{atTrouble, atMoved, atSettings} {
		d.open(at)
		fits("a page")
	}
}

func TestNothingNeedsMoreThanASmallScreen(t *testing.T) {
	for phase := core.Phase(0); phase <= core.Unrecorded; phase++ {
		v := readyView()
		if phase > 0 {
			v = saleIn(phase)
		}
		v.Practice = true
		v.Banner = core.Text{Key: "help.title"}
		v.Alerts = []core.AlertView{{Order: "T1", Text: core.Text{Key: "help.title"}}}
		d := newDesk(t)
		d.draw(v)
		if m := d.window.Content().MinSize(); m.Width > 1024 || m.Height > 705 {
			t.Errorf("phase %d: the till needs %v", phase, m)
		}
		if m := d.customerWindow.Content().MinSize(); m.Width > 400 || m.Height > 600 {
			t.Errorf("phase %d: the customer's window needs %v", phase, m)
		}
	}
}
