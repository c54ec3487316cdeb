package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"qrtill/app/ui/customer"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/settings"
)

// leastSize is what the till's window needs, in units, on every monitor: a test
// looks at them all.
func leastSize() fyne.Size { return fyne.NewSize(1024, 580) }

// watchOver has the customer's window kept where it belongs.
func (s *shell) watchOver(system monitors.System) {
	windows := monitors.Windows{Till: s.window, Customer: s.customerWindow, Least: leastSize(), Usual: customer.Size()}
	s.watch = monitors.New(s.config.App, system, windows, s.screensChanged)
}

// screensChanged shows on the staff side what has become of the customer's window.
func (s *shell) screensChanged() {
	s.strips.draw(s.view, s.orderShown())
	s.drawTop(s.view)
	update(s.page, s.view) // of a sale it says what the customer sees
	s.pages[atSettings].(*settings.Page).MonitorsChanged()
	s.redraw()
}

// screenWords say why the customer's window is hidden.
func (s *shell) screenWords() string {
	switch s.watch.State().Missing {
	case monitors.Unplugged:
		return s.Text("screen.unplugged")
	case monitors.Mirrored:
		return s.Text("screen.mirrored")
	case monitors.OnTill:
		return s.Text("screen.on_till")
	}
	return ""
}

// tiles are the monitors as the settings show them.
type tiles struct{ shell *shell }

func (t tiles) Now() settings.Screens {
	is := t.shell.watch.State()
	to := settings.Screens{
		Till: is.Till, Customer: is.Customer,
		Window: is.Window, Hidden: !is.Wanted, Missing: t.shell.screenWords(), Filling: is.Where == monitors.OnMonitor,
	}
	screen := func(number string, m monitors.Monitor) settings.Screen {
		return settings.Screen{Number: number, Name: m.Name, X: m.Area.X, Y: m.Area.Y, Width: m.Area.W, Height: m.Area.H}
	}
	for _, g := range is.Groups {
		to.Tiles = append(to.Tiles, screen(g.Number(), is.Monitors[g[0]]))
	}
	for i, m := range is.Monitors {
		to.Each = append(to.Each, screen(strconv.Itoa(i+1), m))
	}
	return to
}

func (t tiles) Choose(tile int) { t.shell.watch.Choose(tile) }
func (t tiles) ChooseWindow()   { t.shell.watch.ChooseWindow() }
func (t tiles) Identify(title string, draw func(string) fyne.CanvasObject) {
	t.shell.watch.Identify(title, draw)
}
