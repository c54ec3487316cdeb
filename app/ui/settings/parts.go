package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// statusLine says in a sign and words how saving gets on.
type statusLine struct {
	box  *fyne.Container
	sign *kit.Icon
	word *kit.Label
}

func newStatusLine() *statusLine {
	s := &statusLine{sign: kit.NewIcon(kit.IconDot, 22, kit.ColorInkSoft), word: kit.NewParagraph(kit.SizeBody, kit.ColorInk, 2, fyne.TextAlignLeading)}
	s.word.Still = true
	s.box = kit.Row(10, kit.Middle(s.sign), kit.Grow(1, s.word))
	return s
}

func (s *statusLine) say(t kit.Tone, shape, text string) {
	kit.SetVisible(s.sign, text != "")
	s.sign.Change(shape, t.Ink)
	s.word.Paint(t.Ink)
	s.word.Set(text)
}

// methodList chooses which ways to pay are offered, and in which order. The
// first one is the default.
type methodList struct {
	kit.Texts
	frame   kit.Frame
	box     *fyne.Container
	order   []order.Method // all that the currency allows
	on      map[order.Method]bool
	shut    bool // it can be read, and not changed
	changed func()
}

func newMethodList(k kit.Texts, f kit.Frame, changed func()) *methodList {
	return &methodList{Texts: k, frame: f, box: kit.Column(8), changed: changed}
}

// fill shows the methods in use first.
func (m *methodList) fill(used, allowed []order.Method) {
	m.order, m.on = slices.Clone(used), map[order.Method]bool{}
	for _, method := range used {
		m.on[method] = true
	}
	for _, method := range allowed {
		if !slices.Contains(m.order, method) {
			m.order = append(m.order, method)
		}
	}
	m.draw()
}

// chosen are the methods that are on, in order.
func (m *methodList) chosen() []order.Method {
	var list []order.Method
	for _, method := range m.order {
		if m.on[method] {
			list = append(list, method)
		}
	}
	return list
}

const iconUp = `<path d="M12 19 L12 5.5 M6 11.5 L12 5.5 L18 11.5"/>`

func (m *methodList) draw() {
	m.box.RemoveAll()
	first := true
	for i, method := range m.order {
		toggle := kit.NewButton(m.frame, kit.PlainButton, m.Method(method), "", func() { m.toggle(method) })
		toggle.Choose(m.on[method])
		toggle.Shape = kit.IconRing
		if m.on[method] {
			toggle.Shape = kit.IconTick
		}
		toggle.Least = fyne.NewSize(0, kit.Touch)
		toggle.SetEnabled(!m.shut)
		if m.on[method] && first {
			toggle.Hint = m.Text("settings.method_default")
		}
		first = first && !m.on[method]
		up := kit.NewButton(m.frame, kit.SoftButton, "", "", func() { m.raise(i) })
		up.Shape, up.Least = iconUp, fyne.NewSize(56, kit.Touch)
		up.SetEnabled(i > 0 && m.on[method] && !m.shut)
		m.box.Add(kit.Row(8, kit.Grow(1, toggle), up))
	}
}

// enable lets the choice be changed or not.
func (m *methodList) enable(on bool) {
	if m.shut == on {
		m.shut = !on
		m.draw()
	}
}

func (m *methodList) toggle(method order.Method) {
	m.on[method] = !m.on[method]
	m.redraw(func(i int) int { return i })
}

// raise moves a method one place up.
func (m *methodList) raise(i int) {
	m.order[i-1], m.order[i] = m.order[i], m.order[i-1]
	m.redraw(func(at int) int { return at - 1 })
}

// redraw keeps the focus on the button that was pressed, wherever its row is now.
func (m *methodList) redraw(moved func(int) int) {
	row, part := m.find(m.frame.Focused())
	m.draw()
	m.changed()
	if row >= 0 && !m.shut {
		line := m.box.Objects[max(0, moved(row))].(*fyne.Container)
		if b := buttonIn(line.Objects[part]); !b.Disabled() {
			m.frame.Focus(b)
		}
	}
}

// find is where a part of the list stands, row -1 for nowhere.
func (m *methodList) find(f fyne.Focusable) (row, part int) {
	for i, o := range m.box.Objects {
		for j, object := range o.(*fyne.Container).Objects {
			if f != nil && fyne.Focusable(buttonIn(object)) == f {
				return i, j
			}
		}
	}
	return -1, 0
}

// buttonIn is the button in a cell of a row.
func buttonIn(o fyne.CanvasObject) *kit.Button {
	if c, ok := o.(*fyne.Container); ok {
		o = c.Objects[0]
	}
	return o.(*kit.Button)
}

// zones are the time zones that are offered. Others can be set from the
// command line.
var zones = []string{
	"Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Shanghai", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Bangkok",
	"Asia/Manila", "Asia/Jakarta", "Asia/Seoul", "Asia/Tokyo", "Asia/Dubai", "Australia/Sydney", "Pacific/Auckland",
	"Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles", "America/Vancouver", "UTC",
}

// zonesWith are the zones with the one in use among them.
func zonesWith(used string) []string {
	if used == "" || slices.Contains(zones, used) {
		return zones
	}
	return append([]string{used}, zones...)
}
