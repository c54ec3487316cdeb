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
	front func()         // bring the till to the front
	end   func()         // the till has ended: no window may stay without it
}

// newPump is the pump that draws a shell.
func newPump(s *shell) *pump {
	return &pump{
		views: s.config.Till.Views(), raise: s.config.Raise, do: fyne.Do,
		draw: s.draw, tick: s.tick, front: s.front, end: s.config.App.Quit,
	}
}

// run ends with the context, or when the till has no more Views.
func (p *pump) run(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	counting, counted := false, false
	for {
		select {
		case <-ctx.Done():
			return
		case v, open := <-p.views:
			if !open {
				p.do(p.end)
				return
			}
			counting = v.Sale != nil && (v.Sale.Phase == app.Sending || v.Sale.Phase == app.Waiting)
			p.do(func() { p.draw(v) })
		case <-p.raise:
			p.do(p.front)
		case <-second.C:
			if counting || counted {
				p.do(p.tick)
			}
			counted = counting
		}
	}
}
