// Package door has the windows that stand before there is a till.
//
// offer.go is shown when the log can't be opened and there is a good backup: it says
// why, and once staff accept, puts the backup back and opens the till's windows in
// the same run; or it only waits, while the till before is still closing, and opens the
// windows by itself. refusal.go says in one sentence that there will be no till. shown.go
// finds out whether a window is really there, which Fyne does not tell; where none
// can be, [Tell] says it in the system's own way (tell_windows.go, tell_other.go).
// display_x11.go hears when the display itself is gone, session_windows.go when Windows
// ends the session; old_windows.go says that a Windows is too old for Go itself; with
// front_windows.go a second start lets the first one's window come to the front.
//
// The room knows nothing of logs and backups, nor of the till that it leads to: it is
// handed words to show and functions to call. Package ui knows both sides.
//
// All of it runs on Fyne's goroutine, but for what takes a while: the backup is put
// back on a goroutine of its own, and later the pump of the till's windows runs there.
// The package imports kit and assets.
package door
