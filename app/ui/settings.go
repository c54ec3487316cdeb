package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

// settings is the page of what the shop can change. At the left is what is
// applied at once and open to all; the rest is behind the manager's PIN, and
// nothing of it is saved before Save. What was typed stays typed while staff
// look at another page.
type settings struct {
	kit
	frame  settingsFrame
	view   app.View
	base   order.Settings // as shown last, so that changes can be told
	shown  bool           // base is in the fields
	saving saving
	state  savingState
	saved  bool // say so until the next change
	lock   *lock
	sound  *soundCard

	body   *fyne.Container
	free   *fyne.Container // cards that need no PIN
	cards  *fyne.Container
	scroll *container.Scroll
	fields []*field // in Tab order

	prompts map[*field]*asked

	shop, till, limit            *field
	quick, discounts, tips       *field
	gateway, merchant, secret    *field
	pin, again, onceSecret       *field
	notifyURL, notifyAddr        *field
	notifyKey                    *field
	zone, cutoff, showing, every *chooser
	look                         *picker
	methods                      *methodList
	currency, unit               *label
	asks                         map[order.Part]*asked
	askPIN, askAgain, askSecret  *asked
	once, moving                 *fyne.Container
	accountWords                 *flow
	notifying                    *aside
	pinWords, practiceText       *flow
	practise                     *button
	screens                      *screenCard
	connection                   *connectionTest
	save, undo                   *button
	status                       *statusLine
}

func newSettings(k kit, f settingsFrame) *settings {
	p := &settings{kit: k, frame: f, asks: map[order.Part]*asked{}}
	p.once = p.onceCard()
	p.lock = newLock(p)
	p.sound, p.screens = newSoundCard(k, f, p.relayout), newScreenCard(k, f, p.relayout)
	p.free = column(20, p.once, p.languageCard(), p.screens.box, p.sound.box, p.lookCard(), p.logoCard(), p.practiceCard(), p.aboutCard())
	p.cards = container.New(&masonry{gap: 20, least: 400, most: 2},
		p.shopCard(), p.accountCard(), p.salesCard(), p.amountsCard(), p.codesCard(), p.pinCard(), p.notifyCard())
	p.scroll = container.NewVScroll(pad(4, 4, row(20, atLeast(freeWidth, 0, p.free), grow(1, column(20, p.lock.box, p.cards)))))
	p.body = column(14, newHeading(sizeTitle, p.text("settings.title")), grow(1, p.scroll), p.saveBar())
	p.fields = []*field{p.shop, p.till, p.limit, p.quick, p.discounts, p.tips, p.gateway, p.merchant, p.secret, p.pin, p.again, p.notifyURL, p.notifyAddr, p.notifyKey}
	for _, each := range p.fields {
		each.left, each.taken = p.leaveField, p.trySave
		cut := each.OnChanged
		each.OnChanged = func(text string) { cut(text); p.edited() }
	}
	p.prompts = map[*field]*asked{
		p.shop: p.asks[order.PartShop], p.till: p.asks[order.PartTill], p.limit: p.asks[order.PartLimit], p.gateway: p.asks[order.PartGateway],
		p.merchant: p.asks[order.PartMerchant], p.secret: p.askSecret, p.pin: p.askPIN, p.again: p.askAgain,
		p.quick: p.asks[order.PartQuick], p.discounts: p.asks[order.PartDiscounts], p.tips: p.asks[order.PartTips],
		p.notifyURL: p.asks[order.PartNotifyURL], p.notifyAddr: p.asks[order.PartNotifyAddr],
	}
	for each, q := range p.prompts {
		q.mends(each, p.draw)
	}
	return p
}

// freeWidth is how wide the cards are that need no PIN.
const freeWidth = 390

// leaveField is Esc in a field: out of it, and off the page when there is
// nothing to lose sight of.
func (p *settings) leaveField() {
	p.unfocus()
	if p.state != savingBusy && !p.changed() {
		p.frame.toSale()
	}
}

func (p *settings) unfocus() { p.frame.focus(nil) }

// edited is called at every change of a field.
func (p *settings) edited() {
	if !p.shown || p.state == savingBusy {
		return
	}
	p.saved = false
	p.lock.touched = time.Now()
	if q := p.asks[order.PartMethods]; q.bad && len(p.methods.chosen()) > 0 {
		q.wrong("")
	}
	p.draw()
}

// trySave is Save, and Enter in a field.
func (p *settings) trySave() {
	if p.state == savingBusy || !p.shown || !p.lock.isOpen() || !p.changed() {
		return
	}
	s, faults := p.typed()
	if !p.check(faults) {
		p.draw()
		return
	}
	p.saved = false
	p.lock.next = p.pin.Text
	p.saving.start(settingUp(p.view.Setup))
	p.state = savingBusy
	p.unfocus()
	p.frame.send(app.SetUp{Settings: s, Secret: strings.TrimSpace(p.secret.Text), PIN: p.pin.Text, NotifyKey: strings.TrimSpace(p.notifyKey.Text), ManagerPIN: p.lock.known})
	p.draw()
}

func (p *settings) clearFaults() {
	for _, q := range p.asks {
		q.wrong("")
	}
	for _, q := range []*asked{p.askPIN, p.askAgain, p.askSecret} {
		q.wrong("")
	}
}

// check shows what is wrong and says whether nothing is.
func (p *settings) check(faults map[order.Part]error) bool {
	p.clearFaults()
	defer p.showFault()
	right := true
	for part, err := range faults {
		if q := p.asks[part]; q != nil { // else it can't be put right here, and the till says what is wrong
			q.wrong(p.frame.explain(err))
			right = false
		}
	}
	if p.pin.Text == "" && p.again.Text == "" {
		return right
	}
	switch key := pinProblem(p.pin.Text, p.again.Text); {
	case key == "first.pin_differs":
		p.askAgain.wrong(p.text("first.pin_differs"))
		return false
	case key != "":
		p.askPIN.wrong(p.text(key))
		return false
	}
	return right
}

// showFault brings the first field that is wrong onto the screen.
func (p *settings) showFault() {
	for _, f := range p.fields {
		if q := p.prompts[f]; q != nil && q.bad {
			p.relayout()
			p.frame.focus(f)
			return
		}
	}
}

// faulty says that a field is marked as wrong.
func (p *settings) faulty() bool {
	for _, q := range p.prompts {
		if q.bad {
			return true
		}
	}
	return p.asks[order.PartMethods].bad
}

// draw shows where saving stands and what the typed changes mean.
func (p *settings) draw() {
	busy, changed := p.state == savingBusy, p.shown && p.changed()
	practice := p.base.Account.Gateway == order.PracticeGateway
	open := p.lock.isOpen() && !busy
	fixed := []*field{p.gateway, p.merchant, p.secret, p.pin, p.again} // in practice
	for _, f := range p.fields {
		f.enable(open && !(practice && slices.Contains(fixed, f)))
	}
	for _, c := range []*chooser{p.zone, p.cutoff, p.showing, p.every} {
		c.enable(open)
	}
	p.methods.enable(open)
	p.save.enable(changed && open)
	p.undo.enable(changed && !busy)
	words := p.text("settings.save")
	if busy {
		words = p.text("settings.saving")
	}
	p.save.set(words)
	p.drawStatus(busy, changed)
	p.accountWords.write(p.text("settings.account_text"))
	if practice {
		p.accountWords.write(p.text("settings.account_practice"))
		p.pinWords.write(p.text("manager.practice_pin"))
	}
	p.lock.draw()
	p.connection.draw(p.view.Connection, p.view.Settings.Zone)
	s, _ := p.typed()
	waiting := p.view.Watching > 0 || p.view.Unasked > 0 || p.view.Sale != nil
	setVisible(p.moving, waiting && s.Account != p.base.Account)
	p.drawNotifying()
	setVisible(p.once, p.view.Stopped.Key == "error.keyring.unavailable")
	p.relayout()
}

func (p *settings) drawStatus(busy, changed bool) {
	switch {
	case busy:
		p.status.say(toneAccent, iconHalf, p.text("settings.checking"))
	case p.state == savingFailed:
		p.status.say(toneBad, iconStop, p.say(p.saving.problem, p.base.Zone))
	case p.saved && !changed:
		p.status.say(toneGood, iconTick, p.text("settings.saved"))
	case changed && p.faulty():
		p.status.say(toneBad, iconTriangle, p.text("settings.faulty"))
	case changed:
		p.status.say(toneWarn, iconDot, p.text("settings.unsaved"))
	default:
		p.status.say(toneCalm, iconDash, p.text("settings.unchanged"))
	}
}

func (p *settings) relayout() {
	p.frame.relayoutPage(p.body)
	relayout(p.scroll.Content.(*fyne.Container))
	p.scroll.Refresh()
}

// area is what scrolls to a field that gets the focus.
func (p *settings) area() *container.Scroll { return p.scroll }

func (p *settings) content() fyne.CanvasObject { return p.body }

func (p *settings) show(v app.View) {
	p.saved = false
	p.frame.hearing().ask()
	p.update(v)
	if p.once.Visible() {
		p.frame.focus(p.onceSecret)
		return
	}
	p.lock.focus()
}

// offScreen locks the page behind whoever goes to another.
func (p *settings) offScreen() { p.lock.shut() }

// tick is called every second while the page is open to a manager, or a PIN
// must wait.
func (p *settings) tick() { p.lock.tick() }

// watch hears of every View, on the screen or not, so that no secret outlives
// a Save that was left alone.
func (p *settings) watch(v app.View) {
	if p.state == savingBusy && v.Setup.Done > p.saving.before {
		p.update(v)
	}
}

func (p *settings) update(v app.View) {
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
	p.state = p.saving.follow(settingUp(v.Setup))
	switch {
	case p.state == savingFailed && was == savingBusy && strings.HasPrefix(p.saving.problem.Key, "error.pin."):
		p.lock.shut()
	case p.state == savingDone:
		p.lock.saved()
		p.fill()
		p.saved = true
	case p.state == savingIdle && !p.changed() && !sameSettings(v.Settings, p.base):
		p.fill()
	case p.state == savingFailed && was == savingBusy:
		part, _ := partIn(p.saving.problem)
		if q := p.asks[part]; q != nil {
			q.wrong(p.say(p.saving.problem, p.base.Zone))
		}
	}
	p.draw()
}

// key: Enter saves, Esc goes back to the sale. What was typed stays.
func (p *settings) key(e *fyne.KeyEvent) bool {
	switch deedOf(e.Name) {
	case doGo:
		p.trySave()
	case doStop:
		p.frame.toSale()
	default:
		return false
	}
	return true
}

func (p *settings) rune(rune) bool { return false }
