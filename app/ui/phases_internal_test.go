package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/uitest"
)

func TestEveryPhaseSaysWhatItMeansInBothWindows(t *testing.T) {
	cases := []struct {
		phase           core.Phase
		staff, customer []string
	}{
		{core.Sending, []string{"Getting the code", "HK$128.50", "AlipayHK", "Table 12", "stop showing"}, []string{"HK$128.50", "One moment"}},
		{core.Waiting,
			[]string{"Waiting for the customer", "HK$128.50", "Shown for 0:17", "4:43", "Last answer 0:03 ago, in 0.4 s: Not paid yet", "Ask now", "F5", "Esc"},
			[]string{"HK$128.50", "Scan with AlipayHK", "4:43"}},
		{core.Paid,
			[]string{"Paid", "HK$128.50", "Paid 12 s after the code was shown · the gateway answered in 0.4 s", "Next customer", "Enter"},
			[]string{"Paid – thank you", "HK$128.50"}},
		{core.Closed, []string{"Closed, not paid", "closed this code unpaid", "Fresh code", "Enter", "Leave this sale Esc"}, []string{"This code is closed"}},
		{core.TimeUp, []string{"Time is up", "not been paid so far", "Show it again", "Enter", "Leave this sale Esc"}, []string{"The time for this code is over"}},
		{core.Failed, []string{"No code", "staff only", "Back to the amount", "Leave this sale Esc"}, []string{"Please wait for staff"}},
		{core.Disputed, []string{"Don’t hand over the goods yet", "HK$128.50", "Esc"}, []string{"Please wait for staff"}},
		{core.Unrecorded, []string{"Paid – not recorded", "T1ABCDEF"}, []string{"Please wait for staff"}},
	}
	for _, k := range cases {
		d := newDesk(t)
		d.draw(uitest.SaleIn(k.phase))
		for _, want := range k.staff {
			d.Reads(d.staff(), want)
		}
		for _, want := range k.customer {
			d.Reads(d.public(), want)
		}
		for _, unwanted := range []string{"Table 12", "staff only", "T1ABCDEF", "Today", "⟦"} {
			d.ReadsNot(d.public(), unwanted)
		}
		if shown := d.showsCode(); shown != (k.phase == core.Waiting) {
			t.Errorf("phase %d: code shown: %v", k.phase, shown)
		}
	}
}

func TestHowASaleEndedBeforeTheStartIsForStaffAlone(t *testing.T) {
	for phase, words := range map[core.Phase]string{core.Paid: "before the till was started again", core.Closed: "Fresh code", core.TimeUp: "Show it again"} {
		d := newDesk(t)
		d.watch.Begin(false, d.size())
		v := uitest.SaleIn(phase)
		v.Sale.Restored = true
		d.draw(v)
		d.Reads(d.staff(), words)
		d.Reads(d.staff(), "HK$128.50")
		d.Reads(d.staff(), "On this screen only")
		d.Reads(d.staff(), "window shows nothing of it")
		for _, untrue := range []string{"What the customer sees", "answered in", "after the code was shown"} {
			d.ReadsNot(d.staff(), untrue)
		}
		d.ReadsNot(d.public(), "128.50")
		d.Reads(d.public(), "Welcome")
	}
}

func TestOtherPeoplesMoneyIsNeverOnTheCustomersScreen(t *testing.T) {
	d := newDesk(t)
	v := uitest.SaleIn(core.Waiting)
	v.Alerts = []core.AlertView{{Order: "T1LATE", Text: uitest.TextOf("sale.unrecorded", "Amount", uitest.HKD(100), "Order", "T1LATE")}}
	v.Notice, v.Stopped, v.Banner = core.Text{Key: "help.title"}, core.Text{Key: "help.title"}, core.Text{Key: "help.title"}
	d.draw(v)
	d.Reads(d.staff(), "T1LATE")
	for _, unwanted := range []string{"T1LATE", "Keys", "HK$1.00", "HK$3,204.50"} {
		d.ReadsNot(d.public(), unwanted)
	}
}

func TestTheIdleScreensShowShopAndToday(t *testing.T) {
	d := newDesk(t)
	d.Reads(d.public(), "Lucky Cat")
	d.ReadsNot(d.public(), "3,204.50")
	for _, want := range []string{"Lucky Cat · T1", "HK$3,204.50 · 14 sales", "Gateway online", "WeChat Pay", "AlipayHK", "HK$0"} {
		d.Reads(d.staff(), want)
	}
	v := uitest.ReadyView()
	v.Network, v.Watching, v.Today.Refunded = core.Offline, 2, uitest.HKD(500)
	v.Stopped = core.Text{Key: "help.title"}
	d.draw(v)
	for _, want := range []string{"No answer from gateway", "2 codes still watched", "HK$5.00 refunded", "Keys"} {
		d.Reads(d.staff(), want)
	}
}

func TestPracticeIsMarkedOnEveryScreenOfBothWindows(t *testing.T) {
	for phase := core.Phase(0); phase <= core.TimeUp; phase++ {
		v := uitest.ReadyView()
		if phase > 0 {
			v = uitest.SaleIn(phase)
		}
		v.Practice = true
		d := newDesk(t)
		d.draw(v)
		for _, p := range []destination{atCharge, atHistory, atSettings} {
			d.open(p)
			d.Reads(d.staff(), "PRACTICE – no real money")
		}
		d.Reads(d.public(), "PRACTICE – no real money")
		v.Practice = false
		d.draw(v)
		d.ReadsNot(d.staff()+d.public(), "PRACTICE")
	}
}

func TestACodeThatCannotBeDrawnIsSaidAndNotShown(t *testing.T) {
	d := newDesk(t)
	v := uitest.SaleIn(core.Waiting)
	v.Sale.QR = string(make([]byte, 4000))
	d.draw(v)
	d.Reads(d.staff(), "can’t be drawn")
	d.Reads(d.public(), "Please wait for staff")
}

func TestAnUnknownMethodIsShownAsItIs(t *testing.T) {
	d := newDesk(t)
	v := uitest.SaleIn(core.Waiting)
	v.Sale.Method = order.Method("newpay")
	d.draw(v)
	d.Reads(d.public(), "newpay")
}

func TestNoPageOrSheetNeedsMoreThanASmallScreen(t *testing.T) {
	d := newDesk(t)
	doubtful := uitest.Refunded(uitest.MissingRefund(time.Hour))
	unsure := uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince = time.Now().Add(-time.Hour) })
	v := uitest.ReadyView()
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
		{"a refund", doubtful, func() { d.Press(fyne.KeyF9) }},
		{"by hand", unsure, func() { d.Tap("Record by hand…") }},
		{"again", doubtful, func() { d.Tap("Send again…") }},
	} {
		d.draw(v)
		d.ShowOrder(k.order)
		fits("an order's page")
		if k.open(); !d.Asking() {
			t.Fatalf("%s: there is no sheet", k.what)
		}
		v.Manager.Locked = true
		d.draw(v)
		fits(k.what)
		d.Press(uitest.Esc)
		v.Manager.Locked = false
	}
	d.draw(v)
	for _, at := range []destination{atTrouble, atMoved, atSettings} {
		d.open(at)
		fits("a page")
	}
}

func TestNothingNeedsMoreThanASmallScreen(t *testing.T) {
	for phase := core.Phase(0); phase <= core.TimeUp; phase++ {
		v := uitest.ReadyView()
		if phase > 0 {
			v = uitest.SaleIn(phase)
		}
		v.Practice = true
		v.Banner = core.Text{Key: "help.title"}
		v.Alerts = []core.AlertView{{Order: "T1", Text: core.Text{Key: "help.title"}}}
		d := newDesk(t)
		d.draw(v)
		if m := d.window.Content().MinSize(); m.Width > 1024 || m.Height > 705 {
			t.Errorf("phase %d: the till needs %v", phase, m)
		}
		if m := d.customers().Content().MinSize(); m.Width > 400 || m.Height > 600 {
			t.Errorf("phase %d: the customer's window needs %v", phase, m)
		}
	}
}

func TestThePictureOfAHiddenWindowIsForStaffAlone(t *testing.T) {
	d := newDesk(t)
	d.watch.Begin(false, d.size())
	d.draw(uitest.SaleIn(core.Paid))
	d.Reads(d.staff(), "What the customer sees")
	d.watch.Hide()
	d.draw(uitest.SaleIn(core.Paid))
	d.Reads(d.staff(), "On this screen only")
	d.Reads(d.staff(), "window is hidden. Turn this screen to the customer")
	d.ReadsNot(d.staff(), "What the customer sees")
}

func TestStaffReadWhatASlowGatewayHasTheCustomerRead(t *testing.T) {
	d := newDesk(t)
	d.watch.Begin(false, d.size())
	v := uitest.SaleIn(core.Sending)
	v.Sale.Slow = true
	d.draw(v)
	for _, window := range []string{d.staff(), d.public()} {
		d.Reads(window, "This takes a little longer, please wait")
		d.ReadsNot(window, "One moment")
	}
}

func TestAWishedSilenceIsNotCalledSlow(t *testing.T) {
	asked, long := uitest.SaleIn(core.Waiting), uitest.ReadyView()
	asked.Sale.Quiet, asked.Quiet = time.Now().Add(20*time.Second), time.Now().Add(20*time.Second)
	long.Quiet = time.Now().Add(time.Hour)
	long.Banner = uitest.TextOf("banner.silent", "Time", long.Quiet)
	idle := uitest.ReadyView()
	idle.Quiet = asked.Quiet
	d := newDesk(t)
	for _, v := range []app.View{asked, long, idle} {
		v.Network = core.Slow
		d.draw(v)
		d.Reads(uitest.TextsOf(d.top.box), "Gateway wants a pause")
		d.ReadsNot(uitest.TextsOf(d.top.box), "slow")
		v.Network = core.Offline
		d.draw(v)
		d.Reads(uitest.TextsOf(d.top.box), "No answer from gateway")
	}
	asked.Sale.Quiet, asked.Quiet = time.Now().Add(-time.Second), time.Now().Add(-time.Second)
	asked.Network = core.Slow
	d.draw(asked)
	d.Reads(uitest.TextsOf(d.top.box), "Gateway slow")
}
