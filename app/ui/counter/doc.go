// Package counter is the page of the sale: an amount while the till is ready, and
// the sale while one is in front of the customer. It is the page that staff look
// at all day, and works without a mouse.
//
//	keys ─► typing ─► core.Charge ─► (the till) ─► View ─► the sale's panel
//
// page.go shows the amount, its tape and the shop's day, and keeps what is typed in
// step with the sale; keypad.go has the same keys for fingers, and the quick
// amounts; rates.go discounts and tips; keys.go what a key does, from a digit to
// the question about a large amount; doubt.go asks whether a number was typed or
// scanned; salepanel.go has the staff's side of a sale, and which key goes on from it;
// ahead.go what is typed there for the next one.
//
// The page decides nothing about money. It sends a Charge once and waits for a View
// that shows the sale; that a sale is paid it is only ever told. What it may ask of
// its window is [Frame]. It knows no other page, nor the customer's window: of that
// one it is handed a [Preview] of the code, and whether it can be seen.
//
// All of it runs on Fyne's goroutine. The package imports core, order, typing and
// kit.
package counter
