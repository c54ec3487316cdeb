package monitors

import (
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
			p.fit()
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
}
