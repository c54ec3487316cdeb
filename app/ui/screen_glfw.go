//go:build cgo && !ci && (x11 || !linux)

package ui

import (
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Everything here is called on Fyne's goroutine, once a window is shown. GLFW
// panics where it is not in use, as under Wayland: nothing is known then.
func knows[T any](ask func() T) (answer T) {
	defer func() {
		if recover() != nil {
			answer = *new(T)
		}
	}()
	return ask()
}

// monitors lists the screens that are on.
func monitors() []monitor { return knows(listMonitors) }

func listMonitors() (list []monitor) {
	primary := glfw.GetPrimaryMonitor()
	for _, found := range glfw.GetMonitors() {
		m := monitor{name: found.GetName(), primary: primary != nil && *found == *primary}
		m.area.x, m.area.y = found.GetPos()
		m.scale, _ = found.GetContentScale()
		mode := found.GetVideoMode()
		if mode == nil {
			continue // it went off this moment
		}
		m.area.w, m.area.h = mode.Width, mode.Height
		list = append(list, m)
	}
	return list
}

// workOf is the part of a screen that windows may use. It is asked only when a
// window is placed: on X11 GLFW crashes over the work area of a screen that has
// gone and that it has not heard of yet.
func workOf(m monitor) area {
	work := m.area
	knows(func() any {
		if found := find(m); found != nil {
			work.x, work.y, work.w, work.h = found.GetWorkarea()
		}
		return nil
	})
	return work
}

// find looks for a screen that is still on.
func find(m monitor) *glfw.Monitor {
	for _, found := range glfw.GetMonitors() {
		if x, y := found.GetPos(); found.GetVideoMode() != nil && found.GetName() == m.name && x == m.area.x && y == m.area.y {
			return found
		}
	}
	return nil
}

// onMonitors has f called as soon as a screen came or went.
func onMonitors(f func()) {
	knows(func() any { return glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) { f() }) })
}

// handle is a window as GLFW knows it, which Fyne does not tell.
type handle struct{ window *glfw.Window }

// learn is called while the window is painted: to be painted with OpenGL, its
// context must be the current one.
func (h *handle) learn() {
	if h.window == nil {
		h.window = knows(glfw.GetCurrentContext)
	}
}

// area is where the window's content is; not known before it was painted, and
// while it is minimised.
func (h *handle) area() (area, bool) {
	if h.window == nil {
		return area{}, false
	}
	a := knows(func() (a area) {
		if h.window.GetAttrib(glfw.Iconified) == glfw.False {
			a.x, a.y = h.window.GetPos()
			a.w, a.h = h.window.GetSize()
		}
		return a
	})
	return a, a.w > 0
}

// fill sees to it that a full-screen window is on the right monitor. Fyne takes
// the one that the window's middle is on, and looks for it in a part of a
// monitor only when that has small pixels. On macOS a full screen is a Space,
// which GLFW knows nothing of.
func (h *handle) fill(panel monitor) {
	if h.window == nil || runtime.GOOS == "darwin" {
		return
	}
	knows(func() any {
		m := find(panel)
		if on := h.window.GetMonitor(); m != nil && (on == nil || *on != *m) {
			mode := m.GetVideoMode()
			h.window.SetMonitor(m, 0, 0, mode.Width, mode.Height, mode.RefreshRate)
		}
		return nil
	})
}
