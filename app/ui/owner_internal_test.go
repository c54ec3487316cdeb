package ui

import (
	"testing"

	"qrtill/app/order"
)

// office is a stand with the owner's pages, which lead to each other as they do
// in the till, and a real order log.
type office struct {
	*stand
	ledger  *ledger
	history *history
	order   *orderPage
	trouble *trouble
}

// newOffice has a log with so many orders, six minutes apart, and opens History.
func newOffice(t *testing.T, orders int) *office {
	t.Helper()
	s, l := newStand(t), newLedger(t, orders)
	o := &office{stand: s, ledger: l}
	o.history, o.order, o.trouble = newHistory(o.kit, o), newOrderPage(o.kit, o), newTrouble(o.kit, o)
	var before onePage
	s.opens = func(of order.Order) {
		if s.page != o.order {
			before = s.page
		}
		o.order.open(of)
		s.open(o.order)
	}
	s.backs = func() {
		if before == o.history {
			o.history.comeBack()
		}
		s.open(before)
	}
	s.other = func(d deed) bool {
		if d == doRefund && s.page == o.order {
			o.order.refund()
		}
		return d == doRefund
	}
	s.view = l.fresh()
	s.open(o.history)
	return o
}

func (o *office) book() orders { return o.ledger.book() }

func (o *office) openOrder(id order.ID) bool {
	o.showOrder(o.ledger.order(id))
	return true
}

// atOrder is an office with an order's page open.
func atOrder(t *testing.T, of order.Order) *office {
	t.Helper()
	o := newOffice(t, 0)
	o.draw(readyView())
	o.showOrder(of)
	return o
}
