//go:build !windows

package door

// OnSessionEnd does nothing where a session that ends sends signals, or takes the
// display away.
func OnSessionEnd(func()) {}
