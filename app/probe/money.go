package probe

import (
	"fmt"
	"time"

	"qrtill/app/order"
)

// moneyState is where the money of the one order is, as far as is known.
type moneyState uint8

const (
	moneyNone moneyState = iota // nothing was sent
	moneyRefused
	moneyUnsure // it may be there, and nobody can pay it
	moneyOpen
	moneyClosed
	moneyPaid
	moneyRefundUnsure
	moneyRefundFailed
	moneyRefunded
)

// money is what is known of the one order.
type money struct {
	state  moneyState
	order  order.ID
	number string    // the gateway's
	made   time.Time // when its answer had come
	doubt  bool      // an answer said SUCCEEDED, and did not match
	twice  string    // what sending it once more has done, if that is not good
	refund order.RefundID
	given  time.Time // when the refund was sent
}

// lines say where the money is, and what to do. They are the last of the report.
func (m money) lines(amount order.Amount) (lines []string) {
	what := fmt.Sprintf("Order %s of %s", m.order, amount)
	if m.number != "" {
		what += fmt.Sprintf(" (the gateway's number %s)", m.number)
	}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	switch m.state {
	case moneyNone:
		return []string{"No order was made. No money was moved."}
	case moneyRefused:
		add("%s was refused by the gateway. No money was moved.", what)
	case moneyUnsure:
		add("%s: its answer was lost, so the gateway may have it. Its code was never known, so nobody can pay it. There is nothing to do.", what)
	case moneyOpen:
		add("%s WAS MADE AND MAY STILL BE PAID: no end was seen. Look for it in the merchant portal tomorrow; if it is paid, refund it there or enter it in your books.", what)
	case moneyClosed:
		add("%s was closed by the gateway, which says that it was not paid. Look once more in the merchant portal tomorrow.", what)
	case moneyPaid:
		add("%s IS PAID AND NOT REFUNDED. Refund it in the merchant portal, or keep it and enter it in your books.", what)
	case moneyRefundUnsure:
		add("%s IS PAID, AND ITS REFUND %s IS IN DOUBT. Don't refund it again and don't give it back another way: look in the merchant portal first.", what, m.refund)
	case moneyRefundFailed:
		add("%s IS PAID AND NOT REFUNDED: refund %s has failed. Refund it in the merchant portal, or keep it and enter it in your books.", what, m.refund)
	case moneyRefunded:
		add("%s was paid, and refunded by %s: the gateway says SUCCEEDED.", what, m.refund)
	}
	if m.doubt {
		add("An answer about it said SUCCEEDED, but it did not match: take it for paid until the merchant portal says otherwise.")
	}
	if m.twice != "" {
		add("The same number was sent once more: %s. Look in the merchant portal that nobody pays it.", m.twice)
	}
	if m.state != moneyRefused {
		add("It is no sale: the till's own log knows nothing of it, and this report is the only place where it is written down. Keep it.")
	}
	return lines
}
