package settings

import (
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// table is what each step prompts for, in rows like those of the settings.
func (p *FirstStart) table() [steps]form {
	field := func(hint string, most int) control { return entry(kit.NewField(p.frame, hint, most)) }
	p.secret, p.pin = kit.NewSecretField(p.Texts, p.frame, secretMost), kit.NewPINField(p.Texts, p.frame)
	return [steps]form{
		stepShop: {
			{part: order.PartShop, caption: p.Text("first.shop"), help: p.Text("first.shop_text"), control: field(p.Text("first.shop_hint"), 60), value: shopName()},
			{part: order.PartCurrency, caption: p.Text("first.currency"), help: p.Text("first.currency_text"), control: p.currencies(), value: currency()},
			{part: order.PartTill, caption: p.Text("first.till"), help: p.Text("first.till_text"), control: field("", 6), value: till()},
		},
		stepGateway: {
			{part: order.PartGateway, caption: p.Text("first.gateway"), help: p.Text("first.gateway_text"), control: field("https://", 200), value: gateway()},
			{part: order.PartMerchant, caption: p.Text("first.merchant"), help: p.Text("first.merchant_text"), control: field("", 64), value: merchant()},
			{caption: p.Text("first.secret"), help: p.Text("first.secret_text"), control: entry(p.secret), wrong: p.secretMissing},
		},
		stepPIN: newPIN(p.Texts, p.Text("first.pin"), p.pin, kit.NewPINField(p.Texts, p.frame), false),
	}
}

func (p *FirstStart) secretMissing() string {
	if order.Pasted(p.secret.Text) != "" {
		return ""
	}
	return p.frame.Explain(app.ErrSecretMissing)
}

// currencies are the usual ones, and a field for the code of any other.
func (p *FirstStart) currencies() control {
	p.other = kit.NewField(p.frame, p.Text("first.currency_hint"), 3)
	p.other.OnChanged = func(text string) { // Space chose it, and must not stand in it
		p.other.Cut(text)
		if code := strings.ToUpper(strings.TrimSpace(p.other.Text)); code != p.other.Text {
			p.other.SetText(code)
		}
	}
	p.currency = kit.NewPicker(p.frame, p.choose)
	p.currency.Offer([]string{"HKD", "TWD", "USD", otherCurrency}, []string{"HKD", "TWD", "USD", p.Text("first.currency_other")})
	c := entry(p.other)
	c.box, c.text, c.set = kit.Column(10, p.currency.Box, p.other), p.code, p.choose
	return c
}

// code is the currency's.
func (p *FirstStart) code() string {
	if code := p.currency.Value(); code != otherCurrency {
		return code
	}
	return p.other.Text
}

func (p *FirstStart) card(title string, parts ...fyne.CanvasObject) *fyne.Container {
	return kit.Column(18, append([]fyne.CanvasObject{kit.NewHeading(kit.SizeTitle-2, title)}, parts...)...)
}
