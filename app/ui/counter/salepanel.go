package counter

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// salePanel is the staff's side of a sale: what the customer sees, where it
// stands, and the few things to do.
type salePanel struct {
	kit.Texts
	page  *Page
	frame Frame
	body  *fyne.Container
	sale  *core.SaleView
	zone  string

	code          Preview
	sign          *kit.Icon
	stage         *kit.Plate // behind code or sign
	title         *kit.Label // what the picture is
	seen          *kit.Label // what the customer sees, in words
	state         *kit.Pill
	amount        *kit.Label
	wallet, note  *kit.Label
	words         *kit.Label // the sentence that matters in this phase
	times, answer *kit.Label
	ask, stop     *kit.Button
	leave         *kit.Button
	asks, stops   *fyne.Container // the room they share
	leaves        *fyne.Container
	pay, on       *kit.Button
	face          *kit.Plate // behind the right side
}

func newSalePanel(c *Page) *salePanel {
	p := &salePanel{Texts: c.Texts, page: c, frame: c.frame}
	p.body = container.NewStack(kit.Row(20, kit.Grow(1, p.left()), kit.Grow(1.4, kit.AtLeast(500, 0, p.right()))))
	return p
}

// left shows what the customer sees.
func (p *salePanel) left() fyne.CanvasObject {
	p.code = p.frame.NewPreview(180)
	p.sign = kit.NewIcon(kit.IconTick, 120, kit.ColorGood)
	p.sign.Width = 2.4
	p.stage = kit.NewPlate(kit.ColorSunken, kit.ColorClear, kit.Radius)
	p.title = kit.NewHeading(kit.SizeBody, p.Text("sale_panel.customer_sees"))
	p.seen = kit.NewParagraph(kit.SizeBody, kit.ColorInkSoft, 2, fyne.TextAlignCenter)
	p.pay = kit.NewButton(p.frame, kit.SoftButton, p.Text("sale_panel.pay_now"), p.Text("key.pay_now"), p.payNow)
	picture := container.NewStack(p.stage, kit.Pad(20, 20, p.code), kit.Pad(20, 20, kit.AtMost(200, 200, p.sign)))
	return kit.AtLeast(360, 0, kit.Card(kit.Column(12, p.title, kit.Grow(1, picture), p.seen, p.pay)))
}

func (p *salePanel) right() fyne.CanvasObject {
	p.state = kit.NewPillOf(kit.SizeLarge)
	p.amount = kit.NewFitted(92, kit.ColorInk, fyne.TextAlignLeading).Strong()
	p.wallet = kit.NewLabel(kit.SizeLarge, kit.ColorInkSoft)
	p.note = kit.NewParagraph(kit.SizeBody+1, kit.ColorInkSoft, 2, fyne.TextAlignLeading)
	p.note.Still = true
	p.words = kit.NewParagraph(kit.SizeLarge, kit.ColorInk, 4, fyne.TextAlignLeading)
	p.times = kit.NewFitted(kit.SizeLarge, kit.ColorInk, fyne.TextAlignLeading)
	p.answer = kit.NewFitted(kit.SizeBody+1, kit.ColorInkSoft, fyne.TextAlignLeading)
	s := p.frame
	p.ask = kit.NewButton(s, kit.SoftButton, p.Text("sale_panel.ask_now"), p.Text("key.f5"), func() { s.Send(core.AskNow{}) })
	p.stop = kit.NewButton(s, kit.SoftButton, p.Text("sale_panel.stop"), p.Text("key.esc"), p.askStop)
	p.leave = kit.NewButton(s, kit.SoftButton, p.Text("sale_panel.leave"), p.Text("key.esc"), p.frame.Keyboard().IfSeen(p.leaveIt))
	p.on = kit.NewButton(s, kit.AccentButton, "", p.Text("key.enter"), p.frame.Keyboard().IfSeen(p.goOn))
	p.on.TextSize, p.on.Least.Height = 22, 72
	p.amount.Low, p.words.Low, p.note.Low, p.note.Least = kit.SizeBig, kit.SizeSmall, 11, 11
	details := kit.Column(4, kit.Row(0, p.state.Box, kit.Space()), kit.GrowTo(130, 1, p.amount), kit.Row(16, p.wallet, kit.Grow(1, p.note)))
	p.asks, p.stops, p.leaves = kit.Grow(1, p.ask), kit.Grow(1, p.stop), kit.Grow(1, p.leave)
	p.face = kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius)
	content := kit.Column(14, kit.GrowTo(240, 2, details), kit.Grow(1, p.words), kit.Column(6, p.times, p.answer),
		kit.Column(10, kit.Row(10, p.asks, p.stops, p.leaves), p.on))
	return kit.Over(p.face, kit.SoftPad(kit.CardEdge, kit.CardEdge-4, 12, content))
}

// phaseLook is what a phase looks like on the staff side.
type phaseLook struct {
	tone       kit.Tone
	state      string // the pill's words
	seen       string // what the customer sees
	title      string // the button that goes on; empty when nothing does
	goOnAtEsc  bool   // only Esc goes on: this must not be passed over
	withAnswer bool   // times and last answer are worth showing
}

func (p *salePanel) looks(phase core.Phase) phaseLook {
	t := func(key string) string { return p.Text(key) }
	bad := kit.ToneBad
	bad.Shape = kit.IconStop
	busy := kit.ToneAccent
	busy.Shape = kit.IconHalf
	wait := kit.ToneAccent
	wait.Shape = kit.IconClock
	switch phase {
	case core.Waiting:
		return phaseLook{tone: wait, state: t("phase.waiting"), seen: t("sees.code"), withAnswer: true}
	case core.Paid:
		return phaseLook{tone: kit.ToneGood, state: t("phase.paid"), seen: t("sees.tick"), title: t("go_on.next"), withAnswer: true}
	case core.Closed:
		closed := kit.ToneCalm
		closed.Shape = kit.IconCross
		return phaseLook{tone: closed, state: t("phase.closed"), seen: t("sees.closed"), title: t("go_on.fresh")}
	case core.TimeUp:
		over := kit.ToneCalm
		over.Shape = kit.IconClock
		return phaseLook{tone: over, state: t("phase.time_up"), seen: t("sees.time_up"), title: t("go_on.show_again")}
	case core.Failed:
		return phaseLook{tone: kit.ToneWarn, state: t("phase.failed"), seen: t("sees.wait"), title: t("go_on.again")}
	case core.Disputed:
		return phaseLook{tone: bad, state: t("phase.disputed"), seen: t("sees.wait"), title: t("go_on.alert"), goOnAtEsc: true}
	case core.Unrecorded:
		return phaseLook{tone: bad, state: t("phase.unrecorded"), seen: t("sees.wait"), title: t("go_on.written"), goOnAtEsc: true}
	}
	return phaseLook{tone: busy, state: t("phase.sending"), seen: t("sees.moment")}
}

func (p *salePanel) draw(v core.View) {
	s := v.Sale
	p.sale, p.zone = s, v.Settings.Zone
	look := p.looks(s.Phase)
	preview := s.Phase == core.Waiting && p.code.Set(s.QR)
	shown, unread := p.frame.CustomerSees(s.QR)
	refused := s.Phase == core.Waiting && (unread || !shown && !preview)
	drawn := preview && !refused
	if s.Phase != core.Waiting {
		p.code.Set("")
	}
	kit.SetVisible(p.code, drawn)
	kit.SetVisible(p.sign, !drawn)
	p.sign.Change(look.tone.Shape, look.tone.Ink)
	p.stage.Paint(look.tone.Fill, kit.ColorClear)
	p.state.Say(look.tone, look.state)
	p.caption(s, look, shown, refused)
	p.amount.Set(p.Money(s.Amount))
	p.wallet.Set(p.Method(s.Method))
	p.note.Set(strings.Join(p.details(s), " · "))
	p.words.Set(p.sentence(s, refused))
	p.paint(s, look)
	p.buttons(s, look, v.Practice)
	p.tick()
}

// caption says what the picture is: what the customer sees, or what only staff do.
func (p *salePanel) caption(s *core.SaleView, look phaseLook, shown, refused bool) {
	title, seen := p.Text("sale_panel.customer_sees"), look.seen
	switch {
	case s.Restored:
		title, seen = p.Text("sale_panel.staff_see"), p.Text("sees.restored")
	case !shown:
		title, seen = p.Text("sale_panel.staff_see"), p.Text("sees.nothing")
	case refused:
		seen = p.Text("sees.wait")
	case s.Phase == core.Sending && s.Slow:
		seen = p.Text("sees.slow")
	}
	p.title.Set(title)
	p.seen.Set(seen)
}

// details are what the amount is made of, and the note.
func (p *salePanel) details(s *core.SaleView) (parts []string) {
	part := func(key string, minor int64) {
		if minor > 0 {
			parts = append(parts, p.Text(key, "Sum", order.Amount{Minor: minor, Currency: s.Amount.Currency}))
		}
	}
	part("sale_panel.discount", s.Discount)
	part("sale_panel.tip", s.Tip)
	if s.Note != "" {
		parts = append(parts, p.Text("sale_panel.note", "Note", s.Note))
	}
	return parts
}

// paint gives the panel the colour of what must not be missed.
func (p *salePanel) paint(s *core.SaleView, look phaseLook) {
	p.words.Paint(kit.ColorInk)
	p.face.Paint(kit.ColorSurface, kit.ColorHairline)
	switch {
	case look.goOnAtEsc:
		p.words.Paint(kit.ColorBad)
		p.face.Paint(kit.ColorSurface, kit.ColorBad)
	case s.Unclear:
		p.words.Paint(kit.ColorWarn)
	case s.Phase == core.Paid:
		p.face.Paint(kit.ColorGoodSoft, kit.ColorGood)
	}
}

// sentence is what staff must know in this phase.
func (p *salePanel) sentence(s *core.SaleView, refused bool) string {
	switch {
	case !s.Problem.Empty():
		return p.Say(kit.Sentence(s.Problem), p.zone)
	case refused:
		return p.Text("sale_panel.no_drawing")
	case s.Phase == core.Paid && s.Restored:
		return p.Say(kit.Sentence(core.Text{Key: "sale_panel.paid_before", Values: map[string]any{"Time": s.Since}}), p.zone)
	case s.Phase == core.Paid:
		return p.Text("sale_panel.paid")
	case s.Phase == core.Closed:
		return p.Text("sale_panel.closed")
	case s.Phase == core.TimeUp:
		return p.Text("sale_panel.time_up")
	case s.QuietLong && time.Until(s.Quiet) > 0:
		return p.Text("sale_panel.quiet_long", "Left", kit.Clock(time.Until(s.Quiet)))
	case time.Until(s.Quiet) > 0:
		return p.Text("sale_panel.quiet", "Left", kit.Clock(time.Until(s.Quiet)))
	case s.Slow:
		return p.Text("sale_panel.slow")
	case s.Phase == core.Waiting:
		return p.Text("sale_panel.waiting", "Method", s.Method)
	case s.Phase == core.Sending:
		return p.Text("sale_panel.sending")
	}
	return ""
}

func (p *salePanel) buttons(s *core.SaleView, look phaseLook, practice bool) {
	waiting := s.Phase == core.Waiting
	kit.SetVisible(p.asks, waiting)
	kit.SetVisible(p.stops, waiting || s.Phase == core.Sending)
	kit.SetVisible(p.leaves, p.unpaid())
	kit.SetVisible(p.pay, waiting && practice && p.frame.PayNow() != nil)
	kit.SetVisible(p.on, look.title != "")
	p.on.Set(look.title)
	p.on.Hint = p.Text("key.enter")
	if look.goOnAtEsc {
		p.on.Hint = p.Text("key.esc")
	}
	p.on.Refresh()
	kit.SetVisible(p.times, look.withAnswer && !s.Restored) // it took its time in another run
	kit.SetVisible(p.answer, look.withAnswer && waiting)
}

// tick counts the seconds.
func (p *salePanel) tick() {
	if p.sale != nil && !p.sale.Quiet.IsZero() {
		p.words.Set(p.sentence(p.sale, false))
	}
	switch {
	case p.sale == nil:
		return
	case p.sale.Phase == core.Paid:
		p.times.Set(p.Text("sale_panel.paid_after", "Time", p.Seconds(p.sale.PaidAfter), "Took", p.Seconds(p.sale.Took)))
		return
	case p.sale.Phase != core.Waiting:
		return
	}
	p.times.Set(p.Text("sale_panel.times", "Shown", kit.Clock(time.Since(p.sale.Since)), "Left", kit.Clock(time.Until(p.sale.Until))))
	answer := p.Say(kit.Sentence(p.sale.Said), p.zone)
	switch {
	case p.sale.Asking:
		answer = p.Text("sale_panel.asking")
	case !p.sale.AskedAt.IsZero():
		answer = p.Text("sale_panel.answer", "Time", kit.Clock(time.Since(p.sale.AskedAt)), "Took", p.Seconds(p.sale.Took), "Said", answer)
	}
	p.answer.Set(answer)
}

// payNow is the practice customer's payment.
func (p *salePanel) payNow() {
	if pay := p.frame.PayNow(); pay != nil {
		pay()
	}
}

// do is a key while a sale is on the screen.
func (p *salePanel) do(d kit.Deed) bool {
	if d != kit.DoGo && d != kit.DoStop {
		return false
	}
	if d == kit.DoStop {
		p.page.ahead = nil
	}
	switch p.sale.Phase {
	case core.Sending, core.Waiting:
		if d == kit.DoStop {
			p.askStop()
		}
	case core.Disputed, core.Unrecorded:
		if d == kit.DoStop {
			p.page.next(nil)
		}
	case core.Failed:
		p.leaveFailed(d == kit.DoGo)
	case core.Closed, core.TimeUp:
		p.leaveUnpaid(d == kit.DoGo)
	default:
		p.page.next(nil)
	}
	return true
}

// leaveIt is the button for who has no Esc: the sale ends without money.
func (p *salePanel) leaveIt() {
	if p.unpaid() {
		p.do(kit.DoStop)
	}
}

// unpaid says that the sale has no code any more that can be scanned, or never had.
func (p *salePanel) unpaid() bool {
	return slices.Contains([]core.Phase{core.Closed, core.TimeUp, core.Failed}, p.sale.Phase)
}

// ended says that nothing more comes of the sale.
func (p *salePanel) ended() bool {
	return p.unpaid() || p.sale.Phase == core.Paid
}

// goOn is the button that goes on; a finger that was on its way to what was there before
// does not.
func (p *salePanel) goOn() {
	switch p.sale.Phase {
	case core.Failed:
		p.leaveFailed(true)
	case core.Closed, core.TimeUp:
		p.leaveUnpaid(true)
	default:
		p.page.next(nil)
	}
}

// leaveUnpaid goes on with a sale whose code can't be scanned any more, or leaves it; for
// the one that was begun meanwhile, too.
func (p *salePanel) leaveUnpaid(again bool) {
	if !again || p.page.ahead.before(p.frame.Keyboard().Stroke()) {
		p.page.next(nil)
		return
	}
	p.page.ahead = nil
	p.frame.Send(core.Again{Seen: p.sale.Seen()})
}

// leaveFailed goes on from a sale without a code, with the same amount typed
// again or with an empty one; or with the one that was begun meanwhile.
func (p *salePanel) leaveFailed(again bool) {
	if !again || p.page.ahead.before(p.frame.Keyboard().Stroke()) {
		p.page.next(nil)
		return
	}
	price := p.sale.Amount
	price.Minor += p.sale.Discount - p.sale.Tip // both are still chosen
	p.page.next(&price)
}

func (p *salePanel) dismiss() {
	if p.sale != nil {
		p.frame.Send(core.Dismiss{Seen: p.sale.Seen()})
	}
}

// askStop asks before a code is taken from the customer's screen.
func (p *salePanel) askStop() {
	c := kit.Confirmation{
		Title: p.Text("stop.title"), Text: p.Text("stop.text"), Yes: p.Text("stop.yes"), No: p.Text("stop.no"),
		Stop: true, Do: p.dismiss,
	}
	switch {
	case p.sale.Unclear:
		c.Text = p.Text("stop.text_unclear")
	case p.sale.QuietLong:
		c.Text = p.Text("stop.text_quiet")
	case p.sale.Phase == core.Sending:
		c.Title, c.Text = p.Text("stop.sending_title"), p.Text("stop.sending_text")
	}
	p.frame.Confirm(c)
}
