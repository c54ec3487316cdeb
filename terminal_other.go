//go:build !windows

package main

import (
	"fmt"
	"os"
)

// runsCommands says that this program runs the commands too.
const runsCommands = true

// say tells whoever has typed flags.
func say(text string) { fmt.Fprint(os.Stderr, text) }
