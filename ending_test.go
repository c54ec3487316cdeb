package main

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"qrtill/app/cli"
)

// endingOf is an ending that has opened three things, and what it has done.
func endingOf(ctx context.Context) (e *ending, done chan string) {
	e, done = newEnding(ctx), make(chan string, 10)
	for _, what := range []string{"folder", "diary", "house"} {
		e.after(func() { done <- what }, nil)
	}
	e.exit = func(code int) { done <- "exit" + string(rune('0'+code)) }
	return e, done
}

func drained(done chan string) (list []string) {
	for len(done) > 0 {
		list = append(list, <-done)
	}
	return list
}

func TestTheProgramEndsOnceAndInOrder(t *testing.T) {
	e, done := endingOf(t.Context())
	e.with(cli.Undone)
	e.with(cli.Done)
	if got := drained(done); !slices.Equal(got, []string{"house", "diary", "folder", "exit3"}) {
		t.Errorf("done: %v", got)
	}
}

func TestASessionThatEndsHurriesWhatTakesTime(t *testing.T) {
	e, done := endingOf(t.Context())
	e.after(func() { done <- "till" }, func() { done <- "hurry" })
	e.hurry()
	if got := drained(done); !slices.Equal(got, []string{"hurry", "till", "house", "diary", "folder", "exit0"}) {
		t.Errorf("done: %v", got)
	}
}

// A later start must hear that the window is going before it goes, however that begins.
func TestTheEndIsToldOfWhenItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for how, begins := range map[string]func(*ending, context.CancelFunc){
			"the windows were closed": func(e *ending, _ context.CancelFunc) {
				program{&counting{App: test.NewTempApp(t)}, e.soon}.Quit()
			},
			"a signal":            func(_ *ending, stop context.CancelFunc) { stop() },
			"the session ends":    func(e *ending, _ context.CancelFunc) { e.hurry() },
			"the display is gone": func(e *ending, _ context.CancelFunc) { e.with(cli.Done) },
		} {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			e, done := endingOf(ctx)
			e.after(func() {}, func() { done <- "hurry" })
			e.leaving(func() { done <- "leaving" })
			begins(e, stop)
			synctest.Wait()
			if got := drained(done); len(got) == 0 || got[0] != "leaving" {
				t.Errorf("%s: %v", how, got)
			}
		}
		time.Sleep(patience + time.Second) // the clocks that were started
	})
}

func TestAWindowThatWasClosedAndNeverGoesEndsTheProgramToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, done := endingOf(t.Context())
		quits := &counting{App: test.NewTempApp(t)}
		program{quits, e.soon}.Quit()
		if got := drained(done); len(got) > 0 || quits.times != 1 {
			t.Errorf("at once: %v; its app was told %d times", got, quits.times)
		}
		time.Sleep(patience + time.Second)
		synctest.Wait()
		if got := drained(done); !slices.Equal(got, []string{"house", "diary", "folder", "exit0"}) {
			t.Errorf("done: %v", got)
		}
	})
}

// counting is an app that notes how often it is told to quit.
type counting struct {
	fyne.App
	times int
}

func (c *counting) Quit() { c.times++ }

func TestAProgramWhoseWindowsNeverGoEndsAllTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		_, done := endingOf(ctx)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := drained(done); len(got) > 0 {
			t.Errorf("nobody told it to end: %v", got)
		}
		stop()
		time.Sleep(patience + time.Second)
		synctest.Wait()
		if got := drained(done); !slices.Equal(got, []string{"house", "diary", "folder", "exit0"}) {
			t.Errorf("done: %v", got)
		}
	})
}
