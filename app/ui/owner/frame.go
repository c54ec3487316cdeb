package owner

import (
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Frame is what the owner's pages ask of their window besides what every page
// does. It is called on Fyne's goroutine, and no method blocks.
type Frame interface {
	kit.Frame
	Send(core.Command) // answered by a later View
	Latest() core.View // the one on the screen
	Book() Orders      // nil for none

	ShowOrder(order.Order)      // on the order's page
	OpenOrder(id order.ID) bool // the same for an order that is still to be read; false when it can't be
	Back()                      // from the order's page to the one before
	ToSettings()
}

// Orders is the owner's book, as far as the pages read it: in a till a book.Book,
// whose methods say what they give. Tests that look at every screen bring their own.
type Orders interface {
	Page(before book.Cursor, n int) ([]order.Order, book.Cursor, error)
	Order(order.ID) (order.Order, error)
}
