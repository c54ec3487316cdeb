package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

// limit ends a run that hangs.
const limit = 25 * time.Minute

// options are the flags.
type options struct {
	program, out  string
	desktop       string // what gives a command a desktop of its own
	bursts, typed int
	lanes         int
	seed          uint64
	short         bool
	planted       bool
	expect        bool
	tries         int
	only          string
	lane          int
	claimed       string // a folder: a file for each part that a lane has begun
}

func main() {
	// The system ends our processes when the thread that started them ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	var o options
	flag.StringVar(&o.program, "program", "build/qrtill", "the till to run")
	flag.StringVar(&o.out, "out", "build/keys", "folder for pictures of what went wrong")
	flag.StringVar(&o.desktop, "desktop", ".ci/desktop.sh", "what gives a command a desktop of its own")
	flag.IntVar(&o.bursts, "bursts", 2000, "how many bursts a scanner sends; 0 tries the tills with a bug alone")
	flag.IntVar(&o.typed, "typed", 500, "how many amounts people type")
	flag.IntVar(&o.lanes, "lanes", 5, "tills side by side")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses other keys")
	flag.BoolVar(&o.short, "short", false, "a minute of it")
	flag.BoolVar(&o.planted, "planted", true, "also try tills with a bug, which must be noticed")
	flag.BoolVar(&o.expect, "expect-faults", false, "only send the keys that have shown faults, and name those that this till has")
	flag.IntVar(&o.tries, "tries", 1, "how often these keys are sent at most")
	flag.StringVar(&o.only, "only", "", "of these only the named, with commas between")
	flag.IntVar(&o.lane, "lane", 0, "be one of the tills, from 1, on the desktop that there is")
	flag.StringVar(&o.claimed, "claimed", "", "folder in which the lanes say what they do")
	flag.Parse()
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "keys: this works the till on a virtual X11 screen, which there is on Linux only; run it there.")
		os.Exit(2)
	}
	if o.short && o.lane == 0 {
		o.bursts, o.typed, o.planted = 60, 20, false
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithTimeout(ctx, limit)
	good, err := o.run(ctx)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "keys:", err)
	}
	if err != nil || !good {
		os.Exit(1)
	}
}
