package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// steps are the whole run, in order. Each needs those before it.
func (d *demo) steps() []step {
	return slices.Concat(d.firstSales(), d.keyboardDay(), d.moreMoney(), d.nothingQuiet(), d.looks(), d.sizes(), d.end(), d.practises())
}

func (d *demo) firstSales() []step {
	return []step{
		{"the practice gateway starts as a process of its own", d.startGateway},
		{"qrtill setup takes the settings, secret and PIN on standard input", d.setUp},
		{"the till opens its windows", d.open},
		{"the history is empty", d.emptyHistory},

		{"WeChat Pay: 128.50 and Enter, and the code on the screen is the gateway's", d.firstSale},
		{"self-test: a wrong text is told from the code", d.wrongText},
		{"WeChat Pay: the customer pays and the tick appears", d.pays("wechat")},
		{"the history shows the paid order", d.historyOfOne},
		{"a second start brings the first window to the front and ends", d.secondStart},

		{"AlipayHK: F6, 42 and Enter, and the code on the screen is the gateway's", d.alipaySale},
		{"AlipayHK: the customer pays and the tick appears", d.pays("alipayhk")},

		{"Esc and Enter take a code off the screen", d.dismissed},
		{"its late money raises an alert that stays until F12 keeps it", d.lateMoney},

		{"kill -9 while a code is shown, and the customer pays meanwhile", d.killed},
		{"started again, the till finds the payment and shows it", d.startedAgain},
		{"the history shows all four orders", d.historyOfAll},
	}
}

func (d *demo) moreMoney() []step {
	return []step{
		{"late money again: F9 at the alert gives it back with the manager's PIN", d.lateRefund},
		{"the history shows paid, late and refunded orders", d.historyOfADay},
		{"Ctrl+L and Ctrl+M: a discount and a tip, once a manager has switched them on", d.discountAndTip},
		{"answer to tick on screen, measured on twenty sales", d.paidMoments},
	}
}

func (d *demo) end() []step {
	return []step{
		{"the secret is in no file of the till and in nothing that other programs can see", d.noSecret},
		{"the till closes", d.closeTill},
		{"qrtill orders equals the gateway's ledger", d.books},
		{"qrtill verify finds the log whole", d.verify},
	}
}

const pin = "482913"

// setUp does what First start does, without a screen.
func (d *demo) setUp(ctx context.Context) (string, error) {
	said, err := desk.Command(ctx, d.gateway.Secret+"\n"+pin+"\n", d.program, "setup", "-data", d.till.Dir,
		"-gateway", d.gateway.URL, "-merchant", d.gateway.Merchant, "-shop", "Tea & Co", "-currency", "HKD", "-pin")
	return strings.TrimSpace(string(said)), err
}

func (d *demo) open(ctx context.Context) (string, error) {
	if err := errors.Join(prefer(usual), d.desktop.Park(ctx)); err != nil {
		return "", err
	}
	began := time.Now()
	if err := d.startTill(ctx); err != nil {
		return "", err
	}
	shown := time.Since(began)
	d.report.measured("start to both windows", shown)
	opened := fmt.Sprintf("%q %v and %q %v after %s", d.till.Main.Name, d.till.Main.Area,
		d.till.Customer.Name, d.till.Customer.Area, seconds(shown))
	if _, err := d.atRest(ctx, "as-opened"); err != nil {
		return "", err
	}
	if err := d.till.Arrange(ctx, d.desktop); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, 10*time.Second, "the customer's window shows the shop's name", d.till.Idle); err != nil {
		return "", err
	}
	d.staff = d.till.Main.Area
	var err error
	d.idle, err = d.atRest(ctx, "ready")
	return opened, err
}

// howFine measures one look with reading: times seen by looking are at most
// that much too long.
func (d *demo) howFine(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	p, err := d.desktop.Look(ctx)
	if err == nil {
		_, err = d.desktop.Read(ctx, p.Crop(d.till.Customer.Area))
	}
	taken := time.Since(began)
	d.report.measured("look", taken)
	return taken, err
}

func (d *demo) emptyHistory(ctx context.Context) (string, error) {
	if err := d.seeHistory(ctx, "history-empty", 0); err != nil {
		return "", err
	}
	fine, err := d.howFine(ctx)
	return fmt.Sprintf("one look at the screen takes %s", seconds(fine)), err
}

func (d *demo) historyOfOne(ctx context.Context) (string, error) {
	return "one order, shown as paid", d.seeHistory(ctx, "history-of-one", 1)
}

func (d *demo) historyOfAll(ctx context.Context) (string, error) {
	return "four orders, each shown as paid", d.seeHistory(ctx, "history-of-four", 4)
}

func (d *demo) historyOfADay(ctx context.Context) (string, error) {
	charge, err := d.chargePage(ctx)
	if err != nil {
		return "", err
	}
	p, err := d.history(ctx, charge)
	if err != nil {
		return "", err
	}
	if err := d.report.keep(p, "history-of-a-day"); err != nil {
		return "", err
	}
	shown := d.till.paidOrders(p)
	if shown < len(d.sales)/2 {
		return "", fmt.Errorf("the history shows %d of %d orders as paid", shown, len(d.sales))
	}
	return fmt.Sprintf("%d labels say so", shown), d.backToCharge(ctx, p)
}

// seeHistory opens the history and counts the orders shown as paid. Their
// amounts are for who looks at the screenshot, and in the books.
func (d *demo) seeHistory(ctx context.Context, name string, paid int) error {
	charge, err := d.settled(ctx)
	if err != nil {
		return err
	}
	p, err := d.history(ctx, charge)
	if err != nil {
		return err
	}
	if err := d.report.keep(p, name); err != nil {
		return err
	}
	if shown := d.till.paidOrders(p); shown != paid {
		return fmt.Errorf("the history shows %d orders as paid, not %d", shown, paid)
	}
	return d.backToCharge(ctx, p)
}

// history opens the history and returns its picture, once it is at rest.
func (d *demo) history(ctx context.Context, from desk.Picture) (desk.Picture, error) {
	_, err := d.press(ctx, "F3", "F3 opens the history", d.turned(from))
	if err != nil {
		return desk.Picture{}, err
	}
	return d.settled(ctx)
}

func (d *demo) backToCharge(ctx context.Context, from desk.Picture) error {
	_, err := d.press(ctx, "F2", "F2 goes back to Charge", d.turned(from))
	return err
}

// turned says that the staff's window shows another page.
func (d *demo) turned(from desk.Picture) func(desk.Picture) bool {
	return func(p desk.Picture) bool { return p.Changed(from, d.till.Main.Area) > 0.03 }
}

// secondStart starts the till again while it runs, behind the customer's window and then
// minimised.
func (d *demo) secondStart(ctx context.Context) (string, error) {
	if err := d.desktop.Activate(ctx, d.till.Customer); err != nil {
		return "", err
	}
	behind, err := d.called(ctx)
	if err != nil {
		return "", err
	}
	if err := d.desktop.Minimise(ctx, d.till.Main); err != nil {
		return "", err
	}
	minimised, err := d.called(ctx)
	if err != nil {
		return "", fmt.Errorf("minimised: %w", err)
	}
	if _, err := d.atRest(ctx, "second-start"); err != nil {
		return "", err
	}
	return fmt.Sprintf("it ended with exit code 0 after %s, and %s where the first was minimised; the staff's window has the keyboard",
		seconds(behind), seconds(minimised)), d.till.Front(ctx, d.desktop)
}

// called is how long a second start took to bring the first one's window back.
func (d *demo) called(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	second, err := d.Start(d.program, "-data", d.till.Dir)
	if err != nil {
		return 0, err
	}
	if err := second.End(ctx, 15*time.Second); err != nil {
		return 0, fmt.Errorf("the second start: %w: %s", err, second.Stderr)
	}
	taken := time.Since(began)
	return taken, desk.Until(ctx, 5*time.Second, "the first window is in front again", func(ctx context.Context) (bool, error) {
		id, err := d.desktop.Active(ctx)
		return id == d.till.Main.ID, err
	})
}

// closeTill closes the staff's window as people do, by the window manager.
func (d *demo) closeTill(ctx context.Context) (string, error) {
	if err := d.desktop.Activate(ctx, d.till.Main); err != nil {
		return "", err
	}
	if err := d.desktop.Press(ctx, "alt+F4"); err != nil {
		return "", err
	}
	if err := d.till.End(ctx, 10*time.Second); err != nil {
		if shot := d.shoot(ctx, "not-closed"); shot != nil {
			err = errors.Join(err, shot)
		}
		return "", fmt.Errorf("the till: %w", err)
	}
	return "Alt+F4; exit code 0", nil
}
