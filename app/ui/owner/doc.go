// Package owner has the pages of orders, for whoever answers for the money: every
// order, newest first; the ones that need a person; and one order with all that is
// known about it, where money goes back.
//
//	History ─┐                          ┌─► refund, send again   ┐ with the manager's
//	Trouble ─┴─Enter─► OrderPage ─F9, …─┴─► record what is known ┘ PIN: managersheet.go
//
// history.go reads the book a page of orders at a time and keeps its place in it;
// history_row.go draws one line. trouble.go is the list that the till keeps of what
// nobody but a person can settle. orderpage.go shows one order as cards;
// orderwords.go says in plain words where it stands, orderrefunds.go the same of its
// refunds, orderdiffered.go lays an answer that disagreed beside what was expected.
// managersheet.go is what the sheets have in common that ask for a PIN:
// refundsheet.go and resolvesheet.go.
//
// The pages read and send commands; what an order is, they are told by the book and
// by Views. A page reads the book again when a View says that the log has grown. A
// sheet stays until a View says that the till has done it, and keeps all that was
// typed but the PIN when it has not. What the pages may ask of their window is
// [Frame]; they know no page of another room.
//
// All of it runs on Fyne's goroutine; the book answers from an index in memory. The
// package imports book (to read), core, order, typing and kit.
package owner
