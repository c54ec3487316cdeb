package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// plate is a rounded surface with an optional hairline.
type plate struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	width      float32 // of the edge
	raised     bool    // with a soft shadow
}

func newPlate(fill, edge fyne.ThemeColorName, radius float32) *plate {
	p := &plate{fill: fill, edge: edge, radius: radius, width: 1}
	p.ExtendBaseWidget(p)
	return p
}

// paint changes the colours.
func (p *plate) paint(fill, edge fyne.ThemeColorName) {
	if p.fill != fill || p.edge != edge {
		p.fill, p.edge = fill, edge
		p.Refresh()
	}
}

// mark shows that the keys are on what lies on the plate, or not.
func (p *plate) mark(on bool) {
	if on {
		p.paint(colorAccentSoft, colorAccent)
		return
	}
	p.paint(colorClear, colorClear)
}

func (p *plate) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(nil)
	paint := func() {
		r.FillColor, r.CornerRadius = theme.Color(p.fill), p.radius
		r.StrokeColor, r.StrokeWidth = theme.Color(p.edge), p.width
		if p.edge == colorClear {
			r.StrokeWidth = 0
		}
		if p.raised {
			r.Shadow = canvas.Shadow{Color: theme.Color(colorScrim), BlurRadius: 24, Offset: fyne.NewPos(0, 6)}
		}
	}
	paint()
	return &drawing{
		objects: []fyne.CanvasObject{r},
		layout:  func(s fyne.Size) { r.Resize(s) },
		min:     func() fyne.Size { return fyne.Size{} },
		refresh: func() { paint(); r.Refresh() },
	}
}

// card is the surface that a screen's parts stand on.
func card(content fyne.CanvasObject) *fyne.Container {
	return over(newPlate(colorSurface, colorHairline, radius), softPad(cardEdge, cardEdge-4, 12, content))
}

// group is a card with a heading.
func group(title string, parts ...fyne.CanvasObject) *fyne.Container {
	return card(column(14, append([]fyne.CanvasObject{newHeading(sizeLarge, title)}, parts...)...))
}

// over lays objects above each other.
func over(objects ...fyne.CanvasObject) *fyne.Container { return container.New(&growing{}, objects...) }

// hairline is a thin line across.
func hairline() fyne.CanvasObject { return atLeast(1, 1, newPlate(colorHairline, colorClear, 0)) }

// newPillOf is a pill with words of a size.
func newPillOf(size float32) *pill {
	p := newPill()
	p.word.size, p.icon.size = size, size+4
	return p
}

// pill says a state in a word, with a sign of its own shape.
type pill struct {
	box   *fyne.Container
	plate *plate
	icon  *icon
	word  *label
}

func newPill() *pill {
	p := &pill{plate: newPlate(colorSunken, colorClear, 16), icon: newIcon(iconDot, 16, colorInkSoft), word: newLabel(sizeSmall+1, colorInk)}
	p.word.bold = true
	p.box = container.NewStack(p.plate, pad(12, 5, row(7, middle(p.icon), p.word)))
	return p
}

// tone is what a strip or a pill feels like: its colours and its shape.
type tone struct {
	fill, ink fyne.ThemeColorName
	shape     string
}

var (
	toneCalm   = tone{colorSunken, colorInkSoft, iconDot}
	toneAccent = tone{colorAccentSoft, colorAccentInk, iconDot}
	toneGood   = tone{colorGoodSoft, colorGood, iconTick}
	toneWarn   = tone{colorWarnSoft, colorWarn, iconTriangle}
	toneBad    = tone{colorBadSoft, colorBad, iconCross}
)

// say shows a word in a tone.
func (p *pill) say(t tone, word string) {
	p.plate.paint(t.fill, colorClear)
	p.icon.change(t.shape, t.ink)
	p.word.paint(t.ink)
	p.word.set(word)
}

// strip is a banner across the screen: a sign, a sentence, perhaps a button.
type strip struct {
	box   *fyne.Container
	plate *plate
	icon  *icon
	text  *flow
}

func newStrip(action fyne.CanvasObject) *strip {
	s := &strip{plate: newPlate(colorWarnSoft, colorClear, 12), icon: newIcon(iconTriangle, 24, colorWarn),
		text: newFlow(sizeBody, colorInk, "")}
	s.text.bold, s.text.still = true, true
	parts := []fyne.CanvasObject{middle(s.icon), grow(1, s.text)}
	if action != nil {
		parts = append(parts, middle(action))
	}
	s.box = container.NewStack(s.plate, pad(16, 8, row(14, parts...)))
	s.box.Hide()
	return s
}

// say shows a sentence in a tone; an empty one hides the strip.
func (s *strip) say(t tone, text string) {
	if text == "" {
		s.box.Hide()
		return
	}
	s.plate.paint(t.fill, colorClear)
	s.icon.change(t.shape, t.ink)
	s.text.paint(t.ink)
	s.text.write(text)
	s.box.Show()
}

// aside is a sentence on a coloured ground that comes and goes.
type aside struct {
	box   *fyne.Container
	plate *plate
	sign  *icon
	word  *flow
}

func newAside() *aside {
	a := &aside{plate: newPlate(colorSunken, colorClear, 12), sign: newIcon(iconDot, 22, colorInk), word: newFlow(sizeBody, colorInk, "")}
	a.box = container.NewStack(a.plate, pad(14, 10, row(10, atStart(a.sign), grow(1, a.word))))
	a.box.Hide()
	return a
}

// say shows a sentence; an empty one hides the box.
func (a *aside) say(t tone, text string) {
	setVisible(a.box, text != "")
	if text == "" {
		return
	}
	a.plate.paint(t.fill, colorClear)
	a.sign.change(t.shape, t.ink)
	a.word.paint(t.ink)
	a.word.write(text)
}
