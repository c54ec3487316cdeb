package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// switchRates has a manager offer discounts and tips in Settings, by keyboard:
// the fields stand after the ways to pay, which are the rows of two.
func (d *demo) switchRates(ctx context.Context) error {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return err
	}
	locked, err := d.tap(ctx, "F10", "F10 opens the settings", d.turned(charge))
	if err != nil {
		return err
	}
	if err := d.desktop.Write(ctx, pin); err != nil {
		return err
	}
	if err := d.desktop.Press(ctx, "Return"); err != nil {
		return err
	}
	if _, err := d.see(ctx, stepLimit, "the PIN opens the settings to be changed", differs(locked, d.till.Main.Area, 0.02)); err != nil {
		return err
	}
	if err := d.firstSetting(ctx); err != nil {
		return err
	}
	stops, err := d.walk(ctx, "Tab", 26, "rates-tab")
	if err != nil {
		return err
	}
	ways := rowsOf(stops).find(2, 2)
	if ways < 0 {
		return fmt.Errorf("the ways to pay are not among the %d controls: %v", len(stops), rowsOf(stops))
	}
	const quick = 1 // the field between
	back := len(stops) - (rowsOf(stops)[ways+1].first + 2 + quick) - 1
	if err := d.desktop.Press(ctx, strings.Fields(strings.Repeat("shift+Tab ", back))...); err != nil {
		return err
	}
	for _, rates := range []string{"10", "5"} {
		if err := d.desktop.Write(ctx, rates); err != nil {
			return err
		}
		if err := d.desktop.Press(ctx, "Tab"); err != nil {
			return err
		}
	}
	if err := d.desktop.Press(ctx, "shift+Tab"); err != nil {
		return err
	}
	typed, err := d.atRest(ctx, "settings-rates-typed")
	if err != nil {
		return err
	}
	if err := d.desktop.Press(ctx, "Return"); err != nil {
		return err
	}
	if _, err := d.see(ctx, stepLimit, "the settings are saved", differs(typed, d.till.Main.Area, 0.0005)); err != nil {
		return err
	}
	_, err = d.atRest(ctx, "settings-rates-saved")
	return err
}

// firstSetting leads to the first setting with Tab. What is pressed too soon was meant for
// the PIN: the till says so, and a person presses it again.
func (d *demo) firstSetting(ctx context.Context) error {
	return desk.Until(ctx, 15*time.Second, "Tab leads to the first setting", func(ctx context.Context) (bool, error) {
		if err := d.desktop.WriteAfter(ctx, time.Second, "", "Tab"); err != nil {
			return false, err
		}
		p, err := d.settled(ctx)
		return !p.Box(d.till.Main.Area, d.till.tones().ring).Empty(), err
	})
}

// discountAndTip sells 200 less 10 % and with 5 % tip: 189.
func (d *demo) discountAndTip(ctx context.Context) (string, error) {
	if err := d.switchRates(ctx); err != nil {
		return "", err
	}
	if _, err := d.chargePage(ctx); err != nil {
		return "", err
	}
	if err := d.desktop.Write(ctx, "200"); err != nil {
		return "", err
	}
	last, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	for _, key := range []string{"ctrl+l", "ctrl+m"} {
		if last, err = d.follow(ctx, key, d.till.Main.Area, differs(last, d.till.amountArea(), 0.001)); err != nil {
			return "", err
		}
	}
	if err := d.report.keep(last, "rates-on"); err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "rates", sale{ready: true, amount: "189", method: "wechat"}); err != nil {
		return "", err
	}
	_, err = d.pays("rates")(ctx)
	return "200 less 10 % and with 5 % tip is 189, at the gateway too", err
}
