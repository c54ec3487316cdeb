package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Moved stands in the place of Charge while the keyring does not know the log:
// it was copied, or moved here from another computer.
type Moved struct {
	kit.Texts
	frame  Frame
	view   app.View
	saving kit.Saving
	busy   bool

	body                     *fyne.Container
	scroll                   *container.Scroll
	secret, till             *kit.Field
	secretPrompt, tillPrompt *kit.Prompt
	status                   *kit.Aside
	take                     *kit.Button
	known                    string // the code that the log was made with
}

// NewMoved is the page with nothing typed, in the language of k.
func NewMoved(k kit.Texts, f Frame) *Moved {
	p := &Moved{Texts: k, frame: f, status: kit.NewAside()}
	p.secret, p.till = kit.NewSecretField(p.Texts, f, secretMost), kit.NewField(f, p.Text("moved.till_form"), 6)
	p.secretPrompt = kit.NewPrompt(p.Text("first.secret"), p.Text("moved.secret_text"), p.secret)
	p.tillPrompt = kit.NewPrompt(p.Text("moved.till"), "", p.till)
	p.secretPrompt.Mends(p.secret, p.relayout)
	p.tillPrompt.Mends(p.till, p.relayout)
	kit.EnterLeads(f, p.goOn, p.secret, p.till)
	for _, each := range []*kit.Field{p.secret, p.till} {
		each.Left = func() { f.Focus(nil) }
	}
	p.take = kit.NewButton(f, kit.AccentButton, p.Text("moved.take"), p.Text("key.enter"), p.goOn)
	const width = 640
	form := kit.Column(16, kit.NewText(kit.SizeTitle, kit.ColorInk, width, p.Text("moved.title")).Strong(),
		kit.NewText(kit.SizeBody+1, kit.ColorInkSoft, width, p.Text("moved.text")),
		kit.NewText(kit.SizeBody+1, kit.ColorInkSoft, width, p.Text("moved.history")),
		p.secretPrompt.Box, p.tillPrompt.Box, p.status.Box, p.take)
	p.scroll = container.NewVScroll(kit.Middle(kit.Card(kit.AtLeast(width, 0, form))))
	p.body = container.NewStack(kit.WithWheel(p.scroll))
	return p
}

func (p *Moved) Content() fyne.CanvasObject { return p.body }

func (p *Moved) Show(v app.View) {
	p.Update(v)
	p.frame.Focus(p.secret)
}

func (p *Moved) Update(v app.View) {
	p.view = v
	was := p.busy
	state := p.saving.Follow(settingUp(v.Setup))
	p.busy = state == kit.SavingBusy
	if p.known != v.Settings.Till {
		p.known = v.Settings.Till
		p.tillPrompt.Hint = p.Text("moved.till_text", "Till", p.known)
		p.tillPrompt.Wrong("")
	}
	for _, f := range []*kit.Field{p.secret, p.till} {
		f.SetEnabled(!p.busy)
	}
	p.take.SetEnabled(!p.busy)
	switch {
	case p.busy:
		p.status.Say(kit.ToneAccent, p.Text("first.checking"))
	case !p.saving.Problem.Empty():
		p.status.Say(kit.ToneBad, p.Say(p.saving.Problem, v.Settings.Zone))
	default:
		p.status.Say(kit.ToneCalm, "")
	}
	if was && state == kit.SavingFailed {
		p.frame.Focus(p.secret)
	}
	p.relayout()
}

// OffScreen forgets the secret with whoever goes to another page.
func (p *Moved) OffScreen() { p.secret.Wipe() }

// Watch hears of every View, so that the secret does not outlive its use.
func (p *Moved) Watch(v app.View) {
	if !v.Moved {
		p.secret.Wipe()
		p.till.Wipe()
		p.busy, p.saving = false, kit.Saving{Before: v.Setup.Done}
	}
}

// goOn is Enter: what is wrong is shown, what is right is sent, once.
func (p *Moved) goOn() {
	if p.busy {
		return
	}
	focus := p.frame.Focus
	secret, till := order.Pasted(p.secret.Text), tillCode(p.till.Text)
	switch {
	case secret == "":
		p.secretPrompt.Wrong(p.Text("moved.secret_missing"))
		focus(p.secret)
	case !order.ValidTill(till):
		p.tillPrompt.Wrong(p.frame.Explain(order.ErrTill))
		focus(p.till)
	case till == p.known:
		p.tillPrompt.Wrong(p.Text("moved.till_same", "Till", till))
		focus(p.till)
	default:
		p.saving.Start(settingUp(p.view.Setup))
		p.frame.Focus(nil)
		p.frame.Send(app.MoveIn{Secret: secret, Till: till})
		p.Update(p.view)
	}
	p.relayout()
}

// relayout lays the form out twice: text learns its width first.
func (p *Moved) relayout() {
	p.frame.RelayoutPage(p.body)
	for range 2 {
		kit.Relayout(p.scroll.Content.(*fyne.Container))
	}
	p.scroll.Refresh()
}

// Area is what scrolls to a field that gets the focus.
func (p *Moved) Area() *container.Scroll { return p.scroll }

func (p *Moved) Key(e *fyne.KeyEvent) bool {
	if kit.DeedOf(e.Name) != kit.DoGo {
		return false
	}
	p.goOn()
	return true
}

// Rune starts typing in the first field.
func (p *Moved) Rune(r rune) bool {
	if p.busy {
		return false
	}
	p.frame.Focus(p.secret)
	p.secret.Type(r)
	return true
}
