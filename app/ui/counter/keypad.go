package counter

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

func (c *Page) keypad() fyne.CanvasObject {
	key := func(text string) fyne.CanvasObject {
		return c.padKey(text, func() {
			for _, r := range text {
				c.Rune(r)
			}
		})
	}
	erase := c.padKey("", c.back)
	erase.Shape, erase.TextSize = kit.IconErase, 24
	wipe := c.padKey(c.Text("key.esc"), c.clear)
	wipe.TextSize = kit.SizeLarge
	grid := container.New(&keyGrid{columns: 4, rows: 4, gap: 10},
		key("7"), key("8"), key("9"), erase,
		key("4"), key("5"), key("6"), wipe,
		key("1"), key("2"), key("3"), key("+"),
		key("0"), key("00"), key("."))
	c.button = kit.NewButton(c.frame, kit.AccentButton, "", c.Text("key.enter"), c.enter)
	c.button.TextSize, c.button.Least, c.button.Yields = 24, fyne.NewSize(300, 72), true
	c.quick = container.NewGridWithColumns(1)
	return kit.Column(10, c.quick, kit.Grow(1, grid), c.button)
}

// offerQuick shows the shop's quick amounts above the keypad.
func (c *Page) offerQuick(amounts []int64, currency string) {
	if slices.Equal(amounts, c.quicks) {
		return
	}
	c.quicks = amounts
	c.quick.RemoveAll()
	c.quick.Layout = layout.NewGridLayoutWithColumns(max(1, len(amounts)))
	for _, minor := range amounts {
		a := order.Amount{Minor: minor, Currency: currency}
		b := kit.NewButton(c.frame, kit.SoftButton, "+"+a.Wire(), "", func() { c.add(a) })
		b.Least = fyne.NewSize(kit.Touch, kit.Touch)
		c.quick.Add(b)
	}
}

// add puts an amount onto the tape.
func (c *Page) add(a order.Amount) {
	c.settle()
	t, err := c.typing.Plus(a)
	if c.change(t, err); err != nil {
		c.tell(kit.ColorBad, c.problem(err)) // whatever else there is to say
	}
}

func (c *Page) padKey(text string, tapped func()) *kit.Button {
	b := kit.NewButton(c.frame, kit.PlainButton, text, "", tapped)
	b.TextSize, b.Least, b.Scales = 30, fyne.NewSize(72, 56), true
	return b
}

// keyGrid is the keypad: rows of equal keys, the last one two rows high.
type keyGrid struct {
	columns, rows int
	gap           float32
}

func (g *keyGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	cell := kit.Largest(objects)
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
