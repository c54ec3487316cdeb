package monitors

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheTillIsMadeSmallerWhereItWouldNotFit(t *testing.T) {
	for _, k := range []struct {
		monitor      Area
		system, want float32
	}{
		{Area{W: 1366, H: 768}, 1, 1}, {Area{W: 1366, H: 768}, 1.3, 1.1}, {Area{W: 1366, H: 768}, 2, 1.1},
		{Area{W: 1920, H: 1080}, 1.5, 1.5}, {Area{W: 1920, H: 1080}, 2, 1.7},
		{Area{W: 1280, H: 1024}, 1, 1}, {Area{W: 1280, H: 1024}, 2, 1.2},
		{Area{W: 3840, H: 2160}, 2, 2}, {Area{W: 320, H: 200}, 1, 0.5},
	} {
		if got, _ := Fitting(k.monitor, k.system, fyne.NewSize(1024, 580)); got != k.want {
			t.Errorf("%v at %g: %g, want %g", k.monitor, k.system, got, k.want)
		}
	}
}

func TestTheScaleFollowsTheMonitor(t *testing.T) {
	b := withMonitors(t)
	till := b.windows.Till
	till.Resize(fyne.NewSize(1366, 740))
	c := till.Canvas().(interface{ SetScale(float32) })
	p, system := b.Watch, float32(2)
	c.SetScale(system)
	p.rescale = func(by float32) { c.SetScale(system * by) }
	p.till = Area{60, 60, 1180, 720}
	see := func(m Area, want float32) {
		t.Helper()
		p.list = []Monitor{{Area: m, Primary: true}}
		for range 3 { // and then it stays
			if p.fit() {
				p.keepInside(till.Canvas().Size())
			}
		}
		if got := tenth(till.Canvas().Scale()); got != want {
			t.Errorf("%v: at %g, want %g", m, got, want)
		}
		if size, room := till.Canvas().Size(), float32(m.H)/want; size.Height > room {
			t.Errorf("%v: the window is %v, more than %g", m, size, room)
		}
	}
	see(Area{W: 1366, H: 768}, 1.1)
	see(Area{W: 3840, H: 2160}, 2)
	see(Area{W: 1920, H: 1080}, 1.7)
	p.list = nil
	p.fit() // nothing is known
	p.keepInside(till.Canvas().Size())
}

// The window opens at the system's scale, and where and as large as the desktop
// and its last run would have it.
func TestScaleSizeAndPlaceAreDecidedTogether(t *testing.T) {
	for _, k := range []struct {
		monitor Area
		system  float32
		scale   float32
		first   Area // of the very first start
		again   Area // of a window of 1180 x 720 units that hangs over an edge
	}{
		{Area{0, 0, 1024, 600}, 1, 0.8, Area{8, 40, 992, 552}, Area{72, 40, 944, 552}},
		{Area{0, 0, 800, 600}, 1, 0.7, Area{8, 40, 784, 552}, Area{8, 60, 784, 504}},
		{Area{0, 0, 800, 480}, 1, 0.6, Area{8, 40, 744, 432}, Area{84, 40, 708, 432}},
		{Area{0, 0, 1280, 1024}, 1, 1, Area{8, 40, 960, 860}, Area{100, 60, 1180, 720}},
		{Area{0, 0, 1366, 768}, 1, 1, Area{8, 40, 1024, 720}, Area{100, 40, 1180, 720}},
		{Area{0, 0, 1920, 1080}, 1, 1, Area{8, 40, 1240, 860}, Area{100, 60, 1180, 720}},
		{Area{0, 0, 1366, 768}, 2, 1.1, Area{8, 40, 1350, 720}, Area{60, 40, 1298, 720}},
		{Area{1920, 0, 1024, 600}, 1, 0.8, Area{1928, 40, 992, 552}, Area{1992, 40, 944, 552}},
	} {
		for first, want := range map[bool]Area{false: k.again, true: k.first} {
			b := withMonitors(t)
			b.on = []Monitor{{Area: k.monitor, Primary: true}}
			w := &placed{Window: b.windows.Till}
			b.windows.Till = w
			c := w.Canvas().(interface{ SetScale(float32) })
			c.SetScale(k.system)
			b.rescale = func(by float32) { c.SetScale(k.system * by) }
			b.tills = Area{k.monitor.X + 100, k.monitor.Y + 60, 700, 400}
			w.Resize(fyne.NewSize(700, 400)) // the desktop has cut it
			w.at = [2]int{b.tills.X, b.tills.Y}
			b.Begin(first, fyne.NewSize(1180, 720))
			scale, size := w.Canvas().Scale(), w.Canvas().Size()
			got := Area{w.at[0], w.at[1], int(math.Round(float64(size.Width * scale))), int(math.Round(float64(size.Height * scale)))}
			if tenth(scale) != k.scale || abs(got.W-want.W) > 1 || abs(got.H-want.H) > 1 || got.X != want.X || got.Y != want.Y {
				t.Errorf("%v at %g, first %t: %v at %g, want %v at %g", k.monitor, k.system, first, got, tenth(scale), want, k.scale)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

// placed is a window that knows where it was put.
type placed struct {
	fyne.Window
	at [2]int
}

func (p *placed) RequestPosition(x, y int)    { p.at = [2]int{x, y} }
func (p *placed) RequestFullScreenSecondary() {}
func (p *placed) RequestAlwaysOnTop()         {}
