package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"qrtill/app/proof/desk"
)

// sale is a sale as it should be in the books.
type sale struct {
	amount, method string
	marks          []string
	note           string
	refunded       string     // empty: nothing
	typed, enter   string     // the keys, where they are not the amount and Return
	ready          bool       // it is typed already
	closed         bool       // by the gateway, unpaid
	issued         desk.Entry // the gateway's order for it
}

// keys are what is typed for it; nothing when that was done before.
func (s sale) keys() string {
	if s.ready {
		return ""
	}
	return cmp.Or(s.typed, s.amount)
}

func (d *demo) current() *sale { return &d.sales[len(d.sales)-1] }

func (d *demo) firstSale(ctx context.Context) (string, error) {
	return d.sell(ctx, "wechat", sale{amount: "128.50", method: "wechat"})
}

func (d *demo) alipaySale(ctx context.Context) (string, error) {
	before, err := d.settled(ctx)
	if err != nil {
		return "", err
	}
	// Only a small part of the window changes with the method.
	_, err = d.press(ctx, "F6", "F6 changes the payment method", func(p desk.Picture) bool {
		return p.Changed(before, d.till.Main.Area) > 0.001
	})
	if err != nil {
		return "", err
	}
	return d.sell(ctx, "alipayhk", sale{amount: "42", method: "alipayhk"})
}

// sell types an amount and Enter, reads the code off the screen and compares it
// with what the gateway issued.
func (d *demo) sell(ctx context.Context, name string, s sale) (string, error) {
	before, err := d.gateway.Ledger(ctx)
	if err != nil {
		return "", err
	}
	if err := d.desktop.Write(ctx, s.keys()); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, name+"-typed"); err != nil {
		return "", err
	}
	text, taken, err := d.enter(ctx, cmp.Or(s.enter, "Return"))
	if err != nil {
		return "", err
	}
	d.report.measured("Enter to code read, "+name, taken)
	if _, err := d.atRest(ctx, name+"-code"); err != nil {
		return "", err
	}
	return fmt.Sprintf("read as issued, %s after Enter", seconds(taken)), d.issued(ctx, text, before, s)
}

// issued takes down the sale whose code was read, as the one that is new at the gateway.
func (d *demo) issued(ctx context.Context, read string, before []desk.Entry, s sale) error {
	after, err := d.gateway.Ledger(ctx)
	if err != nil {
		return err
	}
	if len(after) != len(before)+1 {
		return fmt.Errorf("one sale made %d orders at the gateway", len(after)-len(before))
	}
	s.issued = after[len(after)-1]
	d.sales = append(d.sales, s)
	return d.checkIssued(read, s)
}

// enter charges what was typed, and reads the code. The time is from the key to
// the picture in which the code could be read.
func (d *demo) enter(ctx context.Context, key string) (text string, taken time.Duration, err error) {
	var read error
	var seen time.Time
	pressed, err := d.press(ctx, key, "Enter brings a QR code that can be read off the customer's window", func(p desk.Picture) bool {
		seen = time.Now()
		text, read = d.till.Code(ctx, d.desktop, p)
		return text != "" || read != nil
	})
	if err == nil {
		err = read
	}
	return text, seen.Sub(pressed), err
}

func (d *demo) checkIssued(read string, s sale) error {
	i := s.issued
	switch {
	case !desk.SameAmount(i.Amount, s.amount) || i.Currency != "HKD":
		return fmt.Errorf("the gateway was asked for %s %s, %s HKD was typed", i.Amount, i.Currency, s.amount)
	case i.Method != s.method:
		return fmt.Errorf("the gateway was asked for %s, %s was chosen", i.Method, s.method)
	case i.Status != "PENDING":
		return fmt.Errorf("the new order is %s", i.Status)
	}
	return asIssued(read, i.QR)
}

// wrongText shows that the comparison with the gateway's text can fail.
func (d *demo) wrongText(ctx context.Context) (string, error) {
	p, err := d.desktop.Look(ctx)
	if err != nil {
		return "", err
	}
	text, err := d.till.Code(ctx, d.desktop, p)
	if err != nil {
		return "", err
	}
	if err := asIssued(text, d.current().issued.QR+"0"); !errors.Is(err, errNotAsIssued) {
		return "", fmt.Errorf("a wrong text passed for the code on the screen: %v", err)
	}
	return "told apart", asIssued(text, d.current().issued.QR)
}

// pays is the customer paying, until the tick is gone again.
func (d *demo) pays(name string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		paid := time.Now()
		if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
			return "", err
		}
		_, err := d.see(ctx, 15*time.Second, "the customer's window shows the tick", d.till.Paid)
		if err != nil {
			return "", err
		}
		taken := time.Since(paid)
		d.report.measured("payment to tick, "+name, taken)
		if _, err := d.atRest(ctx, name+"-paid"); err != nil {
			return "", err
		}
		if err := d.nextCustomer(ctx); err != nil {
			return "", err
		}
		return "the tick came " + seconds(taken) + " after the payment", nil
	}
}

func (d *demo) nextCustomer(ctx context.Context) error {
	_, err := d.press(ctx, "Return", "Enter goes on to the next customer", d.till.Idle)
	return err
}

// killed leaves a code behind that can be paid, with no till to see it.
func (d *demo) killed(ctx context.Context) (string, error) {
	if _, err := d.sell(ctx, "killed", sale{amount: "300.05", method: "wechat"}); err != nil {
		return "", err
	}
	if err := d.die(ctx); err != nil {
		return "", err
	}
	if err := d.gateway.Pay(ctx, d.current().issued.QR); err != nil {
		return "", err
	}
	return "the till is gone, the customer has paid", d.shoot(ctx, "killed")
}

func (d *demo) startedAgain(ctx context.Context) (string, error) {
	began := time.Now()
	if err := d.startTill(ctx); err != nil {
		return "", err
	}
	if _, err := d.settled(ctx); err != nil {
		return "", err
	}
	if err := d.till.Arrange(ctx, d.desktop); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, 15*time.Second, "the customer's window shows the tick", d.till.Paid); err != nil {
		return "", err
	}
	taken := time.Since(began)
	d.report.measured("start to tick, after kill -9", taken)
	if _, err := d.atRest(ctx, "started-again-paid"); err != nil {
		return "", err
	}
	return "the tick came " + seconds(taken) + " after the start", d.nextCustomer(ctx)
}
