package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// List is Fyne's virtual list of rows that are all as high; its keys are the
// page's.
type List struct {
	widget.List
	gate    gate
	Line    float32       // a row's height
	Resized func(float32) // called with a new width; nil for nothing
}

// NewList is a list of length() rows: item makes one, which fill is called to use
// again and again. Tapping a row calls open, every time.
func NewList(keys Keys, length func() int, item func() fyne.CanvasObject, fill func(row int, o fyne.CanvasObject), open func(row int)) *List {
	l := &List{gate: gate{keys}}
	l.ExtendBaseWidget(l)
	l.HideSeparators = true
	l.Length, l.CreateItem, l.UpdateItem = length, item, fill
	l.OnSelected = func(row int) {
		l.UnselectAll()
		l.gate.tap(func() { open(row) })
	}
	l.Line = item().MinSize().Height
	return l
}

func (l *List) Resize(s fyne.Size) {
	was := l.Size().Width
	l.List.Resize(s)
	if s.Width != was && l.Resized != nil {
		l.Resized(s.Width)
		l.Refresh()
	}
}

// Pitch is the distance from the top of a row to the top of the next.
func (l *List) Pitch() float32 { return l.Line + l.Theme().Size(theme.SizeNamePadding) }

// Shown is how many whole rows fit on the screen.
func (l *List) Shown() int { return int(l.Size().Height / l.Pitch()) }

func (l *List) FocusGained()                { l.gate.reached(l) }
func (l *List) FocusLost()                  {}
func (l *List) KeyDown(e *fyne.KeyEvent)    { l.gate.down(e) }
func (l *List) KeyUp(e *fyne.KeyEvent)      { l.gate.up(e) }
func (l *List) TypedKey(e *fyne.KeyEvent)   { l.gate.key(e) }
func (l *List) TypedRune(r rune)            { l.gate.rune(r) }
func (l *List) AcceptsTab() bool            { return true }
func (l *List) usesKey(*fyne.KeyEvent) bool { return false }
func (l *List) usesRune(rune) bool          { return false }
func (l *List) usesScan(string) bool        { return false }
