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

// charge is the first page: an amount when the till is ready, the sale when
// one is in front of the customer.
type charge struct {
	kit
	shell  *shell
	view   app.View
	typing typing

	sent   bool // a Charge is on its way to the till: no second one
	sentAt time.Time
	again  *order.Amount // to type again after a sale without a code

	body, ready         fyne.CanvasObject
	sale                *salePanel
	amount, tape, wrong *label
	methods             *picker
	note                *field
	today, refunded     *label
	button              *button
}

// sentFor is how long Enter waits at most for the till to take a Charge.
const sentFor = 3 * time.Second

func newCharge(s *shell) *charge {
	c := &charge{kit: s.kit, shell: s}
	c.sale = newSalePanel(c)
	c.ready = row(20, grow(1.8, column(12, grow(1, c.amountCard()), c.choices(), c.todayCard())), growTo(640, 1, c.keypad()))
	c.body = container.NewStack(c.ready, c.sale.body)
	c.sale.body.Hide()
	return c
}

// takeOver goes on with what was typed on the page before.
func (c *charge) takeOver(before *charge) {
	c.view, c.typing, c.sent, c.sentAt, c.again = before.view, before.typing, before.sent, before.sentAt, before.again
	c.note.SetText(before.note.Text)
	c.update(c.view)
	c.methods.set(before.methods.value())
}

func (c *charge) content() fyne.CanvasObject { return c.body }

func (c *charge) amountCard() fyne.CanvasObject {
	c.amount = newFitted(112, colorInk, fyne.TextAlignLeading).strong()
	c.tape = newFitted(sizeLarge+3, colorInkSoft, fyne.TextAlignLeading)
	c.wrong = newParagraph(sizeBody+2, colorBad, 2, fyne.TextAlignLeading).strong()
	c.wrong.low = sizeSmall
	c.amount.low = 56
	return card(column(4, newHeading(sizeBody, c.text("charge.amount")), grow(1), c.tape, growTo(156, 4, c.amount), grow(1), c.wrong))
}

func (c *charge) choices() fyne.CanvasObject {
	c.methods = newPicker(c.shell, nil)
	c.note = newField(c.shell, c.text("charge.note_hint"), order.NoteLength)
	back := func() { c.shell.window.Canvas().Unfocus() }
	c.note.left, c.note.taken = back, back
	return card(column(10,
		row(12, grow(1, c.methods.box), c.keyName("key.f6")),
		row(12, grow(1, atLeast(0, touch, c.note)), c.keyName("key.f7"))))
}

// keyName says which key leads to the part beside it.
func (c *charge) keyName(key string) fyne.CanvasObject {
	return middle(newLabel(sizeSmall, colorInkSoft).saying(c.text(key)))
}

func (c *charge) todayCard() fyne.CanvasObject {
	c.today = newFitted(sizeLarge, colorInk, fyne.TextAlignTrailing).strong()
	c.refunded = newLabel(sizeBody, colorInkSoft)
	line := row(12, newHeading(sizeBody, c.text("charge.today")), c.refunded, grow(1, c.today))
	return container.NewStack(newPlate(colorSurface, colorHairline, radius), pad(cardEdge, 12, line))
}

func (c *charge) keypad() fyne.CanvasObject {
	key := func(text string) fyne.CanvasObject {
		return c.padKey(text, func() {
			for _, r := range text {
				c.rune(r)
			}
		})
	}
	erase := c.padKey("", func() { c.edit(c.typing.without(entry.back), nil) })
	erase.shape, erase.size = iconErase, 24
	wipe := c.padKey(c.text("key.esc"), c.clear)
	wipe.size = sizeLarge
	grid := container.New(&keyGrid{columns: 4, rows: 4, gap: 10},
		key("7"), key("8"), key("9"), erase,
		key("4"), key("5"), key("6"), wipe,
		key("1"), key("2"), key("3"), key("+"),
		key("0"), key("00"), key("."))
	c.button = newButton(c.shell, accentButton, "", c.text("key.enter"), c.enter)
	c.button.size, c.button.least = 24, fyne.NewSize(300, 84)
	return column(10, grow(1, grid), c.button)
}

func (c *charge) padKey(text string, tapped func()) *button {
	b := newButton(c.shell, plainButton, text, "", tapped)
	b.size, b.least, b.scales = 30, fyne.NewSize(72, 68), true
	return b
}

// keyGrid is the keypad: rows of equal keys, the last one two rows high.
type keyGrid struct {
	columns, rows int
	gap           float32
}

func (g *keyGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	cell := largest(objects)
	return fyne.NewSize(cell.Width*float32(g.columns)+g.gap*float32(g.columns-1), cell.Height*float32(g.rows)+g.gap*float32(g.rows-1))
}

func (g *keyGrid) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w := (s.Width - g.gap*float32(g.columns-1)) / float32(g.columns)
	h := (s.Height - g.gap*float32(g.rows-1)) / float32(g.rows)
	tall := g.columns*(g.rows-1) - 1 // "+", at the right of the last full row
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%g.columns)*(w+g.gap), float32(i/g.columns)*(h+g.gap)))
		size := fyne.NewSize(w, h)
		if i == tall {
			size.Height = 2*h + g.gap
		}
		o.Resize(size)
	}
}

func (c *charge) show(v app.View) { c.update(v) }

func (c *charge) update(v app.View) {
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
	c.today.set(c.text("charge.today_total", "Count", v.Today.Count, "Total", v.Today.Paid))
	refunded := ""
	if v.Today.Refunded.Minor > 0 {
		refunded = c.text("charge.refunded", "Total", v.Today.Refunded)
	}
	c.refunded.set(refunded)
	c.drawEntry()
}

// follow keeps the typed amount in step with the sale.
func (c *charge) follow(v app.View) {
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
			if len(v.Settings.Methods) > 0 {
				c.methods.set(string(v.Settings.Methods[0]))
			}
		}
		c.again = nil
	case !v.Notice.Empty() || !v.Stopped.Empty(): // not taken, and the strip says why
		c.sent = false
	}
}

func (c *charge) drawEntry() {
	e := c.typing
	text := c.catalogue.Typed(e.text, e.currency)
	tape := ""
	if sum, err := e.total(); e.adding() && err == nil {
		text = c.money(sum)
		tape = strings.Join(e.parts(), " + ")
		if len(e.parts()) > 1 {
			tape += " = " + plainAmount(sum)
		} else {
			tape += " +"
		}
	}
	c.amount.set(text)
	c.amount.paint(colorInk)
	if e.empty() {
		c.amount.paint(colorInkFaint)
	}
	c.tape.set(tape)
	c.drawButton()
}

func (c *charge) drawButton() {
	sum, err := c.typing.charge(c.view.Settings.Limit)
	if err == nil {
		c.button.set(c.text("charge.button_amount", "Amount", sum))
	} else {
		c.button.set(c.text("charge.button"))
	}
	c.button.enable(err == nil && c.view.Stopped.Empty() && !c.sent)
}

// edit takes a changed entry, or says what is wrong with the key.
func (c *charge) edit(e typing, err error) {
	if c.sent || c.view.Sale != nil {
		return
	}
	if c.typing.empty() && !e.empty() {
		c.shell.send(app.Typing{})
	}
	c.typing = e
	if e.scan {
		c.tell(colorWarn, c.text("charge.scanning", "Text", e.run))
		c.drawEntry()
		return
	}
	if _, limit := e.charge(c.view.Settings.Limit); err == nil && errors.Is(limit, errOverLimit) {
		err = limit
	}
	c.tell(colorBad, c.problem(err))
	c.drawEntry()
}

// tell says what became of the last key, in the colour of how much it matters.
func (c *charge) tell(color fyne.ThemeColorName, text string) {
	c.wrong.paint(color)
	c.wrong.set(text)
}

// problem words what is wrong with an amount.
func (c *charge) problem(err error) string {
	limit := order.Amount{Minor: c.view.Settings.Limit, Currency: c.typing.currency}
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errOverLimit):
		return c.text("charge.over_limit", "Limit", limit)
	case errors.Is(err, errNoDecimals):
		return c.text("charge.no_decimals", "Currency", c.typing.currency)
	}
	return c.say(app.Explain(err), "")
}

func (c *charge) clear() { c.edit(c.typing.without(entry.clear), nil) }

// enter is the key: it charges, unless what was typed last is no amount.
func (c *charge) enter() {
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
	c.charge()
}

// refer puts a scanned text into the note. The amount stays as it is, for a
// person to look at.
func (c *charge) refer(scanned string) {
	note := strings.TrimSpace(c.note.Text + " " + scanned)
	if utf8.RuneCountInString(note) > order.NoteLength {
		c.tell(colorBad, c.text("charge.scan_too_long", "Text", scanned))
		return
	}
	c.note.SetText(note)
	c.tell(colorAccentInk, c.text("charge.scanned", "Text", scanned))
	c.drawEntry()
}

// charge sends the amount to the till, once.
func (c *charge) charge() {
	if c.shell.sheet != nil || c.view.Sale != nil || !c.view.Stopped.Empty() {
		return
	}
	if c.sent && time.Since(c.sentAt) < sentFor {
		return
	}
	amount, err := c.typing.charge(c.view.Settings.Limit)
	if err != nil {
		c.tell(colorBad, c.problem(err))
		return
	}
	c.sent, c.sentAt, c.shell.changed = true, time.Now(), time.Now()
	c.drawButton()
	c.shell.window.Canvas().Unfocus()
	c.shell.send(app.Charge{Amount: amount, Method: order.Method(c.methods.value()), Note: strings.TrimSpace(c.note.Text)})
}

func (c *charge) key(e *fyne.KeyEvent) bool {
	d := deedOf(e.Name)
	if c.view.Sale != nil {
		return c.sale.do(d)
	}
	switch d {
	case doGo:
		if c.shell.settled() {
			c.enter()
		}
	case doStop:
		c.clear()
	case doErase:
		c.edit(c.typing.without(entry.back), nil)
	case doMethod:
		c.methods.next()
	case doNote:
		c.shell.window.Canvas().Focus(c.note)
	default:
		return false
	}
	return true
}

func (c *charge) rune(r rune) bool {
	if c.view.Sale != nil && !c.sale.typed(r) {
		return true
	}
	c.shell.window.Canvas().Unfocus() // Enter belongs to the amount now, not to a button
	c.edit(c.typing.typed(r, time.Now()))
	return true
}

// next goes on from a sale that has ended. The screen does not wait for the
// till's answer, so that a digit that goes on is typed too.
func (c *charge) next(again *order.Amount) {
	c.shell.send(app.Next{})
	c.again = again
	c.shell.gone = c.view.Sale.Order
	v := c.view
	v.Notice = app.Text{}
	c.shell.draw(v)
}

func (c *charge) tick() {
	if c.view.Sale != nil {
		c.sale.tick()
	}
}
