//go:build !windows

package door

// GiveFront does nothing where a program may bring its own windows to the front.
func GiveFront() {}
