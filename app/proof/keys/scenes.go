package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qrtill/app/proof/desk"
)

// scene is what a till is doing when keys come.
type scene struct {
	name  string
	enter func(context.Context, *lane) error // from the page of the sale, with nothing typed
	sale  bool                               // a customer is in front of it
	field bool                               // a text field has the keyboard
	pin   bool                               // which a PIN is typed into: it is checked for a while
}

// scenes are every page, sheet, question, strip and phase.
func scenes() []scene {
	return []scene{
		{name: "charge", enter: keys()},
		{name: "charge, typed", enter: typed("12.5")},
		{name: "note", enter: keys("F7"), field: true},
		{name: "history", enter: keys("F3")},
		{name: "order", enter: toOrder(1)},
		{name: "settings", enter: keys("F10"), field: true, pin: true},
		{name: "settings, open", enter: both(keys("F10"), typed(pin), keys("Return"), settled, settled, keys("Tab", "Tab")), field: true},
		{name: "trouble", enter: keys("ctrl+t")},
		{name: "help", enter: keys("F1")},
		{name: "over the limit", enter: both(typed("60000"), keys("Return"))},
		{name: "refund", enter: both(toOrder(1), refund), field: true},
		{name: "refund, PIN", enter: both(toOrder(1), refund, toPIN), field: true, pin: true},
		{name: "late money", enter: late},
		{name: "late money, history", enter: both(late, keys("F3"))},
		{name: "waiting", enter: waiting, sale: true},
		{name: "waiting, history", enter: both(waiting, keys("F3")), sale: true},
		{name: "waiting, settings", enter: both(waiting, keys("F10")), sale: true, field: true, pin: true},
		{name: "waiting, help", enter: both(waiting, keys("F1")), sale: true},
		{name: "stop showing", enter: both(waiting, settled, keys("Escape")), sale: true},
		{name: "close the till", enter: both(waiting, settled, keys("alt+F4")), sale: true},
		{name: "paid", enter: paid, sale: true},
		{name: "paid, history", enter: both(paid, settled, keys("F3")), sale: true},
		{name: "cancelled", enter: cancelled, sale: true},
	}
}

// toOrder opens an order's page, of the newest that is 1.
func toOrder(n int) func(context.Context, *lane) error {
	return both(keys("F3"), keys(slices.Repeat([]string{"Down"}, n)...), keys("Return"))
}

// refund opens its sheet on an order's page.
func refund(ctx context.Context, l *lane) error {
	before, err := l.rest(ctx)
	if err != nil {
		return err
	}
	sheet, err := l.pressed(ctx, "F9")
	if err == nil && sheet.Changed(before, l.till.Main.Area) < 0.4 {
		err = errors.New("there is no sheet for a refund")
	}
	return err
}

// toPIN goes through a refund's amount and reason to its PIN.
func toPIN(ctx context.Context, l *lane) error {
	return both(keys("Return"), typed("Cold"), keys("Return"))(ctx, l)
}

func sceneNamed(name string) (scene, error) {
	for _, s := range scenes() {
		if s.name == name {
			return s, nil
		}
	}
	return scene{}, fmt.Errorf("there is no scene %q", name)
}

// looks is for how long a person reads what Enter or Esc will answer.
const looks = 400 * time.Millisecond

// keys presses keys and looks after each until the screen is at rest.
func keys(names ...string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		for _, name := range names {
			if name == "Return" || name == "Escape" {
				time.Sleep(looks)
			}
			if _, err := l.pressed(ctx, name); err != nil {
				return err
			}
		}
		return nil
	}
}

func typed(text string) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		err := l.write(ctx, text)
		time.Sleep(150 * time.Millisecond)
		return err
	}
}

func both(all ...func(context.Context, *lane) error) func(context.Context, *lane) error {
	return func(ctx context.Context, l *lane) error {
		for _, enter := range all {
			if err := enter(ctx, l); err != nil {
				return err
			}
		}
		return nil
	}
}

// settled lets time go by until Enter and Esc say something.
func settled(context.Context, *lane) error {
	time.Sleep(guard)
	return nil
}

func waiting(ctx context.Context, l *lane) error {
	_, err := l.sold(ctx, "12.5")
	return err
}

func paid(ctx context.Context, l *lane) error {
	e, err := l.sold(ctx, "12.5")
	if err != nil {
		return err
	}
	return l.paid(ctx, e)
}

func cancelled(ctx context.Context, l *lane) error {
	e, err := l.sold(ctx, "12.5")
	if err != nil {
		return err
	}
	if err := l.gateway.Cancel(ctx, e.QR); err != nil {
		return err
	}
	_, err = l.pressed(ctx, "F5")
	time.Sleep(300 * time.Millisecond)
	return err
}

// late has money come for a code that is not shown any more.
func late(ctx context.Context, l *lane) error {
	e, err := l.sold(ctx, "12.5")
	if err != nil {
		return err
	}
	if err := both(settled, keys("Escape"), settled, keys("Return"))(ctx, l); err != nil {
		return err
	}
	without, err := l.rest(ctx)
	if err != nil {
		return err
	}
	if err := l.gateway.Pay(ctx, e.QR); err != nil {
		return err
	}
	if !l.sees(ctx, 40*time.Second, func(p desk.Picture) bool { return p.Changed(without, l.till.Main.Area) > 0.05 }) {
		return errors.New("the till says nothing of late money")
	}
	return nil
}

// stage enters a scene and learns what it looks like.
func (l *lane) stage(ctx context.Context, s scene) error {
	for range 3 {
		if err := l.home(ctx); err != nil {
			return err
		}
		if err := s.enter(ctx, l); err != nil {
			return fmt.Errorf("scene %q: %w", s.name, err)
		}
		time.Sleep(guard) // it has been seen
		p, err := l.rest(ctx)
		if err != nil {
			return err
		}
		now := l.glance(p)
		delete(l.known, s.name)
		_, away := l.known.name(now)
		_, alien := sceneNamed(s.name)
		if alien == nil && (away > 0.004 || s.name == "charge") {
			l.known[s.name] = now
		} else if alien == nil {
			continue
		}
		l.scene = s.name
		l.judged, err = l.written()
		return err
	}
	return fmt.Errorf("scene %q looks like another", s.name)
}
