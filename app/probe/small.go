package probe

import (
	"context"
	"errors"

	"qrtill/app/order"
	"qrtill/payments"
)

// Looker makes one exchange and shows it: a *payments.Client, or a test's.
type Looker interface {
	Look(ctx context.Context, q payments.Question) payments.Seen
}

// ErrThere is what can come of a small probe, beside an error of a call.
var ErrThere = errors.New("the gateway speaks of an order or a refund that nobody has made as if it were there")

// Small learns how a gateway says that it has no such order, and no such refund: two
// calls, two seconds apart, with the client's own token. It makes nothing, and what it
// asks about has never been sent.
func Small(ctx context.Context, gateway Looker, till string, practice bool) (found payments.NotFound, err error) {
	id, err := order.NewID(nil, till, practice)
	if err != nil {
		return found, err
	}
	refund, err := order.NewRefundID(nil, till, practice)
	if err != nil {
		return found, err
	}
	var p pace
	for _, one := range []struct {
		ask  payments.Ask
		into *payments.Code
	}{
		{payments.QueryRequest{MerchantOrderID: string(id)}, &found.Order},
		{payments.RefundQuery{MerchantRefundID: string(refund)}, &found.Refund},
	} {
		if err := p.wait(ctx, callEvery); err != nil {
			return payments.NotFound{}, err
		}
		if *one.into, err = noTo(gateway.Look(ctx, payments.Question{Ask: one.ask})); err != nil {
			return payments.NotFound{}, err
		}
	}
	return found, nil
}

// noTo is the no in an answer.
func noTo(seen payments.Seen) (payments.Code, error) {
	if seen.Err == nil {
		return payments.Code{}, ErrThere
	}
	code, isNo := payments.CodeOf(seen.Err)
	if !isNo || seen.Silence > 0 { // with a wish for silence it is the wish that is said
		return code, seen.Err
	}
	return code, nil
}
