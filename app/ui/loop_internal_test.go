package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// leaving counts how often a program is told to go.
type leaving struct {
	fyne.App
	quits int
}

func (l *leaving) Quit() { l.quits++ }

// looped is a loop, and what it has done.
func looped(t *testing.T) (l *loop, told *leaving, stop func(), done *[]string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	told, done = &leaving{App: test.NewTempApp(t)}, &[]string{}
	l = newLoop(ctx, told)
	l.last = func() { *done = append(*done, "last") }
	return l, told, stop, done
}

func noting(list *[]string, what string) func() { return func() { *list = append(*list, what) } }

func TestWorkWaitsForTheNextFrameOfFynesOwnGoroutine(t *testing.T) {
	l, _, _, done := looped(t)
	l.do(noting(done, "one"))
	l.do(noting(done, "two"))
	if len(*done) != 0 {
		t.Fatalf("%v was done by whoever asked", *done)
	}
	l.frame()
	l.frame()
	if !slices.Equal(*done, []string{"one", "two"}) {
		t.Errorf("done: %v", *done)
	}
}

// How long a key was held is measured from frame to frame: work must not come between
// the reading of keys and that.
func TestTheKeyboardHearsOfEveryFrameFirst(t *testing.T) {
	d := newDesk(t)
	d.Board.KeyDown(&fyne.KeyEvent{Name: fyne.Key5})
	d.Board.TypedKey(&fyne.KeyEvent{Name: fyne.Key5})
	d.Board.TypedRune('5')
	var seen []bool
	for range 3 {
		d.Board.Later(17 * time.Millisecond)
		d.loop.do(func() { seen = append(seen, strings.Contains(d.Screen(), "HK$5 ")) })
		d.loop.frame()
	}
	if !slices.Equal(seen, []bool{false, true, true}) {
		t.Errorf("seen: %v", seen)
	}
}

func TestNothingIsDoneWhenTheWindowsHaveGone(t *testing.T) {
	l, told, stop, done := looped(t)
	l.do(l.end)
	l.do(noting(done, "in the same frame"))
	l.frame()
	l.do(noting(done, "later"))
	stop()
	l.frame()
	if !slices.Equal(*done, []string{"last"}) || told.quits != 1 {
		t.Errorf("done: %v; told to go %d times", *done, told.quits)
	}
}

func TestTheProgramsContextEndsTheLoopOnce(t *testing.T) {
	l, told, stop, done := looped(t)
	l.frame()
	stop()
	if told.quits != 0 {
		t.Error("ended on another goroutine than Fyne's")
	}
	l.do(noting(done, "draw"))
	for range 3 {
		l.frame()
	}
	if !slices.Equal(*done, []string{"last"}) || told.quits != 1 {
		t.Errorf("done: %v; told to go %d times", *done, told.quits)
	}
}
