package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"qrtill/app/proof/desk"
)

// stepLimit is how long a key may take to show.
const stepLimit = 6 * time.Second

// walk presses a key that moves the focus until it is where it was first, or
// most times, and returns the rings it saw. The last picture is kept under name.
func (d *demo) walk(ctx context.Context, key string, most int, name string) (stops []image.Rectangle, err error) {
	last, err := d.settled(ctx)
	if err != nil {
		return nil, err
	}
	for range most {
		if _, err := d.follow(ctx, key, d.till.Main.Area, differs(last, d.till.Main.Area, 0)); err != nil {
			return stops, fmt.Errorf("stop %d: %w", len(stops)+1, err)
		}
		p, err := d.settled(ctx) // a page that has yet to scroll to the part would be taken for the next stop
		if err != nil {
			return stops, err
		}
		ring := p.Box(d.till.Main.Area, d.till.tones().ring)
		if len(stops) > 2 && ring == stops[0] && !ring.Empty() {
			return stops, d.report.keep(p, name)
		}
		stops, last = append(stops, ring), p
	}
	return stops, d.report.keep(last, name)
}

// field fills in the field that has the keyboard, and leaves it with Enter.
func (d *demo) field(ctx context.Context, text string) error {
	if err := d.desktop.Write(ctx, text); err != nil {
		return err
	}
	p, err := d.settled(ctx)
	if err != nil {
		return err
	}
	// A sheet that gets longer moves the field as well, but not as far.
	from := p.Box(d.till.Main.Area, d.till.tones().ring)
	if _, err := d.press(ctx, "Return", "Enter leads on from "+text, func(p desk.Picture) bool {
		return !p.Box(d.till.Main.Area, d.till.tones().ring).Overlaps(from)
	}); err != nil {
		return err
	}
	_, err = d.settled(ctx)
	return err
}

// focusRow is a row of controls, one beside the other.
type focusRow struct{ first, count int }

type focusRows []focusRow

// rowsOf finds the rows in what Tab reached.
func rowsOf(stops []image.Rectangle) (rows focusRows) {
	for i, ring := range stops {
		beside := i > 0 && !ring.Empty() && ring.Min.Y == stops[i-1].Min.Y && ring.Min.X > stops[i-1].Min.X
		if beside {
			rows[len(rows)-1].count++
			continue
		}
		rows = append(rows, focusRow{i, 1})
	}
	return rows
}

// find is the place of the first rows that have so many controls each, -1 for
// none.
func (r focusRows) find(counts ...int) int {
	for i := 0; i+len(counts) <= len(r); i++ {
		fits := true
		for j, n := range counts {
			fits = fits && r[i+j].count == n
		}
		if fits {
			return i
		}
	}
	return -1
}

// languageAndAsk sells in other languages, and has the till ask at once.
func (d *demo) languageAndAsk(ctx context.Context) (string, error) {
	if _, err := d.sell(ctx, "language", sale{amount: "88", method: "wechat"}); err != nil {
		return "", err
	}
	first, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	words := d.till.belowCode()
	last := first
	for _, language := range []string{"zh-Hans", "en"} {
		if _, err := d.tap(ctx, "F8", "F8 changes the customer's language", differs(last, words, 0.005)); err != nil {
			return "", err
		}
		_, err := d.see(ctx, stepLimit, "the same code stands there in "+language, func(p desk.Picture) bool {
			text, err := d.till.Code(ctx, d.desktop, p)
			return err == nil && text == d.current().issued.QR
		})
		if err != nil {
			return "", err
		}
		p, err := d.settled(ctx)
		if err != nil {
			return "", err
		}
		if err := d.report.keep(p, "keys-customer-"+language); err != nil {
			return "", err
		}
		last = p
	}
	taken, err := d.askedNow(ctx)
	if err != nil {
		return "", err
	}
	back, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("three languages one after the other, the code unchanged; the tick came %s after F5, the shop's language is back with the next customer",
		seconds(taken)), d.till.idleSame(back, d.idle)
}

// askedNow pays and presses F5 at once.
func (d *demo) askedNow(ctx context.Context) (time.Duration, error) {
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return 0, err
	}
	pressed, err := d.press(ctx, "F5", "F5 asks the gateway, and the tick appears", d.till.Paid)
	if err != nil {
		return 0, err
	}
	taken := time.Since(pressed)
	if _, err := d.atRest(ctx, "keys-asked-now"); err != nil {
		return 0, err
	}
	return taken, d.nextCustomer(ctx)
}

// belowCode is the part of the customer's window with words.
func (t till) belowCode() image.Rectangle {
	a := t.Customer.Area
	a.Min.Y += a.Dy() * 6 / 10
	return a
}

// idleSame says whether the customer's window looks as it did between sales.
func (t till) idleSame(p, before desk.Picture) error {
	if changed := p.Changed(before, t.Customer.Area); changed > 0 {
		return fmt.Errorf("the customer's idle screen is not as it was: %.1f %% of it differs", 100*changed)
	}
	return nil
}
