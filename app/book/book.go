package book

import (
	"iter"
	"slices"

	"qrtill/app/order"
	"qrtill/storage"
)

// Cursor is a place in the list of orders; the empty one is the newest end when
// given, the oldest end when returned.
type Cursor = storage.Cursor

// Book reads a log. Any goroutine may use it.
type Book struct{ log *storage.Log }

// New is a book over an open log, which stays the caller's to close.
func New(l *storage.Log) *Book { return &Book{l} }

// Page returns at most n orders before a cursor, newest first, and the cursor
// for the next page.
func (b *Book) Page(before Cursor, n int) ([]order.Order, Cursor, error) {
	return b.log.Orders(before, n)
}

// Order returns one order, or storage.ErrNoOrder.
func (b *Book) Order(id order.ID) (order.Order, error) { return b.log.Order(id) }

// Range yields the orders made from one business day to another, both
// included, oldest first; an empty day is an open end. With states, only orders
// in one of them. It ends after the first error.
func (b *Book) Range(from, to string, states []order.State) iter.Seq2[order.Order, error] {
	return func(yield func(order.Order, error) bool) {
		for o, err := range b.log.Range(from, to) {
			wanted := err != nil || len(states) == 0 || slices.Contains(states, o.State)
			if wanted && !yield(o, err) {
				return
			}
		}
	}
}
