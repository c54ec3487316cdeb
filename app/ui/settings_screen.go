package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// screenCard is where the monitor is chosen that the customer looks at: in a
// picture of all of them, as they stand. It is applied at once.
type screenCard struct {
	kit
	shell            *shell
	page             *settings
	box              *fyne.Container
	words            *flow
	picture, legend  *fyne.Container
	list             []monitor // as drawn
	tiles            []*screenTile
	state            *statusLine
	window, identify *button
}

func (p *settings) screenCard() fyne.CanvasObject {
	c := &screenCard{kit: p.kit, shell: p.frame.(*shell), page: p, words: newFlow(sizeBody, colorInkSoft, ""), state: newStatusLine()}
	screens := c.shell.screens
	c.window = newButton(c.shell, plainButton, c.text("screen.window"), "", func() { screens.choose(choice{Window: true}) })
	c.identify = newButton(c.shell, softButton, c.text("screen.identify"), "", screens.identify)
	c.picture, c.legend = container.New(&toScale{}), column(4)
	c.box = group(c.text("screen.title"), c.words, c.picture, c.legend, atLeast(0, touch, c.state.box), row(gap, grow(1, c.window), grow(1, c.identify)))
	screens.card = c
	c.draw()
	return c.box
}

// changed draws the card anew while its page may be on the screen.
func (c *screenCard) changed() {
	c.draw()
	c.page.relayout()
}

// draw shows what is connected now, and what becomes of the customer's window.
func (c *screenCard) draw() {
	s := c.shell.screens
	if !slices.Equal(s.list, c.list) {
		c.build(s.list)
	}
	for _, t := range c.tiles {
		t.draw(c.kit, t.holds(homeOf(s.list, s.till)), s.now.panel.area.w > 0 && t.holds(s.now.panel))
	}
	c.window.choose(s.choice.Window)
	c.window.shape = ""
	if s.choice.Window {
		c.window.shape = iconTick
	}
	c.window.Refresh()
	setVisible(c.picture, len(c.tiles) > 0)
	setVisible(c.legend, len(c.tiles) > 0)
	setVisible(c.window, len(c.tiles) > 0)
	setVisible(c.identify, len(c.tiles) > 1)
	c.drawWords(s)
}

func (c *screenCard) drawWords(s *screens) {
	key := "screen.text"
	switch len(s.list) {
	case 0:
		key = "screen.unknown"
	case 1:
		key = "screen.single"
	}
	c.words.write(c.text(key))
	switch {
	case !s.wanted:
		c.state.say(toneCalm, iconDash, c.text("screen.state_hidden"))
	case s.missing() != asWindow:
		c.state.say(toneWarn, iconTriangle, c.shell.strips.screenWords(s.missing()))
	case s.now.where == onPanel:
		at := slices.IndexFunc(c.tiles, func(t *screenTile) bool { return t.holds(s.now.panel) })
		c.state.say(toneGood, iconTick, c.text("screen.state_panel", "Number", c.tiles[at].number()))
	default:
		c.state.say(toneCalm, iconScreen, c.text("screen.state_window"))
	}
}

// build makes the picture anew. The focus, if it was in there, stays near.
func (c *screenCard) build(list []monitor) {
	focused := c.shell.window.Canvas().Focused()
	near := slices.ContainsFunc(c.tiles, func(t *screenTile) bool { return fyne.Focusable(t.button) == focused })
	c.list, c.tiles = list, nil
	c.picture.RemoveAll()
	c.legend.RemoveAll()
	for _, g := range grouped(list) {
		t := newScreenTile(c.shell, g)
		c.tiles = append(c.tiles, t)
		c.picture.Add(t.box)
		for _, n := range g {
			m := list[n]
			c.legend.Add(row(10, newLabel(sizeSmall, colorInk).strong().saying(numberOf([]int{n})),
				grow(1, newFitted(sizeSmall, colorInkSoft, fyne.TextAlignLeading).saying(m.name)),
				newLabel(sizeSmall, colorInkSoft).saying(c.text("screen.size", "Width", m.area.w, "Height", m.area.h))))
		}
	}
	c.picture.Layout = &toScale{tiles: c.tiles}
	if near {
		c.shell.window.Canvas().Focus(c.window)
	}
}
