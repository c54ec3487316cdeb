package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// paidComesBack kills the till while its tick is on the screen.
func (d *demo) paidComesBack(ctx context.Context) (string, error) {
	if _, err := d.chargePage(ctx); err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "comes-back", sale{amount: "72.50", method: "wechat"}); err != nil {
		return "", err
	}
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return "", err
	}
	tick, err := d.see(ctx, 15*time.Second, "the customer's window shows the tick", d.till.Paid)
	if err != nil {
		return "", err
	}
	if err := d.die(ctx); err != nil {
		return "", err
	}
	if err := d.backHome(ctx); err != nil {
		return "", err
	}
	const again = "before the till was started again"
	p, err := d.comesToSay(ctx, tick, 10*time.Second, "comes-back", "Paid at", again, "Hand over the goods if that has not been done")
	if err != nil {
		return "", err
	}
	if !d.till.Idle(p) {
		return "", errors.New("the customer's window shows something of it")
	}
	if _, err := d.press(ctx, "Return", "Enter goes on", func(now desk.Picture) bool {
		return now.Changed(p, d.till.page()) > 0.1
	}); err != nil {
		return "", err
	}
	charge, err := d.atRest(ctx, "comes-back-gone-on")
	return "nothing of it at the customer's window; Enter goes on", errors.Join(err, d.saysNone(ctx, charge, again))
}

// die is kill -9.
func (d *demo) die(ctx context.Context) error {
	if err := d.till.Kill(); err != nil {
		return err
	}
	return desk.Until(ctx, 5*time.Second, "the killed till's windows are gone", func(ctx context.Context) (bool, error) {
		left, err := d.desktop.Windows(ctx, d.till.Cmd.Process.Pid)
		return len(left) == 0, err
	})
}

// freshCode has the gateway close a code, as when its time is over there.
func (d *demo) freshCode(ctx context.Context) (string, error) {
	if _, err := d.sell(ctx, "closed", sale{amount: "23", method: "wechat", closed: true}); err != nil {
		return "", err
	}
	old := d.current().issued
	shown, err := d.desktop.Look(ctx)
	if err != nil {
		return "", err
	}
	if err := d.gateway.Cancel(ctx, old.QR); err != nil {
		return "", err
	}
	p, err := d.comesToSay(ctx, shown, 15*time.Second, "closed-by-gateway", "Closed, not paid", "The gateway closed this code unpaid", "Enter gets a fresh code")
	if err != nil {
		return "", err
	}
	if text, err := d.till.Code(ctx, d.desktop, p); err != nil || text != "" {
		return "", errors.Join(fmt.Errorf("the closed code %q can still be read", text), err)
	}
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	text, _, err := d.enter(ctx, "Return")
	if err != nil {
		return "", err
	}
	if err := d.issued(ctx, text, before, sale{amount: "23", method: "wechat"}); err != nil {
		return "", err
	}
	if text == old.QR {
		return "", errors.New("the fresh code is the old one")
	}
	if _, err := d.atRest(ctx, "fresh-code"); err != nil {
		return "", err
	}
	_, err = d.pays("fresh-code")(ctx)
	return "another code for the same amount, as issued; then the tick", err
}

// proofCrosses stops showing a code while the answer that it is paid is on its way.
func (d *demo) proofCrosses(ctx context.Context) (string, error) {
	if err := d.gateway.Has(ctx, "slow", "slow-for=4s"); err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "crossing", sale{amount: "54", method: "wechat", marks: []string{"dismissed", "late"}}); err != nil {
		return "", err
	}
	shown, err := d.desktop.Look(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "Escape", "Esc asks whether to stop showing the code", differs(shown, d.till.Main.Area, 0.3)); err != nil {
		return "", err
	}
	asked := d.questions()
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return "", err
	}
	if err := desk.Until(ctx, 20*time.Second, "the till asks, and the answer is on its way", func(context.Context) (bool, error) {
		return d.questions() > asked, nil
	}); err != nil {
		return "", err
	}
	if err := d.desktop.Press(ctx, "Return"); err != nil {
		return "", err
	}
	gone, err := d.see(ctx, 3*time.Second, "Enter takes the code off the screen before the answer is there", d.till.Idle)
	if err != nil {
		return "", err
	}
	if d.till.alerting(gone) {
		return "", errors.New("the answer was there before")
	}
	if err := d.report.keep(gone, "crossing-gone"); err != nil {
		return "", err
	}
	p, err := d.comesToSay(ctx, gone, 20*time.Second, "crossing-alert", "Late money: HK$54", "when the code was no longer shown")
	if err != nil {
		return "", err
	}
	if d.till.Paid(p) {
		return "", errors.New("the customer's window shows a tick for a code that is gone")
	}
	return "the code was gone, the answer under way; then the alert", errors.Join(d.keepLate(ctx), d.gateway.Has(ctx))
}

// questions counts those about orders that the gateway has worked on.
func (d *demo) questions() int {
	return strings.Count(d.gateway.Stderr.String(), "path=/mch-api/v1/pa/payment_intents/query status=")
}
