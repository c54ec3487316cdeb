package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
)

// leastSize is what the till's window needs, in units, on every monitor: a test
// looks at them all.
var leastSize = fyne.NewSize(1024, 580)

// watchOver has the customer's window kept where it belongs.
func (s *shell) watchOver(system System) {
	windows := Windows{Till: s.window, Customer: s.customerWindow, Least: leastSize, Usual: customerSize}
	s.screens = NewWatch(s.config.App, system, windows, s.screensChanged)
}

// screensChanged shows on the staff side what has become of the customer's window.
func (s *shell) screensChanged() {
	s.strips.draw(s.view, s.page == s.history.orderScreen)
	s.pages[atSettings].(*settings).screens.changed()
	s.redraw()
}

// screenWords say why the customer's window is hidden.
func (s *shell) screenWords() string {
	switch s.screens.State().Missing {
	case Unplugged:
		return s.text("screen.unplugged")
	case Mirrored:
		return s.text("screen.mirrored")
	case OnTill:
		return s.text("screen.on_till")
	}
	return ""
}

// screensInSettings hands the settings what their picture shows and does.
type screensInSettings struct{ *shell }

func (s screensInSettings) Screens() Screens {
	now := s.screens.State()
	to := Screens{Till: now.Till, Customer: now.Customer, Window: now.Window, Hidden: !now.Wanted, Missing: s.screenWords(), Filling: now.Where == OnMonitor}
	screen := func(number string, m Monitor) Screen {
		return Screen{number, m.Name, m.Area.X, m.Area.Y, m.Area.W, m.Area.H}
	}
	for _, g := range now.Groups {
		to.Tiles = append(to.Tiles, screen(g.Number(), now.Monitors[g[0]]))
	}
	for i, m := range now.Monitors {
		to.Each = append(to.Each, screen(strconv.Itoa(i+1), m))
	}
	return to
}

func (s screensInSettings) Choose(tile int) { s.screens.Choose(tile) }
func (s screensInSettings) ChooseWindow()   { s.screens.ChooseWindow() }
func (s screensInSettings) Identify(title string, draw func(string) fyne.CanvasObject) {
	s.screens.Identify(title, draw)
}
