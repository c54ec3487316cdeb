package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// buttonKind is how loud a button is.
type buttonKind uint8

const (
	plainButton  buttonKind = iota // a key of the keypad, an ordinary choice
	accentButton                   // the one thing to do
	softButton                     // beside it
	bareButton                     // no surface until it is touched
)

// button is a large key. Enter and Space press it when it has the focus; all
// other keys go on to the till.
type button struct {
	widget.DisableableWidget
	kind   buttonKind
	text   string
	hint   string // the key that does the same, "F5"
	shape  string // a sign, or none
	size   float32
	least  fyne.Size
	chosen bool // drawn as the one that is on
	scales bool // the text grows with the button
	below  bool // the sign stands above the text
	yields bool // asks for no more width than least: the text is made smaller
	tapped func()
	gate   gate

	hovered, pressed, focused bool
}

func newButton(keys keySink, kind buttonKind, text, hint string, tapped func()) *button {
	b := &button{kind: kind, text: text, hint: hint, size: sizeBody + 1, least: fyne.NewSize(96, 56), tapped: tapped, gate: gate{keys}}
	b.ExtendBaseWidget(b)
	return b
}

// set changes the text.
func (b *button) set(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// remind changes the key that is named beside the text.
func (b *button) remind(hint string) {
	if b.hint != hint {
		b.hint = hint
		b.Refresh()
	}
}

// choose draws the button as the one that is on.
func (b *button) choose(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.Refresh()
	}
}

// enable lets the button be pressed or not.
func (b *button) enable(on bool) {
	switch {
	case on && b.Disabled():
		b.Enable()
	case !on && !b.Disabled():
		b.Disable()
	}
}

func (b *button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.tapped != nil {
		b.tapped()
	}
}

func (b *button) MouseIn(*desktop.MouseEvent)    { b.mark(&b.hovered, true) }
func (b *button) MouseMoved(*desktop.MouseEvent) {}
func (b *button) MouseOut()                      { b.mark(&b.hovered, false); b.mark(&b.pressed, false) }
func (b *button) MouseDown(*desktop.MouseEvent)  { b.mark(&b.pressed, true) }
func (b *button) MouseUp(*desktop.MouseEvent)    { b.mark(&b.pressed, false) }

func (b *button) FocusGained() {
	b.mark(&b.focused, true)
	b.gate.reached(b)
}

func (b *button) FocusLost() { b.mark(&b.focused, false) }

func (b *button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *button) mark(flag *bool, on bool) {
	if *flag != on {
		*flag = on
		b.Refresh()
	}
}

// Space presses the button as a key, and is no character here.
func (b *button) TypedRune(r rune) { b.gate.rune(r, func(r rune) bool { return r == ' ' }) }

func (b *button) TypedKey(e *fyne.KeyEvent) { b.gate.key(e, b.press) }

func (b *button) press(e *fyne.KeyEvent) bool {
	own := e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
	if own {
		b.Tapped(nil)
	}
	return own
}

// colors are the fill, the edge and the ink for the state the button is in.
func (b *button) colors() (fill, edge, ink fyne.ThemeColorName) {
	if b.Disabled() {
		if b.kind == bareButton {
			return colorClear, colorClear, colorOnDisabled
		}
		return colorDisabled, colorClear, colorOnDisabled
	}
	fill, edge, ink = colorKey, colorHairline, colorInk
	hover, press := colorKeyHover, colorKeyPress
	switch {
	case b.chosen:
		fill, edge, ink, hover, press = colorAccentSoft, colorAccent, colorAccentInk, colorAccentSoft, colorKeyPress
	case b.kind == accentButton:
		fill, edge, ink, hover, press = colorAccent, colorClear, colorOnAccent, colorAccentHover, colorAccentPress
	case b.kind == softButton:
		fill, edge, ink, hover, press = colorSoft, colorClear, colorInk, colorKeyPress, colorHairline
	case b.kind == bareButton:
		fill, edge, ink, hover, press = colorClear, colorClear, colorInkSoft, colorKeyHover, colorKeyPress
	}
	switch {
	case b.pressed:
		fill = press
	case b.hovered:
		fill = hover
	}
	return fill, edge, ink
}

// buttonParts are what a button is drawn with.
type buttonParts struct {
	ring, face *canvas.Rectangle
	text, hint *canvas.Text
	sign       *icon
}

func (b *button) CreateRenderer() fyne.WidgetRenderer {
	p := &buttonParts{
		ring: canvas.NewRectangle(nil), face: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), hint: canvas.NewText("", nil), sign: newIcon(iconDot, b.size+8, colorInk),
	}
	p.text.TextStyle.Bold = true
	b.paint(p)
	d := &drawing{objects: []fyne.CanvasObject{p.ring, p.face, p.sign, p.text, p.hint}}
	d.layout = func(s fyne.Size) { b.arrange(p, s) }
	d.min = func() fyne.Size { return b.minSize(p) }
	d.refresh = func() {
		b.paint(p)
		b.arrange(p, b.Size())
		canvas.Refresh(b)
	}
	return d
}

func (b *button) paint(p *buttonParts) {
	fill, edge, ink := b.colors()
	p.face.FillColor, p.face.StrokeColor, p.face.CornerRadius = theme.Color(fill), theme.Color(edge), radius-2
	p.face.StrokeWidth = 1
	if b.chosen {
		p.face.StrokeWidth = 2
	}
	if b.chosen && b.kind == bareButton {
		p.face.StrokeWidth = 0
	}
	if edge == colorClear {
		p.face.StrokeWidth = 0
	}
	p.ring.FillColor, p.ring.StrokeColor, p.ring.StrokeWidth, p.ring.CornerRadius = theme.Color(colorClear), theme.Color(colorFocusRing), 3, radius+2
	p.ring.Hidden = !b.focused
	p.text.Text, p.text.TextSize, p.text.Color = b.text, b.size, theme.Color(ink)
	p.hint.Text, p.hint.TextSize, p.hint.Color = b.hint, sizeSmall, theme.Color(ink)
	p.sign.Hidden = b.shape == ""
	p.sign.size = b.size + 8
	p.sign.change(b.shape, ink)
}

func (b *button) minSize(p *buttonParts) fyne.Size {
	text, hint := p.text.MinSize(), p.hint.MinSize()
	width := text.Width + 24
	switch {
	case b.below:
		return fyne.NewSize(max(text.Width, hint.Width)+12, p.sign.size+text.Height+20).Max(b.least)
	case b.shape != "":
		width += p.sign.size + gap
	}
	if b.hint != "" {
		width += hint.Width + 12
	}
	if b.yields {
		width = b.least.Width
	}
	return fyne.NewSize(width, text.Height+20).Max(b.least)
}

// shrink makes a text smaller that is too wide for its button.
func (b *button) shrink(p *buttonParts, width float32) {
	if b.below || b.text == "" {
		return
	}
	width -= 16
	if b.shape != "" {
		width -= p.sign.size + gap
	}
	if b.hint != "" {
		width -= p.hint.MinSize().Width + 12
	}
	for p.text.TextSize > sizeSmall && p.text.MinSize().Width > width {
		p.text.TextSize--
	}
}

func (b *button) arrange(p *buttonParts, s fyne.Size) {
	p.text.TextSize = b.size
	if b.scales {
		p.text.TextSize = max(b.size, min(s.Width, s.Height)*0.32*b.size/30)
	}
	b.shrink(p, s.Width)
	p.face.Resize(s)
	p.ring.Move(fyne.NewPos(-4, -4))
	p.ring.Resize(s.AddWidthHeight(8, 8))
	text, hint := p.text.MinSize(), p.hint.MinSize()
	if b.below {
		top := (s.Height - p.sign.size - 4 - text.Height) / 2
		p.sign.Move(fyne.NewPos((s.Width-p.sign.size)/2, top))
		p.sign.Resize(fyne.NewSquareSize(p.sign.size))
		p.text.Move(fyne.NewPos((s.Width-text.Width)/2, top+p.sign.size+4))
		p.text.Resize(text)
		p.hint.Hide()
		return
	}
	width := text.Width
	if b.shape != "" {
		width += p.sign.size
		if b.text != "" {
			width += gap
		}
	}
	if b.hint != "" {
		width += 12 + hint.Width
	}
	x := (s.Width - width) / 2
	if b.shape != "" {
		p.sign.Move(fyne.NewPos(x, (s.Height-p.sign.size)/2))
		p.sign.Resize(fyne.NewSquareSize(p.sign.size))
		x += p.sign.size + gap
	}
	p.text.Move(fyne.NewPos(x, (s.Height-text.Height)/2))
	p.text.Resize(text)
	p.hint.Move(fyne.NewPos(x+text.Width+12, (s.Height-hint.Height)/2+1))
	p.hint.Resize(hint)
}
