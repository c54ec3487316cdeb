package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// grouped puts monitors together that show the same: places in the list.
func grouped(list []monitor) (groups [][]int) {
next:
	for i, m := range list {
		for g, others := range groups {
			if overlap(list[others[0]].area, m.area) > 0 {
				groups[g] = append(others, i)
				continue next
			}
		}
		groups = append(groups, []int{i})
	}
	return groups
}

// numberOf is what is written on monitors: "2", or "1 = 2" when they show the same.
func numberOf(group []int) string {
	var numbers []string
	for _, i := range group {
		numbers = append(numbers, strconv.Itoa(i+1))
	}
	return strings.Join(numbers, " = ")
}

// screenTile is a monitor in the picture, or several that show the same.
type screenTile struct {
	box      *fyne.Container
	button   *button
	group    []int
	monitors []monitor
	sign     *icon
	big      *label
	name     *label
	word     *label
}

func newScreenTile(s *shell, group []int) *screenTile {
	t := &screenTile{group: group, sign: newIcon(iconTick, 22, colorAccentInk), big: newLabel(sizeLarge, colorInk).strong(),
		name: newFitted(sizeSmall, colorInk, fyne.TextAlignCenter), word: newFitted(sizeSmall, colorInk, fyne.TextAlignCenter).strong()}
	for _, i := range group {
		t.monitors = append(t.monitors, s.screens.list[i])
	}
	t.button = newButton(s, plainButton, "", "", func() { s.screens.choose(remember(t.monitors[0], s.screens.list)) })
	t.button.least = fyne.NewSize(touch, touch)
	t.big.set(t.number())
	t.name.least = 10
	t.name.set(t.monitors[0].name)
	t.box = container.NewStack(t.button, pad(6, 4, column(0, space(), middle(row(6, middle(t.sign), t.big)), t.word, t.name, space())))
	return t
}

func (t *screenTile) number() string { return numberOf(t.group) }

func (t *screenTile) holds(m monitor) bool {
	for _, own := range t.monitors {
		if own.is(m) {
			return true
		}
	}
	return false
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

// bounds is what holds all monitors.
func (l *toScale) bounds() (b area) {
	for i, t := range l.tiles {
		a := t.monitors[0].area
		if i == 0 {
			b = a
			continue
		}
		right, bottom := max(b.x+b.w, a.x+a.w), max(b.y+b.h, a.y+a.h)
		b.x, b.y = min(b.x, a.x), min(b.y, a.y)
		b.w, b.h = right-b.x, bottom-b.y
	}
	return b
}

func (l *toScale) MinSize([]fyne.CanvasObject) fyne.Size {
	height := float32(pictureHeight)
	if all := l.bounds(); all.w > 0 && l.width > 0 {
		height = min(height, max(touch+8, l.width*float32(all.h)/float32(all.w)))
	}
	return fyne.NewSize(120, height)
}

func (l *toScale) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	all := l.bounds()
	l.width = size.Width
	if all.w == 0 || all.h == 0 {
		return
	}
	const between = 6
	scale := min(size.Width/float32(all.w), size.Height/float32(all.h))
	left, top := (size.Width-float32(all.w)*scale)/2, (size.Height-float32(all.h)*scale)/2
	for _, t := range l.tiles {
		a := t.monitors[0].area
		t.box.Move(fyne.NewPos(left+float32(a.x-all.x)*scale+between/2, top+float32(a.y-all.y)*scale+between/2))
		t.fit(fyne.NewSize(float32(a.w)*scale-between, float32(a.h)*scale-between))
	}
}

// numbers are the windows that show each monitor's number for a moment.
type numbers struct {
	windows []fyne.Window
	until   time.Time
}

const (
	numbersFor          = 3 * time.Second
	numberSize  float32 = 240
	numberDigit float32 = 140
)

// identify shows on every monitor its number.
func (p *screens) identify() {
	driver, ok := p.shell.config.App.Driver().(desktop.Driver)
	if !ok {
		return
	}
	p.numbers.close()
	for _, group := range grouped(p.list) {
		w := driver.CreateSplashWindow()
		w.SetTitle(p.shell.text("screen.title"))
		digit := newFitted(numberDigit, colorInk, fyne.TextAlignCenter).strong()
		digit.set(numberOf(group))
		ground := newPlate(colorSurface, colorAccent, 0) // seen on the customer's green and on the till
		ground.width = 8
		w.SetContent(container.NewStack(ground, pad(12, 12, digit)))
		w.Resize(fyne.NewSquareSize(numberSize))
		if d, ok := w.(desktop.Window); ok {
			d.RequestAlwaysOnTop()
		}
		on := p.list[group[0]].area
		moveTo(w, on.x+frameTop, on.y+frameTop)
		w.Show()
		half := int(numberSize * w.Canvas().Scale() / 2)
		moveTo(w, on.x+on.w/2-half, on.y+on.h/2-half) // a splash window has centred itself
		p.numbers.windows = append(p.numbers.windows, w)
	}
	p.numbers.until = time.Now().Add(numbersFor)
	p.shell.window.RequestFocus()
}

// end closes the windows when their time is up.
func (n *numbers) end(now time.Time) {
	if len(n.windows) > 0 && !now.Before(n.until) {
		n.close()
	}
}

func (n *numbers) close() {
	for _, w := range n.windows {
		w.Close()
	}
	n.windows = nil
}
