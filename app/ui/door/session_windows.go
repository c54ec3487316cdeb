package door

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32           = windows.NewLazySystemDLL("user32.dll")
	registerClass    = user32.NewProc("RegisterClassExW")
	createWindow     = user32.NewProc("CreateWindowExW")
	defaultProcedure = user32.NewProc("DefWindowProcW")
	nextMessage      = user32.NewProc("GetMessageW")
	dispatchMessage  = user32.NewProc("DispatchMessageW")
)

// Messages (winuser.h).
const (
	wmClose      = 0x0010
	wmEndSession = 0x0016
)

// OnSessionEnd has end called when Windows ends the session: it shuts down, or its
// user logs off. It must end the program within five seconds, in which Windows waits
// for it; Fyne's windows agree to such an end and tell nobody of it.
//
// What hears of it is a window of our own that is never shown, on a thread of its
// own: it does so whatever Fyne's goroutine is at, and before there is a window of
// Fyne's. Where it can't be made, the session ends the program as a power cut would.
func OnSessionEnd(end func()) {
	made := make(chan struct{})
	go hearSession(end, made)
	<-made
}

const sessionClass = "QR Till session"

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style                        uint32
	procedure                          uintptr
	classExtra, windowExtra            int32
	instance, icon, cursor, background windows.Handle
	menu, name                         *uint16
	smallIcon                          windows.Handle
}

// message is MSG.
type message struct {
	window  windows.HWND
	number  uint32
	w, l    uintptr
	time    uint32
	x, y    int32
	private uint32
}

// hearSession closes made when its window is there.
func hearSession(end func(), made chan<- struct{}) {
	runtime.LockOSThread() // a window's messages come to the thread that made it
	name := windows.StringToUTF16Ptr(sessionClass)
	class := windowClass{name: name, procedure: windows.NewCallback(func(window, number, w, l uintptr) uintptr {
		switch {
		case number == wmEndSession && w != 0: // else another program has refused, and the session goes on
			end()
			return 0
		case number == wmClose: // taskkill asks every window, and this one has nothing to close
			return 0
		}
		result, _, _ := defaultProcedure.Call(window, number, w, l)
		return result
	})}
	class.size = uint32(unsafe.Sizeof(class))
	registerClass.Call(uintptr(unsafe.Pointer(&class)))
	window, _, _ := createWindow.Call(0, uintptr(unsafe.Pointer(name)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	close(made)
	if window == 0 {
		return
	}
	var m message
	for {
		if got, _, _ := nextMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(got) <= 0 {
			return
		}
		dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}
