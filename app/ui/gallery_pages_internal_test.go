package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage"
)

// The steps of the first start.
const (
	firstShop = iota
	firstGateway
	firstPIN
)

// fills types into fields, by their captions' keys. Writing into one takes back
// what was said to be wrong with it.
func (s *stage) fills(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		f := s.fieldOf(s.text(pairs[i]))
		f.SetText(pairs[i+1] + " ")
		f.SetText(pairs[i+1])
	}
}

// firstStart goes to a step of the first start. What is to be typed there is
// empty.
func (s *stage) firstStart(step int) {
	s.draw(app.View{View: core.View{NeedSetup: true}})
	s.press(esc, esc)
	steps := [][]string{
		{"first.shop", "Lucky Cat", "first.till", "T1"},
		{"first.gateway", "https://gateway.example", "first.merchant", "M100", "first.secret", "s3cret"},
	}
	for _, typed := range steps[:step] {
		s.fills(typed...)
		s.focus(nil)
		s.press(enter)
	}
	for i := 0; step < len(steps) && i < len(steps[step]); i += 2 {
		if steps[step][i] != "first.till" {
			s.fills(steps[step][i], "")
		}
	}
}

// sendsFirstStart goes through all steps.
func (s *stage) sendsFirstStart() {
	s.firstStart(firstPIN)
	s.fills("first.pin", "1234", "first.pin_again", "1234")
	s.focus(nil)
	s.press(enter)
}

// firstScenes are the first start and the page after a move.
func firstScenes() []scene {
	return []scene{
		{"first start, shop", func(s *stage) { s.draw(app.View{View: core.View{NeedSetup: true}}) }},
		{"first start, another currency", func(s *stage) {
			s.firstStart(firstShop)
			s.tap(s.text("first.currency_other"))
			s.focus(nil)
			s.press(enter)
		}},
		{"first start, shop again", func(s *stage) {
			s.firstStart(firstShop)
			s.tap(s.text("first.currency_other"))
			fieldHinted(s.T, s.window.Content(), s.text("first.currency_hint")).SetText("EUR")
			s.tap("HKD")
		}},
		{"first start, gateway", func(s *stage) { s.firstStart(firstGateway) }},
		{"first start, gateway wrong", func(s *stage) {
			s.firstStart(firstGateway)
			s.focus(nil)
			s.press(enter)
		}},
		{"first start, refused", func(s *stage) {
			s.sendsFirstStart()
			s.draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Busy: true}})
			s.draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Problem: textOf("error.gateway.certificate")}})
		}},
		{"first start, PIN", func(s *stage) { s.firstStart(firstPIN) }},
		{"first start, PIN wrong", func(s *stage) {
			s.firstStart(firstPIN)
			s.focus(nil)
			s.press(enter)
		}},
		{"moved", seeing(movedView)},
		{"moved, wrong", func(s *stage) { s.draw(movedView()); s.press(enter, enter) }},
		{"moved, refused", func(s *stage) {
			s.draw(movedView())
			s.fills("first.secret", "s3cret", "moved.till", "T2")
			s.press(enter, enter)
			s.draw(with(movedView, func(v *app.View) { v.Setup.Problem = textOf("error.gateway.auth") })())
		}},
	}
}

// inSettings is the page of the settings with nothing typed in it yet.
func inSettings(then func(*stage)) func(*stage) {
	return func(s *stage) {
		s.open(atSettings)
		s.tap(s.text("settings.undo"))
		then(s)
	}
}

// pageScenes are the pages that the rail leads to.
func pageScenes() []scene {
	return []scene{
		{"history, empty", func(s *stage) { s.open(atHistory) }},
		{"history, full", func(s *stage) {
			s.pile.orders = historyOrders()
			s.open(atHistory)
			s.press(fyne.KeyDown)
		}},
		{"history, unreadable", func(s *stage) {
			s.pile.err = storage.ErrDamaged
			s.open(atHistory)
		}},
		{"trouble, none", func(s *stage) { s.open(atTrouble) }},
		{"trouble", func(s *stage) {
			s.draw(with(readyView, func(v *app.View) { v.Trouble = troubles() })())
			s.open(atTrouble)
			s.press(fyne.KeyDown, fyne.KeyDown)
		}},
		{"help", func(s *stage) { s.draw(rated()); s.help() }},
		{"settings", inSettings(func(*stage) {})},
		{"settings, open", inSettings(func(s *stage) { s.unlock() })},
		{"settings, unsaved", inSettings(func(s *stage) { s.fills("first.shop", longShop) })},
		{"settings, wrong", inSettings(func(s *stage) {
			s.unlock()
			s.fills("first.shop", "", "first.till", "", "settings.limit", "", "first.gateway", "", "first.merchant", "", "settings.pin_new", "12")
			s.tap(s.text("settings.save"))
		})},
		{"settings, keyring locked", inSettings(func(s *stage) {
			s.unlock()
			s.fills("first.shop", longShop)
			s.tap(s.text("settings.save"))
			s.draw(with(readyView, func(v *app.View) {
				v.Stopped, v.Setup.Problem = textOf("error.keyring.unavailable"), textOf("error.keyring.unavailable")
			})())
		})},
		{"settings, practice", func(s *stage) {
			s.draw(with(readyView, func(v *app.View) {
				*v = crowded(*v)
				v.Notifications = textOf("notify.failed", "Address", "127.0.0.1:8090")
			})())
			inSettings(func(*stage) {})(s)
		}},
		{"settings, two screens", inSettings(func(s *stage) {
			s.sockets.plug(
				Monitor{Name: "Generic PnP Monitor", Area: Area{0, 0, 1366, 768}, Scale: 1, Primary: true},
				Monitor{Name: "Generic PnP Monitor", Area: Area{1366, 0, 1280, 1024}, Scale: 1},
			)
			s.watch.Choose(1)
		})},
	}
}

// historyOrders is an order in every state, in an order of its own.
func historyOrders() (list []order.Order) {
	states := everyState()
	for _, name := range []string{"waiting", "paid", "watched", "created", "cancelled", "refused", "mismatch", "hand"} {
		o := states[name]
		o.Note = longNote
		list = append(list, o)
	}
	late := sold(order.StatePaid, marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff))
	gone := sold(order.StateCancelled, marked(order.MarkDismissed, order.BecauseStaff))
	back := refunded(order.Refund{State: order.RefundDone, Amount: dollars(12850)})
	dear := sold(order.StatePaid, func(o *order.Order) { o.Amount = dollars(999999999) })
	return append(list, late, gone, back, dear)
}

// orderScenes are the pages of orders, and the sheets that open from them.
func orderScenes() []scene {
	long := time.Now().Add(-100 * 24 * time.Hour)
	at := func(o order.Order, then ...func(*stage)) func(*stage) {
		return func(s *stage) {
			s.open(atHistory)
			s.showOrder(o)
			for _, f := range then {
				f(s)
			}
		}
	}
	manager := func(change func(*core.ManagerView)) func(*stage) {
		return func(s *stage) { s.manager(change) }
	}
	tapping := func(key string) func(*stage) { return func(s *stage) { s.tap(s.text(key)) } }
	refund := func(s *stage) { s.press(fyne.KeyF9) }
	paid := sold(order.StatePaid, func(o *order.Order) { o.Note = longNote })
	unsure := sold(order.StateUnsure, func(o *order.Order) { o.SlowSince, o.Asked = long, 30 })
	all := refunded(
		order.Refund{State: order.RefundDone, Said: "SUCCEEDED", Reason: longNote}, missing(time.Hour), order.Refund{State: order.RefundFailed, Why: order.BecauseGateway, Said: "REFUND_NOT_ALLOWED"},
		order.Refund{State: order.RefundPending}, order.Refund{State: order.RefundWanted, Sent: 2},
		order.Refund{State: order.RefundUnsure, Hand: &order.Hand{Verdict: order.HandRefunded, Reason: longNote}})
	list := []scene{
		{"order, late", at(sold(order.StatePaid, marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff)))},
		{"order, tip and discount", at(sold(order.StatePaid, func(o *order.Order) { o.Tip, o.Discount, o.Amount = 1285, 2850, dollars(999999999) }))},
		{"order, unsure", at(sold(order.StateUnsure, because(order.BecauseRestart)))},
		{"order, watch ended", at(unsure)},
		{"order, paid, then cancelled", at(sold(order.StatePaid, differed("128.5", "CANCELLED")))},
		{"order, refunds", at(all)},
		{"order, no longer readable", at(paid, func(s *stage) {
			s.pile.err = storage.ErrDamaged
			v := s.view
			v.Seq++
			s.draw(v)
		})},
		{"refund", at(paid, refund)},
		{"refund, too much", at(paid, refund, func(s *stage) { s.write("99999999"); s.press(enter) })},
		{"refund, working", at(paid, refund, manager(func(m *core.ManagerView) { m.Busy = true }))},
		{"refund, locked", at(paid, refund, manager(func(m *core.ManagerView) { m.Locked = true }))},
		{"refund, wait", at(paid, refund, manager(func(m *core.ManagerView) { m.WaitEnd = time.Now().Add(28 * time.Second) }))},
		{"by hand", at(unsure, tapping("order.record"))},
		{"by hand, chosen", at(unsure, tapping("order.record"), func(s *stage) { s.press(fyne.KeySpace) })},
		{"by hand, a refund", at(all, tapping("order.record"))},
		{"send again", at(all, tapping("order.send_again"))},
		{"send again, practice and locked", at(all, func(s *stage) { s.draw(crowded(s.view)) }, tapping("order.send_again"), manager(func(m *core.ManagerView) { m.Locked = true }))},
	}
	for _, name := range []string{"created", "waiting", "watched", "paid", "cancelled", "refused", "mismatch", "hand"} {
		o := everyState()[name]
		list = append(list, scene{"order, " + name, at(o)})
	}
	return list
}
