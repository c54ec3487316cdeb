package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Screens is what the frame knows of the monitors and of the customer's window.
type Screens struct {
	Tiles          []Screen // from left to right; those that show the same are one
	Each           []Screen // every one of them, from left to right
	Till, Customer int      // the tiles that the windows are on; -1 for none

	Window  bool   // an ordinary window was chosen for the customer
	Hidden  bool   // staff have hidden it
	Missing string // why it is hidden although they have not, in words
	Filling bool   // it fills its tile
}

// Screen is a monitor as people know it: by its number.
type Screen struct {
	Number, Name        string // "2", or "1 = 2" when they show the same
	X, Y, Width, Height int    // in the system's own pixels
}

// screenCard is where the monitor is chosen that the customer looks at: in a
// picture of all of them, as they stand. It is applied at once.
type screenCard struct {
	kit
	frame           settingsFrame
	monitors        monitors
	relayout        func()
	box             *fyne.Container
	words           *flow
	picture, legend *fyne.Container
	drawn           []Screen // each of them, as drawn
	tiles           []*screenTile
	state           *statusLine
	other, identify *button // other is an ordinary window
}

// newScreenCard builds the card; relayout makes room when it changes.
func newScreenCard(k kit, f settingsFrame, relayout func()) *screenCard {
	c := &screenCard{kit: k, frame: f, monitors: f.monitors(), relayout: relayout, words: newFlow(sizeBody, colorInkSoft, ""), state: newStatusLine()}
	c.other = newButton(f, plainButton, c.text("screen.window"), "", c.monitors.chooseWindow)
	c.identify = newButton(f, softButton, c.text("screen.identify"), "", func() { c.monitors.identify(c.text("screen.title"), numberPicture) })
	c.picture, c.legend = container.New(&toScale{}), column(4)
	c.box = group(c.text("screen.title"), c.words, c.picture, c.legend, atLeast(0, touch, c.state.box), row(gap, grow(1, c.other), grow(1, c.identify)))
	c.draw()
	return c
}

// monitorsChanged is called when monitors() has something else to say.
func (p *settings) monitorsChanged() { p.screens.changed() }

// changed draws the card anew while its page may be on the screen.
func (c *screenCard) changed() {
	c.draw()
	c.relayout()
}

// draw shows what is connected now, and what becomes of the customer's window.
func (c *screenCard) draw() {
	s := c.monitors.now()
	if !slices.Equal(s.Each, c.drawn) {
		c.build(s)
	}
	for i, t := range c.tiles {
		t.draw(c.kit, i == s.Till, i == s.Customer)
	}
	c.other.choose(s.Window)
	c.other.shape = ""
	if s.Window {
		c.other.shape = iconTick
	}
	c.other.Refresh()
	setVisible(c.picture, len(c.tiles) > 0)
	setVisible(c.legend, len(c.tiles) > 0)
	setVisible(c.other, len(c.tiles) > 0)
	setVisible(c.identify, len(c.tiles) > 1)
	c.drawWords(s)
}

func (c *screenCard) drawWords(s Screens) {
	key := "screen.text"
	switch len(s.Each) {
	case 0:
		key = "screen.unknown"
	case 1:
		key = "screen.single"
	}
	c.words.write(c.text(key))
	switch {
	case s.Hidden:
		c.state.say(toneCalm, iconDash, c.text("screen.state_hidden"))
	case s.Missing != "":
		c.state.say(toneWarn, iconTriangle, s.Missing)
	case s.Filling:
		c.state.say(toneGood, iconTick, c.text("screen.state_panel", "Number", s.Tiles[s.Customer].Number))
	default:
		c.state.say(toneCalm, iconScreen, c.text("screen.state_window"))
	}
}

// build makes the picture anew. The focus, if it was in there, stays near.
func (c *screenCard) build(s Screens) {
	focused := c.frame.focused()
	near := slices.ContainsFunc(c.tiles, func(t *screenTile) bool { return fyne.Focusable(t.button) == focused })
	c.drawn, c.tiles = s.Each, nil
	c.picture.RemoveAll()
	c.legend.RemoveAll()
	for i, of := range s.Tiles {
		t := newScreenTile(c.frame, of, func() { c.monitors.choose(i) })
		c.tiles = append(c.tiles, t)
		c.picture.Add(t.box)
	}
	for _, one := range s.Each {
		c.legend.Add(row(10, newLabel(sizeSmall, colorInk).strong().saying(one.Number),
			grow(1, newFitted(sizeSmall, colorInkSoft, fyne.TextAlignLeading).saying(one.Name)),
			newLabel(sizeSmall, colorInkSoft).saying(c.text("screen.size", "Width", one.Width, "Height", one.Height))))
	}
	c.picture.Layout = &toScale{tiles: c.tiles}
	if near {
		c.frame.focus(c.other)
	}
}
