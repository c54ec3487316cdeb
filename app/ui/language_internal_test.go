package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

func TestStaffChangeTheirLanguageAndLoseNothing(t *testing.T) {
	d := newDrawnDesk(t) // Chinese is measured quickly where a font has it
	d.note().SetText("Table 4")
	d.Write("12+8.5")
	d.Press(fyne.KeyF6, fyne.KeyF10)
	for _, tag := range []string{"zh-Hant-HK", "zh-Hans", "en"} {
		d.Speak(tag)
		d.Reads(d.staff(), d.Text("settings.title"))
		d.Press(fyne.KeyF2)
		d.Reads(d.staff(), "12.00 + 8.5 = 20.50")
		d.Reads(d.staff(), d.Text("charge.amount"))
		if d.note().Text != "Table 4" {
			t.Errorf("%s: note %q", tag, d.note().Text)
		}
		if got := kit.Language(d.config.App).Tag(); got != tag {
			t.Errorf("remembered %s, want %s", got, tag)
		}
		d.Press(fyne.KeyF10)
	}
	d.Press(fyne.KeyF2)
	d.Press(uitest.Enter)
	want := core.Charge{Amount: uitest.HKD(2050), Method: order.AlipayHK, Note: "Table 4"}
	if got := d.charges(); len(got) != 1 || got[0] != want {
		t.Errorf("charged %v", got)
	}
}

func TestUnsavedSettingsOutliveAChangeOfLanguage(t *testing.T) {
	d := newDesk(t)
	d.open(atSettings)
	d.unlock()
	was := d.FieldOf(d.Text("settings.secret"))
	d.FieldOf(d.Text("first.shop")).SetText("Half typed")
	d.ChooserOf(d.Text("settings.cutoff")).Set("4")
	was.SetText("not to be kept twice")
	d.Speak("zh-Hans")
	shop, cutoff, secret := d.FieldOf(d.Text("first.shop")), d.ChooserOf(d.Text("settings.cutoff")), d.FieldOf(d.Text("settings.secret"))
	if secret == was || shop.Text != "Half typed" || cutoff.Value() != "4" || secret.Text == "" || was.Text != "" {
		t.Errorf("%q, %q, the old page has %q", shop.Text, cutoff.Value(), was.Text)
	}
	if !shop.Disabled() || !secret.Disabled() {
		t.Error("the new page is open to anybody")
	}
}

func TestASaleOutlivesAChangeOfLanguage(t *testing.T) {
	for phase := core.Sending; phase <= core.Unrecorded; phase++ {
		synctest.Test(t, func(t *testing.T) { // the countdown stands still
			d := newDrawnDesk(t)
			d.draw(uitest.SaleIn(phase))
			before := d.public()
			d.Speak("zh-Hans")
			d.Reads(d.staff(), "128.50")
			if d.public() != before {
				t.Errorf("phase %d: the customer's window changed from %q to %q", phase, before, d.public())
			}
		})
	}
}

func TestTheCustomersWindowSpeaksTwoLanguagesAtOnce(t *testing.T) {
	for _, k := range []struct{ first, second string }{{"zh-Hant-HK", "en"}, {"zh-Hans", "en"}, {"en", "zh-Hant-HK"}, {"en", kit.NoSecond}, {"en", "en"}} {
		d := newDesk(t)
		d.config.App.Preferences().SetString(kit.PreferenceFirst, k.first)
		d.config.App.Preferences().SetString(kit.PreferenceSecond, k.second)
		d.Address()
		for phase, key := range map[core.Phase]string{
			core.Waiting: "customer.until", core.Paid: "customer.paid", core.Closed: "customer.closed", core.Disputed: "customer.please_wait",
		} {
			d.draw(uitest.SaleIn(phase))
			for _, tag := range []string{k.first, k.second} {
				if tag != kit.NoSecond {
					want, _, _ := strings.Cut(kit.CatalogueIn(tag).Text(key, map[string]any{"Time": ""}), "\n")
					d.Reads(d.public(), strings.TrimSpace(want))
				}
			}
		}
	}
}

func TestF8ChangesTheCustomersLanguageForOneSale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		p := d.config.App.Preferences()
		p.SetString(kit.PreferenceFirst, "zh-Hant-HK")
		p.SetString(kit.PreferenceSecond, "en")
		d.Address()
		d.draw(uitest.SaleIn(core.Waiting))
		for _, want := range [][2]string{{"zh-Hans", "en"}, {"en", "zh-Hant-HK"}, {"zh-Hant-HK", "en"}, {"zh-Hans", "en"}} {
			d.Press(fyne.KeyF8)
			if first, second := d.languages(); first != want[0] || second != want[1] {
				t.Errorf("speaks %s and %s, want %v", first, second, want)
			}
		}
		if !d.showsCode() {
			t.Error("the code is gone")
		}
		d.draw(uitest.SaleIn(core.Paid))
		if first, _ := d.languages(); first != "zh-Hans" {
			t.Errorf("thanks in %s", first)
		}
		time.Sleep(2 * kit.SettleTime)
		d.Press(uitest.Enter)
		if first, second := d.languages(); first != "zh-Hant-HK" || second != "en" {
			t.Errorf("the next customer reads %s and %s", first, second)
		}
	})
}
