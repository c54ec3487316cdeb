package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/order"
	"qrtill/assets"
	"qrtill/storage"
)

// gallery is every screen of the till in every state that looks different. The
// tests go through it in all languages and sizes; see fits_internal_test.go.

// These are the monitors of counters, and how large a system may draw on
// them.
var (
	monitorsAtCounters = []Area{{W: 1366, H: 768}, {W: 1920, H: 1080}, {W: 1280, H: 1024}}
	scalesAtCounters   = []float32{1, 1.25, 1.5, 2}
)

// stage is a desk in a language. It goes from scene to scene: to build one for
// each would take longer than to look at it.
type stage struct {
	*desk
	log     *storage.Log
	sockets *sockets
}

// scene is one state of a window.
type scene struct {
	name string
	set  func(*stage)
}

// newStage has the fonts that people see.
func newStage(t *testing.T, tag string) *stage {
	t.Helper()
	d := newDrawnDesk(t)
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	d.config.Book, d.config.Version = book.New(log), "1.0.0"
	d.config.StartPractice = func() error { return nil }
	s := &stage{desk: d, log: log, sockets: socketsOf(d)}
	s.watch.Begin(false)
	s.watch.Hide()
	s.speak(tag)
	return s
}

// publicSpeak chooses the languages of the customer's window.
func (s *stage) publicSpeak(first, second string) {
	p := s.config.App.Preferences()
	p.SetString(preferenceFirst, first)
	p.SetString(preferenceSecond, second)
	s.address()
}

// enterScene goes from whatever was on the screen to a scene.
func (s *stage) enterScene(k scene) {
	s.dismiss()
	s.gone = ""
	if len(s.sockets.on) > 0 {
		s.sockets.on = nil
		s.watch.Hide()
	}
	s.draw(readyView())
	s.open(atCharge)
	s.counter.typing, s.counter.sent = typing{entry: entry{currency: "HKD"}}, false
	s.counter.note.SetText("")
	s.counter.tell(colorBad, "")
	s.counter.drawEntry()
	s.changed = time.Time{}
	k.set(s)
	s.redraw()
}

// The longest things that a shop may call its own.
const (
	longShop = "Lucky Cat Tea House, Sham Shui Po Branch"
	longNote = "Table 12, birthday cake, no nuts"
)

// crowded is a View with as much on the screen as happens in a day.
func crowded(v app.View) app.View {
	v.Practice, v.Settings.Shop, v.Watching = true, longShop, 3
	v.Settings.Account.Gateway = order.PracticeGateway
	v.Alerts = []app.AlertView{alertOf(order.AlertRefundFailed, "alert.refund_failed")}
	v.Trouble = troubles()
	return v
}

func alertOf(kind order.Alert, key string) app.AlertView {
	return app.AlertView{Order: "T10123456789ABCDEFGHJK", Kind: kind, Text: app.Text{Key: key, Values: map[string]any{
		"Amount": dollars(1234550), "Refund": dollars(1234550), "Order": "T10123456789ABCDEFGHJK", "Came": "12345.00 HKD", "Said": "REFUND_NOT_ALLOWED",
	}}}
}

// troubles is one order in every kind of trouble.
func troubles() (list []app.TroubleView) {
	for i, key := range []string{"alert.mismatch", "trouble.unwatched", "trouble.refund", "trouble.undecided"} {
		o := sold(order.StateUnsure, func(o *order.Order) { o.Note, o.ID = longNote, o.ID+order.ID(rune('1'+i)) })
		o.CreatedAt = time.Now().Add(-time.Duration(i+1) * 26 * time.Hour)
		list = append(list, app.TroubleView{Order: o, Kind: order.Trouble(i + 1), Text: alertOf(0, key).Text})
	}
	return list
}

// typed is Charge after so many keys.
func typed(v func() app.View, keys string) func(*stage) {
	return func(s *stage) {
		s.draw(v())
		for _, r := range keys {
			s.counter.rune(r)
		}
	}
}

func seeing(v func() app.View) func(*stage) { return func(s *stage) { s.draw(v()) } }

// with changes a View.
func with(v func() app.View, change func(*app.View)) func() app.View {
	return func() app.View {
		view := v()
		change(&view)
		return view
	}
}

func saleWith(phase app.Phase, change func(*app.SaleView)) func() app.View {
	return func() app.View {
		v := saleIn(phase)
		change(v.Sale)
		return v
	}
}

func textOf(key string, pairs ...any) app.Text {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i].(string)] = pairs[i+1]
	}
	return app.Text{Key: key, Values: values}
}

// chargeScenes are the first page without a sale.
func chargeScenes() []scene {
	stopped := func(key string) func() app.View {
		return with(readyView, func(v *app.View) { v.Stopped = textOf(key) })
	}
	return []scene{
		{"charge, empty", seeing(readyView)},
		{"charge, typing", typed(readyView, "128.5")},
		{"charge, adding", typed(readyView, "12+8.5+")},
		{"charge, a long tape", typed(readyView, "1234.5+8.5+120+99.9+45+300+1000+18")},
		{"charge, the largest amount", typed(readyView, "9999999.99")},
		{"charge, over the limit", typed(readyView, "20000.01")},
		{"charge, asked again", func(s *stage) { typed(readyView, "20000.01")(s); s.counter.submit() }},
		{"charge, a scan", typed(readyView, "4891234567890")},
		{"charge, scanned", func(s *stage) { typed(readyView, "128.5")(s); s.counter.refer("4891234567890") }},
		{"charge, a key that does not fit", typed(readyView, "1.999")},
		{"charge, stopped", seeing(stopped("error.keyring.unavailable"))},
		{"charge, not recorded", seeing(stopped("error.storage.not_recorded"))},
		{"charge, offline", typed(with(readyView, func(v *app.View) { v.Network = app.Offline }), "58")},
		{"charge, slow", typed(with(readyView, func(v *app.View) { v.Network, v.Watching = app.Slow, 2 }), "58")},
		{"charge, refunds today", typed(with(readyView, func(v *app.View) { v.Today.Refunded = dollars(45600) }), "58")},
		{"charge, everything on", func(s *stage) {
			typed(rated, "60+40")(s)
			s.counter.discount.next()
			s.counter.tip.next()
		}},
		{"charge, everything at once", func(s *stage) {
			typed(func() app.View { return crowded(rated()) }, "60+40")(s)
			s.counter.discount.next()
		}},
	}
}

// strippedScenes are the lasting messages on top of a page.
func strippedScenes() (list []scene) {
	add := func(name string, change func(*app.View)) {
		list = append(list, scene{"strip, " + name, seeing(with(readyView, change))})
	}
	for kind, keys := range map[order.Alert][]string{
		order.AlertLate: {"alert.late"}, order.AlertMismatch: {"alert.mismatch", "alert.paid_then_cancelled", "alert.refund_mismatch"},
		order.AlertRefundFailed: {"alert.refund_failed"},
	} {
		for _, key := range keys {
			add(key, func(v *app.View) { v.Alerts = []app.AlertView{alertOf(kind, key), alertOf(kind, key)} })
		}
	}
	for _, t := range []app.Text{textOf("banner.clock", "Minutes", 7), textOf("banner.backup"), textOf("banner.older.other", "Count", 12), textOf("banner.denied")} {
		add(t.Key, func(v *app.View) { v.Banner = t })
	}
	add("notice", func(v *app.View) { v.Notice = textOf("error.unexpected", "Error", "EOF") })
	for i, now := range [][]Monitor{{ownScreen}, {ownScreen, panelOf(customersScreen.Name, 0, false)}, {customersScreen}} {
		list = append(list, scene{"strip, screen " + string(rune('2'+i)), func(s *stage) {
			s.sockets.plug(ownScreen, customersScreen)
			s.watch.Choose(1)
			s.sockets.plug(now...)
			s.draw(readyView())
		}})
	}
	return list
}

// saleScenes are a sale on the staff's side and, at once, on the customer's.
func saleScenes() []scene {
	waiting := func(change func(*app.SaleView)) func(*stage) { return seeing(saleWith(app.Waiting, change)) }
	none := func(*app.SaleView) {}
	parts := func(s *app.SaleView) {
		s.Amount, s.Tip, s.Discount, s.Note = dollars(999999999), 99999, 99999, longNote
	}
	list := []scene{
		{"sale, sending", seeing(saleWith(app.Sending, none))},
		{"sale, sending slowly", seeing(saleWith(app.Sending, func(s *app.SaleView) { s.Slow = true }))},
		{"sale, waiting", waiting(none)},
		{"sale, asking", waiting(func(s *app.SaleView) { s.Asking = true })},
		{"sale, waiting slowly", waiting(func(s *app.SaleView) { s.Slow = true })},
		{"sale, tip and discount", waiting(parts)},
		{"sale, a code that can't be drawn", func(s *stage) {
			s.draw(saleIn(app.Waiting))
			s.customer.code.proven(sketch{text: s.customer.code.text, width: s.customer.code.asked.X, height: s.customer.code.asked.Y}, nil, errUnread)
		}},
		{"sale, paid", seeing(saleWith(app.Paid, none))},
		{"sale, paid with parts", seeing(saleWith(app.Paid, parts))},
		{"sale, closed", seeing(saleWith(app.Closed, none))},
		{"sale, disputed", seeing(saleWith(app.Disputed, func(s *app.SaleView) { s.Problem = alertOf(0, "alert.mismatch").Text }))},
		{"sale, not recorded", seeing(saleWith(app.Unrecorded, none))},
		{"sale, crowded", seeing(func() app.View { return crowded(saleIn(app.Waiting)) })},
		{"sale, paid and crowded", seeing(func() app.View { return crowded(saleIn(app.Paid)) })},
		{"sale, asked to stop", func(s *stage) { s.draw(saleIn(app.Waiting)); s.counter.sale.askStop() }},
		{"sale, asked to stop while sending", func(s *stage) { s.draw(saleIn(app.Sending)); s.counter.sale.askStop() }},
		{"sale, asked to quit", func(s *stage) { s.draw(saleIn(app.Waiting)); s.quit() }},
		{"sale, on another page", func(s *stage) { s.draw(crowded(saleIn(app.Waiting))); s.open(atHistory) }},
	}
	for _, why := range []string{"sale.failed.auth", "sale.failed.server", "sale.failed.wait", "sale.unclear"} {
		list = append(list, scene{"sale, " + why, seeing(saleWith(app.Failed, func(s *app.SaleView) { s.Problem = textOf(why) }))})
	}
	return list
}

// firstScenes are the first start and the page after a move.
func firstScenes() []scene {
	first := func(step int, then func(*firststart)) func(*stage) {
		return func(s *stage) {
			s.draw(app.View{NeedSetup: true})
			p := s.pages[atFirstStart].(*firststart)
			p.turn(step)
			then(p)
		}
	}
	as := func(*firststart) {}
	return []scene{
		{"first start, shop", first(stepShop, as)},
		{"first start, another currency", first(stepShop, func(p *firststart) { p.choose(otherCurrency); p.check(stepShop) })},
		{"first start, shop again", first(stepShop, func(p *firststart) { p.choose("HKD"); p.clean() })},
		{"first start, gateway", first(stepGateway, as)},
		{"first start, gateway wrong", first(stepGateway, func(p *firststart) { p.check(stepGateway) })},
		{"first start, refused", first(stepGateway, func(p *firststart) { p.failed(sentence{Key: "error.gateway.certificate"}) })},
		{"first start, PIN", first(stepPIN, func(p *firststart) { p.clean() })},
		{"first start, PIN wrong", first(stepPIN, func(p *firststart) { p.check(stepPIN) })},
		{"moved", seeing(movedView)},
		{"moved, wrong", func(s *stage) { s.draw(movedView()); s.pages[atMoved].(*moved).goOn() }},
		{"moved, refused", func(s *stage) {
			s.draw(movedView())
			p := s.pages[atMoved].(*moved)
			p.saving.problem = sentence{Key: "error.gateway.auth"}
			p.update(movedView())
		}},
	}
}

// clean takes back what was said to be wrong.
func (p *firststart) clean() {
	for _, q := range p.asks {
		q.wrong("")
	}
	for _, q := range []*asked{p.askSecret, p.askPIN, p.askAgain} {
		q.wrong("")
	}
	p.problem.say(toneBad, "")
	p.frame.relayoutPage(p.body)
}

// pageScenes are the pages that the rail leads to.
func pageScenes() []scene {
	inSettings := func(then func(*stage, *settings)) func(*stage) {
		return func(s *stage) {
			s.open(atSettings)
			p := s.pages[atSettings].(*settings)
			p.fill()
			then(s, p)
			p.draw()
		}
	}
	return []scene{
		{"history, empty", func(s *stage) { s.open(atHistory) }},
		{"history, full", func(s *stage) { s.fillHistory(historyOrders()) }},
		{"history, unreadable", func(s *stage) {
			s.open(atHistory)
			s.history.problem = s.text("error.storage.damaged")
			s.history.draw()
		}},
		{"trouble, none", func(s *stage) { s.open(atTrouble) }},
		{"trouble", func(s *stage) {
			s.draw(with(readyView, func(v *app.View) { v.Trouble = troubles() })())
			s.open(atTrouble)
			s.pages[atTrouble].(*trouble).land(1)
		}},
		{"help", func(s *stage) { s.draw(rated()); s.help() }},
		{"settings", inSettings(func(*stage, *settings) {})},
		{"settings, unsaved", inSettings(func(_ *stage, p *settings) { p.shop.SetText(longShop) })},
		{"settings, wrong", inSettings(func(_ *stage, p *settings) {
			for _, f := range []*field{p.shop, p.till, p.limit, p.gateway, p.merchant} {
				f.SetText("")
			}
			p.pin.SetText("12")
			p.trySave()
		})},
		{"settings, keyring locked", func(s *stage) {
			s.draw(with(readyView, func(v *app.View) { v.Stopped = textOf("error.keyring.unavailable") })())
			inSettings(func(_ *stage, p *settings) {
				p.saving.problem, p.state = sentence{Key: "error.keyring.unavailable"}, savingFailed
			})(s)
		}},
		{"settings, practice", func(s *stage) {
			s.draw(crowded(readyView()))
			inSettings(func(s *stage, p *settings) {
				p.view.Notifications = textOf("notify.failed", "Address", "127.0.0.1:8090")
			})(s)
		}},
		{"settings, two screens", inSettings(func(s *stage, _ *settings) {
			s.sockets.plug(
				Monitor{Name: "Generic PnP Monitor", Area: Area{0, 0, 1366, 768}, Scale: 1, Primary: true},
				Monitor{Name: "Generic PnP Monitor", Area: Area{1366, 0, 1280, 1024}, Scale: 1},
			)
			s.watch.Choose(1)
		})},
	}
}

// fillHistory shows orders in the list without a book.
func (s *stage) fillHistory(orders []order.Order) {
	s.open(atHistory)
	h := s.history
	h.rows, h.all, h.at = []historyRow{{day: orders[0].Day}}, true, -1
	for i := range orders {
		h.rows = append(h.rows, historyRow{day: orders[i].Day, order: &orders[i]})
	}
	h.draw()
	h.move(1)
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
	at := func(o order.Order, then ...func(*stage, *orderPage)) func(*stage) {
		return func(s *stage) {
			s.open(atHistory)
			p := s.order
			s.showOrder(o)
			for _, f := range then {
				f(s, p)
			}
		}
	}
	manager := func(change func(*app.ManagerView)) func(*stage, *orderPage) {
		return func(s *stage, _ *orderPage) { s.manager(change) }
	}
	refund := func(_ *stage, p *orderPage) { p.refund() }
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
		{"order, no longer readable", at(paid, func(s *stage, p *orderPage) {
			p.problem.say(toneBad, s.text("error.storage.damaged"))
			p.relayout()
		})},
		{"refund", at(paid, refund)},
		{"refund, too much", at(paid, refund, func(s *stage, _ *orderPage) { s.write("99999999"); s.press(enter) })},
		{"refund, working", at(paid, refund, manager(func(m *app.ManagerView) { m.Busy = true }))},
		{"refund, locked", at(paid, refund, manager(func(m *app.ManagerView) { m.Locked = true }))},
		{"refund, wait", at(paid, refund, manager(func(m *app.ManagerView) { m.WaitEnd = time.Now().Add(28 * time.Second) }))},
		{"by hand", at(unsure, func(_ *stage, p *orderPage) { p.resolve("") })},
		{"by hand, chosen", at(unsure, func(s *stage, p *orderPage) {
			p.resolve("")
			s.press(fyne.KeySpace)
		})},
		{"by hand, a refund", at(all, func(_ *stage, p *orderPage) { p.resolve("T1R2") })},
		{"send again", at(all, func(_ *stage, p *orderPage) { p.sendAgain("T1R2") })},
		{"send again, practice and locked", at(all, func(s *stage, p *orderPage) {
			s.draw(crowded(s.view))
			p.sendAgain("T1R2")
		}, manager(func(m *app.ManagerView) { m.Locked = true }))},
	}
	for _, name := range []string{"created", "waiting", "watched", "paid", "cancelled", "refused", "mismatch", "hand"} {
		o := everyState()[name]
		list = append(list, scene{"order, " + name, at(o)})
	}
	return list
}

// gallery is every scene of the staff's window.
func gallery() (list []scene) {
	for _, part := range [][]scene{chargeScenes(), strippedScenes(), saleScenes(), firstScenes(), pageScenes(), orderScenes()} {
		list = append(list, part...)
	}
	return list
}

// publicGallery is every scene of the customer's window.
func publicGallery() []scene {
	list := []scene{
		{"idle", seeing(readyView)},
		{"idle, a long name", seeing(with(readyView, func(v *app.View) { v.Settings.Shop, v.Practice = longShop, true }))},
		{"practice, waiting", seeing(func() app.View { return crowded(saleIn(app.Waiting)) })},
	}
	for _, k := range saleScenes() {
		switch k.name {
		case "sale, crowded", "sale, paid and crowded", "sale, on another page", "sale, asked to stop", "sale, asked to quit", "sale, asked to stop while sending":
		default:
			list = append(list, k)
		}
	}
	return list
}

// pairsOf are the languages of a customer's window, two by two.
func pairsOf() (list [][2]string) {
	all := assets.Languages()
	for i, first := range all {
		list = append(list, [2]string{first, all[(i+1)%len(all)]})
	}
	return append(list, [2]string{"en", noSecond})
}
