package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/order"
)

// salePage is the first page: an amount when the till is ready, the sale when
// one is in front of the customer.
type salePage struct {
	kit
	frame  counterFrame
	view   app.View
	typing typing

	sent   bool // a Charge is on its way to the till: no second one
	sentAt time.Time
	again  *order.Amount // to type again after a sale without a code

	body, ready         fyne.CanvasObject
	sale                *salePanel
	amount, tape, wrong *label
	methods             *picker
	discount, tip       *rates
	quick, rated        *fyne.Container
	quicks              []int64 // as offered
	note                *field
	today, refunded     *label
	button              *button
}

// sentFor is how long Enter waits at most for the till to take a Charge.
const sentFor = 3 * time.Second

func newSalePage(k kit, f counterFrame) *salePage {
	c := &salePage{kit: k, frame: f}
	c.sale = newSalePanel(c)
	c.ready = row(20, grow(1.8, column(12, grow(1, c.amountCard()), c.choices(), c.todayCard())), growTo(640, 1, c.keypad()))
	c.body = container.NewStack(c.ready, c.sale.body)
	c.sale.body.Hide()
	return c
}

// takeOver goes on with what was typed on the page before.
func (c *salePage) takeOver(before *salePage) {
	c.view, c.typing, c.sent, c.sentAt, c.again = before.view, before.typing, before.sent, before.sentAt, before.again
	c.note.SetText(before.note.Text)
	c.update(c.view)
	c.methods.set(before.methods.value())
	c.discount.set(before.discount.on)
	c.tip.set(before.tip.on)
	c.drawEntry()
}

func (c *salePage) content() fyne.CanvasObject { return c.body }

func (c *salePage) amountCard() fyne.CanvasObject {
	c.amount = newFitted(112, colorInk, fyne.TextAlignLeading).strong()
	c.tape = newFitted(sizeLarge+3, colorInkSoft, fyne.TextAlignLeading)
	c.wrong = newParagraph(sizeBody+2, colorBad, 2, fyne.TextAlignLeading).strong()
	c.wrong.low = sizeSmall
	c.amount.low, c.tape.least = 56, 11
	return card(column(4, newHeading(sizeBody, c.text("charge.amount")), grow(1), c.tape, growTo(156, 4, c.amount), grow(1), c.wrong))
}

func (c *salePage) choices() fyne.CanvasObject {
	c.methods = newPicker(c.frame, nil)
	c.note = newField(c.frame, c.text("charge.note_hint"), order.NoteLength)
	back := func() { c.frame.focus(nil) }
	c.note.left, c.note.taken = back, back
	c.discount = newRates(c.frame, c.text("charge.discount"), c.drawEntry)
	c.tip = newRates(c.frame, c.text("charge.tip"), c.drawEntry)
	c.rated = row(20, grow(1, c.discount.box), grow(1, c.tip.box))
	return card(column(10,
		c.rated,
		row(12, grow(1, c.methods.box), c.keyName("key.f6")),
		row(12, grow(1, atLeast(0, touch, c.note)), c.keyName("key.f7"))))
}

// keyName says which key leads to the part beside it.
func (c *salePage) keyName(key string) fyne.CanvasObject {
	return middle(newLabel(sizeSmall, colorInkSoft).saying(c.text(key)))
}

func (c *salePage) todayCard() fyne.CanvasObject {
	c.today = newFitted(sizeLarge, colorInk, fyne.TextAlignTrailing).strong()
	c.refunded = newLabel(sizeBody, colorInkSoft)
	line := row(12, newHeading(sizeBody, c.text("charge.today")), c.refunded, grow(1, c.today))
	return container.NewStack(newPlate(colorSurface, colorHairline, radius), pad(cardEdge, 12, line))
}

func (c *salePage) show(v app.View) { c.update(v) }

func (c *salePage) update(v app.View) {
	c.follow(v)
	c.view = v
	setVisible(c.ready, v.Sale == nil)
	setVisible(c.sale.body, v.Sale != nil)
	if v.Sale != nil {
		c.sale.draw(v)
		return
	}
	names := make([]string, len(v.Settings.Methods))
	values := make([]string, len(v.Settings.Methods))
	for i, m := range v.Settings.Methods {
		names[i], values[i] = c.method(m), string(m)
	}
	c.methods.offer(values, names)
	c.offerQuick(v.Settings.Quick, v.Settings.Account.Currency)
	c.discount.offer(v.Settings.Discounts)
	c.tip.offer(v.Settings.Tips)
	setVisible(c.rated, c.discount.box.Visible() || c.tip.box.Visible())
	c.today.set(c.text("charge.today_total", "Count", v.Today.Count, "Total", v.Today.Paid))
	refunded := ""
	if v.Today.Refunded.Minor > 0 {
		refunded = c.text("charge.refunded", "Total", v.Today.Refunded)
	}
	c.refunded.set(refunded)
	c.drawEntry()
}

// follow keeps the typed amount in step with the sale.
func (c *salePage) follow(v app.View) {
	if currency := v.Settings.Account.Currency; c.typing.currency != currency {
		c.typing = typing{entry: entry{currency: currency}}
	}
	switch {
	case v.Sale != nil && c.view.Sale == nil: // taken: the next amount starts empty
		c.sent = false
		c.typing = typing{entry: c.typing.clear()}
		c.wrong.set("")
	case v.Sale == nil && c.view.Sale != nil: // over
		if c.again != nil {
			c.typing = typing{entry: c.typing.with(*c.again)}
		} else {
			c.note.SetText("")
			c.discount.set(0)
			c.tip.set(0)
			if len(v.Settings.Methods) > 0 {
				c.methods.set(string(v.Settings.Methods[0]))
			}
		}
		c.again = nil
	case !v.Notice.Empty() || !v.Stopped.Empty(): // not taken, and the strip says why
		c.sent = false
	}
}

func (c *salePage) drawEntry() {
	e := c.typing
	text := c.catalogue.Typed(e.text, e.currency)
	b, err := c.bill()
	if err == nil && (e.adding() || b.parted()) {
		text = c.money(b.amount)
	}
	c.amount.set(text)
	c.amount.paint(colorInk)
	if e.empty() {
		c.amount.paint(colorInkFaint)
	}
	c.tape.set(c.sum(b, err == nil))
	c.drawButton(b, err == nil)
}

func (c *salePage) bill() (bill, error) { return c.typing.bill(c.discount.on, c.tip.on) }

// sum is the adding machine's tape: "12.00 + 8.50 − 2.05 (10%) = 18.45".
func (c *salePage) sum(b bill, valid bool) string {
	e := c.typing
	if !valid || !e.adding() && !b.parted() {
		return ""
	}
	tape := strings.Join(e.parts(), " + ")
	if b.discount.Minor > 0 {
		tape += " " + c.text("charge.tape_discount", "Sum", plainAmount(b.discount), "Rate", c.discount.on)
	}
	if b.tip.Minor > 0 {
		tape += " " + c.text("charge.tape_tip", "Sum", plainAmount(b.tip), "Rate", c.tip.on)
	}
	if len(e.parts()) > 1 || b.parted() {
		return tape + " = " + plainAmount(b.amount)
	}
	return tape + " +"
}

func (c *salePage) drawButton(b bill, valid bool) {
	words := c.text("charge.button")
	if valid {
		words = c.text("charge.button_amount", "Amount", b.amount)
	}
	c.button.set(words)
	c.button.enable(valid && c.view.Stopped.Empty() && !c.sent)
}

func (c *salePage) tick() {
	if c.view.Sale != nil {
		c.sale.tick()
	}
}
