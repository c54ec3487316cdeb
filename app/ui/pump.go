package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app"
)

// pump carries Views to the windows. It is one goroutine, and the only caller
// of do, which is fyne.Do but in tests: Fyne's test driver runs what it is
// given on the goroutine that asks.
type pump struct {
	views <-chan app.View
	raise <-chan struct{}
	do    func(func())
	draw  func(app.View) // a new View
	tick  func()         // a second has gone by while something is counted down, and once after
	watch func()         // half a second has gone by: is every screen still there?
	front func()         // bring the till to the front
	end   func()         // the till has ended: no window may stay without it
}

// newPump is the pump that draws a shell.
func newPump(s *shell) *pump {
	return &pump{
		views: s.config.Till.Views(), raise: s.config.Raise, do: fyne.Do,
		draw: s.draw, tick: s.tick, watch: s.screens.watch, front: s.front, end: s.config.App.Quit,
	}
}

// run ends with the context, or when the till has no more Views.
func (p *pump) run(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	look := time.NewTicker(500 * time.Millisecond)
	defer look.Stop()
	var v app.View
	counted := false
	for {
		select {
		case <-ctx.Done():
			return
		case next, open := <-p.views:
			if !open {
				p.do(p.end)
				return
			}
			v = next
			p.do(func() { p.draw(next) })
		case <-p.raise:
			p.do(p.front)
		case <-look.C:
			p.do(p.watch)
		case <-second.C:
			counting := counts(v, time.Now())
			if counting || counted {
				p.do(p.tick)
			}
			counted = counting
		}
	}
}

// onScreen has Fyne's goroutine do something, for who is not a pump yet.
func onScreen(f func()) { fyne.Do(f) }

// counts says that something on the screen changes with every second.
func counts(v app.View, now time.Time) bool {
	sale := v.Sale != nil && (v.Sale.Phase == app.Sending || v.Sale.Phase == app.Waiting)
	return sale || now.Before(v.Manager.WaitEnd)
}
