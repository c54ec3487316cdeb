package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"

	"qrtill/app/ui/door"
)

// runsCommands says that qrtillc.exe does: a program with windows gets no terminal
// from Windows, and none waits for it.
const runsCommands = false

// say tells whoever has given flags: on standard error where it leads to a pipe or a
// file, else in a box.
func say(text string) {
	kind, err := windows.GetFileType(windows.Handle(os.Stderr.Fd()))
	if err == nil && (kind == windows.FILE_TYPE_PIPE || kind == windows.FILE_TYPE_DISK) {
		fmt.Fprint(os.Stderr, text)
		return
	}
	door.Tell("QR Till", text)
}
