package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// screenTile is a monitor in the picture, or several that show the same.
type screenTile struct {
	of     Screen
	box    *fyne.Container
	button *button
	sign   *icon
	big    *label
	name   *label
	word   *label
}

func newScreenTile(keys keySink, of Screen, chosen func()) *screenTile {
	t := &screenTile{of: of, sign: newIcon(iconTick, 22, colorAccentInk), big: newLabel(sizeLarge, colorInk).strong(),
		name: newFitted(sizeSmall, colorInk, fyne.TextAlignCenter), word: newFitted(sizeSmall, colorInk, fyne.TextAlignCenter).strong()}
	t.button = newButton(keys, plainButton, "", "", chosen)
	t.button.least = fyne.NewSize(touch, touch)
	t.big.set(of.Number)
	t.name.least = 10
	t.name.set(of.Name)
	t.box = container.NewStack(t.button, pad(6, 4, column(0, space(), middle(row(6, middle(t.sign), t.big)), t.word, t.name, space())))
	return t
}

// draw marks the till's own monitor, which can't be chosen, and the customer's.
func (t *screenTile) draw(k kit, tills, chosen bool) {
	word, ink, sign := "", colorInk, iconTick
	switch {
	case tills:
		word, ink, sign = k.text("screen.this_till"), colorOnDisabled, iconCharge
	case chosen:
		word, ink = k.text("screen.customers"), colorAccentInk
	}
	t.button.enable(!tills)
	t.button.choose(chosen && !tills)
	setVisible(t.sign, tills || chosen)
	t.sign.change(sign, ink)
	for _, l := range []*label{t.big, t.name, t.word} {
		l.paint(ink)
	}
	t.word.set(word)
	t.fit(t.box.Size())
}

// fit gives the tile a size, and shows the words that there is room for. The
// sign and the frame say as much, and the legend has the name.
func (t *screenTile) fit(size fyne.Size) {
	setVisible(t.word, t.word.text != "" && size.Height >= 68)
	setVisible(t.name, size.Height >= 92)
	t.box.Resize(size)
	relayout(t.box)
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
		height = min(height, max(touch+8, l.width*float32(h)/float32(w)))
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
	digit := newFitted(140, colorInk, fyne.TextAlignCenter).strong()
	digit.set(number)
	ground := newPlate(colorSurface, colorAccent, 0) // seen on the customer's green and on the till
	ground.width = 8
	return container.NewStack(ground, pad(12, 12, digit))
}
