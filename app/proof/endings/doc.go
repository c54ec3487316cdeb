// Command endings ends a till in every way that it can be told to, while a
// customer may pay, and proves that it ends well. `make endings` runs it; its
// last line reads
//
//	endings: ends N (TERM t, INT i, HUP h, display d, again a), wrong W
//
// An end is a till of its own, in practice mode, on a virtual screen: a sale is
// typed, its code is read off the customer's window, and a moment later the till
// gets a signal, or its X server is killed, as when a session ends. It must have
// ended with exit code 0 within some seconds, with no panic; its log must be
// whole, and the order in it still waiting. Or it is started again when its windows are
// gone and it has not ended yet (again.go): the second start must open its own.
//
// Lanes side by side, each this same program with a screen of its own, share the
// ends: a busy machine finds more (lane.go). Then tills with a bug (testdata/)
// are ended in the same ways: one that nobody notices fails the run.
//
// Exit codes: 0 all of it holds, 1 it does not, 2 wrong usage, 3 it could not be
// tried.
package main
