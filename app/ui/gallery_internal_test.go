package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/uitest"
	"qrtill/assets"
)

// gallery is every screen of the till in every state that looks different. The
// tests go through it in all languages and sizes; see fits_internal_test.go.

// These are the monitors of counters, and how large a system may draw on
// them.
var (
	monitorsAtCounters = []monitors.Area{{W: 1366, H: 768}, {W: 1920, H: 1080}, {W: 1280, H: 1024}}
	scalesAtCounters   = []float32{1, 1.25, 1.5, 2}
)

// stage is a desk in a language. It goes from scene to scene: to build one for
// each would take longer than to look at it.
type stage struct {
	*desk
	pile    *pile
	sockets *sockets
}

// pile is a book of any orders, or one that can't be read.
type pile struct {
	orders []order.Order
	err    error
}

func (p *pile) Page(book.Cursor, int) ([]order.Order, book.Cursor, error) {
	return p.orders, "", p.err
}
func (p *pile) Order(order.ID) (order.Order, error) { return order.Order{}, p.err }

// scene is one state of a window.
type scene struct {
	name string
	set  func(*stage)
}

// newStage has the fonts that people see.
func newStage(t *testing.T, tag string) *stage {
	t.Helper()
	d := newDrawnDesk(t)
	s := &stage{desk: d, pile: &pile{}, sockets: socketsOf(d)}
	d.config.Book, d.config.Version = s.pile, "1.0.0"
	d.config.StartPractice = func() error { return nil }
	s.watch.Begin(false, s.size())
	s.Speak(tag)
	return s
}

// publicSpeak chooses the languages of the customer's window.
func (s *stage) publicSpeak(first, second string) {
	p := s.config.App.Preferences()
	p.SetString(kit.PreferenceFirst, first)
	p.SetString(kit.PreferenceSecond, second)
	s.Address()
}

// enterScene goes from whatever was on the screen to a scene.
func (s *stage) enterScene(k scene) {
	s.Dismiss()
	s.gone = ""
	s.sockets.on = nil
	if s.watch.Look(); !s.watch.State().Wanted {
		s.watch.Toggle()
	}
	*s.pile = pile{}
	s.draw(uitest.ReadyView())
	s.open(atCharge)
	s.Focus(nil)
	s.Press(uitest.Esc, uitest.Esc) // what was scanned, and the amount
	s.Wait(signGone)
	s.note().SetText("")
	s.Keyboard().Settle()
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
	v.Alerts = []core.AlertView{alertOf(order.AlertRefundFailed, "alert.refund_failed")}
	v.Trouble = troubles()
	return v
}

func alertOf(kind order.Alert, key string) core.AlertView {
	return core.AlertView{Order: "T10123456789ABCDEFGHJK", Kind: kind, Text: core.Text{Key: key, Values: map[string]any{
		"Amount": uitest.HKD(1234550), "Refund": uitest.HKD(1234550), "Order": "T10123456789ABCDEFGHJK", "Came": "12345.00 HKD", "Said": "REFUND_NOT_ALLOWED",
		"Count": 20, "Sum": uitest.HKD(1234550), "Time": time.Now().Add(-48 * time.Hour),
	}}}
}

// troubles is an order in each kind of trouble.
func troubles() (list []core.TroubleView) {
	for i, key := range []string{"alert.mismatch", "trouble.refund", "trouble.unclear"} {
		o := uitest.OrderIn(order.StateUnsure, func(o *order.Order) { o.Note, o.ID = longNote, o.ID+order.ID(rune('1'+i)) })
		o.CreatedAt = time.Now().Add(-time.Duration(i+1) * 26 * time.Hour)
		list = append(list, core.TroubleView{Order: o, Kind: order.Trouble(i + 1), Text: alertOf(0, key).Text})
	}
	return list
}

// typed is Charge after so many keys.
func typed(v func() app.View, keys string) func(*stage) {
	return func(s *stage) {
		s.draw(v())
		s.Write(keys)
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

func saleWith(phase core.Phase, change func(*core.SaleView)) func() app.View {
	return func() app.View {
		v := uitest.SaleIn(phase)
		change(v.Sale)
		return v
	}
}

// chargeScenes are the first page without a sale.
func chargeScenes() []scene {
	stopped := func(key string) func() app.View {
		return with(uitest.ReadyView, func(v *app.View) { v.Stopped = uitest.TextOf(key) })
	}
	return []scene{
		{"charge, empty", seeing(uitest.ReadyView)},
		{"charge, typing", typed(uitest.ReadyView, "128.5")},
		{"charge, adding", typed(uitest.ReadyView, "12+8.5+")},
		{"charge, a long tape", typed(uitest.ReadyView, "1234.5+8.5+120+99.9+45+300+1000+18")},
		{"charge, the largest amount", typed(uitest.ReadyView, "9999999.99")},
		{"charge, over the limit", typed(uitest.ReadyView, "20000.01")},
		{"charge, asked again", func(s *stage) { typed(uitest.ReadyView, "20000.01")(s); s.Press(uitest.Enter) }},
		{"charge, a scan", typed(uitest.ReadyView, "4891234567890")},
		{"charge, scanned", func(s *stage) { s.Tap("+100"); s.Burst("4891234567890", uitest.Enter) }},
		{"charge, a short scan", func(s *stage) { s.Burst("41", uitest.Enter) }},
		{"charge, a key that does not fit", typed(uitest.ReadyView, "1.999")},
		{"charge, not an amount", typed(uitest.ReadyView, "1234567、50")},
		{"charge, decimals of a currency without", typed(with(uitest.ReadyView, func(v *app.View) { v.Settings.Account.Currency = "TWD" }), "50.5")},
		{"sign, no Num Lock", func(s *stage) { s.Press(fyne.Key7) }},
		{"sign, typed too early", func(s *stage) { s.draw(uitest.SaleIn(core.Waiting)); s.draw(uitest.SaleIn(core.Paid)); s.Dash("12") }},
		{"sign, no meaning", func(s *stage) { s.Press(fyne.KeyInsert) }},
		{"sign, a scan in a PIN", func(s *stage) { s.Press(fyne.KeyF10); s.Burst("4891234567890", uitest.Enter) }},
		{"sign, a scan too long", func(s *stage) { s.Press(fyne.KeyF7); s.Burst("489123456789048912345678904891234567890", uitest.Enter) }},
		{"sign, a scan on another page", func(s *stage) { s.Press(fyne.KeyF3); s.Burst("4891234567890", uitest.Enter) }},
		{"sign, over a question", func(s *stage) {
			typed(uitest.ReadyView, "20000.01")(s)
			s.Press(uitest.Enter)
			s.Sign("sign.unread")
		}},
		{"sign, over the keys", func(s *stage) { s.help(); s.Sign("sign.hushed") }},
		{"charge, stopped", seeing(stopped("error.keyring.unavailable"))},
		{"charge, keyring stuck", seeing(stopped("error.keyring.stuck"))},
		{"charge, not recorded", seeing(stopped("error.storage.not_recorded"))},
		{"charge, offline", typed(with(uitest.ReadyView, func(v *app.View) { v.Network = core.Offline }), "58")},
		{"charge, slow", typed(with(uitest.ReadyView, func(v *app.View) { v.Network, v.Watching = core.Slow, 2 }), "58")},
		{"charge, refunds today", typed(with(uitest.ReadyView, func(v *app.View) { v.Today.Refunded = uitest.HKD(45600) }), "58")},
		{"charge, everything on", func(s *stage) {
			typed(uitest.RatedView, "60+40")(s)
			s.Press(kit.KeyDiscount, kit.KeyTip)
		}},
		{"charge, everything at once", func(s *stage) {
			typed(func() app.View { return crowded(uitest.RatedView()) }, "60+40")(s)
			s.Press(kit.KeyDiscount)
			s.watch.Hide()
		}},
	}
}

// strippedScenes are the lasting messages on top of a page.
func strippedScenes() (list []scene) {
	add := func(name string, change func(*app.View)) {
		list = append(list, scene{"strip, " + name, seeing(with(uitest.ReadyView, change))})
	}
	for kind, keys := range map[order.Alert][]string{
		order.AlertLate: {"alert.late", "alert.paid_twice"}, order.AlertMismatch: {"alert.mismatch", "alert.paid_then_cancelled", "alert.refund_mismatch", "alert.refund_after_all", "alert.refund_under_way", "alert.refund_not_back"},
		order.AlertRefundFailed: {"alert.refund_failed", "alert.refund_refused", "alert.refund_not_sent", "alert.refund_superseded"}, order.AlertPaid: {"alert.paid"}, order.AlertFound: {"alert.found"},
	} {
		for _, key := range keys {
			add(key, func(v *app.View) {
				v.Alerts = []core.AlertView{alertOf(kind, key), alertOf(kind, key)}
				v.Alerts[0].Superseded = key == "alert.refund_superseded"
			})
		}
	}
	for _, t := range []core.Text{
		uitest.TextOf("banner.clock", "Minutes", 7), uitest.TextOf("banner.backup"),
		uitest.TextOf("banner.older.other", "Count", 12), uitest.TextOf("banner.denied"), uitest.TextOf("banner.contended"),
		uitest.TextOf("banner.silent", "Time", time.Now().Add(48*time.Hour)),
	} {
		add(t.Key, func(v *app.View) { v.Banner = t })
	}
	add("no sale in a silence", func(v *app.View) {
		v.Network, v.Banner = core.Slow, uitest.TextOf("banner.silent", "Time", time.Now().Add(time.Hour))
		v.Notice = uitest.TextOf("error.gateway.silent")
	})
	for _, key := range []string{"checked.asking", "checked.pending", "checked.paid", "checked.closed", "checked.differs", "checked.other", "checked.nothing", "checked.never_sent"} {
		add(key, func(v *app.View) {
			v.Notice = uitest.TextOf(key, "Order", "T10123456789ABCDEFGHJK", "Said", "9999 system busy, result unknown")
		})
	}
	add("notice", func(v *app.View) { v.Notice = uitest.TextOf("error.unexpected", "Error", "EOF") })
	for i, now := range [][]monitors.Monitor{{ownScreen}, {ownScreen, panelOf(customersScreen.Name, 0, false)}, {customersScreen}} {
		list = append(list, scene{"strip, screen " + string(rune('2'+i)), func(s *stage) {
			s.sockets.plug(ownScreen, customersScreen)
			s.watch.Choose(1)
			s.sockets.plug(now...)
			s.draw(uitest.ReadyView())
		}})
	}
	return list
}

// saleScenes are a sale on the staff's side and, at once, on the customer's.
func saleScenes() []scene {
	waiting := func(change func(*core.SaleView)) func(*stage) { return seeing(saleWith(core.Waiting, change)) }
	none := func(*core.SaleView) {}
	quiet := func(s *core.SaleView) { s.Slow, s.Quiet = true, time.Now().Add(29*time.Second) }
	unclear := func(key string) func(*core.SaleView) {
		return func(s *core.SaleView) { s.Unclear, s.Problem = true, uitest.TextOf(key, "Said", "PROCESSING") }
	}
	parts := func(s *core.SaleView) {
		s.Amount, s.Tip, s.Discount, s.Note = uitest.HKD(999999999), 99999, 99999, longNote
	}
	list := []scene{
		{"sale, sending", seeing(saleWith(core.Sending, none))},
		{"sale, sending slowly", seeing(saleWith(core.Sending, func(s *core.SaleView) { s.Slow = true }))},
		{"sale, sending in a silence", seeing(saleWith(core.Sending, quiet))},
		{"sale, waiting", waiting(none)},
		{"sale, waiting in a silence", waiting(quiet)},
		{"sale, waiting in a long silence", waiting(func(s *core.SaleView) { quiet(s); s.QuietLong = true })},
		{"sale, asking", waiting(func(s *core.SaleView) { s.Asking = true })},
		{"sale, waiting slowly", waiting(func(s *core.SaleView) { s.Slow = true })},
		{"sale, tip and discount", waiting(parts)},
		{"sale, a code that can't be drawn", func(s *stage) {
			s.draw(uitest.SaleIn(core.Waiting))
			s.refuseCode()
		}},
		{"sale, paid", seeing(saleWith(core.Paid, none))},
		{"sale, paid with parts", seeing(saleWith(core.Paid, parts))},
		{"sale, closed", seeing(saleWith(core.Closed, none))},
		{"sale, time up", seeing(saleWith(core.TimeUp, none))},
		{"sale, not understood", waiting(unclear("sale.not_understood"))},
		{"sale, time up and not understood", seeing(saleWith(core.TimeUp, unclear("sale.unclear_over")))},
		{"sale, asked to stop and not understood", func(s *stage) { waiting(unclear("sale.not_understood"))(s); s.Press(uitest.Esc) }},
		{"sale, not shown again in a silence", seeing(with(func() app.View { return uitest.SaleIn(core.TimeUp) }, func(v *app.View) { v.Notice = uitest.TextOf("error.gateway.silent_again") }))},
		{"sale, closed after another was paid", seeing(saleWith(core.Closed, func(s *core.SaleView) { s.Problem = uitest.TextOf("sale.paid_before") }))},
		{"sale, paid twice", seeing(saleWith(core.Paid, func(s *core.SaleView) { s.Problem = uitest.TextOf("sale.paid_twice") }))},
		{"sale, paid before the start", seeing(saleWith(core.Paid, func(s *core.SaleView) { s.Restored = true }))},
		{"sale, disputed", seeing(saleWith(core.Disputed, func(s *core.SaleView) { s.Problem = alertOf(0, "alert.mismatch").Text }))},
		{"sale, not recorded", seeing(saleWith(core.Unrecorded, none))},
		{"sale, crowded", seeing(func() app.View { return crowded(uitest.SaleIn(core.Waiting)) })},
		{"sale, paid and crowded", seeing(func() app.View { return crowded(uitest.SaleIn(core.Paid)) })},
		{"sale, asked to stop", func(s *stage) { s.draw(uitest.SaleIn(core.Waiting)); s.Press(uitest.Esc) }},
		{"sale, asked to stop while sending", func(s *stage) { s.draw(uitest.SaleIn(core.Sending)); s.Press(uitest.Esc) }},
		{"sale, asked to quit", func(s *stage) { s.draw(uitest.SaleIn(core.Waiting)); s.quit() }},
		{"sale, on another page", func(s *stage) { s.draw(crowded(uitest.SaleIn(core.Waiting))); s.open(atHistory) }},
	}
	for _, why := range []string{"sale.failed.auth", "sale.failed.server", "sale.failed.interrupted", "sale.failed.wait", "sale.unclear"} {
		list = append(list, scene{"sale, " + why, seeing(saleWith(core.Failed, func(s *core.SaleView) { s.Problem = uitest.TextOf(why) }))})
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
		{"idle", seeing(uitest.ReadyView)},
		{"idle, a long name", seeing(with(uitest.ReadyView, func(v *app.View) { v.Settings.Shop, v.Practice = longShop, true }))},
		{"practice, waiting", seeing(func() app.View { return crowded(uitest.SaleIn(core.Waiting)) })},
	}
	for _, k := range saleScenes() {
		switch k.name {
		case "sale, crowded", "sale, paid and crowded", "sale, on another page", "sale, asked to stop", "sale, asked to stop and not understood", "sale, asked to quit", "sale, asked to stop while sending":
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
	return append(list, [2]string{"en", kit.NoSecond})
}
