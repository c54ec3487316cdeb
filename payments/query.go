package payments

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode"
)

// Query asks how an order stands, in at most QueryTimeout. It changes nothing
// at the gateway and may be repeated at will; the caller decides when. By
// itself it asks a second time only after an auth failure, with a new token,
// or when a stale connection took no byte.
func (c *Client) Query(ctx context.Context, r QueryRequest) (Payment, error) {
	body, err := r.encode()
	if err != nil {
		return Payment{}, &Error{Op: opQuery, Kind: KindConfig, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, QueryTimeout)
	defer cancel()
	token, failure := c.token(ctx, queryLeft)
	if failure != nil {
		return Payment{}, failure
	}
	p, failure := c.queryWith(ctx, r, body, token)
	if failure != nil && failure.Kind == KindAuth {
		c.forget(token)
		fresh, noToken := c.token(ctx, queryLeft)
		if noToken != nil {
			failure.RetryAfter = max(failure.RetryAfter, noToken.RetryAfter)
			return Payment{}, failure
		}
		if p, failure = c.queryWith(ctx, r, body, fresh); failure != nil && failure.Kind == KindAuth {
			c.forget(fresh)
		}
	}
	if failure != nil {
		return Payment{}, failure
	}
	return p, nil
}

func (c *Client) queryWith(ctx context.Context, r QueryRequest, body []byte, token string) (Payment, *Error) {
	q := request{
		op: opQuery, method: http.MethodPost, url: c.queryURL,
		body: body, bearer: token, scrub: c.scrub.with(token),
	}
	a, reused, failure := c.send(ctx, q)
	if failure != nil && failure.Kind == KindNotSent && reused {
		a, _, failure = c.send(ctx, q)
	}
	var p Payment
	if failure == nil {
		p, failure = readPayment(&a, q.scrub)
	}
	c.note(ctx, opQuery, r.MerchantOrderID, a, failure)
	return p, failure
}

func readPayment(a *answer, scrub scrubber) (Payment, *Error) {
	data, failure := a.open(opQuery, scrub)
	if failure != nil {
		return Payment{}, failure
	}
	p, err := decodeQuery(data)
	if err != nil {
		return Payment{}, a.malformed(opQuery, err)
	}
	p.Meta = a.Meta
	return p, nil
}

// encode checks a request and gives its bytes.
func (r QueryRequest) encode() ([]byte, error) {
	switch {
	case r.MerchantOrderID == "" && r.OrderID == "":
		return nil, errors.New("a query needs an order id")
	case r.MerchantOrderID != "" && !merchantID.MatchString(r.MerchantOrderID):
		return nil, errors.New("merchant order id must be 1 to 32 letters or digits")
	case len(r.OrderID) > maxText || strings.ContainsFunc(r.OrderID, unicode.IsControl):
		return nil, errors.New("order id is not one of the gateway's")
	}
	return json.Marshal(struct {
		OrderID         string `json:"order_id,omitempty"`
		MerchantOrderID string `json:"merchant_order_id,omitempty"`
	}{r.OrderID, r.MerchantOrderID})
}
