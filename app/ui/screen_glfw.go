//go:build cgo && !ci && (x11 || !linux)

package ui

import "github.com/go-gl/glfw/v3.4/glfw"

// workArea is the part of the first screen that windows may use, in the
// system's own pixels. It may be asked on Fyne's goroutine once a window is
// shown.
func workArea() (a area, known bool) {
	defer func() { known = recover() == nil && known }() // GLFW panics where it is not in use, as under Wayland
	screen := glfw.GetPrimaryMonitor()
	if screen == nil {
		return area{}, false
	}
	a.x, a.y, a.w, a.h = screen.GetWorkarea()
	return a, a.w > 0 && a.h > 0
}
