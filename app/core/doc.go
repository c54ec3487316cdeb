// Package core is the till without surroundings: what to do next, given what has
// happened. It has no disk, no network, no goroutine, and no clock or time zone
// of its own: all of that is handed to it, so that a simulator can give it others
// and run millions of histories in one process.
//
//	input ─► Core.Step(now, input) ─► effects
//
// [Core.Step] is the door. Inputs (input.go) are what staff want ([Command]), what
// the log says ([Loaded], [Written], [NotWritten], [Adopted]), what the gateway
// said ([AskEnded] and the like), and the time ([Tick], [Jumped]). Effects are
// what is to be done: write an event, send, ask. An order changes in one way: the
// core asks for an event to be written, the shell writes it, and the core hears
// that it is written. (Only an answer that says nothing new is kept in memory, and
// written now and then.)
//
// Beside Step there are a few questions that change nothing: [Core.View] for the
// windows, [Core.Wake] for the shell's timer, and [Core.Settings], [Core.Day],
// [Core.Stopped], [Core.Moved] and [Core.Offline].
//
// core.go takes inputs, follow.go says what comes after an event; sale.go is the
// sale in front of the customer, and front.go how staff leave it, go on with it and
// find it again after a start. asking.go asks the gateway: line.go has how each
// gateway answers and whether it may be asked at all (one back-off for all calls of an
// account), queue.go which question is next. refunds.go is what a manager's commands
// become (command.go has all commands), alerts.go what a person is told, and show.go
// the [View] that view.go declares. A
// sentence for people is a [Text], a key and its values: words.go has those of the
// rules and the gateway; what a disk or a keyring says comes worded, as a [Failure].
//
// One goroutine at a time may use a Core. The package imports order, and of
// payments its types and errors; the rules themselves are order's.
package core
