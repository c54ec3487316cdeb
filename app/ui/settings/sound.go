package settings

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// soundCard is where sound and voice are switched on and off. It is a matter of
// looks: applied at once, no part of Save, for whoever stands at the till.
type soundCard struct {
	kit.Texts
	hearing   Hearing
	box       fyne.CanvasObject
	on, voice *kit.Button
	try       *kit.Button
	said      *kit.Flow
	relayout  func() // of the page, when the words change
}

func newSoundCard(k kit.Texts, f Frame, relayout func()) *soundCard {
	c := &soundCard{Texts: k, hearing: f.Hearing(), said: kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, "")}
	h := c.hearing
	c.on = kit.NewButton(f, kit.PlainButton, k.Text("sound.on"), "", func() { h.TurnOn(!h.On()) })
	c.voice = kit.NewButton(f, kit.PlainButton, k.Text("sound.voice"), "", func() { h.TurnVoice(!h.Speaks()) })
	c.try = kit.NewButton(f, kit.SoftButton, k.Text("sound.try"), "", h.Try)
	for _, b := range []*kit.Button{c.on, c.voice, c.try} {
		b.Least = fyne.NewSize(0, kit.Touch)
	}
	c.draw()
	c.relayout = relayout
	c.box = kit.Group(k.Text("sound.title"), c.on, c.voice, c.try, c.said)
	return c
}

// draw shows what is on now, and what can be heard of it.
func (c *soundCard) draw() {
	for b, on := range map[*kit.Button]bool{c.on: c.hearing.On(), c.voice: c.hearing.Speaks()} {
		b.Shape = kit.IconRing
		if on {
			b.Shape = kit.IconTick
		}
		b.Choose(on)
		b.Refresh()
	}
	c.try.SetEnabled(c.hearing.Wanted())
	c.said.Write(c.Text(c.hearing.Matter()))
	if c.relayout != nil {
		c.relayout()
	}
}

// DrawSound shows what has changed about sound: in the frame, or in this card.
func (p *Page) DrawSound() { p.sound.draw() }
