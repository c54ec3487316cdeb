package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/desk"
)

// A scanner holds a key for 10 ms at most. What the computer held for longer than a
// sixtieth of a second may be a person's, and is sent again.
const (
	heldMost  = 16 * time.Millisecond
	apartMost = 90 * time.Millisecond
)

// scan sends bursts, and looks after each at what has become of it.
func (l *lane) scan(ctx context.Context, bursts []burst) error {
	fresh := 0
	for i, b := range bursts {
		withNote := i%6 == 0 && b.Scene != "charge, typed" && l.onCharge(b)
		if b.Scene != l.scene || fresh == 0 || withNote { // the note has room for one
			if err := l.enter(ctx, b.Scene); err != nil {
				return err
			}
			fresh = 20 // and then once more from the page of the sale, in case something is left
		}
		whole, err := l.scanOne(ctx, b, withNote)
		if fresh--; err == nil && (i+1 == len(bursts) || fresh == 0 || !whole) {
			err = l.afterwards(ctx, b)
		}
		if err != nil {
			return fmt.Errorf("%v: %w", b, err)
		}
		if !whole {
			l.scene = ""
		}
		l.Bursts++
	}
	return nil
}

func (l *lane) enter(ctx context.Context, name string) error {
	s, err := sceneNamed(name)
	if err != nil {
		return err
	}
	return l.stage(ctx, s)
}

// checked is how long a till may take to check a PIN, on a busy computer.
const checked = 2 * time.Second

// afterwards looks for what a scene's bursts have done late.
func (l *lane) afterwards(ctx context.Context, b burst) error {
	if s, err := sceneNamed(b.Scene); err != nil || !s.pin {
		return err
	}
	time.Sleep(checked)
	done, _, err := l.facts(l.judged)
	if len(done) > 0 {
		l.wrong("%s: %v or one before it: %v", deed(done[0].Kind), b, done)
	}
	return err
}

// send sends a burst as a scanner would. One whose keys the computer held too long
// was no scanner's: all is made ready for it once more.
func (l *lane) send(ctx context.Context, b burst, ready func() error) error {
	for range 30 {
		timing, err := l.keyboard.Play(ctx, b.Strokes())
		if err != nil || timing.Held <= heldMost && timing.Apart <= apartMost {
			return err
		}
		l.Late++
		time.Sleep(guard) // the till is late as well
		if err := ready(); err != nil {
			return err
		}
	}
	return errors.New("the computer is too slow to be a scanner")
}

// scanOne sends one, and says whether the scene is whole afterwards.
func (l *lane) scanOne(ctx context.Context, b burst, withNote bool) (whole bool, err error) {
	before, err := l.gateway.Ledger(ctx)
	if err != nil {
		return false, err
	}
	err = l.send(ctx, b, func() error {
		p, err := l.rest(ctx)
		if err != nil {
			return err
		}
		done, _, err := l.facts(l.judged)
		if is, _ := l.known.name(l.glance(p)); err == nil && (len(done) > 0 || is != b.Scene || l.onCharge(b)) {
			err = l.enter(ctx, b.Scene)
		}
		if err == nil {
			before, err = l.gateway.Ledger(ctx)
		}
		return err
	})
	if err != nil {
		return false, err
	}
	return l.judge(ctx, b, withNote, len(before))
}

// judge looks at what a burst has done.
func (l *lane) judge(ctx context.Context, b burst, withNote bool, orders int) (whole bool, err error) {
	p, err := l.acted(ctx)
	if l.gone(ctx, err) {
		l.wrong("closed: %v: the till has ended", b)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var done []fact
	if done, l.judged, err = l.facts(l.judged); err != nil {
		return false, err
	}
	if len(done) > 0 {
		l.wrong("%s: %v: %v", deed(done[0].Kind), b, done)
		return false, nil
	}
	ledger, err := l.gateway.Ledger(ctx)
	if err != nil {
		return false, err
	}
	if len(ledger) != orders {
		l.wrong("charged: %v: the gateway has %d orders more", b, len(ledger)-orders)
		return false, nil
	}
	if l.onCharge(b) {
		return l.judgeCharge(ctx, b, withNote, p)
	}
	if is, away := l.known.name(l.glance(p)); is != b.Scene {
		l.wrong("turned: %v: it looks like %q (%.0f %% of it differ)", b, is, 100*away)
		return false, nil
	}
	return true, nil
}

// onCharge says that a burst comes to the page of the sale.
func (l *lane) onCharge(b burst) bool {
	return strings.HasPrefix(b.Scene, "charge") || b.Scene == "note"
}

// deed names what an event of the log says that a person did.
func deed(k order.Kind) string {
	switch k {
	case order.Created:
		return "charged"
	case order.PINTried:
		return "tried"
	case order.SettingsChanged, order.PINSet:
		return "saved"
	}
	return "answered"
}

// doubts says that a question stands on the page of the sale.
func (l *lane) doubts(p desk.Picture) bool {
	return p.Changed(l.empty, l.left()) > 0.5
}

// judgeCharge types one more figure by hand: it must stand where it would without
// the burst.
func (l *lane) judgeCharge(ctx context.Context, b burst, withNote bool, p desk.Picture) (whole bool, err error) {
	if l.doubts(p) {
		l.Asked++
		return false, l.press(ctx, "Escape")
	}
	if b.Scene == "note" {
		if err := l.press(ctx, "F7"); err != nil { // a scan has left the note
			return false, err
		}
		if _, err := l.pressed(ctx, "Escape"); err != nil {
			return false, err
		}
	}
	figure, want := "7", l.seven
	if b.Scene == "charge, typed" {
		figure, want = "0", l.full
	}
	if err := l.press(ctx, figure); err != nil {
		return false, err
	}
	stands := func(p desk.Picture) bool {
		return p.Changed(l.empty, l.choices) < 0.0005 && p.Changed(want, l.amount()) < 0.0002
	}
	if !l.sees(ctx, 1500*time.Millisecond, stands) {
		l.wrong("spoilt: %v: a figure by hand does not stand as it would without it", b)
		return false, nil
	}
	if withNote {
		return false, l.judgeNote(ctx, b)
	}
	if err := l.press(ctx, "BackSpace"); err != nil {
		return false, err
	}
	if b.Scene == "note" {
		return true, l.press(ctx, "F7")
	}
	return true, nil
}

// judgeNote charges 7 and looks at what is written down.
func (l *lane) judgeNote(ctx context.Context, b burst) error {
	before, err := l.written()
	if err != nil {
		return err
	}
	if _, err := l.sold(ctx, ""); err != nil {
		l.wrong("lost: %v: the sale after it: %v", b, err)
		return nil
	}
	done, _, err := l.facts(before)
	if err != nil {
		return err
	}
	sale := done[0].New
	if len(done) != 1 || sale == nil || sale.Amount.Minor != 700 || sale.Tip != 0 || sale.Discount != 0 {
		l.wrong("spoilt: %v: the sale of 7.00 after it is %v", b, done)
		return nil
	}
	if len(b.Prefix+b.Text) <= order.NoteLength && !strings.Contains(spoken(sale.Note), b.text()) {
		l.wrong("lost: %v: its text is not in the note: %v", b, done)
	}
	return nil
}

// scanTiny sends bursts of one and two characters: the till asks.
func (l *lane) scanTiny(ctx context.Context, bursts []burst) error {
	for _, b := range bursts {
		if err := l.home(ctx); err != nil {
			return err
		}
		time.Sleep(time.Second) // Enter does nothing right after a sale has gone
		before, err := l.written()
		if err != nil {
			return err
		}
		err = l.send(ctx, b, func() (err error) {
			if err = l.home(ctx); err == nil {
				before, err = l.written()
			}
			return err
		})
		if err != nil {
			return err
		}
		asked := l.sees(ctx, 2*time.Second, l.doubts)
		done, _, err := l.facts(before)
		switch {
		case err != nil:
			return err
		case len(done) > 0:
			l.wrong("charged: %v: %v", b, done)
		case !asked:
			l.wrong("unasked: %v: there is no question", b)
		}
		l.Bursts++
	}
	return l.home(ctx)
}
