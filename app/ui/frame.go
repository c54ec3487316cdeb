package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
)

// rail leads to the pages. It stands at the left of every screen.
type rail struct {
	box    *fyne.Container
	places map[place]*button
}

func newRail(s *shell) *rail {
	r := &rail{places: map[place]*button{}}
	to := func(p place, shape, text string) *button {
		b := newRailButton(s, shape, text, func() { s.open(p) })
		r.places[p] = b
		return b
	}
	screen := newRailButton(s, iconScreen, s.text("rail.customer"), s.fullScreen)
	help := newRailButton(s, iconHelp, s.text("rail.help"), s.help)
	buttons := column(8,
		to(atCharge, iconCharge, s.text("rail.charge")),
		to(atHistory, iconClock, s.text("rail.history")),
		to(atSettings, iconSettings, s.text("rail.settings")),
		space(), screen, help)
	r.box = container.NewStack(newPlate(colorSurface, colorClear, 0), row(0, pad(4, 16, buttons), hairline()))
	return r
}

func newRailButton(s *shell, shape, text string, tapped func()) *button {
	b := newButton(s, bareButton, text, "", tapped)
	b.shape, b.size, b.below, b.least = shape, sizeSmall, true, fyne.NewSize(76, 72)
	return b
}

// mark shows where we are.
func (r *rail) mark(p place) {
	for at, b := range r.places {
		b.choose(at == p)
	}
}

func (r *rail) enable(v app.View) {
	for _, b := range r.places {
		b.enable(!v.NeedSetup)
	}
}

// topBar says whose till it is and how it gets on with the gateway.
type topBar struct {
	kit
	box                     *fyne.Container
	shop                    *label
	sale, network, watching *pill
}

func newTopBar(k kit) *topBar {
	t := &topBar{kit: k, shop: newFitted(sizeLarge+1, colorInk, fyne.TextAlignLeading).strong(), sale: newPill(), network: newPill(), watching: newPill()}
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

func (t *topBar) networkWords(n app.Network) (tone, string) {
	switch n {
	case app.Online:
		return toneGood, t.text("network.online")
	case app.Slow:
		slow := toneWarn
		slow.shape = iconHalf
		return slow, t.text("network.slow")
	case app.Offline:
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
	seen                           *button
}

func newStrips(s *shell) *strips {
	t := &strips{kit: s.kit}
	t.seen = newButton(s, softButton, s.text("alert_strip.seen"), s.text("key.f12"), s.acknowledge)
	t.seen.least.Height = touch
	t.alert, t.stopped, t.banner, t.notice = newStrip(t.seen), newStrip(nil), newStrip(nil), newStrip(nil)
	t.box = column(8, t.alert.box, t.stopped.box, t.banner.box, t.notice.box)
	t.box.Hide()
	return t
}

func (t *strips) draw(v app.View) {
	zone := v.Settings.Zone
	alert := ""
	if len(v.Alerts) > 0 {
		alert = t.say(v.Alerts[0].Text, zone)
		if more := len(v.Alerts) - 1; more > 0 {
			alert += " " + t.text("alert_strip.more", "Count", more)
		}
	}
	stop := toneBad
	stop.shape = iconStop
	t.alert.say(stop, alert)
	t.stopped.say(stop, t.say(v.Stopped, zone))
	t.banner.say(toneWarn, t.say(v.Banner, zone))
	t.notice.say(toneAccent, t.say(v.Notice, zone))
	setVisible(t.box, t.alert.box.Visible() || t.stopped.box.Visible() || t.banner.box.Visible() || t.notice.box.Visible())
}
