package settings

import (
	"slices"
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

// FirstStart takes from a new shop what the till needs, one card at a time, and
// saves it all at once. What was typed stays until it is saved.
type FirstStart struct {
	kit.Texts
	frame  Frame
	view   app.View
	body   fyne.CanvasObject
	at     int
	saving kit.Saving
	busy   bool

	marks [steps]*stepMark
	cards [steps]fyne.CanvasObject
	rows  [steps]form

	currency           *kit.Picker
	other, secret, pin *kit.Field
	problem            *kit.Strip
	back, next         *kit.Button
	practice           fyne.CanvasObject
	practiceWords      *kit.Flow
	connection         *connectionTest
	stack              *fyne.Container
}

// NewFirstStart is the page on its first step, in the language of k.
func NewFirstStart(k kit.Texts, f Frame) *FirstStart {
	p := &FirstStart{Texts: k, frame: f}
	p.rows = p.table()
	p.connection = newConnectionTest(k, f, func() (order.Account, string) { return p.settings().Account, p.secret.Text })
	p.rows[stepGateway].onChange(func() { p.connection.forget(); p.drawGuide() })
	for _, rows := range p.rows {
		rows.build(func() { f.RelayoutPage(p.body) })
		kit.EnterLeads(f, p.goOn, rows.fields()...)
		for _, each := range rows.fields() {
			each.Left = p.goBack
		}
	}
	p.cards = [steps]fyne.CanvasObject{
		p.card(p.Text("first.shop_title"), p.rows[stepShop].boxes()...),
		p.card(p.Text("first.gateway_title"), append(p.rows[stepGateway].boxes(), p.connection.button)...),
		p.card(p.Text("first.pin_title"), append([]fyne.CanvasObject{kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("first.pin_why"))}, p.rows[stepPIN].boxes()...)...),
	}
	p.problem = kit.NewStrip(nil)
	p.back = kit.NewButton(f, kit.SoftButton, p.Text("first.back"), p.Text("key.esc"), p.goBack)
	p.next = kit.NewButton(f, kit.AccentButton, "", p.Text("key.enter"), p.goOn)
	p.stack = container.NewStack(p.cards[:]...)
	right := kit.Card(kit.Column(20, p.stack, p.problem.Box, kit.Space(), kit.Row(12, p.back, kit.Grow(1, p.next))))
	p.body = container.New(&centred{width: 1120, height: 640}, kit.Row(24, kit.AtLeast(340, 0, p.guide()), kit.Grow(1, right)))
	p.all().fill(order.Defaults("HKD"))
	p.turn(stepShop)
	return p
}

// all are the rows of all steps.
func (p *FirstStart) all() form { return slices.Concat(p.rows[:]...) }

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
	for _, r := range p.all() {
		r.enable(!p.busy)
	}
}

// settings are the defaults for the currency with what was typed.
func (p *FirstStart) settings() order.Settings {
	s := order.Defaults(p.code())
	p.all().read(&s) // Faults finds again what makes no sense
	return s
}

// check shows what is wrong on a step's card and says whether nothing is. The
// focus goes to the first field that is wrong.
func (p *FirstStart) check(step int) bool {
	right := p.rows[step].mark(p.settings().Faults(), p.frame.Explain)
	p.frame.Focus(p.rows[step].firstWrong())
	p.frame.RelayoutPage(p.body)
	return right
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
	p.frame.Send(app.SetUp{Settings: p.settings(), Secret: order.Pasted(p.secret.Text), PIN: p.pin.Text})
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
	fields := p.rows[p.at].fields()
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

// OffScreen forgets the secrets with whoever goes to another page.
func (p *FirstStart) OffScreen() { p.all().wipe() }

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
			p.failed(v.Setup.Part, p.saving.Problem)
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
func (p *FirstStart) failed(part order.Part, problem kit.Sentence) {
	step := slices.IndexFunc(p.rows[:], func(rows form) bool { return rows.has(part) })
	switch {
	case step >= 0:
	case strings.HasPrefix(problem.Key, "error.gateway."), strings.HasPrefix(problem.Key, "error.settings.secret"), problem.Key == "error.settings.practice":
		step = stepGateway
	default:
		step = stepPIN
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
	p.all().wipe()
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
	if f, ok := p.frame.Focused().(*kit.Field); ok {
		f.Type(r)
	}
	return true
}
