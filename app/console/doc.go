// Command console is qrtillc.exe: the commands of QR Till for Windows' terminals.
//
// Windows knows two kinds of program. One of the kind with windows, as the till
// is, gets no terminal, and cmd does not wait for it: its exit code is lost, and
// what is typed for it is run by cmd as a command. So Windows gets the commands as
// a program of the other kind, beside the till. It has no windows and no C, and
// does nothing that package cli does not. Elsewhere one program does both, and this
// one is not built.
package main
