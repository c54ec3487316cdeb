package owner

import (
	"testing"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// office is a stand with the owner's pages, which lead to each other as they do
// in the till, and a real order log.
type office struct {
	*uitest.Stand
	ledger  *uitest.Ledger
	history *History
	order   *OrderPage
	trouble *Trouble
}

// newOffice has a log with so many orders, six minutes apart, and opens History.
func newOffice(t *testing.T, orders int) *office {
	t.Helper()
	s, l := uitest.NewStand(t), uitest.NewLedger(t, orders)
	o := &office{Stand: s, ledger: l}
	o.history, o.order, o.trouble = NewHistory(o.Texts, o), NewOrderPage(o.Texts, o), NewTrouble(o.Texts, o)
	var before uitest.Page
	s.Opens = func(of order.Order) {
		if s.Page != o.order {
			before = s.Page
		}
		o.order.Open(of)
		s.Open(o.order)
	}
	s.Backs = func() {
		if before == o.history {
			o.history.ComeBack()
		}
		s.Open(before)
	}
	s.Other = func(d kit.Deed) bool {
		if d == kit.DoRefund && s.Page == o.order {
			o.order.Refund()
		}
		return d == kit.DoRefund
	}
	s.View = l.Fresh()
	s.Open(o.history)
	return o
}

func (o *office) Book() Orders { return o.ledger.Book() }

func (o *office) OpenOrder(id order.ID) bool {
	o.ShowOrder(o.ledger.Order(id))
	return true
}

// atOrder is an office with an order's page open.
func atOrder(t *testing.T, of order.Order) *office {
	t.Helper()
	o := newOffice(t, 0)
	o.Draw(uitest.ReadyView())
	o.ShowOrder(of)
	return o
}
