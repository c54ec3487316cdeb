//go:build !windows

package main

// attachConsole is for Windows: elsewhere a program always has the terminal it
// was typed in.
func attachConsole() {}
