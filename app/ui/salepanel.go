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

// salePanel is the staff's side of a sale: what the customer sees, where it
// stands, and the few things to do.
type salePanel struct {
	kit
	page   *salePage
	frame  counterFrame
	body   *fyne.Container
	sale   *core.SaleView
	zone   string
	astray time.Time // of the last digit that had no place on the screen

	code          preview
	sign          *icon
	stage         *plate // behind code or sign
	seen          *label // what the customer sees, in words
	state         *pill
	amount        *label
	wallet, note  *label
	words         *label // the sentence that matters in this phase
	times, answer *label
	ask, stop     *button
	asks, stops   *fyne.Container // the room they share
	pay, on       *button
	face          *plate // behind the right side
}

func newSalePanel(c *salePage) *salePanel {
	p := &salePanel{kit: c.kit, page: c, frame: c.frame}
	p.body = container.NewStack(row(20, grow(1, p.left()), grow(1.4, atLeast(500, 0, p.right()))))
	return p
}

// left shows what the customer sees.
func (p *salePanel) left() fyne.CanvasObject {
	p.code = p.frame.newPreview(180)
	p.sign = newIcon(iconTick, 120, colorGood)
	p.sign.width = 2.4
	p.stage = newPlate(colorSunken, colorClear, radius)
	p.seen = newParagraph(sizeBody, colorInkSoft, 2, fyne.TextAlignCenter)
	p.pay = newButton(p.frame, softButton, p.text("sale_panel.pay_now"), p.text("key.pay_now"), p.payNow)
	picture := container.NewStack(p.stage, pad(20, 20, p.code), pad(20, 20, atMost(200, 200, p.sign)))
	return atLeast(360, 0, card(column(12, newHeading(sizeBody, p.text("sale_panel.customer_sees")), grow(1, picture), p.seen, p.pay)))
}

func (p *salePanel) right() fyne.CanvasObject {
	p.state = newPillOf(sizeLarge)
	p.amount = newFitted(92, colorInk, fyne.TextAlignLeading).strong()
	p.wallet = newLabel(sizeLarge, colorInkSoft)
	p.note = newParagraph(sizeBody+1, colorInkSoft, 2, fyne.TextAlignLeading)
	p.note.still = true
	p.words = newParagraph(sizeLarge, colorInk, 4, fyne.TextAlignLeading)
	p.times = newFitted(sizeLarge, colorInk, fyne.TextAlignLeading)
	p.answer = newFitted(sizeBody+1, colorInkSoft, fyne.TextAlignLeading)
	s := p.frame
	p.ask = newButton(s, softButton, p.text("sale_panel.ask_now"), p.text("key.f5"), func() { s.send(core.AskNow{}) })
	p.stop = newButton(s, softButton, p.text("sale_panel.stop"), p.text("key.esc"), p.askStop)
	p.on = newButton(s, accentButton, "", p.text("key.enter"), p.goOn)
	p.on.size, p.on.least.Height = 22, 72
	p.amount.low, p.words.low, p.note.low, p.note.least = sizeBig, sizeSmall, 11, 11
	details := column(4, row(0, p.state.box, space()), growTo(130, 1, p.amount), row(16, p.wallet, grow(1, p.note)))
	p.asks, p.stops = grow(1, p.ask), grow(1, p.stop)
	p.face = newPlate(colorSurface, colorHairline, radius)
	content := column(14, growTo(240, 2, details), grow(1, p.words), column(6, p.times, p.answer),
		column(10, row(10, p.asks, p.stops), p.on))
	return over(p.face, softPad(cardEdge, cardEdge-4, 12, content))
}

// phaseLook is what a phase looks like on the staff side.
type phaseLook struct {
	tone       tone
	state      string // the pill's words
	seen       string // what the customer sees
	title      string // the button that goes on; empty when nothing does
	goOnAtEsc  bool   // only Esc goes on: this must not be passed over
	withAnswer bool   // times and last answer are worth showing
}

func (p *salePanel) looks(phase core.Phase) phaseLook {
	t := func(key string) string { return p.text(key) }
	bad := toneBad
	bad.shape = iconStop
	busy := toneAccent
	busy.shape = iconHalf
	wait := toneAccent
	wait.shape = iconClock
	switch phase {
	case core.Waiting:
		return phaseLook{tone: wait, state: t("phase.waiting"), seen: t("sees.code"), withAnswer: true}
	case core.Paid:
		return phaseLook{tone: toneGood, state: t("phase.paid"), seen: t("sees.tick"), title: t("go_on.next"), withAnswer: true}
	case core.Closed:
		closed := toneCalm
		closed.shape = iconCross
		return phaseLook{tone: closed, state: t("phase.closed"), seen: t("sees.closed"), title: t("go_on.next")}
	case core.Failed:
		return phaseLook{tone: toneWarn, state: t("phase.failed"), seen: t("sees.wait"), title: t("go_on.again")}
	case core.Disputed:
		return phaseLook{tone: bad, state: t("phase.disputed"), seen: t("sees.wait"), title: t("go_on.alert"), goOnAtEsc: true}
	case core.Unrecorded:
		return phaseLook{tone: bad, state: t("phase.unrecorded"), seen: t("sees.wait"), title: t("go_on.written"), goOnAtEsc: true}
	}
	return phaseLook{tone: busy, state: t("phase.sending"), seen: t("sees.moment")}
}

func (p *salePanel) draw(v app.View) {
	s := v.Sale
	p.sale, p.zone = s, v.Settings.Zone
	look := p.looks(s.Phase)
	preview := s.Phase == core.Waiting && p.code.set(s.QR)
	shown, unread := p.frame.public(s.QR)
	refused := s.Phase == core.Waiting && (unread || !shown && !preview)
	drawn := preview && !refused
	if s.Phase != core.Waiting {
		p.code.set("")
	}
	setVisible(p.code, drawn)
	setVisible(p.sign, !drawn)
	p.sign.change(look.tone.shape, look.tone.ink)
	p.stage.paint(look.tone.fill, colorClear)
	p.state.say(look.tone, look.state)
	p.seen.set(look.seen)
	if refused {
		p.seen.set(p.text("sees.wait"))
	}
	p.amount.set(p.money(s.Amount))
	p.wallet.set(p.method(s.Method))
	p.note.set(strings.Join(p.details(s), " · "))
	p.words.set(p.sentence(s, refused))
	p.paint(s.Phase, look)
	p.buttons(s.Phase, look, v.Practice)
	p.tick()
}

// details are what the amount is made of, and the note.
func (p *salePanel) details(s *core.SaleView) (parts []string) {
	part := func(key string, minor int64) {
		if minor > 0 {
			parts = append(parts, p.text(key, "Sum", order.Amount{Minor: minor, Currency: s.Amount.Currency}))
		}
	}
	part("sale_panel.discount", s.Discount)
	part("sale_panel.tip", s.Tip)
	if s.Note != "" {
		parts = append(parts, p.text("sale_panel.note", "Note", s.Note))
	}
	return parts
}

// paint gives the panel the colour of what must not be missed.
func (p *salePanel) paint(phase core.Phase, look phaseLook) {
	p.words.paint(colorInk)
	p.face.paint(colorSurface, colorHairline)
	switch {
	case look.goOnAtEsc:
		p.words.paint(colorBad)
		p.face.paint(colorSurface, colorBad)
	case phase == core.Paid:
		p.face.paint(colorGoodSoft, colorGood)
	}
}

// sentence is what staff must know in this phase.
func (p *salePanel) sentence(s *core.SaleView, refused bool) string {
	switch {
	case !s.Problem.Empty():
		return p.say(sentence(s.Problem), p.zone)
	case refused:
		return p.text("sale_panel.no_drawing")
	case s.Slow:
		return p.text("sale_panel.slow")
	case s.Phase == core.Waiting && s.Renewed > 0:
		return p.text("sale_panel.renewed", "Method", s.Method)
	case s.Phase == core.Waiting:
		return p.text("sale_panel.waiting", "Method", s.Method)
	case s.Phase == core.Sending && s.Renewed > 0:
		return p.text("sale_panel.renewing")
	case s.Phase == core.Sending:
		return p.text("sale_panel.sending")
	case s.Phase == core.Paid:
		return p.text("sale_panel.paid")
	case s.Phase == core.Closed:
		return p.text("sale_panel.closed")
	}
	return ""
}

func (p *salePanel) buttons(phase core.Phase, look phaseLook, practice bool) {
	waiting := phase == core.Waiting
	setVisible(p.asks, waiting)
	setVisible(p.stops, waiting || phase == core.Sending)
	setVisible(p.pay, waiting && practice && p.frame.payNow() != nil)
	setVisible(p.on, look.title != "")
	p.on.set(look.title)
	p.on.hint = p.text("key.enter")
	if look.goOnAtEsc {
		p.on.hint = p.text("key.esc")
	}
	p.on.Refresh()
	setVisible(p.times, look.withAnswer)
	setVisible(p.answer, look.withAnswer && phase == core.Waiting)
}

// tick counts the seconds.
func (p *salePanel) tick() {
	switch {
	case p.sale == nil:
		return
	case p.sale.Phase == core.Paid:
		p.times.set(p.text("sale_panel.paid_after", "Time", p.seconds(p.sale.PaidAfter), "Took", p.seconds(p.sale.Took)))
		return
	case p.sale.Phase != core.Waiting:
		return
	}
	p.times.set(p.text("sale_panel.times", "Shown", clock(time.Since(p.sale.Since)), "Left", clock(time.Until(p.sale.Until))))
	answer := p.say(sentence(p.sale.Said), p.zone)
	switch {
	case p.sale.Asking:
		answer = p.text("sale_panel.asking")
	case !p.sale.AskedAt.IsZero():
		answer = p.text("sale_panel.answer", "Time", clock(time.Since(p.sale.AskedAt)), "Took", p.seconds(p.sale.Took), "Said", answer)
	}
	p.answer.set(answer)
}

// payNow is the practice customer's payment.
func (p *salePanel) payNow() {
	if pay := p.frame.payNow(); pay != nil {
		pay()
	}
}

// do is a key while a sale is on the screen.
func (p *salePanel) do(d deed) bool {
	if d != doGo && d != doStop {
		return false
	}
	switch p.sale.Phase {
	case core.Sending, core.Waiting:
		if d == doStop {
			p.askStop()
		}
	case core.Disputed, core.Unrecorded:
		if d == doStop && p.frame.settled() {
			p.page.next(nil)
		}
	case core.Failed:
		if p.frame.settled() {
			p.leaveFailed(d == doGo)
		}
	default:
		if p.frame.settled() {
			p.page.next(nil)
		}
	}
	return true
}

// typed says whether a character goes on to the next amount. The rest of an
// amount whose first digits were typed while the code was shown does not: it
// would be another amount. Nor do the digits after a letter: they were scanned.
func (p *salePanel) typed(r rune) bool {
	inAmount := time.Since(p.astray) < settle || !amountKey(r)
	switch p.sale.Phase {
	case core.Paid, core.Closed, core.Failed:
		if inAmount {
			break
		}
		p.page.next(nil)
		// The change is the cashier's own: Enter need not wait.
		p.frame.settle()
		return true
	}
	p.astray = time.Now()
	return false
}

// goOn is the button that goes on.
func (p *salePanel) goOn() {
	if p.sale.Phase == core.Failed {
		p.leaveFailed(true)
		return
	}
	p.page.next(nil)
}

// leaveFailed goes on from a sale without a code, with the same amount typed
// again or with an empty one.
func (p *salePanel) leaveFailed(again bool) {
	if !again {
		p.page.next(nil)
		return
	}
	price := p.sale.Amount
	price.Minor += p.sale.Discount - p.sale.Tip // both are still chosen
	p.page.next(&price)
}

// askStop asks before a code is taken from the customer's screen.
func (p *salePanel) askStop() {
	c := confirmation{
		title: p.text("stop.title"), text: p.text("stop.text"), yes: p.text("stop.yes"), no: p.text("stop.no"),
		stop: true, do: func() { p.frame.send(core.Dismiss{}) },
	}
	if p.sale.Phase == core.Sending {
		c.title, c.text = p.text("stop.sending_title"), p.text("stop.sending_text")
	}
	p.frame.confirm(c)
}
