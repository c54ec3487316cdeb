package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/order"
)

// key is where every key of both windows ends that nothing else has used.
func (s *shell) key(e *fyne.KeyEvent) {
	if !s.takeKey(e) && !s.global(deedOf(e.Name)) {
		s.page.key(e)
	}
}

func (s *shell) rune(r rune) {
	if !s.takeRune() {
		s.page.rune(r)
	}
}

// global does what a key does on every screen.
func (s *shell) global(d deed) bool {
	switch d {
	case doHelp:
		s.help()
	case doCharge:
		s.open(atCharge)
	case doHistory:
		s.open(atHistory)
	case doSettings:
		s.open(atSettings)
	case doTrouble:
		s.open(atTrouble)
	case doCustomer:
		s.watch.Toggle()
	case doLanguage:
		s.nextLanguage()
	case doSeen:
		s.acknowledge()
	case doRefund:
		s.refund()
	case doAskNow:
		s.askNow()
	case doPayNow:
		s.payForCustomer()
	case doDrills:
		s.drills.choose()
	default:
		return false
	}
	return true
}

func (s *shell) askNow() {
	if s.view.Sale != nil {
		s.send(core.AskNow{})
	}
}

// acknowledge takes note of the oldest alert.
func (s *shell) acknowledge() {
	if len(s.view.Alerts) > 0 {
		s.send(core.Acknowledge{Order: s.view.Alerts[0].Order})
	}
}

// refund opens the refund of the order on the page, or else of the alert.
func (s *shell) refund() {
	if s.onOrder() {
		s.order.refund()
		return
	}
	s.refundAlert()
}

// refundAlert opens the page of the oldest alert's order and, where money can
// go back, its refund.
func (s *shell) refundAlert() {
	if len(s.view.Alerts) == 0 {
		return
	}
	first := s.view.Alerts[0]
	if s.openOrder(first.Order) && first.Kind != order.AlertMismatch {
		s.order.refund()
	}
}

// openOrder shows an order's page; Esc there leads back to where staff are now.
func (s *shell) openOrder(id order.ID) bool {
	if s.onOrder() && s.order.shows(id) {
		return true
	}
	o, err := s.config.Book.Order(id)
	if err != nil {
		s.open(atHistory) // it says what is wrong with the log
		return false
	}
	s.showOrder(o)
	return true
}

func (s *shell) showOrder(o order.Order) {
	if !s.onOrder() {
		s.before = s.page
	}
	s.order.open(o)
	s.display(s.order)
}

// onOrder says that the page on the screen is an order's.
func (s *shell) onOrder() bool { return s.page == s.order }

// back leads from an order's page to the one that it was opened from.
func (s *shell) back() {
	if p, ok := s.before.(returner); ok {
		p.comeBack()
	}
	s.display(s.before)
}

// payForCustomer is the practice customer's payment.
func (s *shell) payForCustomer() {
	if sale := s.view.Sale; s.config.PayNow != nil && sale != nil && sale.Phase == core.Waiting {
		s.config.PayNow(sale.Order)
	}
}
