//go:build cgo && !ci && x11 && linux

package door

// #cgo LDFLAGS: -lX11
// #include <X11/Xlib.h>
//
// extern void displayGone(void);
//
// static int onGone(Display *display) { displayGone(); return 0; }
// static inline void listen(void) { XSetIOErrorHandler(onGone); }
import "C"

var gone func() // here, as Xlib hands its handler nothing of ours

//export displayGone
func displayGone() { gone() }

// OnDisplayGone has end called when the connection to the display breaks, as at
// the end of a session. It must end the program: Xlib does when it returns, with
// exit code 1. Whoever asked something of the display waits meanwhile, mostly
// Fyne's goroutine, so nothing more may be asked of it. It must be called before
// there is a window.
func OnDisplayGone(end func()) {
	gone = end
	C.listen()
}
