package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qrtill/app/proof/desk"
)

// nothingQuiet is what the till says while it does not know, and that it says at last what
// became of it.
func (d *demo) nothingQuiet() []step {
	return []step{
		{"a refund that the gateway says no to and does: the till makes sure, and finds it", d.refundDenied},
		{"a refund whose answer is lost: in doubt under Needs you, until the gateway answers", d.refundLost},
		{"a refund that never arrived: the gateway says no, has none when asked twice, and nothing went out", d.refundNone},
		{"kill -9 at the tick: started again, the till alone says that it was paid", d.paidComesBack},
		{"a code that the gateway closed: Enter gets a fresh one for the same sale", d.freshCode},
		{"a proof that crosses stop showing becomes an alert", d.proofCrosses},
		{"the gateway wants silence for 25 s while a code is shown: the till counts down, then the tick", d.silenceAtCode},
		{"the next customer comes while the gateway wants silence: the till counts down, then the code", d.silenceBeforeCode},
		{"the gateway wants silence for an hour: a banner, and no sale starts until it answers again", d.silenceForLong},
		{"the gateway has good days again", d.goodDays},
	}
}

func (d *demo) goodDays(ctx context.Context) (string, error) {
	if err := d.gateway.Has(ctx); err != nil {
		return "", err
	}
	if _, err := d.sell(ctx, "good-days", sale{amount: "19", method: "wechat"}); err != nil {
		return "", err
	}
	return d.pays("good-days")(ctx)
}

// paidSale is a sale that is paid, to give back.
func (d *demo) paidSale(ctx context.Context, name, amount string) error {
	if _, err := d.chargePage(ctx); err != nil {
		return err
	}
	if _, err := d.sell(ctx, name, sale{amount: amount, method: "wechat"}); err != nil {
		return err
	}
	_, err := d.pays(name)(ctx)
	return err
}

// askRefund asks for a refund from the newest order's page, and returns the page as it
// was before.
func (d *demo) askRefund(ctx context.Context, name, amount string) (desk.Picture, error) {
	page, err := d.newestOrder(ctx)
	if err != nil {
		return page, err
	}
	sheet, err := d.tap(ctx, "F9", "F9 asks how much goes back", differs(page, d.till.Main.Area, 0.3))
	if err != nil {
		return page, err
	}
	return page, d.fillRefund(ctx, sheet, amount, name)
}

const (
	makingSure = "Don’t give the money back in another way yet"
	goneBack   = "The money has gone back, proven by the gateway’s own answer"
)

// refundDenied is made by a gateway that says that it was not.
func (d *demo) refundDenied(ctx context.Context) (string, error) {
	if err := errors.Join(d.paidSale(ctx, "denied", "60"), d.gateway.Has(ctx, "refund-busy")); err != nil {
		return "", err
	}
	page, err := d.askRefund(ctx, "denied", "20")
	if err != nil {
		return "", err
	}
	d.current().refunded = "20"
	p, err := d.comesToSay(ctx, page, 15*time.Second, "refund-denied", "Making sure", "The gateway said no", "system busy", makingSure)
	if err != nil {
		return "", err
	}
	began := time.Now()
	if p, err = d.comesToSay(ctx, p, 90*time.Second, "refund-denied-done", goneBack); err != nil {
		return "", err
	}
	err = errors.Join(d.saysNone(ctx, p, "Making sure", makingSure), d.refundedAtGateway(ctx, d.current()), d.gateway.Has(ctx))
	return fmt.Sprintf("“Making sure” for %s, then “Refunded”, as in the gateway's ledger", seconds(time.Since(began))), err
}

// refundLost is made by a gateway whose answers are lost.
func (d *demo) refundLost(ctx context.Context) (string, error) {
	if err := errors.Join(d.paidSale(ctx, "lost", "33"), d.gateway.Has(ctx, "lost-after")); err != nil {
		return "", err
	}
	empty, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	if empty, err = d.tap(ctx, "ctrl+t", "Ctrl+T shows what needs a person", d.turned(empty)); err != nil {
		return "", err
	}
	page, err := d.askRefund(ctx, "lost", "33")
	if err != nil {
		return "", err
	}
	s := d.current()
	s.refunded = "33"
	if err := errors.Join(d.refundedAtGateway(ctx, s), d.gateway.Has(ctx, "query-lost")); err != nil {
		return "", err
	}
	unsure, err := d.comesToSay(ctx, page, 15*time.Second, "refund-lost-order", "Unsure", "The gateway may or may not have this refund", "stays reserved")
	if err != nil {
		return "", err
	}
	if _, err := d.tap(ctx, "ctrl+t", "Ctrl+T shows what needs a person", d.turned(unsure)); err != nil {
		return "", err
	}
	const doubt = "Nobody knows yet whether the refund of HK$33 has reached the customer"
	p, err := d.comesToSay(ctx, empty, 10*time.Second, "refund-lost-needs-you", doubt)
	if err != nil {
		return "", err
	}
	if err := d.gateway.Has(ctx); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, 90*time.Second, "the gateway answers, and nothing needs a person any more", func(p desk.Picture) bool {
		return d.saysNone(ctx, p, doubt) == nil
	}); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "refund-lost-over"); err != nil {
		return "", err
	}
	if _, err := d.newestOrder(ctx); err != nil {
		return "", err
	}
	_, err = d.comesToSay(ctx, p, 15*time.Second, "refund-lost-done", goneBack)
	return "unsure and reserved; then “Refunded”, and nothing under Needs you", err
}

// refundNone is refused, because the order is being refunded in the portal. That fails.
func (d *demo) refundNone(ctx context.Context) (string, error) {
	if err := errors.Join(d.paidSale(ctx, "none", "47"), d.gateway.Has(ctx, "refund-pending", "refund-fail", "refund-for=90s")); err != nil {
		return "", err
	}
	if err := d.gateway.RefundElsewhere(ctx, d.current().issued); err != nil {
		return "", err
	}
	page, err := d.askRefund(ctx, "none", "47")
	if err != nil {
		return "", err
	}
	p, err := d.comesToSay(ctx, page, 15*time.Second, "refund-none", "Making sure", "The gateway said no", makingSure)
	if err != nil {
		return "", err
	}
	began := time.Now()
	if _, err = d.comesToSay(ctx, p, 2*time.Minute, "refund-none-done", "Not refunded. The gateway said no to HK$47", "Refund it again, or give it back in another way"); err != nil {
		return "", err
	}
	taken := time.Since(began)
	if taken < 30*time.Second {
		return "", fmt.Errorf("it was believed after %s", seconds(taken))
	}
	ledger, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(ledger, func(e desk.Entry) bool { return e.MerchantOrderID == d.current().issued.MerchantOrderID })
	if at < 0 || len(ledger[at].Refunds) != 1 {
		return "", fmt.Errorf("the gateway has another refund than that in the portal: %v", ledger)
	}
	if err := errors.Join(d.keepLate(ctx), d.gateway.Has(ctx)); err != nil {
		return "", err
	}
	_, err = d.chargePage(ctx)
	return fmt.Sprintf("“Making sure” for %s, then “Not refunded” as an alert", seconds(taken)), err
}
