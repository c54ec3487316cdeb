package settings

import (
	"maps"
	"reflect"
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
	rows   form // the table's, in Tab order

	secret, pin, again, notifyKey *kit.Field
	onceSecret                    *kit.Field
	look                          *kit.Picker
	methods                       *methodList
	currency, unit                *kit.Label
	once, moving                  *fyne.Container
	accountWords                  *kit.Flow
	notifying                     *kit.Aside
	pinWords, practiceText        *kit.Flow
	practise                      *kit.Button
	screens                       *screenCard
	connection                    *connectionTest
	save, undo                    *kit.Button
	status                        *statusLine
}

// NewPage is the page, locked and in the language of k. Its fields are empty until
// the first View.
func NewPage(k kit.Texts, f Frame) *Page {
	p := &Page{Texts: k, frame: f}
	p.once = p.onceCard()
	p.lock = newLock(p)
	p.sound, p.screens = newSoundCard(k, f, p.relayout), newScreenCard(k, f, p.relayout)
	p.free = kit.Column(20, p.once, p.languageCard(), p.screens.box, p.sound.box, p.lookCard(), p.logoCard(), p.practiceCard(), p.aboutCard())
	p.cards = container.New(&kit.Masonry{Gap: 20, Least: 400, Most: 2})
	for _, s := range p.table() {
		p.cards.Add(p.card(s))
	}
	p.scroll = container.NewVScroll(kit.Pad(4, 4, kit.Row(20, kit.AtLeast(freeWidth, 0, p.free), kit.Grow(1, kit.Column(20, p.lock.box, p.cards)))))
	p.body = kit.Column(14, kit.NewHeading(kit.SizeTitle, p.Text("settings.title")), kit.Grow(1, kit.WithWheel(p.scroll)), p.saveBar())
	return p
}

// card is a section's, whose rows are the page's from then on.
func (p *Page) card(s section) fyne.CanvasObject {
	s.rows.onChange(p.edited)
	s.rows.build(p.draw)
	for _, each := range s.rows.fields() {
		each.Left, each.Taken = p.leaveField, p.trySave
	}
	p.rows = append(p.rows, s.rows...)
	return kit.Group(s.title, slices.Concat(s.above, s.rows.boxes(), s.below)...)
}

// freeWidth is how wide the cards are that need no PIN.
const freeWidth = 390

// fill puts the till's settings into the rows.
func (p *Page) fill() {
	s := p.view.Settings
	p.base, p.shown = s, false // what fills a row is no edit
	p.currency.Set(s.Account.Currency)
	p.unit.Set(s.Account.Currency)
	p.rows.fill(s)
	p.saving = kit.Saving{Before: p.view.Setup.Done}
	p.state, p.saved, p.shown = kit.SavingIdle, false, true
	p.draw()
}

// typed are the settings as the rows say, and what is wrong with them.
func (p *Page) typed() (order.Settings, map[order.Part]error) {
	s := p.base
	nonsense := p.rows.read(&s)
	faults := s.Faults()
	maps.Copy(faults, nonsense)
	return s, faults
}

// changed says that Save has something to do.
func (p *Page) changed() bool {
	s, _ := p.typed()
	return !sameSettings(s, p.base) || p.rows.secretTyped()
}

func sameSettings(a, b order.Settings) bool { return reflect.DeepEqual(a, b) }

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
	_, faults := p.typed()
	p.rows.mend(faults)
	p.draw()
}

// trySave is Save, and Enter in a field.
func (p *Page) trySave() {
	if p.state == kit.SavingBusy || !p.shown || !p.lock.isOpen() || !p.changed() {
		return
	}
	s, faults := p.typed()
	if !p.rows.mark(faults, p.frame.Explain) { // a fault of no row's is the till's to say
		if wrong := p.rows.firstWrong(); wrong != nil {
			p.relayout()
			p.frame.Focus(wrong)
		}
		p.draw()
		return
	}
	p.saved = false
	p.lock.next = p.pin.Text
	p.saving.Start(settingUp(p.view.Setup))
	p.state = kit.SavingBusy
	p.unfocus()
	p.frame.Send(app.SetUp{Settings: s, Secret: order.Pasted(p.secret.Text), PIN: p.pin.Text, NotifyKey: order.Pasted(p.notifyKey.Text), ManagerPIN: p.lock.known})
	p.draw()
}

// draw shows where saving stands and what the typed changes mean.
func (p *Page) draw() {
	busy, changed := p.state == kit.SavingBusy, p.shown && p.changed()
	practice := p.base.Account.Gateway == order.PracticeGateway
	open := p.lock.isOpen() && !busy
	for _, r := range p.rows {
		r.enable(open && !(practice && r.fixed))
	}
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
	stopped := p.view.Stopped.Key
	kit.SetVisible(p.once, stopped == "error.keyring.unavailable" || stopped == "error.keyring.stuck")
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
	case changed && p.rows.faulty():
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
		p.rows.say(v.Setup.Part, p.Say(p.saving.Problem, p.base.Zone))
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
