package payments

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/cenkalti/backoff/v5"
)

const (
	maxDescription = 128
	maxNotifyURL   = 512
	createTries    = 3
)

var (
	merchantID   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	wireAmount   = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// Create asks for one payment intent, in at most CreateTimeout. The request is
// sent again only when no byte of it left this machine. OutcomeOf tells what an
// error means; after Unknown ask with Query, never create again under this id.
func (c *Client) Create(ctx context.Context, r CreateRequest) (Intent, error) {
	body, err := r.encode()
	if err != nil {
		return Intent{}, &Error{Op: opCreate, Kind: KindConfig, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, CreateTimeout)
	defer cancel()
	token, failure := c.token(ctx, createLeft)
	if failure != nil {
		return Intent{}, failure
	}
	q := request{
		op: opCreate, method: http.MethodPost, url: c.createURL,
		body: body, bearer: token, scrub: c.scrub.with(token),
	}
	a, failure := c.sendUntilLeft(ctx, q)
	var in Intent
	if failure == nil {
		in, failure = readIntent(&a, q.scrub)
	}
	c.note(ctx, opCreate, r.MerchantOrderID, a, failure)
	if failure != nil {
		if failure.Kind == KindAuth {
			c.forget(token)
		}
		return Intent{}, failure
	}
	return in, nil
}

// sendUntilLeft repeats a request only while no byte of it has left.
func (c *Client) sendUntilLeft(ctx context.Context, q request) (a answer, failure *Error) {
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		a, _, failure = c.send(ctx, q)
		switch {
		case failure == nil:
			return struct{}{}, nil
		case failure.Kind == KindNotSent:
			return struct{}{}, failure
		}
		return struct{}{}, backoff.Permanent(failure)
	}, backoff.WithBackOff(pause()), backoff.WithMaxTries(createTries))
	return a, failure
}

func readIntent(a *answer, scrub scrubber) (Intent, *Error) {
	data, failure := a.open(opCreate, scrub)
	if failure != nil {
		return Intent{}, failure
	}
	in, err := decodeCreate(data)
	if err != nil {
		return Intent{}, a.malformed(opCreate, err)
	}
	in.Meta = a.Meta
	return in, nil
}

// malformed is the failure of an answer whose envelope was fine.
func (a *answer) malformed(op string, err error) *Error {
	return &Error{Op: op, Kind: KindMalformed, RID: a.RID, Status: a.status, Date: a.Date, Err: err}
}

// The create request on the wire. CBTIS docs: payment_with_qrcode (WeChat Pay)
// and payment_with_instore_qrcode (AlipayHK).
type createBody struct {
	Amount             string        `json:"amount"`
	Currency           string        `json:"currency"`
	SettlementCurrency string        `json:"settlement_currency,omitempty"`
	MerchantOrderID    string        `json:"merchant_order_id"`
	Description        string        `json:"description"`
	NotifyURL          string        `json:"notify_url,omitempty"`
	PaymentMethod      paymentMethod `json:"payment_method"`
}

type paymentMethod struct {
	Type     string      `json:"type"`
	WeChat   *methodFlow `json:"wechat,omitempty"`
	AlipayHK *methodFlow `json:"alipayhk,omitempty"`
}

type methodFlow struct {
	Flow          string `json:"flow"`
	PaymentMethod string `json:"payment_method,omitempty"`
}

func (m Method) wire() (paymentMethod, error) {
	switch m {
	case WeChat:
		return paymentMethod{Type: "wechat", WeChat: &methodFlow{Flow: "qrcode"}}, nil
	case AlipayHK:
		return paymentMethod{Type: "alipayhk", AlipayHK: &methodFlow{Flow: "csb_qrcode", PaymentMethod: "ALIPAYHK"}}, nil
	case AlipayCN:
		return paymentMethod{Type: "alipayhk", AlipayHK: &methodFlow{Flow: "csb_qrcode", PaymentMethod: "ALIPAYCN"}}, nil
	}
	return paymentMethod{}, errors.New("no such payment method")
}

// encode checks a request and gives its bytes.
func (r CreateRequest) encode() ([]byte, error) {
	method, err := r.Method.wire()
	switch {
	case err != nil:
		return nil, err
	case !merchantID.MatchString(r.MerchantOrderID):
		return nil, errors.New("merchant order id must be 1 to 32 letters or digits")
	case len(r.Amount) > 32 || !wireAmount.MatchString(r.Amount) || !strings.ContainsAny(r.Amount, "123456789"):
		return nil, errors.New("amount must be a positive decimal of at most 32 characters")
	case !currencyCode.MatchString(r.Currency):
		return nil, errors.New("currency must be three capital letters")
	case r.SettlementCurrency != "" && !currencyCode.MatchString(r.SettlementCurrency):
		return nil, errors.New("settlement currency must be three capital letters")
	case r.Method != WeChat && r.Currency != "HKD":
		return nil, errors.New("AlipayHK and Alipay take HKD only")
	case r.NotifyURL != "" && !isNotifyURL(r.NotifyURL):
		return nil, errors.New("notify URL must be an http or https address")
	}
	b := createBody{
		Amount: r.Amount, Currency: r.Currency, SettlementCurrency: r.SettlementCurrency,
		MerchantOrderID: r.MerchantOrderID, Description: ascii(r.Description),
		NotifyURL: r.NotifyURL, PaymentMethod: method,
	}
	if b.Description == "" { // the gateway requires one
		b.Description = r.MerchantOrderID
	}
	return json.Marshal(b)
}

func isNotifyURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxNotifyURL && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// ascii makes text that any gateway takes: the docs don't say whether a
// description may hold more. Control characters go, the rest becomes '?'.
func ascii(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		case r > '~':
			return '?'
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if len(s) > maxDescription {
		s = strings.TrimSpace(s[:maxDescription])
	}
	return s
}
