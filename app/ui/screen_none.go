//go:build !cgo || ci || (linux && !x11)

package ui

// Nothing is known of screens without a real one.
func monitors() []monitor { return nil }

func workOf(m monitor) area { return m.area }

func onMonitors(func()) {}

type handle struct{}

func (*handle) learn()             {}
func (*handle) area() (area, bool) { return area{}, false }
func (*handle) fill(monitor)       {}
