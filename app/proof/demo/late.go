package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qrtill/app/proof/desk"
)

func (d *demo) dismissed(ctx context.Context) (string, error) {
	return "no code can be read anywhere on the screen", d.dismiss(ctx, "dismissed", "9.90")
}

// dismiss sells, and takes the code off the screen with Esc and Enter.
func (d *demo) dismiss(ctx context.Context, name, amount string) error {
	// Another method is for one sale only: the shop's first is chosen again.
	s := sale{amount: amount, method: "wechat", marks: []string{"dismissed", "late"}}
	if _, err := d.sell(ctx, name, s); err != nil {
		return err
	}
	shown, err := d.desktop.Look(ctx)
	if err != nil {
		return err
	}
	_, err = d.press(ctx, "Escape", "Esc asks whether to stop showing the code", differs(shown, d.till.Main.Area, 0.3))
	if err != nil {
		return err
	}
	if _, err := d.atRest(ctx, name+"-question"); err != nil {
		return err
	}
	if _, err := d.press(ctx, "Return", "Enter takes the code off the screen", d.till.Idle); err != nil {
		return err
	}
	p, err := d.atRest(ctx, name+"-gone")
	if err != nil {
		return err
	}
	left, err := d.desktop.Read(ctx, p)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("a code can still be read: %q", left)
	}
	return err
}

// lateMoney pays the order that is no longer shown.
func (d *demo) lateMoney(ctx context.Context) (string, error) {
	p, taken, err := d.payLate(ctx, "late-alert")
	if err != nil {
		return "", err
	}
	d.report.measured("late payment to alert", taken)
	if err := d.alertStays(ctx, p); err != nil {
		return "", err
	}
	return fmt.Sprintf("the alert came %s after the payment, stayed on other pages, went with F12", seconds(taken)), d.keepLate(ctx)
}

// payLate has the customer pay an order that is no longer shown, and waits for
// the alert.
func (d *demo) payLate(ctx context.Context, name string) (p desk.Picture, taken time.Duration, err error) {
	paid := time.Now()
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return p, 0, err
	}
	if _, err := d.see(ctx, 20*time.Second, "the staff's window shows an alert", d.till.alerting); err != nil {
		return p, 0, err
	}
	taken = time.Since(paid)
	p, err = d.atRest(ctx, name)
	if err == nil && d.till.Paid(p) {
		err = errors.New("the customer's window shows a tick for an order that is not on the screen")
	}
	return p, taken, err
}

// keepLate is the key that takes note of late money: the shop keeps it.
func (d *demo) keepLate(ctx context.Context) error {
	_, err := d.press(ctx, "F12", "F12 takes note of the alert", func(p desk.Picture) bool { return !d.till.alerting(p) })
	return err
}

// lateRefund gives late money back, from the alert itself.
func (d *demo) lateRefund(ctx context.Context) (string, error) {
	if err := d.dismiss(ctx, "late-refund", "15"); err != nil {
		return "", err
	}
	p, _, err := d.payLate(ctx, "late-refund-alert")
	if err != nil {
		return "", err
	}
	sheet, err := d.tap(ctx, "F9", "F9 asks how much of the alert's order goes back", differs(p, d.till.Main.Area, 0.3))
	if err != nil {
		return "", err
	}
	s := d.current()
	s.refunded = s.amount
	if err := d.giveBack(ctx, sheet, s, "late-refund"); err != nil {
		return "", err
	}
	p, err = d.chargePage(ctx)
	if err == nil && d.till.alerting(p) {
		err = d.keepLate(ctx)
	}
	return "all of it, as in the gateway's ledger; the alert is gone", err
}

// alertStays turns the pages: an alert is on all of them.
func (d *demo) alertStays(ctx context.Context, charge desk.Picture) error {
	history, err := d.history(ctx, charge)
	if err != nil {
		return err
	}
	if !d.till.alerting(history) {
		return errors.New("the alert is not on the history page")
	}
	if err := d.report.keep(history, "late-alert-history"); err != nil {
		return err
	}
	if err := d.backToCharge(ctx, history); err != nil {
		return err
	}
	if p, err := d.settled(ctx); err != nil || !d.till.alerting(p) {
		return errors.Join(errors.New("the alert went away by itself"), err)
	}
	return nil
}
