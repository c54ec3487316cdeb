package ui

import (
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// orderPage is everything about one order, in plain words.
type orderPage struct {
	kit
	frame ownerFrame
	view  app.View
	seq   uint64
	order order.Order
	stand standing

	body    *fyne.Container
	title   *label
	problem *strip
	cards   *fyne.Container
	scroll  *container.Scroll
	copied  *label

	record, giveBack *fyne.Container // a button each
}

func newOrderPage(k kit, f ownerFrame) *orderPage {
	p := &orderPage{kit: k, frame: f}
	back := newButton(f, softButton, p.text("order.back"), p.text("key.esc"), f.back)
	back.shape, back.least = iconBack, fyne.NewSize(0, touch)
	record := newButton(f, softButton, p.text("order.record"), "", func() { p.resolve("") })
	giveBack := newButton(f, accentButton, p.text("order.refund"), p.text("key.f9"), p.refund)
	record.least.Height, giveBack.least.Height = touch, touch
	p.record, p.giveBack = middle(record), middle(giveBack)
	p.title = newFitted(sizeTitle, colorInk, fyne.TextAlignLeading).strong()
	p.copied = newLabel(sizeSmall+1, colorGood)
	p.problem = newStrip(nil)
	p.cards = container.New(&masonry{gap: 20, least: 420, most: 2})
	p.scroll = container.NewVScroll(pad(4, 4, p.cards))
	p.body = column(14, row(16, middle(back), grow(1, p.title), middle(p.copied), p.record, p.giveBack), p.problem.box, grow(1, p.scroll))
	return p
}

// open shows an order; the frame brings the page onto the screen.
func (p *orderPage) open(o order.Order) {
	p.order = order.Order{}
	p.view = p.frame.latest()
	p.seq = p.view.Seq
	p.problem.say(toneBad, "")
	p.fill(o)
	p.scroll.ScrollToTop()
}

// shows says that an order is the page's.
func (p *orderPage) shows(id order.ID) bool { return p.order.ID == id }

// area is what scrolls to a button that gets the focus.
func (p *orderPage) area() *container.Scroll { return p.scroll }

func (p *orderPage) content() fyne.CanvasObject { return p.body }
func (p *orderPage) show(v app.View)            { p.update(v) }

func (p *orderPage) update(v app.View) {
	p.view = v
	if v.Seq == p.seq {
		p.fill(p.order)
		return
	}
	p.seq = v.Seq
	o, err := p.frame.book().Order(p.order.ID)
	p.problem.say(toneBad, p.frame.explain(err))
	if err == nil {
		p.fill(o)
	}
	p.relayout()
}

func (p *orderPage) key(e *fyne.KeyEvent) bool {
	switch deedOf(e.Name) {
	case doStop, doErase:
		p.frame.back()
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

func (p *orderPage) scrollBy(y float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+y))
}

func (p *orderPage) rune(rune) bool { return false }

func (p *orderPage) relayout() {
	p.frame.relayoutPage(p.body)
	relayout(p.scroll.Content.(*fyne.Container))
	p.scroll.Refresh()
}

// fill builds the cards anew, unless the order is as it was: whoever is on a
// button with Tab stays there.
func (p *orderPage) fill(o order.Order) {
	now := standingOf(o, time.Now())
	if now == p.stand && reflect.DeepEqual(o, p.order) {
		return
	}
	p.order, p.stand = o, now
	p.copied.set("")
	p.title.set(p.text("order.title", "Order", shortID(o.ID)))
	setVisible(p.giveBack, o.Refundable().Minor > 0)
	setVisible(p.record, recordable(o, now.trouble))
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
func (p *orderPage) stateCard() fyne.CanvasObject {
	o := p.order
	look, word := stateLook(p.kit, o)
	state := newPillOf(sizeLarge)
	state.say(look, word)
	amount := newFitted(64, colorInk, fyne.TextAlignLeading).strong().saying(p.money(o.Amount))
	what := p.kit.method(o.Method)
	if o.Note != "" {
		what += " · " + o.Note
	}
	parts := []fyne.CanvasObject{
		row(0, state.box, space()), amount, newFlow(sizeLarge, colorInkSoft, what),
	}
	if o.Tip > 0 || o.Discount > 0 {
		parts = append(parts, p.amountParts(o))
	}
	parts = append(parts, newFlow(sizeLarge, colorInk, p.stateWords(o)))
	for _, r := range p.markRemarks(o) {
		parts = append(parts, r.box())
	}
	if o.Alert() != order.NoAlert {
		words, explained := p.seenWords(o.Alert())
		seen := newButton(p.frame, accentButton, words, "", func() { p.frame.send(core.Acknowledge{Order: o.ID}) })
		parts = append(parts, newFlow(sizeSmall+1, colorInkSoft, explained), seen)
	}
	c := card(column(12, parts...))
	face := c.Objects[0].(*plate)
	switch {
	case o.Alert() == order.AlertMismatch:
		face.paint(colorSurface, colorBad)
	case o.State == order.StatePaid && !o.Marks.Has(order.MarkMismatch):
		face.paint(colorSurface, colorGood)
	}
	return c
}

// amountParts is what the amount is made of.
func (p *orderPage) amountParts(o order.Order) fyne.CanvasObject {
	part := func(sign string, minor int64) string {
		if minor == 0 {
			return ""
		}
		return sign + p.money(order.Amount{Minor: minor, Currency: o.Amount.Currency})
	}
	return p.facts(
		fact{p.text("order.price"), part("", o.Price().Minor)},
		fact{p.text("order.discount"), part("−", o.Discount)},
		fact{p.text("order.tip"), part("+", o.Tip)})
}

// remark is a sentence on a coloured ground.
type remark struct {
	tone tone
	text string
}

func (r remark) box() fyne.CanvasObject {
	t := r.tone
	return container.NewStack(newPlate(t.fill, colorClear, 12),
		pad(14, 10, row(10, atStart(newIcon(t.shape, 22, t.ink)), grow(1, newFlow(sizeBody, t.ink, r.text)))))
}

// fact is a name and its value; a fact without a value is left out.
type fact struct{ name, value string }

func (p *orderPage) facts(list ...fact) fyne.CanvasObject {
	box := column(10)
	for _, f := range list {
		if f.value != "" {
			box.Add(row(12, atLeast(168, 0, newFlow(sizeBody, colorInkSoft, f.name)), grow(1, newFlow(sizeBody, colorInk, f.value))))
		}
	}
	return box
}

// numbersCard holds the numbers that people read to the gateway's people.
func (p *orderPage) numbersCard() fyne.CanvasObject {
	o := p.order
	box := column(14)
	for _, f := range []fact{{p.text("order.number"), string(o.ID)}, {p.text("order.gateway_number"), o.GatewayID}} {
		if f.value == "" {
			continue
		}
		copied := newButton(p.frame, softButton, p.text("order.copy"), "", func() { p.copy(f) })
		copied.least = fyne.NewSize(84, touch)
		number := newFitted(sizeBody+1, colorInk, fyne.TextAlignLeading).strong().saying(f.value)
		number.least = 11
		box.Add(row(12, grow(1, column(2, newLabel(sizeSmall, colorInkSoft).saying(f.name), number)), middle(copied)))
	}
	account := p.facts(
		fact{p.text("order.merchant"), o.Account.Merchant},
		fact{p.text("order.gateway"), p.gatewayWords(o.Account)},
		fact{p.text("order.till"), o.Till},
		fact{p.text("order.attempt"), p.attempt(o)})
	return group(p.text("order.numbers"), box, hairline(), account)
}

func (p *orderPage) gatewayWords(a order.Account) string {
	if a.Gateway == order.PracticeGateway {
		return p.text("order.gateway_practice")
	}
	return a.Gateway
}

func (p *orderPage) attempt(o order.Order) string {
	if o.Attempt < 2 {
		return ""
	}
	return p.text("order.attempt_of", "Count", o.Attempt)
}

func (p *orderPage) copy(f fact) {
	p.frame.program().Clipboard().SetContent(f.value)
	p.copied.set(p.text("order.copied", "What", f.name))
	p.relayout()
}

// timesCard is the order's story.
func (p *orderPage) timesCard() fyne.CanvasObject {
	o := p.order
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return p.catalogue.DateTime(t, zoneOf(o, p.view.Settings.Zone))
	}
	settled := p.text("order.settled")
	switch o.State {
	case order.StatePaid:
		settled = p.text("order.paid_at")
	case order.StateCancelled:
		settled = p.text("order.cancelled_at")
	}
	return group(p.text("order.times"), p.facts(
		fact{p.text("order.made_at"), at(o.CreatedAt)},
		fact{p.text("order.shown_at"), at(o.ShownAt)},
		fact{settled, at(o.SettledAt)},
		fact{p.text("order.pay_time"), p.payTime(o)},
		fact{p.text("order.day"), p.catalogue.Day(dayOf(o))},
		fact{p.text("order.asked_at"), at(o.AskedAt)},
		fact{p.text("order.said"), p.saidWords(o)}))
}

// payTime is when the gateway says it was paid: in the shop's zone, or as it was
// sent when it is no time.
func (p *orderPage) payTime(o order.Order) string {
	t, err := time.Parse(time.RFC3339Nano, o.PayTime)
	if err != nil {
		return o.PayTime
	}
	return p.catalogue.DateTime(t, zoneOf(o, p.view.Settings.Zone))
}

// dayOf is the business day that the order counts on.
func dayOf(o order.Order) string {
	if o.PaidDay != "" {
		return o.PaidDay
	}
	return o.Day
}
