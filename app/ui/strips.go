package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// topBar says whose till it is and how it gets on with the gateway.
type topBar struct {
	kit
	box                     *fyne.Container
	shop                    *label
	sale, network, watching *pill
}

func newTopBar(k kit) *topBar {
	t := &topBar{kit: k, shop: newFitted(sizeLarge+1, colorInk, fyne.TextAlignLeading).strong(), sale: newPill(), network: newPill(), watching: newPill()}
	t.shop.least = 11
	t.watching.box.Hide()
	t.box = row(10, grow(1, t.shop), middle(t.sale.box), middle(t.watching.box), middle(t.network.box))
	return t
}

// draw also shows the sale when its page is not the one on the screen.
func (t *topBar) draw(v app.View, elsewhere bool) {
	setVisible(t.sale.box, elsewhere && v.Sale != nil)
	if v.Sale != nil {
		now := toneAccent
		now.shape = iconClock
		t.sale.say(now, t.text("top.sale", "Amount", v.Sale.Amount))
	}
	shop := v.Settings.Shop
	if v.NeedSetup || shop == "" {
		shop = t.text("top.new_till")
	} else {
		shop = t.text("top.shop", "Shop", shop, "Till", v.Settings.Till)
	}
	t.shop.set(shop)
	t.network.say(t.networkWords(v.Network))
	setVisible(t.network.box, !v.NeedSetup)
	setVisible(t.watching.box, v.Watching > 0)
	if v.Watching > 0 {
		tone := toneAccent
		tone.shape = iconRing
		t.watching.say(tone, t.text("top.watching", "Count", v.Watching))
	}
}

func (t *topBar) networkWords(n core.Network) (tone, string) {
	switch n {
	case core.Online:
		return toneGood, t.text("network.online")
	case core.Slow:
		slow := toneWarn
		slow.shape = iconHalf
		return slow, t.text("network.slow")
	case core.Offline:
		return toneBad, t.text("network.offline")
	}
	unknown := toneCalm
	unknown.shape = iconRing
	return unknown, t.text("network.unknown")
}

// strips are the lasting messages on every screen: alerts first.
type strips struct {
	kit
	box                            *fyne.Container
	alert, stopped, banner, notice *strip
	screen                         *strip // the customer's is not there
	seen, act                      *button
	shell                          *shell
}

func newStrips(s *shell) *strips {
	t := &strips{kit: s.kit, shell: s}
	t.seen = newButton(s, softButton, s.text("alert_strip.seen"), s.text("key.f12"), s.acknowledge)
	t.act = newButton(s, accentButton, s.text("alert_strip.look"), "", s.refundAlert)
	t.seen.least.Height, t.act.least.Height = touch, touch
	t.alert, t.stopped, t.banner, t.notice = newStrip(row(8, t.seen, t.act)), newStrip(nil), newStrip(nil), newStrip(nil)
	aside := newButton(s, softButton, s.text("screen.open_window"), s.text("key.f11"), func() { s.watch.Toggle() })
	aside.least.Height = touch
	t.screen = newStrip(aside)
	t.box = column(8, t.alert.box, t.stopped.box, t.banner.box, t.screen.box, t.notice.box, s.sounds.strip.box)
	t.box.Hide()
	return t
}

// draw shows what lasts. On an order's page F9 is that order's.
func (t *strips) draw(v app.View, onOrder bool) {
	zone := v.Settings.Zone
	alert := ""
	if len(v.Alerts) > 0 {
		alert = t.say(sentence(v.Alerts[0].Text), zone)
		if n := len(v.Alerts); n > 1 {
			alert = t.text("alert_strip.first", "All", n, "Alert", alert)
		}
		t.drawDeeds(v.Alerts[0].Kind, onOrder)
	}
	stop := toneBad
	stop.shape = iconStop
	t.alert.say(stop, alert)
	t.stopped.say(stop, t.say(sentence(v.Stopped), zone))
	t.banner.say(toneWarn, t.say(sentence(v.Banner), zone))
	t.notice.say(toneAccent, t.say(sentence(v.Notice), zone))
	t.screen.say(toneWarn, t.shell.screenWords())
	t.shell.sounds.drawStrip(v)
	setVisible(t.box, len(visible(t.box.Objects)) > 0)
}

// drawDeeds says what can be done about the oldest alert.
func (t *strips) drawDeeds(kind order.Alert, onOrder bool) {
	seen, act, hint := "alert_strip.seen", "alert_strip.look", ""
	if kind == order.AlertLate || kind == order.AlertRefundFailed {
		act, hint = "alert_strip.refund", t.text("key.f9")
	}
	if kind == order.AlertLate {
		seen = "alert_strip.keep"
	}
	if onOrder {
		hint = ""
	}
	t.seen.set(t.text(seen))
	t.act.set(t.text(act))
	t.act.remind(hint)
}
