package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// way is how a till is told to end.
type way string

const (
	display way = "display" // its screen is gone, as at the end of a session
	again   way = "again"   // it is started again before it has ended
)

var (
	ways    = []way{"TERM", "INT", "HUP", display, again}
	signals = map[way]syscall.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP, again: syscall.SIGTERM}
)

// patience is how long a till may take to end.
const patience = 10 * time.Second

// lane ends one till after the other.
type lane struct {
	desk.Processes
	options
	work   string
	screen *desk.Screen
	desk   desk.Desktop
	random *rand.Rand
}

// drive is one lane: a line for every end on standard output. It must be called
// on the main goroutine.
func drive(ctx context.Context, o options) error {
	work, err := os.MkdirTemp("", "qrtill-endings-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	l := &lane{options: o, work: work, random: rand.New(rand.NewPCG(o.seed, 0))}
	defer l.StopAll()
	for i := range o.ends {
		e, err := l.end(ctx, i, ways[i%len(ways)])
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(e); err != nil {
			return err
		}
	}
	return nil
}

// end opens a till, has it show a code, and ends it. The error is about the
// lane: what the till did wrong is in the end.
func (l *lane) end(ctx context.Context, number int, how way) (e end, err error) {
	e.Way = how
	if err := l.light(ctx, number); err != nil {
		return e, err
	}
	till := desk.Till{Dir: filepath.Join(l.work, strconv.Itoa(number)), Flags: []string{"-practice"}}
	if err := l.sell(ctx, &till); err != nil {
		return e, fmt.Errorf("the till shows no code: %w", err)
	}
	l.wait(ctx)
	began := time.Now()
	if err := l.tell(&till, how); err != nil {
		return e, err
	}
	var ended error
	if how == again {
		e.Met, ended = l.startAgain(ctx, &till)
	}
	ended = errors.Join(ended, till.End(ctx, patience))
	e.Took = time.Since(began)
	if till.Running() {
		err = till.Kill()
	}
	if wrong := errors.Join(ended, l.inspect(ctx, &till)); wrong != nil {
		e.Wrong = wrong.Error()
	}
	return e, errors.Join(err, ctx.Err(), os.RemoveAll(till.Dir))
}

// light sees to it that there is a screen.
func (l *lane) light(ctx context.Context, number int) (err error) {
	if l.screen != nil {
		return nil
	}
	folder := filepath.Join(l.work, "screen"+strconv.Itoa(number))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	if l.screen, err = desk.OpenScreen(ctx, &l.Processes, image.Pt(1400, 900), folder); err != nil {
		return err
	}
	l.desk = desk.Desktop{Folder: folder, Memory: l.screen.Memory}
	return os.Setenv("DISPLAY", l.screen.Display)
}

// sell opens the till and types a sale until its code is on the screen.
func (l *lane) sell(ctx context.Context, till *desk.Till) error {
	if err := till.Open(ctx, &l.Processes, l.desk, l.program); err != nil {
		return err
	}
	if err := till.Front(ctx, l.desk); err != nil {
		return err
	}
	if err := l.desk.Write(ctx, "12.50"); err != nil {
		return err
	}
	var unseen error
	for range 4 { // a till on a busy computer may ask who has typed that, and Enter answers
		if err := l.desk.Press(ctx, "Return"); err != nil {
			return err
		}
		unseen = desk.Until(ctx, 5*time.Second, "the code is on the screen", func(ctx context.Context) (bool, error) {
			p, err := l.desk.Look(ctx)
			if err != nil {
				return false, err
			}
			code, err := till.Code(ctx, l.desk, p)
			return code != "", err
		})
		if unseen == nil || ctx.Err() != nil {
			break
		}
	}
	return unseen
}

// wait lets a moment go by, so that no two tills are ended at the same one.
func (l *lane) wait(ctx context.Context) {
	select {
	case <-time.After(time.Duration(l.random.Int64N(int64(600 * time.Millisecond)))):
	case <-ctx.Done():
	}
}

// tell tells the till to end.
func (l *lane) tell(till *desk.Till, how way) error {
	if how != display {
		return till.Cmd.Process.Signal(signals[how])
	}
	gone := l.screen
	l.screen = nil
	return gone.Close()
}

// inspect looks at what the till has left behind.
func (l *lane) inspect(ctx context.Context, till *desk.Till) error {
	var wrong []error
	for _, word := range []string{"panic", "fatal", "XIO"} {
		if said := till.Stderr.String(); strings.Contains(said, word) {
			wrong = append(wrong, errors.New(desk.Ends(said, 8)))
			break
		}
	}
	if crash, err := os.ReadFile(filepath.Join(till.Dir, "logs", "crash.txt")); err != nil || len(crash) > 0 {
		wrong = append(wrong, fmt.Errorf("crash report (%v): %s", err, desk.Ends(string(crash), 8)))
	}
	if said, err := desk.Command(ctx, "", l.program, "verify", "-practice", "-data", till.Dir); err != nil {
		wrong = append(wrong, fmt.Errorf("the log: %w: %s", err, said))
	}
	listed, err := desk.Command(ctx, "", l.program, "orders", "-practice", "-data", till.Dir, "-format", "json")
	orders := strings.Split(strings.TrimSpace(string(listed)), "\n")
	if err != nil || len(orders) != 1 || !strings.Contains(orders[0], `"status":"waiting"`) {
		wrong = append(wrong, fmt.Errorf("its one order does not wait (%v): %s", err, listed))
	}
	return errors.Join(wrong...)
}
