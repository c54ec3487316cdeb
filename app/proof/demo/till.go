package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strconv"
	"time"

	"qrtill/app/proof/desk"
)

// till is the till on the screen, and what else the demo looks for on it.
type till struct{ desk.Till }

// tones are the colours that say something: the till's theme, in one look.
type tones struct {
	ground    color.RGBA // behind everything on the staff side
	paidLabel color.RGBA // behind "Paid" in the history
	alertRed  color.RGBA // an alert's strip on the staff side
	ring      color.RGBA // around the control that has the keyboard
}

var (
	lightTones = tones{
		ground: color.RGBA{0xF3, 0xF6, 0xF5, 0xff}, paidLabel: color.RGBA{0xDD, 0xF3, 0xE7, 0xff},
		alertRed: color.RGBA{0xFC, 0xE5, 0xE2, 0xff}, ring: color.RGBA{0x0F, 0x9F, 0x8B, 0xff},
	}
	darkTones = tones{
		ground: color.RGBA{0x0E, 0x15, 0x13, 0xff}, paidLabel: color.RGBA{0x13, 0x35, 0x24, 0xff},
		alertRed: color.RGBA{0x44, 0x20, 0x1C, 0xff}, ring: color.RGBA{0x6B, 0xE3, 0xCE, 0xff},
	}
)

func (t till) tones() tones {
	if t.Dark {
		return darkTones
	}
	return lightTones
}

// alerting says that the staff side has an alert's strip: at least a whole line
// of the window, most of it in the alert's colour.
func (t till) alerting(p desk.Picture) bool { return p.Share(t.Main.Area, t.tones().alertRed) > 0.02 }

// page is the part of the staff's window that changes with the page: without the
// rail at the left and the bar with the network's state at the top.
func (t till) page() image.Rectangle {
	area := t.Main.Area
	area.Min = area.Min.Add(image.Pt(100, 100))
	return area
}

// paidOrders counts the orders that the history shows as paid.
func (t till) paidOrders(p desk.Picture) int { return p.Bands(t.page(), t.tones().paidLabel) }

func (d *demo) startTill(ctx context.Context) error {
	return d.till.Open(ctx, &d.Processes, d.desktop, d.program)
}

// quiet is how long nothing may change for the screen to be at rest: a till on
// a busy computer may take several frames to follow a key.
const quiet = 250 * time.Millisecond

// settled waits until nothing has changed for a moment but a clock or a blinking
// cursor, and returns the last picture.
func (d *demo) settled(ctx context.Context) (desk.Picture, error) { return settledOn(ctx, d.desktop) }

func settledOn(ctx context.Context, screen desk.Desktop) (last desk.Picture, err error) {
	var since time.Time
	err = desk.Until(ctx, 10*time.Second, "the screen is at rest", func(ctx context.Context) (bool, error) {
		p, err := screen.Look(ctx)
		if err != nil {
			return false, err
		}
		if last.RGBA == nil || p.Changed(last, p.Rect) >= 0.0005 {
			since = time.Now()
		}
		last = p
		return time.Since(since) > quiet, nil
	})
	return last, err
}

// atRest keeps a screenshot of the screen at rest: nothing half-drawn.
func (d *demo) atRest(ctx context.Context, name string) (desk.Picture, error) {
	p, err := d.settled(ctx)
	if err != nil {
		return p, err
	}
	return p, d.report.keep(p, name)
}

// see looks until the picture shows what it should.
func (d *demo) see(ctx context.Context, limit time.Duration, what string, shows func(desk.Picture) bool) (seen desk.Picture, err error) {
	err = desk.Until(ctx, limit, what, func(ctx context.Context) (bool, error) {
		if !d.till.Running() {
			return false, errors.New("the till has ended")
		}
		seen, err = d.desktop.Look(ctx)
		return err == nil && shows(seen), err
	})
	return seen, err
}

// press presses a key and looks for what it should do. The till takes no Enter
// for 0.8 s after any change of state, so a press that did nothing is repeated,
// as people do. It returns when the key was pressed that did it.
func (d *demo) press(ctx context.Context, key, what string, shows func(desk.Picture) bool) (pressed time.Time, err error) {
	for range 5 {
		pressed = time.Now()
		if err := d.desktop.Press(ctx, key); err != nil {
			return pressed, err
		}
		if _, err = d.see(ctx, 2*time.Second, what, shows); err == nil || ctx.Err() != nil {
			return pressed, err
		}
	}
	return pressed, errors.Join(fmt.Errorf("%s was pressed several times", key), err)
}

// tap presses a key once, as one that does something else the second time must
// be, and looks for what it should do.
func (d *demo) tap(ctx context.Context, key, what string, shows func(desk.Picture) bool) (desk.Picture, error) {
	if err := d.desktop.Press(ctx, key); err != nil {
		return desk.Picture{}, err
	}
	if _, err := d.see(ctx, 6*time.Second, what, shows); err != nil {
		return desk.Picture{}, err
	}
	return d.settled(ctx)
}

// differs and equals compare a part of the screen with how it was.
func differs(from desk.Picture, area image.Rectangle, share float64) func(desk.Picture) bool {
	return func(p desk.Picture) bool { return p.Changed(from, area) > share }
}

func equals(from desk.Picture, area image.Rectangle) func(desk.Picture) bool {
	return func(p desk.Picture) bool { return p.Changed(from, area) == 0 }
}

// seconds is a duration for people.
func seconds(t time.Duration) string { return strconv.FormatFloat(t.Seconds(), 'f', 2, 64) + " s" }
