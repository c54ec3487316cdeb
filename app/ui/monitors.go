package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
)

// leastSize is what the till's window needs, in units, on every monitor: a test
// looks at them all.
func leastSize() fyne.Size { return fyne.NewSize(1024, 580) }

// watchOver has the customer's window kept where it belongs.
func (s *shell) watchOver(system System) {
	windows := Windows{Till: s.window, Customer: s.customerWindow, Least: leastSize(), Usual: customerSize()}
	s.watch = NewWatch(s.config.App, system, windows, s.screensChanged)
}

// screensChanged shows on the staff side what has become of the customer's window.
func (s *shell) screensChanged() {
	s.strips.draw(s.view, s.onOrder())
	s.pages[atSettings].(*settings).monitorsChanged()
	s.redraw()
}

// screenWords say why the customer's window is hidden.
func (s *shell) screenWords() string {
	switch s.watch.State().Missing {
	case Unplugged:
		return s.text("screen.unplugged")
	case Mirrored:
		return s.text("screen.mirrored")
	case OnTill:
		return s.text("screen.on_till")
	}
	return ""
}

// tiles are the monitors as the settings show them.
type tiles struct{ shell *shell }

func (t tiles) now() Screens {
	is := t.shell.watch.State()
	to := Screens{
		Till: is.Till, Customer: is.Customer,
		Window: is.Window, Hidden: !is.Wanted, Missing: t.shell.screenWords(), Filling: is.Where == OnMonitor,
	}
	screen := func(number string, m Monitor) Screen {
		return Screen{number, m.Name, m.Area.X, m.Area.Y, m.Area.W, m.Area.H}
	}
	for _, g := range is.Groups {
		to.Tiles = append(to.Tiles, screen(g.Number(), is.Monitors[g[0]]))
	}
	for i, m := range is.Monitors {
		to.Each = append(to.Each, screen(strconv.Itoa(i+1), m))
	}
	return to
}

func (t tiles) choose(tile int) { t.shell.watch.Choose(tile) }
func (t tiles) chooseWindow()   { t.shell.watch.ChooseWindow() }
func (t tiles) identify(title string, draw func(string) fyne.CanvasObject) {
	t.shell.watch.Identify(title, draw)
}
