package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
)

// customer is the window that the customer looks at. It shows a shop's name,
// a code, a tick or a calm sentence, and nothing that is meant for staff.
type customer struct {
	kit
	window fyne.Window
	shown  bool // the window is open
	ribbon fyne.CanvasObject
	panels []fyne.CanvasObject

	idle, paid, calm, pay fyne.CanvasObject

	shop, idleHint              *label
	paidAmount, paidWord        *label
	calmTitle, calmText         *label
	amount, wallet, hint, until *label
	code                        *codeView
	view                        app.View
	ground                      *plate
}

func newCustomer(k kit, w fyne.Window) *customer {
	c := &customer{kit: k, window: w}
	c.idle, c.paid, c.calm, c.pay = c.idlePanel(), c.paidPanel(), c.calmPanel(), c.payPanel()
	c.panels = []fyne.CanvasObject{c.idle, c.paid, c.calm, c.pay}
	c.ribbon = practiceRibbon(k)
	c.ribbon.Hide()
	w.SetPadded(false)
	c.ground = newPlate(colorBack, colorClear, 0)
	w.SetContent(container.NewStack(c.ground, column(0, c.ribbon, grow(1, c.panels...))))
	w.Canvas().SetOnTypedKey(k.keys.key)
	w.Canvas().SetOnTypedRune(k.keys.rune)
	addShortcuts(w.Canvas(), k.keys)
	return c
}

// panel is a screen of one colour with a poster on it.
func panel(ground fyne.ThemeColorName, p poster, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newPlate(ground, colorClear, 0), pad(24, 20, container.New(p, parts...)))
}

func (c *customer) idlePanel() fyne.CanvasObject {
	c.shop = posterLabel(46, colorOnBrand, 2).strong()
	c.idleHint = posterLabel(20, colorOnBrand, 1)
	return panel(colorBrand, poster{}, c.shop, c.idleHint)
}

func (c *customer) paidPanel() fyne.CanvasObject {
	tick := newIcon(iconTick, 96, colorOnPaid)
	tick.width = 2.8
	c.paidWord = posterLabel(30, colorOnPaid, 1).strong()
	c.paidAmount = posterLabel(64, colorOnPaid, 1).strong()
	return panel(colorPaid, poster{most: 260}, tick, c.paidWord, c.paidAmount)
}

func (c *customer) calmPanel() fyne.CanvasObject {
	c.calmTitle = posterLabel(42, colorInk, 2).strong()
	c.calmText = posterLabel(22, colorInkSoft, 2)
	return panel(colorBack, poster{}, c.calmTitle, c.calmText)
}

func (c *customer) payPanel() fyne.CanvasObject {
	c.amount = posterLabel(58, colorInk, 1).strong()
	c.wallet = posterLabel(26, colorAccentInk, 1).strong()
	c.hint = posterLabel(20, colorInk, 2)
	c.until = posterLabel(16, colorInkSoft, 1)
	c.code = newCodeView(160)
	return panel(colorBack, poster{beside: true}, c.code, c.amount, c.wallet, c.hint, c.until)
}

// draw shows what the customer may know of a View.
func (c *customer) draw(v app.View) {
	c.view = v
	setVisible(c.ribbon, v.Practice)
	c.shop.set(v.Settings.Shop)
	c.idleHint.set(c.text("customer.welcome"))
	if v.Sale == nil || v.NeedSetup {
		c.code.set("")
		c.only(c.idle)
		return
	}
	c.drawSale(v.Sale)
}

func (c *customer) drawSale(s *app.SaleView) {
	if s.Phase == app.Waiting && c.code.set(s.QR) {
		c.amount.set(c.money(s.Amount))
		c.wallet.set(c.method(s.Method))
		c.tick()
		c.only(c.pay)
		return
	}
	c.code.set("")
	switch s.Phase {
	case app.Paid:
		c.paidWord.set(c.text("customer.paid"))
		c.paidAmount.set(c.money(s.Amount))
		c.only(c.paid)
	case app.Sending:
		text := c.text("customer.one_moment")
		if s.Slow {
			text = c.text("customer.slow")
		}
		c.saying(c.money(s.Amount), text)
	case app.Closed:
		c.saying(c.text("customer.closed"), c.text("customer.ask_staff"))
	default: // something for staff to sort out
		c.saying(c.text("customer.please_wait"), c.text("customer.ask_staff"))
	}
}

func (c *customer) saying(title, text string) {
	c.calmTitle.set(title)
	c.calmText.set(text)
	c.only(c.calm)
}

// tick counts down.
func (c *customer) tick() {
	s := c.view.Sale
	if s == nil || s.Phase != app.Waiting {
		return
	}
	c.hint.set(c.text("customer.scan", "Method", s.Method))
	text := c.text("customer.until", "Time", clock(time.Until(s.Until)))
	if s.Slow {
		text = c.text("customer.slow")
	}
	c.until.set(text)
}

// only shows one panel.
func (c *customer) only(panel fyne.CanvasObject) {
	for _, p := range c.panels {
		setVisible(p, p == panel)
	}
	relayout(c.window.Content())
	c.ground.Refresh()
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
