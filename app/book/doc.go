// Package book is the owner's book: what was taken, searched and exported. It
// only reads the log, knows no gateway and no window, and works with the network
// cable out.
//
//	Page   the list of orders, newest first, a page at a time
//	Order  one order
//	Range  the orders of some business days, for exports
//
// [Row] is an order as the outside world gets it, a stable interface.
package book
