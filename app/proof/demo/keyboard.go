package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"qrtill/app/proof/desk"
)

// keyboardDay uses every key of the till that the steps around it do not: no
// pointer is ever moved or pressed.
func (d *demo) keyboardDay() []step {
	return []step{
		{"keys: every digit, the point and + show at once, and Backspace takes each back", d.typedAndErased},
		{"keys: Esc clears the amount", d.escClears},
		{"keys: Tab reaches every control with a ring around it, and Space presses 00", d.tabAndSpace},
		{"keys: F1 shows all keys and closes them again", d.helpSheet},
		{"keys: F10 leads to Settings, Ctrl+T to Trouble, F3 to History, F2 to Charge", d.pagesByKey},
		{"keys: a scanned number goes into the note and starts no sale", d.scanned},
		{"keys: F7 takes a note, and 12+8.5 with the keypad's Enter is a sale of 20.50", d.noteAndKeypad},
		{"keys: F8 changes the customer's language for this sale, and F5 asks at once", d.languageAndAsk},
		{"keys: F11 fills the screen with the customer's window, and the code can be read from it", d.fullScreen},
		{"keys: F9 gives part of a payment back with the manager's PIN", d.refundByKey},
	}
}

// amountArea is where the staff's window shows what is being typed.
func (t till) amountArea() image.Rectangle {
	a := t.Main.Area
	return image.Rect(a.Min.X+105, a.Min.Y+105, a.Min.X+a.Dx()*62/100, a.Min.Y+a.Dy()*70/100)
}

// chargePage is the charge page at rest.
func (d *demo) chargePage(ctx context.Context) (desk.Picture, error) {
	if err := d.till.Front(ctx, d.desktop); err != nil {
		return desk.Picture{}, err
	}
	if err := d.desktop.Press(ctx, "F2"); err != nil {
		return desk.Picture{}, err
	}
	return d.settled(ctx)
}

// typedAndErased looks at the amount after each key, and at the same pictures
// again in reverse as Backspace takes the keys back.
func (d *demo) typedAndErased(ctx context.Context) (string, error) {
	p, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	keys := []string{"1", "2", "period", "5", "0", "plus", "3", "4", "6", "7", "period", "8", "9"}
	area, seen := d.till.amountArea(), []desk.Picture{p}
	for _, key := range keys {
		p, err := d.follow(ctx, key, area, differs(seen[len(seen)-1], area, 0))
		if err != nil {
			return "", err
		}
		seen = append(seen, p)
	}
	if err := d.report.keep(seen[len(seen)-1], "keys-adding-machine"); err != nil {
		return "", err
	}
	for i := len(keys) - 1; i >= 0; i-- {
		if _, err := d.follow(ctx, "BackSpace", area, equals(seen[i], area)); err != nil {
			return "", fmt.Errorf("taking back %s: %w", keys[i], err)
		}
	}
	return fmt.Sprintf("%d keys typed and taken back, the pictures the same in reverse", len(keys)), nil
}

// follow presses a key once and waits until an area shows what it should and
// stands still.
func (d *demo) follow(ctx context.Context, key string, area image.Rectangle, shows func(desk.Picture) bool) (desk.Picture, error) {
	if err := d.desktop.Press(ctx, key); err != nil {
		return desk.Picture{}, err
	}
	var last desk.Picture
	return d.see(ctx, stepLimit, key+" shows on the screen", func(p desk.Picture) bool {
		still := last.RGBA != nil && p.Changed(last, area) == 0
		last = p
		return still && shows(p)
	})
}

func (d *demo) escClears(ctx context.Context) (string, error) {
	empty, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	area := d.till.amountArea()
	if err := d.desktop.Write(ctx, "99.90"); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, stepLimit, "an amount is typed", differs(empty, area, 0.01)); err != nil {
		return "", err
	}
	if _, err := d.settled(ctx); err != nil {
		return "", err
	}
	_, err = d.tap(ctx, "Escape", "Esc clears the amount", equals(empty, area))
	return "the amount is as before the first digit", err
}

// tabAndSpace goes around the page with Tab, finds the keypad by the shape of
// its rows, and presses 00.
func (d *demo) tabAndSpace(ctx context.Context) (string, error) {
	area := d.till.amountArea()
	if err := d.desktop.Write(ctx, "500"); err != nil {
		return "", err
	}
	typed, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	if err := d.desktop.Press(ctx, "BackSpace", "BackSpace"); err != nil {
		return "", err
	}
	if _, err := d.settled(ctx); err != nil {
		return "", err
	}
	stops, err := d.walk(ctx, "Tab", 60, "keys-tab")
	if err != nil {
		return "", err
	}
	for i, ring := range stops {
		if ring.Empty() {
			return "", fmt.Errorf("stop %d of %d has no ring around it", i+1, len(stops))
		}
	}
	pad := rowsOf(stops).find(4, 4, 4, 3)
	if pad < 0 {
		return "", fmt.Errorf("the keypad is not among the %d controls that Tab reached: %v", len(stops), stops)
	}
	doubleZero := rowsOf(stops)[pad+3].first + 1
	if err := d.desktop.Press(ctx, strings.Fields(strings.Repeat("Tab ", doubleZero))...); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "keys-focus-on-00"); err != nil {
		return "", err
	}
	if _, err := d.tap(ctx, "space", "Space presses 00", equals(typed, area)); err != nil {
		return "", err
	}
	_, err = d.tap(ctx, "Escape", "Esc clears the amount", differs(typed, area, 0.01))
	return fmt.Sprintf("%d stops, each with its ring; 5 and 00 looks like 500", len(stops)), err
}

func (d *demo) helpSheet(ctx context.Context) (string, error) {
	before, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	p, err := d.tap(ctx, "F1", "F1 shows the keys", differs(before, d.till.Main.Area, 0.3))
	if err != nil {
		return "", err
	}
	if err := d.report.keep(p, "keys-help"); err != nil {
		return "", err
	}
	_, err = d.tap(ctx, "F1", "F1 closes the keys", equals(before, d.till.page()))
	return "the page below is as it was", err
}

// pagesByKey turns to every page and back.
func (d *demo) pagesByKey(ctx context.Context) (string, error) {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	last := charge
	for _, page := range []struct{ key, name string }{{"F10", "settings"}, {"ctrl+t", "trouble"}, {"F3", "history"}} {
		p, err := d.tap(ctx, page.key, page.key+" leads to "+page.name, d.turned(last))
		if err != nil {
			return "", err
		}
		if err := d.report.keep(p, "keys-"+page.name); err != nil {
			return "", err
		}
		last = p
	}
	_, err = d.tap(ctx, "F2", "F2 leads to Charge", equals(charge, d.till.amountArea()))
	return "four pages, each different", err
}

// noteAndKeypad sells with a note and the keys of the number block.
func (d *demo) noteAndKeypad(ctx context.Context) (string, error) {
	before, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.tap(ctx, "F7", "F7 goes to the note", differs(before, d.till.page(), 0)); err != nil {
		return "", err
	}
	if err := d.field(ctx, "Table 4"); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "keys-note"); err != nil {
		return "", err
	}
	detail, err := d.sell(ctx, "keypad", sale{typed: "12+8.5", enter: "KP_Enter", amount: "20.50", method: "wechat", note: "Table 4"})
	if err != nil {
		return "", err
	}
	_, err = d.pays("keypad")(ctx)
	return detail, err
}

// scanned is a scanner's burst: thirteen digits and Enter, as fast as keys go.
func (d *demo) scanned(ctx context.Context) (string, error) {
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	page, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	const reference = "4891234567894"
	if err := d.desktop.Burst(ctx, reference); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, stepLimit, "the till says what became of the scan", differs(page, d.till.page(), 0.001)); err != nil {
		return "", err
	}
	p, err := d.atRest(ctx, "keys-scanned")
	if err != nil {
		return "", err
	}
	after, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	if len(after) != len(before) || !d.till.Idle(p) {
		return "", errors.New("the scan started a sale")
	}
	if _, err := d.sell(ctx, "scanned", sale{amount: "66", method: "wechat", note: reference}); err != nil {
		return "", err
	}
	_, err = d.pays("scanned")(ctx)
	return "no sale; the next one, typed, carries it as its note", err
}
