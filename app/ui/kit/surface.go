package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Plate is a rounded surface with an optional edge. It has no size of its own, and is
// what other things stand on.
type Plate struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	Width      float32 // of the edge
	raised     bool    // with a soft shadow
}

// NewPlate is a plate in two colours; ColorClear for the edge leaves it out.
func NewPlate(fill, edge fyne.ThemeColorName, radius float32) *Plate {
	p := &Plate{fill: fill, edge: edge, radius: radius, Width: 1}
	p.ExtendBaseWidget(p)
	return p
}

// Paint changes the colours.
func (p *Plate) Paint(fill, edge fyne.ThemeColorName) {
	if p.fill != fill || p.edge != edge {
		p.fill, p.edge = fill, edge
		p.Refresh()
	}
}

// Mark shows that the keys are on what lies on the plate, or not.
func (p *Plate) Mark(on bool) {
	if on {
		p.Paint(ColorAccentSoft, ColorAccent)
		return
	}
	p.Paint(ColorClear, ColorClear)
}

func (p *Plate) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(nil)
	paint := func() {
		r.FillColor, r.CornerRadius = theme.Color(p.fill), p.radius
		r.StrokeColor, r.StrokeWidth = theme.Color(p.edge), p.Width
		if p.edge == ColorClear {
			r.StrokeWidth = 0
		}
		if p.raised {
			r.Shadow = canvas.Shadow{Color: theme.Color(colorScrim), BlurRadius: 24, Offset: fyne.NewPos(0, 6)}
		}
	}
	paint()
	d := &Drawing{
		Parts:   []fyne.CanvasObject{r},
		Lay:     func(s fyne.Size) { r.Resize(s) },
		Least:   func() fyne.Size { return fyne.Size{} },
		Repaint: func() { paint(); r.Refresh() },
	}
	return Laid(p, d)
}

// Card is the surface that a screen's parts stand on.
func Card(content fyne.CanvasObject) *fyne.Container {
	return Over(NewPlate(ColorSurface, ColorHairline, Radius), SoftPad(CardEdge, CardEdge-4, 12, content))
}

// Group is a card with a heading.
func Group(title string, parts ...fyne.CanvasObject) *fyne.Container {
	return Card(Column(14, append([]fyne.CanvasObject{NewHeading(SizeLarge, title)}, parts...)...))
}

// Over lays objects above each other, the last one topmost.
func Over(objects ...fyne.CanvasObject) *fyne.Container { return container.New(&growing{}, objects...) }

// Hairline is a thin line across.
func Hairline() fyne.CanvasObject { return AtLeast(1, 1, NewPlate(ColorHairline, ColorClear, 0)) }

// Tone is what a sentence or a word feels like: its colours and its sign. What
// matters is never told by the colour alone.
type Tone struct {
	Fill, Ink fyne.ThemeColorName
	Shape     string // one of the signs; a page may take another one in the same tone
}

// The tones, from what only informs to what is wrong.
var (
	ToneCalm   = Tone{ColorSunken, ColorInkSoft, IconDot}
	ToneAccent = Tone{ColorAccentSoft, ColorAccentInk, IconDot} // under way
	ToneGood   = Tone{ColorGoodSoft, ColorGood, IconTick}       // money is there
	ToneWarn   = Tone{ColorWarnSoft, ColorWarn, IconTriangle}   // look at it
	ToneBad    = Tone{colorBadSoft, ColorBad, IconCross}
)

// Pill says a state in a word, with a sign of its own shape.
type Pill struct {
	Box   *fyne.Container // what a page lays out
	plate *Plate
	icon  *Icon
	word  *Label
}

// NewPill is a small pill, which says nothing yet.
func NewPill() *Pill {
	p := &Pill{plate: NewPlate(ColorSunken, ColorClear, 16), icon: NewIcon(IconDot, 16, ColorInkSoft), word: NewLabel(SizeSmall+1, ColorInk)}
	p.word.Bold = true
	p.Box = container.NewStack(p.plate, Pad(12, 5, Row(7, Middle(p.icon), p.word)))
	return p
}

// NewPillOf is a pill whose words have a text size.
func NewPillOf(size float32) *Pill {
	p := NewPill()
	p.word.TextSize, p.icon.side = size, size+4
	return p
}

// Say shows a word in a tone.
func (p *Pill) Say(t Tone, word string) {
	p.plate.Paint(t.Fill, ColorClear)
	p.icon.Change(t.Shape, t.Ink)
	p.word.Paint(t.Ink)
	p.word.Set(word)
}

// Strip is a banner across the screen: a sign, a sentence, perhaps a button.
type Strip struct {
	Box   *fyne.Container // what a page lays out; hidden while it says nothing
	plate *Plate
	icon  *Icon
	text  *Flow
}

// NewStrip is a strip that says nothing yet, with something to do about it at its end;
// nil for nothing to do.
func NewStrip(action fyne.CanvasObject) *Strip {
	s := &Strip{plate: NewPlate(ColorWarnSoft, ColorClear, 12), icon: NewIcon(IconTriangle, 24, ColorWarn),
		text: NewFlow(SizeBody, ColorInk, "")}
	s.text.Bold, s.text.Still = true, true
	parts := []fyne.CanvasObject{Middle(s.icon), Grow(1, s.text)}
	if action != nil {
		parts = append(parts, Middle(action))
	}
	s.Box = container.NewStack(s.plate, Pad(16, 8, Row(14, parts...)))
	s.Box.Hide()
	return s
}

// Say shows a sentence in a tone; an empty one hides the strip.
func (s *Strip) Say(t Tone, text string) {
	if text == "" {
		s.Box.Hide()
		return
	}
	s.plate.Paint(t.Fill, ColorClear)
	s.icon.Change(t.Shape, t.Ink)
	s.text.Paint(t.Ink)
	s.text.Write(text)
	s.Box.Show()
}

// Aside is a sentence on a coloured ground that comes and goes, within a page or a
// sheet.
type Aside struct {
	Box   *fyne.Container // what a page lays out; hidden while it says nothing
	plate *Plate
	sign  *Icon
	word  *Flow
}

// NewAside is an aside that says nothing yet.
func NewAside() *Aside {
	a := &Aside{plate: NewPlate(ColorSunken, ColorClear, 12), sign: NewIcon(IconDot, 22, ColorInk), word: NewFlow(SizeBody, ColorInk, "")}
	a.Box = container.NewStack(a.plate, Pad(14, 10, Row(10, AtStart(a.sign), Grow(1, a.word))))
	a.Box.Hide()
	return a
}

// FitWidth says how wide the box is going to be, so that the height that it asks
// for is right before it is laid out: a sheet is laid out around its content.
func (a *Aside) FitWidth(width float32) { a.word.Resize(fyne.NewSize(width-68, 0)) }

// Say shows a sentence in a tone; an empty one hides the box.
func (a *Aside) Say(t Tone, text string) {
	SetVisible(a.Box, text != "")
	if text == "" {
		return
	}
	a.plate.Paint(t.Fill, ColorClear)
	a.sign.Change(t.Shape, t.Ink)
	a.word.Paint(t.Ink)
	a.word.Write(text)
}

// signTime is how long a sign is shown.
const signTime = 6 * time.Second

// Sign says for a moment, in the place of something else, why a key did nothing.
type Sign struct {
	Box     *fyne.Container // what a window lays out where the other part is
	Room    *fyne.Container // which is laid out anew when it comes and goes
	instead []fyne.CanvasObject
	words   *Label
	until   time.Time
}

// NewSign is a sign that says nothing yet.
func NewSign(instead ...fyne.CanvasObject) *Sign {
	s := &Sign{instead: instead, words: NewFitted(SizeBody, ColorInk, fyne.TextAlignLeading).Strong()}
	s.words.Low = 9
	s.Box = container.NewStack(NewPlate(ColorWarnSoft, ColorWarn, 12), Pad(12, 4, Row(Gap, Middle(NewIcon(IconTriangle, 20, ColorWarn)), Grow(1, s.words))))
	s.Box.Hide()
	s.Room = s.Box
	return s
}

// Say shows a text, the same one anew.
func (s *Sign) Say(text string, now time.Time) {
	s.until = now.Add(signTime)
	s.words.Set(text)
	s.show(true)
}

// Look takes the text away when its time is over.
func (s *Sign) Look(now time.Time) {
	if now.After(s.until) {
		s.Clear()
	}
}

// Clear takes it away.
func (s *Sign) Clear() {
	if s.Box.Visible() {
		s.show(false)
	}
}

func (s *Sign) show(on bool) {
	for _, o := range s.instead {
		SetVisible(o, !on)
	}
	SetVisible(s.Box, on)
	Relayout(s.Room)
}
