package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// guide says where in the three steps we are, and offers practice.
func (p *firststart) guide() fyne.CanvasObject {
	list := column(6)
	for i, name := range []string{p.text("first.shop_step"), p.text("first.gateway_step"), p.text("first.pin_step")} {
		p.marks[i] = newStepMark(i, name)
		list.Add(p.marks[i].box)
	}
	try := newButton(p.frame, softButton, p.text("first.practice"), "", p.startPractice)
	p.practiceWords = newFlow(sizeSmall, colorInkSoft, p.text("first.practice_text"))
	p.practice = column(10, hairline(), atLeast(0, 4, container.NewWithoutLayout()), newHeading(sizeBody, p.text("first.practice_title")), p.practiceWords, try)
	setVisible(p.practice, p.frame.practice() != nil)
	return card(column(14,
		newHeading(sizeTitle, p.text("first.title")),
		newFlow(sizeBody, colorInkSoft, p.text("first.text")),
		list, p.connection.list, space(), p.practice))
}

// drawGuide gives the room of the offer to practise to the result of a test.
func (p *firststart) drawGuide() {
	if p.connection == nil || p.practice == nil {
		return // still being built
	}
	tested := p.at == stepGateway && p.connection.tapped
	setVisible(p.practice, p.frame.practice() != nil && !tested)
	setVisible(p.connection.list, tested && p.connection.shown)
}

// stepMark is one line of the guide.
type stepMark struct {
	box   *fyne.Container
	plate *plate
	sign  *icon
	name  *label
}

var stepSigns = [steps]string{
	`<path d="M9.5 8.5 L12.5 6.5 L12.5 17.5"/>`,
	`<path d="M8.5 9 A3.6 3.6 0 0 1 15.6 10 Q15.6 12 8.5 17.5 L16 17.5"/>`,
	`<path d="M8.8 8 A3.2 2.8 0 1 1 12 11.8 A3.4 3 0 1 1 8.5 15.6"/>`,
}

func newStepMark(i int, name string) *stepMark {
	m := &stepMark{plate: newPlate(colorClear, colorClear, 12), sign: newIcon(stepSigns[i], 26, colorInkSoft), name: newLabel(sizeBody+1, colorInkSoft).strong().saying(name)}
	m.box = container.NewStack(m.plate, pad(12, 11, row(12, middle(m.sign), m.name)))
	return m
}

// draw shows a step as done, at hand or to come.
func (m *stepMark) draw(i, at int) {
	switch {
	case i < at:
		m.plate.paint(colorClear, colorClear)
		m.sign.change(iconTick, colorGood)
		m.name.paint(colorInk)
	case i == at:
		m.plate.paint(colorAccentSoft, colorClear)
		m.sign.change(stepSigns[i], colorAccentInk)
		m.name.paint(colorAccentInk)
	default:
		m.plate.paint(colorClear, colorClear)
		m.sign.change(stepSigns[i], colorInkSoft)
		m.name.paint(colorInkSoft)
	}
}

// centred keeps an object from growing too large to be read at a glance.
type centred struct{ width, height float32 }

func (c *centred) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (c *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		own := o.MinSize().Max(fyne.NewSize(min(c.width, size.Width), min(c.height, size.Height)))
		o.Resize(own)
		o.Move(fyne.NewPos(max(0, (size.Width-own.Width)/2), max(0, (size.Height-own.Height)/2)))
	}
}
