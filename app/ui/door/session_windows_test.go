package door

import (
	"sync/atomic"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

func TestTheEndOfTheSessionAndNothingElseEndsTheTill(t *testing.T) {
	var ended atomic.Int32
	OnSessionEnd(func() { ended.Add(1) })
	window, _, _ := user32.NewProc("FindWindowW").Call(uintptr(unsafe.Pointer(windows.StringToUTF16Ptr(sessionClass))), 0)
	if window == 0 {
		t.Fatal("no window hears of it")
	}
	const wmQueryEndSession = 0x0011
	for _, m := range []struct {
		name              string
		number, w, answer uintptr
		ended             int32
	}{
		{"Windows asks", wmQueryEndSession, 0, 1, 0},
		{"another program has refused", wmEndSession, 0, 0, 0},
		{"taskkill closes all windows", wmClose, 0, 0, 0},
		{"Windows asks again", wmQueryEndSession, 0, 1, 0},
		{"the session ends", wmEndSession, 1, 0, 1},
	} {
		answer, _, _ := user32.NewProc("SendMessageW").Call(window, m.number, m.w, 0)
		if answer != m.answer || ended.Load() != m.ended {
			t.Errorf("%s: answered %d, ended %d times", m.name, answer, ended.Load())
		}
	}
}
