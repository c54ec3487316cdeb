package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// trouble is the list of orders that need a person, the gravest first.
type trouble struct {
	kit
	frame  ownerFrame
	orders []core.TroubleView
	zone   string
	chosen order.ID

	body  *fyne.Container
	intro *flow
	list  *list
	table fyne.CanvasObject
	empty fyne.CanvasObject
}

func newTrouble(k kit, f ownerFrame) *trouble {
	p := &trouble{kit: k, frame: f}
	p.list = newList(f, func() int { return len(p.orders) }, func() fyne.CanvasObject { return newTroubleItem() },
		func(row int, o fyne.CanvasObject) { o.(*troubleItem).fill(p, p.orders[row]) }, p.open)
	p.table = container.NewStack(newPlate(colorSurface, colorHairline, radius), pad(8, 8, p.list))
	p.empty = newEmptyCard(iconTick, p.text("trouble.empty_title"), p.text("trouble.empty_text"))
	hint := newLabel(sizeSmall, colorInkSoft).saying(p.text("history.keys"))
	p.intro = newFlow(sizeBody, colorInkSoft, p.text("trouble.text"))
	p.body = column(10, row(16, newHeading(sizeTitle, p.text("trouble.title")), space(), hint),
		p.intro, grow(1, container.NewStack(p.table, p.empty)))
	return p
}

func (p *trouble) content() fyne.CanvasObject { return p.body }

func (p *trouble) show(v app.View) { p.update(v) }

func (p *trouble) update(v app.View) {
	p.orders, p.zone = v.Trouble, v.Settings.Zone
	setVisible(p.intro, len(p.orders) > 0)
	setVisible(p.table, len(p.orders) > 0)
	setVisible(p.empty, len(p.orders) == 0)
	p.list.Refresh()
	p.frame.relayoutPage(p.body)
}

// at is the row that the keys are on, -1 for none.
func (p *trouble) at() int {
	return slices.IndexFunc(p.orders, func(t core.TroubleView) bool { return t.Order.ID == p.chosen })
}

// land chooses the row nearest to one.
func (p *trouble) land(row int) {
	if len(p.orders) == 0 {
		return
	}
	row = max(0, min(row, len(p.orders)-1))
	p.chosen = p.orders[row].Order.ID
	p.list.Refresh()
	p.list.ScrollTo(row)
}

func (p *trouble) open(row int) {
	if row >= 0 && row < len(p.orders) {
		p.chosen = p.orders[row].Order.ID
		p.frame.openOrder(p.chosen)
	}
}

func (p *trouble) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyUp:
		p.land(p.at() - 1)
	case fyne.KeyDown:
		p.land(p.at() + 1)
	case fyne.KeyPageUp:
		p.land(p.at() - p.screenful())
	case fyne.KeyPageDown:
		p.land(p.at() + p.screenful())
	case fyne.KeyHome:
		p.land(0)
	case fyne.KeyEnd:
		p.land(len(p.orders) - 1)
	default:
		return p.deed(deedOf(e.Name))
	}
	return true
}

func (p *trouble) deed(d deed) bool {
	switch d {
	case doGo:
		p.open(max(0, p.at()))
	case doStop:
		p.frame.toSale()
	default:
		return false
	}
	return true
}

// screenful is how many rows a page of keys goes, at least one.
func (p *trouble) screenful() int { return max(1, p.list.shown()) }

func (p *trouble) rune(rune) bool { return false }

// troubleItem is a row that the list uses again and again.
type troubleItem struct {
	widget.BaseWidget
	chosen              *plate
	kind                *pill
	age, facts          *label
	words               *label
	amount              *label
	stack, first, right *fyne.Container
}

func newTroubleItem() *troubleItem {
	i := &troubleItem{
		chosen: newPlate(colorClear, colorClear, 10), kind: newPill(), age: newLabel(sizeSmall+1, colorInkSoft).strong(),
		words: newParagraph(sizeBody, colorInk, 3, fyne.TextAlignLeading), facts: newFitted(sizeSmall, colorInkSoft, fyne.TextAlignTrailing),
		amount: newFitted(sizeLarge+3, colorInk, fyne.TextAlignTrailing).strong(),
	}
	i.words.low = sizeSmall
	i.facts.least = 11
	i.first = row(12, i.kind.box, middle(i.age), grow(1, i.facts))
	i.right = atLeast(150, 0, column(0, i.amount, space()))
	i.stack = container.NewStack(i.chosen, pad(14, 10, column(8, i.first, row(20, grow(1, i.words), i.right))))
	i.ExtendBaseWidget(i)
	return i
}

func (i *troubleItem) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(column(0, grow(1, i.stack), hairline()))
}

func (i *troubleItem) fill(p *trouble, t core.TroubleView) {
	i.chosen.mark(t.Order.ID == p.chosen)
	o := t.Order
	amount, since := o.Amount, o.CreatedAt
	if r, found := doubtful(o); found && t.Kind == order.TroubleRefund {
		amount, since = r.Amount, r.At
	}
	i.kind.say(kindLook(p.kit, t.Kind))
	i.age.set(age(p.kit, time.Since(since)))
	facts := p.method(o.Method) + " · " + p.catalogue.DateTime(o.CreatedAt, zoneOf(o, p.zone)) + " · " + shortID(o.ID)
	if o.Note != "" {
		facts = shortened(o.Note, 160) + " · " + facts
	}
	i.facts.set(facts)
	i.words.set(p.say(sentence(t.Text), p.zone))
	i.amount.set(p.money(amount))
	relayout(i.stack)
}

// doubtful is the first refund of which nobody knows how it ended.
func doubtful(o order.Order) (order.Refund, bool) {
	at := slices.IndexFunc(o.Refunds, order.Refund.Undecided)
	if at < 0 {
		return order.Refund{}, false
	}
	return o.Refunds[at], true
}

// kindLook is how a kind of trouble looks and reads.
func kindLook(k kit, t order.Trouble) (tone, string) {
	with := func(t tone, shape string) tone { t.shape = shape; return t }
	switch t {
	case order.TroubleMismatch:
		return with(toneBad, iconStop), k.text("trouble.kind_mismatch")
	case order.TroubleUnwatched:
		return with(toneBad, iconDash), k.text("trouble.kind_unwatched")
	case order.TroubleRefund:
		return with(toneWarn, iconHalf), k.text("trouble.kind_refund")
	}
	return with(toneWarn, iconClock), k.text("trouble.kind_undecided")
}

// age is how long ago something was, in the largest unit that says enough.
func age(k kit, d time.Duration) string {
	switch {
	case d < time.Hour:
		return k.text("age.minutes", "Count", max(1, int(d/time.Minute)))
	case d < 48*time.Hour:
		return k.text("age.hours", "Count", int(d/time.Hour))
	}
	return k.text("age.days", "Count", int(d/(24*time.Hour)))
}
