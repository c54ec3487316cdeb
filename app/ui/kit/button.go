package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ButtonKind is how loud a button is.
type ButtonKind uint8

const (
	PlainButton  ButtonKind = iota // a key of the keypad, an ordinary choice
	AccentButton                   // the one thing to do
	SoftButton                     // beside it
	BareButton                     // no surface until it is touched
)

// Button is a large key. Enter and Space press it when it has the focus; all
// other keys go on to the till.
type Button struct {
	widget.DisableableWidget
	kind     ButtonKind
	Text     string
	Hint     string // the key that does the same, "F5"
	Shape    string // one of the signs (IconTick …), or none
	TextSize float32
	Least    fyne.Size // the button is never smaller
	Chosen   bool      // drawn as the one that is on
	Scales   bool      // the text grows with the button
	Below    bool      // the text stands below the sign
	Yields   bool      // asks for no more width than Least: the text is made smaller
	tapped   func()
	gate     gate

	hovered, pressed, focused bool
}

// NewButton is a button that a finger can hit, of body text; its other fields may
// be set before it is shown. The hint names the key that does the same, and keys
// are those of the window that the button is in. A nil tapped does nothing.
func NewButton(keys Keys, kind ButtonKind, text, hint string, tapped func()) *Button {
	b := &Button{kind: kind, Text: text, Hint: hint, TextSize: SizeBody + 1, Least: fyne.NewSize(96, 56), tapped: tapped, gate: gate{keys}}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the text.
func (b *Button) Set(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// Remind changes the key that is named beside the text.
func (b *Button) Remind(hint string) {
	if b.Hint != hint {
		b.Hint = hint
		b.Refresh()
	}
}

// Choose draws the button as the one that is on.
func (b *Button) Choose(on bool) {
	if b.Chosen != on {
		b.Chosen = on
		b.Refresh()
	}
}

// SetEnabled lets the button be pressed or not.
func (b *Button) SetEnabled(on bool) {
	switch {
	case on && b.Disabled():
		b.Enable()
	case !on && !b.Disabled():
		b.Disable()
	}
}

// Tapped is a pointer's press.
func (b *Button) Tapped(*fyne.PointEvent) { b.gate.tap(b.press) }

func (b *Button) press() {
	if !b.Disabled() && b.tapped != nil {
		b.tapped()
	}
}

func (b *Button) MouseIn(*desktop.MouseEvent)    { b.mark(&b.hovered, true) }
func (b *Button) MouseMoved(*desktop.MouseEvent) {}
func (b *Button) MouseOut()                      { b.mark(&b.hovered, false); b.mark(&b.pressed, false) }
func (b *Button) MouseDown(*desktop.MouseEvent)  { b.mark(&b.pressed, true) }
func (b *Button) MouseUp(*desktop.MouseEvent)    { b.mark(&b.pressed, false) }

func (b *Button) FocusGained() {
	b.mark(&b.focused, true)
	b.gate.reached(b)
}

func (b *Button) FocusLost() { b.mark(&b.focused, false) }

func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *Button) mark(flag *bool, on bool) {
	if *flag != on {
		*flag = on
		b.Refresh()
	}
}

func (b *Button) KeyDown(e *fyne.KeyEvent)  { b.gate.down(e) }
func (b *Button) KeyUp(e *fyne.KeyEvent)    { b.gate.up(e) }
func (b *Button) TypedKey(e *fyne.KeyEvent) { b.gate.key(e) }
func (b *Button) TypedRune(r rune)          { b.gate.rune(r) }
func (b *Button) AcceptsTab() bool          { return true }

// usesRune: Space presses the button as a key, and is no character.
func (b *Button) usesRune(r rune) bool { return r == ' ' }
func (b *Button) usesScan(string) bool { return false }

func (b *Button) usesKey(e *fyne.KeyEvent) bool {
	own := e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
	if own {
		b.press()
	}
	return own
}

// colors are the fill, the edge and the ink for the state the button is in.
func (b *Button) colors() (fill, edge, ink fyne.ThemeColorName) {
	if b.Disabled() {
		if b.kind == BareButton {
			return ColorClear, ColorClear, ColorOnDisabled
		}
		return colorDisabled, ColorClear, ColorOnDisabled
	}
	fill, edge, ink = colorKey, ColorHairline, ColorInk
	hover, press := colorKeyHover, colorKeyPress
	switch {
	case b.Chosen:
		fill, edge, ink, hover, press = ColorAccentSoft, ColorAccent, ColorAccentInk, ColorAccentSoft, colorKeyPress
	case b.kind == AccentButton:
		fill, edge, ink, hover, press = ColorAccent, ColorClear, colorOnAccent, colorAccentHover, colorAccentPress
	case b.kind == SoftButton:
		fill, edge, ink, hover, press = colorSoft, ColorClear, ColorInk, colorKeyPress, ColorHairline
	case b.kind == BareButton:
		fill, edge, ink, hover, press = ColorClear, ColorClear, ColorInkSoft, colorKeyHover, colorKeyPress
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
	sign       *Icon
}

func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	p := &buttonParts{
		ring: canvas.NewRectangle(nil), face: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), hint: canvas.NewText("", nil), sign: NewIcon(IconDot, b.TextSize+8, ColorInk),
	}
	p.text.TextStyle.Bold = true
	b.paint(p)
	d := &Drawing{Parts: []fyne.CanvasObject{p.ring, p.face, p.sign, p.text, p.hint}}
	d.Lay = func(s fyne.Size) { b.arrange(p, s) }
	d.Least = func() fyne.Size { return b.minSize(p) }
	d.Repaint = func() {
		b.paint(p)
		b.arrange(p, b.Size())
		canvas.Refresh(b)
	}
	return Laid(b, d)
}

func (b *Button) paint(p *buttonParts) {
	fill, edge, ink := b.colors()
	p.face.FillColor, p.face.StrokeColor, p.face.CornerRadius = theme.Color(fill), theme.Color(edge), Radius-2
	p.face.StrokeWidth = 1
	if b.Chosen {
		p.face.StrokeWidth = 2
	}
	if b.Chosen && b.kind == BareButton {
		p.face.StrokeWidth = 0
	}
	if edge == ColorClear {
		p.face.StrokeWidth = 0
	}
	p.ring.FillColor, p.ring.StrokeColor, p.ring.StrokeWidth, p.ring.CornerRadius = theme.Color(ColorClear), theme.Color(colorFocusRing), 3, Radius+2
	p.ring.Hidden = !b.focused
	p.text.Text, p.text.TextSize, p.text.Color = b.Text, b.TextSize, theme.Color(ink)
	p.hint.Text, p.hint.TextSize, p.hint.Color = b.Hint, SizeSmall, theme.Color(ink)
	p.sign.Hidden = b.Shape == ""
	p.sign.side = b.TextSize + 8
	p.sign.Change(b.Shape, ink)
}

func (b *Button) minSize(p *buttonParts) fyne.Size {
	text, hint := p.text.MinSize(), p.hint.MinSize()
	width := text.Width + 24
	switch {
	case b.Below:
		return fyne.NewSize(max(text.Width, hint.Width)+12, p.sign.side+text.Height+20).Max(b.Least)
	case b.Shape != "":
		width += p.sign.side + Gap
	}
	if b.Hint != "" {
		width += hint.Width + 12
	}
	if b.Yields {
		width = b.Least.Width
	}
	return fyne.NewSize(width, text.Height+20).Max(b.Least)
}

// shrink makes a text smaller that is too wide for its button.
func (b *Button) shrink(p *buttonParts, width float32) {
	if b.Below || b.Text == "" {
		return
	}
	width -= 16
	if b.Shape != "" {
		width -= p.sign.side + Gap
	}
	if b.Hint != "" {
		width -= p.hint.MinSize().Width + 12
	}
	for p.text.TextSize > SizeSmall && p.text.MinSize().Width > width {
		p.text.TextSize--
	}
}

func (b *Button) arrange(p *buttonParts, s fyne.Size) {
	p.text.TextSize = b.TextSize
	if b.Scales {
		p.text.TextSize = max(b.TextSize, min(s.Width, s.Height)*0.32*b.TextSize/30)
	}
	b.shrink(p, s.Width)
	p.face.Resize(s)
	p.ring.Move(fyne.NewPos(-4, -4))
	p.ring.Resize(s.AddWidthHeight(8, 8))
	text, hint := p.text.MinSize(), p.hint.MinSize()
	if b.Below {
		top := (s.Height - p.sign.side - 4 - text.Height) / 2
		p.sign.Move(fyne.NewPos((s.Width-p.sign.side)/2, top))
		p.sign.Resize(fyne.NewSquareSize(p.sign.side))
		p.text.Move(fyne.NewPos((s.Width-text.Width)/2, top+p.sign.side+4))
		p.text.Resize(text)
		p.hint.Hide()
		return
	}
	width := text.Width
	if b.Shape != "" {
		width += p.sign.side
		if b.Text != "" {
			width += Gap
		}
	}
	if b.Hint != "" {
		width += 12 + hint.Width
	}
	x := (s.Width - width) / 2
	if b.Shape != "" {
		p.sign.Move(fyne.NewPos(x, (s.Height-p.sign.side)/2))
		p.sign.Resize(fyne.NewSquareSize(p.sign.side))
		x += p.sign.side + Gap
	}
	p.text.Move(fyne.NewPos(x, (s.Height-text.Height)/2))
	p.text.Resize(text)
	p.hint.Move(fyne.NewPos(x+text.Width+12, (s.Height-hint.Height)/2+1))
	p.hint.Resize(hint)
}
