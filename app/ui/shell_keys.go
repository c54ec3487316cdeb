package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Key is where every key of both windows ends that nothing else has used.
func (s *shell) Key(e *fyne.KeyEvent) {
	switch {
	case s.TakeKey(e), s.global(kit.DeedOf(e.Name)), s.page.Key(e):
	case s.Keyboard().Silent(e) && s.Keyboard().Stroke().Does == nil: // Fyne says nothing of it
		s.Sign("sign.ctrl")
	case s.Keyboard().Silent(e):
		s.Sign("sign.num_lock")
	case s.Keyboard().Mute():
		s.Sign("sign.nothing")
	}
}

func (s *shell) Rune(r rune) {
	switch missed := s.Keyboard().Missed(); {
	case !s.Asking() && s.page.Rune(r):
	case missed, s.aside.typing && s.Asks():
		s.Sign("sign.hushed")
	default:
		s.Sign("sign.nothing")
	}
}

// Scan is what was scanned where no field has the focus: it goes into the note of the
// next sale, and nowhere else.
func (s *shell) Scan(text string) {
	if c, ok := s.page.(scanner); !ok || s.Asking() || !c.Scan(text) {
		s.Sign("sign.scan")
	}
}

// Asks says that Enter and Esc answer something.
func (s *shell) Asks() bool { return s.Asking() || s.page == s.counter && s.view.Sale != nil }

// Polled has what is said for a moment go.
func (s *shell) Polled() { s.top.sign.Look(s.Keyboard().Now()) }

// Sign says for a moment why a key did nothing.
func (s *shell) Sign(key string) {
	if key == "sign.hushed" && s.page == s.counter && !s.Asking() {
		key = s.counter.NotTaken()
	}
	s.top.sign.Say(s.Text(key), s.Keyboard().Now())
}

// global does what a key does on every screen, if there is anything to do.
func (s *shell) global(d kit.Deed) bool {
	switch d {
	case kit.DoHelp:
		s.help()
	case kit.DoCharge:
		s.open(atCharge)
	case kit.DoHistory:
		s.open(atHistory)
	case kit.DoSettings:
		s.open(atSettings)
	case kit.DoTrouble:
		s.open(atTrouble)
	case kit.DoCustomer:
		s.watch.Toggle()
	case kit.DoLanguage:
		s.nextLanguage()
	case kit.DoSeen:
		return s.acknowledge()
	case kit.DoRefund:
		return s.refund()
	case kit.DoAskNow:
		return s.askNow()
	case kit.DoPayNow:
		return s.payForCustomer()
	case kit.DoDrills:
		s.drills.choose()
	default:
		return false
	}
	return true
}

// askNow asks about the order that staff look at, or else about the sale.
func (s *shell) askNow() bool {
	if s.onOrder() {
		s.order.Check()
		return true
	}
	if s.view.Sale == nil && time.Until(s.view.Quiet) <= 0 {
		return false
	}
	s.Send(core.AskNow{})
	return true
}

// acknowledge takes note of the oldest alert.
func (s *shell) acknowledge() bool {
	if len(s.view.Alerts) == 0 {
		return false
	}
	s.Send(s.view.Alerts[0].Seen())
	return true
}

// refund opens the refund of the order on the page, or else of the alert.
func (s *shell) refund() bool {
	if s.onOrder() {
		s.order.Refund()
		return true
	}
	return s.refundAlert()
}

// refundAlert opens the page of the oldest alert's order and, where money can
// go back, its refund.
func (s *shell) refundAlert() bool {
	if len(s.view.Alerts) == 0 {
		return false
	}
	first := s.view.Alerts[0]
	if s.OpenOrder(first.Order) && first.Kind != order.AlertMismatch {
		s.order.Refund()
	}
	return true
}

// OpenOrder shows an order's page; Esc there leads back to where staff are now.
func (s *shell) OpenOrder(id order.ID) bool {
	if s.onOrder() && s.order.Shows(id) {
		return true
	}
	o, err := s.config.Book.Order(id)
	if err != nil {
		s.open(atHistory) // it says what is wrong with the log
		return false
	}
	s.ShowOrder(o)
	return true
}

func (s *shell) ShowOrder(o order.Order) {
	if !s.onOrder() {
		s.before = s.page
	}
	s.order.Open(o)
	s.display(s.order)
}

// onOrder says that the page on the screen is an order's.
func (s *shell) onOrder() bool { return s.page == s.order }

// orderShown is the order whose page is on the screen, empty for another page.
func (s *shell) orderShown() order.ID {
	if !s.onOrder() {
		return ""
	}
	return s.order.ID()
}

// Back leads from an order's page to the one that it was opened from.
func (s *shell) Back() {
	if p, ok := s.before.(returner); ok {
		p.ComeBack()
	}
	s.display(s.before)
}

// payForCustomer is the practice customer's payment.
func (s *shell) payForCustomer() bool {
	sale := s.view.Sale
	if s.config.PayNow == nil || sale == nil || sale.Phase != core.Waiting {
		return false
	}
	s.config.PayNow(sale.Order)
	return true
}
