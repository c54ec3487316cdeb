package probe

import (
	"context"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// refundFor is how long a refund is asked about.
const refundFor = 2 * time.Minute

// failed is what a refund's end may be called; it is not documented.
const failed = "FAILED"

var (
	refundKeys = []string{"payment_order_id", "merchant_payment_order_id", "merchant_refund_id", "create_time", "status"}
	moreKeys   = []string{"refund_id", "amount", "currency", "refund_time"}
)

// isPaid says that the order was paid, and nothing was given back.
func isPaid(r *run) bool { return r.money.state == moneyPaid }

// refundSent says that the refund may be at the gateway.
func refundSent(r *run) bool { return r.money.refund != "" }

// refund gives all of it back. Its number is in the report before it leaves.
func refund(ctx context.Context, r *run) []Remark {
	if !r.Yes(ctx, "It is paid. Give the whole "+r.Amount.String()+" back now, to see how this gateway refunds?") {
		return []Remark{untried("nobody said yes to a refund%s", stopped(ctx))}
	}
	id, err := order.NewRefundID(nil, r.Till, false)
	if err == nil {
		err = r.paper.add("   The next call makes refund " + string(id) + " of " + r.Amount.String() + ", of order " + string(r.money.order) + ".\n")
	}
	if err != nil {
		r.undone = err
		return []Remark{untried("nothing was sent: %v", err)}
	}
	r.money.refund, r.money.state, r.money.given = id, moneyRefundUnsure, time.Now()
	seen := r.look(ctx, "the refund", r.with(payments.RefundRequest{
		MerchantRefundID: string(id), MerchantOrderID: string(r.money.order), OrderID: r.money.number, Amount: r.Amount.Wire(),
	}))
	switch payments.OutcomeOf(seen.Err) {
	case payments.TryAgain:
		r.money.refund, r.money.state = "", moneyPaid
		return took(seen)
	case payments.Refused: // which proves nothing yet: it is asked about
		r.refused = true
		return []Remark{differs("the gateway says no to a refund of all that was paid: %s", no(seen))}
	case payments.Unknown:
		return append(took(seen), differs("nobody knows yet whether the gateway has the refund"))
	}
	remarks := append(fields(seen, refundKeys, moreKeys), r.compareRefund(seen.Refund)...)
	if seen.Refund.Status == succeeded {
		return append(remarks, asAssumed("SUCCEEDED at once"))
	}
	return append(remarks, learned("its first status is %s", seen.Refund.Status))
}

// compareRefund holds a refund's answer against what was sent.
func (r *run) compareRefund(got payments.Refund) (remarks []Remark) {
	if got.MerchantRefundID != string(r.money.refund) {
		remarks = append(remarks, differs("merchant_refund_id is %s, not %s", got.MerchantRefundID, r.money.refund))
	}
	if got.MerchantOrderID != "" && got.MerchantOrderID != string(r.money.order) {
		remarks = append(remarks, differs("merchant_payment_order_id is %s, not %s", got.MerchantOrderID, r.money.order))
	}
	if got.OrderID != "" && got.OrderID != r.money.number {
		remarks = append(remarks, differs("payment_order_id is %s, not %s", got.OrderID, r.money.number))
	}
	if same, _ := r.Amount.SameOnWire(got.Amount); got.Amount != "" && !same {
		remarks = append(remarks, differs("amount is %q, not %s", got.Amount, r.Amount.Wire()))
	}
	if got.Currency != "" && got.Currency != r.Amount.Currency {
		remarks = append(remarks, differs("currency is %s, not %s", got.Currency, r.Amount.Currency))
	}
	return remarks
}

// askRefund asks about the refund until it has ended or the time is over. That it is
// not found is no end: it may be on its way.
func askRefund(ctx context.Context, r *run) []Remark {
	var remarks notes
	for time.Since(r.money.given) < refundFor {
		seen := r.again(ctx, "the refund, every 5 seconds", r.with(payments.RefundQuery{MerchantRefundID: string(r.money.refund)}))
		if ctx.Err() != nil {
			return append(remarks, untried("stopped, with no end seen"))
		}
		switch isNo := kindOf(seen) == payments.KindRefused; {
		case isNo && r.refused:
			remarks.add(learned("the refund that was refused is answered: %s", no(seen)))
		case isNo:
			remarks.add(differs("a refund that was sent is answered with a no: %s", no(seen)))
		}
		remarks.add(took(seen)...)
		if seen.Err != nil {
			continue
		}
		wrong := r.compareRefund(seen.Refund)
		remarks.add(wrong...)
		remarks.add(fields(seen, refundKeys, moreKeys)...)
		if len(wrong) > 0 {
			continue
		}
		switch seen.Refund.Status {
		case succeeded:
			r.money.state = moneyRefunded
			return append(remarks, learned("SUCCEEDED, seen %s after it was sent", roughly(seen.At.Sub(r.money.given))))
		case failed:
			r.money.state = moneyRefundFailed
			return append(remarks, differs("the refund has FAILED"))
		default:
			remarks.add(learned("it is %s meanwhile", seen.Refund.Status))
		}
	}
	return append(remarks, differs("no end of the refund in %s", roughly(refundFor)))
}

// askAfter looks at what a refund does to its order.
func askAfter(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "a query of "+string(r.money.order), r.query())
	if kindOf(seen) == payments.KindRefused {
		return []Remark{differs("the order that was refunded is answered with a no: %s", no(seen))}
	}
	if bad := took(seen); len(bad) > 0 {
		return bad
	}
	remarks := append(fields(seen, paidKeys, nil), r.compare(
		seen.Payment.MerchantOrderID, seen.Payment.OrderID, seen.Payment.Amount, seen.Payment.Currency)...)
	if seen.Payment.Status != succeeded {
		return append(remarks, differs("its status is %s, no longer SUCCEEDED", seen.Payment.Status))
	}
	return append(remarks, asAssumed("its status stays SUCCEEDED"))
}
