package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/sound"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// recorder writes down what would be heard.
type recorder struct {
	heard   []string
	asked   []string
	painted func() string // what the windows show when a sound begins
	picture string
	answers chan sound.Report
}

func (r *recorder) Paid(words, lang string)      { r.note("paid " + lang + " " + words) }
func (r *recorder) Say(words, lang string)       { r.note("say " + lang + " " + words) }
func (r *recorder) Attention()                   { r.note("attention") }
func (r *recorder) Ask(lang string)              { r.asked = append(r.asked, lang) }
func (r *recorder) Reports() <-chan sound.Report { return r.answers }

func (r *recorder) note(what string) {
	r.heard = append(r.heard, strings.TrimSpace(what))
	if r.painted != nil {
		r.picture = r.painted()
	}
}

func (r *recorder) hears(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(r.heard, want) {
		t.Errorf("heard %q, want %q", r.heard, want)
	}
	r.heard = nil
}

// loud gives a desk something to hear with.
func loud(d *desk) *recorder {
	r := &recorder{}
	d.sounds.out = r
	d.sounds.draw()
	return r
}

func (d *desk) prefer(name string, on bool) { d.config.App.Preferences().SetBool(name, on) }

func TestAPaidSaleIsHeardOnceAfterItIsSeen(t *testing.T) {
	d := newDesk(t)
	r := loud(d)
	r.painted = func() string { return d.staff() + d.public() }
	d.draw(uitest.SaleIn(core.Waiting))
	r.hears(t)
	d.draw(uitest.SaleIn(core.Paid))
	r.hears(t, "paid en")
	for _, want := range []string{d.Text("phase.paid"), d.Text("customer.paid")} {
		d.Reads(r.picture, want)
	}
	d.draw(uitest.SaleIn(core.Paid))
	d.draw(uitest.ReadyView())
	r.hears(t)
	next := uitest.SaleIn(core.Paid)
	next.Sale.Order = "T1GHIJKL"
	d.draw(next)
	r.hears(t, "paid en")
}

func TestSoundAndVoiceAreSwitchedApart(t *testing.T) {
	for _, k := range []struct {
		sound, voice bool
		want         []string
	}{
		{true, true, []string{"paid en Paid. 128 dollars 50 cents.", "attention"}},
		{true, false, []string{"paid en", "attention"}},
		{false, true, []string{"say en Paid. 128 dollars 50 cents."}},
		{false, false, nil},
	} {
		d := newDesk(t)
		r := loud(d)
		d.prefer(preferenceSound, k.sound)
		d.prefer(preferenceVoice, k.voice)
		d.draw(uitest.SaleIn(core.Paid))
		d.draw(uitest.SaleIn(core.Disputed))
		r.hears(t, k.want...)
	}
}

func TestTroubleIsHeardOnceForEachAlert(t *testing.T) {
	d := newDesk(t)
	r := loud(d)
	with := func(alerts ...core.AlertView) {
		v := uitest.ReadyView()
		v.Alerts = alerts
		d.draw(v)
	}
	late, failed := core.AlertView{Order: "T1A", Kind: order.AlertLate}, core.AlertView{Order: "T1A", Kind: order.AlertRefundFailed}
	with(late)
	r.hears(t, "attention")
	with(late)
	r.hears(t)
	with(late, failed)
	r.hears(t, "attention")
	with(failed)
	r.hears(t)
	with(late)
	r.hears(t, "attention")
	with()
	for _, phase := range []core.Phase{core.Sending, core.Waiting, core.Closed, core.Failed} {
		d.draw(uitest.SaleIn(phase))
	}
	r.hears(t)
	d.draw(uitest.SaleIn(core.Unrecorded))
	r.hears(t, "attention")
}

func TestWhatWasThereAtTheStartIsNotHeard(t *testing.T) {
	d := newDesk(t)
	r := loud(d)
	d.sounds.known = nil
	v := uitest.SaleIn(core.Paid)
	v.Alerts = []core.AlertView{{Order: "T1A", Kind: order.AlertLate}}
	d.draw(v)
	d.draw(v)
	r.hears(t)
}

func TestAmountsAreSpokenAsPeopleSayThem(t *testing.T) {
	d := newDesk(t)
	for _, k := range []struct {
		minor    int64
		currency string
		want     string
	}{
		{12850, "HKD", "128 dollars 50 cents"},
		{100, "HKD", "1 dollar"},
		{101, "HKD", "1 dollar 1 cent"},
		{5, "HKD", "5 cents"},
		{0, "HKD", "0 dollars"},
		{123456700, "HKD", "1234567 dollars"},
		{50000, "TWD", "500 dollars"},
		{12805, "CNY", "128 yuan 5 fen"},
		{1250, "USD", "US$12.50"},
		{1500, "JPY", "JP¥1,500"},
	} {
		if got := spoken(d.Texts, order.Amount{Minor: k.minor, Currency: k.currency}); got != k.want {
			t.Errorf("%d %s: %q, want %q", k.minor, k.currency, got, k.want)
		}
	}
}

func TestSilenceIsSaidUntilItIsMendedReadOrWanted(t *testing.T) {
	d := newDesk(t)
	loud(d)
	muted, fine := sound.Report{State: sound.Muted, Lang: "en"}, sound.Report{State: sound.Audible, Lang: "en"}
	words := d.Text("sound.muted")
	says := func(want bool) {
		t.Helper()
		if d.sounds.strip.Box.Visible() != want || strings.Contains(d.staff(), words) != want {
			t.Errorf("said %v, want %v: %s", !want, want, d.staff())
		}
		d.ReadsNot(d.public(), words)
	}
	d.sounds.hear(muted)
	says(true)
	d.draw(uitest.SaleIn(core.Waiting))
	says(true)
	d.sounds.hear(fine)
	says(false)
	d.sounds.hear(muted)
	says(true)
	d.sounds.read.Tapped(nil)
	says(false)
	d.sounds.hear(muted)
	says(false)
	d.sounds.hear(fine)
	d.sounds.hear(muted)
	says(true)
	d.prefer(preferenceSound, false)
	d.sounds.redraw()
	says(false)
	d.prefer(preferenceSound, true)
	first := uitest.ReadyView()
	first.NeedSetup = true
	d.draw(first)
	says(false)
}

func TestEverySilenceHasItsWords(t *testing.T) {
	d := newDesk(t)
	loud(d)
	d.prefer(preferenceVoice, true)
	d.open(atSettings)
	for _, k := range []struct {
		report      sound.Report
		strip, card string
	}{
		{sound.Report{State: sound.Unknown}, "", "sound.is_unknown"},
		{sound.Report{State: sound.Audible, Lang: "en", Voice: true}, "", "sound.is_fine"},
		{sound.Report{State: sound.Audible, Lang: "en"}, "", "sound.no_voice"},
		{sound.Report{State: sound.Muted, Lang: "en", Voice: true}, "sound.muted", "sound.is_muted"},
		{sound.Report{State: sound.NoDevice, Lang: "en", Voice: true}, "sound.no_device", "sound.is_missing"},
		{sound.Report{State: sound.Lost, Lang: "en", Voice: true}, "sound.lost", "sound.is_lost"},
	} {
		d.sounds.hear(k.report)
		d.Reads(d.staff(), d.Text(k.card))
		if k.strip != "" {
			d.Reads(d.staff(), d.Text(k.strip))
		} else if d.sounds.strip.Box.Visible() {
			t.Errorf("%+v: a strip is shown", k.report)
		}
	}
}

// soundButton finds a button of Settings as a person does, by its words.
func soundButton(d *desk, key string) *kit.Button {
	d.Helper()
	return uitest.ButtonSaying(d.T, d.window.Content(), d.Text(key))
}

func TestTheSoundCardSwitchesAtOnceAndByKeyboard(t *testing.T) {
	d := newDesk(t)
	r := loud(d)
	d.open(atSettings)
	if len(r.asked) != 1 {
		t.Errorf("asked %d times as Settings opened", len(r.asked))
	}
	tap := func(key string, name fyne.KeyName) {
		t.Helper()
		b := soundButton(d, key)
		d.window.Canvas().Focus(b)
		if h := b.Size().Height; h < kit.Touch {
			t.Errorf("%s is %v high", key, h)
		}
		d.Press(name)
	}
	tap("sound.try", fyne.KeyReturn)
	r.hears(t, "paid en")
	tap("sound.voice", fyne.KeySpace)
	tap("sound.try", fyne.KeySpace)
	r.hears(t, "paid en Paid. 128 dollars 50 cents.")
	tap("sound.voice", fyne.KeyReturn)
	tap("sound.on", fyne.KeyReturn)
	d.Reads(d.staff(), d.Text("sound.is_off"))
	if !soundButton(d, "sound.try").Disabled() {
		t.Error("there is nothing to try")
	}
	if d.sounds.On() || d.sounds.Speaks() || len(d.till.sent) != 0 {
		t.Errorf("sound %v, voice %v, sent %v", d.sounds.On(), d.sounds.Speaks(), d.till.sent)
	}
}

func TestATillWithoutSoundSaysNothingOfIt(t *testing.T) {
	d := newDesk(t)
	d.sounds.Ask()
	d.draw(uitest.SaleIn(core.Paid))
	d.sounds.hear(sound.Report{State: sound.Muted})
	if d.sounds.strip.Box.Visible() || d.sounds.reports() != nil {
		t.Error("a silent till speaks of sound")
	}
}

func TestThePumpBringsWhatCanBeHeard(t *testing.T) {
	heard := make(chan sound.Report)
	ctx, cancel := context.WithCancel(t.Context())
	var got sound.Report
	p := &pump{heard: heard, do: func(f func()) { f() }, hear: func(r sound.Report) { got = r; cancel() }}
	go func() { heard <- sound.Report{State: sound.Muted} }()
	p.run(ctx)
	if got.State != sound.Muted {
		t.Errorf("got %+v", got)
	}
}

func TestAnAmountIsSpokenAsPeopleSayIt(t *testing.T) {
	for _, k := range []struct {
		tag   string
		minor int64
		want  string
	}{
		{"en", 12850, "Paid. 128 dollars 50 cents."}, {"en", 101, "Paid. 1 dollar 1 cent."}, {"en", 50, "Paid. 50 cents."},
		{"zh-Hant-HK", 12850, "收到128元5角"}, {"zh-Hans", 12855, "收到128元5角5分"}, {"zh-Hant-HK", 12800, "收到128元"}, {"zh-Hans", 5, "收到5分"},
	} {
		speaks := kit.Texts{Catalogue: kit.CatalogueIn(k.tag)}
		if got := speaks.Text("speech.paid", "Amount", spoken(speaks, uitest.HKD(k.minor))); got != k.want {
			t.Errorf("%s: %q, want %q", k.tag, got, k.want)
		}
	}
}
