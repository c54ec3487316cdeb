package ui

import (
	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
)

// ownerFrame is what the owner's pages ask of their window besides what every
// page does.
type ownerFrame interface {
	frame
	send(core.Command)
	latest() app.View
	book() orders // nil for none

	showOrder(order.Order)      // on the order's page
	openOrder(id order.ID) bool // the same for an order that is still to be read
	back()                      // from the order's page to the one before
	toSettings()
}

// orders is the owner's book, as far as the pages read it. The book is one; the
// tests that look at every screen bring their own.
type orders interface {
	Page(before book.Cursor, n int) ([]order.Order, book.Cursor, error)
	Order(order.ID) (order.Order, error)
}
