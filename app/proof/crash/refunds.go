package main

import (
	"cmp"
	"fmt"
	"math/big"

	"qrtill/app/order"
	"qrtill/app/proof/ledger/play"
	"qrtill/payments/practice"
)

// refunds holds the refunds of the log against those of the gateway:
//
//	lost        money has gone back, and the log does not say so
//	doubled     more has gone back of an order than was paid
//	false paid  the log has a refund as done that the gateway has not
//
// They may differ in one way: what never reached the gateway is unsure.
func (w *world) refunds(b play.Books) {
	type atGateway struct {
		practice.Refund
		order string
	}
	there := map[string]atGateway{}
	f := &w.findings
	for _, e := range b.Ledger {
		back := new(big.Rat)
		for _, r := range e.Refunds {
			if _, known := there[r.MerchantRefundID]; known {
				f.note(&f.doubled, "refund %s is twice at the gateway", r.MerchantRefundID)
			}
			there[r.MerchantRefundID] = atGateway{r, e.MerchantOrderID}
			if r.Status == "SUCCEEDED" {
				back.Add(back, decimal(r.Amount))
			}
		}
		if paid := decimal(e.Amount); back.Cmp(paid) > 0 {
			f.note(&f.doubled, "of order %s, %s, %s has gone back", e.MerchantOrderID, e.Amount, back.FloatString(2))
		}
	}
	for _, o := range b.Orders {
		for _, r := range o.Refunds {
			g := there[string(r.ID)]
			delete(there, string(r.ID))
			w.refundRows[fmt.Sprintf("%s, at the gateway %s", r.State, cmp.Or(g.Status, "no such refund"))]++
			same := g.order == string(o.ID) && decimal(g.Amount).Cmp(big.NewRat(r.Amount.Minor, 100)) == 0
			says := fmt.Sprintf("refund %s of order %s is in the log as %s, %s; the gateway has %s %s", r.ID, o.ID, r.State, r.Amount, cmp.Or(g.Status, "no such refund"), g.Amount)
			switch done := r.State == order.RefundDone; {
			case done && (g.Status != "SUCCEEDED" || !same):
				f.note(&f.falsePaid, "%s", says)
			case !done && g.Status == "SUCCEEDED" && !o.Marks.Has(order.MarkMismatch):
				f.lose("%s", says)
			case done, r.State == order.RefundFailed && g.Status == "FAILED", r.State == order.RefundFailed && g.Status == "":
			case r.State == order.RefundUnsure && g.Status == "", o.Marks.Has(order.MarkMismatch):
			default:
				f.wrong("%s", says)
			}
		}
	}
	for id, g := range there {
		f.lose("refund %s of order %s, %s, is %s at the gateway; the log does not know it", id, g.order, g.Amount, g.Status)
	}
}

// decimal reads the ledger in its own words, so as not to repeat a mistake of
// the till's; what can't be read is nothing.
func decimal(s string) *big.Rat {
	if r, ok := new(big.Rat).SetString(s); ok {
		return r
	}
	return new(big.Rat)
}
