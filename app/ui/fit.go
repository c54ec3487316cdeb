package ui

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// leastSize is what the till's window needs, in units, on every screen: a test
// looks at them all.
var leastSize = fyne.NewSize(1024, 580)

// roomOn is what a monitor of so many pixels has for the till's window: not
// the title bar, nor the bar that most desktops keep along an edge.
func roomOn(monitor area) (w, h float32) {
	return float32(monitor.w), float32(monitor.h - frameTop - 40)
}

// fitting is the scale at which the till's window fits a monitor: the system's,
// or a smaller one on a small monitor with large letters, where the window
// would reach beyond the edge. Fyne knows scales in tenths.
func fitting(monitor area, system float32) float32 {
	w, h := roomOn(monitor)
	fits := math.Floor(float64(min(w/leastSize.Width, h/leastSize.Height)) * 10)
	return max(0.5, min(system, float32(fits/10)))
}

func tenth(f float32) float32 { return float32(math.Round(float64(f)*10) / 10) }

// fit makes everything smaller while the monitor that the till's window is on
// has no room for it at the system's scale.
func (p *screens) fit() {
	if len(p.list) == 0 {
		return
	}
	home := homeOf(p.list, p.till).area
	c := p.shell.window.Canvas()
	system := tenth(c.Scale() / p.smaller)
	scale := fitting(home, system)
	if scale/system == p.smaller {
		return
	}
	p.smaller = scale / system
	p.rescale(p.smaller)
	w, h := roomOn(home)
	if size := c.Size(); size.Width > w/scale || size.Height > h/scale {
		p.shell.window.Resize(fyne.NewSize(min(size.Width, w/scale), min(size.Height, h/scale)))
	}
}

// rescale has Fyne multiply the system's scale. It asks for this variable
// whenever it works a scale out, which it does for a new theme, and knows no
// other way.
func rescale(a fyne.App) func(float32) {
	return func(by float32) {
		os.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(by), 'f', 3, 32))
		a.Settings().SetTheme(a.Settings().Theme())
	}
}
