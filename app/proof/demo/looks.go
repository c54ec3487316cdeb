package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qrtill/app/proof/desk"
)

// look is a language and a theme of the till.
type look struct{ staff, customer, theme string }

// usual is how a till in Hong Kong looks at first.
var usual = look{"en", "zh-Hant-HK", "light"}

func (l look) String() string { return l.staff + " " + l.theme }

// looks shows the till in three languages and both themes.
func (d *demo) looks() []step {
	var steps []step
	for _, l := range []look{
		{"zh-Hant-HK", "zh-Hant-HK", "light"}, {"zh-Hans", "zh-Hans", "dark"}, {"en", "en", "dark"},
	} {
		steps = append(steps, step{"looks: a sale, late money, History and Settings in " + l.String(), d.shows(l)})
	}
	return append(steps,
		step{"looks: English and light again", d.usualAgain})
}

// prefer writes the preferences that a till starts with: looks are the only
// thing that is kept there.
func prefer(l look) error {
	folder, err := os.UserConfigDir()
	if err != nil {
		return err
	}
	folder = filepath.Join(folder, "fyne", "app.qrtill.till")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(map[string]any{
		"look": l.theme, "language": l.staff, "customer.language": l.customer, "customer.second": "en",
		"sound.on": false, // a virtual computer has no loudspeaker, and the till says so on every page
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "preferences.json"), text, 0o600)
}

// restart closes the till and opens it with another look.
func (d *demo) restart(ctx context.Context, l look) error {
	if _, err := d.closeTill(ctx); err != nil {
		return err
	}
	if err := prefer(l); err != nil {
		return err
	}
	d.till.Dark = l.theme == "dark"
	if err := d.startTill(ctx); err != nil {
		return err
	}
	if _, err := d.settled(ctx); err != nil {
		return err
	}
	if err := d.till.Arrange(ctx, d.desktop); err != nil {
		return err
	}
	_, err := d.see(ctx, stepLimit, "the customer's window shows the shop's name in "+l.String(), d.till.Idle)
	return err
}

// inTheme says whether the staff side has the look's ground and not the other's.
func (d *demo) inTheme(p desk.Picture) error {
	right, wrong := lightTones, darkTones
	if d.till.Dark {
		right, wrong = wrong, right
	}
	if is, not := p.Share(d.till.Main.Area, right.ground), p.Share(d.till.Main.Area, wrong.ground); is < 0.02 || not > 0.01 {
		return fmt.Errorf("%.1f %% of the till's window is this look's ground, %.1f %% the other's", 100*is, 100*not)
	}
	return nil
}

// shows plays a small day in one look.
func (d *demo) shows(l look) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		if err := d.restart(ctx, l); err != nil {
			return "", err
		}
		name := strings.ReplaceAll(l.String(), " ", "-")
		p, err := d.settled(ctx)
		if err == nil {
			err = d.inTheme(p)
		}
		if err != nil {
			return "", err
		}
		changed := p.Changed(d.idle, d.till.Main.Area)
		if changed < 0.01 {
			return "", errors.New("the till looks as in English and light")
		}
		if _, err := d.sell(ctx, name, sale{amount: "128.50", method: "wechat"}); err != nil {
			return "", err
		}
		if _, err := d.pays(name)(ctx); err != nil {
			return "", err
		}
		if err := d.dismiss(ctx, name+"-late", "42"); err != nil {
			return "", err
		}
		if _, _, err = d.payLate(ctx, name+"-late-money"); err != nil {
			return "", err
		}
		if err := d.keepLate(ctx); err != nil {
			return "", err
		}
		return fmt.Sprintf("%.0f %% of the window differs from English and light", 100*changed), d.pagesIn(ctx, name)
	}
}

// pagesIn keeps pictures of the pages.
func (d *demo) pagesIn(ctx context.Context, name string) error {
	last, err := d.chargePage(ctx)
	if err != nil {
		return err
	}
	for _, page := range []struct{ key, name string }{{"F3", "history"}, {"F10", "settings"}, {"F1", "keys"}} {
		if last, err = d.tap(ctx, page.key, page.key+" shows "+page.name, d.turned(last)); err != nil {
			return err
		}
		if err := d.report.keep(last, name+"-"+page.name); err != nil {
			return err
		}
	}
	if err := d.desktop.Press(ctx, "F1"); err != nil {
		return err
	}
	_, err = d.chargePage(ctx)
	return err
}

// usualAgain goes back to how a till looks at first.
func (d *demo) usualAgain(ctx context.Context) (string, error) {
	if err := d.restart(ctx, usual); err != nil {
		return "", err
	}
	p, err := d.settled(ctx)
	if err == nil {
		err = d.inTheme(p)
	}
	if err != nil {
		return "", err
	}
	return "the customer's window is as it was in the morning", d.till.idleSame(p, d.idle)
}
