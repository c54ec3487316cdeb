//go:build !cgo || ci || !x11 || !linux

package door

// OnDisplayGone does nothing where the system ends programs itself with their
// display, or takes no display away.
func OnDisplayGone(func()) {}
