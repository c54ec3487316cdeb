//go:build !windows

package cli

// Program is what people type in front of a command: the till's own program.
const Program = "qrtill"
