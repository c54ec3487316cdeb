// Command monitors plugs real outputs in and out under a real till and proves
// where the customer's window goes. `make monitors` runs it, as root: it needs
// an X server of its own, Xorg with its dummy driver, which has sixteen outputs
// and no hardware.
//
// The till is the one that ships, in practice mode. Outputs are switched with
// xrandr, as a desktop's settings do; where the windows are is asked of the X
// server. Nothing is taken from inside the till. Two monitors of the same name
// can't be had here, they are in the tests of package monitors.
//
// It is one goroutine that works through a list of steps (steps.go), waits by
// looking again until a limit, leaves numbered screenshots, and its last line
// reads "monitors: N passed, M failed". Then the same steps are tried on tills
// with a bug (testdata/): one that nobody notices fails the run.
package main
