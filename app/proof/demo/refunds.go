package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qrtill/app/proof/desk"
)

// refundByKey gives part of the newest sale back, from the history.
func (d *demo) refundByKey(ctx context.Context) (string, error) {
	page, err := d.newestOrder(ctx)
	if err != nil {
		return "", err
	}
	sheet, err := d.tap(ctx, "F9", "F9 asks how much goes back", differs(page, d.till.Main.Area, 0.3))
	if err != nil {
		return "", err
	}
	s := d.current()
	s.refunded = "16.50"
	if err := d.giveBack(ctx, sheet, s, "keys-refund"); err != nil {
		return "", err
	}
	if err := d.report.keep(page, "keys-order"); err != nil {
		return "", err
	}
	_, err = d.chargePage(ctx)
	return fmt.Sprintf("%s of %s HKD, as in the gateway's ledger", s.refunded, s.amount), err
}

// newestOrder is the page of the newest order.
func (d *demo) newestOrder(ctx context.Context) (desk.Picture, error) {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return charge, err
	}
	list, err := d.history(ctx, charge)
	if err != nil {
		return list, err
	}
	if list, err = d.tap(ctx, "Down", "Down chooses the newest order", differs(list, d.till.page(), 0)); err != nil {
		return list, err
	}
	return d.tap(ctx, "Return", "Enter opens the order", d.turned(list))
}

// giveBack gives back what the sale says, and waits until the gateway has done it.
func (d *demo) giveBack(ctx context.Context, sheet desk.Picture, s *sale, name string) error {
	if err := d.fillRefund(ctx, sheet, s.refunded, name); err != nil {
		return err
	}
	if err := d.refundedAtGateway(ctx, s); err != nil {
		return err
	}
	_, err := d.atRest(ctx, name+"-done")
	return err
}

// fillRefund fills in the refund's sheet: amount, reason and PIN, each with Enter.
func (d *demo) fillRefund(ctx context.Context, sheet desk.Picture, amount, name string) error {
	for _, text := range []string{amount, "Cup was cold"} {
		if err := d.field(ctx, text); err != nil {
			return err
		}
	}
	if err := d.desktop.Write(ctx, pin); err != nil {
		return err
	}
	if _, err := d.atRest(ctx, name+"-sheet"); err != nil {
		return err
	}
	_, err := d.press(ctx, "Return", "Enter sends the refund and the sheet goes", differs(sheet, d.till.Main.Area, 0.3))
	return err
}

// refundedAtGateway waits until the gateway has given back what was asked for.
func (d *demo) refundedAtGateway(ctx context.Context, s *sale) error {
	return desk.Until(ctx, 20*time.Second, "the gateway has given back "+s.refunded, func(ctx context.Context) (bool, error) {
		ledger, err := d.gateway.Ledger(ctx)
		for _, e := range ledger {
			if e.MerchantOrderID == s.issued.MerchantOrderID {
				return e.GivenBack(s.refunded), err
			}
		}
		return false, errors.Join(err, fmt.Errorf("the order %s is not in the ledger", s.issued.MerchantOrderID))
	})
}

// fullScreen sells with the customer's window all over the screen.
func (d *demo) fullScreen(ctx context.Context) (string, error) {
	was, screen := d.till.Customer, d.idle.Rect
	if _, err := d.sell(ctx, "full-screen", sale{amount: "35", method: "wechat"}); err != nil {
		return "", err
	}
	if err := d.fill(ctx); err != nil {
		return "", err
	}
	text, err := d.readCode(ctx, "keys-full-screen-code")
	if err == nil {
		err = asIssued(text, d.current().issued.QR)
	}
	if err != nil {
		return "", err
	}
	if _, err := d.pays("keys-full-screen")(ctx); err != nil {
		return "", err
	}
	if err := d.desktop.Press(ctx, "F11"); err != nil {
		return "", err
	}
	err = desk.Until(ctx, stepLimit, "F11 makes it an ordinary window again", func(ctx context.Context) (bool, error) {
		d.till.Customer, err = d.desktop.Window(ctx, was.ID)
		return d.till.Customer.Area == was.Area, err
	})
	if err != nil {
		return "", err
	}
	if err := d.till.Front(ctx, d.desktop); err != nil {
		return "", err
	}
	_, err = d.settled(ctx)
	return fmt.Sprintf("%d x %d pixels, code and tick, while the till keeps the keyboard; then as before", screen.Dx(), screen.Dy()), err
}

// fill has F11 fill the screen with the customer's window. With one screen the
// till's window comes back to the front by itself; here it is the customer's
// that is looked at, and the keyboard stays with the till.
func (d *demo) fill(ctx context.Context) error {
	before, err := d.settled(ctx)
	if err != nil {
		return err
	}
	if err := d.desktop.Press(ctx, "F11"); err != nil {
		return err
	}
	err = desk.Until(ctx, stepLimit, "F11 fills the screen with the customer's window", func(ctx context.Context) (bool, error) {
		d.till.Customer, err = d.desktop.Window(ctx, d.till.Customer.ID)
		return d.till.Customer.Area == before.Rect, err
	})
	if err != nil {
		return err
	}
	_, err = d.see(ctx, stepLimit, "the customer's window is in front", func(p desk.Picture) bool {
		return p.Changed(before, d.till.Main.Area) > 0.5 || d.desktop.Raise(ctx, d.till.Customer) != nil
	})
	return err
}

// readCode reads the code in the customer's window, which is drawn anew when the
// window's size changes, and keeps a picture of it.
func (d *demo) readCode(ctx context.Context, name string) (string, error) {
	return d.readCodeWithin(ctx, stepLimit, name)
}

func (d *demo) readCodeWithin(ctx context.Context, limit time.Duration, name string) (text string, err error) {
	var read error
	_, err = d.see(ctx, limit, "a code can be read off the customer's window", func(p desk.Picture) bool {
		text, read = d.till.Code(ctx, d.desktop, p)
		return text != "" || read != nil
	})
	if err == nil {
		err = read
	}
	if err == nil {
		_, err = d.atRest(ctx, name)
	}
	return text, err
}
