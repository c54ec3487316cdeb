package practice

import (
	"cmp"
	"math/big"
	"net/http"
	"time"
	"unicode/utf8"
)

// refundRequest is the body of refunds/create (CBTIS docs: manage_payment/refunds).
type refundRequest struct {
	PaymentOrderID         string `json:"payment_order_id"`
	MerchantPaymentOrderID string `json:"merchant_payment_order_id"`
	MerchantRefundID       string `json:"merchant_refund_id"`
	Amount                 string `json:"amount"`
	Reason                 string `json:"reason"`
}

func (c refundRequest) check() (problem string) {
	if problem := cmp.Or(
		badID("payment_order_id", c.PaymentOrderID, false),
		badID("merchant_payment_order_id", c.MerchantPaymentOrderID, false),
		badID("merchant_refund_id", c.MerchantRefundID, true),
	); problem != "" {
		return problem
	}
	if c.PaymentOrderID == "" && c.MerchantPaymentOrderID == "" {
		return "payment_order_id or merchant_payment_order_id is required"
	}
	if _, err := parseAmount(c.Amount); err != nil {
		return "amount " + err.Error()
	}
	if utf8.RuneCountInString(c.Reason) > 128 {
		return "reason must have at most 128 characters"
	}
	return ""
}

// refundCreated is data of the create answer: no refund_id, amount or
// currency, as in the example of the docs.
type refundCreated struct {
	PaymentOrderID         string `json:"payment_order_id"`
	MerchantPaymentOrderID string `json:"merchant_payment_order_id"`
	MerchantRefundID       string `json:"merchant_refund_id"`
	CreateTime             string `json:"create_time"`
	Status                 string `json:"status"`
}

func (f *refund) created() refundCreated {
	return refundCreated{
		PaymentOrderID:         f.order.OrderID,
		MerchantPaymentOrderID: f.order.MerchantOrderID,
		MerchantRefundID:       f.MerchantRefundID,
		CreateTime:             f.CreateTime.Format(timeForm),
		Status:                 f.Status,
	}
}

func (g *Gateway) createRefund(r *http.Request, body []byte) answer {
	var c refundRequest
	if err := decode(body, &c); err != nil {
		return malformed("body: " + err.Error())
	}
	if problem := c.check(); problem != "" {
		return malformed(problem)
	}
	d := g.dice.Load()
	g.mu.Lock()
	defer g.mu.Unlock()
	at := now()
	o := g.find(c.PaymentOrderID, c.MerchantPaymentOrderID)
	if o == nil {
		return d.faults.NoOrder.answer("order not found")
	}
	if old := g.refunds[c.MerchantRefundID]; old != nil {
		return g.repeatedRefund(old, o, c.Amount, at)
	}
	o.settle(at)
	if o.Status != succeeded {
		return refusal(http.StatusOK, codeConflict, "the order is not paid")
	}
	if mustAmount(c.Amount).Cmp(o.refundable(at)) > 0 {
		return refusal(http.StatusOK, codeConflict, "the amount is more than is left to refund")
	}
	f := newRefundOf(o, c, d, at)
	if err := g.record(record{Refund: &newRefund{OrderID: o.OrderID, Refund: f}}); err != nil {
		return internal()
	}
	g.notifyRefund(f)
	if d.strikes(refundBusy) {
		g.played(r, refundBusy)
		return refusal(http.StatusOK, codeUnknown, "system busy, result unknown")
	}
	return success(f.created())
}

// repeatedRefund answers a merchant_refund_id that is taken. It is documented
// as unique, so at most the refund that exists is told once more.
func (g *Gateway) repeatedRefund(old *refund, o *order, amount string, at time.Time) answer {
	old.settle(at)
	if g.dice.Load().faults.Duplicate == "same" && old.order == o && old.Amount == amount {
		return success(old.created())
	}
	return refusal(http.StatusOK, codeDuplicate, "duplicate merchant_refund_id")
}

func newRefundOf(o *order, c refundRequest, d *dice, at time.Time) *refund {
	f := &refund{
		Refund: Refund{
			RefundID:         newID(),
			MerchantRefundID: c.MerchantRefundID,
			Amount:           c.Amount,
			Reason:           c.Reason,
			Status:           pending,
			CreateTime:       at,
		},
		Due:   at,
		Final: succeeded,
		order: o,
	}
	if d.strikes(refundFail) {
		f.Final = failed
	}
	if d.strikes(refundPending) {
		f.Due = at.Add(d.faults.RefundFor)
	}
	f.settle(at)
	return f
}

// settle gives the refund its end once that is due.
func (f *refund) settle(now time.Time) {
	if f.Status == pending && !now.Before(f.Due) {
		f.Status = f.Final
		f.RefundTime = f.Due
	}
}

// refundable is the amount paid less what is refunded or under way.
func (o *order) refundable(now time.Time) *big.Rat {
	left := mustAmount(o.Amount)
	for _, f := range o.refunds {
		f.settle(now)
		if f.Status != failed {
			left.Sub(left, mustAmount(f.Amount))
		}
	}
	return left
}

type refundQueryRequest struct {
	RefundID         string `json:"refund_id"`
	MerchantRefundID string `json:"merchant_refund_id"`
}

// refundQueried is data of the query answer. The docs do not show one: these
// are the fields of the create answer and of the notification together.
type refundQueried struct {
	refundCreated
	RefundID   string `json:"refund_id"`
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
	RefundTime string `json:"refund_time,omitempty"`
}

func (g *Gateway) queryRefund(_ *http.Request, body []byte) answer {
	var q refundQueryRequest
	if err := decode(body, &q); err != nil {
		return malformed("body: " + err.Error())
	}
	if problem := cmp.Or(badID("refund_id", q.RefundID, false), badID("merchant_refund_id", q.MerchantRefundID, false)); problem != "" {
		return malformed(problem)
	}
	if q.RefundID == "" && q.MerchantRefundID == "" {
		return malformed("refund_id or merchant_refund_id is required")
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	d := g.dice.Load()
	f := g.findRefund(q)
	if f == nil || d.strikes(notFound) {
		return d.faults.NoRefund.answer("refund not found")
	}
	f.settle(now())
	a := refundQueried{refundCreated: f.created(), RefundID: f.RefundID, Amount: f.Amount, Currency: f.order.Currency}
	if !f.RefundTime.IsZero() {
		a.RefundTime = f.RefundTime.Format(timeForm)
	}
	return success(a)
}

func (g *Gateway) findRefund(q refundQueryRequest) *refund {
	if q.RefundID == "" {
		return g.refunds[q.MerchantRefundID]
	}
	f := g.refundsByID[q.RefundID]
	if f != nil && q.MerchantRefundID != "" && f.MerchantRefundID != q.MerchantRefundID {
		return nil
	}
	return f
}
