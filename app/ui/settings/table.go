package settings

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// section is a card of the page: its rows, and what else stands on it.
type section struct {
	title        string
	above, below []fyne.CanvasObject
	rows         form
}

// table is all that the page saves, in the order of the screen. Whoever adds a
// setting adds a row here; the page finds the rest in it.
func (p *Page) table() []section {
	field := func(hint string, most int) control { return entry(kit.NewField(p.frame, hint, most)) }
	secret := func() *kit.Field { return kit.NewSecretField(p.Texts, p.frame, secretMost) }
	p.secret, p.notifyKey, p.pin, p.again = secret(), secret(), kit.NewPINField(p.Texts, p.frame), kit.NewPINField(p.Texts, p.frame)
	p.methods = newMethodList(p.Texts, p.frame, p.edited)
	p.pinWords = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.pin_text"))
	showFor := func(s *order.Settings) *time.Duration { return &s.ShowFor }
	askEvery := func(s *order.Settings) *time.Duration { return &s.AskEvery }
	return []section{
		{title: p.Text("settings.shop"), rows: form{
			{part: order.PartShop, caption: p.Text("first.shop"), help: p.Text("first.shop_text"), control: field("", 60), value: shopName()},
			{part: order.PartTill, caption: p.Text("first.till"), help: p.Text("settings.till_text"), control: field("", 6), value: till()},
			{part: order.PartZone, caption: p.Text("settings.zone"), control: p.zones(), value: zone()},
			{part: order.PartCutoff, caption: p.Text("settings.cutoff"), help: p.Text("settings.cutoff_text"), control: p.hours(), value: cutoff()},
		}},
		p.account(form{
			{part: order.PartGateway, caption: p.Text("first.gateway"), control: field("https://", 200), value: gateway(), fixed: true},
			{part: order.PartMerchant, caption: p.Text("first.merchant"), control: field("", 64), value: merchant(), fixed: true},
			{caption: p.Text("settings.secret"), help: p.Text("settings.secret_text"), control: entry(p.secret), fixed: true},
		}),
		{title: p.Text("settings.sales"), rows: form{
			{part: order.PartLimit, caption: p.Text("settings.limit"), help: p.Text("settings.limit_text"), control: p.priced(field("", 10)), value: limit()},
			{part: order.PartMethods, caption: p.Text("settings.methods"), help: p.Text("settings.methods_text"), control: p.methods.control(), value: methods()},
		}},
		{title: p.Text("settings.amounts"), rows: form{ // each is off while it is empty
			{part: order.PartQuick, caption: p.Text("settings.quick"), help: p.Text("settings.quick_text"), control: field("20, 50, 100", 60), value: quick()},
			{part: order.PartDiscounts, caption: p.Text("settings.discounts"), help: p.Text("settings.discounts_text"), control: field("5, 10", 20), value: discounts()},
			{part: order.PartTips, caption: p.Text("settings.tips"), help: p.Text("settings.tips_text"), control: field("5, 10, 15", 20), value: tips()},
		}},
		{title: p.Text("settings.codes"), rows: form{
			{part: order.PartTimes, caption: p.Text("settings.show_for"), help: p.Text("settings.show_for_text"), control: p.lengths(showFor, time.Minute, "settings.minutes", 1, 2, 3, 5, 10, 15, 20, 30), value: length(showFor, time.Minute)},
			{part: order.PartTimes, caption: p.Text("settings.ask_every"), help: p.Text("settings.ask_every_text"), control: p.lengths(askEvery, time.Second, "settings.seconds", 1, 2, 3, 5, 10), value: length(askEvery, time.Second)},
		}},
		{title: p.Text("settings.pin"), above: []fyne.CanvasObject{p.pinWords}, rows: newPIN(p.Texts, p.Text("settings.pin_new"), p.pin, p.again, true)},
		p.notify(form{
			{part: order.PartNotifyURL, caption: p.Text("settings.notify_url"), help: p.Text("settings.notify_url_text"), control: field("https://", 200), value: notifyURL()},
			{part: order.PartNotifyAddr, caption: p.Text("settings.notify_addr"), help: p.Text("settings.notify_addr_text"), control: field("127.0.0.1:8090", 60), value: notifyAddr()},
			{caption: p.Text("settings.notify_key"), help: p.Text("settings.notify_key_text"), control: entry(p.notifyKey)},
		}),
	}
}

// account is the section that a test of the connection belongs to.
func (p *Page) account(rows form) section {
	p.accountWords = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, "")
	p.currency = kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading).Strong()
	p.moving = container.NewStack(kit.NewPlate(kit.ColorWarnSoft, kit.ColorClear, 12),
		kit.Pad(14, 10, kit.Row(10, kit.AtStart(kit.NewIcon(kit.IconTriangle, 22, kit.ColorWarn)), kit.Grow(1, kit.NewFlow(kit.SizeSmall+1, kit.ColorWarn, p.Text("settings.account_moves"))))))
	p.moving.Hide()
	p.connection = newConnectionTest(p.Texts, p.frame, func() (order.Account, string) {
		s, _ := p.typed()
		return s.Account, p.secret.Text
	})
	rows.onChange(p.connection.forget)
	return section{title: p.Text("settings.account"), above: []fyne.CanvasObject{p.accountWords}, rows: rows, below: []fyne.CanvasObject{
		p.moving, p.connection.button, p.connection.list,
		kit.Row(12, kit.NewLabel(kit.SizeBody, kit.ColorInkSoft).Saying(p.Text("first.currency")), kit.Grow(1, p.currency)),
	}}
}

// notify is where the gateway's notifications come in; off while it is empty.
func (p *Page) notify(rows form) section {
	p.notifying = kit.NewAside()
	about := kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.notify_text"))
	return section{title: p.Text("settings.notify"), above: []fyne.CanvasObject{about}, rows: rows, below: []fyne.CanvasObject{p.notifying.Box}}
}

// newPIN are the rows of a new PIN, which is typed twice; optional where one is
// set already.
func newPIN(k kit.Texts, caption string, pin, again *kit.Field, optional bool) form {
	problem := func(ofAgain bool) func() string {
		return func() string {
			key := kit.PINProblem(pin.Text, again.Text)
			if key == "" || optional && pin.Text+again.Text == "" || ofAgain != (key == "first.pin_differs") {
				return ""
			}
			return k.Text(key)
		}
	}
	return form{
		{caption: caption, help: k.Text("first.pin_form"), control: entry(pin), wrong: problem(false), fixed: true},
		{caption: k.Text("first.pin_again"), control: entry(again), wrong: problem(true), fixed: true},
	}
}

// priced has the shop's currency before a field.
func (p *Page) priced(c control) control {
	p.unit = kit.NewLabel(kit.SizeBody, kit.ColorInkSoft)
	c.box = kit.Row(10, kit.Middle(p.unit), kit.Grow(1, c.box))
	return c
}

// hours are those at which a day may change.
func (p *Page) hours() control {
	values, names := make([]string, 13), make([]string, 13)
	for hour := range values {
		values[hour], names[hour] = strconv.Itoa(hour), time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format(p.Text("format.time"))
	}
	names[0] = p.Text("settings.cutoff_midnight")
	hours := kit.NewChooser(p.frame, p.edited)
	hours.Offer(values, names)
	return choice(hours)
}

// lengths are lengths of time, the one in use among them.
func (p *Page) lengths(of func(*order.Settings) *time.Duration, unit time.Duration, key string, steps ...int) control {
	c := kit.NewChooser(p.frame, p.edited)
	offering := choice(c)
	offering.offer = func(s order.Settings) {
		with := append([]int{int(*of(&s) / unit)}, steps...)
		slices.Sort(with)
		var values, names []string
		for _, n := range slices.Compact(with) {
			values, names = append(values, (time.Duration(n)*unit).String()), append(names, p.Text(key, "Count", n))
		}
		c.Offer(values, names)
	}
	return offering
}

// zones are time zones, the one in use among them.
func (p *Page) zones() control {
	c := kit.NewChooser(p.frame, p.edited)
	offering := choice(c)
	offering.offer = func(s order.Settings) {
		with := zones
		if s.Zone != "" && !slices.Contains(zones, s.Zone) {
			with = append([]string{s.Zone}, zones...)
		}
		c.Offer(with, with)
	}
	return offering
}

// zones are the time zones that are offered. Others can be set from the
// command line.
var zones = []string{
	"Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Shanghai", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Bangkok",
	"Asia/Manila", "Asia/Jakarta", "Asia/Seoul", "Asia/Tokyo", "Asia/Dubai", "Australia/Sydney", "Pacific/Auckland",
	"Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles", "America/Vancouver", "UTC",
}
