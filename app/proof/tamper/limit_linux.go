package main

import "golang.org/x/sys/unix"

// mostMemory is what a child may take of its own. The file it maps is not
// counted.
const mostMemory = 1 << 30

// limitMemory lets the system refuse more to a process that a flip has misled
// into asking for it; Go then ends it.
func limitMemory() error {
	return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: mostMemory, Max: mostMemory})
}
