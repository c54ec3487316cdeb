// Package ui is every window of the till, and all of the program's Fyne but
// what main needs to make the app and hand it on.
//
//	app.Till ─View─► pump ─► Window.draw ─► shell (staff: Charge, History, Settings)
//	                                    └─► customer (idle, code, tick)
//	keys, taps ─► shell ─► page ─► Till.Send(Command)
//
// Both windows draw the same View, and only what is in a View: the screen
// never decides that a sale is paid. What the customer's window shows is chosen
// in customer.go; nothing meant for staff gets there.
//
// Where the customer's window goes is decided in screens.go, from what is
// connected and what was chosen; screens_watch.go brings it there and takes it
// away; screen_glfw.go alone asks the system.
//
// All code here runs on Fyne's goroutine, except the pump: one goroutine that
// waits for Views, codes to read back, what the sound reports, the second and
// a call to the front, and is the only caller of fyne.Do.
//
// How it is built, from below: theme.go has colours and sizes; kit_*.go the
// few parts that every screen is made of, and poster.go the customer's screens;
// keys.go the one table of keys; shell.go the frame (rail, strips, sheets)
// around the pages; each page is a file of its own and fills the small
// interface page. managersheet.go is what all sheets that take the manager's
// PIN have in common, and settings_lock.go what stands before the settings;
// drills.go what staff can play through at a practice till, driven by Views;
// offer.go the window in front of a till whose log can't be opened.
//
// The package imports app, order, book, sound and assets. It knows no gateway,
// no disk and no keyring.
package ui
