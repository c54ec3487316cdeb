package settings

import (
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

func (p *FirstStart) shopCard() fyne.CanvasObject {
	p.shop = kit.NewField(p.frame, p.Text("first.shop_hint"), 60)
	p.till = kit.NewField(p.frame, "", 6)
	p.other = kit.NewField(p.frame, p.Text("first.currency_hint"), 3)
	p.other.OnChanged = func(text string) { // Space chose it, and must not stand in it
		p.other.Cut(text)
		if code := strings.ToUpper(strings.TrimSpace(p.other.Text)); code != p.other.Text {
			p.other.SetText(code)
		}
	}
	p.currency = kit.NewPicker(p.frame, p.choose)
	p.currency.Offer([]string{"HKD", "TWD", "USD", otherCurrency}, []string{"HKD", "TWD", "USD", p.Text("first.currency_other")})
	p.till.SetText(order.Defaults("HKD").Till)
	p.asks[order.PartShop] = kit.NewPrompt(p.Text("first.shop"), p.Text("first.shop_text"), p.shop)
	p.asks[order.PartCurrency] = kit.NewPrompt(p.Text("first.currency"), p.Text("first.currency_text"), kit.Column(10, p.currency.Box, p.other))
	p.asks[order.PartTill] = kit.NewPrompt(p.Text("first.till"), p.Text("first.till_text"), p.till)
	return p.card(p.Text("first.shop_title"), p.asks[order.PartShop], p.asks[order.PartCurrency], p.asks[order.PartTill])
}

func (p *FirstStart) gatewayCard() fyne.CanvasObject {
	p.gateway = kit.NewField(p.frame, "https://", 200)
	p.merchant = kit.NewField(p.frame, "", 64)
	p.secret = kit.NewSecretField(p.frame, "", secretMost)
	p.asks[order.PartGateway] = kit.NewPrompt(p.Text("first.gateway"), p.Text("first.gateway_text"), p.gateway)
	p.asks[order.PartMerchant] = kit.NewPrompt(p.Text("first.merchant"), p.Text("first.merchant_text"), p.merchant)
	p.askSecret = kit.NewPrompt(p.Text("first.secret"), p.Text("first.secret_text"), p.secret)
	p.connection = newConnectionTest(p.Texts, p.frame, func() (order.Account, string) { return p.settings().Account, p.secret.Text })
	for _, f := range []*kit.Field{p.gateway, p.merchant, p.secret} {
		before := f.OnChanged
		f.OnChanged = func(text string) { before(text); p.connection.forget(); p.drawGuide() }
	}
	card := p.card(p.Text("first.gateway_title"), p.asks[order.PartGateway], p.asks[order.PartMerchant], p.askSecret)
	card.Add(p.connection.button)
	return card
}

func (p *FirstStart) pinCard() fyne.CanvasObject {
	p.pin, p.again = kit.NewPINField(p.frame), kit.NewPINField(p.frame)
	p.askPIN = kit.NewPrompt(p.Text("first.pin"), p.Text("first.pin_form"), p.pin)
	p.askAgain = kit.NewPrompt(p.Text("first.pin_again"), "", p.again)
	why := kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("first.pin_why"))
	return kit.Column(18, kit.NewHeading(kit.SizeTitle-2, p.Text("first.pin_title")), why, p.askPIN.Box, p.askAgain.Box)
}

func (p *FirstStart) card(title string, questions ...*kit.Prompt) *fyne.Container {
	c := kit.Column(18, kit.NewHeading(kit.SizeTitle-2, title))
	for _, q := range questions {
		c.Add(q.Box)
	}
	return c
}
