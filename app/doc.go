// Package app is the till: one loop owns all open orders. Commands go in,
// immutable Views come out, and nothing else writes to the order log.
//
//	keys ─► ui ─Command─► Till.loop ─► core.Step ─► effects ─► log, workers
//	                         ▲                                   │
//	                         └──── written, answers, ticks ──────┘
//	                         └─View─► pump ─► both windows
//
// What to do next is decided in package core, which is pure. Here is the shell
// around it ([Till]): one goroutine, one channel, one timer, short workers for
// gateway calls and the keyring. A restart takes the same road as any input.
//
// Beside the sale the shell has duties of its own. Each has a file, with its
// commands, what its workers bring back, and what is done then (see duty in
// till.go): manager.go lets commands through that take the manager's PIN,
// keeper.go looks after the log as a whole (backups, what only the journal knows,
// the chain's end in the keyring), listener.go hears the gateway's notifications,
// which only bring a question forward, setup.go tries settings at the gateway
// before they are saved, and connection.go says which step of a connection fails.
// A new duty is a new file.
//
// Errors are worded for people in one place, [Explain], which asks the core first.
//
// The package imports core, order, payments, storage and its secrets, never a window.
package app
