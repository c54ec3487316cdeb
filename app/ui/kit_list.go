package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// list is Fyne's virtual list of rows that are all as high; its keys are the
// page's.
type list struct {
	widget.List
	gate    gate
	line    float32       // a row's height
	resized func(float32) // to a width; nil for nothing
}

// newList calls open when a row is tapped, as often as it is.
func newList(keys keySink, length func() int, item func() fyne.CanvasObject, fill func(row int, o fyne.CanvasObject), open func(row int)) *list {
	l := &list{gate: gate{keys}}
	l.ExtendBaseWidget(l)
	l.HideSeparators = true
	l.Length, l.CreateItem, l.UpdateItem = length, item, fill
	l.OnSelected = func(row int) {
		l.UnselectAll()
		open(row)
	}
	l.line = item().MinSize().Height
	return l
}

func (l *list) Resize(s fyne.Size) {
	was := l.Size().Width
	l.List.Resize(s)
	if s.Width != was && l.resized != nil {
		l.resized(s.Width)
		l.Refresh()
	}
}

// pitch is the distance from row to row.
func (l *list) pitch() float32 { return l.line + l.Theme().Size(theme.SizeNamePadding) }

// shown is how many rows fit on the screen.
func (l *list) shown() int { return int(l.Size().Height / l.pitch()) }

func (l *list) FocusGained()              { l.gate.reached(l) }
func (l *list) FocusLost()                {}
func (l *list) TypedKey(e *fyne.KeyEvent) { l.gate.key(e, func(*fyne.KeyEvent) bool { return false }) }
func (l *list) TypedRune(r rune)          { l.gate.rune(r, func(rune) bool { return false }) }
