// Package typing is what keys mean for an amount, before there is a sale: the
// number being typed, the adding machine's tape, and what a scanner sends in
// between.
//
//	character ─► Typed ─► Guarded ─► Bill ─► what a sale comes to
//
// [Entry] (entry.go) is the number and its tape, "12.00 + 8.5"; it takes only
// what can become an amount, and says with an error why it did not take a key.
// [Guarded] (typing.go) is an Entry that a scanner can't spoil: what was scanned
// is told from what was typed, and handed out as text by [Guarded.Ended].
// [Bill] (bill.go) takes a discount off and adds a tip.
//
// The time comes with each key, so the rules need no clock; which key is meant
// for the amount, and what to do with a bill, is decided in app/ui/counter.
// Whether a number is an amount at all is decided by the rules (package order).
//
// Every type is a value: a key gives a new one, and any goroutine may use it. The
// package imports order alone. It knows no Fyne.
package typing
