package main

import (
	"time"

	"qrtill/app/order"
)

// director decides what nobody can know beforehand.
type director interface {
	// answer says what becomes of a call, and how long that takes.
	answer() (answer, time.Duration)
	// fate says how a refund will end at the gateway.
	fate() fate
	// dies says whether the till is killed at this point, and for how long it is down.
	dies(p point) (bool, time.Duration)
	// write says what becomes of a write.
	write(e *order.Event) writing
	// rivals says that another program ends the till's tokens now.
	rivals(now time.Duration) bool
	// knows says that it was learned before how the gateways say "not found".
	knows() bool
	// busy says that the gateway has a bad moment just when it is learned how it says
	// "not found".
	busy() bool
	// restores says that an older copy of the log is put back before the next start.
	restores() bool
	// copies says that a copy is made now that may be put back later.
	copies() bool
	// crosses says that what staff are about to press comes in the same turn as what
	// has just come from the gateway, before a window shows it.
	crosses() bool
	// looked is called when both windows have been drawn anew.
	looked(w *world)
	// idle is called when nothing is left to happen but what the till does by itself.
	idle(w *world)
	// booted is called before a started till is handed its log.
	booted(w *world)
}

const (
	written    writing = iota
	failed             // and nothing is on the disk
	failedDone         // and it is on the disk all the same
	noRoom             // too little room to start a sale
)
