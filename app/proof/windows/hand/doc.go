// Command hand does from inside Windows what the proof beside it can't do from outside:
//
//	hand stay                  says "ready" when Windows is up, and stays
//	hand box                   has a window in front, and stays until it is closed
//	hand front                 says the title of the window that the keys go to
//	hand hold FILE [SECONDS]   opens a file that nobody else may open meanwhile, says "held"
//	hand type TEXT             types as a person does, by SendInput, then Enter
//	hand scan TEXT             sends a scanner's burst, by SendInput, then Enter
//	hand close PROGRAM.EXE     tells all windows of a program to close, at once
//
// What no key of the keyboard has comes as the character itself, as an input method
// sends it. The keys go to the window in front.
package main
