package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

// managerSheet is a sheet for what only a manager may do. It stays until the
// till has done it; when it was not done, all that was typed stays but the PIN.
type managerSheet struct {
	kit
	frame  ownerFrame
	saving saving
	busy   bool
	sentAt time.Time

	title   string
	intro   []fyne.CanvasObject
	asks    []*asked                  // above the PIN
	fields  []*field                  // of asks, in Tab order
	first   fyne.Focusable            // has the focus at first
	working string                    // what is said while the till does it
	check   func() bool               // shows what is wrong, puts the focus there
	command func(string) core.Command // with the PIN
	home    func(string) *field       // where a problem is put right; nil is the PIN
	freshen func()                    // a new View: what is said may have changed

	pin      *field
	askPIN   *asked
	status   *aside
	yes, no  *button
	focusPIN bool // as soon as it can be typed
}

// lay builds the sheet and shows it.
func (m *managerSheet) lay(yes string) {
	f, v := m.frame, m.frame.latest()
	m.saving = saving{before: v.Manager.Done}
	m.pin = newPINField(f)
	hint := ""
	if v.Settings.Account.Gateway == order.PracticeGateway {
		hint = m.text("manager.practice_pin")
	}
	m.askPIN = newAsked(m.text("manager.pin"), hint, m.pin)
	m.askPIN.mends(m.pin, m.relayout)
	m.status = newAside()
	m.yes = newButton(f, accentButton, yes, m.text("key.enter"), m.try)
	m.no = newButton(f, softButton, m.text("manager.back"), m.text("key.esc"), m.leave)
	content := column(14, newText(sizeTitle, colorInk, sheetWidth, m.title).strong())
	for _, o := range m.intro {
		content.Add(o)
	}
	for _, q := range m.asks {
		content.Add(q.box)
	}
	content.Add(m.askPIN.box)
	content.Add(m.status.box)
	content.Add(row(12, grow(1, m.no), grow(1, m.yes)))
	for _, f := range append(m.fields, m.pin) {
		f.left = m.leave
	}
	enterLeads(f, m.try, append(m.fields, m.pin)...)
	f.present(&sheet{enter: m.try, escape: m.leave, other: m.other, early: true, update: m.update, tick: m.draw}, atLeast(sheetWidth, 0, content))
	m.draw()
	if m.first == nil {
		m.first = m.pin
	}
	f.focus(m.first)
}

// patience is how long a sheet stays because the till is doing what it asked
// for: whoever left it would not hear that it was not done.
const patience = 15 * time.Second

// leave is Esc.
func (m *managerSheet) leave() {
	if !m.held() {
		m.pin.wipe()
		m.frame.dismiss()
	}
}

func (m *managerSheet) held() bool { return m.busy && time.Since(m.sentAt) < patience }

// other lets a manager go on to Settings, where a new PIN is set.
func (m *managerSheet) other(name fyne.KeyName) bool {
	if deedOf(name) != doSettings || m.busy {
		return false
	}
	m.leave()
	m.frame.toSettings()
	return true
}

// open says that the till takes a PIN now.
func (m *managerSheet) open() bool {
	v := m.frame.latest().Manager
	return !v.Locked && !time.Now().Before(v.WaitEnd)
}

// try sends the command, once.
func (m *managerSheet) try() {
	if m.busy || !m.open() || m.frame.latest().Manager.Busy {
		return
	}
	if m.check != nil && !m.check() {
		m.relayout()
		return
	}
	if pinProblem(m.pin.Text, m.pin.Text) != "" {
		m.askPIN.wrong(m.text("manager.pin_form"))
		m.frame.focus(m.pin)
		m.relayout()
		return
	}
	c := m.command(m.pin.Text)
	m.pin.wipe()
	m.busy, m.sentAt = true, time.Now()
	m.saving.start(managers(m.frame.latest().Manager))
	m.draw()
	m.frame.focus(nil)
	m.frame.send(c)
}

// managers is how a manager's command gets on.
func managers(v core.ManagerView) progress {
	return progress{busy: v.Busy, problem: sentence(v.Problem), done: v.Done}
}

func (m *managerSheet) update() {
	was := m.busy
	state := m.saving.follow(managers(m.frame.latest().Manager))
	m.busy = state == savingBusy
	if was && state == savingDone {
		m.frame.dismiss()
		return
	}
	if m.freshen != nil {
		m.freshen()
	}
	if was && state == savingFailed {
		m.focusPIN = true
	}
	m.draw()
}

// draw shows how it stands; it is called every second while something is
// counted down.
func (m *managerSheet) draw() {
	open := m.open() && !m.busy
	for _, f := range m.fields {
		f.enable(!m.busy)
	}
	m.pin.enable(open)
	m.yes.enable(open)
	m.no.enable(!m.held())
	m.drawStatus(m.frame.latest().Manager)
	if m.focusPIN && open {
		m.focusPIN = false
		to := m.pin
		if m.home != nil {
			if f := m.home(m.saving.problem.Key); f != nil {
				to = f
			}
		}
		m.frame.focus(to)
	}
	m.relayout()
}

func (m *managerSheet) drawStatus(v core.ManagerView) {
	left := time.Until(v.WaitEnd)
	calm, stop := toneCalm, toneBad
	calm.shape, stop.shape = iconClock, iconStop
	switch {
	case m.busy:
		m.status.say(toneAccent, m.working)
	case v.Locked:
		m.status.say(stop, m.text("manager.locked"))
	case left > 0:
		m.status.say(calm, m.text("manager.wait", "Time", clock(left)))
	case !m.saving.problem.empty():
		m.status.say(toneBad, m.say(m.saving.problem, m.frame.latest().Settings.Zone))
	default:
		m.status.say(toneCalm, "")
	}
}

func (m *managerSheet) relayout() { m.frame.refit() }
