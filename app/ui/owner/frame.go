package owner

import (
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Frame is what the owner's pages ask of their window besides what every
// page does.
type Frame interface {
	kit.Frame
	Send(core.Command)
	Latest() core.View
	Book() Orders // nil for none

	ShowOrder(order.Order)      // on the order's page
	OpenOrder(id order.ID) bool // the same for an order that is still to be read
	Back()                      // from the order's page to the one before
	ToSettings()
}

// Orders is the owner's book, as far as the pages read it. The book is one; the
// tests that look at every screen bring their own.
type Orders interface {
	Page(before book.Cursor, n int) ([]order.Order, book.Cursor, error)
	Order(order.ID) (order.Order, error)
}
