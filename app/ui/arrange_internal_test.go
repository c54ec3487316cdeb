package ui

import "testing"

func TestTheWindowsShareTheScreen(t *testing.T) {
	for _, k := range []struct {
		screen area
		least  int
		scale  float32
		beside bool
	}{
		{area{0, 0, 1366, 768}, 1026, 1, true},
		{area{0, 0, 1920, 1080}, 1026, 1, true},
		{area{0, 0, 1280, 1024}, 1026, 1, false},
		{area{0, 25, 2560, 1415}, 1540, 1.5, true},
		{area{1920, 0, 1920, 1080}, 1026, 1, true},
	} {
		till, customer := sideBySide(k.screen, k.least, k.scale)
		right, bottom := k.screen.x+k.screen.w, k.screen.y+k.screen.h
		for _, w := range []area{till, customer} {
			if w.x < k.screen.x || w.y < k.screen.y || w.x+w.w > right || w.y+w.h > bottom {
				t.Errorf("%v: a window leaves the screen: %v", k.screen, w)
			}
		}
		if till.w < k.least {
			t.Errorf("%v: the till is %d wide and needs %d", k.screen, till.w, k.least)
		}
		if beside := customer.x >= till.x+till.w; beside != k.beside {
			t.Errorf("%v: beside each other is %t: %v %v", k.screen, beside, till, customer)
		}
	}
}
