package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/ui/kit"
)

// screenTile is a monitor in the picture, or several that show the same.
type screenTile struct {
	of     Screen
	box    *fyne.Container
	button *kit.Button
	sign   *kit.Icon
	big    *kit.Label
	name   *kit.Label
	word   *kit.Label
}

func newScreenTile(keys kit.Keys, of Screen, chosen func()) *screenTile {
	t := &screenTile{of: of, sign: kit.NewIcon(kit.IconTick, 22, kit.ColorAccentInk), big: kit.NewLabel(kit.SizeLarge, kit.ColorInk).Strong(),
		name: kit.NewFitted(kit.SizeSmall, kit.ColorInk, fyne.TextAlignCenter), word: kit.NewFitted(kit.SizeSmall, kit.ColorInk, fyne.TextAlignCenter).Strong()}
	t.button = kit.NewButton(keys, kit.PlainButton, "", "", chosen)
	t.button.Least = fyne.NewSize(kit.Touch, kit.Touch)
	t.big.Set(of.Number)
	t.name.Least = 10
	t.name.Set(of.Name)
	t.box = container.NewStack(t.button, kit.Pad(6, 4, kit.Column(0, kit.Space(), kit.Middle(kit.Row(6, kit.Middle(t.sign), t.big)), t.word, t.name, kit.Space())))
	return t
}

// draw marks the till's own monitor, which can't be chosen, and the customer's.
func (t *screenTile) draw(k kit.Texts, tills, chosen bool) {
	word, ink, sign := "", kit.ColorInk, kit.IconTick
	switch {
	case tills:
		word, ink, sign = k.Text("screen.this_till"), kit.ColorOnDisabled, kit.IconCharge
	case chosen:
		word, ink = k.Text("screen.customers"), kit.ColorAccentInk
	}
	t.button.SetEnabled(!tills)
	t.button.Choose(chosen && !tills)
	kit.SetVisible(t.sign, tills || chosen)
	t.sign.Change(sign, ink)
	for _, l := range []*kit.Label{t.big, t.name, t.word} {
		l.Paint(ink)
	}
	t.word.Set(word)
	t.fit(t.box.Size())
}

// fit gives the tile a size, and shows the words that there is room for. The
// sign and the frame say as much, and the legend has the name.
func (t *screenTile) fit(size fyne.Size) {
	kit.SetVisible(t.word, t.word.Text != "" && size.Height >= 68)
	kit.SetVisible(t.name, size.Height >= 92)
	t.box.Resize(size)
	kit.Relayout(t.box)
}

// toScale lays tiles out as the monitors stand.
type toScale struct {
	tiles []*screenTile
	width float32 // as laid out last, which the height follows
}

const pictureHeight = 176 // the most it may take of the page

// bounds hold all monitors.
func (l *toScale) bounds() (x, y, width, height int) {
	for i, t := range l.tiles {
		of := t.of
		if i == 0 {
			x, y, width, height = of.X, of.Y, of.Width, of.Height
			continue
		}
		right, bottom := max(x+width, of.X+of.Width), max(y+height, of.Y+of.Height)
		x, y = min(x, of.X), min(y, of.Y)
		width, height = right-x, bottom-y
	}
	return x, y, width, height
}

func (l *toScale) MinSize([]fyne.CanvasObject) fyne.Size {
	height := float32(pictureHeight)
	if _, _, w, h := l.bounds(); w > 0 && l.width > 0 {
		height = min(height, max(kit.Touch+8, l.width*float32(h)/float32(w)))
	}
	return fyne.NewSize(120, height)
}

func (l *toScale) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x, y, w, h := l.bounds()
	l.width = size.Width
	if w == 0 || h == 0 {
		return
	}
	const between = 6
	scale := min(size.Width/float32(w), size.Height/float32(h))
	left, top := (size.Width-float32(w)*scale)/2, (size.Height-float32(h)*scale)/2
	for _, t := range l.tiles {
		t.box.Move(fyne.NewPos(left+float32(t.of.X-x)*scale+between/2, top+float32(t.of.Y-y)*scale+between/2))
		t.fit(fyne.NewSize(float32(t.of.Width)*scale-between, float32(t.of.Height)*scale-between))
	}
}

// numberPicture is a monitor's number, to be seen from afar.
func numberPicture(number string) fyne.CanvasObject {
	digit := kit.NewFitted(140, kit.ColorInk, fyne.TextAlignCenter).Strong()
	digit.Set(number)
	ground := kit.NewPlate(kit.ColorSurface, kit.ColorAccent, 0) // seen on the customer's green and on the till
	ground.Width = 8
	return container.NewStack(ground, kit.Pad(12, 12, digit))
}
