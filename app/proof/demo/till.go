package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strconv"
	"time"
)

// till is the till on the screen.
type till struct {
	*process
	dir            string // its data folder
	main, customer window
}

// The colours that say something: the till's theme, in its light look.
var (
	paidGreen = color.RGBA{0x0C, 0x78, 0x48, 0xff} // the customer's tick
	idleGreen = color.RGBA{0x0A, 0x4A, 0x42, 0xff} // the customer's screen between sales
	paidLabel = color.RGBA{0xDD, 0xF3, 0xE7, 0xff} // behind "Paid" in the history
	alertRed  = color.RGBA{0xFC, 0xE5, 0xE2, 0xff} // an alert's strip on the staff side
)

func (t till) paid(p picture) bool { return p.share(t.customer.area, paidGreen) > 0.6 }
func (t till) idle(p picture) bool { return p.share(t.customer.area, idleGreen) > 0.6 }

// alerting says that the staff side has an alert's strip: at least a whole line
// of the window, most of it in the alert's colour.
func (t till) alerting(p picture) bool { return p.share(t.main.area, alertRed) > 0.02 }

// Room for the customer's window at the right of the screen, and for a window's
// title above it, in pixels.
const customerWidth, titleHeight = 368, 24

// page is the part of the staff's window that changes with the page: without the
// rail at the left and the bar with the network's state at the top.
func (t till) page() image.Rectangle {
	area := t.main.area
	area.Min = area.Min.Add(image.Pt(100, 100))
	return area
}

// paidOrders counts the orders that the history shows as paid.
func (t till) paidOrders(p picture) int { return p.bands(t.page(), paidLabel) }

// startTill starts the till and returns when its windows are on the screen,
// where they opened by themselves.
func (d *demo) startTill(ctx context.Context) error {
	p, err := d.start(d.program, "-data", d.till.dir)
	if err != nil {
		return err
	}
	d.till.process = p
	return until(ctx, 30*time.Second, "the till's two windows are on the screen", func(ctx context.Context) (bool, error) {
		if !p.running() {
			return false, fmt.Errorf("it has ended: %w", p.err)
		}
		found, err := d.desktop.windows(ctx, p.cmd.Process.Pid)
		if err != nil || len(found) != 2 {
			return false, err
		}
		d.till.main, d.till.customer = found[0], found[1]
		if found[0].area.Dx() < found[1].area.Dx() { // the staff's is the wide one
			d.till.main, d.till.customer = found[1], found[0]
		}
		return true, nil
	})
}

// arrange puts the windows side by side: the staff's at the left, the
// customer's at the right.
func (d *demo) arrange(ctx context.Context) error {
	screen, err := d.desktop.look(ctx)
	if err != nil {
		return err
	}
	left, right := screen.Rect, screen.Rect
	left.Min.Y, left.Max.Y = titleHeight, screen.Rect.Max.Y-titleHeight
	right.Min.Y, right.Max.Y = left.Min.Y, left.Max.Y
	right.Min.X = right.Max.X - customerWidth
	left.Max.X = right.Min.X - 4
	if d.till.main, err = d.desktop.move(ctx, d.till.main, left); err != nil {
		return err
	}
	if d.till.customer, err = d.desktop.move(ctx, d.till.customer, right); err != nil {
		return err
	}
	return d.front(ctx)
}

// front gives the staff's window the keyboard and leaves the customer's window
// above it, as the screen may be too narrow for both.
func (d *demo) front(ctx context.Context) error {
	if err := d.desktop.activate(ctx, d.till.main); err != nil {
		return err
	}
	return d.desktop.raise(ctx, d.till.customer)
}

// settled waits until two pictures in a row are the same but for a clock or a
// blinking cursor, and returns the last.
func (d *demo) settled(ctx context.Context) (last picture, err error) {
	err = until(ctx, 10*time.Second, "the screen is at rest", func(ctx context.Context) (bool, error) {
		p, err := d.desktop.look(ctx)
		if err != nil {
			return false, err
		}
		before := last
		last = p
		return before.RGBA != nil && p.changed(before, p.Rect) < 0.0005, nil
	})
	return last, err
}

// atRest keeps a screenshot of the screen at rest: nothing half-drawn.
func (d *demo) atRest(ctx context.Context, name string) (picture, error) {
	p, err := d.settled(ctx)
	if err != nil {
		return p, err
	}
	return p, d.report.keep(p, name)
}

// see looks until the picture shows what it should.
func (d *demo) see(ctx context.Context, limit time.Duration, what string, shows func(picture) bool) (seen picture, err error) {
	err = until(ctx, limit, what, func(ctx context.Context) (bool, error) {
		if !d.till.running() {
			return false, errors.New("the till has ended")
		}
		seen, err = d.desktop.look(ctx)
		return err == nil && shows(seen), err
	})
	return seen, err
}

// press presses a key and looks for what it should do. The till takes no Enter
// for 0.8 s after any change of state, so a press that did nothing is repeated,
// as people do. It returns when the key was pressed that did it.
func (d *demo) press(ctx context.Context, key, what string, shows func(picture) bool) (pressed time.Time, err error) {
	for range 4 {
		pressed = time.Now()
		if err := d.desktop.press(ctx, key); err != nil {
			return pressed, err
		}
		if _, err = d.see(ctx, 1500*time.Millisecond, what, shows); err == nil || ctx.Err() != nil {
			return pressed, err
		}
	}
	return pressed, fmt.Errorf("%s was pressed several times: %w", key, err)
}

// code reads the QR code off the customer's window, and sees to it that there
// is no other one anywhere on the screen. Empty: there is none.
func (d *demo) code(ctx context.Context, p picture) (string, error) {
	shown, err := d.desktop.read(ctx, p.crop(d.till.customer.area))
	if err != nil || len(shown) == 0 {
		return "", err
	}
	anywhere, err := d.desktop.read(ctx, p)
	if err == nil && (len(shown) > 1 || len(anywhere) > 1) {
		err = fmt.Errorf("there are different codes on the screen: %q", anywhere)
	}
	return shown[0], err
}

// seconds is a duration for people.
func seconds(t time.Duration) string { return strconv.FormatFloat(t.Seconds(), 'f', 2, 64) + " s" }
