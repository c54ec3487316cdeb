package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/order"
)

// key is where every key of both windows ends that nothing else has used.
func (s *shell) key(e *fyne.KeyEvent) {
	scanned := s.stray >= scanLength && deedOf(e.Name) == doGo
	s.stray = 0
	switch {
	case scanned: // a scanner's Enter answers no question
		return
	case s.sheet != nil:
		s.sheet.key(e)
		return
	}
	if !s.global(deedOf(e.Name)) {
		s.page.key(e)
	}
}

func (s *shell) rune(r rune) {
	if s.sheet == nil {
		s.page.rune(r)
		return
	}
	s.stray++
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
		s.screens.Toggle()
	case doLanguage:
		s.nextLanguage()
	case doSeen:
		s.acknowledge()
	case doRefund:
		s.refund()
	case doAskNow:
		s.askNow()
	case doPayNow:
		s.payNow()
	case doDrills:
		s.drills.choose()
	default:
		return false
	}
	return true
}

func (s *shell) askNow() {
	if s.view.Sale != nil {
		s.send(app.AskNow{})
	}
}

// acknowledge takes note of the oldest alert.
func (s *shell) acknowledge() {
	if len(s.view.Alerts) > 0 {
		s.send(app.Acknowledge{Order: s.view.Alerts[0].Order})
	}
}

// refund opens the refund of the order on the page, or else of the alert.
func (s *shell) refund() {
	if p, ok := s.page.(*orderPage); ok {
		p.refund()
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
		s.history.orderScreen.refund()
	}
}

// openOrder shows an order's page; Esc there leads back to where staff are now.
func (s *shell) openOrder(id order.ID) bool {
	p := s.history.orderScreen
	if s.page == p && p.order.ID == id {
		return true
	}
	o, err := s.config.Book.Order(id)
	if err != nil {
		s.open(atHistory) // it says what is wrong with the log
		return false
	}
	p.open(o)
	return true
}

// payNow is the practice customer's payment.
func (s *shell) payNow() {
	if sale := s.view.Sale; s.config.PayNow != nil && sale != nil && sale.Phase == app.Waiting {
		s.config.PayNow(sale.Order)
	}
}
