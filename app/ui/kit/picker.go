package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// Picker is a row of choices of which one is on.
type Picker struct {
	Box     *fyne.Container // what a page lays out
	keys    Keys
	values  []string
	Buttons []*Button // of the choices, in their order: they can have the focus
	at      int
	changed func(string)
}

// NewPicker calls changed when a person chooses, and not for Set; it may be nil.
func NewPicker(keys Keys, changed func(string)) *Picker {
	return &Picker{Box: Row(Gap), keys: keys, changed: changed}
}

// Offer changes the choices, each with the name that is shown for it, keeping the one
// that is on if it is still there.
func (p *Picker) Offer(values, names []string) {
	if slices.Equal(p.values, values) {
		return
	}
	on := p.Value()
	p.values, p.Buttons, p.at = values, nil, 0
	p.Box.RemoveAll()
	p.Box.Layout = layout.NewGridLayoutWithColumns(max(1, len(names)))
	for i, name := range names {
		b := NewButton(p.keys, PlainButton, name, "", func() { p.Pick(i) })
		p.Buttons = append(p.Buttons, b)
		p.Box.Add(b)
	}
	p.Set(on)
}

// Value is the choice that is on, empty when there is none.
func (p *Picker) Value() string {
	if p.at >= len(p.values) {
		return ""
	}
	return p.values[p.at]
}

// Set turns a choice on; one that is not offered leaves things as they are.
func (p *Picker) Set(value string) {
	for i, v := range p.values {
		if v == value {
			p.at = i
		}
	}
	for i, b := range p.Buttons {
		b.Choose(i == p.at)
		b.Shape = ""
		if i == p.at {
			b.Shape = IconTick
		}
		b.Refresh()
	}
}

// Clear turns every choice off.
func (p *Picker) Clear() {
	p.at = len(p.values)
	p.Set("")
}

// Next turns the following choice on.
func (p *Picker) Next() {
	if n := len(p.values); n > 0 {
		p.Pick((min(p.at, n-1) + 1) % n)
	}
}

// Pick is a person choosing the i-th of what is offered.
func (p *Picker) Pick(i int) {
	p.Set(p.values[i])
	if p.changed != nil {
		p.changed(p.Value())
	}
}
