package owner

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/typing"
	"qrtill/app/ui/kit"
)

// refundSheet asks a manager how much of a payment goes back, and why.
type refundSheet struct {
	managerSheet
	page   *OrderPage
	order  order.ID       // of this one, whatever the page shows by then
	failed order.RefundID // that had failed when it was opened
	amount *kit.Field
	askSum *kit.Prompt
}

// Refund opens the sheet that asks how much goes back, if something is left to refund.
func (p *OrderPage) Refund() {
	if p.order.Refundable().Minor <= 0 {
		return
	}
	s := &refundSheet{managerSheet: managerSheet{Texts: p.Texts, frame: p.frame}, page: p, order: p.order.ID}
	if r, failed := p.order.FailedRefund(); failed {
		s.failed = r.ID
	}
	s.amount, s.reason = kit.NewAmountField(p.frame, 12), kit.NewField(p.frame, p.Text("refund.reason_hint"), order.RefundReasonLength)
	s.askSum = kit.NewPrompt(p.Text("refund.amount"), "", s.amount)
	s.askWhy = kit.NewPrompt(p.Text("refund.reason"), "", s.reason)
	s.amount.SetText(typing.PlainAmount(s.left()))
	s.follow(s.amount, s.said)
	s.follow(s.reason, func() { s.askWhy.Wrong("") })
	s.title = p.Text("refund.title", "Order", shortID(p.order.ID))
	s.intro = []fyne.CanvasObject{kit.NewText(kit.SizeBody, kit.ColorInkSoft, kit.SheetWidth, s.introduction())}
	s.asks, s.fields, s.first = []*kit.Prompt{s.askSum, s.askWhy}, []*kit.Field{s.amount, s.reason}, s.amount
	s.working = p.Text("refund.working")
	s.check, s.command, s.home, s.freshen, s.ready = s.right, s.wanted, s.remedy, s.said, s.sums
	s.lay(p.Text("refund.button"))
	s.holds(s.amount)
	s.said()
	s.amount.SelectAll() // the first digit replaces what is offered
}

// follow calls then after every change of a field.
func (s *refundSheet) follow(f *kit.Field, then func()) {
	cut := f.OnChanged
	f.OnChanged = func(text string) {
		cut(text)
		then()
	}
}

// holds has Enter stay in the amount as long as that is wrong.
func (s *refundSheet) holds(amount *kit.Field) {
	on := amount.Taken
	amount.Taken = func() {
		if !s.summed() {
			s.relayout()
			return
		}
		on()
	}
}

// left is what can be refunded now; it may change while the sheet is open.
func (s *refundSheet) left() order.Amount {
	if !s.page.Shows(s.order) {
		return order.Amount{Currency: s.page.order.Amount.Currency}
	}
	return s.page.order.Refundable()
}

func (s *refundSheet) introduction() string {
	o, left := s.page.order, s.left()
	method := s.Method(o.Method)
	if left == o.Amount {
		return s.Text("refund.intro", "Amount", o.Amount, "Method", method)
	}
	gone := order.Amount{Minor: o.Amount.Minor - left.Minor, Currency: left.Currency}
	return s.Text("refund.intro_part", "Amount", o.Amount, "Method", method, "Gone", gone)
}

// typed is the amount, or what is wrong with it.
func (s *refundSheet) typed() (order.Amount, error) {
	a, err := typing.Amount(s.amount.Text, s.left().Currency)
	if err == nil && a.Minor > s.left().Minor {
		err = order.ErrRefundLimit
	}
	return a, err
}

// said keeps the words below the amount, and the button's, in step with it.
func (s *refundSheet) said() {
	a, err := s.typed()
	s.yes.Set(s.Text("refund.button"))
	switch {
	case errors.Is(err, order.ErrRefundLimit):
		s.askSum.Wrong(s.Text("refund.too_much", "Left", s.left()))
	case errors.Is(err, order.ErrAmountEmpty), errors.Is(err, order.ErrAmountZero):
		s.hint(s.Text("refund.at_most", "Left", s.left()))
	case err != nil:
		s.askSum.Wrong(s.frame.Explain(err))
	default:
		s.yes.Set(s.Text("refund.button_amount", "Amount", a))
		rest := order.Amount{Minor: s.left().Minor - a.Minor, Currency: a.Currency}
		if rest.Minor == 0 {
			s.hint(s.Text("refund.nothing_left"))
		} else {
			s.hint(s.Text("refund.left_after", "Left", rest))
		}
	}
	s.draw()
}

// sums says that there is an amount to send.
func (s *refundSheet) sums() bool {
	_, err := s.typed()
	return err == nil
}

func (s *refundSheet) hint(text string) {
	s.askSum.Hint = text
	s.askSum.Wrong("")
}

// right shows what is wrong with amount and reason and says whether nothing is.
func (s *refundSheet) right() bool {
	switch {
	case !s.summed():
		return false
	case strings.TrimSpace(s.reason.Text) == "":
		s.askWhy.Wrong(s.Text("refund.reason_missing"))
		s.frame.Focus(s.reason)
		return false
	}
	return true
}

// summed does so for the amount. That it is too much is said as soon as it is.
func (s *refundSheet) summed() bool {
	_, err := s.typed()
	if err == nil {
		return true
	}
	if !errors.Is(err, order.ErrRefundLimit) {
		s.askSum.Wrong(s.frame.Explain(err))
	}
	s.frame.Focus(s.amount)
	return false
}

func (s *refundSheet) wanted(pin string) core.Command {
	amount, _ := s.typed()
	return core.Refund{Order: s.order, Amount: amount, Reason: strings.TrimSpace(s.reason.Text), PIN: pin, Failed: s.failed}
}

// remedy is the field in which a problem is put right.
func (s *refundSheet) remedy(problem string) *kit.Field {
	switch problem {
	case "error.refund.limit":
		return s.amount
	case "error.refund.reason":
		return s.reason
	}
	return nil
}
