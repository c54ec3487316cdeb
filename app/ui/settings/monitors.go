package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/ui/kit"
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
	kit.Texts
	frame           Frame
	monitors        Monitors
	relayout        func()
	box             *fyne.Container
	words           *kit.Flow
	picture, legend *fyne.Container
	drawn           []Screen // each of them, as drawn
	tiles           []*screenTile
	state           *statusLine
	other, identify *kit.Button // other is an ordinary window
}

// newScreenCard builds the card; relayout makes room when it changes.
func newScreenCard(k kit.Texts, f Frame, relayout func()) *screenCard {
	c := &screenCard{Texts: k, frame: f, monitors: f.Monitors(), relayout: relayout, words: kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, ""), state: newStatusLine()}
	c.other = kit.NewButton(f, kit.PlainButton, c.Text("screen.window"), "", c.monitors.ChooseWindow)
	c.identify = kit.NewButton(f, kit.SoftButton, c.Text("screen.identify"), "", func() { c.monitors.Identify(c.Text("screen.title"), numberPicture) })
	c.picture, c.legend = container.New(&toScale{}), kit.Column(4)
	c.box = kit.Group(c.Text("screen.title"), c.words, c.picture, c.legend, kit.AtLeast(0, kit.Touch, c.state.box), kit.Row(kit.Gap, kit.Grow(1, c.other), kit.Grow(1, c.identify)))
	c.draw()
	return c
}

// MonitorsChanged is called when monitors() has something else to say.
func (p *Page) MonitorsChanged() { p.screens.changed() }

// changed draws the card anew while its page may be on the screen.
func (c *screenCard) changed() {
	c.draw()
	c.relayout()
}

// draw shows what is connected now, and what becomes of the customer's window.
func (c *screenCard) draw() {
	s := c.monitors.Now()
	if !slices.Equal(s.Each, c.drawn) {
		c.build(s)
	}
	for i, t := range c.tiles {
		t.draw(c.Texts, i == s.Till, i == s.Customer)
	}
	c.other.Choose(s.Window)
	c.other.Shape = ""
	if s.Window {
		c.other.Shape = kit.IconTick
	}
	c.other.Refresh()
	kit.SetVisible(c.picture, len(c.tiles) > 0)
	kit.SetVisible(c.legend, len(c.tiles) > 0)
	kit.SetVisible(c.other, len(c.tiles) > 0)
	kit.SetVisible(c.identify, len(c.tiles) > 1)
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
	c.words.Write(c.Text(key))
	switch {
	case s.Hidden:
		c.state.say(kit.ToneCalm, kit.IconDash, c.Text("screen.state_hidden"))
	case s.Missing != "":
		c.state.say(kit.ToneWarn, kit.IconTriangle, s.Missing)
	case s.Filling:
		c.state.say(kit.ToneGood, kit.IconTick, c.Text("screen.state_panel", "Number", s.Tiles[s.Customer].Number))
	default:
		c.state.say(kit.ToneCalm, kit.IconScreen, c.Text("screen.state_window"))
	}
}

// build makes the picture anew. The focus, if it was in there, stays near.
func (c *screenCard) build(s Screens) {
	focused := c.frame.Focused()
	near := slices.ContainsFunc(c.tiles, func(t *screenTile) bool { return fyne.Focusable(t.button) == focused })
	c.drawn, c.tiles = s.Each, nil
	c.picture.RemoveAll()
	c.legend.RemoveAll()
	for i, of := range s.Tiles {
		t := newScreenTile(c.frame, of, func() { c.monitors.Choose(i) })
		c.tiles = append(c.tiles, t)
		c.picture.Add(t.box)
	}
	for _, one := range s.Each {
		c.legend.Add(kit.Row(10, kit.NewLabel(kit.SizeSmall, kit.ColorInk).Strong().Saying(one.Number),
			kit.Grow(1, kit.NewFitted(kit.SizeSmall, kit.ColorInkSoft, fyne.TextAlignLeading).Saying(one.Name)),
			kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(c.Text("screen.size", "Width", one.Width, "Height", one.Height))))
	}
	c.picture.Layout = &toScale{tiles: c.tiles}
	if near {
		c.frame.Focus(c.other)
	}
}
