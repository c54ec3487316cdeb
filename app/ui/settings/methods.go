package settings

import (
	"iter"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// methodList chooses which ways to pay are offered, and in which order. The
// first one is the default.
type methodList struct {
	kit.Texts
	frame   kit.Frame
	box     *fyne.Container
	allowed []order.Method // by the currency
	order   []order.Method // those, and any other in use
	on      map[order.Method]bool
	shut    bool // it can be read, and not changed
	changed func()
}

func newMethodList(k kit.Texts, f kit.Frame, changed func()) *methodList {
	return &methodList{Texts: k, frame: f, box: kit.Column(8), changed: changed}
}

// control is the list as what says a text.
func (m *methodList) control() control {
	return control{box: m.box, enable: m.enable, offer: m.offer, set: m.set, text: func() string {
		return methodText(m.order, func(method order.Method) bool { return m.on[method] })
	}}
}

func (m *methodList) offer(s order.Settings) { m.allowed = order.Methods(s.Account.Currency) }

// set shows the methods of a text first, and then those that are allowed, too.
func (m *methodList) set(text string) {
	m.order, m.on = nil, map[order.Method]bool{}
	for method, on := range methodsIn(text) {
		m.order, m.on[method] = append(m.order, method), on
	}
	for _, method := range m.allowed {
		if !slices.Contains(m.order, method) {
			m.order = append(m.order, method)
		}
	}
	m.draw()
}

// off stands before a method that is not on, in the text of a list.
const off = "-"

// methodText is a list as a text: the methods in order.
func methodText(list []order.Method, on func(order.Method) bool) string {
	words := make([]string, len(list))
	for i, method := range list {
		words[i] = string(method)
		if !on(method) {
			words[i] = off + words[i]
		}
	}
	return strings.Join(words, " ")
}

// methodsIn are the methods in such a text, and whether they are on.
func methodsIn(text string) iter.Seq2[order.Method, bool] {
	return func(yield func(order.Method, bool) bool) {
		for _, word := range strings.Fields(text) {
			name, isOff := strings.CutPrefix(word, off)
			if !yield(order.Method(name), !isOff) {
				return
			}
		}
	}
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

// redraw keeps the focus on the button that was pressed, wherever its line is now.
func (m *methodList) redraw(moved func(int) int) {
	line, cell := m.find(m.frame.Focused())
	m.draw()
	m.changed()
	if line >= 0 && !m.shut {
		now := m.box.Objects[max(0, moved(line))].(*fyne.Container)
		if b := buttonIn(now.Objects[cell]); !b.Disabled() {
			m.frame.Focus(b)
		}
	}
}

// find is where a button of the list stands, line -1 for nowhere.
func (m *methodList) find(f fyne.Focusable) (line, cell int) {
	for i, o := range m.box.Objects {
		for j, object := range o.(*fyne.Container).Objects {
			if f != nil && fyne.Focusable(buttonIn(object)) == f {
				return i, j
			}
		}
	}
	return -1, 0
}

// buttonIn is the button in a cell of a line.
func buttonIn(o fyne.CanvasObject) *kit.Button {
	if c, ok := o.(*fyne.Container); ok {
		o = c.Objects[0]
	}
	return o.(*kit.Button)
}
