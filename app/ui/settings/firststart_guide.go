package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/ui/kit"
)

// guide says where in the three steps we are, and offers practice.
func (p *FirstStart) guide() fyne.CanvasObject {
	list := kit.Column(6)
	for i, name := range []string{p.Text("first.shop_step"), p.Text("first.gateway_step"), p.Text("first.pin_step")} {
		p.marks[i] = newStepMark(i, name)
		list.Add(p.marks[i].box)
	}
	try := kit.NewButton(p.frame, kit.SoftButton, p.Text("first.practice"), "", p.startPractice)
	p.practiceWords = kit.NewFlow(kit.SizeSmall, kit.ColorInkSoft, p.Text("first.practice_text"))
	p.practice = kit.Column(10, kit.Hairline(), kit.AtLeast(0, 4, container.NewWithoutLayout()), kit.NewHeading(kit.SizeBody, p.Text("first.practice_title")), p.practiceWords, try)
	kit.SetVisible(p.practice, p.frame.Practice() != nil)
	return kit.Card(kit.Column(14,
		kit.NewHeading(kit.SizeTitle, p.Text("first.title")),
		kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("first.text")),
		list, p.connection.list, kit.Space(), p.practice))
}

// drawGuide gives the room of the offer to practise to the result of a test.
func (p *FirstStart) drawGuide() {
	if p.connection == nil || p.practice == nil {
		return // still being built
	}
	tested := p.at == stepGateway && p.connection.tapped
	kit.SetVisible(p.practice, p.frame.Practice() != nil && !tested)
	kit.SetVisible(p.connection.list, tested && p.connection.shown)
}

// stepMark is one line of the guide.
type stepMark struct {
	box   *fyne.Container
	plate *kit.Plate
	sign  *kit.Icon
	name  *kit.Label
}

var stepSigns = [steps]string{
	`<path d="M9.5 8.5 L12.5 6.5 L12.5 17.5"/>`,
	`<path d="M8.5 9 A3.6 3.6 0 0 1 15.6 10 Q15.6 12 8.5 17.5 L16 17.5"/>`,
	`<path d="M8.8 8 A3.2 2.8 0 1 1 12 11.8 A3.4 3 0 1 1 8.5 15.6"/>`,
}

func newStepMark(i int, name string) *stepMark {
	m := &stepMark{plate: kit.NewPlate(kit.ColorClear, kit.ColorClear, 12), sign: kit.NewIcon(stepSigns[i], 26, kit.ColorInkSoft), name: kit.NewLabel(kit.SizeBody+1, kit.ColorInkSoft).Strong().Saying(name)}
	m.box = container.NewStack(m.plate, kit.Pad(12, 11, kit.Row(12, kit.Middle(m.sign), m.name)))
	return m
}

// draw shows a step as done, at hand or to come.
func (m *stepMark) draw(i, at int) {
	switch {
	case i < at:
		m.plate.Paint(kit.ColorClear, kit.ColorClear)
		m.sign.Change(kit.IconTick, kit.ColorGood)
		m.name.Paint(kit.ColorInk)
	case i == at:
		m.plate.Paint(kit.ColorAccentSoft, kit.ColorClear)
		m.sign.Change(stepSigns[i], kit.ColorAccentInk)
		m.name.Paint(kit.ColorAccentInk)
	default:
		m.plate.Paint(kit.ColorClear, kit.ColorClear)
		m.sign.Change(stepSigns[i], kit.ColorInkSoft)
		m.name.Paint(kit.ColorInkSoft)
	}
}

// centred keeps an object from growing too large to be read at a glance.
type centred struct{ width, height float32 }

func (c *centred) MinSize(objects []fyne.CanvasObject) fyne.Size { return kit.Largest(objects) }

func (c *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		own := o.MinSize().Max(fyne.NewSize(min(c.width, size.Width), min(c.height, size.Height)))
		o.Resize(own)
		o.Move(fyne.NewPos(max(0, (size.Width-own.Width)/2), max(0, (size.Height-own.Height)/2)))
	}
}
