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

// fitting is the scale at which the till's window fits a monitor: the system's,
// or a smaller one on a small monitor with large letters, where the window
// would reach beyond the edge. Fyne knows scales in tenths.
func fitting(work area, system float32) float32 {
	room := min(float32(work.w)/leastSize.Width, float32(work.h-frameTop)/leastSize.Height)
	return max(0.5, min(system, tenth(room-0.05)))
}

func tenth(f float32) float32 { return float32(math.Round(float64(f)*10) / 10) }

// fit makes everything smaller while the monitor that the till's window is on
// has no room for it at the system's scale.
func (p *screens) fit() {
	if len(p.list) == 0 {
		return
	}
	work := homeOf(p.list, p.till).work
	c := p.shell.window.Canvas()
	system := tenth(c.Scale() / p.smaller)
	scale := fitting(work, system)
	if scale/system == p.smaller {
		return
	}
	p.smaller = scale / system
	p.rescale(p.smaller)
	room := fyne.NewSize(float32(work.w)/scale, float32(work.h-frameTop)/scale)
	if size := c.Size(); size.Width > room.Width || size.Height > room.Height {
		p.shell.window.Resize(fyne.NewSize(min(size.Width, room.Width), min(size.Height, room.Height)))
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
