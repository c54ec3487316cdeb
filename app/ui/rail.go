package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/ui/kit"
)

// rail leads to the pages. It stands at the left of every screen.
type rail struct {
	box    *fyne.Container
	places map[destination]*kit.Button

	trouble *fyne.Container // the way to the orders in trouble, while there are any
	count   *kit.Label
}

func newRail(s *shell) *rail {
	r := &rail{places: map[destination]*kit.Button{}}
	to := func(p destination, shape, text string) *kit.Button {
		b := newRailButton(s, shape, text, func() { s.open(p) })
		r.places[p] = b
		return b
	}
	screen := newRailButton(s, kit.IconScreen, s.Text("rail.customer"), func() { s.watch.Toggle() })
	help := newRailButton(s, kit.IconHelp, s.Text("rail.help"), s.help)
	drills := newRailButton(s, kit.IconDrill, s.Text("drills.open"), s.drills.choose)
	kit.SetVisible(drills, s.drills.offered())
	buttons := kit.Column(6,
		to(atCharge, kit.IconCharge, s.Text("rail.charge")),
		to(atHistory, kit.IconClock, s.Text("rail.history")),
		r.badged(to(atTrouble, kit.IconTriangle, s.Text("rail.trouble"))),
		to(atSettings, kit.IconSettings, s.Text("rail.settings")),
		kit.Space(), drills, screen, help)
	r.box = container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorClear, 0), kit.Row(0, kit.SoftPad(4, 16, 4, buttons), kit.Hairline()))
	return r
}

func newRailButton(s *shell, shape, text string, tapped func()) *kit.Button {
	b := kit.NewButton(s, kit.BareButton, text, "", tapped)
	b.Shape, b.TextSize, b.Below, b.Least = shape, kit.SizeSmall, true, fyne.NewSize(76, 64)
	return b
}

// badged puts a count on the button that leads to the orders in trouble.
func (r *rail) badged(b *kit.Button) fyne.CanvasObject {
	r.count = kit.NewLabel(kit.SizeSmall, kit.ColorSurface).Strong()
	badge := container.NewStack(kit.NewPlate(kit.ColorBad, kit.ColorClear, 12), kit.Pad(8, 2, kit.AtLeast(8, 0, kit.Middle(r.count))))
	r.trouble = container.NewStack(b, kit.Column(0, kit.Pad(4, 2, kit.Row(0, kit.Space(), badge))))
	r.trouble.Hide()
	return r.trouble
}

// mark shows where we are.
func (r *rail) mark(p destination) {
	for at, b := range r.places {
		b.Choose(at == p)
	}
}

func (r *rail) draw(v app.View) {
	n := len(v.Trouble) + v.MoreTrouble
	kit.SetVisible(r.trouble, n > 0)
	r.count.Set(strconv.Itoa(n))
	for _, b := range r.places {
		b.SetEnabled(!v.NeedSetup)
	}
}
