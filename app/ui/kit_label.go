package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// label is text in one of our colours and sizes. Text that does not fit is
// made smaller before anything of it is cut off.
type label struct {
	widget.BaseWidget
	text  string
	size  float32
	bold  bool
	color fyne.ThemeColorName
	align fyne.TextAlign
	still bool    // wrapped text stands in the middle of its height
	in    string  // the language whose shapes Chinese has here; "" is the theme's
	lines int     // 0: as wide as the text; 1: fits the width it gets; more: wraps
	least float32 // smallest size it may shrink to; 0 means sizeSmall
	group bool    // on a poster: there may be air above it
	low   float32 // the size whose height it asks for when room is short; 0 means size
}

// newLabel is a line as wide as its text.
func newLabel(size float32, color fyne.ThemeColorName) *label {
	l := &label{size: size, color: color}
	l.ExtendBaseWidget(l)
	return l
}

// newHeading is a bold line as wide as its text.
func newHeading(size float32, text string) *label {
	l := newLabel(size, colorInk)
	l.text, l.bold = text, true
	return l
}

// newFitted is one line that shrinks to the width it gets.
func newFitted(size float32, color fyne.ThemeColorName, align fyne.TextAlign) *label {
	l := newLabel(size, color)
	l.lines, l.align = 1, align
	return l
}

// newParagraph wraps within the room of so many lines.
func newParagraph(size float32, color fyne.ThemeColorName, lines int, align fyne.TextAlign) *label {
	l := newLabel(size, color)
	l.lines, l.align = max(lines, 2), align
	return l
}

// newText is as many lines as a text takes at a width.
func newText(size float32, color fyne.ThemeColorName, width float32, text string) *label {
	l := newFitted(size, color, fyne.TextAlignLeading)
	l.text = text
	l.lines = len(l.wrapped(size, width))
	return l
}

// set changes the text.
func (l *label) set(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// paint changes the colour.
func (l *label) paint(color fyne.ThemeColorName) {
	if l.color != color {
		l.color = color
		l.Refresh()
	}
}

// strong makes the label bold.
func (l *label) strong() *label {
	l.bold = true
	return l
}

// saying sets the text while a screen is built.
func (l *label) saying(text string) *label {
	l.text = text
	return l
}

func (l *label) style() fyne.TextStyle { return fyne.TextStyle{Bold: l.bold} }

func (l *label) lineHeight(size float32) float32 {
	return fyne.MeasureText("Ag", size, l.style()).Height
}

func (l *label) minSize() fyne.Size {
	switch {
	case l.lines == 0 && l.text == "":
		return fyne.NewSize(0, l.lineHeight(l.size))
	case l.lines == 0:
		return fyne.MeasureText(l.text, l.size, l.style())
	}
	size := l.size
	if l.low > 0 {
		size = l.low
	}
	return fyne.NewSize(1, l.lineHeight(size)*float32(l.lines))
}

// heightAt is what the text takes of the lines that it may have.
func (l *label) heightAt(size, width float32) float32 {
	lines := 1
	if l.lines > 1 {
		lines = min(l.lines, len(l.wrapped(size, width)))
	}
	return l.lineHeight(size) * float32(max(lines, 1))
}

func (l *label) wrapped(size, width float32) []string {
	return wrap(l.text, width, func(s string) float32 { return fyne.MeasureText(s, size, l.style()).Width })
}

// fitted breaks the text into lines for a size, as large as it goes.
func (l *label) fitted(room fyne.Size) (lines []string, size float32) {
	least := l.least
	if least == 0 {
		least = sizeSmall
	}
	for size = l.size; ; size-- {
		lines = []string{l.text}
		if l.lines > 1 {
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
func (l *label) cut(lines []string, size, width float32) []string {
	if l.lines != 1 || width < size { // no letter fits: it is not laid out yet
		return lines
	}
	text := []rune(l.text)
	for n := len(text); n > 0; n-- {
		if short := string(text[:n]) + "…"; fyne.MeasureText(short, size, l.style()).Width <= width {
			return []string{short}
		}
	}
	return lines
}

func (l *label) holds(lines []string, size float32, room fyne.Size) bool {
	if l.lineHeight(size)*float32(len(lines)) > room.Height+1 {
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
func (l *label) written(language string) *label {
	if l.in != language {
		l.in = language
		l.Refresh()
	}
	return l
}

func (l *label) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{min: l.minSize}
	draw := func(room fyne.Size) {
		if room.Height < 1 && room.Width > 0 { // there is no room for it
			d.objects = nil
			return
		}
		lines, size := []string{l.text}, l.size
		if l.lines > 0 {
			lines, size = l.fitted(room)
		}
		height := l.lineHeight(size)
		top := max(0, (room.Height-height*float32(len(lines)))/2)
		if l.lines > 1 && l.align == fyne.TextAlignLeading && !l.still {
			top = 0
		}
		used := 0
		for i, s := range lines {
			used = l.drawLine(d, used, s, size, fyne.NewPos(0, top+float32(i)*height), fyne.NewSize(room.Width, height))
		}
		d.objects = d.objects[:used]
	}
	d.layout = draw
	d.refresh = func() {
		draw(l.Size())
		canvas.Refresh(l)
	}
	return d
}

// drawLine draws one line and returns how many texts are in use then. A theme
// has one font: in another language than the theme's, Chinese characters are
// texts of their own. They are as wide in every language.
func (l *label) drawLine(d *drawing, used int, line string, size float32, at fyne.Position, room fyne.Size) int {
	runs := []string{line}
	if l.in != "" {
		runs = hanRuns(line)
	}
	if len(runs) > 1 {
		spare := room.Width - fyne.MeasureText(line, size, l.style()).Width
		switch l.align {
		case fyne.TextAlignCenter:
			at.X += spare / 2
		case fyne.TextAlignTrailing:
			at.X += spare
		}
	}
	for _, s := range runs {
		if used == len(d.objects) {
			d.objects = append(d.objects, canvas.NewText("", nil))
		}
		t := d.objects[used].(*canvas.Text)
		used++
		t.Text, t.TextSize, t.TextStyle, t.Alignment, t.FontSource = s, size, l.style(), l.align, nil
		t.Color = theme.Color(l.color)
		if l.in != "" && hanFirst(s) {
			t.FontSource = hanFont(l.in, l.bold)
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

// flow is text that asks for as many lines as it takes at the width it has.
type flow struct{ label }

func newFlow(size float32, color fyne.ThemeColorName, text string) *flow {
	f := &flow{label: label{size: size, color: color, lines: 1, text: text}}
	f.ExtendBaseWidget(f)
	return f
}

// write changes the text.
func (f *flow) write(text string) {
	if f.text == text {
		return
	}
	f.text = text
	f.measure(f.Size().Width)
	f.Refresh()
}

func (f *flow) Resize(s fyne.Size) {
	f.measure(s.Width)
	f.label.Resize(s)
}

func (f *flow) measure(width float32) {
	if width > 1 {
		f.lines = len(wrap(f.text, width, func(s string) float32 { return fyne.MeasureText(s, f.size, f.style()).Width }))
	}
}
