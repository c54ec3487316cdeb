package main

import (
	"context"
	"image"
	"time"

	"qrtill/app/proof/desk"
)

// still is how long nothing may change for the screen to be at rest.
const still = 130 * time.Millisecond

// rest waits until nothing has changed on the staff's window for a moment but a
// clock or a blinking cursor, and returns the last picture.
func (s *shop) rest(ctx context.Context) (last desk.Picture, err error) {
	var since time.Time
	err = desk.Until(ctx, 30*time.Second, "the screen is at rest", func(ctx context.Context) (bool, error) {
		p, err := s.desktop.Look(ctx)
		if err != nil {
			return false, err
		}
		if last.RGBA == nil || p.Changed(last, s.till.Main.Area) >= 0.0005 {
			since = time.Now()
		}
		last = p
		return time.Since(since) > still, nil
	})
	return last, err
}

// acted waits until the till has read all keys, and has done what it does about them:
// a scan is known by the pause after it. It returns what there is to see then.
func (s *shop) acted(ctx context.Context) (p desk.Picture, err error) {
	for _, pause := range []time.Duration{0, 110 * time.Millisecond, 0, 0, 0, 100 * time.Millisecond} {
		time.Sleep(pause)
		if err := s.keyboard.Read(ctx, s.till.Main); err != nil {
			return p, err
		}
	}
	return s.rest(ctx)
}

// gone says that the till has ended; one whose window can't be asked any more is about to.
func (s *shop) gone(ctx context.Context, fault error) bool {
	if fault != nil {
		desk.Until(ctx, 3*time.Second, "the till ends", func(context.Context) (bool, error) { return !s.till.Running(), nil })
	}
	return !s.till.Running()
}

// sees looks until the screen shows something; false when it does not within the
// limit.
func (s *shop) sees(ctx context.Context, limit time.Duration, shows func(desk.Picture) bool) bool {
	return desk.Until(ctx, limit, "it shows", func(ctx context.Context) (bool, error) {
		p, err := s.desktop.Look(ctx)
		return err == nil && shows(p), err
	}) == nil
}

// glance is a picture in few points: enough to tell one page from another. What is said
// of a scan covers what else is said of a sale, so the customer's window is looked at, too.
type glance struct {
	points []uint32
	sale   bool // a customer is shown something
}

func (s *shop) glance(p desk.Picture) glance {
	g := glance{sale: !s.till.Idle(p)}
	const step = 6
	area := s.till.Main.Area
	for y := area.Min.Y; y < area.Max.Y; y += step {
		for x := area.Min.X; x < area.Max.X; x += step {
			i := p.PixOffset(x, y)
			g.points = append(g.points, uint32(p.Pix[i])<<16|uint32(p.Pix[i+1])<<8|uint32(p.Pix[i+2]))
		}
	}
	return g
}

// from is how much of it differs from another: 0 to 1. Windows of two sizes are all
// different, and so is a sale from none.
func (g glance) from(other glance) float64 {
	if len(g.points) != len(other.points) || g.sale != other.sale {
		return 1
	}
	n := 0
	for i := range g.points {
		if g.points[i] != other.points[i] {
			n++
		}
	}
	return float64(n) / float64(len(g.points))
}

// known are the pictures by which scenes are known again.
type known map[string]glance

// name is the scene that a picture is most like, and how far it is from it.
func (k known) name(g glance) (nearest string, away float64) {
	away = 2
	for name, other := range k {
		if d := g.from(other); d < away || d == away && name < nearest {
			nearest, away = name, d
		}
	}
	return nearest, away
}

// changes is the smallest rectangle around what differs between two pictures.
func changes(a, b desk.Picture, area image.Rectangle) (box image.Rectangle) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		if a.Changed(b, image.Rect(area.Min.X, y, area.Max.X, y+1)) == 0 {
			continue
		}
		for x := area.Min.X; x < area.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}
