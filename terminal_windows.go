package main

import (
	"fmt"
	"os"

	"qrtill/app/ui/door"
)

// runsCommands says that qrtillc.exe does: a program with windows gets no terminal
// from Windows, and none waits for it.
const runsCommands = false

// say tells whoever has given flags: where standard error leads, if somebody reads
// it there, or else in a box.
func say(text string) {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice == 0 { // a pipe or a file
		fmt.Fprint(os.Stderr, text)
		return
	}
	door.Tell("QR Till", text)
}
