package probe

import (
	"context"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

const (
	tokenAssumed = "HTTP 200, JSON without an envelope: access_token (84 hexadecimal characters in the docs), expires_in 3600"
	tokenLife    = time.Hour
)

// goodToken is what all the rest needs: without it the probe is over.
func goodToken(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "a token, with this shop's credentials", payments.Question{Ask: payments.TokenRequest{}})
	if seen.Err != nil {
		r.undone = seen.Err
		return []Remark{differs("no token, so nothing more was tried: %s", saying(seen.Err))}
	}
	r.token = seen.Token
	remarks := fields(seen, []string{"access_token", "expires_in"}, nil)
	if seen.Life != tokenLife {
		remarks = append(remarks, differs("it lives %v, not %v", seen.Life, tokenLife))
	}
	return append(remarks, asAssumed("a token of %s, good for %v", seen.Token, seen.Life))
}

func madeUpOrders(ctx context.Context, r *run) []Remark {
	return r.twice(&r.result.NotFound.Order, func() payments.Seen {
		id, err := order.NewID(nil, r.Till, false)
		if err != nil {
			return payments.Seen{Err: err}
		}
		return r.look(ctx, "a query of "+string(id)+", which was never sent", r.with(payments.QueryRequest{MerchantOrderID: string(id)}))
	})
}

func madeUpRefunds(ctx context.Context, r *run) []Remark {
	return r.twice(&r.result.NotFound.Refund, func() payments.Seen {
		id, err := order.NewRefundID(nil, r.Till, false)
		if err != nil {
			return payments.Seen{Err: err}
		}
		return r.look(ctx, "a query of refund "+string(id)+", which was never sent", r.with(payments.RefundQuery{MerchantRefundID: string(id)}))
	})
}

// twice asks about two made-up ids, and learns how the gateway says no to both.
func (r *run) twice(into *payments.Code, ask func() payments.Seen) []Remark {
	first, second := ask(), ask()
	if bad := append(took(first), took(second)...); len(bad) > 0 {
		return bad
	}
	a, isNo := payments.CodeOf(first.Err)
	b, isToo := payments.CodeOf(second.Err)
	switch {
	case !isNo || !isToo:
		return []Remark{differs("the gateway speaks of what nobody has made as if it were there: the till can't tell “not found” here")}
	case a != b:
		return []Remark{differs("two made-up ids are answered in two ways, %v and %v: the till can't tell “not found” here", a, b)}
	}
	*into = a
	if no(first) != no(second) {
		return []Remark{learned("“not found” is %v, in words of its own each time", a)}
	}
	return []Remark{learned("“not found” is %s, both times", no(first))}
}

// newToken asks with the old token once there is a new one.
func newToken(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "another token", payments.Question{Ask: payments.TokenRequest{}})
	if seen.Err != nil {
		return []Remark{differs("no second token came: %s", saying(seen.Err))}
	}
	old := r.token
	r.token = seen.Token
	if old.Same(seen.Token) {
		return []Remark{learned("the gateway gives the same token again")}
	}
	id, err := order.NewID(nil, r.Till, false)
	if err != nil {
		return []Remark{untried("%v", err)}
	}
	asked := r.look(ctx, "a query with the token before it", payments.Question{Ask: payments.QueryRequest{MerchantOrderID: string(id)}, Token: old})
	if kindOf(asked) == payments.KindAuth {
		return []Remark{learned("a new token ENDS the one before (%s): of tills with the same credentials each ends the other's", no(asked))}
	}
	if bad := took(asked); len(bad) > 0 {
		return bad
	}
	return []Remark{learned("the token before goes on: tills can share credentials")}
}

func badToken(ctx context.Context, r *run) []Remark {
	id, err := order.NewID(nil, r.Till, false)
	if err != nil {
		return []Remark{untried("%v", err)}
	}
	seen := r.look(ctx, "a query with a made-up token", payments.Question{Ask: payments.QueryRequest{MerchantOrderID: string(id)}, Token: payments.MadeUpToken()})
	switch kind := kindOf(seen); kind {
	case payments.KindAuth:
		return []Remark{learned("%s: the till knows it for a token that has ended", no(seen))}
	case 0:
		return []Remark{differs("a token that nobody has issued is taken")}
	case payments.KindRefused:
		if r.result.NotFound.Order.Is(seen.Err) {
			return []Remark{differs("a bad token is answered as an order that is not found (%s)", no(seen))}
		}
		return []Remark{differs("the till would take this for a no to what was asked, and go on with the token: %s", no(seen))}
	default:
		return took(seen)
	}
}

func badSecret(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "a token, with a made-up secret (once)", payments.Question{Ask: payments.TokenRequest{MadeUp: true}})
	switch kindOf(seen) {
	case payments.KindAuth:
		return []Remark{learned("%s: the till knows it for bad credentials", no(seen))}
	case 0:
		return []Remark{differs("a token is given for a secret that nobody was issued")}
	case payments.KindRefused:
		return []Remark{differs("the till would not say that the credentials are wrong, but only that the gateway said no: %s", no(seen))}
	default:
		return took(seen)
	}
}
