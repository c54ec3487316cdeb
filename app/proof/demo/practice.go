package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"qrtill/app/proof/desk"
)

// practises is the practice till, with its own gateway and its own folder.
func (d *demo) practises() []step {
	return []step{
		{"practice: qrtill -practice sells at once, and Ctrl+P is the customer who pays", d.practicePays},
		{"practice: Ctrl+D offers the drills, and late money is played through by keyboard", d.drillLate},
		{"practice: the drill without a network: no code, then the same amount again, paid", d.drillOffline},
		{"practice: the till closes", d.closeTill},
	}
}

func (d *demo) practicePays(ctx context.Context) (string, error) {
	d.till.Dir, d.till.Flags = filepath.Join(d.work, "practice"), []string{"-practice"}
	if err := d.backHome(ctx); err != nil {
		return "", err
	}
	if err := d.practiceSale(ctx, "practice", "26.50"); err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "ctrl+p", "Ctrl+P pays, and the tick appears", d.till.Paid); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "practice-paid"); err != nil {
		return "", err
	}
	return "no settings were asked for", d.nextCustomer(ctx)
}

// practiceSale types an amount and Enter until a code is there.
func (d *demo) practiceSale(ctx context.Context, name, amount string) error {
	if err := d.desktop.Write(ctx, amount); err != nil {
		return err
	}
	if _, err := d.atRest(ctx, name+"-typed"); err != nil {
		return err
	}
	if _, _, err := d.enter(ctx, "Return"); err != nil {
		return err
	}
	_, err := d.atRest(ctx, name+"-code")
	return err
}

// beginDrill opens the drills and starts one of them, counted from 0.
func (d *demo) beginDrill(ctx context.Context, which int, name string) error {
	before, err := d.chargePage(ctx)
	if err != nil {
		return err
	}
	sheet, err := d.tap(ctx, "ctrl+d", "Ctrl+D shows the drills", differs(before, d.till.Main.Area, 0.3))
	if err != nil {
		return err
	}
	for range which {
		if sheet, err = d.tap(ctx, "Tab", "Tab goes on", differs(sheet, d.till.Main.Area, 0)); err != nil {
			return err
		}
	}
	if err := d.report.keep(sheet, name+"-offered"); err != nil {
		return err
	}
	if _, err := d.tap(ctx, "Return", "Enter begins the drill", differs(sheet, d.till.Main.Area, 0.3)); err != nil {
		return err
	}
	_, err = d.atRest(ctx, name+"-begins")
	return err
}

// drillLate stops showing a code, whose customer then pays.
func (d *demo) drillLate(ctx context.Context) (string, error) {
	if err := d.beginDrill(ctx, 0, "drill-late"); err != nil {
		return "", err
	}
	if err := d.practiceSale(ctx, "drill-late", "18"); err != nil {
		return "", err
	}
	shown, err := d.desktop.Look(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "Escape", "Esc asks whether to stop showing the code", differs(shown, d.till.Main.Area, 0.3)); err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "Return", "Enter takes the code off the screen", d.till.Idle); err != nil {
		return "", err
	}
	if _, err := d.see(ctx, 20*time.Second, "the drill's customer pays late, and the alert comes", d.till.alerting); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "drill-late-alert"); err != nil {
		return "", err
	}
	if err := d.keepLate(ctx); err != nil {
		return "", err
	}
	_, err = d.atRest(ctx, "drill-late-done")
	return "stop showing, late money, alert, F12", err
}

// drillOffline charges while the cable is out, and again when it is in.
func (d *demo) drillOffline(ctx context.Context) (string, error) {
	if err := d.beginDrill(ctx, 1, "drill-offline"); err != nil {
		return "", err
	}
	if err := d.desktop.Write(ctx, "45"); err != nil {
		return "", err
	}
	if _, err := d.settled(ctx); err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "Return", "Enter tries, and the customer is asked to wait", func(p desk.Picture) bool { return !d.till.Idle(p) }); err != nil {
		return "", err
	}
	failed, err := d.atRest(ctx, "drill-offline-failed")
	if err != nil {
		return "", err
	}
	if text, err := d.till.Code(ctx, d.desktop, failed); err != nil || text != "" {
		return "", errors.Join(errors.New("there is a code without a network"), err)
	}
	area := d.till.amountArea()
	if _, err := d.press(ctx, "Return", "Enter goes back to the amount", func(p desk.Picture) bool {
		return d.till.Idle(p) && p.Changed(failed, area) > 0.05
	}); err != nil {
		return "", err
	}
	if _, err := d.atRest(ctx, "drill-offline-again"); err != nil {
		return "", err
	}
	if _, err := d.press(ctx, "Return", "Enter charges, and the drill's customer pays", d.till.Paid); err != nil {
		return "", err
	}
	_, err = d.atRest(ctx, "drill-offline-paid")
	return "no code while the cable is out; the amount was still typed; then the tick", errors.Join(err, d.nextCustomer(ctx))
}
