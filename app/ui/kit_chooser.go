package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// chooser is one choice out of a list that is too long for a picker. The
// till's keys work while it has the focus; Left and Right turn the choice.
type chooser struct {
	widget.Select
	gate   gate
	values []string
	edge   *plate
	box    *fyne.Container
}

func newChooser(keys keySink, changed func()) *chooser {
	c := &chooser{gate: gate{keys}}
	c.ExtendBaseWidget(c)
	c.PlaceHolder = " "
	c.OnChanged = func(string) { changed() }
	c.edge = newPlate(colorClear, theme.ColorNameInputBorder, 10)
	c.box = container.NewStack(c, c.edge)
	return c
}

func (c *chooser) FocusGained() {
	c.Select.FocusGained()
	c.ring(colorFocusRing, 3)
	c.gate.reached(c)
}

func (c *chooser) FocusLost() {
	c.Select.FocusLost()
	c.ring(theme.ColorNameInputBorder, 1)
}

func (c *chooser) ring(color fyne.ThemeColorName, width float32) {
	c.edge.width = width
	c.edge.paint(colorClear, color)
}

// offer sets the choices; names are shown.
func (c *chooser) offer(values, names []string) {
	c.values = values
	c.SetOptions(names)
}

func (c *chooser) value() string {
	if i := c.SelectedIndex(); i >= 0 {
		return c.values[i]
	}
	return ""
}

// enable lets a choice be made or not.
func (c *chooser) enable(on bool) {
	switch {
	case on && c.Disabled():
		c.Enable()
	case !on && !c.Disabled():
		c.Disable()
	}
}

// set turns a choice on.
func (c *chooser) set(value string) {
	for i, v := range c.values {
		if v == value {
			c.SetSelectedIndex(i)
		}
	}
}

func (c *chooser) TypedKey(e *fyne.KeyEvent) { c.gate.key(e, c.turn) }

func (c *chooser) turn(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		c.Select.TypedKey(e)
		return true
	}
	return false
}

// TypedRune keeps characters from the till: whoever chooses types no amount.
func (c *chooser) TypedRune(r rune) { c.gate.rune(r, func(rune) bool { return true }) }
