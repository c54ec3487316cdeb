package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

// openFor is how long settings stay open to be changed without a key.
const openFor = 5 * time.Minute

const (
	iconLocked   = `<rect x="4.5" y="10.5" width="15" height="10.5" rx="2.5"/><path d="M8 10.5 L8 7.5 A4 4 0 0 1 16 7.5 L16 10.5"/>`
	iconUnlocked = `<rect x="4.5" y="10.5" width="15" height="10.5" rx="2.5"/><path d="M8 10.5 L8 7 A4 4 0 0 1 15.6 5.4"/>`
)

// lock stands before the settings that matter to money. It keeps the manager's
// PIN, which every Save needs, only while the page is open; the till checks it
// again each time.
type lock struct {
	kit
	page    *settings
	known   string    // the PIN, once it was right; empty while locked
	trying  string    // the one that is being checked
	next    string    // the new one that is being saved
	touched time.Time // of the last key
	saving  saving    // of an Unlock
	busy    bool

	box                *fyne.Container
	plate              *plate
	sign               *icon
	words              *flow
	pin                *field
	try, shutNow, lost *button
	entry              *fyne.Container
	status             *aside
	reset              *pinReset
}

func newLock(p *settings) *lock {
	l := &lock{kit: p.kit, page: p}
	l.plate, l.sign = newPlate(colorAccentSoft, colorClear, radius), newIcon(iconLocked, 28, colorAccentInk)
	l.words = newFlow(sizeLarge-2, colorInk, "")
	l.words.bold = true
	l.pin = newPINField(p.frame)
	l.pin.left, l.pin.taken = p.leaveField, l.unlock
	l.try = newButton(p.frame, accentButton, l.text("lock.open"), l.text("key.enter"), l.unlock)
	l.shutNow = newButton(p.frame, softButton, l.text("lock.shut"), "", func() { l.shut(); l.focus() })
	l.lost = newButton(p.frame, bareButton, l.text("lock.lost"), "", func() { l.reset.open() })
	l.entry = row(10, grow(1, atLeast(120, touch, l.pin)), l.try, l.lost)
	l.status = newAside()
	l.reset = newPINReset(l)
	l.box = container.NewStack(l.plate, pad(cardEdge, 14, column(12,
		row(12, middle(l.sign), grow(1, l.words), middle(l.shutNow)), l.entry, l.status.box, l.reset.box)))
	return l
}

// isOpen says that settings can be changed.
func (l *lock) isOpen() bool { return l.known != "" && time.Since(l.touched) < openFor }

// takes says that the till takes a PIN now.
func (l *lock) takes() bool {
	v := l.page.view.Manager
	return !l.busy && !v.Busy && !v.Locked && !time.Now().Before(v.WaitEnd)
}

// focus goes to where a PIN is typed.
func (l *lock) focus() {
	if !l.isOpen() && l.takes() {
		l.page.frame.focus(l.pin)
	}
}

// unlock has the till check what was typed.
func (l *lock) unlock() {
	if l.isOpen() || !l.takes() {
		return
	}
	l.saving = saving{}
	if pinProblem(l.pin.Text, l.pin.Text) != "" {
		l.saving.problem = sentence{Key: "manager.pin_form"}
		l.page.draw()
		return
	}
	l.trying, l.busy = l.pin.Text, true
	l.pin.wipe()
	l.saving.start(managing(l.page.view.Manager))
	l.page.draw()
	l.page.frame.send(app.Unlock{PIN: l.trying})
}

// follow hears of every View while the page is on the screen.
func (l *lock) follow(v app.View) {
	l.reset.follow(v)
	if !l.busy {
		return
	}
	switch l.saving.follow(managing(v.Manager)) {
	case savingDone:
		l.opened(l.trying)
		l.page.draw()
		l.page.frame.focus(l.page.shop)
	case savingFailed:
		l.busy, l.trying = false, ""
		if l.saving.problem.Key == "error.pin.none" {
			l.reset.open()
			return
		}
		l.page.draw()
		l.focus()
	}
}

// opened opens the settings to whoever typed the PIN.
func (l *lock) opened(pin string) {
	l.known, l.trying, l.busy, l.touched = pin, "", false, time.Now()
	l.saving = saving{}
	l.reset.close()
	l.page.frame.countSeconds(true)
}

// saved is told that a Save is done: a new PIN is in use from then on.
func (l *lock) saved() {
	if l.known != "" && l.next != "" {
		l.known = l.next
	}
	l.next = ""
}

// shut locks the settings and forgets every secret that was typed.
func (l *lock) shut() {
	l.known, l.trying, l.next, l.busy = "", "", "", false
	l.saving = saving{}
	l.reset.close()
	l.pin.wipe()
	for _, f := range []*field{l.page.secret, l.page.pin, l.page.again, l.page.notifyKey} {
		f.wipe()
	}
	l.page.frame.countSeconds(false)
	l.page.unfocus()
	l.page.draw()
}

func (l *lock) tick() {
	if l.known != "" && !l.isOpen() {
		l.shut()
		l.focus()
		return
	}
	if l.known == "" {
		l.page.draw()
	}
}

func (l *lock) draw() {
	open := l.isOpen()
	setVisible(l.entry, !open && !l.reset.shown)
	setVisible(l.shutNow, open)
	l.pin.enable(l.takes())
	l.try.enable(l.takes())
	l.lost.enable(!l.busy)
	practice := l.page.base.Account.Gateway == order.PracticeGateway
	setVisible(l.lost, !practice)
	switch {
	case open:
		l.plate.paint(colorGoodSoft, colorClear)
		l.sign.change(iconUnlocked, colorGood)
		l.words.write(l.text("lock.is_open"))
	case l.reset.shown:
		l.look(l.text("lock.reset"))
	case practice:
		l.look(l.text("lock.practice"))
	default:
		l.look(l.text("lock.is_shut"))
	}
	l.drawStatus(open)
	l.reset.draw()
}

func (l *lock) look(words string) {
	l.plate.paint(colorAccentSoft, colorClear)
	l.sign.change(iconLocked, colorAccentInk)
	l.words.write(words)
}

func (l *lock) drawStatus(open bool) {
	v := l.page.view.Manager
	left := time.Until(v.WaitEnd)
	calm, stop := toneCalm, toneBad
	calm.shape, stop.shape = iconClock, iconStop
	switch {
	case open || l.reset.shown:
		l.status.say(toneCalm, "")
	case l.busy:
		l.status.say(toneAccent, l.text("lock.checking"))
	case v.Locked:
		l.status.say(stop, l.text("lock.for_good"))
	case left > 0:
		l.status.say(calm, l.text("lock.wait", "Time", clock(left)))
	default:
		l.status.say(toneBad, l.say(l.saving.problem, ""))
	}
}

// pinReset sets a new PIN when the old one is forgotten: the client secret
// proves who may.
type pinReset struct {
	kit
	lock                      *lock
	shown                     bool
	saving                    saving
	busy                      bool
	next                      string
	box                       *fyne.Container
	secret, pin, again        *field
	askSecret, askPIN, askTwo *asked
	set, back                 *button
	status                    *aside
}

func newPINReset(l *lock) *pinReset {
	f := l.page.frame
	r := &pinReset{kit: l.kit, lock: l, secret: newSecretField(f, "", secretMost), pin: newPINField(f), again: newPINField(f), status: newAside()}
	r.askSecret = newAsked(r.text("first.secret"), "", r.secret)
	r.askPIN = newAsked(r.text("settings.pin_new"), r.text("first.pin_form"), r.pin)
	r.askTwo = newAsked(r.text("first.pin_again"), "", r.again)
	for each, q := range map[*field]*asked{r.secret: r.askSecret, r.pin: r.askPIN, r.again: r.askTwo} {
		each.left = r.leave
		q.mends(each, l.page.relayout)
	}
	enterLeads(f, r.save, r.secret, r.pin, r.again)
	r.set = newButton(f, accentButton, r.text("lock.set"), r.text("key.enter"), r.save)
	r.back = newButton(f, softButton, r.text("manager.back"), r.text("key.esc"), r.leave)
	r.box = column(12, newFlow(sizeBody, colorInkSoft, r.text("lock.reset_text")), r.askSecret.box,
		row(12, grow(1, r.askPIN.box), grow(1, r.askTwo.box)), r.status.box, row(12, grow(1, r.back), grow(1, r.set)))
	r.box.Hide()
	return r
}

func (r *pinReset) open() {
	r.shown = true
	r.lock.page.draw()
	r.lock.page.frame.focus(r.secret)
}

// close forgets what was typed.
func (r *pinReset) close() {
	r.shown, r.busy, r.next, r.saving = false, false, "", saving{}
	for _, f := range []*field{r.secret, r.pin, r.again} {
		f.wipe()
	}
	for _, q := range []*asked{r.askSecret, r.askPIN, r.askTwo} {
		q.wrong("")
	}
}

// leave is Esc: back to the PIN that somebody may remember.
func (r *pinReset) leave() {
	if r.busy {
		return
	}
	r.close()
	r.lock.page.unfocus()
	r.lock.page.draw()
	r.lock.focus()
}

func (r *pinReset) save() {
	if r.busy || !r.check() {
		r.lock.page.relayout()
		return
	}
	p := r.lock.page
	r.busy, r.next = true, r.pin.Text
	r.saving.start(settingUp(p.view.Setup))
	p.draw()
	p.unfocus()
	p.frame.send(app.SetUp{Settings: p.view.Settings, Secret: strings.TrimSpace(r.secret.Text), PIN: r.next})
}

func (r *pinReset) check() bool {
	ask, f, words := r.askSecret, r.secret, ""
	switch key := pinProblem(r.pin.Text, r.again.Text); {
	case strings.TrimSpace(r.secret.Text) == "":
		words = r.text("lock.secret_missing")
	case key == "first.pin_differs":
		ask, f, words = r.askTwo, r.again, r.text("first.pin_differs")
	case key != "":
		ask, f, words = r.askPIN, r.pin, r.text(key)
	}
	if words != "" {
		ask.wrong(words)
		r.lock.page.frame.focus(f)
	}
	return words == ""
}

func (r *pinReset) follow(v app.View) {
	if !r.busy {
		return
	}
	switch r.saving.follow(settingUp(v.Setup)) {
	case savingDone:
		r.lock.opened(r.next)
	case savingFailed:
		r.busy = false
		r.lock.page.draw()
		r.lock.page.frame.focus(r.secret)
	}
}

func (r *pinReset) draw() {
	setVisible(r.box, r.shown)
	for _, f := range []*field{r.secret, r.pin, r.again} {
		f.enable(!r.busy)
	}
	r.set.enable(!r.busy)
	r.back.enable(!r.busy)
	switch {
	case r.busy:
		r.status.say(toneAccent, r.text("first.checking"))
	default:
		r.status.say(toneBad, r.say(r.saving.problem, ""))
	}
}
