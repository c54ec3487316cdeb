package owner

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Trouble is the list of orders that need a person, the gravest first.
type Trouble struct {
	kit.Texts
	frame  Frame
	orders []core.TroubleView
	zone   string
	chosen order.ID

	body  *fyne.Container
	intro *kit.Flow
	list  *kit.List
	table fyne.CanvasObject
	empty fyne.CanvasObject
}

// NewTrouble is built once for a window and a language.
func NewTrouble(k kit.Texts, f Frame) *Trouble {
	p := &Trouble{Texts: k, frame: f}
	p.list = kit.NewList(f, func() int { return len(p.orders) }, func() fyne.CanvasObject { return newTroubleItem() },
		func(row int, o fyne.CanvasObject) { o.(*troubleItem).fill(p, p.orders[row]) }, p.open)
	p.table = container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius), kit.Pad(8, 8, p.list))
	p.empty = newEmptyCard(kit.IconTick, p.Text("trouble.empty_title"), p.Text("trouble.empty_text"))
	hint := kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(p.Text("history.keys"))
	p.intro = kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, p.Text("trouble.text"))
	p.body = kit.Column(10, kit.Row(16, kit.NewHeading(kit.SizeTitle, p.Text("trouble.title")), kit.Space(), hint),
		p.intro, kit.Grow(1, container.NewStack(p.table, p.empty)))
	return p
}

// Content is what the page puts on the screen.
func (p *Trouble) Content() fyne.CanvasObject { return p.body }

// Show brings the page onto the screen.
func (p *Trouble) Show(v core.View) { p.Update(v) }

// Update takes a new View while the page is there.
func (p *Trouble) Update(v core.View) {
	p.orders, p.zone = v.Trouble, v.Settings.Zone
	kit.SetVisible(p.intro, len(p.orders) > 0)
	kit.SetVisible(p.table, len(p.orders) > 0)
	kit.SetVisible(p.empty, len(p.orders) == 0)
	p.list.Refresh()
	p.frame.RelayoutPage(p.body)
}

// at is the row that the keys are on, -1 for none.
func (p *Trouble) at() int {
	return slices.IndexFunc(p.orders, func(t core.TroubleView) bool { return t.Order.ID == p.chosen })
}

// land chooses the row nearest to one.
func (p *Trouble) land(row int) {
	if len(p.orders) == 0 {
		return
	}
	row = max(0, min(row, len(p.orders)-1))
	p.chosen = p.orders[row].Order.ID
	p.list.Refresh()
	p.list.ScrollTo(row)
}

func (p *Trouble) open(row int) {
	if row >= 0 && row < len(p.orders) {
		p.chosen = p.orders[row].Order.ID
		p.frame.OpenOrder(p.chosen)
	}
}

// Key walks through the list, and says whether a key meant something here.
func (p *Trouble) Key(e *fyne.KeyEvent) bool {
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
		return p.deed(kit.DeedOf(e.Name))
	}
	return true
}

func (p *Trouble) deed(d kit.Deed) bool {
	switch d {
	case kit.DoGo:
		p.open(max(0, p.at()))
	case kit.DoStop:
		p.frame.ToSale()
	default:
		return false
	}
	return true
}

// screenful is how many rows a page of keys goes, at least one.
func (p *Trouble) screenful() int { return max(1, p.list.Shown()) }

// Rune is nothing here: no text is typed.
func (p *Trouble) Rune(rune) bool { return false }

// troubleItem is a row that the list uses again and again.
type troubleItem struct {
	widget.BaseWidget
	chosen              *kit.Plate
	kind                *kit.Pill
	age, facts          *kit.Label
	words               *kit.Label
	amount              *kit.Label
	stack, first, right *fyne.Container
}

func newTroubleItem() *troubleItem {
	i := &troubleItem{
		chosen: kit.NewPlate(kit.ColorClear, kit.ColorClear, 10),
		kind:   kit.NewPill(),
		age:    kit.NewLabel(kit.SizeSmall+1, kit.ColorInkSoft).Strong(),
		words:  kit.NewParagraph(kit.SizeBody, kit.ColorInk, 3, fyne.TextAlignLeading),
		facts:  kit.NewFitted(kit.SizeSmall, kit.ColorInkSoft, fyne.TextAlignTrailing),
		amount: kit.NewFitted(kit.SizeLarge+3, kit.ColorInk, fyne.TextAlignTrailing).Strong(),
	}
	i.words.Low = kit.SizeSmall
	i.facts.Least = 11
	i.first = kit.Row(12, i.kind.Box, kit.Middle(i.age), kit.Grow(1, i.facts))
	i.right = kit.AtLeast(150, 0, kit.Column(0, i.amount, kit.Space()))
	i.stack = container.NewStack(i.chosen, kit.Pad(14, 10, kit.Column(8, i.first, kit.Row(20, kit.Grow(1, i.words), i.right))))
	i.ExtendBaseWidget(i)
	return i
}

func (i *troubleItem) CreateRenderer() fyne.WidgetRenderer {
	return kit.Laid(i, widget.NewSimpleRenderer(kit.Column(0, kit.Grow(1, i.stack), kit.Hairline())))
}

func (i *troubleItem) fill(p *Trouble, t core.TroubleView) {
	i.chosen.Mark(t.Order.ID == p.chosen)
	o := t.Order
	amount, since := o.Amount, o.CreatedAt
	if r, found := doubtful(o); found && t.Kind == order.TroubleRefund {
		amount, since = r.Amount, r.At
	}
	i.kind.Say(kindLook(p.Texts, t.Kind))
	i.age.Set(age(p.Texts, time.Since(since)))
	facts := p.Method(o.Method) + " · " + p.Catalogue.DateTime(o.CreatedAt, zoneOf(o, p.zone)) + " · " + shortID(o.ID)
	if o.Note != "" {
		facts = shortened(o.Note, 160) + " · " + facts
	}
	i.facts.Set(facts)
	i.words.Set(p.Say(kit.Sentence(t.Text), p.zone))
	i.amount.Set(p.Money(amount))
	kit.Relayout(i.stack)
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
func kindLook(k kit.Texts, t order.Trouble) (kit.Tone, string) {
	with := func(t kit.Tone, shape string) kit.Tone { t.Shape = shape; return t }
	switch t {
	case order.TroubleMismatch:
		return with(kit.ToneBad, kit.IconStop), k.Text("trouble.kind_mismatch")
	case order.TroubleUnclear:
		return with(kit.ToneWarn, kit.IconHalf), k.Text("trouble.kind_unclear")
	}
	return with(kit.ToneWarn, kit.IconHalf), k.Text("trouble.kind_refund")
}

// age is how long ago something was, in the largest unit that says enough.
func age(k kit.Texts, d time.Duration) string {
	switch {
	case d < time.Minute:
		return k.Text("age.now")
	case d < time.Hour:
		return k.Text("age.minutes", "Count", int(d/time.Minute))
	case d < 48*time.Hour:
		return k.Text("age.hours", "Count", int(d/time.Hour))
	}
	return k.Text("age.days", "Count", int(d/(24*time.Hour)))
}
