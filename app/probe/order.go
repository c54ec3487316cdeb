package probe

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"qrtill/app/order"
	"qrtill/payments"
)

const (
	createAssumed = "code 0, our number, amount and currency back, a number of the gateway's, PENDING, and a text for the code"
	queryAssumed  = "code 0, both numbers, amount and currency as they are, PENDING; pay_time may be missing, null or empty"
)

var (
	createKeys = []string{"order_id", "merchant_order_id", "amount", "currency", "create_time", "next_action", "status"}
	queryKeys  = []string{"order_id", "merchant_order_id", "amount", "currency", "status", "create_time"}
	paidKeys   = slices.Concat(queryKeys, []string{"pay_time"})
)

// statuses are those that the docs list for an order.
const (
	pending   = "PENDING"
	succeeded = "SUCCEEDED"
	cancelled = "CANCELLED"
)

// isOpen says that the order was made, and how its code looks.
func isOpen(r *run) bool { return r.money.state == moneyOpen }

// mayExist says that the gateway has the order, or may have it.
func mayExist(r *run) bool { return r.money.state == moneyOpen || r.money.state == moneyUnsure }

// create makes the order. Its number is in the report, on disk, before it leaves.
func create(ctx context.Context, r *run) []Remark {
	if !r.Agreed && !r.Yes(ctx, r.question()) {
		return []Remark{untried("nobody said yes to an order%s", stopped(ctx))}
	}
	id, err := order.NewID(nil, r.Till, false)
	if err == nil {
		r.request = payments.CreateRequest{
			MerchantOrderID: string(id), Amount: r.Amount.Wire(), Currency: r.Amount.Currency,
			Description: r.Shop, Method: payments.Method(r.Method),
		}
		if r.Method == order.WeChat { // as the till does
			r.request.SettlementCurrency = r.Settlement
		}
		err = r.paper.add("   The next call makes order " + string(id) + " of " + r.Amount.String() + ".\n")
	}
	if err != nil {
		r.undone = err
		return []Remark{untried("nothing was sent: %v", err)}
	}
	r.money.order, r.money.state = id, moneyUnsure // from here on it may be there
	seen := r.look(ctx, "the order, by "+string(r.Method), r.with(r.request))
	switch payments.OutcomeOf(seen.Err) {
	case payments.TryAgain:
		r.money.state = moneyNone
		return took(seen)
	case payments.Refused:
		r.money.state = moneyRefused
		return []Remark{differs("no order of %v by %s: %s. If it is too small, try again with -order and a larger amount", r.Amount, r.Method, no(seen))}
	case payments.Unknown:
		return append(took(seen), differs("nobody knows whether the gateway has the order; its code is not known, so nobody can pay it"))
	}
	in := seen.Intent
	r.money.state, r.money.number, r.money.made = moneyOpen, in.OrderID, seen.At
	wrong := r.compare(in.MerchantOrderID, in.OrderID, in.Amount, in.Currency)
	if len(wrong) == 0 { // else nobody is shown its code: it could be another order's
		r.qr = in.QR
	}
	remarks := append(fields(seen, createKeys, nil), wrong...)
	if in.Status != pending {
		remarks = append(remarks, differs("its status is %s, not PENDING", in.Status))
	}
	if in.QR == "" {
		return append(remarks, differs("there is no text for the code"))
	}
	return append(remarks, asAssumed("the code's text has %d characters and begins with %s", len(in.QR), beginning(in.QR)))
}

// stopped is what to add when the probe was told to end.
func stopped(ctx context.Context) string {
	if ctx.Err() != nil {
		return ", and the probe was stopped"
	}
	return ""
}

// compare holds an answer's ids and amount against the order.
func (r *run) compare(id, number, amount, currency string) (remarks []Remark) {
	if id != string(r.money.order) {
		remarks = append(remarks, differs("merchant_order_id is %s, not %s", id, r.money.order))
	}
	if r.money.number != "" && number != r.money.number {
		remarks = append(remarks, differs("order_id is %s, not %s", number, r.money.number))
	}
	if same, is := r.Amount.SameOnWire(amount); !same || !is {
		remarks = append(remarks, differs("amount is %q, not %s", amount, r.Amount.Wire()))
	}
	if currency != r.Amount.Currency {
		remarks = append(remarks, differs("currency is %s, not %s", currency, r.Amount.Currency))
	}
	return remarks
}

// beginning is what an address begins with, or the first few signs of another text.
func beginning(text string) string {
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		return scheme + "://" + host
	}
	return string([]rune(text)[:min(12, len([]rune(text)))])
}

// repeat sends the same order once more, as nothing else in the till ever does.
func repeat(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "the same order once more", r.with(r.request))
	switch kind := kindOf(seen); {
	case kind == payments.KindRefused && payments.OutcomeOf(seen.Err) == payments.Unknown:
		return []Remark{learned("a repeated number is refused: %s; the till knows it for a duplicate", no(seen))}
	case kind == payments.KindRefused:
		return []Remark{differs("a repeated number is refused in words that the till takes for a no to the order itself: %s", no(seen))}
	case kind != 0:
		if payments.OutcomeOf(seen.Err) == payments.Unknown {
			r.money.twice = "it was sent twice, and the second answer said nothing"
		}
		return took(seen)
	case seen.Intent.OrderID != r.money.number:
		r.money.twice = "the gateway made a second order of it, " + seen.Intent.OrderID + ", whose code was not shown"
		return []Remark{differs("a repeated number makes a SECOND order, %s beside %s", seen.Intent.OrderID, r.money.number)}
	case r.qr != "" && seen.Intent.QR != r.qr:
		return []Remark{learned("a repeated number gives the same order with another text for its code")}
	}
	return []Remark{learned("a repeated number gives the same order, and its code, again")}
}

// disagree asks with our number and one of the gateway's that is not the order's.
func disagree(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "a query of "+string(r.money.order)+" with an order_id that is made up",
		r.with(payments.QueryRequest{MerchantOrderID: string(r.money.order), OrderID: madeUpNumber()}))
	switch kind := kindOf(seen); {
	case kind == payments.KindRefused && r.result.NotFound.Order.Is(seen.Err):
		return []Remark{learned("it is answered as an order that is not found")}
	case kind == payments.KindRefused:
		return []Remark{learned("it is refused: %s", no(seen))}
	case kind != 0:
		return took(seen)
	}
	if other := r.compare(seen.Payment.MerchantOrderID, seen.Payment.OrderID, seen.Payment.Amount, seen.Payment.Currency); len(other) > 0 {
		return append(other, differs("the answer is about another order than ours"))
	}
	return []Remark{learned("our number counts: the order is found, and order_id is passed over")}
}

// madeUpNumber is of the form of the gateway's own in the docs.
func madeUpNumber() string {
	raw := make([]byte, 21)
	rand.Read(raw) // never fails since Go 1.24
	for i, b := range raw {
		raw[i] = '0' + b%10
	}
	return "C" + string(raw)
}

// askAtOnce asks about the order as the till does.
func askAtOnce(ctx context.Context, r *run) []Remark {
	seen := r.look(ctx, "a query of "+string(r.money.order), r.query())
	if kindOf(seen) == payments.KindRefused {
		if r.money.state == moneyUnsure {
			return []Remark{learned("an order whose answer was lost: %s", no(seen))}
		}
		return []Remark{differs("an order that was made is answered with a no: %s", no(seen))}
	}
	if bad := took(seen); len(bad) > 0 {
		return bad
	}
	remarks := append(fields(seen, queryKeys, []string{"pay_time"}), r.compareStatus(seen.Payment)...)
	switch seen.Payment.Status {
	case pending:
		return append(remarks, asAssumed("the order is found, PENDING, %s after it was made", r.age(seen)))
	case succeeded, cancelled:
		return append(remarks, learned("it is %s already", seen.Payment.Status))
	}
	return remarks
}

// query is the till's own question about the order.
func (r *run) query() payments.Question {
	return r.with(payments.QueryRequest{MerchantOrderID: string(r.money.order)})
}

// compareStatus is compare, and that the status is one of those in the docs.
func (r *run) compareStatus(p payments.Payment) []Remark {
	remarks := r.compare(p.MerchantOrderID, p.OrderID, p.Amount, p.Currency)
	switch p.Status {
	case pending, succeeded, cancelled:
		return remarks
	}
	return append(remarks, differs("its status is %s, which is not documented", p.Status))
}
