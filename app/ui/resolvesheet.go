package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

// verdicts are what a manager can have read in the gateway's portal, about an
// order or about one of its refunds.
var (
	orderVerdicts  = []order.Verdict{order.HandPaid, order.HandUnpaid, order.HandRefunded}
	refundVerdicts = []order.Verdict{order.HandRefunded, order.HandNotRefunded}
)

// resolveSheet takes a manager's record of what the gateway's portal says.
type resolveSheet struct {
	managerSheet
	order   order.ID
	refund  order.RefundID // empty for the order itself
	verdict *picker
	reason  *field
	askWhat *asked
	askWhy  *asked
}

// resolve opens the sheet for the order, or for one of its refunds.
func (p *orderPage) resolve(refund order.RefundID) {
	s := &resolveSheet{managerSheet: managerSheet{kit: p.kit, frame: p.frame}, order: p.order.ID, refund: refund}
	s.title, s.working = p.text("resolve.title", "Order", shortID(p.order.ID)), p.text("resolve.working")
	offered, intro := orderVerdicts, p.text("resolve.intro", "Amount", p.order.Amount)
	if r, is := p.order.Refund(refund); is {
		s.title = p.text("resolve.refund_title", "Amount", r.Amount)
		offered, intro = refundVerdicts, p.text("resolve.refund_intro", "Number", string(refund))
	}
	s.intro = []fyne.CanvasObject{newText(sizeBody, colorInkSoft, sheetWidth, intro)}
	s.verdict = newPicker(p.frame, s.chosen)
	values, names := make([]string, len(offered)), make([]string, len(offered))
	for i, v := range offered {
		values[i], names[i] = string(v), s.word(v)
	}
	s.verdict.offer(values, names)
	s.verdict.clear()
	s.reason = newField(p.frame, p.text("resolve.reason_hint"), order.RefundReasonLength)
	s.askWhat = newAsked(p.text("resolve.verdict"), p.text("resolve.verdict_hint"), s.verdict.box)
	s.askWhy = newAsked(p.text("resolve.reason"), "", s.reason)
	s.askWhy.mends(s.reason, s.relayout)
	s.asks, s.fields, s.first = []*asked{s.askWhat, s.askWhy}, []*field{s.reason}, s.verdict.buttons[0]
	s.check, s.command, s.home = s.right, s.wanted, s.remedy
	s.lay(p.text("resolve.button"))
}

// word is a verdict in a word.
func (s *resolveSheet) word(v order.Verdict) string {
	switch v {
	case order.HandPaid:
		return s.text("resolve.paid")
	case order.HandUnpaid:
		return s.text("resolve.unpaid")
	case order.HandNotRefunded:
		return s.text("resolve.not_refunded")
	}
	return s.text("resolve.refunded")
}

// chosen says what the choice does to the books, and goes on to the reason.
func (s *resolveSheet) chosen(value string) {
	words := s.text("resolve.refunded_text")
	switch v := order.Verdict(value); {
	case s.refund != "" && v == order.HandNotRefunded:
		words = s.text("resolve.not_refunded_text")
	case s.refund != "":
		words = s.text("resolve.refund_done_text")
	case v == order.HandPaid:
		words = s.text("resolve.paid_text")
	case v == order.HandUnpaid:
		words = s.text("resolve.unpaid_text")
	}
	s.askWhat.hint = words
	s.askWhat.wrong("")
	s.relayout()
	s.frame.focus(s.reason)
}

func (s *resolveSheet) right() bool {
	switch {
	case s.verdict.value() == "":
		s.askWhat.wrong(s.text("resolve.verdict_missing"))
		s.frame.focus(s.verdict.buttons[0])
		return false
	case strings.TrimSpace(s.reason.Text) == "":
		s.askWhy.wrong(s.text("resolve.reason_missing"))
		s.frame.focus(s.reason)
		return false
	}
	return true
}

func (s *resolveSheet) wanted(pin string) core.Command {
	return core.Resolve{
		Order: s.order, Refund: s.refund, Verdict: order.Verdict(s.verdict.value()),
		Reason: strings.TrimSpace(s.reason.Text), PIN: pin,
	}
}

func (s *resolveSheet) remedy(problem string) *field {
	if problem == "error.hand.reason" {
		return s.reason
	}
	return nil
}

// sendAgain opens the sheet for a refund that the gateway says it does not have.
func (p *orderPage) sendAgain(id order.RefundID) {
	r, is := p.order.Refund(id)
	if !is {
		return
	}
	look := toneWarn
	m := &managerSheet{kit: p.kit, frame: p.frame, title: p.text("again.title", "Amount", r.Amount), working: p.text("again.working")}
	first := newAside()
	first.word.Resize(fyne.NewSize(sheetWidth-68, 0))
	first.say(look, p.text("again.look", "Number", string(id)))
	m.intro = []fyne.CanvasObject{first.box, newText(sizeBody, colorInkSoft, sheetWidth, p.text("again.text"))}
	m.command = func(pin string) core.Command { return core.SendAgain{Order: p.order.ID, Refund: id, PIN: pin} }
	m.lay(p.text("again.button"))
}
