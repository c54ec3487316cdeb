package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// limit ends a run that hangs; a good one takes about ten minutes.
const limit = 20 * time.Minute

func main() {
	// The system ends our processes when the thread that started them ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	out := flag.String("out", "build/demo", "folder for screenshots and report.json")
	program := flag.String("program", "build/qrtill", "the till to run")
	publish := flag.String("pictures", "", "folder for the README's pictures; empty makes none")
	monitors := flag.String("monitors", "", "the program that plugs monitors in and out (needs root); empty leaves it out")
	keys := flag.String("keys", "", "the program that sends what keyboards and scanners send; empty leaves it out")
	flag.Parse()
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "demo: this works the till on a virtual X11 screen, which there is on Linux only; run it there.")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithTimeout(ctx, limit)
	passed, failed, err := run(ctx, options{*program, *out, *publish, *monitors, *keys})
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
	}
	fmt.Printf("demo: %d passed, %d failed\n", passed, failed)
	if err != nil || failed > 0 {
		os.Exit(1)
	}
}

// options are the flags.
type options struct{ program, out, pictures, monitors, keys string }

// demo is one run: the processes, and what is known so far.
type demo struct {
	desk.Processes
	desktop desk.Desktop
	report  *report
	program string
	work    string // thrown away at the end
	gateway *desk.Gateway
	till    till
	sales   []sale          // as they should be in the books, oldest first
	idle    desk.Picture    // the screen between sales
	staff   image.Rectangle // where the staff's window stands beside the customer's
	large   desk.Picture    // a code all over the largest screen
}

// run works through the steps. The error is about the run itself: a step that
// fails is in the report.
func run(ctx context.Context, o options) (passed, failed int, err error) {
	if err := desk.Missing(); err != nil {
		return 0, 0, err
	}
	program, err := filepath.Abs(o.program)
	if err != nil {
		return 0, 0, err
	}
	if _, err := os.Stat(program); err != nil {
		return 0, 0, fmt.Errorf("there is no till to run, `make build` makes it: %w", err)
	}
	work, err := os.MkdirTemp("", "qrtill-demo-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(work)
	r, err := newReport(o.out, os.Stdout)
	if err != nil {
		return 0, 0, err
	}
	d := &demo{
		desktop: desk.Desktop{Folder: work, Memory: desk.Memory()}, report: r, program: program, work: work,
		till: till{desk.Till{Dir: filepath.Join(work, "data")}},
	}
	defer d.StopAll()
	steps := d.steps()
	if o.keys != "" {
		steps = append(steps, step{"bursts of a scanner, amounts as people type them, and Enter held: what was meant is charged", d.proof(o.keys, filepath.Join(o.out, "keys"), "-short")})
	}
	if o.monitors != "" {
		steps = append(steps, step{"two monitors, one unplugged: the customer's window keeps to its own", d.proof(o.monitors, filepath.Join(o.out, "monitors"), "-planted=false")})
	}
	for _, s := range steps {
		if !r.run(ctx, s) {
			d.explain()
			break
		}
	}
	r.skipRest(steps)
	passed, failed = r.count()
	if err := errors.Join(r.write(), ctx.Err()); err != nil || failed > 0 || o.pictures == "" {
		return passed, failed, err
	}
	return passed, failed, d.publish(ctx, o.pictures)
}

// explain leaves what helps to see why a step failed: the screen as it was
// then, the till's log and what it said on standard error.
func (d *demo) explain() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := d.shoot(ctx, "failed"); err != nil {
		fmt.Println("     no screenshot:", err)
	}
	logged, err := os.ReadFile(filepath.Join(d.till.Dir, "logs", "qrtill.log"))
	if err == nil {
		err = os.WriteFile(filepath.Join(d.report.folder, "qrtill.log"), logged, 0o600)
	}
	if err != nil {
		fmt.Println("     the till's log can't be kept:", err)
	}
	fmt.Printf("     --- the till's log:\n%s\n", desk.Ends(string(logged), 15))
	if d.till.Process != nil {
		fmt.Printf("     --- the till's standard error:\n%s\n", desk.Ends(d.till.Stderr.String(), 15))
	}
}

// shoot keeps a picture of the screen.
func (d *demo) shoot(ctx context.Context, name string) error {
	p, err := d.desktop.Look(ctx)
	if err != nil {
		return err
	}
	return d.report.keep(p, name)
}
