package main

import (
	"context"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"qrtill/app/cli"
	"qrtill/app/ui/door"
)

// patience is how long windows may take to go once the program was told to end.
const patience = 2 * time.Second

// ending is where the till ends, in whichever way: its windows were closed; a
// signal came; its display is gone, with the main goroutine stuck in a call of
// Xlib that has nowhere to return to; Windows ends the session.
type ending struct {
	once    sync.Once
	mu      sync.Mutex
	leaves  []func()
	closers []func()
	hurries []func()
	exit    func(int)
}

// newEnding is the ending of a till that has opened nothing yet.
func newEnding(ctx context.Context) *ending {
	e := &ending{exit: os.Exit}
	context.AfterFunc(ctx, e.soon)
	return e
}

// hear has the program end when the system takes its display or its session away. It
// must be called before the first window is made.
func (e *ending) hear() {
	door.OnDisplayGone(func() { e.with(cli.Done) })
	door.OnSessionEnd(e.hurry)
}

// hurry ends the program within few seconds.
func (e *ending) hurry() {
	e.leave()
	e.mu.Lock()
	hurries := e.hurries
	e.mu.Unlock()
	for _, hurry := range hurries {
		hurry()
	}
	e.with(cli.Done)
}

// soon ends the program when its windows have had their time to go. On a busy
// computer the graphics library is now and then seconds in giving them back
// (glfwTerminate), and nothing depends on that: what is closed here does not.
func (e *ending) soon() {
	e.leave()
	time.AfterFunc(patience, func() { e.with(cli.Done) })
}

// leaving has something told when the end begins, whichever comes first: that the windows
// are going, or that there are none any more. It may be told more than once.
func (e *ending) leaving(tell func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.leaves = append(e.leaves, tell)
}

func (e *ending) leave() {
	e.mu.Lock()
	leaves := e.leaves
	e.mu.Unlock()
	for _, tell := range leaves {
		tell()
	}
}

// after has something closed at the end, before all that was opened earlier. hurry tells
// it that its time is short; nil where it always is.
func (e *ending) after(closes, hurry func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closers = append(e.closers, closes)
	if hurry != nil {
		e.hurries = append(e.hurries, hurry)
	}
}

// with closes everything and ends the program. A second call waits for the first.
func (e *ending) with(code int) int {
	e.leave()
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

// program is Fyne's app; told to quit, it has so long.
type program struct {
	fyne.App
	quits func()
}

func (e *ending) newApp() fyne.App { return program{fyneapp.NewWithID(appID), e.soon} }

func (p program) Quit() {
	p.quits()
	p.App.Quit()
}
