package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// customer is the window that the customer looks at. It shows a shop's name,
// a code, a tick or a calm sentence, and nothing that is meant for staff. What
// it says it says in one or two languages at once.
type customer struct {
	first   kit
	second  *kit // the second language; nil for none
	window  fyne.Window
	logo    Logo
	newCode func(least float32) *codeView
	ribbon  fyne.CanvasObject
	panels  []fyne.CanvasObject

	idle, paid, calm, pay fyne.CanvasObject

	shop, amount, wallet, paidAmount *label
	made                             *label // what the amount is made of
	welcome, thanks, title, advice   pair
	hint, until                      pair
	code                             *codeView
	view                             app.View
	ground                           *plate
}

// pair is one text in both languages, the second below the first.
type pair struct{ first, second *label }

// newPair makes the labels of a poster; the second one is a little smaller.
func (c *customer) newPair(size float32, color, softer fyne.ThemeColorName, lines int) pair {
	p := pair{c.newLabel(size, color, lines), c.newLabel(size*0.8, softer, lines)}
	if c.second != nil {
		p.second.in = c.second.catalogue.Tag()
	}
	return p
}

// newLabel is a label in the shapes of the first language.
func (c *customer) newLabel(size float32, color fyne.ThemeColorName, lines int) *label {
	l := posterLabel(size, color, lines)
	l.in = c.first.catalogue.Tag()
	return l
}

// apart has air above the pair.
func (p pair) apart() pair {
	p.first.group = true
	return p
}

func (p pair) strong() pair {
	p.first.strong()
	return p
}

// customerSize is that of the window while it is an ordinary one.
func customerSize() fyne.Size { return fyne.NewSize(520, 720) }

// newCustomer fills a window, which says nothing before it is told in which
// languages. Its keys are the till's; newCode makes a place for a code.
func newCustomer(w fyne.Window, keys keySink, logo Logo, newCode func(least float32) *codeView) *customer {
	w.SetPadded(false)
	w.Canvas().SetOnTypedKey(keys.key)
	w.Canvas().SetOnTypedRune(keys.rune)
	addShortcuts(w.Canvas(), keys)
	w.Resize(customerSize())
	return &customer{window: w, logo: logo, newCode: newCode}
}

// speak builds the window anew in other languages. Its title is for who looks
// at the task bar.
func (c *customer) speak(title string, first kit, second *kit) {
	c.first, c.second = first, second
	c.window.SetTitle(title)
	c.idle, c.paid, c.calm, c.pay = c.idlePanel(), c.paidPanel(), c.calmPanel(), c.payPanel()
	c.panels = []fyne.CanvasObject{c.idle, c.paid, c.calm, c.pay}
	for _, p := range c.panels {
		p.Hide()
	}
	c.ribbon = practiceRibbon(first)
	c.ground = newPlate(colorBack, colorClear, 0)
	c.window.SetContent(container.NewStack(c.ground, column(0, c.ribbon, grow(1, c.panels...))))
	c.draw(c.view)
}

// panel is a screen of one colour with a poster on it.
func panel(ground fyne.ThemeColorName, p poster, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newPlate(ground, colorClear, 0), pad(24, 20, container.New(p, parts...)))
}

func (c *customer) idlePanel() fyne.CanvasObject {
	c.shop = c.newLabel(46, colorOnBrand, 2).strong()
	c.welcome = c.newPair(22, colorOnBrand, colorOnBrand, 1)
	words := []fyne.CanvasObject{c.shop, c.welcome.first, c.welcome.second}
	if logo := c.logo.picture(); logo != nil {
		words = append([]fyne.CanvasObject{logo}, words...)
	}
	return panel(colorBrand, poster{most: 320}, words...)
}

func (c *customer) paidPanel() fyne.CanvasObject {
	tick := newIcon(iconTick, 96, colorOnPaid)
	tick.width = 2.8
	c.thanks = c.newPair(30, colorOnPaid, colorOnPaid, 1).strong()
	c.paidAmount = c.newLabel(64, colorOnPaid, 1).strong()
	return panel(colorPaid, poster{most: 260}, tick, c.thanks.first, c.thanks.second, c.paidAmount)
}

func (c *customer) calmPanel() fyne.CanvasObject {
	c.title = c.newPair(42, colorInk, colorInk, 2).strong()
	c.advice = c.newPair(22, colorInkSoft, colorInkSoft, 2).apart()
	return panel(colorBack, poster{}, c.title.first, c.title.second, c.advice.first, c.advice.second)
}

func (c *customer) payPanel() fyne.CanvasObject {
	c.amount = c.newLabel(58, colorInk, 1).strong()
	c.wallet = c.newLabel(26, colorAccentInk, 1).strong()
	c.made = c.newLabel(18, colorInkSoft, 1)
	c.hint = c.newPair(22, colorInk, colorInk, 2).apart()
	c.until = c.newPair(16, colorInkSoft, colorInkSoft, 1).apart()
	c.code = c.newCode(160)
	return panel(colorBack, poster{beside: true}, c.code, c.amount, c.made, c.wallet, c.hint.first, c.hint.second, c.until.first, c.until.second)
}

// put writes a text of the catalogue in both languages. An empty key says
// nothing.
func (c *customer) put(p pair, key string, values ...any) {
	first, second := "", ""
	if key != "" {
		first = c.first.text(key, values...)
	}
	if key != "" && c.second != nil {
		second = c.second.text(key, values...)
	}
	p.first.set(first)
	p.second.set(second)
	setVisible(p.second, second != "" && second != first)
}

// draw shows what the customer may know of a View.
func (c *customer) draw(v app.View) {
	c.view = v
	setVisible(c.ribbon, v.Practice)
	c.shop.set(v.Settings.Shop)
	c.put(c.welcome, "customer.welcome")
	if v.Sale == nil || v.NeedSetup {
		c.code.set("")
		c.only(c.idle)
		return
	}
	c.drawSale(v.Sale)
}

func (c *customer) drawSale(s *core.SaleView) {
	if s.Phase == core.Waiting && c.code.set(s.QR) {
		c.amount.set(c.first.money(s.Amount))
		c.wallet.set(c.first.method(s.Method))
		c.made.set(strings.Join(c.parts(s), " · "))
		setVisible(c.made, c.made.text != "")
		c.put(c.hint, "customer.scan", "Method", s.Method)
		c.tick()
		c.only(c.pay)
		return
	}
	if s.Phase != core.Waiting { // a code that can't be read back stays known as one
		c.code.set("")
	}
	switch s.Phase {
	case core.Paid:
		c.put(c.thanks, "customer.paid")
		c.paidAmount.set(c.first.money(s.Amount))
		c.only(c.paid)
	case core.Sending:
		c.saying("", "customer.one_moment")
		c.title.first.set(c.first.money(s.Amount))
		if s.Slow {
			c.put(c.advice, "customer.slow")
		}
	case core.Closed:
		c.saying("customer.closed", "customer.ask_staff")
	default: // something for staff to sort out
		c.saying("customer.please_wait", "customer.ask_staff")
	}
}

// refused says that the code for a text could not be read back.
func (c *customer) refused(text string) bool { return c.code.refused(text) }

// parts are what the amount is made of besides the price.
func (c *customer) parts(s *core.SaleView) (parts []string) {
	if s.Discount > 0 {
		parts = append(parts, c.first.text("customer.discount", "Sum", order.Amount{Minor: s.Discount, Currency: s.Amount.Currency}))
	}
	if s.Tip > 0 {
		parts = append(parts, c.first.text("customer.tip", "Sum", order.Amount{Minor: s.Tip, Currency: s.Amount.Currency}))
	}
	return parts
}

func (c *customer) saying(title, advice string) {
	c.put(c.title, title)
	c.put(c.advice, advice)
	c.only(c.calm)
}

// tick counts down.
func (c *customer) tick() {
	s := c.view.Sale
	if s == nil || s.Phase != core.Waiting {
		return
	}
	if s.Slow {
		c.put(c.until, "customer.slow")
		return
	}
	c.put(c.until, "customer.until", "Time", clock(time.Until(s.Until)))
}

// only shows one panel.
func (c *customer) only(panel fyne.CanvasObject) {
	for _, p := range c.panels {
		setVisible(p, p == panel)
	}
	relayout(c.window.Content())
	c.ground.Refresh()
}
