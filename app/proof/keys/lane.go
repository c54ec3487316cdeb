package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"time"

	"qrtill/app/proof/desk"
)

// lane tries keys on one till, one case after the other.
type lane struct {
	*shop
	out           string // folder for pictures of what went wrong
	known         known  // the scenes
	scene         string // that there is now; empty when nobody knows
	judged        int    // records of the log that have been looked at
	empty         desk.Picture
	seven         desk.Picture    // 7 is typed
	full          desk.Picture    // 12.50 is typed
	choices       image.Rectangle // rates and methods
	discount, tip image.Rectangle
	tally
}

// tally is what a lane has found.
type tally struct {
	Bursts int      `json:"bursts"`
	Typed  int      `json:"typed"`
	Held   int      `json:"held"`
	Asked  int      `json:"asked"` // the till was in doubt, and asked a person
	Late   int      `json:"late"`  // keys that the computer held too long: tried again
	Wrong  []string `json:"wrong"` // what was charged, answered or turned, and when
	Shown  []string `json:"shown"` // the faults that the aimed cases have found
}

func (t *tally) add(other tally) {
	t.Bursts, t.Typed, t.Held = t.Bursts+other.Bursts, t.Typed+other.Typed, t.Held+other.Held
	t.Asked, t.Late = t.Asked+other.Asked, t.Late+other.Late
	t.Wrong, t.Shown = append(t.Wrong, other.Wrong...), append(t.Shown, other.Shown...)
}

// guard is how long Enter and Esc say nothing after a change.
const guard = 900 * time.Millisecond

// newLane opens a till, and learns what its page of the sale looks like.
func newLane(ctx context.Context, program, work, out string) (*lane, error) {
	l := &lane{shop: newShop(program, work), out: out, known: known{}}
	err := l.begin(ctx)
	if err == nil {
		err = l.learn(ctx)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// learn makes the first sale, which the pages of an order need, too.
func (l *lane) learn(ctx context.Context) (err error) {
	e, err := l.sold(ctx, "10")
	if err == nil {
		err = l.paid(ctx, e)
	}
	if err != nil {
		return err
	}
	time.Sleep(guard)
	if l.empty, err = l.pressed(ctx, "Return"); err != nil {
		return err
	}
	if l.discount, err = l.switched(ctx, "ctrl+l", "ctrl+l"); err != nil {
		return err
	}
	if l.tip, err = l.switched(ctx, "ctrl+m", "ctrl+m"); err != nil {
		return err
	}
	note, err := l.switched(ctx, "F7", "Escape")
	if err != nil {
		return err
	}
	l.choices = image.Rect(l.left().Min.X+105, l.discount.Min.Y-4, l.left().Max.X, note.Min.Y-4)
	if l.seven, err = l.model(ctx, "7"); err != nil {
		return err
	}
	if _, err := l.pressed(ctx, "Escape"); err != nil {
		return err
	}
	if err := l.write(ctx, "12.5"); err != nil {
		return err
	}
	if l.full, err = l.model(ctx, "0"); err != nil {
		return err
	}
	l.known["charge"] = l.glance(l.empty)
	return l.home(ctx)
}

// model presses a key and gives what others are compared with: on a busy computer what
// was typed before may come late.
func (l *lane) model(ctx context.Context, key string) (desk.Picture, error) {
	time.Sleep(guard)
	if _, err := l.pressed(ctx, key); err != nil {
		return desk.Picture{}, err
	}
	time.Sleep(guard)
	return l.rest(ctx)
}

// pressed presses a key, waits until something has come of it, and until that is
// all there.
func (l *lane) pressed(ctx context.Context, key string) (desk.Picture, error) {
	before, err := l.desktop.Look(ctx)
	if err == nil {
		err = l.press(ctx, key)
	}
	if err != nil {
		return before, err
	}
	l.sees(ctx, 2*time.Second, func(p desk.Picture) bool { return p.Changed(before, l.till.Main.Area) > 0.0005 })
	return l.rest(ctx)
}

// left is the rail and the left column of the page of the sale, without what is
// said above it of the gateway, and today's figures below.
func (l *lane) left() image.Rectangle {
	a := l.till.Main.Area
	return image.Rect(a.Min.X, a.Min.Y+90, a.Min.X+a.Dx()*62/100, a.Min.Y+a.Dy()*907/1000)
}

// amount is where the amount stands, and what is said about it.
func (l *lane) amount() image.Rectangle {
	a := l.left()
	a.Min.X, a.Max.Y = l.choices.Min.X, l.choices.Min.Y-30
	return a
}

// switched presses a key and the one that undoes it, and says where it shows.
func (l *lane) switched(ctx context.Context, key, back string) (image.Rectangle, error) {
	on, err := l.pressed(ctx, key)
	if err != nil {
		return image.Rectangle{}, err
	}
	off, err := l.pressed(ctx, back)
	box := changes(l.empty, on, l.left())
	if err == nil && (box.Empty() || off.Changed(l.empty, l.left()) > 0) {
		err = fmt.Errorf("%s and %s do not lead to the page of the sale and back", key, back)
	}
	return box, err
}

// atCharge says that the page of the sale is as it was in the morning.
func (l *lane) atCharge(p desk.Picture) bool {
	return p.Changed(l.empty, l.left()) < 0.0002 && l.till.Idle(p)
}

// home leads back to the page of the sale, with nothing typed and no sale.
func (l *lane) home(ctx context.Context) error {
	l.scene = ""
	ways := [][]string{{"Escape"}, {"F2"}, {"Escape", "F2"}, {"F7", "ctrl+a", "BackSpace", "Escape"}, {"F12"}, {"Escape", "Escape", "F2"}, {"F7", "ctrl+a", "BackSpace", "Escape", "Escape", "F12"}}
	for try := 0; try < 24; try++ {
		if !l.till.Running() || try == 12 {
			if err := l.again(ctx); err != nil {
				return err
			}
		}
		p, err := l.rest(ctx)
		switch {
		case err != nil:
			return err
		case l.atCharge(p):
			return nil
		case l.till.Idle(p):
			way := ways[try%len(ways)]
			if key := l.switchOff(p); key != "" && try%3 == 0 {
				way = []string{key}
			}
			for _, key := range way {
				if err := l.press(ctx, key); err != nil {
					return err
				}
				time.Sleep(100 * time.Millisecond)
			}
		default:
			err = l.leaveSale(ctx, p)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(errors.New("there is no way back to the page of the sale"), l.keep("lost"))
}

// switchOff is the key that takes back what a burst has switched on the page of
// the sale; empty when that is none of it.
func (l *lane) switchOff(p desk.Picture) string {
	rail := l.left()
	rail.Max.X = l.choices.Min.X - 10
	switch {
	case p.Changed(l.empty, rail) > 0.001:
		return ""
	case p.Changed(l.empty, l.choices.Intersect(image.Rect(0, l.discount.Max.Y+4, 9999, 9999))) > 0.002:
		return "F6" // first, as the others stand elsewhere with it
	case p.Changed(l.empty, l.discount) > 0.01:
		return "ctrl+l"
	case p.Changed(l.empty, l.tip) > 0.01:
		return "ctrl+m"
	}
	return ""
}

// leaveSale has the customer pay, and goes on from the tick.
func (l *lane) leaveSale(ctx context.Context, p desk.Picture) error {
	ledger, err := l.gateway.Ledger(ctx)
	if err != nil {
		return err
	}
	if e, waits := pending(ledger); waits && !l.till.Paid(p) {
		return l.paid(ctx, e)
	}
	time.Sleep(guard)
	return l.press(ctx, "Return")
}

// paid has the customer pay, and waits for the tick.
func (l *lane) paid(ctx context.Context, e desk.Entry) error {
	if err := l.gateway.Pay(ctx, e.QR); err != nil {
		return err
	}
	if err := l.press(ctx, "F5"); err != nil {
		return err
	}
	l.sees(ctx, 5*time.Second, l.till.Paid) // a till that shows none is found by whoever looks next
	return nil
}

// sold is a sale that waits for the customer.
func (l *lane) sold(ctx context.Context, amount string) (desk.Entry, error) {
	before, err := l.gateway.Ledger(ctx)
	if err != nil {
		return desk.Entry{}, err
	}
	if err := l.write(ctx, amount); err != nil {
		return desk.Entry{}, err
	}
	var e desk.Entry
	for range 4 { // Enter says nothing at first, and a person presses it again
		time.Sleep(200 * time.Millisecond)
		if err := l.press(ctx, "Return"); err != nil {
			return e, err
		}
		if e, err = l.ordered(ctx, len(before), 1500*time.Millisecond); err == nil {
			break
		}
	}
	if err != nil {
		return e, errors.Join(fmt.Errorf("%s was not charged: %w", amount, err), l.keep("not-charged"))
	}
	if !l.sees(ctx, 5*time.Second, func(p desk.Picture) bool { return !l.till.Idle(p) }) {
		return e, errors.New("no code is shown")
	}
	return e, nil
}

// wrong takes down that something went wrong, with a picture.
func (l *lane) wrong(format string, values ...any) {
	text := fmt.Sprintf(format, values...)
	l.Wrong = append(l.Wrong, text)
	fmt.Fprintln(os.Stderr, "WRONG", text)
	if err := l.keep(fmt.Sprintf("wrong-%03d", len(l.Wrong))); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// keep keeps a picture of the screen.
func (l *lane) keep(name string) error {
	if l.out == "" {
		return nil
	}
	p, err := l.desktop.Look(context.Background())
	if err != nil {
		return err
	}
	file, err := os.Create(l.out + name + ".png")
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(file, p), file.Close())
}
