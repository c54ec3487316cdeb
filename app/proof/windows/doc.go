// Command windows drives the Windows program under Wine, with a real X server's keys
// and pointer, and proves what only Windows shows. `make test-windows` runs it. It
// prints a line for each case, and its last line reads
//
//	windows: N passed, M failed
//
// The programs are those that ship: qrtill.exe, and qrtillc.exe for the commands.
// A case has a till with a data folder of its own, unless it says that it goes on with
// the one before; what is seen is the screen's pixels, what is left is the files. Its
// screenshots are numbered, and one named FAILED is the screen of a case that failed.
//
// A [world] is a screen and a Wine prefix on it, with a resolution that Windows takes
// from its registry. Making a prefix takes long, so one is kept in the user's cache
// folder, for each version of Wine, and each world has a copy. When a world ends, so
// does its wineserver, and with it all that ran under it.
//
// Wine 8 lacks a system library that Go's programs need, bcryptprimitives.dll;
// testdata/ has the few lines that stand in for it. What is done from inside Windows
// (keys by SendInput, a file that is held, windows that are told to close) command hand
// does.
//
// At the end the same cases are tried on a till with bugs (testdata/*.plant): one that
// nobody notices fails the run.
package main
