// Package customer is the window that the customer looks at: the shop's name, a
// code, a tick, or a calm sentence, in one or two languages at once. It is drawn
// from a View and shows nothing of it that is meant for staff.
//
// window.go chooses what is shown, and poster.go lays it out, as large as the
// window allows. code.go shows no pixel of a code before it was read back from
// the very pixels that are shown: a Reading is handed out, drawn and read on
// another goroutine (readback.go), and comes back by Done. The till's preview of
// the code is a Code as well. logo.go keeps the shop's picture.
//
// The frame hands it a fyne.Window, where its keys go, and who reads codes back;
// where the window stands is the business of package monitors.
package customer
