package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/sound"
)

// soundCard is where sound and voice are switched on and off. It is a matter of
// looks: applied at once, no part of Save, for whoever stands at the till.
type soundCard struct {
	sounds      *sounds
	on, voice   *button
	try         *button
	said        *flow
	afterwards  func()
	sampleMoney order.Amount
}

// card builds the card; relayout makes room when its words change.
func (o *sounds) card(relayout func()) fyne.CanvasObject {
	k := o.shell.kit
	c := &soundCard{sounds: o, said: newFlow(sizeBody, colorInkSoft, ""), sampleMoney: order.Amount{Minor: 12850, Currency: "HKD"}}
	c.on = newButton(o.shell, plainButton, k.text("sound.on"), "", func() { c.turn(preferenceSound, !o.on()) })
	c.voice = newButton(o.shell, plainButton, k.text("sound.voice"), "", func() { c.turn(preferenceVoice, !o.speaks()) })
	c.try = newButton(o.shell, softButton, k.text("sound.try"), "", c.tryIt)
	for _, b := range []*button{c.on, c.voice, c.try} {
		b.least = fyne.NewSize(0, touch)
	}
	c.draw()
	c.afterwards, o.draw = relayout, c.draw
	return group(k.text("sound.title"), c.on, c.voice, c.try, c.said)
}

// turn switches one of the two, and looks again whether it can be heard.
func (c *soundCard) turn(preference string, on bool) {
	c.sounds.shell.config.App.Preferences().SetBool(preference, on)
	c.sounds.ask()
	c.sounds.redraw()
}

// tryIt plays what a payment would.
func (c *soundCard) tryIt() {
	c.sounds.ask()
	c.sounds.paid(c.sampleMoney)
}

func (c *soundCard) draw() {
	o := c.sounds
	for b, on := range map[*button]bool{c.on: o.on(), c.voice: o.speaks()} {
		b.shape = iconRing
		if on {
			b.shape = iconTick
		}
		b.choose(on)
		b.Refresh()
	}
	c.try.enable(o.wanted())
	c.said.write(o.shell.text(c.matter()))
	if c.afterwards != nil {
		c.afterwards()
	}
}

// matter is the one thing to know: a key of the catalogue.
func (c *soundCard) matter() string {
	o := c.sounds
	switch r := o.report; {
	case !o.wanted():
		return "sound.is_off"
	case r.State == sound.Muted:
		return "sound.is_muted"
	case r.State == sound.NoDevice:
		return "sound.is_missing"
	case r.State == sound.Lost:
		return "sound.is_lost"
	case o.speaks() && r.Lang != "" && !r.Voice:
		return "sound.no_voice"
	case r.State == sound.Audible:
		return "sound.is_fine"
	}
	return "sound.is_unknown"
}
