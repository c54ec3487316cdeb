package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

func (p *Page) onceCard() *fyne.Container {
	p.onceSecret = kit.NewSecretField(p.Texts, p.frame, secretMost)
	p.onceSecret.Left, p.onceSecret.Taken = p.leaveField, p.useSecret
	use := kit.NewButton(p.frame, kit.AccentButton, p.Text("settings.once_use"), "", p.useSecret)
	prompt := kit.NewPrompt(p.Text("settings.once_secret"), "", p.onceSecret)
	prompt.Mends(p.onceSecret, p.relayout)
	return kit.Group(p.Text("settings.once_title"), kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("settings.once_text")), prompt.Box, use)
}

// useSecret hands the secret on and keeps nothing of it.
func (p *Page) useSecret() {
	secret := order.Pasted(p.onceSecret.Text)
	p.onceSecret.Wipe()
	if secret != "" {
		p.frame.Send(app.UseSecret{Secret: secret})
	}
}

// drawNotifying says how listening for notifications is getting on.
func (p *Page) drawNotifying() {
	calm := kit.ToneCalm
	calm.Shape = kit.IconDash
	switch t := p.view.Notifications; {
	case t.Empty():
		p.notifying.Say(calm, p.Text("settings.notify_off"))
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

// statusLine says in a sign and words how saving gets on.
type statusLine struct {
	box  *fyne.Container
	sign *kit.Icon
	word *kit.Label
}

func newStatusLine() *statusLine {
	s := &statusLine{sign: kit.NewIcon(kit.IconDot, 22, kit.ColorInkSoft), word: kit.NewParagraph(kit.SizeBody, kit.ColorInk, 2, fyne.TextAlignLeading)}
	s.word.Still = true
	s.box = kit.Row(10, kit.Middle(s.sign), kit.Grow(1, s.word))
	return s
}

func (s *statusLine) say(t kit.Tone, shape, text string) {
	kit.SetVisible(s.sign, text != "")
	s.sign.Change(shape, t.Ink)
	s.word.Paint(t.Ink)
	s.word.Set(text)
}
