package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Label is text in one of our colours and sizes. Text that does not fit is
// made smaller before anything of it is cut off.
type Label struct {
	widget.BaseWidget
	Text     string
	TextSize float32 // as large as it is shown where there is room
	Bold     bool
	Color    fyne.ThemeColorName
	Align    fyne.TextAlign
	Still    bool    // wrapped text stands in the middle of its height
	In       string  // the language whose shapes Chinese has here; "" is the theme's
	Lines    int     // 0: as wide as the text; 1: fits the width it gets; more: wraps
	Least    float32 // the smallest text size it may shrink to; 0 means SizeSmall
	Low      float32 // the text size whose height it asks for when room is short; 0 means TextSize
	Group    bool    // on a poster: there may be air above it
}

// NewLabel is a line as wide as its text.
func NewLabel(size float32, color fyne.ThemeColorName) *Label {
	l := &Label{TextSize: size, Color: color}
	l.ExtendBaseWidget(l)
	return l
}

// NewHeading is a bold line as wide as its text.
func NewHeading(size float32, text string) *Label {
	l := NewLabel(size, ColorInk)
	l.Text, l.Bold = text, true
	return l
}

// NewFitted is one line that shrinks to the width it gets, and asks for none.
func NewFitted(size float32, color fyne.ThemeColorName, align fyne.TextAlign) *Label {
	l := NewLabel(size, color)
	l.Lines, l.Align = 1, align
	return l
}

// NewParagraph wraps within the room of so many lines.
func NewParagraph(size float32, color fyne.ThemeColorName, lines int, align fyne.TextAlign) *Label {
	l := NewLabel(size, color)
	l.Lines, l.Align = max(lines, 2), align
	return l
}

// NewText is as many lines as a text takes at a width, for what is laid out at that
// width alone: a sheet. It does not change its words.
func NewText(size float32, color fyne.ThemeColorName, width float32, text string) *Label {
	l := NewFitted(size, color, fyne.TextAlignLeading)
	l.Text = text
	l.Lines = len(l.wrapped(size, width))
	return l
}

// Set changes the text. A label as wide as its text must be laid out anew after it.
func (l *Label) Set(text string) {
	if l.Text != text {
		l.Text = text
		l.Refresh()
	}
}

// Paint changes the colour.
func (l *Label) Paint(color fyne.ThemeColorName) {
	if l.Color != color {
		l.Color = color
		l.Refresh()
	}
}

// Strong makes the label bold.
func (l *Label) Strong() *Label {
	l.Bold = true
	return l
}

// Saying sets the text while a screen is built.
func (l *Label) Saying(text string) *Label {
	l.Text = text
	return l
}

func (l *Label) style() fyne.TextStyle { return fyne.TextStyle{Bold: l.Bold} }

// LineHeight is how high one line is in a text size.
func (l *Label) LineHeight(size float32) float32 {
	return fyne.MeasureText("Ag", size, l.style()).Height
}

func (l *Label) minSize() fyne.Size {
	switch {
	case l.Lines == 0 && l.Text == "":
		return fyne.NewSize(0, l.LineHeight(l.TextSize))
	case l.Lines == 0:
		return fyne.MeasureText(l.Text, l.TextSize, l.style())
	}
	size := l.TextSize
	if l.Low > 0 {
		size = l.Low
	}
	return fyne.NewSize(1, l.LineHeight(size)*float32(l.Lines))
}

// wish is room for all lines of a paragraph in full size: it wraps before it shrinks.
func (l *Label) wish() fyne.Size {
	size := l.MinSize()
	if l.Lines > 1 {
		size.Height = max(size.Height, l.LineHeight(l.TextSize)*float32(l.Lines))
	}
	return size
}

// HeightAt is how high the text is in a text size at a width, with no more lines than
// it may have.
func (l *Label) HeightAt(size, width float32) float32 {
	lines := 1
	if l.Lines > 1 {
		lines = min(l.Lines, len(l.wrapped(size, width)))
	}
	return l.LineHeight(size) * float32(max(lines, 1))
}

func (l *Label) wrapped(size, width float32) []string {
	return wrap(l.Text, width, func(s string) float32 { return fyne.MeasureText(s, size, l.style()).Width })
}

// fitted breaks the text into lines for a size, as large as it goes.
func (l *Label) fitted(room fyne.Size) (lines []string, size float32) {
	least := l.Least
	if least == 0 {
		least = SizeSmall
	}
	for size = l.TextSize; ; size-- {
		lines = []string{l.Text}
		if l.Lines > 1 {
			lines = l.wrapped(size, room.Width)
		}
		if l.holds(lines, size, room) {
			return lines, size
		}
		if size <= least {
			return l.cut(lines, size, room.Width), size
		}
	}
}

// cut ends a single line that is too long even in its smallest size with "…".
func (l *Label) cut(lines []string, size, width float32) []string {
	if l.Lines != 1 || width < size { // no letter fits: it is not laid out yet
		return lines
	}
	text := []rune(l.Text)
	for n := len(text); n > 0; n-- {
		if short := string(text[:n]) + "…"; fyne.MeasureText(short, size, l.style()).Width <= width {
			return []string{short}
		}
	}
	return lines
}

func (l *Label) holds(lines []string, size float32, room fyne.Size) bool {
	if l.LineHeight(size)*float32(len(lines)) > room.Height+1 {
		return false
	}
	for _, s := range lines {
		if fyne.MeasureText(s, size, l.style()).Width > room.Width+1 {
			return false
		}
	}
	return true
}

// written sets the language whose shapes Chinese characters have.
func (l *Label) written(language string) *Label {
	if l.In != language {
		l.In = language
		l.Refresh()
	}
	return l
}

func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	d := &Drawing{Least: l.minSize}
	draw := func(room fyne.Size) {
		if room.Height < 1 && room.Width > 0 { // there is no room for it
			d.Parts = nil
			return
		}
		lines, size := []string{l.Text}, l.TextSize
		if l.Lines > 0 {
			lines, size = l.fitted(room)
		}
		height := l.LineHeight(size)
		top := max(0, (room.Height-height*float32(len(lines)))/2)
		if l.Lines > 1 && l.Align == fyne.TextAlignLeading && !l.Still {
			top = 0
		}
		used := 0
		for i, s := range lines {
			used = l.drawLine(d, used, s, size, fyne.NewPos(0, top+float32(i)*height), fyne.NewSize(room.Width, height))
		}
		d.Parts = d.Parts[:used]
	}
	d.Lay = draw
	d.Repaint = func() {
		draw(l.Size())
		canvas.Refresh(l)
	}
	return Laid(l, d)
}

// drawLine draws one line and returns how many texts are in use then. A theme
// has one font: in another language than the theme's, Chinese characters are
// texts of their own. They are as wide in every language.
func (l *Label) drawLine(d *Drawing, used int, line string, size float32, at fyne.Position, room fyne.Size) int {
	runs := []string{line}
	if l.In != "" {
		runs = hanRuns(line)
	}
	if len(runs) > 1 {
		spare := room.Width - fyne.MeasureText(line, size, l.style()).Width
		switch l.Align {
		case fyne.TextAlignCenter:
			at.X += spare / 2
		case fyne.TextAlignTrailing:
			at.X += spare
		}
	}
	for _, s := range runs {
		if used == len(d.Parts) {
			d.Parts = append(d.Parts, canvas.NewText("", nil))
		}
		t := d.Parts[used].(*canvas.Text)
		used++
		t.Text, t.TextSize, t.TextStyle, t.Alignment, t.FontSource = s, size, l.style(), l.Align, nil
		t.Color = theme.Color(l.Color)
		if l.In != "" && hanFirst(s) {
			t.FontSource = hanFont(l.In, l.Bold)
		}
		width := room.Width
		if len(runs) > 1 {
			width = fyne.MeasureText(s, size, l.style()).Width
		}
		t.Move(at)
		t.Resize(fyne.NewSize(width, room.Height))
		t.Refresh()
		at.X += width
	}
	return used
}

// Flow is text that asks for as many lines as it takes at the width it has. It learns
// its width when it is laid out: what holds it is laid out twice.
type Flow struct{ Label }

// NewFlow is text that may change, by Write.
func NewFlow(size float32, color fyne.ThemeColorName, text string) *Flow {
	f := &Flow{Label: Label{TextSize: size, Color: color, Lines: 1, Text: text}}
	f.ExtendBaseWidget(f)
	return f
}

// Write changes the text.
func (f *Flow) Write(text string) {
	if f.Text == text {
		return
	}
	f.Text = text
	f.measure(f.Size().Width)
	f.Refresh()
}

// Resize counts the lines that the text takes now.
func (f *Flow) Resize(s fyne.Size) {
	f.measure(s.Width)
	f.Label.Resize(s)
}

func (f *Flow) measure(width float32) {
	if width > 1 {
		f.Lines = len(wrap(f.Text, width, func(s string) float32 { return fyne.MeasureText(s, f.TextSize, f.style()).Width }))
	}
}
