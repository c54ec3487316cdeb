package ui

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

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

// edit takes a changed entry, or says what is wrong with the key.
func (c *salePage) edit(e typing, err error) {
	if c.sent || c.view.Sale != nil {
		return
	}
	if c.typing.empty() && !e.empty() {
		c.frame.send(app.Typing{})
	}
	c.typing = e
	if e.scan {
		c.tell(colorWarn, c.text("charge.scanning", "Text", e.run))
		c.drawEntry()
		return
	}
	c.tell(colorBad, c.problem(err))
	if b, wrong := c.bill(); err == nil && wrong == nil && c.overLimit(b) {
		c.tell(colorWarn, c.text("charge.over_limit", "Limit", c.limit()))
	}
	c.drawEntry()
}

// limit is the largest sale that is not asked about again.
func (c *salePage) limit() order.Amount {
	return order.Amount{Minor: c.view.Settings.Limit, Currency: c.typing.currency}
}

func (c *salePage) overLimit(b bill) bool { return b.amount.Minor > c.limit().Minor }

// tell says what became of the last key, in the colour of how much it matters.
func (c *salePage) tell(color fyne.ThemeColorName, text string) {
	c.wrong.paint(color)
	c.wrong.set(text)
}

// problem words what is wrong with an amount.
func (c *salePage) problem(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errNoDecimals):
		return c.text("charge.no_decimals", "Currency", c.typing.currency)
	}
	return c.frame.explain(err)
}

func (c *salePage) clear() { c.edit(c.typing.without(entry.clear), nil) }

// enter is the key: it charges, unless what was typed last is no amount.
func (c *salePage) enter() {
	next, scanned := c.typing.ended()
	again := c.typing.refused
	switch {
	case c.sent || c.view.Sale != nil:
		return
	case scanned != "":
		c.typing = next
		c.refer(scanned)
		return
	}
	c.typing = next
	if again {
		c.tell(colorWarn, c.text("charge.check", "Amount", c.amount.text))
		return
	}
	c.submit()
}

// refer puts a scanned text into the note. The amount stays as it is, for a
// person to look at.
func (c *salePage) refer(scanned string) {
	note := strings.TrimSpace(c.note.Text + " " + scanned)
	if utf8.RuneCountInString(note) > order.NoteLength {
		c.tell(colorBad, c.text("charge.scan_too_long", "Text", scanned))
		return
	}
	c.note.SetText(note)
	c.tell(colorAccentInk, c.text("charge.scanned", "Text", scanned))
	c.drawEntry()
}

// submit sends the amount to the till, once.
func (c *salePage) submit() {
	if c.frame.asking() || c.view.Sale != nil || !c.view.Stopped.Empty() {
		return
	}
	if c.sent && time.Since(c.sentAt) < sentFor {
		return
	}
	b, err := c.bill()
	switch {
	case err != nil:
		c.tell(colorBad, c.problem(err))
	case c.overLimit(b):
		c.askAgain(b)
	default:
		c.start(b, false)
	}
}

// askAgain has staff look twice at an amount over the shop's limit. Whoever
// pressed Enter twice has not seen the question yet.
func (c *salePage) askAgain(b bill) {
	c.frame.unsettle()
	c.frame.confirm(confirmation{
		title: c.text("over.title", "Amount", b.amount), text: c.text("over.text", "Limit", c.limit()),
		yes: c.text("charge.button_amount", "Amount", b.amount), no: c.text("over.no"), do: func() { c.start(b, true) },
	})
}

func (c *salePage) start(b bill, overLimit bool) {
	c.sent, c.sentAt = true, time.Now()
	c.frame.unsettle()
	c.drawButton(b, true)
	c.frame.focus(nil)
	c.frame.send(app.Charge{
		Amount: b.amount, Tip: b.tip.Minor, Discount: b.discount.Minor, OverLimit: overLimit,
		Method: order.Method(c.methods.value()), Note: strings.TrimSpace(c.note.Text),
	})
}

func (c *salePage) key(e *fyne.KeyEvent) bool {
	d := deedOf(e.Name)
	if c.view.Sale != nil {
		return c.sale.do(d)
	}
	switch d {
	case doGo:
		if c.frame.settled() || c.typing.scan { // a scanner does not wait
			c.enter()
		}
	case doStop:
		c.clear()
	case doErase:
		c.edit(c.typing.without(entry.back), nil)
	case doMethod:
		c.methods.next()
	case doDiscount:
		c.discount.next()
	case doTip:
		c.tip.next()
	case doNote:
		c.frame.focus(c.note)
	default:
		return false
	}
	return true
}

func (c *salePage) rune(r rune) bool {
	if c.view.Sale != nil && !c.sale.typed(r) {
		return true
	}
	c.frame.focus(nil) // Enter belongs to the amount now, not to a button
	c.edit(c.typing.typed(r, time.Now()))
	return true
}

// next goes on from a sale that has ended.
func (c *salePage) next(again *order.Amount) {
	c.frame.send(app.Next{})
	c.again = again
	c.frame.leaveSale()
}

func (c *salePage) tick() {
	if c.view.Sale != nil {
		c.sale.tick()
	}
}
