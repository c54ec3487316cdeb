// Package order holds the rules of money: pure functions, with no clock, no
// network, no disk (but for [Settings.Location], which loads a time zone's
// rules) and no goroutine.
//
// An [Order] is what its events make it. [Apply] takes an order and one
// [Event] and returns the order after it, or an error when the event has no
// place there; [Need] says what an order wants next, from what is recorded and its age.
// Because nothing else decides, a restart is the same path as running on: read the
// orders, ask each what it needs. A watch ends by steps that answers use up ([Step]),
// never by age alone.
//
//	created ──answer with a QR──► waiting ──SUCCEEDED──► paid
//	   │                             │
//	   ├─no answer──► unsure ────────┼──CANCELLED──► cancelled ──SUCCEEDED──► paid, late
//	   └─a definite no──► refused    └─staff stop showing it: mark "dismissed"
//
// Marks stand beside the state: dismissed (the code is no longer shown), late
// (paid when nobody expected it any more), mismatch (an answer disagreed with
// the order, or with an earlier final answer: for a person to decide).
//
// Events hold facts, such as a gateway's answer in its own words; what a fact
// means is judged here ([Answer] and judge.go), in one place.
//
// The package imports nothing of this program. Every value is safe to copy;
// every function may be called from any goroutine.
package order
