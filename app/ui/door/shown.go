package door

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// ErrNoWindow says that no window could be made: there is no display, or no
// OpenGL. Fyne itself only logs that and would then wait for ever.
var ErrNoWindow = errors.New("no window can be shown: this computer offers no display with OpenGL 2.1")

// Shown shows a window and says whether it is really there. Without a display
// Fyne panics; without OpenGL the window has no handle. It must be called on the main
// goroutine.
func Shown(w fyne.Window) (there bool) {
	defer func() { there = recover() == nil && there }()
	w.Show()
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true // a test's window
	}
	there = true
	native.RunNative(func(context any) { there = handleOf(context) != 0 })
	return there
}

func handleOf(context any) uintptr {
	switch c := context.(type) {
	case driver.X11WindowContext:
		return c.WindowHandle
	case driver.WindowsWindowContext:
		return c.HWND
	case driver.MacWindowContext:
		return c.NSWindow
	case driver.WaylandWindowContext:
		return c.WaylandSurface
	}
	return 1 // a driver that we do not know: believe it
}
