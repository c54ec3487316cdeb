package counter

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/typing"
	"qrtill/app/ui/kit"
)

// Page is the page of the sale: an amount when the till is ready, the sale when one
// is in front of the customer.
type Page struct {
	kit.Texts
	frame  Frame
	view   core.View
	typing typing.Typed

	sent    bool // a Charge is on its way to the till: no second one
	sentAt  time.Time
	again   *order.Amount // to type again after a sale without a code
	ahead   ahead
	scanned string // the note, as long as nobody has typed into it

	body, ready         fyne.CanvasObject
	sale                *salePanel
	amount, tape, wrong *kit.Label
	methods             *kit.Picker
	discount, tip       *rates
	quick, rated        *fyne.Container
	quicks              []int64 // as offered
	note                *kit.Field
	today, refunded     *kit.Label
	button              *kit.Button
}

// sentFor is how long Enter waits at most for the till to take a Charge.
const sentFor = 3 * time.Second

// NewPage is built once for a window and a language; it shows nothing before the
// first Show.
func NewPage(k kit.Texts, f Frame) *Page {
	c := &Page{Texts: k, frame: f}
	c.sale = newSalePanel(c)
	c.ready = kit.Row(20, kit.Grow(1.8, kit.Column(12, kit.Grow(1, c.amountCard()), c.choices(), c.todayCard())), kit.GrowTo(640, 1, c.keypad()))
	c.body = container.NewStack(c.ready, c.sale.body)
	c.sale.body.Hide()
	return c
}

// TakeOver goes on with what was typed on the page that this one takes the place of:
// staff have chosen another language, and their window is built anew.
func (c *Page) TakeOver(before *Page) {
	c.view, c.typing, c.sent, c.sentAt, c.again = before.view, before.typing, before.sent, before.sentAt, before.again
	c.note.SetText(before.note.Text)
	c.scanned = before.scanned
	c.Update(c.view)
	c.methods.Set(before.methods.Value())
	c.discount.set(before.discount.on)
	c.tip.set(before.tip.on)
	c.drawEntry()
}

// Content is what the page puts on the screen.
func (c *Page) Content() fyne.CanvasObject { return c.body }

func (c *Page) amountCard() fyne.CanvasObject {
	c.amount = kit.NewFitted(112, kit.ColorInk, fyne.TextAlignLeading).Strong()
	c.tape = kit.NewFitted(kit.SizeLarge+3, kit.ColorInkSoft, fyne.TextAlignLeading)
	c.wrong = kit.NewParagraph(kit.SizeBody+2, kit.ColorBad, 2, fyne.TextAlignLeading).Strong()
	c.wrong.Low = kit.SizeSmall
	c.amount.Low, c.tape.Least = 56, 11
	return kit.Card(kit.Column(4, kit.NewHeading(kit.SizeBody, c.Text("charge.amount")),
		kit.Grow(1), c.tape, kit.GrowTo(156, 4, c.amount), kit.Grow(1), c.wrong))
}

func (c *Page) choices() fyne.CanvasObject {
	c.methods = kit.NewPicker(c.frame, nil)
	c.note = kit.NewField(c.frame, c.Text("charge.note_hint"), order.NoteLength)
	back := func() { c.frame.Focus(nil) }
	c.note.Left, c.note.Taken = back, back
	c.note.Scanned = func(text string) bool {
		if written := c.note.Text != c.scanned; written && !c.typing.Empty() && !c.sending() {
			return false // what is typed next may be the rest of the note, and no more of the amount
		}
		back() // what is typed next is the amount
		if !c.Scan(text) {
			c.frame.Sign("sign.scan")
		}
		return true
	}
	c.discount = newRates(c.frame, c.Text("charge.discount"), c.drawEntry)
	c.tip = newRates(c.frame, c.Text("charge.tip"), c.drawEntry)
	c.rated = kit.Row(20, kit.Grow(1, c.discount.box), kit.Grow(1, c.tip.box))
	return kit.Card(kit.Column(10,
		c.rated,
		kit.Row(12, kit.Grow(1, c.methods.Box), c.keyName("key.f6")),
		kit.Row(12, kit.Grow(1, kit.AtLeast(0, kit.Touch, c.note)), c.keyName("key.f7"))))
}

// keyName says which key leads to the part beside it.
func (c *Page) keyName(key string) fyne.CanvasObject {
	return kit.Middle(kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(c.Text(key)))
}

func (c *Page) todayCard() fyne.CanvasObject {
	c.today = kit.NewFitted(kit.SizeLarge, kit.ColorInk, fyne.TextAlignTrailing).Strong()
	c.refunded = kit.NewLabel(kit.SizeBody, kit.ColorInkSoft)
	line := kit.Row(12, kit.NewHeading(kit.SizeBody, c.Text("charge.today")), c.refunded, kit.Grow(1, c.today))
	return container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius), kit.Pad(kit.CardEdge, 12, line))
}

// Show brings the page onto the screen.
func (c *Page) Show(v core.View) { c.Update(v) }

// Update takes a new View while the page is there.
func (c *Page) Update(v core.View) {
	c.follow(v)
	c.view = v
	kit.SetVisible(c.ready, v.Sale == nil)
	kit.SetVisible(c.sale.body, v.Sale != nil)
	if v.Sale != nil {
		c.sale.draw(v)
		return
	}
	names := make([]string, len(v.Settings.Methods))
	values := make([]string, len(v.Settings.Methods))
	for i, m := range v.Settings.Methods {
		names[i], values[i] = c.Method(m), string(m)
	}
	c.methods.Offer(values, names)
	c.offerQuick(v.Settings.Quick, v.Settings.Account.Currency)
	c.discount.offer(v.Settings.Discounts)
	c.tip.offer(v.Settings.Tips)
	kit.SetVisible(c.rated, c.discount.box.Visible() || c.tip.box.Visible())
	c.today.Set(c.Text("charge.today_total", "Count", v.Today.Count, "Total", v.Today.Paid))
	refunded := ""
	if v.Today.Refunded.Minor > 0 {
		refunded = c.Text("charge.refunded", "Total", v.Today.Refunded)
	}
	c.refunded.Set(refunded)
	c.drawEntry()
}

// follow keeps the typed amount in step with the sale.
func (c *Page) follow(v core.View) {
	if currency := v.Settings.Account.Currency; c.typing.Currency != currency {
		c.typing = typing.NewTyped(currency)
	}
	if v.Sale == nil || c.view.Sale == nil || v.Sale.Phase != c.view.Sale.Phase {
		c.ahead = nil
	}
	switch {
	case v.Sale != nil && c.view.Sale == nil: // taken: the next amount starts empty
		c.sent = false
		c.typing = c.typing.Clear()
		c.wrong.Set("")
	case v.Sale == nil && c.view.Sale != nil: // over
		if c.again != nil {
			c.typing = c.typing.With(*c.again)
		} else {
			c.afresh()
		}
		c.again = nil
	case !v.Notice.Empty() || !v.Stopped.Empty(): // not taken, and the strip says why
		c.sent = false
	}
}

// afresh makes all that stands beside the amount as it is for a new customer.
func (c *Page) afresh() {
	c.note.SetText("")
	c.scanned = ""
	c.discount.set(0)
	c.tip.set(0)
	if m := c.view.Settings.Methods; len(m) > 0 {
		c.methods.Set(string(m[0]))
	}
}

func (c *Page) drawEntry() {
	e, code := c.typing.Code() // what is a code was never part of the amount
	text := c.Catalogue.Typed(e.Text, e.Currency)
	b, err := c.bill()
	if err == nil && (e.Adding() || b.Parted()) {
		text = c.Money(b.Amount)
	}
	c.amount.Set(text)
	c.amount.Paint(kit.ColorInk)
	switch {
	case e.Tail != "" && code == "":
		c.amount.Paint(kit.ColorBad) // it is not what was meant
	case e.Empty():
		c.amount.Paint(kit.ColorInkFaint)
	}
	c.tape.Set(c.sum(b, err == nil))
	c.drawButton(b, err == nil)
}

func (c *Page) bill() (typing.Bill, error) { return c.typing.Bill(c.discount.on, c.tip.on) }

// sum is the adding machine's tape: "12.00 + 8.50 − 2.05 (10%) = 18.45".
func (c *Page) sum(b typing.Bill, valid bool) string {
	e := c.typing
	if !valid || !e.Adding() && !b.Parted() {
		return ""
	}
	tape := strings.Join(e.Parts(), " + ")
	if b.Discount.Minor > 0 {
		tape += " " + c.Text("charge.tape_discount", "Sum", typing.PlainAmount(b.Discount), "Rate", c.discount.on)
	}
	if b.Tip.Minor > 0 {
		tape += " " + c.Text("charge.tape_tip", "Sum", typing.PlainAmount(b.Tip), "Rate", c.tip.on)
	}
	if len(e.Parts()) > 1 || b.Parted() {
		return tape + " = " + typing.PlainAmount(b.Amount)
	}
	return tape + " +"
}

func (c *Page) drawButton(b typing.Bill, valid bool) {
	words := c.Text("charge.button")
	if valid {
		words = c.Text("charge.button_amount", "Amount", b.Amount)
	}
	c.button.Set(words)
	c.button.SetEnabled(valid && c.view.Stopped.Empty() && !c.sending())
}

// Tick counts the seconds of a sale, also while another page is on the screen.
func (c *Page) Tick() {
	if c.view.Sale != nil {
		c.sale.tick()
	}
}
