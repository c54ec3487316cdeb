package counter

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// rates offers percentages of which one may be on. Nothing of it is shown while
// none is offered.
type rates struct {
	box     *fyne.Container
	keys    kit.Keys
	name    string
	offered []int
	buttons []*kit.Button
	on      int // the percentage; 0 for none
	changed func()
}

func newRates(keys kit.Keys, name string, changed func()) *rates {
	r := &rates{box: kit.Row(kit.Gap), keys: keys, name: name, changed: changed}
	r.box.Hide()
	return r
}

// offer changes the percentages on offer.
func (r *rates) offer(offered []int) {
	if fmt.Sprint(offered) == fmt.Sprint(r.offered) {
		return
	}
	r.offered, r.buttons, r.on = offered, nil, 0
	r.box.RemoveAll()
	r.box.Add(kit.Middle(kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(r.name)))
	for _, rate := range offered {
		b := kit.NewButton(r.keys, kit.PlainButton, strconv.Itoa(rate)+"%", "", func() { r.press(rate) })
		b.Least = fyne.NewSize(kit.Touch, kit.Touch)
		r.buttons = append(r.buttons, b)
		r.box.Add(kit.Grow(1, b))
	}
	kit.SetVisible(r.box, len(offered) > 0)
}

// set turns a percentage on, 0 for none.
func (r *rates) set(rate int) {
	r.on = rate
	for i, b := range r.buttons {
		b.Choose(r.offered[i] == rate)
	}
}

// press turns a percentage on, or off again.
func (r *rates) press(rate int) {
	if rate == r.on {
		rate = 0
	}
	r.set(rate)
	r.changed()
}

// next turns the following percentage on; after the last, none.
func (r *rates) next() {
	at := 0
	for i, rate := range r.offered {
		if rate == r.on {
			at = i + 1
		}
	}
	switch {
	case at < len(r.offered):
		r.press(r.offered[at])
	case r.on != 0:
		r.press(r.on)
	}
}
