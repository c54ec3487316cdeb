package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// scriptedTill takes commands and shows what the test gives it.
type scriptedTill struct {
	sent   []core.Command
	typing int
	views  chan app.View
}

func (t *scriptedTill) Send(c core.Command) {
	if _, typing := c.(core.Typing); typing {
		t.typing++
		return
	}
	t.sent = append(t.sent, c)
}
func (t *scriptedTill) Views() <-chan app.View { return t.views }

// desk is a till with both windows, and hands to use it.
type desk struct {
	uitest.Hands
	*shell
	till *scriptedTill
	paid []order.ID

	unplugged, down bool // what a drill has done
}

// newDesk is for who reads words.
func newDesk(t *testing.T) *desk {
	t.Helper()
	return newDeskIn(t, uitest.NewPlainApp(t))
}

// newDrawnDesk is for who looks at pictures.
func newDrawnDesk(t *testing.T) *desk {
	t.Helper()
	return newDeskIn(t, uitest.NewApp(t))
}

func newDeskIn(t *testing.T, a fyne.App) *desk {
	t.Helper()
	d := &desk{till: &scriptedTill{views: make(chan app.View, 1)}}
	d.shell = newShell(Config{App: a, Till: d.till, Book: uitest.NewLedger(t, 0).Book(), PayNow: func(id order.ID) { d.paid = append(d.paid, id) },
		SetNetwork: func(on bool) { d.unplugged = !on }, SetGateway: func(up bool) { d.down = !up }}, newLoop(t.Context(), a))
	d.window.Show()
	d.Hands = uitest.Hands{T: t, On: d.window, Board: d.Keyboard()}
	d.window.Resize(fyne.NewSize(1366, 740))
	d.draw(uitest.ReadyView())
	return d
}

// staff and public are all text that can be read in a window.
func (d *desk) staff() string { return uitest.TextsOf(d.window.Content()) }

// is says what kind of command was sent.
func is[C core.Command](c core.Command) bool {
	_, is := c.(C)
	return is
}

func (d *desk) public() string { return uitest.TextsOf(d.customers().Content()) }

// customers is the customer's window, made now if nobody has seen it yet.
func (s *shell) customers() fyne.Window {
	if s.customerWindow.Window() == nil {
		s.customerWindow.Show()
	}
	return s.customerWindow.Window()
}

// note is the field of the sale's page.
func (d *desk) note() *kit.Field {
	d.Helper()
	return uitest.FieldHinted(d.T, d.window.Content(), d.Text("charge.note_hint"))
}

// unlock types the manager's PIN on the page of the settings, has it be right, and looks.
func (d *desk) unlock() {
	d.Helper()
	const pin = "2468"
	d.Answer(pin) // the focus is on it
	if got := d.last(); got != (app.Unlock{PIN: pin}) {
		d.Fatalf("sent %v", got)
	}
	d.manager(func(m *core.ManagerView) { m.Done++ })
	d.Wait(kit.SettleTime + kit.Calm)
}

// manager changes how a manager's command gets on.
func (d *desk) manager(change func(*core.ManagerView)) {
	v := d.view
	change(&v.Manager)
	d.draw(v)
}

// charges are the Charge commands sent so far.
func (d *desk) charges() []core.Charge {
	var list []core.Charge
	for _, c := range d.till.sent {
		if c, ok := c.(core.Charge); ok {
			list = append(list, c)
		}
	}
	return list
}

// last is the newest command.
func (d *desk) last() core.Command {
	if len(d.till.sent) == 0 {
		return nil
	}
	return d.till.sent[len(d.till.sent)-1]
}
