package monitors

import (
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// Fitting is the scale at which a window that needs so many units fits a
// monitor, and the room that it then has there: not the title bar, nor the bar
// that most desktops keep along an edge. The scale is the system's, or a
// smaller one on a small monitor with large letters, where the window would
// reach beyond the edge. Fyne knows scales in tenths.
func Fitting(monitor Area, system float32, least fyne.Size) (scale float32, room fyne.Size) {
	w, h := float32(monitor.W), float32(monitor.H-frameTop-40)
	fits := math.Floor(float64(min(w/least.Width, h/least.Height)) * 10)
	scale = max(0.5, min(system, float32(fits/10)))
	return scale, fyne.NewSize(w/scale, h/scale)
}

func tenth(f float32) float32 { return float32(math.Round(float64(f)*10) / 10) }

// fit makes everything smaller while the monitor that the till's window is on
// has no room for it at the system's scale, and says whether it had to.
func (p *Watch) fit() (changed bool) {
	if len(p.list) == 0 {
		return false
	}
	system := tenth(p.windows.Till.Canvas().Scale() / p.smaller)
	scale, _ := Fitting(homeOf(p.list, p.till).Area, system, p.windows.Least)
	if scale/system == p.smaller {
		return false
	}
	p.smaller = scale / system
	p.rescale(p.smaller)
	return true
}

// keepInside gives the till's window a size, in units, cut to the monitor that it
// is on, and moves it off the edges.
func (p *Watch) keepInside(size fyne.Size) {
	if len(p.list) == 0 || p.till.W == 0 {
		return
	}
	scale := p.windows.Till.Canvas().Scale()
	to := Area{p.till.X, p.till.Y, int(size.Width * scale), int(size.Height * scale)}
	if to = inside(workOf(homeOf(p.list, p.till)), to); to != p.till {
		move(p.windows.Till, to, scale)
	}
}

// rescale has Fyne multiply the system's scale. It asks for this variable
// whenever it works a scale out, which it does for a new theme once its loop runs,
// and knows no other way.
func rescale(a fyne.App) func(float32) {
	return func(by float32) {
		os.Setenv("FYNE_SCALE", strconv.FormatFloat(float64(by), 'f', 3, 32))
		a.Settings().SetTheme(a.Settings().Theme())
	}
}
