package main

import (
	"context"
	"fmt"
	"image"
	"time"
)

// soon is how long the till may take.
const soon = 2 * time.Second

// another is where a third monitor stands.
var another = image.Rect(2648, 0, 2648+1280, 1024)

// step is one thing that must be shown, with a till of its own.
type step struct {
	name   string
	raises string // what a planted bug must raise here
	do     func(context.Context) (detail string, err error)
}

func (s *scene) steps() []step {
	return []step{
		{"the second monitor is taken by itself, and the keys stay with the till", "keys", s.opened},
		{"unplugged: hidden; plugged in: back", "covered", s.unplugged},
		{"unplugged five times in a row", "", s.shaken},
		{"rescaled: it fills the new size", "", s.rescaled},
		{"moved below the till: it follows", "", s.moved},
		{"mirrored: hidden; extended: back", "mirrored", s.mirrored},
		{"a third monitor changes nothing", "", s.third},
		{"the till dragged onto the customer's monitor: hidden; dragged back: back", "", s.dragged},
		{"F11 hides it, and brings it back to its monitor", "", s.toggled},
		{"started without its monitor: hidden, F11 opens an ordinary window; plugged in: full size", "", s.remembered},
	}
}

func (s *scene) opened(ctx context.Context) (string, error) {
	before, err := s.desktop.Look(ctx)
	if err != nil {
		return "", err
	}
	if !s.main.Area.In(tills) {
		return "", failed("the till is at %v, its monitor at %v", s.main.Area, tills)
	}
	if err := s.desktop.Press(ctx, "1", "2", "8"); err != nil {
		return "", err
	}
	var changed float64
	err = s.until(ctx, 2*soon, "the amount is typed", func() bool {
		now, err := s.desktop.Look(ctx)
		changed = now.Changed(before, s.main.Area)
		return err == nil && changed > 0.001
	})
	if err != nil {
		s.keep(ctx, "FAILED")
		return "", err
	}
	return fmt.Sprintf("the till at %v, the customer's window at %v", s.main.Area, s.customer.Area), s.keep(ctx, "two-monitors")
}

// off and on switch the customer's monitor, and measure how long the till takes.
func (s *scene) off(ctx context.Context) (time.Duration, error) {
	till := s.main.Area
	if err := xrandr(ctx, "--output", "DUMMY1", "--off"); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := s.hidden(ctx); err != nil {
		return 0, err
	}
	taken := time.Since(began)
	if s.main.Area != till {
		return 0, failed("the till has moved from %v to %v", till, s.main.Area)
	}
	return taken, nil
}

func (s *scene) on(ctx context.Context, at image.Rectangle) (time.Duration, error) {
	if err := xrandr(ctx, mode("DUMMY1", at)...); err != nil {
		return 0, err
	}
	began := time.Now()
	err := s.fills(ctx, soon, at)
	return time.Since(began), err
}

func (s *scene) unplugged(ctx context.Context) (string, error) {
	off, err := s.off(ctx)
	if err != nil {
		return "", err
	}
	if err := s.keep(ctx, "unplugged"); err != nil {
		return "", err
	}
	on, err := s.on(ctx, customers)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("hidden after %.2f s, back after %.2f s", off.Seconds(), on.Seconds()), s.keep(ctx, "plugged-in")
}

func (s *scene) shaken(ctx context.Context) (string, error) {
	var longestOff, longestOn time.Duration
	for range 5 {
		off, err := s.off(ctx)
		if err != nil {
			return "", err
		}
		on, err := s.on(ctx, customers)
		if err != nil {
			return "", err
		}
		longestOff, longestOn = max(longestOff, off), max(longestOn, on)
	}
	return fmt.Sprintf("hidden after at most %.2f s, back after at most %.2f s", longestOff.Seconds(), longestOn.Seconds()), nil
}

func (s *scene) rescaled(ctx context.Context) (string, error) {
	small := image.Rectangle{customers.Min, customers.Min.Add(image.Pt(1024, 768))}
	less, err := s.on(ctx, small)
	if err != nil {
		return "", err
	}
	if err := s.keep(ctx, "rescaled"); err != nil {
		return "", err
	}
	more, err := s.on(ctx, customers)
	return fmt.Sprintf("smaller after %.2f s, larger after %.2f s", less.Seconds(), more.Seconds()), err
}

func (s *scene) moved(ctx context.Context) (string, error) {
	below := image.Pt(0, tills.Dy())
	taken, err := s.on(ctx, image.Rectangle{below, below.Add(customers.Size())})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("there after %.2f s", taken.Seconds()), s.keep(ctx, "moved-below")
}

func (s *scene) mirrored(ctx context.Context) (string, error) {
	if err := xrandr(ctx, "--output", "DUMMY1", "--mode", "1280x1024", "--same-as", "DUMMY0"); err != nil {
		return "", err
	}
	began := time.Now()
	if err := s.hidden(ctx); err != nil {
		return "", err
	}
	hidden := time.Since(began)
	if err := s.keep(ctx, "mirrored"); err != nil {
		return "", err
	}
	back, err := s.on(ctx, customers)
	return fmt.Sprintf("hidden after %.2f s, back after %.2f s", hidden.Seconds(), back.Seconds()), err
}

func (s *scene) third(ctx context.Context) (string, error) {
	if err := xrandr(ctx, mode("DUMMY2", another)...); err != nil {
		return "", err
	}
	if err := s.stays(ctx, customers); err != nil {
		return "", err
	}
	if _, err := s.off(ctx); err != nil {
		return "", err
	}
	if err := s.stays(ctx, image.Rectangle{}); err != nil {
		return "", err
	}
	_, err := s.on(ctx, customers)
	return "neither while the customer's is there nor while it is not", err
}

// stays looks for as long as the till may take to do something wrong.
func (s *scene) stays(ctx context.Context, at image.Rectangle) error {
	for until := time.Now().Add(soon); time.Now().Before(until); {
		if err := s.look(ctx); err != nil {
			return err
		}
		if s.customer.Area != at {
			return failed("the customer's window went to %v from %v", s.customer.Area, at)
		}
	}
	return nil
}

func (s *scene) dragged(ctx context.Context) (string, error) {
	home := s.main.Area
	if _, err := s.desktop.Move(ctx, s.main, image.Rectangle{customers.Min, customers.Min.Add(home.Size())}); err != nil {
		return "", err
	}
	if err := s.hidden(ctx); err != nil {
		return "", err
	}
	if err := s.keep(ctx, "till-on-the-customers-monitor"); err != nil {
		return "", err
	}
	if _, err := s.desktop.Move(ctx, s.main, image.Rectangle{tills.Min, tills.Min.Add(home.Size())}); err != nil {
		return "", err
	}
	return "the till is never covered", s.fills(ctx, soon, customers)
}

func (s *scene) toggled(ctx context.Context) (string, error) {
	if err := s.desktop.Press(ctx, "F11"); err != nil {
		return "", err
	}
	if err := s.hidden(ctx); err != nil {
		return "", err
	}
	if err := s.stays(ctx, image.Rectangle{}); err != nil {
		return "", err
	}
	if err := s.desktop.Press(ctx, "F11"); err != nil {
		return "", err
	}
	return "as asked", s.fills(ctx, soon, customers)
}

// remembered starts the till again while its monitor is away and another is there.
func (s *scene) remembered(ctx context.Context) (string, error) {
	s.close()
	if err := xrandr(ctx, append(mode("DUMMY2", another), "--output", "DUMMY1", "--off")...); err != nil {
		return "", err
	}
	if err := s.open(ctx); err != nil {
		return "", err
	}
	if err := s.stays(ctx, image.Rectangle{}); err != nil {
		return "", err
	}
	if err := s.desktop.Press(ctx, "F11"); err != nil {
		return "", err
	}
	if err := s.until(ctx, soon, "an ordinary window is open", func() bool { return !s.customer.Area.Empty() }); err != nil {
		return "", err
	}
	if err := s.tillHasTheKeys(ctx); err != nil {
		return "", err
	}
	if err := s.keep(ctx, "ordinary-window"); err != nil {
		return "", err
	}
	_, err := s.on(ctx, customers)
	return "it knows its own monitor of two", err
}
