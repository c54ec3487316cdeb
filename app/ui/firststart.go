package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
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

// firststart asks a new shop for what the till needs, one card at a time, and
// saves it all at once. What was typed stays until it is saved.
type firststart struct {
	kit
	frame  settingsFrame
	view   app.View
	body   fyne.CanvasObject
	at     int
	saving saving
	busy   bool

	marks  [steps]*stepMark
	cards  [steps]fyne.CanvasObject
	fields [steps][]*field // in Tab order, as Enter goes through them

	shop, till, other  *field
	gateway, merchant  *field
	secret, pin, again *field
	currency           *picker
	asks               map[order.Part]*asked
	askSecret, askPIN  *asked
	askAgain           *asked
	problem            *strip
	back, next         *button
	practice           fyne.CanvasObject
	practiceWords      *flow
	connection         *connectionTest
	stack              *fyne.Container
}

func newFirstStart(k kit, f settingsFrame) *firststart {
	p := &firststart{kit: k, frame: f, asks: map[order.Part]*asked{}}
	p.cards = [steps]fyne.CanvasObject{p.shopCard(), p.gatewayCard(), p.pinCard()}
	p.fields = [steps][]*field{{p.shop, p.other, p.till}, {p.gateway, p.merchant, p.secret}, {p.pin, p.again}}
	for _, fields := range p.fields {
		enterLeads(f, p.goOn, fields...)
		for _, each := range fields {
			each.left = p.goBack
		}
	}
	for each, q := range map[*field]*asked{
		p.shop: p.asks[order.PartShop], p.till: p.asks[order.PartTill], p.other: p.asks[order.PartCurrency], p.gateway: p.asks[order.PartGateway],
		p.merchant: p.asks[order.PartMerchant], p.secret: p.askSecret, p.pin: p.askPIN, p.again: p.askAgain,
	} {
		q.mends(each, func() { f.relayoutPage(p.body) })
	}
	p.problem = newStrip(nil)
	p.back = newButton(f, softButton, p.text("first.back"), p.text("key.esc"), p.goBack)
	p.next = newButton(f, accentButton, "", p.text("key.enter"), p.goOn)
	p.stack = container.NewStack(p.cards[:]...)
	right := card(column(20, p.stack, p.problem.box, space(), row(12, p.back, grow(1, p.next))))
	p.body = container.New(&centred{width: 1120, height: 640}, row(24, atLeast(340, 0, p.guide()), grow(1, right)))
	p.choose(order.Defaults("HKD").Account.Currency)
	p.turn(stepShop)
	return p
}

// choose takes a currency of the picker, or opens the field for another one.
func (p *firststart) choose(code string) {
	p.currency.set(code)
	setVisible(p.other, code == otherCurrency)
	p.frame.relayoutPage(p.body)
	if code == otherCurrency {
		p.frame.focus(p.other)
	}
}

// turn shows a step's card.
func (p *firststart) turn(step int) {
	p.at = step
	for i := range p.cards {
		setVisible(p.cards[i], i == step)
		p.marks[i].draw(i, step)
	}
	p.drawGuide()
	p.drawButtons()
	p.frame.relayoutPage(p.body)
}

func (p *firststart) drawButtons() {
	words := p.text("first.next")
	switch {
	case p.busy:
		words = p.text("first.checking")
	case p.at == stepPIN:
		words = p.text("first.save")
	}
	p.next.set(words)
	p.next.enable(!p.busy)
	p.back.enable(!p.busy && p.at > stepShop)
	for _, fields := range p.fields {
		for _, f := range fields {
			f.enable(!p.busy)
		}
	}
}

// settings are the defaults for the currency with what was typed.
func (p *firststart) settings() order.Settings {
	code := p.currency.value()
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
func (p *firststart) check(step int) bool {
	faults := p.settings().Faults()
	wrong := func(q *asked, f *field, text string) {
		q.wrong(text)
		if text != "" && p.frame.focused() == nil {
			p.frame.focus(f)
		}
	}
	p.frame.focus(nil)
	explained := func(part order.Part) string { return p.frame.explain(faults[part]) }
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
			missing = p.frame.explain(app.ErrSecretMissing)
		}
		wrong(p.askSecret, p.secret, missing)
	case stepPIN:
		switch key := pinProblem(p.pin.Text, p.again.Text); key {
		case "":
			p.askPIN.wrong("")
			p.askAgain.wrong("")
		case "first.pin_differs":
			p.askPIN.wrong("")
			wrong(p.askAgain, p.again, p.text("first.pin_differs"))
		default:
			p.askAgain.wrong("")
			wrong(p.askPIN, p.pin, p.text(key))
		}
	}
	p.frame.relayoutPage(p.body)
	return p.frame.focused() == nil
}

// goOn is Enter: the next step, or Save.
func (p *firststart) goOn() {
	if p.busy || !p.check(p.at) {
		return
	}
	p.problem.say(toneBad, "")
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
	p.saving.start(settingUp(p.view.Setup))
	p.frame.send(app.SetUp{Settings: p.settings(), Secret: strings.TrimSpace(p.secret.Text), PIN: p.pin.Text})
	p.turn(p.at)
}

// goBack is Esc: the step before.
func (p *firststart) goBack() {
	if p.busy || p.at == stepShop {
		return
	}
	p.turn(p.at - 1)
	p.focus()
}

// focus goes to the step's first empty field, or its first.
func (p *firststart) focus() {
	fields := p.fields[p.at]
	to := fields[0]
	for i := len(fields) - 1; i >= 0; i-- {
		if fields[i].Text == "" && fields[i].Visible() {
			to = fields[i]
		}
	}
	p.frame.focus(to)
}

func (p *firststart) startPractice() {
	p.practiceWords.write(p.text("first.practice_started"))
	if err := p.frame.practice()(); err != nil {
		p.practiceWords.write(p.frame.explain(err))
	}
	p.frame.relayoutPage(p.body)
}

func (p *firststart) content() fyne.CanvasObject { return p.body }

func (p *firststart) show(v app.View) {
	p.update(v)
	p.focus()
}

func (p *firststart) update(v app.View) {
	p.view = v
	if !v.NeedSetup {
		p.forget()
		return
	}
	was := p.busy
	switch p.saving.follow(settingUp(v.Setup)) {
	case savingDone:
		p.busy = false
		p.forget()
	case savingBusy:
		p.busy = true
	case savingFailed:
		p.busy = false
		if was {
			p.failed(p.saving.problem)
		}
	case savingIdle:
		p.busy = false
	}
	if p.busy != was {
		p.drawButtons()
	}
	p.connection.draw(v.Connection, v.Settings.Zone)
	p.drawGuide()
	p.frame.relayoutPage(p.body)
}

// failed shows why nothing was saved, on the card where it can be put right.
func (p *firststart) failed(problem sentence) {
	step := stepPIN
	switch part, known := partIn(problem); {
	case known && (part == order.PartShop || part == order.PartTill || part == order.PartCurrency):
		step = stepShop
	case known, strings.HasPrefix(problem.Key, "error.gateway."), problem.Key == "error.settings.secret", problem.Key == "error.settings.secret_size", problem.Key == "error.settings.practice":
		step = stepGateway
	}
	p.turn(step)
	p.problem.say(toneBad, p.say(problem, ""))
	p.frame.relayoutPage(p.body)
	p.focus()
}

// watch hears of every View, on the screen or not: when setup is done another
// page has the screen at once.
func (p *firststart) watch(v app.View) {
	if !v.NeedSetup {
		p.forget()
	}
}

// forget empties what must not be kept once it is saved.
func (p *firststart) forget() {
	for _, f := range []*field{p.secret, p.pin, p.again} {
		f.wipe()
	}
	p.busy = false
}

func (p *firststart) key(e *fyne.KeyEvent) bool {
	switch deedOf(e.Name) {
	case doGo:
		p.goOn()
	case doStop:
		p.goBack()
	default:
		return false
	}
	return true
}

// rune starts typing in the step's first field.
func (p *firststart) rune(r rune) bool {
	if p.busy {
		return false
	}
	p.focus()
	if f := p.frame.focused(); f != nil {
		f.TypedRune(r)
	}
	return true
}
