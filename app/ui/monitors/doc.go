// Package monitors knows which monitor each of the two windows belongs on, and
// keeps the customer's there while monitors come, go and change.
//
//	what is on, where the till is, what was chosen ─decide─► Where
//	Where, what staff want ─table─► away, an ordinary window, or filling a monitor
//
// decide.go is the rule, and pure; table.go has every situation and what F11
// does in it; watch.go looks twice a second and as soon as a plug moves, and
// touches nothing while nothing differs; window.go moves the window. arrange.go
// puts both windows beside each other on the very first start, and identify.go
// shows every monitor its number. State (state.go) is what others may know, as
// plain data: the frame words it.
//
// The system is asked in glfw.go alone, the only file that knows GLFW; none.go
// stands beside it where there is none. Tests plug monitors of their own into
// a System. fit.go makes the till smaller where it would not fit: its scale first,
// then its size, then its place.
//
// All of it runs on Fyne's goroutine. The package imports none of ours.
package monitors
