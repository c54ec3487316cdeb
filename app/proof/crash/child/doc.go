// Command child is the till without a window, for package crash to kill: the
// real loop, log and client. Staff sit at standard input and see what the
// screens show on standard output, in the words of package talk.
//
//	child -data DIR [-first]
//	child -data DIR [-first] -look
//
// Without -first the log must be there, with its settings. With it the first
// line is the events of the settings, as JSON, and the log is made. It ends when
// standard input does. With -look it only says, as JSON, what the log holds.
package main
