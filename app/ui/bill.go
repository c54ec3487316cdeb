package ui

import "qrtill/app/order"

// bill is what a sale comes to: the price that was typed, less a discount, plus
// a tip on the rest.
type bill struct{ price, discount, tip, amount order.Amount }

// bill is the entry's with a discount and a tip in percent, or what is wrong
// with it.
func (e entry) bill(discount, tip int) (bill, error) {
	price, err := e.total()
	if err != nil {
		return bill{}, err
	}
	b := bill{price: price, amount: price, discount: order.Percent(price, discount)}
	b.amount.Minor -= b.discount.Minor
	b.tip = order.Percent(b.amount, tip)
	b.amount.Minor += b.tip.Minor
	return b, b.amount.Typable()
}

// parted says that the amount is not just the price.
func (b bill) parted() bool { return b.tip.Minor > 0 || b.discount.Minor > 0 }
