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

// change takes what a key has made of the amount, or says what is wrong with the key.
func (c *Page) change(t typing.Typed, err error) {
	if c.sending() || c.view.Sale != nil {
		return
	}
	if c.typing.Empty() && !t.Empty() {
		c.frame.Send(core.Typing{})
	}
	c.typing = t
	c.tell(c.remark(err))
	c.drawEntry()
}

// remark is what there is to say of the entry, or of a key that was not taken.
func (c *Page) remark(err error) (fyne.ThemeColorName, string) {
	b, wrong := c.bill()
	switch _, code := c.typing.Code(); {
	case code != "":
		return kit.ColorWarn, c.Text("charge.scanning", "Text", code)
	case c.typing.Tail != "":
		return kit.ColorBad, c.problem(wrong)
	case err == nil && wrong == nil && c.overLimit(b):
		return kit.ColorWarn, c.Text("charge.over_limit", "Limit", c.limit())
	}
	return kit.ColorBad, c.problem(err)
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

// problem words what is wrong with an amount, and what to do about the keys that it has
// not taken.
func (c *Page) problem(err error) string {
	why := ""
	switch {
	case err == nil:
		return ""
	case errors.Is(err, typing.ErrNotAmount):
		return c.Text("charge.not_amount", "Text", c.typing.Text+c.typing.Tail)
	case errors.Is(err, typing.ErrNoDecimals):
		why = c.Text("charge.no_decimals", "Currency", c.typing.Currency)
	default:
		why = c.frame.Explain(err)
	}
	if c.typing.Tail != "" {
		why = c.Join(why, c.problem(typing.ErrNotAmount))
	}
	return why
}

// clear takes back the amount, and then all else that was meant for this sale: it must not
// be the next customer's.
func (c *Page) clear() {
	if c.typing.Empty() && !c.sending() {
		c.afresh()
	}
	c.change(c.typing.Clear(), nil)
}

// enter is the key, and the button: it charges, unless what was typed is no amount, or may
// have been scanned.
func (c *Page) enter() {
	before, code := c.typing.Code()
	_, doubt, quick := c.typing.Doubt()
	switch {
	case c.sending() || c.view.Sale != nil || c.frame.Asking():
	case code != "":
		c.change(before, nil)
		c.refer(code)
	case c.typing.Tail != "":
		c.tell(c.remark(nil))
	case c.frame.Keyboard().Doubtful(), doubt != "" && !c.frame.Keyboard().ByHand(), quick:
		c.askWhose()
	default:
		c.submit()
	}
}

// Scan puts a scanned text into the note, and says whether there is one. The amount
// stays as it is, for a person to look at.
func (c *Page) Scan(text string) bool {
	if c.sending() || c.view.Sale != nil {
		return false
	}
	c.refer(text)
	return true
}

// noted is the note with a scanned text, and whether it has room for it.
func (c *Page) noted(scanned string) (note string, fits bool) {
	note = strings.TrimSpace(strings.TrimSpace(c.note.Text) + " " + scanned)
	return note, utf8.RuneCountInString(note) <= order.NoteLength
}

func (c *Page) refer(scanned string) {
	note, fits := c.noted(scanned)
	if !fits {
		c.tell(kit.ColorBad, c.Text("charge.scan_too_long", "Text", scanned))
		return
	}
	c.note.SetText(note)
	c.scanned = note
	c.drawEntry()
	if c.typing.Tail != "" {
		c.tell(c.remark(nil)) // what keeps the amount from being charged matters more
		return
	}
	c.tell(kit.ColorAccentInk, c.Text("charge.scanned", "Text", scanned))
}

// submit sends the amount to the till, once.
func (c *Page) submit() {
	if c.frame.Asking() || c.view.Sale != nil || !c.view.Stopped.Empty() {
		return
	}
	if c.sending() {
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
	c.frame.Confirm(kit.Confirmation{
		Title: c.Text("over.title", "Amount", b.Amount), Text: c.Text("over.text", "Limit", c.limit()),
		Yes: c.Text("charge.button_amount", "Amount", b.Amount), No: c.Text("over.no"), Do: func() { c.start(b, true) },
	})
}

// sending says that a Charge is on its way to the till, for as long as that may take.
func (c *Page) sending() bool { return c.sent && time.Since(c.sentAt) < sentFor }

func (c *Page) start(b typing.Bill, overLimit bool) {
	c.sent, c.sentAt = true, time.Now()
	c.frame.Keyboard().Unsettle()
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
	switch {
	case c.frame.Keyboard().Silent(e):
		c.silent()
		return false // it is said
	case c.view.Sale != nil:
		return c.sale.do(d)
	}
	switch d {
	case kit.DoGo:
		c.enter()
	case kit.DoStop:
		c.clear()
	case kit.DoErase:
		c.back()
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

// silent is a digit or a decimal mark that made no character: what it was pressed for must
// not be missing in what is charged.
func (c *Page) silent() {
	if c.sending() || c.view.Sale != nil {
		c.frame.Keyboard().Miss()
		return
	}
	c.change(c.typing.Silent(), nil)
}

// back takes the newest key back.
func (c *Page) back() { c.change(c.typing.Back(), nil) }

// Rune types a character into the amount. While a sale is there, it goes on to the next
// one first, if that can be meant.
func (c *Page) Rune(r rune) bool {
	if c.sending() {
		c.frame.Keyboard().Miss()
		return false
	}
	if c.view.Sale != nil {
		if gone, used := c.onSale(r); !gone {
			return used
		}
	}
	c.frame.Focus(nil) // Enter belongs to the amount now, not to a button
	c.write(r, c.frame.Keyboard().Stroke())
	return true
}

func (c *Page) write(r rune, by typing.Stroke) {
	if !by.Doubt || by.Begins {
		c.settle()
	}
	c.change(c.typing.Type(r, by))
}

// NotTaken is the sign for a character that was not taken here, and says what helps.
func (c *Page) NotTaken() string {
	if c.view.Sale == nil {
		return "sign.hushed"
	}
	switch c.view.Sale.Phase {
	case core.Paid:
		return "sign.go_on"
	case core.Closed, core.TimeUp:
		return "sign.leave"
	case core.Failed:
		return "sign.again"
	case core.Disputed, core.Unrecorded:
		return "sign.nothing"
	}
	return "sign.hushed"
}

// settle puts a code in doubt into the note, if it has room: it is whole, as something else
// is typed, and who does that means the amount.
func (c *Page) settle() {
	before, code := c.typing.Together()
	if _, fits := c.noted(code); fits && code != "" {
		c.change(before, nil)
		c.refer(code)
	}
}

// next goes on from a sale that has ended, with what was typed ahead; or says that it is
// not taken, if nobody can have read that yet.
func (c *Page) next(again *order.Amount) {
	if c.view.Sale == nil { // a second tap on the button, as the first waited its turn
		return
	}
	interrupted, k, typed := c.frame.Interrupted(), c.frame.Keyboard(), c.ahead
	c.frame.Send(core.Next{Seen: c.view.Sale.Seen()})
	c.again = again
	c.frame.LeaveSale()
	switch settled := again == nil && !interrupted; {
	case settled && typed.before(k.Stroke()):
		for _, e := range typed {
			e.by.Quick = true
			c.write(e.char, e.by)
		}
		k.Settle() // the change is the cashier's own: Enter need not wait
	case typed.fresh(k.Now()):
		k.Miss()
		c.frame.Sign("sign.hushed")
	case settled:
		k.Settle()
	}
}
