package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

// drills are the bad moments that staff can play through at a practice till. A
// strip across the top of every page, which covers nothing, says what to do.
type drills struct {
	kit
	shell *shell
	at    *drill // nil while none is played

	box         *fyne.Container
	sign        *icon
	name, words *flow
	mend, end   *button
}

func newDrills(s *shell) *drills {
	d := &drills{kit: s.kit, shell: s, sign: newIcon(iconDot, 26, colorAccentInk)}
	d.name, d.words = newFlow(sizeSmall, colorAccentInk, ""), newFlow(sizeBody+1, colorInk, "")
	d.name.bold, d.words.bold = true, true
	d.mend = newButton(s, accentButton, d.text("drills.mend"), "", d.goOn)
	d.end = newButton(s, softButton, "", "", d.stop)
	d.mend.least.Height, d.end.least.Height = touch, touch
	d.box = container.NewStack(newPlate(colorAccentSoft, colorClear, 0), pad(20, 4, row(14,
		middle(d.sign), grow(1, column(2, d.name, d.words)), middle(d.mend), middle(d.end))))
	d.box.Hide()
	return d
}

// offered says that this till has a gateway of its own to play with.
func (d *drills) offered() bool {
	c := d.shell.config
	return c.PayNow != nil && c.SetNetwork != nil && c.SetGateway != nil
}

// choose shows the drills on a sheet.
func (d *drills) choose() {
	if !d.offered() || d.shell.view.NeedSetup {
		return
	}
	s := d.shell
	content := column(10, newText(sizeTitle, colorInk, drillsWidth, d.text("drills.title")).strong(),
		newText(sizeBody, colorInkSoft, drillsWidth, d.text("drills.text")))
	var first *button
	for kind, words := range drillBook {
		start := newButton(s, softButton, d.text("drills.start"), "", func() { d.start(drillKind(kind)) })
		start.least = fyne.NewSize(110, touch)
		if first == nil {
			first = start
		}
		about := column(2, newHeading(sizeBody+1, d.text(words.name)), newText(sizeSmall+1, colorInkSoft, drillsWidth-140, d.text(words.text)))
		content.Add(hairline())
		content.Add(row(16, grow(1, about), middle(start)))
	}
	content.Add(row(0, space(), newButton(s, softButton, d.text("manager.back"), d.text("key.esc"), s.dismiss)))
	s.present(&sheet{enter: func() { s.window.Canvas().Focus(first) }, escape: s.dismiss, early: true, other: s.closeOn(doDrills)},
		atLeast(drillsWidth, 0, content))
	s.window.Canvas().Focus(first)
}

const drillsWidth = 720

// start plays a drill from its beginning.
func (d *drills) start(kind drillKind) {
	d.shell.dismiss()
	d.heal()
	d.at = &drill{kind: kind}
	if !waiting(d.shell.view) {
		d.shell.open(atCharge)
	}
	d.update(d.shell.view)
	d.shell.redraw()
}

// stop ends the drill; whatever it broke is whole again.
func (d *drills) stop() {
	d.heal()
	d.at = nil
	d.shell.window.Canvas().Unfocus()
	d.draw()
	d.shell.redraw()
}

// heal puts the cable in and the gateway up.
func (d *drills) heal() {
	d.do(plugCable)
	d.do(mendGateway)
}

func (d *drills) goOn() {
	next, hands := d.at.mend()
	d.move(next, hands)
	d.shell.window.Canvas().Unfocus()
	d.shell.redraw()
}

// update follows the till.
func (d *drills) update(v app.View) {
	if d.at == nil {
		return
	}
	next, hands := d.at.follow(v)
	d.move(next, hands)
}

func (d *drills) move(next drill, hands []hand) {
	ends := next.over() && !d.at.over()
	*d.at = next
	for _, h := range hands {
		d.do(h)
	}
	if ends {
		d.heal()
	}
	d.draw()
}

func (d *drills) do(h hand) {
	c := d.shell.config
	switch h {
	case payFirst:
		d.pay(d.at.first)
	case paySecond:
		d.pay(d.at.second)
	case pullCable, plugCable:
		c.SetNetwork(h == plugCable)
	case breakGateway, mendGateway:
		c.SetGateway(h == mendGateway)
	}
}

func (d *drills) pay(id order.ID) { d.shell.config.PayNow(id) }

func (d *drills) draw() {
	setVisible(d.box, d.at != nil)
	if d.at == nil {
		return
	}
	name, over := d.text(drillBook[d.at.kind].name), d.at.over()
	d.sign.change(iconHelp, colorAccentInk)
	d.name.write(d.text("drills.progress", "Name", name, "Step", d.at.stage+1, "All", len(drillBook[d.at.kind].stages)-1))
	d.end.set(d.text("drills.end"))
	if over {
		d.sign.change(iconTick, colorGood)
		d.name.write(d.text("drills.finished", "Name", name))
		d.end.set(d.text("drills.close"))
	}
	d.words.write(d.text(d.at.words()))
	setVisible(d.mend, d.at.asks())
}
