package door

import "golang.org/x/sys/windows"

// GiveFront lets whichever program a person is shown next come before all windows: a
// second start was clicked at, and so may be in front, but the till that it calls may not
// (AllowSetForegroundWindow).
func GiveFront() {
	const anyProgram = ^uintptr(0) // ASFW_ANY
	_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(anyProgram)
}
