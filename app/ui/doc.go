// Package ui is the frame of the till's two windows: it opens them, brings Views to
// them and keys to their pages, and leads from page to page. What the pages show is
// the business of the rooms below it:
//
//	kit        what every screen is made of; knows no till
//	counter    the page of the sale
//	owner      history, one order, refunds, what needs a person
//	settings   first start, settings, a till that was moved
//	customer   the window that the customer looks at
//	monitors   which monitor each window belongs on
//	door       the windows before there is a till
//
//	app.Till ─View─► pump ─► shell.draw ─┬─► rail, strips, the page on the screen
//	                                     └─► customer: idle, code, tick
//	keys ─► kit's Keyboard ─► focused part, sheet, shell or page ─► Till.Send(Command)
//
// Both windows draw the same View, and only what is in a View: no screen decides that
// a sale is paid. Pages don't know each other. What a page needs of the others, of
// the sound or of the monitors it asks of its Frame, a small interface in its own
// room; the shell is the frame of them all (shell_frame.go).
//
// The way in is [Run] (ui.go), or [Offer] when the log can't be opened (offer.go).
// shell.go is the till's window, shell_keys.go what a key does on every page,
// shell_aside.go what becomes of what staff were at when a sale took the screen, page.go
// what the shell knows of a page. Around the page stand rail.go and strips.go; help.go
// has every key on a sheet. drills_strip.go is what staff can play through at a practice
// till, which drills.go moves on by Views alone. sound.go decides what is heard,
// language.go what is spoken to whom, and monitors.go words what package monitors knows.
//
// All code here and in the rooms runs on Fyne's goroutine, except the pump (pump.go):
// one goroutine that waits for Views, codes to read back, what the sound reports, the
// second, and a call to the front. Fyne's loop fetches its work by way of loop.go, the
// place where the windows end too, whoever ends them. Nobody calls fyne.Do.
//
// All Fyne of the program is under this folder, but for what main needs to make the
// app and hand it on. The package knows no gateway, no disk and no keyring.
package ui
