package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
)

// rail leads to the pages. It stands at the left of every screen.
type rail struct {
	box    *fyne.Container
	places map[destination]*button

	trouble *fyne.Container // the way to the orders in trouble, while there are any
	count   *label
}

func newRail(s *shell) *rail {
	r := &rail{places: map[destination]*button{}}
	to := func(p destination, shape, text string) *button {
		b := newRailButton(s, shape, text, func() { s.open(p) })
		r.places[p] = b
		return b
	}
	screen := newRailButton(s, iconScreen, s.text("rail.customer"), func() { s.watch.Toggle() })
	help := newRailButton(s, iconHelp, s.text("rail.help"), s.help)
	drills := newRailButton(s, iconDrill, s.text("drills.open"), s.drills.choose)
	setVisible(drills, s.drills.offered())
	buttons := column(6,
		to(atCharge, iconCharge, s.text("rail.charge")),
		to(atHistory, iconClock, s.text("rail.history")),
		r.badged(to(atTrouble, iconTriangle, s.text("rail.trouble"))),
		to(atSettings, iconSettings, s.text("rail.settings")),
		space(), drills, screen, help)
	r.box = container.NewStack(newPlate(colorSurface, colorClear, 0), row(0, softPad(4, 16, 4, buttons), hairline()))
	return r
}

func newRailButton(s *shell, shape, text string, tapped func()) *button {
	b := newButton(s, bareButton, text, "", tapped)
	b.shape, b.size, b.below, b.least = shape, sizeSmall, true, fyne.NewSize(76, 64)
	return b
}

// badged puts a count on the button that leads to the orders in trouble.
func (r *rail) badged(b *button) fyne.CanvasObject {
	r.count = newLabel(sizeSmall, colorSurface).strong()
	badge := container.NewStack(newPlate(colorBad, colorClear, 12), pad(8, 2, atLeast(8, 0, middle(r.count))))
	r.trouble = container.NewStack(b, column(0, pad(4, 2, row(0, space(), badge))))
	r.trouble.Hide()
	return r.trouble
}

// mark shows where we are.
func (r *rail) mark(p destination) {
	for at, b := range r.places {
		b.choose(at == p)
	}
}

func (r *rail) draw(v app.View) {
	n := len(v.Trouble)
	setVisible(r.trouble, n > 0)
	r.count.set(strconv.Itoa(n))
	for _, b := range r.places {
		b.enable(!v.NeedSetup)
	}
}
