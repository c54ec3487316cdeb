package ui

import "fyne.io/fyne/v2"

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
