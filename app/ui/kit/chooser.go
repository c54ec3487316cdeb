package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Chooser is one choice out of a list that is too long for a picker. The
// till's keys work while it has the focus; Left and Right turn the choice.
type Chooser struct {
	widget.Select
	gate   gate
	values []string
	edge   *Plate
	Box    *fyne.Container // the chooser with its edge: what a page lays out
}

// NewChooser calls changed whenever the choice changes, also when Set does it.
func NewChooser(keys Keys, changed func()) *Chooser {
	c := &Chooser{gate: gate{keys}}
	c.ExtendBaseWidget(c)
	c.PlaceHolder = " "
	c.OnChanged = func(string) { changed() }
	c.edge = NewPlate(ColorClear, theme.ColorNameInputBorder, 10)
	c.Box = container.NewStack(c, c.edge)
	return c
}

func (c *Chooser) FocusGained() {
	c.Select.FocusGained()
	c.ring(colorFocusRing, 3)
	c.gate.reached(c)
}

func (c *Chooser) FocusLost() {
	c.Select.FocusLost()
	c.ring(theme.ColorNameInputBorder, 1)
}

func (c *Chooser) ring(color fyne.ThemeColorName, width float32) {
	c.edge.Width = width
	c.edge.Paint(ColorClear, color)
}

// Offer sets the choices, each with the name that is shown for it.
func (c *Chooser) Offer(values, names []string) {
	c.values = values
	c.SetOptions(names)
}

// Value is the choice that is on, empty when there is none.
func (c *Chooser) Value() string {
	if i := c.SelectedIndex(); i >= 0 {
		return c.values[i]
	}
	return ""
}

// SetEnabled lets a choice be made or not.
func (c *Chooser) SetEnabled(on bool) {
	switch {
	case on && c.Disabled():
		c.Enable()
	case !on && !c.Disabled():
		c.Disable()
	}
}

// Set turns a choice on; one that is not offered leaves things as they are.
func (c *Chooser) Set(value string) {
	for i, v := range c.values {
		if v == value {
			c.SetSelectedIndex(i)
		}
	}
}

func (c *Chooser) KeyDown(e *fyne.KeyEvent)  { c.gate.down(e) }
func (c *Chooser) KeyUp(e *fyne.KeyEvent)    { c.gate.up(e) }
func (c *Chooser) TypedKey(e *fyne.KeyEvent) { c.gate.key(e) }
func (c *Chooser) TypedRune(r rune)          { c.gate.rune(r) }
func (c *Chooser) AcceptsTab() bool          { return true }

// usesKey turns the choice, and passes other keys on.
func (c *Chooser) usesKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		c.Select.TypedKey(e)
		return true
	}
	return false
}

// usesRune keeps characters from the till: whoever chooses types no amount.
func (c *Chooser) usesRune(rune) bool   { return true }
func (c *Chooser) usesScan(string) bool { return false }
