package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// The steps of First start.
const (
	stepShop = iota
	stepGateway
	stepPIN
	steps
)

// otherCurrency is the choice that opens a field for any currency's code.
const otherCurrency = "…"

// secretMost is how long a client secret may be that a field takes.
const secretMost = 2500

// FirstStart asks a new shop for what the till needs, one card at a time, and
// saves it all at once. What was typed stays until it is saved.
type FirstStart struct {
	kit.Texts
	frame  Frame
	view   app.View
	body   fyne.CanvasObject
	at     int
	saving kit.Saving
	busy   bool

	marks  [steps]*stepMark
	cards  [steps]fyne.CanvasObject
	fields [steps][]*kit.Field // in Tab order, as Enter goes through them

	shop, till, other  *kit.Field
	gateway, merchant  *kit.Field
	secret, pin, again *kit.Field
	currency           *kit.Picker
	asks               map[order.Part]*kit.Prompt
	askSecret, askPIN  *kit.Prompt
	askAgain           *kit.Prompt
	problem            *kit.Strip
	back, next         *kit.Button
	practice           fyne.CanvasObject
	practiceWords      *kit.Flow
	connection         *connectionTest
	stack              *fyne.Container
}

func NewFirstStart(k kit.Texts, f Frame) *FirstStart {
	p := &FirstStart{Texts: k, frame: f, asks: map[order.Part]*kit.Prompt{}}
	p.cards = [steps]fyne.CanvasObject{p.shopCard(), p.gatewayCard(), p.pinCard()}
	p.fields = [steps][]*kit.Field{{p.shop, p.other, p.till}, {p.gateway, p.merchant, p.secret}, {p.pin, p.again}}
	for _, fields := range p.fields {
		kit.EnterLeads(f, p.goOn, fields...)
		for _, each := range fields {
			each.Left = p.goBack
		}
	}
	for each, q := range map[*kit.Field]*kit.Prompt{
		p.shop: p.asks[order.PartShop], p.till: p.asks[order.PartTill], p.other: p.asks[order.PartCurrency], p.gateway: p.asks[order.PartGateway],
		p.merchant: p.asks[order.PartMerchant], p.secret: p.askSecret, p.pin: p.askPIN, p.again: p.askAgain,
	} {
		q.Mends(each, func() { f.RelayoutPage(p.body) })
	}
	p.problem = kit.NewStrip(nil)
	p.back = kit.NewButton(f, kit.SoftButton, p.Text("first.back"), p.Text("key.esc"), p.goBack)
	p.next = kit.NewButton(f, kit.AccentButton, "", p.Text("key.enter"), p.goOn)
	p.stack = container.NewStack(p.cards[:]...)
	right := kit.Card(kit.Column(20, p.stack, p.problem.Box, kit.Space(), kit.Row(12, p.back, kit.Grow(1, p.next))))
	p.body = container.New(&centred{width: 1120, height: 640}, kit.Row(24, kit.AtLeast(340, 0, p.guide()), kit.Grow(1, right)))
	p.choose(order.Defaults("HKD").Account.Currency)
	p.turn(stepShop)
	return p
}

// choose takes a currency of the picker, or opens the field for another one.
func (p *FirstStart) choose(code string) {
	p.currency.Set(code)
	kit.SetVisible(p.other, code == otherCurrency)
	p.frame.RelayoutPage(p.body)
	if code == otherCurrency {
		p.frame.Focus(p.other)
	}
}

// turn shows a step's card.
func (p *FirstStart) turn(step int) {
	p.at = step
	for i := range p.cards {
		kit.SetVisible(p.cards[i], i == step)
		p.marks[i].draw(i, step)
	}
	p.drawGuide()
	p.drawButtons()
	p.frame.RelayoutPage(p.body)
}

func (p *FirstStart) drawButtons() {
	words := p.Text("first.next")
	switch {
	case p.busy:
		words = p.Text("first.checking")
	case p.at == stepPIN:
		words = p.Text("first.save")
	}
	p.next.Set(words)
	p.next.SetEnabled(!p.busy)
	p.back.SetEnabled(!p.busy && p.at > stepShop)
	for _, fields := range p.fields {
		for _, f := range fields {
			f.SetEnabled(!p.busy)
		}
	}
}

// settings are the defaults for the currency with what was typed.
func (p *FirstStart) settings() order.Settings {
	code := p.currency.Value()
	if code == otherCurrency {
		code = p.other.Text
	}
	s := order.Defaults(code)
	s.Shop, s.Till = strings.TrimSpace(p.shop.Text), tillCode(p.till.Text)
	s.Account = order.Account{Gateway: address(p.gateway.Text), Merchant: strings.TrimSpace(p.merchant.Text), Currency: code}
	return s
}

// check shows what is wrong on a step's card and says whether nothing is. The
// focus goes to the first field that is wrong.
func (p *FirstStart) check(step int) bool {
	faults := p.settings().Faults()
	wrong := func(q *kit.Prompt, f *kit.Field, text string) {
		q.Wrong(text)
		if text != "" && p.frame.Focused() == nil {
			p.frame.Focus(f)
		}
	}
	p.frame.Focus(nil)
	explained := func(part order.Part) string { return p.frame.Explain(faults[part]) }
	switch step {
	case stepShop:
		wrong(p.asks[order.PartShop], p.shop, explained(order.PartShop))
		wrong(p.asks[order.PartCurrency], p.other, explained(order.PartCurrency))
		wrong(p.asks[order.PartTill], p.till, explained(order.PartTill))
	case stepGateway:
		wrong(p.asks[order.PartGateway], p.gateway, explained(order.PartGateway))
		wrong(p.asks[order.PartMerchant], p.merchant, explained(order.PartMerchant))
		missing := ""
		if strings.TrimSpace(p.secret.Text) == "" {
			missing = p.frame.Explain(app.ErrSecretMissing)
		}
		wrong(p.askSecret, p.secret, missing)
	case stepPIN:
		switch key := kit.PINProblem(p.pin.Text, p.again.Text); key {
		case "":
			p.askPIN.Wrong("")
			p.askAgain.Wrong("")
		case "first.pin_differs":
			p.askPIN.Wrong("")
			wrong(p.askAgain, p.again, p.Text("first.pin_differs"))
		default:
			p.askAgain.Wrong("")
			wrong(p.askPIN, p.pin, p.Text(key))
		}
	}
	p.frame.RelayoutPage(p.body)
	return p.frame.Focused() == nil
}

// goOn is Enter: the next step, or Save.
func (p *FirstStart) goOn() {
	if p.busy || !p.check(p.at) {
		return
	}
	p.problem.Say(kit.ToneBad, "")
	if p.at < stepPIN {
		p.turn(p.at + 1)
		p.focus()
		return
	}
	for step := range steps {
		if !p.check(step) {
			p.turn(step)
			return
		}
	}
	p.busy = true
	p.saving.Start(settingUp(p.view.Setup))
	p.frame.Send(app.SetUp{Settings: p.settings(), Secret: strings.TrimSpace(p.secret.Text), PIN: p.pin.Text})
	p.turn(p.at)
}

// goBack is Esc: the step before.
func (p *FirstStart) goBack() {
	if p.busy || p.at == stepShop {
		return
	}
	p.turn(p.at - 1)
	p.focus()
}

// focus goes to the step's first empty field, or its first.
func (p *FirstStart) focus() {
	fields := p.fields[p.at]
	to := fields[0]
	for i := len(fields) - 1; i >= 0; i-- {
		if fields[i].Text == "" && fields[i].Visible() {
			to = fields[i]
		}
	}
	p.frame.Focus(to)
}

func (p *FirstStart) startPractice() {
	p.practiceWords.Write(p.Text("first.practice_started"))
	if err := p.frame.Practice()(); err != nil {
		p.practiceWords.Write(p.frame.Explain(err))
	}
	p.frame.RelayoutPage(p.body)
}

func (p *FirstStart) Content() fyne.CanvasObject { return p.body }

func (p *FirstStart) Show(v app.View) {
	p.Update(v)
	p.focus()
}

func (p *FirstStart) Update(v app.View) {
	p.view = v
	if !v.NeedSetup {
		p.forget()
		return
	}
	was := p.busy
	switch p.saving.Follow(settingUp(v.Setup)) {
	case kit.SavingDone:
		p.busy = false
		p.forget()
	case kit.SavingBusy:
		p.busy = true
	case kit.SavingFailed:
		p.busy = false
		if was {
			p.failed(p.saving.Problem)
		}
	case kit.SavingIdle:
		p.busy = false
	}
	if p.busy != was {
		p.drawButtons()
	}
	p.connection.draw(v.Connection, v.Settings.Zone)
	p.drawGuide()
	p.frame.RelayoutPage(p.body)
}

// failed shows why nothing was saved, on the card where it can be put right.
func (p *FirstStart) failed(problem kit.Sentence) {
	step := stepPIN
	switch part, known := partIn(problem); {
	case known && (part == order.PartShop || part == order.PartTill || part == order.PartCurrency):
		step = stepShop
	case known, strings.HasPrefix(problem.Key, "error.gateway."), problem.Key == "error.settings.secret", problem.Key == "error.settings.secret_size", problem.Key == "error.settings.practice":
		step = stepGateway
	}
	p.turn(step)
	p.problem.Say(kit.ToneBad, p.Say(problem, ""))
	p.frame.RelayoutPage(p.body)
	p.focus()
}

// Watch hears of every View, on the screen or not: when setup is done another
// page has the screen at once.
func (p *FirstStart) Watch(v app.View) {
	if !v.NeedSetup {
		p.forget()
	}
}

// forget empties what must not be kept once it is saved.
func (p *FirstStart) forget() {
	for _, f := range []*kit.Field{p.secret, p.pin, p.again} {
		f.Wipe()
	}
	p.busy = false
}

func (p *FirstStart) Key(e *fyne.KeyEvent) bool {
	switch kit.DeedOf(e.Name) {
	case kit.DoGo:
		p.goOn()
	case kit.DoStop:
		p.goBack()
	default:
		return false
	}
	return true
}

// Rune starts typing in the step's first field.
func (p *FirstStart) Rune(r rune) bool {
	if p.busy {
		return false
	}
	p.focus()
	if f := p.frame.Focused(); f != nil {
		f.TypedRune(r)
	}
	return true
}
