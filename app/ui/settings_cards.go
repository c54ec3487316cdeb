package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

func (p *settings) onceCard() *fyne.Container {
	p.onceSecret = newSecretField(p.frame, "", secretMost)
	p.onceSecret.left, p.onceSecret.taken = p.leaveField, p.useSecret
	use := newButton(p.frame, accentButton, p.text("settings.once_use"), "", p.useSecret)
	return group(p.text("settings.once_title"), newFlow(sizeBody, colorInkSoft, p.text("settings.once_text")),
		newAsked(p.text("settings.once_secret"), "", p.onceSecret).box, use)
}

// useSecret hands the secret on and keeps nothing of it.
func (p *settings) useSecret() {
	secret := strings.TrimSpace(p.onceSecret.Text)
	p.onceSecret.wipe()
	if secret != "" {
		p.frame.send(app.UseSecret{Secret: secret})
	}
}

func (p *settings) shopCard() fyne.CanvasObject {
	p.shop, p.till = newField(p.frame, "", 60), newField(p.frame, "", 6)
	p.zone, p.cutoff = newChooser(p.frame, p.edited), newChooser(p.frame, p.edited)
	values, names := make([]string, 13), make([]string, 13)
	for hour := range values {
		values[hour], names[hour] = strconv.Itoa(hour), time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format(p.text("format.time"))
	}
	names[0] = p.text("settings.cutoff_midnight")
	p.cutoff.offer(values, names)
	p.asks[order.PartShop] = newAsked(p.text("first.shop"), p.text("first.shop_text"), p.shop)
	p.asks[order.PartTill] = newAsked(p.text("first.till"), p.text("settings.till_text"), p.till)
	return group(p.text("settings.shop"), p.asks[order.PartShop].box, p.asks[order.PartTill].box,
		newAsked(p.text("settings.zone"), "", p.zone.box).box,
		newAsked(p.text("settings.cutoff"), p.text("settings.cutoff_text"), p.cutoff.box).box)
}

func (p *settings) accountCard() fyne.CanvasObject {
	p.gateway, p.merchant = newField(p.frame, "https://", 200), newField(p.frame, "", 64)
	p.secret = newSecretField(p.frame, "", secretMost)
	p.currency = newFitted(sizeBody, colorInk, fyne.TextAlignLeading).strong()
	p.accountWords = newFlow(sizeBody, colorInkSoft, "")
	p.asks[order.PartGateway] = newAsked(p.text("first.gateway"), "", p.gateway)
	p.asks[order.PartMerchant] = newAsked(p.text("first.merchant"), "", p.merchant)
	p.askSecret = newAsked(p.text("settings.secret"), p.text("settings.secret_text"), p.secret)
	warn := container.NewStack(newPlate(colorWarnSoft, colorClear, 12),
		pad(14, 10, row(10, atStart(newIcon(iconTriangle, 22, colorWarn)), grow(1, newFlow(sizeSmall+1, colorWarn, p.text("settings.account_moves"))))))
	p.moving = warn
	p.moving.Hide()
	p.connection = newConnectionTest(p.kit, p.frame, func() (order.Account, string) {
		s, _ := p.typed()
		return s.Account, p.secret.Text
	})
	for _, f := range []*field{p.gateway, p.merchant, p.secret} {
		before := f.OnChanged
		f.OnChanged = func(text string) { before(text); p.connection.forget() }
	}
	return group(p.text("settings.account"), p.accountWords, p.asks[order.PartGateway].box, p.asks[order.PartMerchant].box, p.askSecret.box, p.moving,
		p.connection.button, p.connection.list,
		row(12, newLabel(sizeBody, colorInkSoft).saying(p.text("first.currency")), grow(1, p.currency)))
}

func (p *settings) salesCard() fyne.CanvasObject {
	p.limit, p.unit = newField(p.frame, "", 10), newLabel(sizeBody, colorInkSoft)
	p.methods = newMethodList(p.kit, p.frame, p.edited)
	p.asks[order.PartLimit] = newAsked(p.text("settings.limit"), p.text("settings.limit_text"),
		row(10, middle(p.unit), grow(1, p.limit)))
	p.asks[order.PartMethods] = newAsked(p.text("settings.methods"), p.text("settings.methods_text"), p.methods.box)
	return group(p.text("settings.sales"), p.asks[order.PartLimit].box, p.asks[order.PartMethods].box)
}

func (p *settings) codesCard() fyne.CanvasObject {
	p.showing, p.every = newChooser(p.frame, p.edited), newChooser(p.frame, p.edited)
	return group(p.text("settings.codes"),
		newAsked(p.text("settings.show_for"), p.text("settings.show_for_text"), p.showing.box).box,
		newAsked(p.text("settings.ask_every"), p.text("settings.ask_every_text"), p.every.box).box)
}

func (p *settings) pinCard() fyne.CanvasObject {
	p.pin, p.again = newPINField(p.frame), newPINField(p.frame)
	p.askPIN = newAsked(p.text("settings.pin_new"), p.text("first.pin_form"), p.pin)
	p.askAgain = newAsked(p.text("first.pin_again"), "", p.again)
	p.pinWords = newFlow(sizeBody, colorInkSoft, p.text("settings.pin_text"))
	return group(p.text("settings.pin"), p.pinWords, p.askPIN.box, p.askAgain.box)
}

// notifyCard is where the gateway's notifications come in; off while it is empty.
func (p *settings) notifyCard() fyne.CanvasObject {
	p.notifyURL, p.notifyAddr = newField(p.frame, "https://", 200), newField(p.frame, "127.0.0.1:8090", 60)
	p.notifyKey, p.notifying = newSecretField(p.frame, "", secretMost), newAside()
	p.asks[order.PartNotifyURL] = newAsked(p.text("settings.notify_url"), p.text("settings.notify_url_text"), p.notifyURL)
	p.asks[order.PartNotifyAddr] = newAsked(p.text("settings.notify_addr"), p.text("settings.notify_addr_text"), p.notifyAddr)
	return group(p.text("settings.notify"), newFlow(sizeBody, colorInkSoft, p.text("settings.notify_text")),
		p.asks[order.PartNotifyURL].box, p.asks[order.PartNotifyAddr].box,
		newAsked(p.text("settings.notify_key"), p.text("settings.notify_key_text"), p.notifyKey).box, p.notifying.box)
}

// drawNotifying says how listening for notifications is getting on.
func (p *settings) drawNotifying() {
	off := toneCalm
	off.shape = iconDash
	switch t := p.view.Notifications; {
	case t.Empty():
		p.notifying.say(off, p.text("settings.notify_off"))
	case t.Key == "notify.listening":
		p.notifying.say(toneGood, p.say(sentence(t), p.base.Zone))
	default:
		p.notifying.say(toneWarn, p.say(sentence(t), p.base.Zone))
	}
}

func (p *settings) lookCard() fyne.CanvasObject {
	p.look = newPicker(p.frame, func(want string) { setLook(p.frame.program(), want) })
	p.look.offer([]string{lookSystem, lookLight, lookDark}, []string{p.text("settings.look_system"), p.text("settings.look_light"), p.text("settings.look_dark")})
	p.look.set(p.frame.program().Preferences().StringWithFallback(preferenceLook, lookLight))
	return group(p.text("settings.look"), p.look.box)
}

// practiceCard leads to the practice till, or in one to its drills.
func (p *settings) practiceCard() fyne.CanvasObject {
	p.practiceText = newFlow(sizeBody, colorInkSoft, "")
	p.practise = newButton(p.frame, softButton, "", "", func() {
		if drill := p.frame.drill(); drill != nil {
			drill()
			return
		}
		p.practiceText.write(p.text("first.practice_started"))
		if err := p.frame.practice()(); err != nil {
			p.practiceText.write(p.frame.explain(err))
		}
		p.relayout()
	})
	if p.frame.drill() != nil {
		p.practiceText.write(p.text("settings.practice_drills"))
		p.practise.set(p.text("drills.open"))
		p.practise.remind(p.text("key.drills"))
	} else {
		p.practiceText.write(p.text("settings.practice_text"))
		p.practise.set(p.text("settings.practice_open"))
	}
	card := group(p.text("settings.practice"), p.practiceText, p.practise)
	setVisible(card, p.frame.drill() != nil || p.frame.practice() != nil)
	return card
}

func (p *settings) aboutCard() fyne.CanvasObject {
	version := p.frame.version()
	if version == "" {
		version = "–"
	}
	return group(p.text("settings.about"),
		newFlow(sizeBody, colorInk, p.text("settings.version", "Version", version)),
		newFlow(sizeSmall, colorInkSoft, p.text("settings.licence")))
}

func (p *settings) saveBar() fyne.CanvasObject {
	p.status = newStatusLine()
	p.undo = newButton(p.frame, softButton, p.text("settings.undo"), "", p.fill)
	p.save = newButton(p.frame, accentButton, p.text("settings.save"), "", p.trySave)
	p.save.least.Width = 180
	return container.NewStack(newPlate(colorSurface, colorHairline, radius),
		pad(16, 10, row(12, grow(1, p.status.box), p.undo, p.save)))
}
