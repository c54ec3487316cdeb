//go:build !cgo || ci || (linux && !x11)

package ui

// Nothing is known of screens without a real one.
func monitors() []monitor { return nil }

func onMonitors(func()) {}

type handle struct{}

func (*handle) learn()             {}
func (*handle) area() (area, bool) { return area{}, false }
func (*handle) fill(monitor)       {}
