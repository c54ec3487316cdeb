package main

import (
	"context"
	"os"
	"sync"
	"time"

	"qrtill/app/cli"
	"qrtill/app/ui/door"
)

// patience is how long windows may take to go once the program was told to end.
const patience = 5 * time.Second

// ending is where the till ends, in whichever way: its windows were closed; a
// signal came; its display is gone, with the main goroutine stuck in a call of
// Xlib that has nowhere to return to.
type ending struct {
	once    sync.Once
	mu      sync.Mutex
	closers []func()
	exit    func(int)
}

// newEnding is the ending of a till that has opened nothing yet. It must be made
// before the first window.
func newEnding(ctx context.Context) *ending {
	e := &ending{exit: os.Exit}
	door.OnDisplayGone(func() { e.with(cli.Done) })
	// Fyne may lose its last event on its way out, and then waits for ever.
	context.AfterFunc(ctx, func() { time.AfterFunc(patience, func() { e.with(cli.Done) }) })
	return e
}

// after has something closed at the end, before all that was opened earlier.
func (e *ending) after(closes func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closers = append(e.closers, closes)
}

// with closes everything and ends the program. A second call waits for the first.
func (e *ending) with(code int) int {
	e.once.Do(func() {
		e.mu.Lock()
		closers := e.closers
		e.mu.Unlock()
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
		e.exit(code)
	})
	return code
}
