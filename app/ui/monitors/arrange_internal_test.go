package monitors

import "testing"

func TestTheWindowsShareTheScreen(t *testing.T) {
	for _, k := range []struct {
		screen Area
		least  int
		scale  float32
		beside bool
	}{
		{Area{0, 0, 1366, 768}, 1026, 1, true},
		{Area{0, 0, 1920, 1080}, 1026, 1, true},
		{Area{0, 0, 1280, 1024}, 1026, 1, false},
		{Area{0, 25, 2560, 1415}, 1540, 1.5, true},
		{Area{1920, 0, 1920, 1080}, 1026, 1, true},
	} {
		till, customer := sideBySide(k.screen, k.least, k.scale, false)
		right, bottom := k.screen.X+k.screen.W, k.screen.Y+k.screen.H
		for _, w := range []Area{till, customer} {
			if w.X < k.screen.X || w.Y < k.screen.Y || w.X+w.W > right || w.Y+w.H > bottom {
				t.Errorf("%v: a window leaves the screen: %v", k.screen, w)
			}
		}
		if till.W < k.least {
			t.Errorf("%v: the till is %d wide and needs %d", k.screen, till.W, k.least)
		}
		if beside := customer.X >= till.X+till.W; beside != k.beside {
			t.Errorf("%v: beside each other is %t: %v %v", k.screen, beside, till, customer)
		}
	}
}
