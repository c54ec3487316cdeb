package typing

import "qrtill/app/order"

// Bill is what a sale comes to: the price that was typed, less a discount, plus
// a tip on the rest. Discount and tip are amounts of money, zero for none.
type Bill struct {
	price    order.Amount
	Discount order.Amount
	Tip      order.Amount
	Amount   order.Amount // what the customer pays
}

// Bill is the entry's with a discount and a tip in whole percent, 0 for none; or
// what is wrong with it: one of order's ErrAmount errors.
func (e Entry) Bill(discount, tip int) (Bill, error) {
	price, err := e.total()
	if err != nil {
		return Bill{}, err
	}
	b := Bill{price: price, Amount: price, Discount: order.Percent(price, discount)}
	b.Amount.Minor -= b.Discount.Minor
	b.Tip = order.Percent(b.Amount, tip)
	b.Amount.Minor += b.Tip.Minor
	return b, b.Amount.Typable()
}

// Parted says that the amount is not just the price: it is worth showing the sum.
func (b Bill) Parted() bool { return b.Tip.Minor > 0 || b.Discount.Minor > 0 }
