package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
)

func (p *firststart) shopCard() fyne.CanvasObject {
	p.shop = newField(p.frame, p.text("first.shop_hint"), 60)
	p.till = newField(p.frame, "", 6)
	p.other = newField(p.frame, p.text("first.currency_hint"), 3)
	p.other.OnChanged = func(text string) { // Space chose it, and must not stand in it
		p.other.cut(text)
		if code := strings.ToUpper(strings.TrimSpace(p.other.Text)); code != p.other.Text {
			p.other.SetText(code)
		}
	}
	p.currency = newPicker(p.frame, p.choose)
	p.currency.offer([]string{"HKD", "TWD", "USD", otherCurrency}, []string{"HKD", "TWD", "USD", p.text("first.currency_other")})
	p.till.SetText(order.Defaults("HKD").Till)
	p.asks[order.PartShop] = newAsked(p.text("first.shop"), p.text("first.shop_text"), p.shop)
	p.asks[order.PartCurrency] = newAsked(p.text("first.currency"), p.text("first.currency_text"), column(10, p.currency.box, p.other))
	p.asks[order.PartTill] = newAsked(p.text("first.till"), p.text("first.till_text"), p.till)
	return p.card(p.text("first.shop_title"), p.asks[order.PartShop], p.asks[order.PartCurrency], p.asks[order.PartTill])
}

func (p *firststart) gatewayCard() fyne.CanvasObject {
	p.gateway = newField(p.frame, "https://", 200)
	p.merchant = newField(p.frame, "", 64)
	p.secret = newSecretField(p.frame, "", secretMost)
	p.asks[order.PartGateway] = newAsked(p.text("first.gateway"), p.text("first.gateway_text"), p.gateway)
	p.asks[order.PartMerchant] = newAsked(p.text("first.merchant"), p.text("first.merchant_text"), p.merchant)
	p.askSecret = newAsked(p.text("first.secret"), p.text("first.secret_text"), p.secret)
	p.connection = newConnectionTest(p.kit, p.frame, func() (order.Account, string) { return p.settings().Account, p.secret.Text })
	for _, f := range []*field{p.gateway, p.merchant, p.secret} {
		before := f.OnChanged
		f.OnChanged = func(text string) { before(text); p.connection.forget(); p.drawGuide() }
	}
	card := p.card(p.text("first.gateway_title"), p.asks[order.PartGateway], p.asks[order.PartMerchant], p.askSecret)
	card.Add(p.connection.button)
	return card
}

func (p *firststart) pinCard() fyne.CanvasObject {
	p.pin, p.again = newPINField(p.frame), newPINField(p.frame)
	p.askPIN = newAsked(p.text("first.pin"), p.text("first.pin_form"), p.pin)
	p.askAgain = newAsked(p.text("first.pin_again"), "", p.again)
	why := newFlow(sizeBody, colorInkSoft, p.text("first.pin_why"))
	return column(18, newHeading(sizeTitle-2, p.text("first.pin_title")), why, p.askPIN.box, p.askAgain.box)
}

func (p *firststart) card(title string, questions ...*asked) *fyne.Container {
	c := column(18, newHeading(sizeTitle-2, title))
	for _, q := range questions {
		c.Add(q.box)
	}
	return c
}
