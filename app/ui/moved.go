package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

// moved stands in the place of Charge while the keyring does not know the log:
// it was copied, or moved here from another computer.
type moved struct {
	kit
	frame  settingsFrame
	view   app.View
	saving saving
	busy   bool

	body               *fyne.Container
	scroll             *container.Scroll
	secret, till       *field
	askSecret, askTill *asked
	status             *aside
	take               *button
	known              string // the code that the log was made with
}

func newMoved(k kit, f settingsFrame) *moved {
	p := &moved{kit: k, frame: f, status: newAside()}
	p.secret, p.till = newSecretField(f, "", secretMost), newField(f, p.text("moved.till_form"), 6)
	p.askSecret = newAsked(p.text("first.secret"), p.text("moved.secret_text"), p.secret)
	p.askTill = newAsked(p.text("moved.till"), "", p.till)
	p.askSecret.mends(p.secret, p.relayout)
	p.askTill.mends(p.till, p.relayout)
	enterLeads(f, p.goOn, p.secret, p.till)
	for _, each := range []*field{p.secret, p.till} {
		each.left = func() { f.focus(nil) }
	}
	p.take = newButton(f, accentButton, p.text("moved.take"), p.text("key.enter"), p.goOn)
	const width = 640
	form := column(16, newText(sizeTitle, colorInk, width, p.text("moved.title")).strong(),
		newText(sizeBody+1, colorInkSoft, width, p.text("moved.text")),
		newText(sizeBody+1, colorInkSoft, width, p.text("moved.history")),
		p.askSecret.box, p.askTill.box, p.status.box, p.take)
	p.scroll = container.NewVScroll(middle(card(atLeast(width, 0, form))))
	p.body = container.NewStack(p.scroll)
	return p
}

func (p *moved) content() fyne.CanvasObject { return p.body }

func (p *moved) show(v app.View) {
	p.update(v)
	p.frame.focus(p.secret)
}

func (p *moved) update(v app.View) {
	p.view = v
	was := p.busy
	state := p.saving.follow(settingUp(v.Setup))
	p.busy = state == savingBusy
	if p.known != v.Settings.Till {
		p.known = v.Settings.Till
		p.askTill.hint = p.text("moved.till_text", "Till", p.known)
		p.askTill.wrong("")
	}
	for _, f := range []*field{p.secret, p.till} {
		f.enable(!p.busy)
	}
	p.take.enable(!p.busy)
	switch {
	case p.busy:
		p.status.say(toneAccent, p.text("first.checking"))
	case !p.saving.problem.empty():
		p.status.say(toneBad, p.say(p.saving.problem, v.Settings.Zone))
	default:
		p.status.say(toneCalm, "")
	}
	if was && state == savingFailed {
		p.frame.focus(p.secret)
	}
	p.relayout()
}

// watch hears of every View, so that the secret does not outlive its use.
func (p *moved) watch(v app.View) {
	if !v.Moved {
		p.secret.wipe()
		p.till.wipe()
		p.busy, p.saving = false, saving{before: v.Setup.Done}
	}
}

// goOn is Enter: what is wrong is shown, what is right is sent, once.
func (p *moved) goOn() {
	if p.busy {
		return
	}
	focus := p.frame.focus
	secret, till := strings.TrimSpace(p.secret.Text), tillCode(p.till.Text)
	switch {
	case secret == "":
		p.askSecret.wrong(p.text("moved.secret_missing"))
		focus(p.secret)
	case !order.ValidTill(till):
		p.askTill.wrong(p.frame.explain(order.ErrTill))
		focus(p.till)
	case till == p.known:
		p.askTill.wrong(p.text("moved.till_same", "Till", till))
		focus(p.till)
	default:
		p.saving.start(settingUp(p.view.Setup))
		p.frame.focus(nil)
		p.frame.send(app.MoveIn{Secret: secret, Till: till})
		p.update(p.view)
	}
	p.relayout()
}

// relayout lays the form out twice: text learns its width first.
func (p *moved) relayout() {
	p.frame.relayoutPage(p.body)
	for range 2 {
		relayout(p.scroll.Content.(*fyne.Container))
	}
	p.scroll.Refresh()
}

// area is what scrolls to a field that gets the focus.
func (p *moved) area() *container.Scroll { return p.scroll }

func (p *moved) key(e *fyne.KeyEvent) bool {
	if deedOf(e.Name) != doGo {
		return false
	}
	p.goOn()
	return true
}

// rune starts typing in the first field.
func (p *moved) rune(r rune) bool {
	if p.busy {
		return false
	}
	p.frame.focus(p.secret)
	p.secret.TypedRune(r)
	return true
}
