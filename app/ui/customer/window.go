package customer

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Window is the window that the customer looks at. It shows a shop's name,
// a code, a tick or a calm sentence, and nothing that is meant for staff. What
// it says it says in one or two languages at once.
type Window struct {
	first   kit.Texts
	second  *kit.Texts  // the second language; nil for none
	window  fyne.Window // nil before it was first shown
	called  string      // its title
	root    *fyne.Container
	logo    Logo
	newCode func(least float32) *Code
	ribbon  fyne.CanvasObject
	panels  []fyne.CanvasObject

	idle, paid, calm, pay fyne.CanvasObject

	shop, amount, wallet, paidAmount *kit.Label
	made                             *kit.Label // what the amount is made of
	welcome, thanks, title, advice   pair
	hint, until                      pair
	code                             *Code
	view                             core.View
	ground                           *kit.Plate
}

// pair is one text in both languages, the second below the first.
type pair struct{ first, second *kit.Label }

// newPair makes the labels of a poster; the second one is a little smaller.
func (c *Window) newPair(size float32, color, softer fyne.ThemeColorName, lines int) pair {
	p := pair{c.newLabel(size, color, lines), c.newLabel(size*0.8, softer, lines)}
	if c.second != nil {
		p.second.In = c.second.Catalogue.Tag()
	}
	return p
}

// newLabel is a label in the shapes of the first language.
func (c *Window) newLabel(size float32, color fyne.ThemeColorName, lines int) *kit.Label {
	l := posterLabel(size, color, lines)
	l.In = c.first.Catalogue.Tag()
	return l
}

// apart has air above the pair.
func (p pair) apart() pair {
	p.first.Group = true
	return p
}

func (p pair) strong() pair {
	p.first.Strong()
	return p
}

// Size is that of the window while it is an ordinary one.
func Size() fyne.Size { return fyne.NewSize(520, 720) }

// New is a window that is not made yet, and says nothing before it is told in which
// languages; newCode makes a place for a code.
func New(logo Logo, newCode func(least float32) *Code) *Window {
	return &Window{root: container.NewStack(), logo: logo, newCode: newCode}
}

// Make makes the window, once. It must be shown at once. Its keys are the till's; of each,
// first hears before.
func (c *Window) Make(a fyne.App, keys kit.Keys, first func()) fyne.Window {
	c.window = a.NewWindow(c.called)
	c.window.SetPadded(false)
	keys.Keyboard().ListenBeside(c.window.Canvas(), first)
	c.window.SetContent(c.root)
	c.Speak(c.called, c.first, c.second) // anew: what is in no window hears of no change of the look
	return c.window
}

// Speak builds the window anew in other languages, the second nil for none. Its title
// is for who looks at the task bar.
func (c *Window) Speak(title string, first kit.Texts, second *kit.Texts) {
	c.first, c.second = first, second
	if c.called = title; c.window != nil {
		c.window.SetTitle(title)
	}
	c.idle, c.paid, c.calm, c.pay = c.idlePanel(), c.paidPanel(), c.calmPanel(), c.payPanel()
	c.panels = []fyne.CanvasObject{c.idle, c.paid, c.calm, c.pay}
	for _, p := range c.panels {
		p.Hide()
	}
	c.ribbon = kit.PracticeRibbon(first)
	c.ground = kit.NewPlate(kit.ColorBack, kit.ColorClear, 0)
	c.root.Objects = []fyne.CanvasObject{c.ground, kit.Column(0, c.ribbon, kit.Grow(1, c.panels...))}
	c.root.Refresh() // Fyne learns from the painting which window new parts are in
	c.Draw(c.view)
}

// panel is a screen of one colour with a poster on it.
func panel(ground fyne.ThemeColorName, p poster, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(kit.NewPlate(ground, kit.ColorClear, 0), kit.Pad(24, 20, container.New(p, parts...)))
}

func (c *Window) idlePanel() fyne.CanvasObject {
	c.shop = c.newLabel(46, kit.ColorOnBrand, 2).Strong()
	c.welcome = c.newPair(22, kit.ColorOnBrand, kit.ColorOnBrand, 1)
	words := []fyne.CanvasObject{c.shop, c.welcome.first, c.welcome.second}
	if logo := c.logo.picture(); logo != nil {
		words = append([]fyne.CanvasObject{logo}, words...)
	}
	return panel(kit.ColorBrand, poster{most: 320}, words...)
}

func (c *Window) paidPanel() fyne.CanvasObject {
	tick := kit.NewIcon(kit.IconTick, 96, kit.ColorOnPaid)
	tick.Width = 2.8
	c.thanks = c.newPair(30, kit.ColorOnPaid, kit.ColorOnPaid, 1).strong()
	c.paidAmount = c.newLabel(64, kit.ColorOnPaid, 1).Strong()
	return panel(kit.ColorPaid, poster{most: 260}, tick, c.thanks.first, c.thanks.second, c.paidAmount)
}

func (c *Window) calmPanel() fyne.CanvasObject {
	c.title = c.newPair(42, kit.ColorInk, kit.ColorInk, 2).strong()
	c.advice = c.newPair(22, kit.ColorInkSoft, kit.ColorInkSoft, 2).apart()
	return panel(kit.ColorBack, poster{}, c.title.first, c.title.second, c.advice.first, c.advice.second)
}

func (c *Window) payPanel() fyne.CanvasObject {
	c.amount = c.newLabel(58, kit.ColorInk, 1).Strong()
	c.wallet = c.newLabel(26, kit.ColorAccentInk, 1).Strong()
	c.made = c.newLabel(18, kit.ColorInkSoft, 1)
	c.hint = c.newPair(22, kit.ColorInk, kit.ColorInk, 2).apart()
	c.until = c.newPair(16, kit.ColorInkSoft, kit.ColorInkSoft, 1).apart()
	c.code = c.newCode(160)
	return panel(kit.ColorBack, poster{beside: true}, c.code, c.amount, c.made, c.wallet, c.hint.first, c.hint.second, c.until.first, c.until.second)
}

// put writes a text of the catalogue in both languages. An empty key says
// nothing.
func (c *Window) put(p pair, key string, values ...any) {
	first, second := "", ""
	if key != "" {
		first = c.first.Text(key, values...)
	}
	if key != "" && c.second != nil {
		second = c.second.Text(key, values...)
	}
	p.first.Set(first)
	p.second.Set(second)
	kit.SetVisible(p.second, second != "" && second != first)
}

// Draw shows what the customer may know of a View.
func (c *Window) Draw(v core.View) {
	c.view = v
	kit.SetVisible(c.ribbon, v.Practice)
	c.shop.Set(v.Settings.Shop)
	c.put(c.welcome, "customer.welcome")
	if v.Sale == nil || v.NeedSetup || v.Sale.Restored {
		c.code.Set("")
		c.only(c.idle)
		return
	}
	c.drawSale(v.Sale)
}

func (c *Window) drawSale(s *core.SaleView) {
	if s.Phase == core.Waiting && c.code.Set(s.QR) {
		c.amount.Set(c.first.Money(s.Amount))
		c.wallet.Set(c.first.Method(s.Method))
		c.made.Set(strings.Join(c.parts(s), " · "))
		kit.SetVisible(c.made, c.made.Text != "")
		c.put(c.hint, "customer.scan", "Method", s.Method)
		c.Tick()
		c.only(c.pay)
		return
	}
	if s.Phase != core.Waiting { // a code that can't be read back stays known as one
		c.code.Set("")
	}
	switch s.Phase {
	case core.Paid:
		c.put(c.thanks, "customer.paid")
		c.paidAmount.Set(c.first.Money(s.Amount))
		c.only(c.paid)
	case core.Sending:
		c.saying("", "customer.one_moment")
		c.title.first.Set(c.first.Money(s.Amount))
		if s.Slow {
			c.put(c.advice, "customer.slow")
		}
	case core.Closed:
		c.saying("customer.closed", "customer.ask_staff")
	case core.TimeUp:
		c.saying("customer.time_up", "customer.ask_staff")
	default: // something for staff to sort out
		c.saying("customer.please_wait", "customer.ask_staff")
	}
}

// Refused says that the code for a text could not be read back: the window shows none.
func (c *Window) Refused(text string) bool { return c.code.refused(text) }

// parts are what the amount is made of besides the price.
func (c *Window) parts(s *core.SaleView) (parts []string) {
	if s.Discount > 0 {
		parts = append(parts, c.first.Text("customer.discount", "Sum", order.Amount{Minor: s.Discount, Currency: s.Amount.Currency}))
	}
	if s.Tip > 0 {
		parts = append(parts, c.first.Text("customer.tip", "Sum", order.Amount{Minor: s.Tip, Currency: s.Amount.Currency}))
	}
	return parts
}

func (c *Window) saying(title, advice string) {
	c.put(c.title, title)
	c.put(c.advice, advice)
	c.only(c.calm)
}

// Tick counts the seconds down that a code is still good for.
func (c *Window) Tick() {
	s := c.view.Sale
	if s == nil || s.Phase != core.Waiting {
		return
	}
	if s.Slow {
		c.put(c.until, "customer.slow")
		return
	}
	c.put(c.until, "customer.until", "Time", kit.Clock(time.Until(s.Until)))
}

// only shows one panel.
func (c *Window) only(panel fyne.CanvasObject) {
	for _, p := range c.panels {
		kit.SetVisible(p, p == panel)
	}
	kit.Relayout(c.root)
	c.ground.Refresh()
}
