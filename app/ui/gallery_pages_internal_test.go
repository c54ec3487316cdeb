package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/uitest"
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
		f := s.FieldOf(s.Text(pairs[i]))
		f.SetText(pairs[i+1] + " ")
		f.SetText(pairs[i+1])
	}
}

// firstStart goes to a step of the first start. What is to be typed there is
// empty.
func (s *stage) firstStart(step int) {
	s.draw(app.View{View: core.View{NeedSetup: true}})
	s.Press(uitest.Esc, uitest.Esc)
	steps := [][]string{
		{"first.shop", "Lucky Cat", "first.till", "T1"},
		{"first.gateway", "https://gateway.example", "first.merchant", "M100", "first.secret", "s3cret"},
	}
	for _, typed := range steps[:step] {
		s.fills(typed...)
		s.Focus(nil)
		s.Press(uitest.Enter)
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
	s.Focus(nil)
	s.Press(uitest.Enter)
}

// firstScenes are the first start and the page after a move.
func firstScenes() []scene {
	return []scene{
		{"first start, shop", func(s *stage) { s.draw(app.View{View: core.View{NeedSetup: true}}) }},
		{"first start, another currency", func(s *stage) {
			s.firstStart(firstShop)
			s.Tap(s.Text("first.currency_other"))
			s.Focus(nil)
			s.Press(uitest.Enter)
		}},
		{"first start, shop again", func(s *stage) {
			s.firstStart(firstShop)
			s.Tap(s.Text("first.currency_other"))
			uitest.FieldHinted(s.T, s.window.Content(), s.Text("first.currency_hint")).SetText("EUR")
			s.Tap("HKD")
		}},
		{"first start, gateway", func(s *stage) { s.firstStart(firstGateway) }},
		{"first start, gateway wrong", func(s *stage) {
			s.firstStart(firstGateway)
			s.Focus(nil)
			s.Press(uitest.Enter)
		}},
		{"first start, refused", func(s *stage) {
			s.sendsFirstStart()
			s.draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Busy: true}})
			s.draw(app.View{View: core.View{NeedSetup: true}, Setup: app.SetupView{Problem: uitest.TextOf("error.gateway.certificate")}})
		}},
		{"first start, PIN", func(s *stage) { s.firstStart(firstPIN) }},
		{"first start, PIN wrong", func(s *stage) {
			s.firstStart(firstPIN)
			s.Focus(nil)
			s.Press(uitest.Enter)
		}},
		{"moved", seeing(uitest.MovedView)},
		{"moved, wrong", func(s *stage) { s.draw(uitest.MovedView()); s.Press(uitest.Enter, uitest.Enter) }},
		{"moved, refused", func(s *stage) {
			s.draw(uitest.MovedView())
			s.fills("first.secret", "s3cret", "moved.till", "T2")
			s.Press(uitest.Enter, uitest.Enter)
			s.draw(with(uitest.MovedView, func(v *app.View) { v.Setup.Problem = uitest.TextOf("error.gateway.auth") })())
		}},
	}
}

// inSettings is the page of the settings with nothing typed in it yet.
func inSettings(then func(*stage)) func(*stage) {
	return func(s *stage) {
		s.open(atSettings)
		s.Tap(s.Text("settings.undo"))
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
			s.Press(fyne.KeyDown)
		}},
		{"history, unreadable", func(s *stage) {
			s.pile.err = storage.ErrDamaged
			s.open(atHistory)
		}},
		{"trouble, none", func(s *stage) { s.open(atTrouble) }},
		{"trouble", func(s *stage) {
			s.draw(with(uitest.ReadyView, func(v *app.View) { v.Trouble = troubles() })())
			s.open(atTrouble)
			s.Press(fyne.KeyDown, fyne.KeyDown)
		}},
		{"help", func(s *stage) { s.draw(uitest.RatedView()); s.help() }},
		{"settings", inSettings(func(*stage) {})},
		{"settings, open", inSettings(func(s *stage) { s.unlock() })},
		{"settings, no PIN", inSettings(func(s *stage) { s.Write("4891234567894") })},
		{"settings, no secret", inSettings(func(s *stage) {
			s.unlock()
			s.FieldOf(s.Text("settings.secret")).TypedShortcut(&fyne.ShortcutPaste{Clipboard: &uitest.Clipboard{Text: strings.Repeat("s", 2501)}})
		})},
		{"settings, unsaved", inSettings(func(s *stage) { s.fills("first.shop", longShop) })},
		{"settings, wrong", inSettings(func(s *stage) {
			s.unlock()
			s.fills("first.shop", "", "first.till", "", "settings.limit", "", "first.gateway", "", "first.merchant", "", "settings.pin_new", "12")
			s.Tap(s.Text("settings.save"))
		})},
		{"settings, keyring locked", inSettings(func(s *stage) {
			s.unlock()
			s.fills("first.shop", longShop)
			s.Tap(s.Text("settings.save"))
			s.draw(with(uitest.ReadyView, func(v *app.View) {
				v.Stopped, v.Setup.Problem = uitest.TextOf("error.keyring.unavailable"), uitest.TextOf("error.keyring.unavailable")
			})())
		})},
		{"settings, practice", func(s *stage) {
			s.draw(with(uitest.ReadyView, func(v *app.View) {
				*v = crowded(*v)
				v.Notifications = uitest.TextOf("notify.failed", "Address", "127.0.0.1:8090")
			})())
			inSettings(func(*stage) {})(s)
		}},
		{"settings, two screens", inSettings(func(s *stage) {
			s.sockets.plug(
				monitors.Monitor{Name: "Generic PnP Monitor", Area: monitors.Area{X: 0, Y: 0, W: 1366, H: 768}, Scale: 1, Primary: true},
				monitors.Monitor{Name: "Generic PnP Monitor", Area: monitors.Area{X: 1366, Y: 0, W: 1280, H: 1024}, Scale: 1},
			)
			s.watch.Choose(1)
		})},
	}
}

// historyOrders is an order in every state, in an order of its own.
func historyOrders() (list []order.Order) {
	states := uitest.EveryState()
	for _, name := range []string{"waiting", "paid", "watched", "created", "cancelled", "refused", "mismatch", "hand"} {
		o := states[name]
		o.Note = longNote
		list = append(list, o)
	}
	late := uitest.OrderIn(order.StatePaid, uitest.Marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff))
	gone := uitest.OrderIn(order.StateCancelled, uitest.Marked(order.MarkDismissed, order.BecauseStaff))
	back := uitest.Refunded(order.Refund{State: order.RefundDone, Amount: uitest.HKD(12850)})
	dear := uitest.OrderIn(order.StatePaid, func(o *order.Order) { o.Amount = uitest.HKD(999999999) })
	return append(list, late, gone, back, dear)
}

// orderScenes are the pages of orders, and the sheets that open from them.
func orderScenes() []scene {
	long := time.Now().Add(-100 * 24 * time.Hour)
	at := func(o order.Order, then ...func(*stage)) func(*stage) {
		return func(s *stage) {
			s.open(atHistory)
			s.ShowOrder(o)
			for _, f := range then {
				f(s)
			}
		}
	}
	manager := func(change func(*core.ManagerView)) func(*stage) {
		return func(s *stage) { s.manager(change) }
	}
	tapping := func(key string) func(*stage) { return func(s *stage) { s.Tap(s.Text(key)) } }
	refund := func(s *stage) { s.Press(fyne.KeyF9) }
	paid := uitest.OrderIn(order.StatePaid, func(o *order.Order) { o.Note = longNote })
	unsure := uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.SlowSince, o.Asked = long, 4 })
	all := uitest.Refunded(
		order.Refund{State: order.RefundDone, Said: "SUCCEEDED", Reason: longNote}, uitest.MissingRefund(time.Hour),
		order.Refund{State: order.RefundFailed, Why: order.BecauseGateway, Said: "REFUND_NOT_ALLOWED"},
		order.Refund{State: order.RefundPending}, order.Refund{State: order.RefundWanted, Sent: 2},
		order.Refund{State: order.RefundUnsure, Hand: &order.Hand{Verdict: order.HandRefunded, Reason: longNote}},
		order.Refund{State: order.RefundUnsure, Why: order.BecauseGateway, Said: "9999 system busy, result unknown"})
	list := []scene{
		{"order, late", at(uitest.OrderIn(order.StatePaid, uitest.Marked(order.MarkDismissed|order.MarkLate, order.BecauseStaff)))},
		{"order, tip and discount", at(uitest.OrderIn(order.StatePaid,
			func(o *order.Order) { o.Tip, o.Discount, o.Amount = 1285, 2850, uitest.HKD(999999999) }))},
		{"order, unsure", at(uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseRestart)))},
		{"order, unsure ended", at(unsure)},
		{"order, unsure after a restore", at(uitest.OrderIn(order.StateUnsure, uitest.Because(order.BecauseRestored)))},
		{"order, watch ended", at(uitest.OrderIn(order.StateWaiting, func(o *order.Order) { o.SlowSince, o.Asked, o.Marks = long, 1000, order.MarkDismissed }))},
		{"order, paid, then cancelled", at(uitest.OrderIn(order.StatePaid, uitest.Differed("128.5", "CANCELLED")))},
		{"order, refunds", at(all)},
		{"order, no longer readable", at(paid, func(s *stage) {
			s.pile.err = storage.ErrDamaged
			v := s.view
			v.Seq++
			s.draw(v)
		})},
		{"refund", at(paid, refund)},
		{"refund, too much", at(paid, refund, func(s *stage) { s.Write("99999999"); s.Press(uitest.Enter) })},
		{"refund, no PIN", at(paid, refund, func(s *stage) { s.Press(uitest.Enter); s.Answer("Cold tea", "4891234567894") })},
		{"refund, the PIN in the reason", at(paid, refund, func(s *stage) { s.Press(uitest.Enter); s.Answer("Cold tea 4711", "4711") })},
		{"refund, working", at(paid, refund, manager(func(m *core.ManagerView) { m.Busy = true }))},
		{"refund, locked", at(paid, refund, manager(func(m *core.ManagerView) { m.Locked = true }))},
		{"refund, wait", at(paid, refund, manager(func(m *core.ManagerView) { m.WaitEnd = time.Now().Add(28 * time.Second) }))},
		{"refund, a sign over it", at(paid, refund, manager(func(m *core.ManagerView) { m.Locked = true }), func(s *stage) { s.Sign("sign.hushed") })},
		{"by hand", at(unsure, tapping("order.record"))},
		{"by hand, chosen", at(unsure, tapping("order.record"), func(s *stage) { s.Press(fyne.KeySpace) })},
		{"by hand, a refund", at(all, tapping("order.record"))},
		{"send again", at(all, tapping("order.send_again"))},
		{"send again, practice and locked", at(all, func(s *stage) { s.draw(crowded(s.view)) }, tapping("order.send_again"),
			manager(func(m *core.ManagerView) { m.Locked = true }))},
	}
	for _, name := range []string{"created", "waiting", "watched", "paid", "cancelled", "refused", "mismatch", "hand"} {
		o := uitest.EveryState()[name]
		list = append(list, scene{"order, " + name, at(o)})
	}
	return list
}
