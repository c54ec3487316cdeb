package settings

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Page is the page of what the shop can change. At the left is what is
// applied at once and open to all; the rest is behind the manager's PIN, and
// nothing of it is saved before Save. What was typed stays typed while staff
// look at another page.
type Page struct {
	kit.Texts
	frame  Frame
	view   app.View
	base   order.Settings // as shown last, so that changes can be told
	shown  bool           // base is in the fields
	saving kit.Saving
	state  kit.SavingState
	saved  bool // say so until the next change
	lock   *lock
	sound  *soundCard

	body   *fyne.Container
	free   *fyne.Container // cards that need no PIN
	cards  *fyne.Container
	scroll *container.Scroll
	fields []*kit.Field // in Tab order

	prompts map[*kit.Field]*kit.Prompt

	shop, till, limit            *kit.Field
	quick, discounts, tips       *kit.Field
	gateway, merchant, secret    *kit.Field
	pin, again, onceSecret       *kit.Field
	notifyURL, notifyAddr        *kit.Field
	notifyKey                    *kit.Field
	zone, cutoff, showing, every *kit.Chooser
	look                         *kit.Picker
	methods                      *methodList
	currency, unit               *kit.Label
	asks                         map[order.Part]*kit.Prompt
	askPIN, askAgain, askSecret  *kit.Prompt
	once, moving                 *fyne.Container
	accountWords                 *kit.Flow
	notifying                    *kit.Aside
	pinWords, practiceText       *kit.Flow
	practise                     *kit.Button
	screens                      *screenCard
	connection                   *connectionTest
	save, undo                   *kit.Button
	status                       *statusLine
}

func NewPage(k kit.Texts, f Frame) *Page {
	p := &Page{Texts: k, frame: f, asks: map[order.Part]*kit.Prompt{}}
	p.once = p.onceCard()
	p.lock = newLock(p)
	p.sound, p.screens = newSoundCard(k, f, p.relayout), newScreenCard(k, f, p.relayout)
	p.free = kit.Column(20, p.once, p.languageCard(), p.screens.box, p.sound.box, p.lookCard(), p.logoCard(), p.practiceCard(), p.aboutCard())
	p.cards = container.New(&kit.Masonry{Gap: 20, Least: 400, Most: 2},
		p.shopCard(), p.accountCard(), p.salesCard(), p.amountsCard(), p.codesCard(), p.pinCard(), p.notifyCard())
	p.scroll = container.NewVScroll(kit.Pad(4, 4, kit.Row(20, kit.AtLeast(freeWidth, 0, p.free), kit.Grow(1, kit.Column(20, p.lock.box, p.cards)))))
	p.body = kit.Column(14, kit.NewHeading(kit.SizeTitle, p.Text("settings.title")), kit.Grow(1, p.scroll), p.saveBar())
	p.fields = []*kit.Field{p.shop, p.till, p.limit, p.quick, p.discounts, p.tips, p.gateway, p.merchant, p.secret, p.pin, p.again, p.notifyURL, p.notifyAddr, p.notifyKey}
	for _, each := range p.fields {
		each.Left, each.Taken = p.leaveField, p.trySave
		cut := each.OnChanged
		each.OnChanged = func(text string) { cut(text); p.edited() }
	}
	p.prompts = map[*kit.Field]*kit.Prompt{
		p.shop: p.asks[order.PartShop], p.till: p.asks[order.PartTill], p.limit: p.asks[order.PartLimit], p.gateway: p.asks[order.PartGateway],
		p.merchant: p.asks[order.PartMerchant], p.secret: p.askSecret, p.pin: p.askPIN, p.again: p.askAgain,
		p.quick: p.asks[order.PartQuick], p.discounts: p.asks[order.PartDiscounts], p.tips: p.asks[order.PartTips],
		p.notifyURL: p.asks[order.PartNotifyURL], p.notifyAddr: p.asks[order.PartNotifyAddr],
	}
	for each, q := range p.prompts {
		q.Mends(each, p.draw)
	}
	return p
}

// freeWidth is how wide the cards are that need no PIN.
const freeWidth = 390

// leaveField is Esc in a field: out of it, and off the page when there is
// nothing to lose sight of.
func (p *Page) leaveField() {
	p.unfocus()
	if p.state != kit.SavingBusy && !p.changed() {
		p.frame.ToSale()
	}
}

func (p *Page) unfocus() { p.frame.Focus(nil) }

// edited is called at every change of a field.
func (p *Page) edited() {
	if !p.shown || p.state == kit.SavingBusy {
		return
	}
	p.saved = false
	p.lock.touched = time.Now()
	if q := p.asks[order.PartMethods]; q.Bad && len(p.methods.chosen()) > 0 {
		q.Wrong("")
	}
	p.draw()
}

// trySave is Save, and Enter in a field.
func (p *Page) trySave() {
	if p.state == kit.SavingBusy || !p.shown || !p.lock.isOpen() || !p.changed() {
		return
	}
	s, faults := p.typed()
	if !p.check(faults) {
		p.draw()
		return
	}
	p.saved = false
	p.lock.next = p.pin.Text
	p.saving.Start(settingUp(p.view.Setup))
	p.state = kit.SavingBusy
	p.unfocus()
	p.frame.Send(app.SetUp{Settings: s, Secret: strings.TrimSpace(p.secret.Text), PIN: p.pin.Text, NotifyKey: strings.TrimSpace(p.notifyKey.Text), ManagerPIN: p.lock.known})
	p.draw()
}

func (p *Page) clearFaults() {
	for _, q := range p.asks {
		q.Wrong("")
	}
	for _, q := range []*kit.Prompt{p.askPIN, p.askAgain, p.askSecret} {
		q.Wrong("")
	}
}

// check shows what is wrong and says whether nothing is.
func (p *Page) check(faults map[order.Part]error) bool {
	p.clearFaults()
	defer p.showFault()
	right := true
	for part, err := range faults {
		if q := p.asks[part]; q != nil { // else it can't be put right here, and the till says what is wrong
			q.Wrong(p.frame.Explain(err))
			right = false
		}
	}
	if p.pin.Text == "" && p.again.Text == "" {
		return right
	}
	switch key := kit.PINProblem(p.pin.Text, p.again.Text); {
	case key == "first.pin_differs":
		p.askAgain.Wrong(p.Text("first.pin_differs"))
		return false
	case key != "":
		p.askPIN.Wrong(p.Text(key))
		return false
	}
	return right
}

// showFault brings the first field that is wrong onto the screen.
func (p *Page) showFault() {
	for _, f := range p.fields {
		if q := p.prompts[f]; q != nil && q.Bad {
			p.relayout()
			p.frame.Focus(f)
			return
		}
	}
}

// faulty says that a field is marked as wrong.
func (p *Page) faulty() bool {
	for _, q := range p.prompts {
		if q.Bad {
			return true
		}
	}
	return p.asks[order.PartMethods].Bad
}

// draw shows where saving stands and what the typed changes mean.
func (p *Page) draw() {
	busy, changed := p.state == kit.SavingBusy, p.shown && p.changed()
	practice := p.base.Account.Gateway == order.PracticeGateway
	open := p.lock.isOpen() && !busy
	fixed := []*kit.Field{p.gateway, p.merchant, p.secret, p.pin, p.again} // in practice
	for _, f := range p.fields {
		f.SetEnabled(open && !(practice && slices.Contains(fixed, f)))
	}
	for _, c := range []*kit.Chooser{p.zone, p.cutoff, p.showing, p.every} {
		c.SetEnabled(open)
	}
	p.methods.enable(open)
	p.save.SetEnabled(changed && open)
	p.undo.SetEnabled(changed && !busy)
	words := p.Text("settings.save")
	if busy {
		words = p.Text("settings.saving")
	}
	p.save.Set(words)
	p.drawStatus(busy, changed)
	p.accountWords.Write(p.Text("settings.account_text"))
	if practice {
		p.accountWords.Write(p.Text("settings.account_practice"))
		p.pinWords.Write(p.Text("manager.practice_pin"))
	}
	p.lock.draw()
	p.connection.draw(p.view.Connection, p.view.Settings.Zone)
	s, _ := p.typed()
	waiting := p.view.Watching > 0 || p.view.Unasked > 0 || p.view.Sale != nil
	kit.SetVisible(p.moving, waiting && s.Account != p.base.Account)
	p.drawNotifying()
	kit.SetVisible(p.once, p.view.Stopped.Key == "error.keyring.unavailable")
	p.relayout()
}

func (p *Page) drawStatus(busy, changed bool) {
	switch {
	case busy:
		p.status.say(kit.ToneAccent, kit.IconHalf, p.Text("settings.checking"))
	case p.state == kit.SavingFailed:
		p.status.say(kit.ToneBad, kit.IconStop, p.Say(p.saving.Problem, p.base.Zone))
	case p.saved && !changed:
		p.status.say(kit.ToneGood, kit.IconTick, p.Text("settings.saved"))
	case changed && p.faulty():
		p.status.say(kit.ToneBad, kit.IconTriangle, p.Text("settings.faulty"))
	case changed:
		p.status.say(kit.ToneWarn, kit.IconDot, p.Text("settings.unsaved"))
	default:
		p.status.say(kit.ToneCalm, kit.IconDash, p.Text("settings.unchanged"))
	}
}

func (p *Page) relayout() {
	p.frame.RelayoutPage(p.body)
	kit.Relayout(p.scroll.Content.(*fyne.Container))
	p.scroll.Refresh()
}

// Area is what scrolls to a field that gets the focus.
func (p *Page) Area() *container.Scroll { return p.scroll }

func (p *Page) Content() fyne.CanvasObject { return p.body }

func (p *Page) Show(v app.View) {
	p.saved = false
	p.frame.Hearing().Ask()
	p.Update(v)
	if p.once.Visible() {
		p.frame.Focus(p.onceSecret)
		return
	}
	p.lock.focus()
}

// OffScreen locks the page behind whoever goes to another.
func (p *Page) OffScreen() { p.lock.shut() }

// Tick is called every second while the page is open to a manager, or a PIN
// must wait.
func (p *Page) Tick() { p.lock.Tick() }

// Watch hears of every View, on the screen or not, so that no secret outlives
// a Save that was left alone.
func (p *Page) Watch(v app.View) {
	if p.state == kit.SavingBusy && v.Setup.Done > p.saving.Before {
		p.Update(v)
	}
}

func (p *Page) Update(v app.View) {
	p.view = v
	if v.NeedSetup {
		return
	}
	if !p.shown {
		p.fill()
		return
	}
	p.lock.follow(v)
	was := p.state
	p.state = p.saving.Follow(settingUp(v.Setup))
	switch {
	case p.state == kit.SavingFailed && was == kit.SavingBusy && strings.HasPrefix(p.saving.Problem.Key, "error.pin."):
		p.lock.shut()
	case p.state == kit.SavingDone:
		p.lock.saved()
		p.fill()
		p.saved = true
	case p.state == kit.SavingIdle && !p.changed() && !sameSettings(v.Settings, p.base):
		p.fill()
	case p.state == kit.SavingFailed && was == kit.SavingBusy:
		part, _ := partIn(p.saving.Problem)
		if q := p.asks[part]; q != nil {
			q.Wrong(p.Say(p.saving.Problem, p.base.Zone))
		}
	}
	p.draw()
}

// Key: Enter saves, Esc goes back to the sale. What was typed stays.
func (p *Page) Key(e *fyne.KeyEvent) bool {
	switch kit.DeedOf(e.Name) {
	case kit.DoGo:
		p.trySave()
	case kit.DoStop:
		p.frame.ToSale()
	default:
		return false
	}
	return true
}

func (p *Page) Rune(rune) bool { return false }
