package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// limit ends a run that hangs; a good one takes a few minutes.
const limit = 20 * time.Minute

// options are the flags.
type options struct {
	program     string
	ends, lanes int
	seed        uint64
	lane        bool // this is one of the lanes
	planted     bool
}

func main() {
	// The system ends our processes when the thread that started them ends, so
	// that must be the main thread.
	runtime.LockOSThread()
	var o options
	flag.StringVar(&o.program, "program", "build/qrtill", "the till to end")
	flag.IntVar(&o.ends, "ends", 200, "how often a till is ended")
	flag.IntVar(&o.lanes, "lanes", 3, "how many tills run side by side")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the moments")
	flag.BoolVar(&o.lane, "lane", false, "be one lane, as this program starts itself")
	flag.BoolVar(&o.planted, "planted", true, "also end tills with a bug, which must be noticed")
	flag.Parse()
	if flag.NArg() > 0 || o.ends < 1 || o.lanes < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if runtime.GOOS != "linux" {
		fmt.Fprintln(os.Stderr, "endings: this ends tills on virtual X11 screens, which there are on Linux only; run it there.")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithTimeout(ctx, limit)
	ok, err := run(ctx, o)
	cancel()
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "endings:", err)
		os.Exit(3)
	case !ok:
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (ok bool, err error) {
	if err := desk.Missing(); err != nil {
		return false, err
	}
	if o.program, err = filepath.Abs(o.program); err != nil {
		return false, err
	}
	if _, err := os.Stat(o.program); err != nil {
		return false, fmt.Errorf("there is no till to end, `make build` makes it: %w", err)
	}
	if o.lane {
		return true, drive(ctx, o)
	}
	ok = true
	if o.planted {
		if ok, err = noticed(ctx, o); err != nil {
			return false, err
		}
	}
	began := time.Now()
	t, err := share(ctx, o)
	if err != nil {
		return false, err
	}
	for _, w := range t.wrong {
		fmt.Println("WRONG", w)
	}
	fmt.Printf("in %.0f s, the slowest end %.2f s (%s); %d of %d second starts met a till that was closing\n",
		time.Since(began).Seconds(), t.slowest.Took.Seconds(), t.slowest.Way, t.met, t.ends[again])
	fmt.Println(t)
	return ok && len(t.wrong) == 0, nil
}

// tally is what came of many ends.
type tally struct {
	ends    map[way]int
	met     int // second starts that met a till that was closing
	wrong   []string
	slowest end
}

func (t tally) String() string {
	total := 0
	var each []string
	for _, w := range ways {
		total += t.ends[w]
		each = append(each, fmt.Sprintf("%s %d", w, t.ends[w]))
	}
	return fmt.Sprintf("endings: ends %d (%s), wrong %d", total, strings.Join(each, ", "), len(t.wrong))
}

// end is one line of what a lane prints.
type end struct {
	Way   way
	Took  time.Duration
	Wrong string // empty: it was a good end
	Met   bool   // a second start met it while it was closing
}

// share has lanes end tills side by side. It must be called on the main goroutine.
func share(ctx context.Context, o options) (t tally, err error) {
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	var all desk.Processes
	defer all.StopAll()
	for i := range o.lanes {
		ends := o.ends / o.lanes
		if i < o.ends%o.lanes {
			ends++
		}
		if ends == 0 {
			continue
		}
		_, err := all.Start(self, "-lane", "-program", o.program, "-ends", strconv.Itoa(ends), "-seed", strconv.FormatUint(o.seed+uint64(i), 10))
		if err != nil {
			return t, err
		}
	}
	t.ends = map[way]int{}
	for _, lane := range all {
		if err := lane.End(ctx, limit); err != nil {
			return t, fmt.Errorf("a lane: %w: %s", err, desk.Ends(lane.Stderr.String(), 10))
		}
		for _, line := range strings.Split(strings.TrimSpace(lane.Stdout.String()), "\n") {
			var e end
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				return t, fmt.Errorf("a lane says %q: %w", line, err)
			}
			t.add(e)
		}
	}
	if t.total() != o.ends {
		return t, errors.New("lanes have left out ends")
	}
	if t.ends[again] > 0 && t.met == 0 {
		return t, errors.New("no second start met a till that was closing")
	}
	return t, nil
}

func (t *tally) add(e end) {
	t.ends[e.Way]++
	if e.Met {
		t.met++
	}
	if e.Took > t.slowest.Took {
		t.slowest = e
	}
	if e.Wrong != "" {
		t.wrong = append(t.wrong, string(e.Way)+": "+e.Wrong)
	}
}

func (t tally) total() (n int) {
	for _, ends := range t.ends {
		n += ends
	}
	return n
}
