package settings

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
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
	kit.Texts
	page    *Page
	known   string     // the PIN, once it was right; empty while locked
	trying  string     // the one that is being checked
	next    string     // the new one that is being saved
	touched time.Time  // of the last key
	saving  kit.Saving // of an Unlock
	busy    bool
	refused string // why nothing was taken of what was typed

	box                *fyne.Container
	plate              *kit.Plate
	sign               *kit.Icon
	words              *kit.Flow
	pin                *kit.Field
	try, shutNow, lost *kit.Button
	entry              *fyne.Container
	status             *kit.Aside
	reset              *pinReset
}

func newLock(p *Page) *lock {
	l := &lock{Texts: p.Texts, page: p}
	l.plate, l.sign = kit.NewPlate(kit.ColorAccentSoft, kit.ColorClear, kit.Radius), kit.NewIcon(iconLocked, 28, kit.ColorAccentInk)
	l.words = kit.NewFlow(kit.SizeLarge-2, kit.ColorInk, "")
	l.words.Bold = true
	l.pin = kit.NewPINField(p.Texts, p.frame)
	l.pin.Left, l.pin.Taken, l.pin.Refused = p.leaveField, l.unlock, l.refuse
	l.pin.OnChanged = func(string) {
		if l.refused != "" {
			l.refuse("")
		}
	}
	l.try = kit.NewButton(p.frame, kit.AccentButton, l.Text("lock.open"), l.Text("key.enter"), l.unlock)
	l.shutNow = kit.NewButton(p.frame, kit.SoftButton, l.Text("lock.shut"), "", func() { l.shut(); p.frame.Keyboard().Hush() })
	l.lost = kit.NewButton(p.frame, kit.BareButton, l.Text("lock.lost"), "", func() { l.reset.open() })
	l.entry = kit.Row(10, kit.Grow(1, kit.AtLeast(120, kit.Touch, l.pin)), l.try, l.lost)
	l.status = kit.NewAside()
	l.reset = newPINReset(l)
	l.box = container.NewStack(l.plate, kit.Pad(kit.CardEdge, 14, kit.Column(12,
		kit.Row(12, kit.Middle(l.sign), kit.Grow(1, l.words), kit.Middle(l.shutNow)), l.entry, l.status.Box, l.reset.box)))
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
		l.page.frame.Focus(l.pin)
	}
}

// refuse says why nothing was taken of what was typed.
func (l *lock) refuse(why string) {
	l.refused = why
	l.page.draw()
}

// unlock has the till check what was typed.
func (l *lock) unlock() {
	if l.isOpen() || !l.takes() {
		return
	}
	l.saving = kit.Saving{}
	if kit.PINProblem(l.pin.Text, l.pin.Text) != "" {
		l.saving.Problem = kit.Sentence{Key: "manager.pin_form"}
		l.page.draw()
		return
	}
	l.trying, l.busy = l.pin.Text, true
	l.pin.Wipe()
	l.saving.Start(managing(l.page.view.Manager))
	l.page.draw()
	l.page.frame.Send(app.Unlock{PIN: l.trying})
}

// follow hears of every View while the page is on the screen.
func (l *lock) follow(v app.View) {
	l.reset.follow(v)
	if !l.busy {
		return
	}
	switch l.saving.Follow(managing(v.Manager)) {
	case kit.SavingDone:
		l.opened(l.trying)
		l.page.draw()
	case kit.SavingFailed:
		l.busy, l.trying = false, ""
		if l.saving.Problem.Key == "error.pin.none" {
			l.reset.open()
			return
		}
		l.page.draw()
		l.focus()
	}
}

// opened opens the settings to whoever typed the PIN. Who types it again, because the
// till took its time, must not write it where everybody can read it.
func (l *lock) opened(pin string) {
	l.known, l.trying, l.busy, l.touched = pin, "", false, time.Now()
	l.saving = kit.Saving{}
	l.reset.close()
	l.page.unfocus()
	l.page.frame.Keyboard().Hush()
	l.page.frame.Keyboard().Start(l.page.rows[0].focus)
	l.page.frame.CountSeconds(true)
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
	l.known, l.trying, l.next, l.refused, l.busy = "", "", "", "", false
	l.saving = kit.Saving{}
	l.reset.close()
	l.pin.Wipe()
	l.page.rows.wipe()
	l.page.onceSecret.Wipe()
	l.page.frame.CountSeconds(false)
	l.page.unfocus()
	l.page.frame.Keyboard().Start(nil)
	l.page.draw()
}

func (l *lock) Tick() {
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
	kit.SetVisible(l.entry, !open && !l.reset.shown)
	kit.SetVisible(l.shutNow, open)
	l.pin.SetEnabled(l.takes())
	l.try.SetEnabled(l.takes())
	l.lost.SetEnabled(!l.busy)
	practice := l.page.base.Account.Gateway == order.PracticeGateway
	kit.SetVisible(l.lost, !practice)
	switch {
	case open:
		l.plate.Paint(kit.ColorGoodSoft, kit.ColorClear)
		l.sign.Change(iconUnlocked, kit.ColorGood)
		l.words.Write(l.Text("lock.is_open"))
	case l.reset.shown:
		l.look(l.Text("lock.reset"))
	case practice:
		l.look(l.Text("lock.practice"))
	default:
		l.look(l.Text("lock.is_shut"))
	}
	l.drawStatus(open)
	l.reset.draw()
}

func (l *lock) look(words string) {
	l.plate.Paint(kit.ColorAccentSoft, kit.ColorClear)
	l.sign.Change(iconLocked, kit.ColorAccentInk)
	l.words.Write(words)
}

func (l *lock) drawStatus(open bool) {
	v := l.page.view.Manager
	left := time.Until(v.WaitEnd)
	calm, stop := kit.ToneCalm, kit.ToneBad
	calm.Shape, stop.Shape = kit.IconClock, kit.IconStop
	switch {
	case open || l.reset.shown:
		l.status.Say(kit.ToneCalm, "")
	case l.busy:
		l.status.Say(kit.ToneAccent, l.Text("lock.checking"))
	case v.Locked:
		l.status.Say(stop, l.Text("lock.for_good"))
	case left > 0:
		l.status.Say(calm, l.Text("lock.wait", "Time", kit.Clock(left)))
	case l.refused != "":
		l.status.Say(kit.ToneBad, l.refused)
	default:
		l.status.Say(kit.ToneBad, l.Say(l.saving.Problem, ""))
	}
}

// pinReset sets a new PIN when the old one is forgotten: the client secret
// proves who may.
type pinReset struct {
	kit.Texts
	lock                                 *lock
	shown                                bool
	saving                               kit.Saving
	busy                                 bool
	next                                 string
	box                                  *fyne.Container
	secret, pin, again                   *kit.Field
	secretPrompt, pinPrompt, againPrompt *kit.Prompt
	set, back                            *kit.Button
	status                               *kit.Aside
}

func newPINReset(l *lock) *pinReset {
	f := l.page.frame
	r := &pinReset{Texts: l.Texts, lock: l, secret: kit.NewSecretField(l.Texts, f, secretMost), pin: kit.NewPINField(l.Texts, f), again: kit.NewPINField(l.Texts, f), status: kit.NewAside()}
	r.secretPrompt = kit.NewPrompt(r.Text("first.secret"), "", r.secret)
	r.pinPrompt = kit.NewPrompt(r.Text("settings.pin_new"), r.Text("first.pin_form"), r.pin)
	r.againPrompt = kit.NewPrompt(r.Text("first.pin_again"), "", r.again)
	for each, prompt := range map[*kit.Field]*kit.Prompt{r.secret: r.secretPrompt, r.pin: r.pinPrompt, r.again: r.againPrompt} {
		each.Left = r.leave
		prompt.Mends(each, l.page.relayout)
	}
	kit.EnterLeads(f, r.save, r.secret, r.pin, r.again)
	r.set = kit.NewButton(f, kit.AccentButton, r.Text("lock.set"), r.Text("key.enter"), r.save)
	r.back = kit.NewButton(f, kit.SoftButton, r.Text("manager.back"), r.Text("key.esc"), r.leave)
	r.box = kit.Column(12, kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, r.Text("lock.reset_text")), r.secretPrompt.Box,
		kit.Row(12, kit.Grow(1, r.pinPrompt.Box), kit.Grow(1, r.againPrompt.Box)), r.status.Box, kit.Row(12, kit.Grow(1, r.back), kit.Grow(1, r.set)))
	r.box.Hide()
	return r
}

func (r *pinReset) open() {
	r.shown = true
	r.lock.page.draw()
	r.lock.page.frame.Focus(r.secret)
}

// close forgets what was typed.
func (r *pinReset) close() {
	r.shown, r.busy, r.next, r.saving = false, false, "", kit.Saving{}
	for _, f := range []*kit.Field{r.secret, r.pin, r.again} {
		f.Wipe()
	}
	for _, prompt := range []*kit.Prompt{r.secretPrompt, r.pinPrompt, r.againPrompt} {
		prompt.Wrong("")
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
	r.saving.Start(settingUp(p.view.Setup))
	p.draw()
	p.unfocus()
	p.frame.Send(app.SetUp{Settings: p.view.Settings, Secret: order.Pasted(r.secret.Text), PIN: r.next})
}

func (r *pinReset) check() bool {
	prompt, f, words := r.secretPrompt, r.secret, ""
	switch key := kit.PINProblem(r.pin.Text, r.again.Text); {
	case order.Pasted(r.secret.Text) == "":
		words = r.Text("lock.secret_missing")
	case key == "first.pin_differs":
		prompt, f, words = r.againPrompt, r.again, r.Text("first.pin_differs")
	case key != "":
		prompt, f, words = r.pinPrompt, r.pin, r.Text(key)
	}
	if words != "" {
		prompt.Wrong(words)
		r.lock.page.frame.Focus(f)
	}
	return words == ""
}

func (r *pinReset) follow(v app.View) {
	if !r.busy {
		return
	}
	switch r.saving.Follow(settingUp(v.Setup)) {
	case kit.SavingDone:
		r.lock.opened(r.next)
	case kit.SavingFailed:
		r.busy = false
		r.lock.page.draw()
		r.lock.page.frame.Focus(r.secret)
	}
}

func (r *pinReset) draw() {
	kit.SetVisible(r.box, r.shown)
	for _, f := range []*kit.Field{r.secret, r.pin, r.again} {
		f.SetEnabled(!r.busy)
	}
	r.set.SetEnabled(!r.busy)
	r.back.SetEnabled(!r.busy)
	switch {
	case r.busy:
		r.status.Say(kit.ToneAccent, r.Text("first.checking"))
	default:
		r.status.Say(kit.ToneBad, r.Say(r.saving.Problem, ""))
	}
}
