package counter

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/typing"
	"qrtill/app/ui/kit"
)

// edit takes a changed entry, or says what is wrong with the key.
func (c *Page) edit(e typing.Guarded, err error) {
	if c.sent || c.view.Sale != nil {
		return
	}
	if c.typing.Empty() && !e.Empty() {
		c.frame.Send(core.Typing{})
	}
	c.typing = e
	if run, scanning := e.Scanning(); scanning {
		c.tell(kit.ColorWarn, c.Text("charge.scanning", "Text", run))
		c.drawEntry()
		return
	}
	c.tell(kit.ColorBad, c.problem(err))
	if b, wrong := c.bill(); err == nil && wrong == nil && c.overLimit(b) {
		c.tell(kit.ColorWarn, c.Text("charge.over_limit", "Limit", c.limit()))
	}
	c.drawEntry()
}

// limit is the largest sale that is not asked about again.
func (c *Page) limit() order.Amount {
	return order.Amount{Minor: c.view.Settings.Limit, Currency: c.typing.Currency}
}

func (c *Page) overLimit(b typing.Bill) bool { return b.Amount.Minor > c.limit().Minor }

// tell says what became of the last key, in the colour of how much it matters.
func (c *Page) tell(color fyne.ThemeColorName, text string) {
	c.wrong.Paint(color)
	c.wrong.Set(text)
}

// problem words what is wrong with an amount.
func (c *Page) problem(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, typing.ErrNoDecimals):
		return c.Text("charge.no_decimals", "Currency", c.typing.Currency)
	}
	return c.frame.Explain(err)
}

func (c *Page) clear() { c.edit(c.typing.Without(typing.Entry.Clear), nil) }

// enter is the key: it charges, unless what was typed last is no amount.
func (c *Page) enter() {
	next, scanned := c.typing.Ended()
	again := c.typing.KeyRefused()
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
		c.tell(kit.ColorWarn, c.Text("charge.check", "Amount", c.amount.Text))
		return
	}
	c.submit()
}

// refer puts a scanned text into the note. The amount stays as it is, for a
// person to look at.
func (c *Page) refer(scanned string) {
	note := strings.TrimSpace(c.note.Text + " " + scanned)
	if utf8.RuneCountInString(note) > order.NoteLength {
		c.tell(kit.ColorBad, c.Text("charge.scan_too_long", "Text", scanned))
		return
	}
	c.note.SetText(note)
	c.tell(kit.ColorAccentInk, c.Text("charge.scanned", "Text", scanned))
	c.drawEntry()
}

// submit sends the amount to the till, once.
func (c *Page) submit() {
	if c.frame.Asking() || c.view.Sale != nil || !c.view.Stopped.Empty() {
		return
	}
	if c.sent && time.Since(c.sentAt) < sentFor {
		return
	}
	b, err := c.bill()
	switch {
	case err != nil:
		c.tell(kit.ColorBad, c.problem(err))
	case c.overLimit(b):
		c.askAgain(b)
	default:
		c.start(b, false)
	}
}

// askAgain has staff look twice at an amount over the shop's limit. Whoever
// pressed Enter twice has not seen the question yet.
func (c *Page) askAgain(b typing.Bill) {
	c.frame.Unsettle()
	c.frame.Confirm(kit.Confirmation{
		Title: c.Text("over.title", "Amount", b.Amount), Text: c.Text("over.text", "Limit", c.limit()),
		Yes: c.Text("charge.button_amount", "Amount", b.Amount), No: c.Text("over.no"), Do: func() { c.start(b, true) },
	})
}

func (c *Page) start(b typing.Bill, overLimit bool) {
	c.sent, c.sentAt = true, time.Now()
	c.frame.Unsettle()
	c.drawButton(b, true)
	c.frame.Focus(nil)
	c.frame.Send(core.Charge{
		Amount: b.Amount, Tip: b.Tip.Minor, Discount: b.Discount.Minor, OverLimit: overLimit,
		Method: order.Method(c.methods.Value()), Note: strings.TrimSpace(c.note.Text),
	})
}

// Key does what a key asks for, and says whether it meant something here.
func (c *Page) Key(e *fyne.KeyEvent) bool {
	d := kit.DeedOf(e.Name)
	if c.view.Sale != nil {
		return c.sale.do(d)
	}
	switch d {
	case kit.DoGo:
		if _, scanning := c.typing.Scanning(); scanning || c.frame.Settled() { // a scanner does not wait
			c.enter()
		}
	case kit.DoStop:
		c.clear()
	case kit.DoErase:
		c.edit(c.typing.Without(typing.Entry.Back), nil)
	case kit.DoMethod:
		c.methods.Next()
	case kit.DoDiscount:
		c.discount.next()
	case kit.DoTip:
		c.tip.next()
	case kit.DoNote:
		c.frame.Focus(c.note)
	default:
		return false
	}
	return true
}

// Rune types a character into the amount. While a sale is there, it goes on to the
// next one if that can be meant.
func (c *Page) Rune(r rune) bool {
	if c.view.Sale != nil && !c.sale.typed(r) {
		return true
	}
	c.frame.Focus(nil) // Enter belongs to the amount now, not to a button
	c.edit(c.typing.Typed(r, time.Now()))
	return true
}

// next goes on from a sale that has ended.
func (c *Page) next(again *order.Amount) {
	c.frame.Send(core.Next{})
	c.again = again
	c.frame.LeaveSale()
}
