//go:build cgo && !ci && (x11 || !linux)

package monitors

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

// connected lists the monitors that are on.
func connected() []Monitor { return knows(monitorsOn) }

func monitorsOn() (list []Monitor) {
	primary := glfw.GetPrimaryMonitor()
	for _, found := range glfw.GetMonitors() {
		m := Monitor{Name: found.GetName(), Primary: primary != nil && *found == *primary}
		m.Area.X, m.Area.Y = found.GetPos()
		m.Scale, _ = found.GetContentScale()
		mode := found.GetVideoMode()
		if mode == nil {
			continue // it went off this moment
		}
		m.Area.W, m.Area.H = mode.Width, mode.Height
		list = append(list, m)
	}
	return list
}

// workOf is the part of a monitor that windows may use. It is asked only when a
// window is placed: on X11 GLFW crashes over the work area of a monitor that has
// gone and that it has not heard of yet.
func workOf(m Monitor) Area {
	work := m.Area
	knows(func() any {
		if found := find(m); found != nil {
			work.X, work.Y, work.W, work.H = found.GetWorkarea()
		}
		return nil
	})
	return work
}

// find looks for a monitor that is still on.
func find(m Monitor) *glfw.Monitor {
	for _, found := range glfw.GetMonitors() {
		if x, y := found.GetPos(); found.GetVideoMode() != nil && found.GetName() == m.Name && x == m.Area.X && y == m.Area.Y {
			return found
		}
	}
	return nil
}

// onMonitors has f called as soon as a monitor came or went.
func onMonitors(f func()) {
	knows(func() any { return glfw.SetMonitorCallback(func(*glfw.Monitor, glfw.PeripheralEvent) { f() }) })
}

// handle is a window as GLFW knows it, which Fyne does not tell.
type handle struct{ window *glfw.Window }

// Learn is called while the window is painted: to be painted with OpenGL, its
// context must be the current one.
func (h *handle) Learn() {
	if h.window == nil {
		h.window = knows(glfw.GetCurrentContext)
	}
}

// Area is where the window's content is; not known before it was painted, and
// while it is minimised.
func (h *handle) Area() (Area, bool) {
	if h.window == nil {
		return Area{}, false
	}
	a := knows(func() (a Area) {
		if h.window.GetAttrib(glfw.Iconified) == glfw.False {
			a.X, a.Y = h.window.GetPos()
			a.W, a.H = h.window.GetSize()
		}
		return a
	})
	return a, a.W > 0
}

// Fill sees to it that a full-screen window is on the right monitor. Fyne takes
// the one that the window's middle is on, and looks for it in a part of a
// monitor only when that has small pixels. On macOS a full screen is a Space,
// which GLFW knows nothing of.
func (h *handle) Fill(monitor Monitor) {
	if h.window == nil || runtime.GOOS == "darwin" {
		return
	}
	knows(func() any {
		m := find(monitor)
		if on := h.window.GetMonitor(); m != nil && (on == nil || *on != *m) {
			mode := m.GetVideoMode()
			h.window.SetMonitor(m, 0, 0, mode.Width, mode.Height, mode.RefreshRate)
		}
		return nil
	})
}

// Raise brings the window before all others. Where Windows lets no program come before
// the one that a person works with, its button in the task bar says so.
func (h *handle) Raise() {
	if h.window == nil {
		return
	}
	knows(func() any {
		if h.window.GetAttrib(glfw.Iconified) == glfw.True {
			h.window.Restore()
		}
		h.window.Focus()
		if h.window.GetAttrib(glfw.Focused) == glfw.False {
			h.window.RequestAttention()
		}
		return nil
	})
}
