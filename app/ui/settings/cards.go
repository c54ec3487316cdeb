package settings

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

func (p *Page) onceCard() *fyne.Container {
	p.onceSecret = kit.NewSecretField(p.frame, "", secretMost)
	p.onceSecret.Left, p.onceSecret.Taken = p.leaveField, p.useSecret
	use := kit.NewButton(p.frame, kit.AccentButton, p.Text("settings.once_use"), "", p.useSecret)
	return kit.Group(p.Text("settings.once_title"), kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.once_text")),
		kit.NewPrompt(p.Text("settings.once_secret"), "", p.onceSecret).Box, use)
}

// useSecret hands the secret on and keeps nothing of it.
func (p *Page) useSecret() {
	secret := strings.TrimSpace(p.onceSecret.Text)
	p.onceSecret.Wipe()
	if secret != "" {
		p.frame.Send(app.UseSecret{Secret: secret})
	}
}

func (p *Page) shopCard() fyne.CanvasObject {
	p.shop, p.till = kit.NewField(p.frame, "", 60), kit.NewField(p.frame, "", 6)
	p.zone, p.cutoff = kit.NewChooser(p.frame, p.edited), kit.NewChooser(p.frame, p.edited)
	values, names := make([]string, 13), make([]string, 13)
	for hour := range values {
		values[hour], names[hour] = strconv.Itoa(hour), time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format(p.Text("format.time"))
	}
	names[0] = p.Text("settings.cutoff_midnight")
	p.cutoff.Offer(values, names)
	p.asks[order.PartShop] = kit.NewPrompt(p.Text("first.shop"), p.Text("first.shop_text"), p.shop)
	p.asks[order.PartTill] = kit.NewPrompt(p.Text("first.till"), p.Text("settings.till_text"), p.till)
	return kit.Group(p.Text("settings.shop"), p.asks[order.PartShop].Box, p.asks[order.PartTill].Box,
		kit.NewPrompt(p.Text("settings.zone"), "", p.zone.Box).Box,
		kit.NewPrompt(p.Text("settings.cutoff"), p.Text("settings.cutoff_text"), p.cutoff.Box).Box)
}

func (p *Page) accountCard() fyne.CanvasObject {
	p.gateway, p.merchant = kit.NewField(p.frame, "https://", 200), kit.NewField(p.frame, "", 64)
	p.secret = kit.NewSecretField(p.frame, "", secretMost)
	p.currency = kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading).Strong()
	p.accountWords = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, "")
	p.asks[order.PartGateway] = kit.NewPrompt(p.Text("first.gateway"), "", p.gateway)
	p.asks[order.PartMerchant] = kit.NewPrompt(p.Text("first.merchant"), "", p.merchant)
	p.askSecret = kit.NewPrompt(p.Text("settings.secret"), p.Text("settings.secret_text"), p.secret)
	warn := container.NewStack(kit.NewPlate(kit.ColorWarnSoft, kit.ColorClear, 12),
		kit.Pad(14, 10, kit.Row(10, kit.AtStart(kit.NewIcon(kit.IconTriangle, 22, kit.ColorWarn)), kit.Grow(1, kit.NewFlow(kit.SizeSmall+1, kit.ColorWarn, p.Text("settings.account_moves"))))))
	p.moving = warn
	p.moving.Hide()
	p.connection = newConnectionTest(p.Texts, p.frame, func() (order.Account, string) {
		s, _ := p.typed()
		return s.Account, p.secret.Text
	})
	for _, f := range []*kit.Field{p.gateway, p.merchant, p.secret} {
		before := f.OnChanged
		f.OnChanged = func(text string) { before(text); p.connection.forget() }
	}
	return kit.Group(p.Text("settings.account"), p.accountWords, p.asks[order.PartGateway].Box, p.asks[order.PartMerchant].Box, p.askSecret.Box, p.moving,
		p.connection.button, p.connection.list,
		kit.Row(12, kit.NewLabel(kit.SizeBody, kit.ColorInkSoft).Saying(p.Text("first.currency")), kit.Grow(1, p.currency)))
}

func (p *Page) salesCard() fyne.CanvasObject {
	p.limit, p.unit = kit.NewField(p.frame, "", 10), kit.NewLabel(kit.SizeBody, kit.ColorInkSoft)
	p.methods = newMethodList(p.Texts, p.frame, p.edited)
	p.asks[order.PartLimit] = kit.NewPrompt(p.Text("settings.limit"), p.Text("settings.limit_text"),
		kit.Row(10, kit.Middle(p.unit), kit.Grow(1, p.limit)))
	p.asks[order.PartMethods] = kit.NewPrompt(p.Text("settings.methods"), p.Text("settings.methods_text"), p.methods.box)
	return kit.Group(p.Text("settings.sales"), p.asks[order.PartLimit].Box, p.asks[order.PartMethods].Box)
}

func (p *Page) codesCard() fyne.CanvasObject {
	p.showing, p.every = kit.NewChooser(p.frame, p.edited), kit.NewChooser(p.frame, p.edited)
	return kit.Group(p.Text("settings.codes"),
		kit.NewPrompt(p.Text("settings.show_for"), p.Text("settings.show_for_text"), p.showing.Box).Box,
		kit.NewPrompt(p.Text("settings.ask_every"), p.Text("settings.ask_every_text"), p.every.Box).Box)
}

func (p *Page) pinCard() fyne.CanvasObject {
	p.pin, p.again = kit.NewPINField(p.frame), kit.NewPINField(p.frame)
	p.askPIN = kit.NewPrompt(p.Text("settings.pin_new"), p.Text("first.pin_form"), p.pin)
	p.askAgain = kit.NewPrompt(p.Text("first.pin_again"), "", p.again)
	p.pinWords = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.pin_text"))
	return kit.Group(p.Text("settings.pin"), p.pinWords, p.askPIN.Box, p.askAgain.Box)
}

// notifyCard is where the gateway's notifications come in; off while it is empty.
func (p *Page) notifyCard() fyne.CanvasObject {
	p.notifyURL, p.notifyAddr = kit.NewField(p.frame, "https://", 200), kit.NewField(p.frame, "127.0.0.1:8090", 60)
	p.notifyKey, p.notifying = kit.NewSecretField(p.frame, "", secretMost), kit.NewAside()
	p.asks[order.PartNotifyURL] = kit.NewPrompt(p.Text("settings.notify_url"), p.Text("settings.notify_url_text"), p.notifyURL)
	p.asks[order.PartNotifyAddr] = kit.NewPrompt(p.Text("settings.notify_addr"), p.Text("settings.notify_addr_text"), p.notifyAddr)
	return kit.Group(p.Text("settings.notify"), kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.notify_text")),
		p.asks[order.PartNotifyURL].Box, p.asks[order.PartNotifyAddr].Box,
		kit.NewPrompt(p.Text("settings.notify_key"), p.Text("settings.notify_key_text"), p.notifyKey).Box, p.notifying.Box)
}

// drawNotifying says how listening for notifications is getting on.
func (p *Page) drawNotifying() {
	off := kit.ToneCalm
	off.Shape = kit.IconDash
	switch t := p.view.Notifications; {
	case t.Empty():
		p.notifying.Say(off, p.Text("settings.notify_off"))
	case t.Key == "notify.listening":
		p.notifying.Say(kit.ToneGood, p.Say(kit.Sentence(t), p.base.Zone))
	default:
		p.notifying.Say(kit.ToneWarn, p.Say(kit.Sentence(t), p.base.Zone))
	}
}

func (p *Page) lookCard() fyne.CanvasObject {
	p.look = kit.NewPicker(p.frame, func(want string) { kit.SetLook(p.frame.Program(), want) })
	p.look.Offer([]string{kit.LookSystem, kit.LookLight, kit.LookDark}, []string{p.Text("settings.look_system"), p.Text("settings.look_light"), p.Text("settings.look_dark")})
	p.look.Set(p.frame.Program().Preferences().StringWithFallback(kit.PreferenceLook, kit.LookLight))
	return kit.Group(p.Text("settings.look"), p.look.Box)
}

// practiceCard leads to the practice till, or in one to its drills.
func (p *Page) practiceCard() fyne.CanvasObject {
	p.practiceText = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, "")
	p.practise = kit.NewButton(p.frame, kit.SoftButton, "", "", func() {
		if drill := p.frame.Drill(); drill != nil {
			drill()
			return
		}
		p.practiceText.Write(p.Text("first.practice_started"))
		if err := p.frame.Practice()(); err != nil {
			p.practiceText.Write(p.frame.Explain(err))
		}
		p.relayout()
	})
	if p.frame.Drill() != nil {
		p.practiceText.Write(p.Text("settings.practice_drills"))
		p.practise.Set(p.Text("drills.open"))
		p.practise.Remind(p.Text("key.drills"))
	} else {
		p.practiceText.Write(p.Text("settings.practice_text"))
		p.practise.Set(p.Text("settings.practice_open"))
	}
	card := kit.Group(p.Text("settings.practice"), p.practiceText, p.practise)
	kit.SetVisible(card, p.frame.Drill() != nil || p.frame.Practice() != nil)
	return card
}

func (p *Page) aboutCard() fyne.CanvasObject {
	version := p.frame.Version()
	if version == "" {
		version = "–"
	}
	return kit.Group(p.Text("settings.about"),
		kit.NewFlow(kit.SizeBody, kit.ColorInk, p.Text("settings.version", "Version", version)),
		kit.NewFlow(kit.SizeSmall, kit.ColorInkSoft, p.Text("settings.licence")))
}

func (p *Page) saveBar() fyne.CanvasObject {
	p.status = newStatusLine()
	p.undo = kit.NewButton(p.frame, kit.SoftButton, p.Text("settings.undo"), "", p.fill)
	p.save = kit.NewButton(p.frame, kit.AccentButton, p.Text("settings.save"), "", p.trySave)
	p.save.Least.Width = 180
	return container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius),
		kit.Pad(16, 10, kit.Row(12, kit.Grow(1, p.status.box), p.undo, p.save)))
}
