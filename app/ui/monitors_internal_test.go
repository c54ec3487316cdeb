package ui

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/uitest"
)

// sockets are where a test plugs monitors in.
type sockets struct {
	desk        *desk
	on          []monitors.Monitor
	till        monitors.Area
	theirs      monitors.Area // the customer's window, while it fills a monitor
	cameAndWent func()
}

// socketWindow is one of a desk's windows.
type socketWindow struct{ at *monitors.Area }

func (socketWindow) Learn()                        {}
func (w socketWindow) Area() (monitors.Area, bool) { return *w.at, w.at.W > 0 }
func (w socketWindow) Fill(m monitors.Monitor)     { *w.at = m.Area }
func (socketWindow) Raise()                        {}

// socketsOf has a desk's windows watched on monitors of the test's own.
func socketsOf(d *desk, list ...monitors.Monitor) *sockets {
	b := &sockets{desk: d, on: list, till: monitors.Area{X: 60, Y: 60, W: 1180, H: 720}}
	d.watchOver(monitors.System{
		Monitors: func() []monitors.Monitor { return b.on },
		Changes:  func(f func()) { b.cameAndWent = f },
		Till:     socketWindow{&b.till}, Customer: socketWindow{&b.theirs},
	})
	return b
}

// plug changes what is connected and lets half a second go by.
func (b *sockets) plug(list ...monitors.Monitor) {
	b.on = list
	b.cameAndWent()
	b.desk.watch.Look()
}

func panelOf(name string, x int, primary bool) monitors.Monitor {
	return monitors.Monitor{Name: name, Area: monitors.Area{X: x, Y: 0, W: 1920, H: 1080}, Scale: 1, Primary: primary}
}

var ownScreen, customersScreen = panelOf("DELL P2419H", 0, true), panelOf("BENQ GW2480", 1920, false)

func TestStaffReadWhyTheCustomersWindowIsHidden(t *testing.T) {
	d := newDesk(t)
	b := socketsOf(d, ownScreen, customersScreen)
	d.watch.Begin(true, d.size())
	hidden := func(want string) {
		t.Helper()
		d.Reads(uitest.Unbroken(d.staff()), want)
		b.plug(ownScreen, customersScreen)
		d.ReadsNot(uitest.Unbroken(d.staff()), want)
	}
	d.ReadsNot(d.staff(), "not connected")
	b.plug(ownScreen)
	hidden("The customer’s screen is not connected.")
	b.plug(ownScreen, panelOf(customersScreen.Name, 0, false))
	hidden("shows the same as this one")
	home := b.till
	b.till.X = 2000
	d.watch.Look()
	d.Reads(uitest.Unbroken(d.staff()), "This till is on the customer’s screen")
	b.till = home
	d.watch.Look()
	d.Press(fyne.KeyF11)
	b.plug(ownScreen)
	d.ReadsNot(d.staff(), "not connected") // nobody misses it
}

func TestOnChargeItIsSaidThatTheCustomersWindowIsHidden(t *testing.T) {
	const words = "No customer’s window"
	d := newDesk(t)
	b := socketsOf(d, ownScreen, customersScreen)
	d.watch.Begin(true, d.size())
	d.ReadsNot(d.staff(), words)
	d.Press(fyne.KeyF11)
	d.Reads(d.staff(), words)
	d.Press(fyne.KeyF3)
	d.ReadsNot(d.staff(), words)
	d.Press(fyne.KeyF2)
	d.Reads(d.staff(), words)
	d.Press(fyne.KeyF11)
	d.ReadsNot(d.staff(), words)
	b.plug(ownScreen) // which another strip says
	d.ReadsNot(d.staff(), words)
}

// On one monitor the customer's window may fill the screen that the till is on.
func TestAQuestionIsAskedWhereItIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		b := socketsOf(d, ownScreen)
		d.watch.Begin(true, d.size())
		d.draw(uitest.SaleIn(core.Waiting))
		d.Press(fyne.KeyF11)
		b.theirs = ownScreen.Area
		if !d.customers().FullScreen() {
			t.Fatal("F11 does not fill the screen")
		}
		time.Sleep(kit.SettleTime)
		d.Press(uitest.Esc)
		d.Reads(d.staff(), "Stop showing this code?")
		if d.customers().FullScreen() {
			t.Error("the customer's window covers the question")
		}
		b.theirs.W = 500 // a touch has brought it before the till
		time.Sleep(2 * kit.SettleTime)
		d.comeToLight()
		d.Hurry(uitest.Enter)
		if len(d.till.sent) != 0 {
			t.Errorf("a key at the customer's window has answered what lay under it: %v", d.till.sent)
		}
		time.Sleep(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		if !is[core.Dismiss](d.last()) {
			t.Errorf("sent %v", d.till.sent)
		}
	})
}

// tile is the button of the monitor with a number, in the picture.
func (d *desk) tile(number string) (found *kit.Button) {
	d.Helper()
	uitest.Each(d.window.Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 2 && slices.Contains(strings.Fields(uitest.TextsOf(c.Objects[1])), number) {
			if b, ok := c.Objects[0].(*kit.Button); ok {
				found = b
			}
		}
	})
	if found == nil {
		d.Fatalf("there is no monitor %s", number)
	}
	return found
}

func TestTheCustomersScreenIsChosenInAPicture(t *testing.T) {
	tv := panelOf("TV", 3840, false)
	d := newDesk(t)
	b := socketsOf(d, ownScreen, customersScreen, tv)
	d.watch.Begin(true, d.size())
	d.open(atSettings)
	d.Reads(d.staff(), "is an ordinary window")
	own, other, last := d.tile("1"), d.tile("2"), d.tile("3")
	if !own.Disabled() || other.Disabled() || last.Disabled() {
		t.Error("the till’s own can be chosen, or another can’t")
	}
	d.window.Canvas().Focus(last)
	d.Press(fyne.KeySpace)
	if !d.watch.Shown() || !d.customers().FullScreen() {
		t.Error("the customer’s window does not fill it")
	}
	d.Reads(d.staff(), "fills screen 3")
	if b.theirs != tv.Area || len(d.till.sent) != 0 {
		t.Errorf("it is at %v, sent %v", b.theirs, d.till.sent)
	}
	b.plug(ownScreen, customersScreen)
	d.Reads(uitest.Unbroken(d.staff()), "not connected")
	if d.window.Canvas().Focused() == nil {
		t.Error("the focus is lost with the tile that had it")
	}
	var ordinary *kit.Button
	uitest.Each(d.window.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == d.Text("screen.window") {
			ordinary = b
		}
	})
	ordinary.Tapped(nil)
	if !d.watch.Shown() || d.customers().FullScreen() || !ordinary.Chosen {
		t.Error("an ordinary window was chosen")
	}
}
