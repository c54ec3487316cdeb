package owner

import (
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// OrderPage is everything about one order, in plain words.
type OrderPage struct {
	kit.Texts
	frame Frame
	view  core.View
	seq   uint64
	order order.Order
	stand standing

	body    *fyne.Container
	title   *kit.Label
	problem *kit.Strip
	cards   *fyne.Container
	columns *kit.Masonry // of the cards
	scroll  *container.Scroll
	copied  *kit.Label

	record, giveBack, check *fyne.Container // a button each
}

// NewOrderPage is built once for a window and a language; Open gives it an order.
func NewOrderPage(k kit.Texts, f Frame) *OrderPage {
	p := &OrderPage{Texts: k, frame: f}
	back := kit.NewButton(f, kit.SoftButton, p.Text("order.back"), p.Text("key.esc"), f.Back)
	back.Shape, back.Least = kit.IconBack, fyne.NewSize(0, kit.Touch)
	record := kit.NewButton(f, kit.SoftButton, p.Text("order.record"), "", func() { p.resolve("") })
	giveBack := kit.NewButton(f, kit.AccentButton, p.Text("order.refund"), p.Text("key.f9"), p.Refund)
	check := kit.NewButton(f, kit.SoftButton, p.Text("order.check"), p.Text("key.f5"), p.Check)
	record.Least.Height, giveBack.Least.Height, check.Least.Height = kit.Touch, kit.Touch, kit.Touch
	p.record, p.giveBack, p.check = kit.Middle(record), kit.Middle(giveBack), kit.Middle(check)
	p.title = kit.NewFitted(kit.SizeTitle, kit.ColorInk, fyne.TextAlignLeading).Strong()
	p.copied = kit.NewLabel(kit.SizeSmall+1, kit.ColorGood)
	p.problem = kit.NewStrip(nil)
	p.columns = &kit.Masonry{Gap: 20, Least: 420, Most: 2}
	p.cards = container.New(p.columns)
	p.scroll = container.NewVScroll(kit.Pad(4, 4, p.cards))
	head := kit.Row(16, kit.Middle(back), kit.Grow(1, p.title), kit.Middle(p.copied), p.record, p.check, p.giveBack)
	p.body = kit.Column(14, head, p.problem.Box, kit.Grow(1, kit.WithWheel(p.scroll)))
	return p
}

// Open has the page show an order, from its top; the frame brings the page onto the
// screen.
func (p *OrderPage) Open(o order.Order) {
	p.order = order.Order{}
	p.view = p.frame.Latest()
	p.seq = p.view.Seq
	p.problem.Say(kit.ToneBad, "")
	p.columns.Forget()
	p.fill(o)
	p.scroll.ScrollToTop()
}

// ID is the order that the page shows.
func (p *OrderPage) ID() order.ID { return p.order.ID }

// Shows says that an order is the one on the page.
func (p *OrderPage) Shows(id order.ID) bool { return p.order.ID == id }

// Area is what scrolls to a button that gets the focus.
func (p *OrderPage) Area() *container.Scroll { return p.scroll }

// Content is what the page puts on the screen.
func (p *OrderPage) Content() fyne.CanvasObject { return p.body }

// Show brings the page onto the screen.
func (p *OrderPage) Show(v core.View) { p.Update(v) }

// Update takes a new View while the page is there, and reads the order again if the
// log has grown.
func (p *OrderPage) Update(v core.View) {
	p.view = v
	if v.Seq == p.seq {
		p.fill(p.order)
		return
	}
	p.seq = v.Seq
	o, err := p.frame.Book().Order(p.order.ID)
	p.problem.Say(kit.ToneBad, p.frame.Explain(err))
	if err == nil {
		p.fill(o)
	}
	p.relayout()
}

// Key scrolls or leads back, and says whether a key meant something here.
func (p *OrderPage) Key(e *fyne.KeyEvent) bool {
	switch kit.DeedOf(e.Name) {
	case kit.DoStop, kit.DoErase:
		p.frame.Back()
		return true
	}
	const step = 80
	switch e.Name {
	case fyne.KeyUp:
		p.scrollBy(-step)
	case fyne.KeyDown:
		p.scrollBy(step)
	case fyne.KeyPageUp:
		p.scrollBy(-p.scroll.Size().Height + step)
	case fyne.KeyPageDown:
		p.scrollBy(p.scroll.Size().Height - step)
	default:
		return false
	}
	return true
}

func (p *OrderPage) scrollBy(y float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+y))
}

// Check asks the gateway once about the order and its refunds.
func (p *OrderPage) Check() {
	if p.check.Visible() {
		p.frame.Send(core.Check{Order: p.order.ID})
	}
}

// Rune is nothing here: no text is typed.
func (p *OrderPage) Rune(rune) bool { return false }

func (p *OrderPage) relayout() {
	p.frame.RelayoutPage(p.body)
	kit.Relayout(p.scroll.Content.(*fyne.Container))
	p.scroll.Refresh()
}

// fill builds the cards anew, unless the order is as it was: whoever is on a
// button with Tab stays there.
func (p *OrderPage) fill(o order.Order) {
	now := p.standingOf(o, time.Now())
	if now == p.stand && reflect.DeepEqual(o, p.order) {
		return
	}
	p.order, p.stand = o, now
	p.copied.Set("")
	p.title.Set(p.Text("order.title", "Order", shortID(o.ID)))
	kit.SetVisible(p.giveBack, o.Refundable().Minor > 0)
	kit.SetVisible(p.record, recordable(o, time.Now()))
	kit.SetVisible(p.check, o.State != order.StateCreated && o.State != order.StateRefused)
	p.cards.RemoveAll()
	p.cards.Add(p.stateCard())
	if len(o.Refunds) > 0 {
		p.cards.Add(p.refundsCard())
	}
	if o.Differed != nil {
		p.cards.Add(p.differedCard(*o.Differed))
	}
	p.cards.Add(p.numbersCard())
	p.cards.Add(p.timesCard())
	p.relayout()
}

// stateCard says what happened to the money, and what to do.
func (p *OrderPage) stateCard() fyne.CanvasObject {
	o := p.order
	look, word := stateLook(p.Texts, o)
	state := kit.NewPillOf(kit.SizeLarge)
	state.Say(look, word)
	amount := kit.NewFitted(64, kit.ColorInk, fyne.TextAlignLeading).Strong().Saying(p.Money(o.Amount))
	what := p.Texts.Method(o.Method)
	if o.Note != "" {
		what += " · " + o.Note
	}
	parts := []fyne.CanvasObject{
		kit.Row(0, state.Box, kit.Space()), amount, kit.NewFlow(kit.SizeLarge, kit.ColorInkSoft, what),
	}
	if o.Tip > 0 || o.Discount > 0 {
		parts = append(parts, p.amountParts(o))
	}
	parts = append(parts, kit.NewFlow(kit.SizeLarge, kit.ColorInk, p.stateWords(o)))
	for _, r := range p.markRemarks(o) {
		parts = append(parts, r.box())
	}
	if o.Alert() != order.NoAlert && !p.stand.told && !p.stand.front {
		failed, _ := o.FailedRefund()
		words, explained := p.seenWords(o.Alert())
		seen := kit.NewButton(p.frame, kit.AccentButton, words, "", func() {
			p.frame.Send(core.Acknowledge{Order: o.ID, Kind: o.Alert(), Refund: failed.ID, Saw: core.StandingOf(o, "")})
		})
		parts = append(parts, kit.NewFlow(kit.SizeSmall+1, kit.ColorInkSoft, explained), seen)
	}
	c := kit.Card(kit.Column(12, parts...))
	face := c.Objects[0].(*kit.Plate)
	switch {
	case o.Alert() == order.AlertMismatch:
		face.Paint(kit.ColorSurface, kit.ColorBad)
	case o.State == order.StatePaid && !o.Marks.Has(order.MarkMismatch):
		face.Paint(kit.ColorSurface, kit.ColorGood)
	}
	return c
}

// amountParts is what the amount is made of.
func (p *OrderPage) amountParts(o order.Order) fyne.CanvasObject {
	part := func(sign string, minor int64) string {
		if minor == 0 {
			return ""
		}
		return sign + p.Money(order.Amount{Minor: minor, Currency: o.Amount.Currency})
	}
	return p.facts(
		fact{p.Text("order.price"), part("", o.Price().Minor)},
		fact{p.Text("order.discount"), part("−", o.Discount)},
		fact{p.Text("order.tip"), part("+", o.Tip)})
}

// remark is a sentence on a coloured ground.
type remark struct {
	tone kit.Tone
	text string
}

func (r remark) box() fyne.CanvasObject {
	t := r.tone
	return container.NewStack(kit.NewPlate(t.Fill, kit.ColorClear, 12),
		kit.Pad(14, 10, kit.Row(10, kit.AtStart(kit.NewIcon(t.Shape, 22, t.Ink)), kit.Grow(1, kit.NewFlow(kit.SizeBody, t.Ink, r.text)))))
}

// fact is a name and its value; a fact without a value is left out.
type fact struct{ name, value string }

func (p *OrderPage) facts(list ...fact) fyne.CanvasObject {
	box := kit.Column(10)
	for _, f := range list {
		if f.value != "" {
			name, value := kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, f.name), kit.NewFlow(kit.SizeBody, kit.ColorInk, f.value)
			box.Add(kit.Row(12, kit.AtLeast(168, 0, name), kit.Grow(1, value)))
		}
	}
	return box
}

// numbersCard holds the numbers that people read to the gateway's people.
func (p *OrderPage) numbersCard() fyne.CanvasObject {
	o := p.order
	box := kit.Column(14)
	for _, f := range []fact{{p.Text("order.number"), string(o.ID)}, {p.Text("order.gateway_number"), o.GatewayID}} {
		if f.value == "" {
			continue
		}
		copied := kit.NewButton(p.frame, kit.SoftButton, p.Text("order.copy"), "", func() { p.copy(f) })
		copied.Least = fyne.NewSize(84, kit.Touch)
		number := kit.NewFitted(kit.SizeBody+1, kit.ColorInk, fyne.TextAlignLeading).Strong().Saying(f.value)
		number.Least = 11
		box.Add(kit.Row(12, kit.Grow(1, kit.Column(2, kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(f.name), number)), kit.Middle(copied)))
	}
	account := p.facts(
		fact{p.Text("order.merchant"), o.Account.Merchant},
		fact{p.Text("order.gateway"), p.gatewayWords(o.Account)},
		fact{p.Text("order.till"), o.Till},
		fact{p.Text("order.attempt"), p.attempt(o)})
	return kit.Group(p.Text("order.numbers"), box, kit.Hairline(), account)
}

func (p *OrderPage) gatewayWords(a order.Account) string {
	if a.Gateway == order.PracticeGateway {
		return p.Text("order.gateway_practice")
	}
	return a.Gateway
}

func (p *OrderPage) attempt(o order.Order) string {
	if o.Attempt < 2 {
		return ""
	}
	return p.Text("order.attempt_of", "Count", o.Attempt)
}

func (p *OrderPage) copy(f fact) {
	p.frame.Program().Clipboard().SetContent(f.value)
	p.copied.Set(p.Text("order.copied", "What", f.name))
	p.relayout()
}

// timesCard is the order's story.
func (p *OrderPage) timesCard() fyne.CanvasObject {
	o := p.order
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return p.Catalogue.DateTime(t, zoneOf(o, p.view.Settings.Zone))
	}
	settled := p.Text("order.settled")
	switch o.State {
	case order.StatePaid:
		settled = p.Text("order.paid_at")
	case order.StateCancelled:
		settled = p.Text("order.cancelled_at")
	}
	return kit.Group(p.Text("order.times"), p.facts(
		fact{p.Text("order.made_at"), at(o.CreatedAt)},
		fact{p.Text("order.shown_at"), at(o.ShownAt)},
		fact{settled, at(o.SettledAt)},
		fact{p.Text("order.pay_time"), p.payTime(o)},
		fact{p.Text("order.day"), p.Catalogue.Day(dayOf(o))},
		fact{p.Text("order.asked_at"), at(o.AskedAt)},
		fact{p.Text("order.said"), p.saidWords(o)}))
}

// payTime is when the gateway says it was paid: in the shop's zone, or as it was
// sent when it is no time.
func (p *OrderPage) payTime(o order.Order) string {
	t, err := time.Parse(time.RFC3339Nano, o.PayTime)
	if err != nil {
		return o.PayTime
	}
	return p.Catalogue.DateTime(t, zoneOf(o, p.view.Settings.Zone))
}

// dayOf is the business day that the order counts on.
func dayOf(o order.Order) string {
	if o.PaidDay != "" {
		return o.PaidDay
	}
	return o.Day
}
