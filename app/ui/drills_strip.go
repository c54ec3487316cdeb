package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// drills are the bad moments that staff can play through at a practice till. A
// strip across the top of every page, which covers nothing, says what to do.
type drills struct {
	kit.Texts
	shell *shell
	at    *drill // nil while none is played

	box         *fyne.Container
	sign        *kit.Icon
	name, words *kit.Flow
	mend, end   *kit.Button
}

func newDrills(s *shell) *drills {
	d := &drills{Texts: s.Texts, shell: s, sign: kit.NewIcon(kit.IconDot, 26, kit.ColorAccentInk)}
	d.name, d.words = kit.NewFlow(kit.SizeSmall, kit.ColorAccentInk, ""), kit.NewFlow(kit.SizeBody+1, kit.ColorInk, "")
	d.name.Bold, d.words.Bold = true, true
	d.mend = kit.NewButton(s, kit.AccentButton, d.Text("drills.mend"), "", d.goOn)
	d.end = kit.NewButton(s, kit.SoftButton, "", "", d.stop)
	d.mend.Least.Height, d.end.Least.Height = kit.Touch, kit.Touch
	d.box = container.NewStack(kit.NewPlate(kit.ColorAccentSoft, kit.ColorClear, 0), kit.Pad(20, 4, kit.Row(14,
		kit.Middle(d.sign), kit.Grow(1, kit.Column(2, d.name, d.words)), kit.Middle(d.mend), kit.Middle(d.end))))
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
	content := kit.Column(10, kit.NewText(kit.SizeTitle, kit.ColorInk, drillsWidth, d.Text("drills.title")).Strong(),
		kit.NewText(kit.SizeBody, kit.ColorInkSoft, drillsWidth, d.Text("drills.text")))
	var first *kit.Button
	for kind, words := range drillBook {
		start := kit.NewButton(s, kit.SoftButton, d.Text("drills.start"), "", func() { d.start(drillKind(kind)) })
		start.Least = fyne.NewSize(110, kit.Touch)
		if first == nil {
			first = start
		}
		about := kit.Column(2, kit.NewHeading(kit.SizeBody+1, d.Text(words.name)),
			kit.NewText(kit.SizeSmall+1, kit.ColorInkSoft, drillsWidth-140, d.Text(words.text)))
		content.Add(kit.Hairline())
		content.Add(kit.Row(16, kit.Grow(1, about), kit.Middle(start)))
	}
	content.Add(kit.Row(0, kit.Space(), kit.NewButton(s, kit.SoftButton, d.Text("manager.back"), d.Text("key.esc"), s.Dismiss)))
	s.Present(&kit.Sheet{Enter: func() { s.window.Canvas().Focus(first) }, Escape: s.Dismiss, Early: true, Other: s.closeOn(kit.DoDrills)},
		kit.AtLeast(drillsWidth, 0, content))
	s.window.Canvas().Focus(first)
}

const drillsWidth = 720

// start plays a drill from its beginning.
func (d *drills) start(kind drillKind) {
	d.shell.Dismiss()
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
	kit.SetVisible(d.box, d.at != nil)
	if d.at == nil {
		return
	}
	name, over := d.Text(drillBook[d.at.kind].name), d.at.over()
	d.sign.Change(kit.IconHelp, kit.ColorAccentInk)
	d.name.Write(d.Text("drills.progress", "Name", name, "Step", d.at.stage+1, "All", len(drillBook[d.at.kind].stages)-1))
	d.end.Set(d.Text("drills.end"))
	if over {
		d.sign.Change(kit.IconTick, kit.ColorGood)
		d.name.Write(d.Text("drills.finished", "Name", name))
		d.end.Set(d.Text("drills.close"))
	}
	d.words.Write(d.Text(d.at.words()))
	kit.SetVisible(d.mend, d.at.asks())
}
