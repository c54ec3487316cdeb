package ui

import "fyne.io/fyne/v2"

// soundCard is where sound and voice are switched on and off. It is a matter of
// looks: applied at once, no part of Save, for whoever stands at the till.
type soundCard struct {
	kit
	hearing   hearing
	box       fyne.CanvasObject
	on, voice *button
	try       *button
	said      *flow
	relayout  func() // of the page, when the words change
}

func newSoundCard(k kit, f settingsFrame, relayout func()) *soundCard {
	c := &soundCard{kit: k, hearing: f.hearing(), said: newFlow(sizeBody, colorInkSoft, "")}
	h := c.hearing
	c.on = newButton(f, plainButton, k.text("sound.on"), "", func() { h.turnOn(!h.on()) })
	c.voice = newButton(f, plainButton, k.text("sound.voice"), "", func() { h.turnVoice(!h.speaks()) })
	c.try = newButton(f, softButton, k.text("sound.try"), "", h.try)
	for _, b := range []*button{c.on, c.voice, c.try} {
		b.least = fyne.NewSize(0, touch)
	}
	c.draw()
	c.relayout = relayout
	c.box = group(k.text("sound.title"), c.on, c.voice, c.try, c.said)
	return c
}

// draw shows what is on now, and what can be heard of it.
func (c *soundCard) draw() {
	for b, on := range map[*button]bool{c.on: c.hearing.on(), c.voice: c.hearing.speaks()} {
		b.shape = iconRing
		if on {
			b.shape = iconTick
		}
		b.choose(on)
		b.Refresh()
	}
	c.try.enable(c.hearing.wanted())
	c.said.write(c.text(c.hearing.matter()))
	if c.relayout != nil {
		c.relayout()
	}
}

// drawSound shows what has changed about sound: in the frame, or in this card.
func (p *settings) drawSound() { p.sound.draw() }
