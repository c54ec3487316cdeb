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
}

func newCustomer(k kit, w fyne.Window) *customer {
	c := &customer{kit: k, window: w}
	c.idle, c.paid, c.calm, c.pay = c.idlePanel(), c.paidPanel(), c.calmPanel(), c.payPanel()
	c.panels = []fyne.CanvasObject{c.idle, c.paid, c.calm, c.pay}
	c.ribbon = practiceRibbon(k)
	c.ribbon.Hide()
	w.SetPadded(false)
	w.SetContent(column(0, c.ribbon, grow(1, c.panels...)))
	w.Canvas().SetOnTypedKey(k.keys.key)
	w.Canvas().SetOnTypedRune(k.keys.rune)
	addPayNow(w.Canvas(), k.keys)
	return c
}

func (c *customer) idlePanel() fyne.CanvasObject {
	c.shop = newParagraph(64, colorOnBrand, 2, fyne.TextAlignCenter).strong()
	c.idleHint = newFitted(sizeLarge, colorOnBrand, fyne.TextAlignCenter)
	return container.NewStack(newPlate(colorBrand, colorClear, 0),
		pad(32, 32, column(gap, space(), c.shop, c.idleHint, space())))
}

func (c *customer) paidPanel() fyne.CanvasObject {
	tick := newIcon(iconTick, 96, colorOnPaid)
	tick.width = 2.6
	c.paidWord = newFitted(40, colorOnPaid, fyne.TextAlignCenter).strong()
	c.paidAmount = newFitted(sizeHero, colorOnPaid, fyne.TextAlignCenter).strong()
	return container.NewStack(newPlate(colorPaid, colorClear, 0),
		pad(32, 32, column(gap, grow(0.4), grow(2, atMost(0, 420, tick)), c.paidWord, c.paidAmount, grow(0.6))))
}

func (c *customer) calmPanel() fyne.CanvasObject {
	c.calmTitle = newParagraph(sizeBig, colorInk, 2, fyne.TextAlignCenter).strong()
	c.calmText = newParagraph(sizeTitle-4, colorInkSoft, 3, fyne.TextAlignCenter)
	return container.NewStack(newPlate(colorBack, colorClear, 0),
		pad(40, 40, column(gap, space(), c.calmTitle, c.calmText, space())))
}

func (c *customer) payPanel() fyne.CanvasObject {
	c.amount = newFitted(72, colorInk, fyne.TextAlignCenter).strong()
	c.wallet = newFitted(sizeTitle, colorAccentInk, fyne.TextAlignCenter).strong()
	c.hint = newParagraph(sizeLarge+1, colorInk, 2, fyne.TextAlignCenter)
	c.until = newFitted(sizeBody+2, colorInkSoft, fyne.TextAlignCenter)
	c.code = newCodeView(160)
	return container.NewStack(newPlate(colorBack, colorClear, 0),
		pad(24, 20, container.New(beside{}, c.code, column(gap, c.amount, c.wallet, c.hint, c.until))))
}

// beside puts a code beside its words on a wide screen and above them on a
// high one, the code as large as it goes.
type beside struct{}

const besideGap = 24

func (beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	code, words := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(code.Width, 240), code.Height+besideGap+words.Height)
}

func (beside) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	code, words := objects[0], objects[1]
	height := words.MinSize().Height
	if s.Width > s.Height*1.25 {
		side := min(s.Height, s.Width*0.62)
		code.Move(fyne.NewPos(0, (s.Height-side)/2))
		code.Resize(fyne.NewSquareSize(side))
		words.Move(fyne.NewPos(side+besideGap, (s.Height-height)/2))
		words.Resize(fyne.NewSize(s.Width-side-besideGap, height))
		return
	}
	side := min(s.Width, s.Height-height-besideGap)
	top := (s.Height - side - height - besideGap) / 2
	code.Move(fyne.NewPos((s.Width-side)/2, top))
	code.Resize(fyne.NewSquareSize(side))
	words.Move(fyne.NewPos(0, top+side+besideGap))
	words.Resize(fyne.NewSize(s.Width, height))
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
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
