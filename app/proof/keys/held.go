package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/desk"
)

// hold is Enter that somebody leaves a finger on.
type hold struct {
	at     scene
	long   time.Duration
	during func(context.Context, *lane) error // what happens meanwhile; nil for nothing
	most   []int64                            // what may be charged, at most once
	may    []order.Kind                       // what else one press may do
	stands string                             // the scene that there must be at the end; empty for any
}

const heldLong = 1500 * time.Millisecond

// enterHeld is Enter held at every page, and while every question and phase comes.
func enterHeld() (all []hold) {
	for _, s := range scenes() {
		h := hold{at: s, long: heldLong}
		switch s.name {
		case "charge, typed":
			h.most = []int64{1250}
		case "over the limit": // it goes down while the question stands, and answers once
			h.most = []int64{6000000}
		case "stop showing":
			h.may = []order.Kind{order.Dismissed}
		case "close the till": // as above: the till ends
			continue
		case "paid", "paid, history":
			h.may = []order.Kind{order.Acknowledged}
		case "settings, open": // it saves, as it should, what bursts may have left
			h.may = []order.Kind{order.PINTried, order.SettingsChanged}
		case "cancelled":
			h.may = []order.Kind{order.Acknowledged, order.Created} // a fresh code
		case "charge", "waiting":
			h.stands = s.name
		}
		all = append(all, h)
	}
	// One key after the other: on a busy computer the till may ask about quicker ones.
	over := scene{name: "99,999 typed", enter: keys("9", "9", "9", "9", "9")}
	sale := scene{name: "12.5 typed", enter: keys("1", "2", ".", "5")}
	return append(all,
		hold{at: over, long: heldLong, stands: "over the limit"},
		hold{at: sale, long: 5 * time.Second, during: customerPays, most: []int64{1250}, stands: "paid"},
		hold{at: sceneOf("waiting"), long: 5 * time.Second, during: customerPays, stands: "paid"},
		hold{at: sceneOf("waiting"), long: 2 * time.Second, during: closed, stands: "close the till"},
	)
}

func sceneOf(name string) scene {
	all := scenes()
	return all[slices.IndexFunc(all, func(s scene) bool { return s.name == name })]
}

// customerPays pays the code that is shown while the key is held, and no other that still
// can be paid: the till asks by itself.
func customerPays(ctx context.Context, l *lane) error {
	return desk.Until(ctx, 5*time.Second, "there is a code to pay", func(ctx context.Context) (bool, error) {
		p, err := l.desktop.Look(ctx)
		if err != nil {
			return false, err
		}
		code, err := l.till.Code(ctx, l.desktop, p)
		if err != nil || code == "" {
			return false, err
		}
		return true, l.gateway.Pay(ctx, code)
	})
}

// closed closes the staff's window as the pointer would: another key would end the
// repeating.
func closed(_ context.Context, l *lane) error {
	time.Sleep(700 * time.Millisecond)
	return l.keyboard.CloseWindow(l.till.Main)
}

// hold holds Enter at each, and looks at what has become of it.
func (l *lane) hold(ctx context.Context, all []hold) error {
	for _, h := range all {
		if _, known := l.known[h.stands]; !known && h.stands != "" { // to know it again
			if err := l.enter(ctx, h.stands); err != nil {
				return err
			}
		}
		if err := l.holdOne(ctx, h); err != nil {
			return fmt.Errorf("with Enter held at %q: %w", h.at.name, err)
		}
		l.Held++
	}
	return nil
}

func (l *lane) holdOne(ctx context.Context, h hold) error {
	if l.scene != h.at.name || h.at.field { // whatever bursts have left in a field is not meant
		if err := l.stage(ctx, h.at); err != nil {
			return err
		}
	}
	l.scene = ""
	before, err := l.written()
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := l.keyboard.Play(ctx, desk.Held("Return", h.long))
		ended <- err
	}()
	if h.during != nil {
		err = h.during(ctx, l)
	}
	if err := errors.Join(<-ended, err); err != nil {
		return err
	}
	time.Sleep(300 * time.Millisecond)
	p, err := l.rest(ctx)
	if err != nil {
		return err
	}
	if !l.till.Running() {
		l.wrong("closed: Enter held at %q: the till has ended", h.at.name)
		return nil
	}
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	for i, f := range done {
		charged := f.New != nil && i == 0 && slices.Contains(h.most, f.New.Amount.Minor)
		if !charged && !slices.Contains(h.may, f.Kind) {
			l.wrong("%s: Enter held at %q: %v", deed(f.Kind), h.at.name, done)
			return nil
		}
	}
	if is, away := l.known.name(l.glance(p)); h.stands != "" && is != h.stands {
		l.wrong("turned: Enter held at %q: it looks like %q (%.0f %% of it differ), not like %q", h.at.name, is, 100*away, h.stands)
	}
	return nil
}
