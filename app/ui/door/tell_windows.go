package door

import "golang.org/x/sys/windows"

// Tell says a sentence without Fyne, in the system's own box: for a computer
// that can't open our windows, where nobody would see standard error.
func Tell(title, sentence string) {
	t, errTitle := windows.UTF16PtrFromString(title)
	s, errText := windows.UTF16PtrFromString(sentence)
	if errTitle == nil && errText == nil {
		_, _ = windows.MessageBox(0, s, t, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
	}
}
