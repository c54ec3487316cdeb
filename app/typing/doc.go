// Package typing is what keys mean before there is a sale: who pressed them, and what
// amount they come to.
//
//	key ─► Keyboard ─► Input ─► Typed ─► Bill ─► what a sale comes to
//	                     └──► a scan ─► the note
//
// [Keyboard] (keyboard.go, line.go) tells a person's keys from a scanner's. [Entry]
// (entry.go) is the number being typed and its tape, "12.00 + 8.5"; what it can't take it
// keeps as its tail, and comes to no bill before that is taken back. [Typed] (typed.go) is
// an entry with the keys that it came from: what stood before each, and whose it may have
// been. Nothing that is in doubt becomes certain by what comes after it, and a code is
// taken out by going back to before it. [Bill] (bill.go) takes a discount off and adds a
// tip. [Amount] (marks.go) reads a field for money with the same digits and decimal marks.
//
// # Who pressed a key
//
// A scanner in keyboard mode types like a person. Its speed tells nothing: a fast
// typist is at 30 ms a key, a slow scanner at 60. What tells them apart is how long a
// key is held: a scanner's up to 10 ms, a person's from 50 ms on. A window sees keys
// only when it polls, 60 times a second and sometimes late; so a time of holding is
// known within bounds, and only the bounds decide:
//
//   - By hand: it is still down at a poll that begins later after it was seen to go down
//     than a scanner holds a key: at 60 polls a second, two polls later.
//   - By machine: from the poll before it was seen to go down until it was seen to come
//     up is shorter than a person holds a key. Or from the poll before the first of
//     several keys, each up before the next went down, until the last came up is shorter
//     than a person holds so many: one of them then was, and the run is a machine's.
//   - In doubt: neither, because the window was busy; or a character that came without
//     a key, from an input method.
//
// When a poll began is not told. It was after the one before had ended, and before the
// first thing was seen in it: a key; or what a pointer pressed ([Keyboard.Tapped]) or a new
// size of the window ([Keyboard.Noticed]), which are seen to within the poll and may take
// long. What was seen first counts, or the end of a poll in which nothing was; but where
// more than 50 ms lie between the ends of two polls the earlier end is the one after which
// a key went down. So a busy window makes doubt, and no scan of a person's keys. Keys that
// overlap prove nothing beyond that, as some scanners press the next key before the last is
// up.
//
// Keys that no hand has pressed and that are at most 100 ms apart are a run; a gap ends
// it only if the window has polled twice in it. A run is a scan if one of them is by
// machine and it has three characters or more, or fewer that can only be a code
// ([Code]). It comes as one text, and the keys in and around it (Enter, Tab, control
// characters, which scanners send as Ctrl and a letter) do nothing; such a key between
// two texts makes two scans. What is no scan is handed out in doubt: its characters
// stay, its Enter says so, and other keys do nothing unless they only move or take back.
// A key without a text that is by machine is in doubt, too, and so is an Enter of which
// nobody knows within 100 ms of a text in doubt: scanners may take their time before
// Enter, and a hand may come between.
//
// Every key is held back until this is known: for two polls at most if it is a
// person's, until 100 ms of quiet else. So nothing has to be taken back. What a pointer
// presses comes after the keys that went down before it.
//
// What Fyne and GLFW do with keys, measured: a press calls KeyDown and then TypedKey;
// the repetition of a held key calls TypedKey alone. KeyDown and KeyUp reach a focused
// part that takes them, or the canvas if nothing has the focus. Tab moves the focus at
// once unless the focused part accepts tabs. Digits of the keypad have the names of
// those in the row; without Num Lock they make no character. With an input method on
// X11 the press of the same key twice within a millisecond is lost, but not its
// character; and a character comes a poll after its key, perhaps behind the next one.
//
// The time comes with each key, so the rules need no clock. Which key is meant for the
// amount, and what to do with a bill, is decided in app/ui/counter; whether a number is
// an amount at all by the rules (package order). Entry and Bill are values that any
// goroutine may use. The package imports order alone. It knows no Fyne.
package typing
