package ui

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/uitest"
)

// pumped runs a pump whose deeds are noted in one place.
func pumped(t *testing.T, act func(views chan<- app.View, raise chan<- struct{})) string {
	t.Helper()
	var notes []string
	views, raise := make(chan app.View), make(chan struct{})
	p := &pump{
		views: views, raise: raise, do: func(f func()) { f() },
		draw:  func(v app.View) { notes = append(notes, fmt.Sprint("draw", v.Seq)) },
		tick:  func() { notes = append(notes, "tick") },
		watch: func() {},
		front: func() { notes = append(notes, "front") },
		end:   func() { notes = append(notes, "end") },
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); p.run(ctx) }()
	act(views, raise)
	synctest.Wait()
	cancel()
	<-done
	return strings.Join(notes, " ")
}

func TestThePumpTicksOnlyWhileSomethingIsCountedDown(t *testing.T) {
	for _, k := range []struct {
		sale *core.SaleView
		wait time.Duration // for the manager's PIN
		want string
	}{
		{nil, 0, "draw1"},
		{nil, 1500 * time.Millisecond, "draw1 tick tick"},
		{&core.SaleView{Phase: core.Paid}, 0, "draw1"},
		{&core.SaleView{Phase: core.Sending}, 0, "draw1 tick tick"},
		{&core.SaleView{Phase: core.Waiting}, 0, "draw1 tick tick"},
	} {
		synctest.Test(t, func(t *testing.T) {
			got := pumped(t, func(views chan<- app.View, _ chan<- struct{}) {
				v := app.View{View: core.View{Seq: 1, Sale: k.sale}}
				if k.wait > 0 {
					v.Manager.WaitEnd = time.Now().Add(k.wait)
				}
				views <- v
				time.Sleep(2500 * time.Millisecond)
			})
			if got != k.want {
				t.Errorf("%v: %q, want %q", k.sale, got, k.want)
			}
		})
	}
}

func TestThePumpBringsTheTillToTheFront(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := pumped(t, func(_ chan<- app.View, raise chan<- struct{}) { raise <- struct{}{} })
		if got != "front" {
			t.Error(got)
		}
	})
}

func TestThePumpEndsWithTheTill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := pumped(t, func(views chan<- app.View, _ chan<- struct{}) { close(views) })
		if got != "end" {
			t.Error(got)
		}
	})
}

func TestTheCountdownMovesInBothWindows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		time.Sleep(3 * time.Second)
		d.tick()
		d.Reads(d.staff(), "Shown for 0:20")
		d.Reads(d.staff(), "4:40")
		d.Reads(d.public(), "4:40")
	})
}

func TestThePumpCountsTheMinutesOfAnOpenPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks := 0
		var open atomic.Bool
		open.Store(true)
		p := &pump{views: make(chan app.View), do: func(f func()) { f() }, tick: func() { ticks++ }, watch: func() {}, count: open.Load}
		ctx, stop := context.WithCancel(t.Context())
		go p.run(ctx)
		time.Sleep(3500 * time.Millisecond)
		open.Store(false)
		time.Sleep(5 * time.Second)
		stop()
		synctest.Wait()
		if ticks != 4 { // three, and one after
			t.Errorf("%d ticks", ticks)
		}
	})
}
