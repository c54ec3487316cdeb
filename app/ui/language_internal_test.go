package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

func TestStaffChangeTheirLanguageAndLoseNothing(t *testing.T) {
	d := newDrawnDesk(t) // Chinese is measured quickly where a font has it
	d.note().SetText("Table 4")
	d.write("12+8.5")
	d.press(fyne.KeyF6, fyne.KeyF10)
	for _, tag := range []string{"zh-Hant-HK", "zh-Hans", "en"} {
		d.speak(tag)
		d.reads(d.staff(), d.text("settings.title"))
		d.press(fyne.KeyF2)
		d.reads(d.staff(), "12.00 + 8.5 = 20.50")
		d.reads(d.staff(), d.text("charge.amount"))
		if d.note().Text != "Table 4" {
			t.Errorf("%s: note %q", tag, d.note().Text)
		}
		if got := Language(d.config.App).Tag(); got != tag {
			t.Errorf("remembered %s, want %s", got, tag)
		}
		d.press(fyne.KeyF10)
	}
	d.press(fyne.KeyF2)
	d.settle()
	d.press(enter)
	want := core.Charge{Amount: dollars(2050), Method: order.AlipayHK, Note: "Table 4"}
	if got := d.charges(); len(got) != 1 || got[0] != want {
		t.Errorf("charged %v", got)
	}
}

func TestUnsavedSettingsOutliveAChangeOfLanguage(t *testing.T) {
	d := newDesk(t)
	d.open(atSettings)
	d.unlock()
	was := d.fieldOf(d.text("settings.secret"))
	d.fieldOf(d.text("first.shop")).SetText("Half typed")
	d.chooserOf(d.text("settings.cutoff")).set("4")
	was.SetText("not to be kept twice")
	d.speak("zh-Hans")
	shop, cutoff, secret := d.fieldOf(d.text("first.shop")), d.chooserOf(d.text("settings.cutoff")), d.fieldOf(d.text("settings.secret"))
	if secret == was || shop.Text != "Half typed" || cutoff.value() != "4" || secret.Text == "" || was.Text != "" {
		t.Errorf("%q, %q, the old page has %q", shop.Text, cutoff.value(), was.Text)
	}
	if !shop.Disabled() || !secret.Disabled() {
		t.Error("the new page is open to anybody")
	}
}

func TestASaleOutlivesAChangeOfLanguage(t *testing.T) {
	for phase := core.Sending; phase <= core.Unrecorded; phase++ {
		synctest.Test(t, func(t *testing.T) { // the countdown stands still
			d := newDrawnDesk(t)
			d.draw(saleIn(phase))
			before := d.public()
			d.speak("zh-Hans")
			d.reads(d.staff(), "128.50")
			if d.public() != before {
				t.Errorf("phase %d: the customer's window changed from %q to %q", phase, before, d.public())
			}
		})
	}
}

func TestTheCustomersWindowSpeaksTwoLanguagesAtOnce(t *testing.T) {
	for _, k := range []struct{ first, second string }{{"zh-Hant-HK", "en"}, {"zh-Hans", "en"}, {"en", "zh-Hant-HK"}, {"en", noSecond}, {"en", "en"}} {
		d := newDesk(t)
		d.config.App.Preferences().SetString(preferenceFirst, k.first)
		d.config.App.Preferences().SetString(preferenceSecond, k.second)
		d.address()
		for phase, key := range map[core.Phase]string{core.Waiting: "customer.until", core.Paid: "customer.paid", core.Closed: "customer.closed", core.Disputed: "customer.please_wait"} {
			d.draw(saleIn(phase))
			for _, tag := range []string{k.first, k.second} {
				if tag != noSecond {
					want, _, _ := strings.Cut(catalogueIn(tag).Text(key, map[string]any{"Time": ""}), "\n")
					d.reads(d.public(), strings.TrimSpace(want))
				}
			}
		}
	}
}

func TestF8ChangesTheCustomersLanguageForOneSale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		p := d.config.App.Preferences()
		p.SetString(preferenceFirst, "zh-Hant-HK")
		p.SetString(preferenceSecond, "en")
		d.address()
		d.draw(saleIn(core.Waiting))
		for _, want := range [][2]string{{"zh-Hans", "en"}, {"en", "zh-Hant-HK"}, {"zh-Hant-HK", "en"}, {"zh-Hans", "en"}} {
			d.press(fyne.KeyF8)
			if first, second := d.languages(); first != want[0] || second != want[1] {
				t.Errorf("speaks %s and %s, want %v", first, second, want)
			}
		}
		if !d.showsCode() {
			t.Error("the code is gone")
		}
		d.draw(saleIn(core.Paid))
		if first, _ := d.languages(); first != "zh-Hans" {
			t.Errorf("thanks in %s", first)
		}
		time.Sleep(2 * settle)
		d.press(enter)
		if first, second := d.languages(); first != "zh-Hant-HK" || second != "en" {
			t.Errorf("the next customer reads %s and %s", first, second)
		}
	})
}
