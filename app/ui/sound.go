package ui

import (
	"strconv"
	"strings"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/sound"
	"qrtill/app/ui/kit"
)

// Sounder lets things be heard. No method blocks. The language is a tag, and
// an answer to Ask comes in Reports.
type Sounder interface {
	Paid(words, lang string) // the sound of money, and then the words if there are any
	Say(words, lang string)  // the words alone
	Attention()              // the sound of something that needs a person
	Ask(lang string)         // can anything be heard, and is there a voice for the language?
	Reports() <-chan sound.Report
}

const (
	preferenceSound = "sound.on"
	preferenceVoice = "sound.voice"
)

// sounds decides what is heard, and says when nothing can be.
type sounds struct {
	shell  *shell
	out    Sounder            // nil is silent
	known  map[alertSeen]bool // the alerts of the last View; nil before the first
	report sound.Report
	strip  *kit.Strip
	read   *kit.Button
	hidden bool   // staff have read the strip
	draw   func() // the card of the settings
}

// alertSeen is an alert that has been heard.
type alertSeen struct {
	order order.ID
	kind  order.Alert
}

func newSounds(s *shell) *sounds {
	o := &sounds{shell: s, out: s.config.Sound, draw: func() {}}
	o.read = kit.NewButton(s, kit.SoftButton, "", "", o.hide)
	o.read.Least.Height = kit.Touch
	o.strip = kit.NewStrip(o.read)
	return o
}

// On says that money is heard, as long as nobody has switched it off.
func (o *sounds) On() bool { return o.prefers(preferenceSound, true) }

// Speaks says that an amount is spoken, once somebody has switched it on.
func (o *sounds) Speaks() bool { return o.prefers(preferenceVoice, false) }

// TurnOn and TurnVoice switch one of the two, and look again whether it can be
// heard.
func (o *sounds) TurnOn(on bool)    { o.turn(preferenceSound, on) }
func (o *sounds) TurnVoice(on bool) { o.turn(preferenceVoice, on) }

func (o *sounds) turn(preference string, on bool) {
	o.shell.config.App.Preferences().SetBool(preference, on)
	o.Ask()
	o.redraw()
}

// sampleMoney is what a payment is tried with.
var sampleMoney = order.Amount{Minor: 12850, Currency: "HKD"}

// Try lets be heard what a payment would.
func (o *sounds) Try() {
	o.Ask()
	o.paid(sampleMoney)
}

func (o *sounds) prefers(name string, usual bool) bool {
	return o.shell.config.App.Preferences().BoolWithFallback(name, usual)
}

// Wanted says that something is to be heard.
func (o *sounds) Wanted() bool { return o.out != nil && (o.On() || o.Speaks()) }

// follow lets be heard what is new in a View, once. What was there when the
// till started is old. It comes after both windows have been drawn.
func (o *sounds) follow(before, v app.View) {
	alerts, fresh := map[alertSeen]bool{}, false
	for _, a := range v.Alerts {
		seen := alertSeen{a.Order, a.Kind}
		alerts[seen] = true
		fresh = fresh || !o.known[seen]
	}
	started := o.known == nil
	o.known = alerts
	if started {
		return
	}
	if v.Sale != nil && momentOf(before) != momentOf(v) {
		switch v.Sale.Phase {
		case core.Paid:
			o.paid(v.Sale.Amount)
		case core.Disputed, core.Unrecorded:
			fresh = true
		}
	}
	if fresh && o.out != nil && o.On() {
		o.out.Attention()
	}
}

// paid speaks the customer's language.
func (o *sounds) paid(a order.Amount) {
	if o.out == nil {
		return
	}
	words, k := "", o.shell.theirs
	if o.Speaks() {
		words = k.Text("speech.paid", "Amount", spoken(k, a))
	}
	switch {
	case o.On():
		o.out.Paid(words, k.Catalogue.Tag())
	case words != "":
		o.out.Say(words, k.Catalogue.Tag())
	}
}

// spokenParts are the words for the two parts of an amount. Other currencies
// are spoken as they are written.
var spokenParts = map[string][2]string{
	"HKD": {"speech.dollars", "speech.cents"},
	"TWD": {"speech.dollars", "speech.cents"},
	"CNY": {"speech.yuan", "speech.fen"},
}

// spoken is an amount as people say it: "128 dollars 50 cents".
func spoken(k kit.Texts, a order.Amount) string {
	keys, known := spokenParts[a.Currency]
	whole, rest, _ := strings.Cut(a.Decimal(), ".")
	units, wrong := strconv.Atoi(whole)
	if !known || wrong != nil {
		return k.Money(a)
	}
	part, _ := strconv.Atoi(rest)
	// Chinese has a word for tenths: five tenths, not fifty hundredths.
	cents := k.Text(keys[1], "Count", part, "Tenths", part/10, "Rest", part%10)
	switch {
	case part == 0:
		return k.Text(keys[0], "Count", units)
	case units == 0:
		return cents
	}
	return k.Text("speech.both", "Whole", k.Text(keys[0], "Count", units), "Part", cents)
}

// reports brings the answers to Ask; nil brings none.
func (o *sounds) reports() <-chan sound.Report {
	if o.out == nil {
		return nil
	}
	return o.out.Reports()
}

// Ask finds out whether anything can be heard.
func (o *sounds) Ask() {
	if o.Wanted() {
		o.out.Ask(o.shell.theirs.Catalogue.Tag())
	}
}

// hear takes the answer.
func (o *sounds) hear(r sound.Report) {
	o.report = r
	o.hidden = o.hidden && o.silence() != ""
	o.redraw()
}

// hide is staff saying that they have read the strip.
func (o *sounds) hide() {
	o.hidden = true
	o.redraw()
}

func (o *sounds) redraw() {
	s := o.shell
	o.draw()
	s.strips.draw(s.view, s.orderShown())
	s.redraw()
}

// silence is why nothing can be heard, a key of the catalogue; empty when it can.
func (o *sounds) silence() string {
	if !o.Wanted() {
		return ""
	}
	switch o.report.State {
	case sound.Muted:
		return "sound.muted"
	case sound.NoDevice:
		return "sound.no_device"
	case sound.Lost:
		return "sound.lost"
	}
	return ""
}

// Matter is the one thing that Settings tell of sound: a key of the catalogue.
func (o *sounds) Matter() string {
	switch r := o.report; {
	case !o.Wanted():
		return "sound.is_off"
	case r.State == sound.Muted:
		return "sound.is_muted"
	case r.State == sound.NoDevice:
		return "sound.is_missing"
	case r.State == sound.Lost:
		return "sound.is_lost"
	case o.Speaks() && r.Lang != "" && !r.Voice:
		return "sound.no_voice"
	case r.State == sound.Audible:
		return "sound.is_fine"
	}
	return "sound.is_unknown"
}

// drawStrip says it on every screen, until it is mended or has been read.
func (o *sounds) drawStrip(v app.View) {
	words := ""
	if key := o.silence(); key != "" && !o.hidden && !v.NeedSetup {
		words = o.shell.Text(key)
	}
	o.read.Set(o.shell.Text("sound.read"))
	o.strip.Say(kit.ToneWarn, words)
}
