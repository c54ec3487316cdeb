package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// loop is Fyne's loop: the one way from other goroutines onto Fyne's, and the
// one place where the windows end.
//
// It is not fyne.Do, which answers once the loop has ended by running what it is
// given on the goroutine that asks, where it meets windows that are gone, and
// which panics while the loop is ending. Here the loop fetches its work itself,
// with every frame: when it has ended, nobody does.
//
// Signals come in twice: Fyne takes some of them itself and ends its loop, and
// ctx, which is the program's, ends with all of them. Both are seen on Fyne's
// goroutine alone, where a second end is none.
type loop struct {
	ctx  context.Context
	app  fyne.App
	last func() // what is done on Fyne's goroutine just before the windows go

	// polled hears of every frame first: Fyne has just read the keys, and how long they
	// were held is measured by that.
	polled func()

	mu    sync.Mutex
	asked []func()
	ended bool // only Fyne's goroutine asks
}

func newLoop(ctx context.Context, a fyne.App) *loop {
	return &loop{ctx: ctx, app: a, last: func() {}, polled: func() {}}
}

// run shows the windows until the loop ends. It must be called on the main goroutine.
func (l *loop) run() {
	frame := fyne.NewAnimation(time.Second, func(float32) { l.frame() })
	frame.RepeatCount = fyne.AnimationRepeatForever
	frame.Start()
	l.app.Run()
}

// do has Fyne's goroutine do something before it paints the next frame. It never
// waits; what comes after the end is not done.
func (l *loop) do(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, f)
}

// frame is called with every frame, on Fyne's goroutine.
func (l *loop) frame() {
	if l.ended {
		return
	}
	l.polled()
	if l.ctx.Err() != nil {
		l.end()
	}
	l.mu.Lock()
	asked := l.asked
	l.asked = nil
	l.mu.Unlock()
	for _, f := range asked {
		if l.ended {
			return
		}
		f()
	}
}

// end closes the windows, once. It must be called on Fyne's goroutine.
func (l *loop) end() {
	if l.ended {
		return
	}
	l.ended = true
	l.last()
	l.app.Quit()
}
