package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/proof/desk"
)

// sizes sells on screens of other sizes. On the largest the code is also looked
// at as a phone sees it.
func (d *demo) sizes() []step {
	var steps []step
	for _, size := range []image.Point{{X: 1366, Y: 768}, {X: 1280, Y: 1024}, {X: 1920, Y: 1080}} {
		steps = append(steps, step{fmt.Sprintf("a screen of %d x %d: both windows all over it, the code read from each", size.X, size.Y), d.onScreen(size)})
	}
	for _, size := range []image.Point{{X: 1024, Y: 600}, {X: 800, Y: 600}, {X: 800, Y: 480}} {
		steps = append(steps, step{fmt.Sprintf("a screen of %d x %d: the till opens all over it", size.X, size.Y), d.opensOn(size)})
	}
	return append(steps, step{"a phone reads the code: far, blurred, dark, with glare, tilted by 30°; not a half-covered one", d.phoneSees})
}

// onScreen takes the till to a screen of a size, sells there, and goes back. The
// largest one's code is kept for the phone.
func (d *demo) onScreen(size image.Point) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		if _, err := d.closeTill(ctx); err != nil {
			return "", err
		}
		folder, err := os.MkdirTemp(d.work, "screen-")
		if err != nil {
			return "", err
		}
		screen, err := desk.OpenScreen(ctx, &d.Processes, size, folder)
		if err != nil {
			return "", err
		}
		home, was := os.Getenv("DISPLAY"), d.desktop.Memory
		err = os.Setenv("DISPLAY", screen.Display)
		if err == nil {
			d.desktop.Memory = screen.Memory
			err = d.sellOn(ctx, fmt.Sprintf("%dx%d", size.X, size.Y))
		}
		if err != nil {
			return "", err // the picture of what was wrong is taken there
		}
		d.desktop.Memory = was
		if err := errors.Join(screen.Close(), os.Setenv("DISPLAY", home), d.backHome(ctx)); err != nil {
			return "", err
		}
		return "staff's and customer's code as issued, the tick seen", nil
	}
}

// opensOn opens a practice till for the very first time on a small screen, and
// again: it must fill most of it, and reach over no edge.
func (d *demo) opensOn(size image.Point) func(context.Context) (string, error) {
	return func(ctx context.Context) (said string, err error) {
		folder, err := os.MkdirTemp(d.work, "small-")
		if err != nil {
			return "", err
		}
		screen, err := desk.OpenScreen(ctx, &d.Processes, size, folder)
		if err != nil {
			return "", err
		}
		home, config := os.Getenv("DISPLAY"), os.Getenv("XDG_CONFIG_HOME")
		defer func() { err = errors.Join(err, os.Setenv("DISPLAY", home), os.Setenv("XDG_CONFIG_HOME", config)) }()
		if err := errors.Join(os.Setenv("DISPLAY", screen.Display), os.Setenv("XDG_CONFIG_HOME", folder), prefer(usual)); err != nil {
			return "", err
		}
		there := desk.Desktop{Folder: folder, Memory: screen.Memory}
		small := desk.Till{Dir: filepath.Join(folder, "data"), Flags: []string{"-practice"}}
		for _, name := range []string{"first", "again"} {
			if err := small.Open(ctx, &d.Processes, there, d.program); err != nil {
				return "", err
			}
			if err := d.fills(ctx, &small, there, image.Rectangle{Max: size}); err != nil {
				return "", err
			}
			p, err := settledOn(ctx, there)
			if err != nil {
				return "", err
			}
			if err := d.report.keep(p, fmt.Sprintf("%dx%d-%s", size.X, size.Y, name)); err != nil {
				return "", err
			}
			if err := errors.Join(there.Activate(ctx, small.Main), there.Press(ctx, "alt+F4"), small.End(ctx, 10*time.Second)); err != nil {
				return "", err
			}
		}
		return fmt.Sprintf("%v", small.Main.Area), screen.Close()
	}
}

// fills waits until the staff's window has come to where it belongs on a small screen.
func (d *demo) fills(ctx context.Context, t *desk.Till, there desk.Desktop, screen image.Rectangle) error {
	seen := desk.Until(ctx, 10*time.Second, "the till's window fills the screen", func(ctx context.Context) (bool, error) {
		w, err := there.Window(ctx, t.Main.ID)
		if err != nil {
			return false, err
		}
		t.Main = w
		area := w.Area
		return area.In(screen) && area.Dx()*10 >= screen.Dx()*9 && area.Dy()*100 >= screen.Dy()*83, nil
	})
	if seen != nil {
		return fmt.Errorf("it is at %v of %v: %w", t.Main.Area, screen, seen)
	}
	return nil
}

// sellOn opens the till on the screen, as large as it is, and sells.
func (d *demo) sellOn(ctx context.Context, name string) error {
	if err := errors.Join(d.desktop.Park(ctx), d.startTill(ctx)); err != nil {
		return err
	}
	p, err := d.settled(ctx)
	if err != nil {
		return err
	}
	if d.till.Main, err = d.desktop.Move(ctx, d.till.Main, desk.Inside(p.Rect)); err != nil {
		return err
	}
	if err := d.desktop.Activate(ctx, d.till.Main); err != nil {
		return err
	}
	if err := d.desktop.Write(ctx, "128.50"); err != nil {
		return err
	}
	if _, err := d.atRest(ctx, name+"-charge"); err != nil {
		return err
	}
	return d.sellLarge(ctx, name, p.Rect)
}

// sellLarge reads the code off the staff's window, which lies above the
// customer's, and then off the customer's all over the screen.
func (d *demo) sellLarge(ctx context.Context, name string, screen image.Rectangle) error {
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return err
	}
	_, err = d.press(ctx, "Return", "Enter brings a code that can be read off the staff's window", func(p desk.Picture) bool {
		texts, err := d.desktop.Read(ctx, p.Crop(d.till.Main.Area))
		return err == nil && len(texts) == 1
	})
	if err != nil {
		return err
	}
	after, err := d.gateway.Ledger(ctx)
	if err != nil || len(after) != len(before)+1 {
		return fmt.Errorf("one sale made %d orders: %w", len(after)-len(before), errors.Join(err, errNotAsIssued))
	}
	s := sale{amount: "128.50", method: "wechat", issued: after[len(after)-1]}
	d.sales = append(d.sales, s)
	p, err := d.atRest(ctx, name+"-staff-waiting")
	if err != nil {
		return err
	}
	texts, err := d.desktop.Read(ctx, p.Crop(d.till.Main.Area))
	if err != nil || len(texts) != 1 {
		return fmt.Errorf("the staff's window shows %d codes: %w", len(texts), errors.Join(err, errNotAsIssued))
	}
	if err := d.checkIssued(texts[0], s); err != nil {
		return err
	}
	if err := d.fill(ctx); err != nil {
		return err
	}
	text, err := d.readCode(ctx, name+"-customer-waiting")
	if err == nil {
		err = asIssued(text, s.issued.QR)
	}
	if err != nil {
		return err
	}
	if d.large, err = d.desktop.Look(ctx); err != nil {
		return err
	}
	if _, err := d.pays(name + "-customer")(ctx); err != nil {
		return err
	}
	if d.till.Customer.Area != screen {
		return fmt.Errorf("the customer's window was on %v of %v", d.till.Customer.Area, screen)
	}
	_, err = d.closeTill(ctx)
	return err
}

// backHome opens the till on the first screen again.
func (d *demo) backHome(ctx context.Context) error {
	if err := d.startTill(ctx); err != nil {
		return err
	}
	if _, err := d.settled(ctx); err != nil {
		return err
	}
	if err := d.till.Arrange(ctx, d.desktop); err != nil {
		return err
	}
	_, err := d.settled(ctx)
	return err
}

// phoneSees looks at the code that filled the last screen.
func (d *demo) phoneSees(ctx context.Context) (string, error) {
	was := d.till.Customer.Area
	d.till.Customer.Area = d.large.Rect
	defer func() { d.till.Customer.Area = was }()
	return d.phone(ctx, d.large, d.current().issued.QR)
}
