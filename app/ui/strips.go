package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// topBar says whose till it is and how it gets on with the gateway.
type topBar struct {
	kit.Texts
	box                     *fyne.Container
	shop                    *kit.Label
	sale, network, watching *kit.Pill
	hidden                  *kit.Pill // the customer's window is
	sign                    signs     // in the place of all but the network
}

// signs says why a key did nothing: in the bar, or above a sheet, which dims the bar.
type signs struct {
	*kit.Sign
	sheets *kit.Sheets
}

func (s signs) Say(text string, now time.Time) {
	if s.sheets.Asking() {
		s.sheets.Head().Say(text, now)
		return
	}
	s.Sign.Say(text, now)
}

func (s signs) Look(now time.Time) {
	s.Sign.Look(now)
	s.sheets.Head().Look(now)
}

func (s signs) Clear() {
	s.Sign.Clear()
	s.sheets.Head().Clear()
}

func newTopBar(k kit.Texts, sheets *kit.Sheets) *topBar {
	t := &topBar{Texts: k, sale: kit.NewPill(), network: kit.NewPill(), watching: kit.NewPill(), hidden: kit.NewPill()}
	screen := kit.ToneCalm
	screen.Shape = kit.IconScreen
	t.hidden.Say(screen, t.Text("top.customer_hidden"))
	t.shop = kit.NewFitted(kit.SizeLarge+1, kit.ColorInk, fyne.TextAlignLeading).Strong()
	t.shop.Least = 11
	t.watching.Box.Hide()
	pills := kit.Row(10, kit.Middle(t.sale.Box), kit.Middle(t.hidden.Box), kit.Middle(t.watching.Box))
	t.sign = signs{kit.NewSign(t.shop, pills), sheets}
	t.box = kit.Row(10, kit.Grow(1, t.shop, t.sign.Box), pills, kit.Middle(t.network.Box))
	t.sign.Room = t.box
	return t
}

// draw also shows the sale when its page is not the one on the screen, and on that page
// that staff have hidden the customer's window.
func (t *topBar) draw(v app.View, elsewhere, hidden bool) {
	kit.SetVisible(t.sale.Box, elsewhere && v.Sale != nil)
	kit.SetVisible(t.hidden.Box, !elsewhere && hidden)
	if v.Sale != nil {
		now, words := kit.ToneAccent, t.Text("top.sale", "Amount", v.Sale.Amount)
		now.Shape = kit.IconClock
		if v.Sale.Phase == core.Paid {
			now, words = kit.ToneGood, t.Text("top.sale_paid", "Amount", v.Sale.Amount)
		}
		t.sale.Say(now, words)
	}
	shop := v.Settings.Shop
	if v.NeedSetup || shop == "" {
		shop = t.Text("top.new_till")
	} else {
		shop = t.Text("top.shop", "Shop", shop, "Till", v.Settings.Till)
	}
	t.shop.Set(shop)
	t.network.Say(t.networkWords(v))
	kit.SetVisible(t.network.Box, !v.NeedSetup)
	kit.SetVisible(t.watching.Box, v.Watching > 0)
	if v.Watching > 0 {
		tone := kit.ToneAccent
		tone.Shape = kit.IconRing
		t.watching.Say(tone, t.Text("top.watching", "Count", v.Watching))
	}
}

func (t *topBar) networkWords(v app.View) (kit.Tone, string) {
	quiet := time.Until(v.Quiet) > 0
	switch n := v.Network; {
	case quiet && n != core.Offline:
		pause := kit.ToneWarn
		pause.Shape = kit.IconClock
		return pause, t.Text("network.quiet")
	case n == core.Online:
		return kit.ToneGood, t.Text("network.online")
	case n == core.Slow:
		slow := kit.ToneWarn
		slow.Shape = kit.IconHalf
		return slow, t.Text("network.slow")
	case n == core.Offline:
		return kit.ToneBad, t.Text("network.offline")
	}
	unknown := kit.ToneCalm
	unknown.Shape = kit.IconRing
	return unknown, t.Text("network.unknown")
}

// strips are the lasting messages on every screen: alerts first.
type strips struct {
	kit.Texts
	box                            *fyne.Container
	alert, stopped, banner, notice *kit.Strip
	screen                         *kit.Strip // the customer's is not there
	seen, act                      *kit.Button
	shell                          *shell
}

func newStrips(s *shell) *strips {
	t := &strips{Texts: s.Texts, shell: s}
	t.seen = kit.NewButton(s, kit.SoftButton, s.Text("alert_strip.seen"), s.Text("key.f12"), func() { s.acknowledge() })
	t.act = kit.NewButton(s, kit.AccentButton, s.Text("alert_strip.look"), "", func() { s.refundAlert() })
	t.seen.Least.Height, t.act.Least.Height = kit.Touch, kit.Touch
	t.alert, t.stopped, t.banner, t.notice = kit.NewStrip(kit.Row(8, t.seen, t.act)), kit.NewStrip(nil), kit.NewStrip(nil), kit.NewStrip(nil)
	aside := kit.NewButton(s, kit.SoftButton, s.Text("screen.open_window"), s.Text("key.f11"), func() { s.watch.Toggle() })
	aside.Least.Height = kit.Touch
	t.screen = kit.NewStrip(aside)
	t.box = kit.Column(8, t.alert.Box, t.stopped.Box, t.banner.Box, t.screen.Box, t.notice.Box, s.sounds.strip.Box)
	t.box.Hide()
	return t
}

// draw shows what lasts. On an order's page, which is empty for another page, F9 is that
// order's.
func (t *strips) draw(v app.View, page order.ID) {
	zone := v.Settings.Zone
	alert := ""
	if len(v.Alerts) > 0 {
		alert = t.Say(kit.Sentence(v.Alerts[0].Text), zone)
		if n := len(v.Alerts) + v.MoreAlerts; n > 1 {
			alert = t.Text("alert_strip.first", "All", n, "Alert", alert)
		}
		t.drawDeeds(v.Alerts[0], page)
	}
	stop := kit.ToneBad
	stop.Shape = kit.IconStop
	t.alert.Say(alertTone(v), alert)
	t.stopped.Say(stop, t.Say(kit.Sentence(v.Stopped), zone))
	t.banner.Say(kit.ToneWarn, t.Say(kit.Sentence(v.Banner), zone))
	t.notice.Say(kit.ToneWarn, t.Say(kit.Sentence(v.Notice), zone))
	t.screen.Say(kit.ToneWarn, t.shell.screenWords())
	t.shell.sounds.drawStrip(v)
	kit.SetVisible(t.box, len(kit.Visible(t.box.Objects)) > 0)
}

// alertTone is how much the oldest alert matters: with what was found again nothing is wrong.
func alertTone(v app.View) kit.Tone {
	if len(v.Alerts) > 0 && v.Alerts[0].Kind == order.AlertFound {
		return kit.ToneWarn
	}
	stop := kit.ToneBad
	stop.Shape = kit.IconStop
	return stop
}

// drawDeeds says what can be done about the oldest alert. Its own order's page has what
// could be opened, with a button for it.
func (t *strips) drawDeeds(a core.AlertView, page order.ID) {
	seen, act, hint := "alert_strip.seen", "alert_strip.look", ""
	if a.Kind == order.AlertLate || a.Kind == order.AlertRefundFailed && !a.Superseded {
		act, hint = "alert_strip.refund", t.Text("key.f9")
	}
	if a.Kind == order.AlertLate {
		seen = "alert_strip.keep"
	}
	if page != "" {
		hint = ""
	}
	kit.SetVisible(t.act, page != a.Order)
	t.seen.Set(t.Text(seen))
	t.act.Set(t.Text(act))
	t.act.Remind(hint)
}
