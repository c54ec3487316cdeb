// Package uitest is a window for the tests of one page. Only tests import it.
//
// [Stand] (stand.go) is a frame for a single page, as real as one window can be: the
// sheets, the focus and the way of the keys are the till's own, and where the page
// leads, and what it sends, is noted. What only one room's pages ask for, the tests
// of that room add to a Stand of their own. [Hands] (hands.go) press its keys and
// read its words, as a person would; the functions beside them look into any part.
//
// app.go makes the program, with or without the fonts that people see. views.go and
// orders.go have what a page can be given to show: Views, orders in every state, and
// a [Ledger], which is a real log with orders in it.
//
// Everything runs on the goroutine of the test: Fyne's test driver has no other.
package uitest
