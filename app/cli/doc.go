// Package cli holds the commands without a window:
//
//	setup    settings without a screen; secrets come on standard input, or are asked for
//	gateway  the practice gateway alone
//	orders   read the log
//	verify   check the log's hash chain and every sum in it, or a FILE's
//	backup   copy the log to a FILE and verify the copy
//	restore  put a FILE in the log's place, and the log aside
//	probe    first contact: what the gateway really does, beside what the till assumes
//	version
//
// They are a stable interface: their output and exit codes may be used by
// scripts. Exit codes: 0 done, 1 the check failed, 2 wrong usage, 3 could not
// be done. An error is one clear sentence on standard error.
//
// [Run] reads flags and words in any order; a command declares how many words
// it takes and gets no others. Nothing that was typed is passed over in silence.
//
// On Windows they are a program of their own, console; elsewhere the till's program
// runs them. [Program] is its name. What both programs begin with, and which version
// they are, is in program.go.
//
// The package imports everything but windows and sound.
package cli
