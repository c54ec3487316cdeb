package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
)

// statusLine says in a sign and words how saving gets on.
type statusLine struct {
	box  *fyne.Container
	sign *icon
	word *label
}

func newStatusLine() *statusLine {
	s := &statusLine{sign: newIcon(iconDot, 22, colorInkSoft), word: newParagraph(sizeBody, colorInk, 2, fyne.TextAlignLeading)}
	s.word.still = true
	s.box = row(10, middle(s.sign), grow(1, s.word))
	return s
}

func (s *statusLine) say(t tone, shape, text string) {
	setVisible(s.sign, text != "")
	s.sign.change(shape, t.ink)
	s.word.paint(t.ink)
	s.word.set(text)
}

// methodList chooses which ways to pay are offered, and in which order. The
// first one is the default.
type methodList struct {
	kit
	frame   frame
	box     *fyne.Container
	order   []order.Method // all that the currency allows
	on      map[order.Method]bool
	shut    bool // it can be read, and not changed
	changed func()
}

func newMethodList(k kit, f frame, changed func()) *methodList {
	return &methodList{kit: k, frame: f, box: column(8), changed: changed}
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
		toggle := newButton(m.frame, plainButton, m.method(method), "", func() { m.toggle(method) })
		toggle.choose(m.on[method])
		toggle.shape = iconRing
		if m.on[method] {
			toggle.shape = iconTick
		}
		toggle.least = fyne.NewSize(0, touch)
		toggle.enable(!m.shut)
		if m.on[method] && first {
			toggle.hint = m.text("settings.method_default")
		}
		first = first && !m.on[method]
		up := newButton(m.frame, softButton, "", "", func() { m.raise(i) })
		up.shape, up.least = iconUp, fyne.NewSize(56, touch)
		up.enable(i > 0 && m.on[method] && !m.shut)
		m.box.Add(row(8, grow(1, toggle), up))
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
	row, part := m.find(m.frame.focused())
	m.draw()
	m.changed()
	if row >= 0 && !m.shut {
		line := m.box.Objects[max(0, moved(row))].(*fyne.Container)
		if b := buttonIn(line.Objects[part]); !b.Disabled() {
			m.frame.focus(b)
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
func buttonIn(o fyne.CanvasObject) *button {
	if c, ok := o.(*fyne.Container); ok {
		o = c.Objects[0]
	}
	return o.(*button)
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
