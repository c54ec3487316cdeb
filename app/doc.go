// Package app is the till: one loop owns all open orders. Commands go in,
// immutable Views come out, and nothing else writes to the order log.
//
//	keys ─► ui ─Command─► Till.loop ─► Core.Step ─► effects ─► log, workers
//	                         ▲                                   │
//	                         └──── written, answers, ticks ──────┘
//	                         └─View─► pump ─► both windows
//
// The core ([Core]) is synchronous and pure but for its own memory: Step takes
// a time and one input and returns effects. It has no goroutine and no I/O. An
// order changes in one way: the core asks for an event to be written, the shell
// writes it, and the core hears that it is written. (Only an answer that says
// nothing new is kept in memory, and written now and then.) A restart replays
// the same road, and a simulator can run it millions of times.
//
// The shell ([Till]) is the loop around it: one goroutine, one channel, one
// timer, short workers for gateway calls and the keyring. Around the sale it has
// duties of its own: manager.go lets commands through that take the manager's
// PIN, keeper.go looks after the log as a whole (backups, what only the
// journal knows, the chain's end in the keyring), listener.go hears the gateway's
// notifications, which only bring a question forward, setup.go tries settings at
// the gateway before they are saved, and connection.go says which step of a
// connection fails. Errors are worded for people in one place, [Explain].
//
// The package imports order, payments and storage, never a window.
package app
