package owner

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// orderVerdicts are what a manager can have read in the gateway's portal about an order.
var orderVerdicts = []order.Verdict{order.HandPaid, order.HandUnpaid, order.HandRefunded}

// resolveSheet takes a manager's record of what the gateway's portal says.
type resolveSheet struct {
	managerSheet
	order   order.ID
	saw     core.Standing
	refund  order.RefundID // empty for the order itself
	verdict *kit.Picker
	askWhat *kit.Prompt
}

// resolve opens the sheet for the order, or for one of its refunds.
func (p *OrderPage) resolve(refund order.RefundID) {
	s := &resolveSheet{managerSheet: managerSheet{Texts: p.Texts, frame: p.frame}, order: p.order.ID, saw: core.StandingOf(p.order, refund), refund: refund}
	s.title, s.working = p.Text("resolve.title", "Order", shortID(p.order.ID)), p.Text("resolve.working")
	offered, intro := orderVerdicts, p.Text("resolve.intro", "Amount", p.order.Amount)
	if r, is := p.order.Refund(refund); is {
		s.title = p.Text("resolve.refund_title", "Amount", r.Amount)
		offered, intro = r.Verdicts(r.SentAgo(time.Now())), p.Text("resolve.refund_intro", "Number", string(refund))
		s.given = func() bool { return time.Now().Before(p.frame.Latest().Manager.Settles[refund]) }
	}
	s.intro = []fyne.CanvasObject{kit.NewText(kit.SizeBody, kit.ColorInkSoft, kit.SheetWidth, intro)}
	s.verdict = kit.NewPicker(p.frame, s.chosen)
	values, names := make([]string, len(offered)), make([]string, len(offered))
	for i, v := range offered {
		values[i], names[i] = string(v), verdictWord(s.Texts, v)
	}
	s.verdict.Offer(values, names)
	s.verdict.Clear()
	s.reason = kit.NewField(p.frame, p.Text("resolve.reason_hint"), order.RefundReasonLength)
	s.askWhat = kit.NewPrompt(p.Text("resolve.verdict"), p.Text("resolve.verdict_hint"), s.verdict.Box)
	s.askWhy = kit.NewPrompt(p.Text("resolve.reason"), "", s.reason)
	s.askWhy.Mends(s.reason, s.relayout)
	s.asks, s.fields, s.first = []*kit.Prompt{s.askWhat, s.askWhy}, []*kit.Field{s.reason}, s.verdict.Buttons[0]
	s.check, s.command, s.home = s.right, s.wanted, s.remedy
	s.lay(p.Text("resolve.button"))
}

// verdictWord is a verdict in a word.
func verdictWord(k kit.Texts, v order.Verdict) string {
	switch v {
	case order.HandPaid:
		return k.Text("resolve.paid")
	case order.HandUnpaid:
		return k.Text("resolve.unpaid")
	case order.HandNotRefunded:
		return k.Text("resolve.not_refunded")
	}
	return k.Text("resolve.refunded")
}

// chosen says what the choice does to the books, and goes on to the reason.
func (s *resolveSheet) chosen(value string) {
	words := s.Text("resolve.refunded_text")
	switch v := order.Verdict(value); {
	case s.refund != "" && v == order.HandNotRefunded:
		words = s.Text("resolve.not_refunded_text")
	case s.refund != "":
		words = s.Text("resolve.refund_done_text")
	case v == order.HandPaid:
		words = s.Text("resolve.paid_text")
	case v == order.HandUnpaid:
		words = s.Text("resolve.unpaid_text")
	}
	s.askWhat.Hint = words
	s.askWhat.Wrong("")
	s.relayout()
	s.frame.Focus(s.reason)
}

func (s *resolveSheet) right() bool {
	switch {
	case s.verdict.Value() == "":
		s.askWhat.Wrong(s.Text("resolve.verdict_missing"))
		s.frame.Focus(s.verdict.Buttons[0])
		return false
	case strings.TrimSpace(s.reason.Text) == "":
		s.askWhy.Wrong(s.Text("resolve.reason_missing"))
		s.frame.Focus(s.reason)
		return false
	}
	return true
}

func (s *resolveSheet) wanted(pin string) core.Command {
	return core.Resolve{
		Order: s.order, Refund: s.refund, Saw: s.saw, Verdict: order.Verdict(s.verdict.Value()),
		Reason: strings.TrimSpace(s.reason.Text), PIN: pin,
	}
}

func (s *resolveSheet) remedy(problem string) *kit.Field {
	if problem == "error.hand.reason" {
		return s.reason
	}
	return nil
}

// sendAgain opens the sheet for a refund that the gateway says it does not have.
func (p *OrderPage) sendAgain(id order.RefundID) {
	r, is := p.order.Refund(id)
	if !is {
		return
	}
	look := kit.ToneWarn
	m := &managerSheet{Texts: p.Texts, frame: p.frame, title: p.Text("again.title", "Amount", r.Amount), working: p.Text("again.working")}
	first := kit.NewAside()
	first.FitWidth(kit.SheetWidth)
	first.Say(look, p.Text("again.look", "Number", string(id)))
	m.intro = []fyne.CanvasObject{first.Box, kit.NewText(kit.SizeBody, kit.ColorInkSoft, kit.SheetWidth, p.Text("again.text"))}
	of := p.order.ID
	m.command = func(pin string) core.Command { return core.SendAgain{Order: of, Refund: id, PIN: pin} }
	m.lay(p.Text("again.button"))
}
