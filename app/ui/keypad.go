package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"qrtill/app/order"
)

func (c *salePage) keypad() fyne.CanvasObject {
	key := func(text string) fyne.CanvasObject {
		return c.padKey(text, func() {
			for _, r := range text {
				c.rune(r)
			}
		})
	}
	erase := c.padKey("", func() { c.edit(c.typing.without(entry.back), nil) })
	erase.shape, erase.size = iconErase, 24
	wipe := c.padKey(c.text("key.esc"), c.clear)
	wipe.size = sizeLarge
	grid := container.New(&keyGrid{columns: 4, rows: 4, gap: 10},
		key("7"), key("8"), key("9"), erase,
		key("4"), key("5"), key("6"), wipe,
		key("1"), key("2"), key("3"), key("+"),
		key("0"), key("00"), key("."))
	c.button = newButton(c.frame, accentButton, "", c.text("key.enter"), c.enter)
	c.button.size, c.button.least, c.button.yields = 24, fyne.NewSize(300, 72), true
	c.quick = container.NewGridWithColumns(1)
	return column(10, c.quick, grow(1, grid), c.button)
}

// offerQuick shows the shop's quick amounts above the keypad.
func (c *salePage) offerQuick(amounts []int64, currency string) {
	if slices.Equal(amounts, c.quicks) {
		return
	}
	c.quicks = amounts
	c.quick.RemoveAll()
	c.quick.Layout = layout.NewGridLayoutWithColumns(max(1, len(amounts)))
	for _, minor := range amounts {
		a := order.Amount{Minor: minor, Currency: currency}
		b := newButton(c.frame, softButton, "+"+a.Wire(), "", func() { c.add(a) })
		b.least = fyne.NewSize(touch, touch)
		c.quick.Add(b)
	}
}

// add puts an amount onto the tape.
func (c *salePage) add(a order.Amount) {
	e, err := c.typing.plus(a)
	c.edit(typing{entry: e}, err)
}

func (c *salePage) padKey(text string, tapped func()) *button {
	b := newButton(c.frame, plainButton, text, "", tapped)
	b.size, b.least, b.scales = 30, fyne.NewSize(72, 56), true
	return b
}

// keyGrid is the keypad: rows of equal keys, the last one two rows high.
type keyGrid struct {
	columns, rows int
	gap           float32
}

func (g *keyGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	cell := largest(objects)
	return fyne.NewSize(cell.Width*float32(g.columns)+g.gap*float32(g.columns-1), cell.Height*float32(g.rows)+g.gap*float32(g.rows-1))
}

func (g *keyGrid) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w := (s.Width - g.gap*float32(g.columns-1)) / float32(g.columns)
	h := (s.Height - g.gap*float32(g.rows-1)) / float32(g.rows)
	tall := g.columns*(g.rows-1) - 1 // "+", at the right of the last full row
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%g.columns)*(w+g.gap), float32(i/g.columns)*(h+g.gap)))
		size := fyne.NewSize(w, h)
		if i == tall {
			size.Height = 2*h + g.gap
		}
		o.Resize(size)
	}
}
