package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// picker is a row of choices of which one is on.
type picker struct {
	box     *fyne.Container
	keys    keySink
	values  []string
	buttons []*button
	at      int
	changed func(string)
}

// newPicker calls changed when a person chooses; set does not.
func newPicker(keys keySink, changed func(string)) *picker {
	return &picker{box: row(gap), keys: keys, changed: changed}
}

// offer changes the choices, keeping the one that is on if it is still there.
func (p *picker) offer(values, names []string) {
	if slices.Equal(p.values, values) {
		return
	}
	on := p.value()
	p.values, p.buttons, p.at = values, nil, 0
	p.box.RemoveAll()
	p.box.Layout = layout.NewGridLayoutWithColumns(max(1, len(names)))
	for i, name := range names {
		b := newButton(p.keys, plainButton, name, "", func() { p.pick(i) })
		p.buttons = append(p.buttons, b)
		p.box.Add(b)
	}
	p.set(on)
}

// value is the choice that is on, empty when there is none.
func (p *picker) value() string {
	if p.at >= len(p.values) {
		return ""
	}
	return p.values[p.at]
}

// set turns a choice on; one that is not offered leaves things as they are.
func (p *picker) set(value string) {
	for i, v := range p.values {
		if v == value {
			p.at = i
		}
	}
	for i, b := range p.buttons {
		b.choose(i == p.at)
		b.shape = ""
		if i == p.at {
			b.shape = iconTick
		}
		b.Refresh()
	}
}

// clear turns every choice off.
func (p *picker) clear() {
	p.at = len(p.values)
	p.set("")
}

// next turns the following choice on.
func (p *picker) next() {
	if n := len(p.values); n > 0 {
		p.pick((min(p.at, n-1) + 1) % n)
	}
}

func (p *picker) pick(i int) {
	p.set(p.values[i])
	if p.changed != nil {
		p.changed(p.value())
	}
}
