package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// sockets are where a test plugs monitors in.
type sockets struct {
	desk        *desk
	on          []Monitor
	till        Area
	theirs      Area // the customer's window, while it fills a monitor
	cameAndWent func()
}

// socketWindow is one of a desk's windows.
type socketWindow struct{ at *Area }

func (socketWindow) Learn()               {}
func (w socketWindow) Area() (Area, bool) { return *w.at, w.at.W > 0 }
func (w socketWindow) Fill(m Monitor)     { *w.at = m.Area }

// socketsOf has a desk's windows watched on monitors of the test's own.
func socketsOf(d *desk, list ...Monitor) *sockets {
	b := &sockets{desk: d, on: list, till: Area{60, 60, 1180, 720}}
	d.watchOver(System{
		Monitors: func() []Monitor { return b.on },
		Changes:  func(f func()) { b.cameAndWent = f },
		Till:     socketWindow{&b.till}, Customer: socketWindow{&b.theirs},
	})
	return b
}

// plug changes what is connected and lets half a second go by.
func (b *sockets) plug(list ...Monitor) {
	b.on = list
	b.cameAndWent()
	b.desk.watch.Look()
}

func panelOf(name string, x int, primary bool) Monitor {
	return Monitor{Name: name, Area: Area{x, 0, 1920, 1080}, Scale: 1, Primary: primary}
}

var ownScreen, customersScreen = panelOf("DELL P2419H", 0, true), panelOf("BENQ GW2480", 1920, false)

func TestStaffReadWhyTheCustomersWindowIsHidden(t *testing.T) {
	d := newDesk(t)
	b := socketsOf(d, ownScreen, customersScreen)
	d.watch.Begin(true)
	hidden := func(want string) {
		t.Helper()
		d.reads(unbroken(d.staff()), want)
		b.plug(ownScreen, customersScreen)
		d.readsNot(unbroken(d.staff()), want)
	}
	d.readsNot(d.staff(), "not connected")
	b.plug(ownScreen)
	hidden("The customer’s screen is not connected.")
	b.plug(ownScreen, panelOf(customersScreen.Name, 0, false))
	hidden("shows the same as this one")
	home := b.till
	b.till.X = 2000
	d.watch.Look()
	d.reads(unbroken(d.staff()), "This till is on the customer’s screen")
	b.till = home
	d.watch.Look()
	d.press(fyne.KeyF11)
	b.plug(ownScreen)
	d.readsNot(d.staff(), "not connected") // nobody misses it
}

// tile is the button of the monitor with a number, in the picture.
func (d *desk) tile(number string) (found *button) {
	d.Helper()
	each(d.window.Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 2 && slices.Contains(strings.Fields(textsOf(c.Objects[1])), number) {
			if b, ok := c.Objects[0].(*button); ok {
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
	d.watch.Begin(true)
	d.open(atSettings)
	d.reads(d.staff(), "is an ordinary window")
	own, other, last := d.tile("1"), d.tile("2"), d.tile("3")
	if !own.Disabled() || other.Disabled() || last.Disabled() {
		t.Error("the till’s own can be chosen, or another can’t")
	}
	d.window.Canvas().Focus(last)
	d.press(fyne.KeySpace)
	if !d.watch.Shown() || !d.customerWindow.FullScreen() {
		t.Error("the customer’s window does not fill it")
	}
	d.reads(d.staff(), "fills screen 3")
	if b.theirs != tv.Area || len(d.till.sent) != 0 {
		t.Errorf("it is at %v, sent %v", b.theirs, d.till.sent)
	}
	b.plug(ownScreen, customersScreen)
	d.reads(unbroken(d.staff()), "not connected")
	if d.window.Canvas().Focused() == nil {
		t.Error("the focus is lost with the tile that had it")
	}
	var ordinary *button
	each(d.window.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*button); ok && b.text == d.text("screen.window") {
			ordinary = b
		}
	})
	ordinary.Tapped(nil)
	if !d.watch.Shown() || d.customerWindow.FullScreen() || !ordinary.chosen {
		t.Error("an ordinary window was chosen")
	}
}
