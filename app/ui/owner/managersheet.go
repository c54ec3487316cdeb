package owner

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// managerSheet is a sheet for what only a manager may do. It stays until the
// till has done it; when it was not done, all that was typed stays but the PIN.
type managerSheet struct {
	kit.Texts
	frame  Frame
	saving kit.Saving
	busy   bool
	sentAt time.Time

	title   string
	intro   []fyne.CanvasObject
	reason  *kit.Field // why, for everybody to read; nil for none
	askWhy  *kit.Prompt
	asks    []*kit.Prompt             // above the PIN
	fields  []*kit.Field              // of asks, in Tab order
	first   fyne.Focusable            // has the focus at first
	working string                    // what is said while the till does it
	check   func() bool               // shows what is wrong, puts the focus there
	ready   func() bool               // there is something to send; nil where there always is
	command func(string) core.Command // with the PIN
	home    func(string) *kit.Field   // where a problem is put right; nil is the PIN
	freshen func()                    // a new View: what is said may have changed
	given   func() bool               // the PIN was given for this a moment ago; nil for never

	pin      *kit.Field
	askPIN   *kit.Prompt
	status   *kit.Aside
	yes, no  *kit.Button
	focusPIN bool // as soon as it can be typed
}

// lay builds the sheet and shows it.
func (m *managerSheet) lay(yes string) {
	f, v := m.frame, m.frame.Latest()
	m.saving = kit.Saving{Before: v.Manager.Done}
	m.pin = kit.NewPINField(m.Texts, f)
	hint := ""
	if v.Settings.Account.Gateway == order.PracticeGateway {
		hint = m.Text("manager.practice_pin")
	}
	m.askPIN = kit.NewPrompt(m.Text("manager.pin"), hint, m.pin)
	m.askPIN.Mends(m.pin, m.relayout)
	m.status = kit.NewAside()
	m.yes = kit.NewButton(f, kit.AccentButton, yes, m.Text("key.enter"), m.try)
	m.no = kit.NewButton(f, kit.SoftButton, m.Text("manager.back"), m.Text("key.esc"), m.leave)
	content := kit.Column(14, kit.NewText(kit.SizeTitle, kit.ColorInk, kit.SheetWidth, m.title).Strong())
	for _, o := range m.intro {
		content.Add(o)
	}
	for _, q := range m.asks {
		content.Add(q.Box)
	}
	m.askOrNot()
	content.Add(m.askPIN.Box)
	content.Add(m.status.Box)
	content.Add(kit.Row(12, kit.Grow(1, m.no), kit.Grow(1, m.yes)))
	for _, f := range append(m.fields, m.pin) {
		f.Left = m.leave
	}
	kit.EnterLeads(f, m.try, append(m.fields, m.pin)...)
	f.Present(&kit.Sheet{Enter: m.try, Escape: m.leave, Other: m.other, Early: true, Aside: m.pin.Wipe, Update: m.update, Tick: m.draw}, kit.AtLeast(kit.SheetWidth, 0, content))
	m.draw()
	if m.first == nil {
		m.first = m.pin
	}
	f.Focus(m.first)
}

// patience is how long a sheet stays because the till is doing what it asked
// for: whoever left it would not hear that it was not done.
const patience = 15 * time.Second

// leave is Esc.
func (m *managerSheet) leave() {
	if !m.held() {
		m.pin.Wipe()
		m.frame.Dismiss()
	}
}

func (m *managerSheet) held() bool { return m.busy && time.Since(m.sentAt) < patience }

// other lets a manager go on to Settings, where a new PIN is set.
func (m *managerSheet) other(name fyne.KeyName) bool {
	if kit.DeedOf(name) != kit.DoSettings || m.busy {
		return false
	}
	m.leave()
	m.frame.ToSettings()
	return true
}

// open says that the till takes a PIN now.
func (m *managerSheet) open() bool {
	v := m.frame.Latest().Manager
	return !v.Locked && !time.Now().Before(v.WaitEnd)
}

// try sends the command, once.
func (m *managerSheet) try() {
	if m.busy || !m.open() || m.frame.Latest().Manager.Busy {
		return
	}
	if m.check != nil && !m.check() {
		m.relayout()
		return
	}
	if !m.free() && kit.PINProblem(m.pin.Text, m.pin.Text) != "" {
		m.askPIN.Wrong(m.Text("manager.pin_form"))
		m.frame.Focus(m.pin)
		m.relayout()
		return
	}
	if m.written() {
		m.reason.Wipe()
		m.askWhy.Wrong(m.Text("manager.pin_in_reason"))
		m.frame.Focus(m.reason)
		m.relayout()
		return
	}
	c := m.command(m.pin.Text)
	m.pin.Wipe()
	m.busy, m.sentAt = true, time.Now()
	m.saving.Start(managers(m.frame.Latest().Manager))
	m.draw()
	m.frame.Focus(nil)
	m.frame.Send(c)
}

// written says that the PIN stands in the reason: it was typed while the screen had not yet
// gone on to its field.
func (m *managerSheet) written() bool {
	if m.reason == nil || m.pin.Text == "" {
		return false
	}
	digits := func(r rune) rune {
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		return r
	}
	return strings.Contains(strings.Map(digits, m.reason.Text), m.pin.Text)
}

// free says that no PIN is needed.
func (m *managerSheet) free() bool { return m.given != nil && m.given() }

// managers is how a manager's command gets on.
func managers(v core.ManagerView) kit.Progress {
	return kit.Progress{Busy: v.Busy, Problem: kit.Sentence(v.Problem), Done: v.Done}
}

func (m *managerSheet) update() {
	was := m.busy
	state := m.saving.Follow(managers(m.frame.Latest().Manager))
	m.busy = state == kit.SavingBusy
	if was && state == kit.SavingDone {
		m.frame.Dismiss()
		return
	}
	if m.freshen != nil {
		m.freshen()
	}
	if was && state == kit.SavingFailed {
		m.focusPIN = true
	}
	m.draw()
}

// draw shows how it stands; it is called every second while something is
// counted down.
func (m *managerSheet) draw() {
	open := m.open() && !m.busy
	for _, f := range m.fields {
		f.SetEnabled(!m.busy)
	}
	m.askOrNot()
	m.pin.SetEnabled(open)
	m.yes.SetEnabled(open && (m.ready == nil || m.ready()))
	m.no.SetEnabled(!m.held())
	m.drawStatus(m.frame.Latest().Manager)
	if m.focusPIN && open {
		m.focusPIN = false
		to := m.pin
		if m.home != nil {
			if f := m.home(m.saving.Problem.Key); f != nil {
				to = f
			}
		}
		m.frame.Focus(to)
	}
	m.relayout()
}

// askOrNot shows the PIN's field only where it is needed.
func (m *managerSheet) askOrNot() {
	kit.SetVisible(m.askPIN.Box, !m.free())
	kit.SetVisible(m.pin, !m.free())
}

func (m *managerSheet) drawStatus(v core.ManagerView) {
	left := time.Until(v.WaitEnd)
	calm, stop := kit.ToneCalm, kit.ToneBad
	calm.Shape, stop.Shape = kit.IconClock, kit.IconStop
	switch {
	case m.busy:
		m.status.Say(kit.ToneAccent, m.working)
	case v.Locked:
		m.status.Say(stop, m.Text("manager.locked"))
	case left > 0:
		m.status.Say(calm, m.Text("manager.wait", "Time", kit.Clock(left)))
	case !m.saving.Problem.Empty():
		m.status.Say(kit.ToneBad, m.Say(m.saving.Problem, m.frame.Latest().Settings.Zone))
	case m.free():
		m.status.Say(kit.ToneCalm, m.Text("manager.pin_given"))
	default:
		m.status.Say(kit.ToneCalm, "")
	}
}

func (m *managerSheet) relayout() { m.frame.Refit() }
