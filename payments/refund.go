package payments

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
)

// Refund sends money of a paid order back, in at most CreateTimeout. Like
// Create it is sent again only when no byte of it left this machine. OutcomeOf
// tells what an error means; after Unknown ask with QueryRefund. A status other
// than SUCCEEDED isn't the end of it either.
func (c *Client) Refund(ctx context.Context, r RefundRequest) (Refund, error) {
	return once(ctx, c, call[Refund]{
		op: opRefund, url: c.refundURL, about: slog.String("merchant_refund_id", r.MerchantRefundID),
		encode: r.encode, decode: decodeRefund,
	})
}

// QueryRefund asks how a refund stands, in at most QueryTimeout. Like Query it
// changes nothing and may be repeated at will.
func (c *Client) QueryRefund(ctx context.Context, r RefundQuery) (Refund, error) {
	return again(ctx, c, call[Refund]{
		op: opRefundQuery, url: c.refundQueryURL, about: slog.String("merchant_refund_id", r.MerchantRefundID),
		encode: r.encode, decode: decodeRefund,
	})
}

// encode checks a request and gives its bytes. CBTIS docs: refunds.
func (r RefundRequest) encode() ([]byte, error) {
	if err := cmp.Or(
		checkMerchantID("refund", r.MerchantRefundID), checkMerchantID("order", r.MerchantOrderID),
		checkOrderID(r.OrderID), checkAmount(r.Amount),
	); err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		PaymentOrderID         string `json:"payment_order_id,omitempty"`
		MerchantPaymentOrderID string `json:"merchant_payment_order_id"`
		MerchantRefundID       string `json:"merchant_refund_id"`
		Amount                 string `json:"amount"`
		Reason                 string `json:"reason,omitempty"`
	}{r.OrderID, r.MerchantOrderID, r.MerchantRefundID, r.Amount, allASCII(r.Reason)})
}

func (r RefundQuery) encode() ([]byte, error) {
	if err := checkMerchantID("refund", r.MerchantRefundID); err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		MerchantRefundID string `json:"merchant_refund_id"`
	}{r.MerchantRefundID})
}
