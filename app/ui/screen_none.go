//go:build !cgo || ci || (linux && !x11)

package ui

// workArea is not known without a real screen.
func workArea() (area, bool) { return area{}, false }
