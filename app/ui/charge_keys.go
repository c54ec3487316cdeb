package ui

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

// edit takes a changed entry, or says what is wrong with the key.
func (c *salePage) edit(e typing, err error) {
	if c.sent || c.view.Sale != nil {
		return
	}
	if c.typing.empty() && !e.empty() {
		c.frame.send(core.Typing{})
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
	c.frame.send(core.Charge{
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
	c.frame.send(core.Next{})
	c.again = again
	c.frame.leaveSale()
}
