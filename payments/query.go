package payments

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"unicode"
)

// Query asks how an order stands, in at most QueryTimeout. It changes nothing
// at the gateway and may be repeated at will; the caller decides when. By
// itself it asks a second time only after an auth failure, with a new token,
// or when a stale connection took no byte.
func (c *Client) Query(ctx context.Context, r QueryRequest) (Payment, error) {
	return again(ctx, c, call[Payment]{
		op: opQuery, url: c.queryURL, about: slog.String("merchant_order_id", r.MerchantOrderID),
		encode: r.encode, decode: decodeQuery,
	})
}

// encode checks a request and gives its bytes.
func (r QueryRequest) encode() ([]byte, error) {
	if r.MerchantOrderID == "" && r.OrderID == "" {
		return nil, errors.New("a query needs an order id")
	}
	if r.MerchantOrderID != "" {
		if err := checkMerchantID("order", r.MerchantOrderID); err != nil {
			return nil, err
		}
	}
	if err := checkOrderID(r.OrderID); err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		OrderID         string `json:"order_id,omitempty"`
		MerchantOrderID string `json:"merchant_order_id,omitempty"`
	}{r.OrderID, r.MerchantOrderID})
}

// checkOrderID looks at a number of the gateway's; empty is fine.
func checkOrderID(id string) error {
	if len(id) > maxText || strings.ContainsFunc(id, unicode.IsControl) {
		return errors.New("order id is not one of the gateway's")
	}
	return nil
}
