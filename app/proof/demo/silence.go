package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"qrtill/app/proof/desk"
)

const pause = "The gateway has asked for a pause"

// silenceAtCode has the gateway want silence for less than the till waits, once the code is
// there: before it, a question about an older order could be the first to hear that.
func (d *demo) silenceAtCode(ctx context.Context) (string, error) {
	before, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "silence", sale{amount: "31", method: "wechat"}); err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx, "query-silence", "quiet-for=25s"); err != nil {
		return "", err
	}
	counted, err := d.countsDown(ctx, before, "silence-counts")
	if err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx); err != nil {
		return "", err
	}
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, 40*time.Second, "the till goes on by itself, and the tick appears", d.till.Paid); err != nil {
		return "", err
	}
	_, err = d.atRest(ctx, "silence-paid")
	return counted + "; the tick by itself after it", errors.Join(err, d.nextCustomer(ctx))
}

// silenceBeforeCode has the next customer come while the gateway wants silence. The one
// before pays all the same.
func (d *demo) silenceBeforeCode(ctx context.Context) (string, error) {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "silence-first", sale{amount: "28", method: "wechat", marks: []string{"dismissed", "late"}}); err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx, "query-silence", "quiet-for=30s"); err != nil {
		return "", err
	}
	first := d.current().issued
	waiting, err := d.comesToSay(ctx, charge, 15*time.Second, "silence-first-waits", pause)
	if err != nil {
		return "", err
	}
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	if err := d.stopShowing(ctx, waiting); err != nil {
		return "", err
	}
	if err := d.desktop.WriteAfter(ctx, time.Second, "26"); err != nil {
		return "", err
	}
	if _, err := d.settled(ctx); err != nil {
		return "", err
	}
	if err := d.desktop.Press(ctx, "Return"); err != nil {
		return "", err
	}
	counted, err := d.countsDown(ctx, charge, "silence-no-code")
	if err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx); err != nil {
		return "", err
	}
	text, err := d.readCodeWithin(ctx, 40*time.Second, "silence-code-after")
	if err != nil {
		return "", err
	}
	if err := d.issued(ctx, text, before, sale{amount: "26", method: "wechat"}); err != nil {
		return "", err
	}
	if _, err := d.pays("silence-no-code")(ctx); err != nil {
		return "", err
	}
	if err := d.gateway.Pay(ctx, first.QR); err != nil {
		return "", err
	}
	_, err = d.see(ctx, 20*time.Second, "the staff's window shows an alert", d.till.alerting)
	return counted + "; the code by itself after it", errors.Join(err, d.keepLate(ctx))
}

// stopShowing takes the code off that is on the screen.
func (d *demo) stopShowing(ctx context.Context, waiting desk.Picture) error {
	if _, err := d.press(ctx, "Escape", "Esc asks whether to stop showing the code", differs(waiting, d.till.Main.Area, 0.3)); err != nil {
		return err
	}
	_, err := d.press(ctx, "Return", "Enter takes the code off the screen", d.till.Idle)
	return err
}

// countsDown reads the time that is left of a pause, twice.
func (d *demo) countsDown(ctx context.Context, before desk.Picture, name string) (string, error) {
	p, err := d.comesToSay(ctx, before, 15*time.Second, name, pause, "The till goes on by itself in 0")
	if err != nil {
		return "", err
	}
	first, err := d.left(ctx, p)
	if err != nil {
		return "", err
	}
	var then int
	_, err = d.see(ctx, 15*time.Second, "the time that is left gets less", func(p desk.Picture) bool {
		then, err = d.left(ctx, p)
		return err == nil && then <= first-3
	})
	return fmt.Sprintf("%d s left, then %d s", first, then), err
}

var leftOver = regexp.MustCompile(`itself in\s+(\d+)\D(\d\d)`)

// left is how many seconds of a pause the staff's window says are left.
func (d *demo) left(ctx context.Context, p desk.Picture) (int, error) {
	read, err := d.words(ctx, p)
	if err != nil {
		return 0, err
	}
	found := leftOver.FindStringSubmatch(read)
	if found == nil {
		return 0, fmt.Errorf("no time is left in:\n%s", read)
	}
	minutes, _ := strconv.Atoi(found[1])
	rest, _ := strconv.Atoi(found[2])
	return 60*minutes + rest, nil
}

// silenceForLong has the gateway want more silence than can be waited for.
func (d *demo) silenceForLong(ctx context.Context) (string, error) {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "long-silence", sale{amount: "37", method: "wechat", marks: []string{"dismissed", "late"}}); err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx, "query-silence", "quiet-for=1h"); err != nil {
		return "", err
	}
	const banner = "The gateway wants to be left alone until"
	waiting, err := d.comesToSay(ctx, charge, 15*time.Second, "long-silence-banner", banner, "No sale can start")
	if err != nil {
		return "", err
	}
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return "", err
	}
	if err := d.stopShowing(ctx, waiting); err != nil {
		return "", err
	}
	before, err := d.noSaleStarts(ctx, charge)
	if err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx); err != nil {
		return "", err
	}
	p, err := d.comesToSay(ctx, charge, 60*time.Second, "long-silence-over", "Late money: HK$37", "when the code was no longer shown")
	if err != nil {
		return "", err
	}
	if err := errors.Join(d.saysNone(ctx, p, banner), d.keepLate(ctx)); err != nil {
		return "", err
	}
	text, _, err := d.enter(ctx, "Return")
	if err != nil {
		return "", err
	}
	if err := d.issued(ctx, text, before, sale{amount: "18.50", method: "wechat"}); err != nil {
		return "", err
	}
	_, err = d.pays("long-silence")(ctx)
	return "no order was made at the gateway; what was paid meanwhile is an alert, the amount was still typed", err
}

// noSaleStarts charges while the gateway is silent, and returns its ledger.
func (d *demo) noSaleStarts(ctx context.Context, charge desk.Picture) ([]desk.Entry, error) {
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.desktop.WriteAfter(ctx, time.Second, "18.50"); err != nil {
		return nil, err
	}
	if _, err := d.settled(ctx); err != nil {
		return nil, err
	}
	if err := d.desktop.Press(ctx, "Return"); err != nil {
		return nil, err
	}
	p, err := d.comesToSay(ctx, charge, 10*time.Second, "long-silence-no-sale", "a sale could not be watched and was not started", "Nothing was sent")
	if err != nil {
		return nil, err
	}
	after, err := d.gateway.Ledger(ctx)
	if err == nil && (len(after) != len(before) || !d.till.Idle(p)) {
		err = errors.New("a sale was started that can't be watched")
	}
	return after, err
}
