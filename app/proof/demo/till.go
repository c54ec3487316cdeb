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

// The colours that say something: the till's theme, in its light look.
var (
	paidLabel = color.RGBA{0xDD, 0xF3, 0xE7, 0xff} // behind "Paid" in the history
	alertRed  = color.RGBA{0xFC, 0xE5, 0xE2, 0xff} // an alert's strip on the staff side
)

// alerting says that the staff side has an alert's strip: at least a whole line
// of the window, most of it in the alert's colour.
func (t till) alerting(p desk.Picture) bool { return p.Share(t.Main.Area, alertRed) > 0.02 }

// page is the part of the staff's window that changes with the page: without the
// rail at the left and the bar with the network's state at the top.
func (t till) page() image.Rectangle {
	area := t.Main.Area
	area.Min = area.Min.Add(image.Pt(100, 100))
	return area
}

// paidOrders counts the orders that the history shows as paid.
func (t till) paidOrders(p desk.Picture) int { return p.Bands(t.page(), paidLabel) }

func (d *demo) startTill(ctx context.Context) error {
	return d.till.Open(ctx, &d.Processes, d.desktop, d.program)
}

// settled waits until two pictures in a row are the same but for a clock or a
// blinking cursor, and returns the last.
func (d *demo) settled(ctx context.Context) (last desk.Picture, err error) {
	err = desk.Until(ctx, 10*time.Second, "the screen is at rest", func(ctx context.Context) (bool, error) {
		p, err := d.desktop.Look(ctx)
		if err != nil {
			return false, err
		}
		before := last
		last = p
		return before.RGBA != nil && p.Changed(before, p.Rect) < 0.0005, nil
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
	for range 4 {
		pressed = time.Now()
		if err := d.desktop.Press(ctx, key); err != nil {
			return pressed, err
		}
		if _, err = d.see(ctx, 1500*time.Millisecond, what, shows); err == nil || ctx.Err() != nil {
			return pressed, err
		}
	}
	return pressed, fmt.Errorf("%s was pressed several times: %w", key, err)
}

// seconds is a duration for people.
func seconds(t time.Duration) string { return strconv.FormatFloat(t.Seconds(), 'f', 2, 64) + " s" }
