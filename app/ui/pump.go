package ui

import (
	"context"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/sound"
	"qrtill/app/ui/customer"
)

// pump carries Views to the windows. It is one goroutine, and what it does to
// them it asks of Fyne's.
type pump struct {
	views    <-chan app.View
	raise    <-chan struct{}
	readings chan customer.Reading // codes to draw and read back, off Fyne's goroutine
	heard    <-chan sound.Report
	do       func(func())   // on Fyne's goroutine
	draw     func(app.View) // a new View
	tick     func()         // a second has gone by while something is counted down, and once after
	front    func()         // bring the till to the front
	watch    func()         // half a second has gone by: is every screen still there?
	hear     func(sound.Report)
	count    func() bool // something is counted down that no View tells of; nil for never
	end      func()      // the till has ended: no window may stay without it
}

// newPump is the pump that draws a shell.
func newPump(s *shell) *pump {
	p := &pump{
		views: s.config.Till.Views(), raise: s.config.Raise, readings: make(chan customer.Reading, readingsMost), do: s.loop.do,
		draw: s.draw, tick: s.tick, watch: s.watch.Look, count: s.counting.Load, heard: s.sounds.reports(), hear: s.sounds.hear, front: s.watch.Front, end: s.loop.end,
	}
	s.readings = p.readings
	return p
}

// readingsMost is more than two windows ask for before the pump comes to it, so
// that asking never blocks.
const readingsMost = 64

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
		case r := <-p.readings:
			picture, err := r.Made()
			p.do(func() { r.Done(picture, err) })
		case r := <-p.heard:
			p.do(func() { p.hear(r) })
		case <-p.raise:
			p.do(p.front)
		case <-look.C:
			p.do(p.watch)
		case <-second.C:
			counting := counts(v, time.Now()) || p.count != nil && p.count()
			if counting || counted {
				p.do(p.tick)
			}
			counted = counting
		}
	}
}

// counts says that something on the screen changes with every second.
func counts(v app.View, now time.Time) bool {
	sale := v.Sale != nil && (v.Sale.Phase == core.Sending || v.Sale.Phase == core.Waiting)
	return sale || now.Before(v.Manager.WaitEnd)
}
