package payments

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Limits on what an answer may hold. A QR code of version 40-L holds 2,953 bytes.
const (
	maxBody  = 1 << 20
	maxDepth = 32
	maxText  = 256
	maxQR    = 2953
	maxToken = 4096
)

// The errors below name fields, never their values: a value could be a secret.

// fields is one JSON object, its values not yet read. Unlike encoding/json
// into a struct it tells double keys and keys in another case apart.
type fields map[string]json.RawMessage

// errForeign says of a body that the gateway has not written it; see isForeign.
var errForeign = errors.New("it is not the gateway's")

// fromGateway reports an object that has the keys of a gateway's answer.
func (f fields) fromGateway() bool {
	has := func(key string) bool { _, ok := f[key]; return ok }
	return has("code") && (has("data") || has("message") || has("rid")) || has("access_token") || has("expires_in")
}

// decodeObject reads a whole body: one JSON object and nothing after it. The
// gateway says nothing that isn't one.
func decodeObject(body []byte) (fields, error) {
	body, err := textOf(body)
	start := bytes.TrimLeft(body, " \t\r\n")
	switch {
	case err != nil:
		return nil, fmt.Errorf("not text: %w", err)
	case len(start) == 0:
		return nil, errors.New("empty")
	case start[0] != '{':
		return nil, errForeign
	case tooDeep(body):
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	case !json.Valid(body):
		return nil, errors.New("not one JSON value")
	}
	return object(body)
}

// object reads the keys of one level; raw is known to be valid JSON.
func object(raw []byte) (fields, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	f := fields{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, errors.New("not a JSON object")
		}
		key, _ := t.(string)
		if _, twice := f[key]; twice {
			return nil, errors.New("a key is doubled")
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err != nil {
			return nil, errors.New("not a JSON object")
		}
		f[key] = v
	}
	return f, nil
}

// tooDeep looks at brackets outside strings only; what isn't JSON at all is
// found by others.
func tooDeep(body []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// absent reports a key that is missing or null.
func (f fields) absent(key string) bool {
	v, ok := f[key]
	return !ok || string(v) == "null"
}

// optional reads a string that may be missing, null or empty.
func (f fields) optional(key string, limit int) (string, error) {
	if f.absent(key) {
		return "", nil
	}
	var s string
	if f[key][0] != '"' || json.Unmarshal(f[key], &s) != nil {
		return "", fmt.Errorf("%s is not a string", key)
	}
	if len(s) > limit {
		return "", fmt.Errorf("%s is over %d bytes", key, limit)
	}
	return s, nil
}

// line reads an optional string of characters that can be seen.
func (f fields) line(key string) (string, error) {
	s, err := f.optional(key, maxText)
	if err != nil {
		return "", err
	}
	for _, r := range s {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return "", fmt.Errorf("%s holds control characters, or what is no character", key)
		}
	}
	return s, nil
}

// reader reads the fields of one object, keeping the first error.
type reader struct {
	f   fields
	err error
}

// need reads a line that must be there and not empty.
func (r *reader) need(key string) string {
	s := r.may(key)
	if s == "" && r.err == nil {
		r.err = fmt.Errorf("%s is missing", key)
	}
	return s
}

// may reads a line that may be missing, null or empty.
func (r *reader) may(key string) string {
	s, err := r.f.line(key)
	if err != nil && r.err == nil {
		r.err = err
	}
	return s
}

// envelope is the shape around every business answer.
type envelope struct {
	code    int
	message string // as sent
	rid     string // as sent
	data    json.RawMessage
}

func decodeEnvelope(body []byte) (envelope, error) {
	f, err := decodeObject(body)
	if err == nil && !f.fromGateway() {
		err = errForeign
	}
	if err != nil {
		return envelope{}, err
	}
	var e envelope
	e.rid, _ = f.line("rid") // for support only: an odd one is no reason to lose the answer
	if e.message, err = f.optional("message", maxBody); err != nil {
		return e, err
	}
	// Atoi takes "+1", JSON doesn't; it refuses 0.0, 1e3, "0" and what overflows.
	if e.code, err = strconv.Atoi(string(f["code"])); err != nil {
		return e, errors.New("code is not an integer")
	}
	if !f.absent("data") {
		e.data = f["data"]
	}
	if e.code == 0 && e.data == nil {
		return e, errors.New("data is missing")
	}
	return e, nil
}

func decodeCreate(data []byte, m Meta) (Intent, error) {
	f, err := object(data)
	if err != nil {
		return Intent{}, fmt.Errorf("data: %w", err)
	}
	r := &reader{f: f}
	in := Intent{
		MerchantOrderID: r.need("merchant_order_id"),
		OrderID:         r.need("order_id"),
		Amount:          r.need("amount"),
		Currency:        r.need("currency"),
		Status:          r.need("status"),
		CreateTime:      r.may("create_time"),
		Meta:            m,
	}
	if r.err == nil {
		in.QR, r.err = decodeQR(f)
	}
	if r.err != nil {
		return Intent{}, r.err
	}
	return in, nil
}

// decodeQR finds the code's text; its key differs from method to method.
func decodeQR(f fields) (string, error) {
	if f.absent("next_action") {
		return "", nil
	}
	next, err := object(f["next_action"])
	if err != nil {
		return "", fmt.Errorf("next_action: %w", err)
	}
	var qr string
	for _, key := range []string{"qrcode_url", "qrcode", "url"} {
		s, err := next.optional(key, maxQR)
		if err == nil && strings.ContainsRune(s, unicode.ReplacementChar) {
			err = fmt.Errorf("%s holds what is no character", key)
		}
		if err != nil {
			return "", err
		}
		if qr == "" {
			qr = s
		}
	}
	return qr, nil
}

func decodeQuery(data []byte, m Meta) (Payment, error) {
	f, err := object(data)
	if err != nil {
		return Payment{}, fmt.Errorf("data: %w", err)
	}
	r := &reader{f: f}
	p := Payment{
		MerchantOrderID: r.need("merchant_order_id"),
		OrderID:         r.need("order_id"),
		Amount:          r.need("amount"),
		Currency:        r.need("currency"),
		Status:          r.need("status"),
		CreateTime:      r.may("create_time"),
		PayTime:         r.may("pay_time"),
		Meta:            m,
	}
	if r.err != nil {
		return Payment{}, r.err
	}
	return p, nil
}

// decodeRefund reads both answers about refunds. The docs show little of them,
// so only our own number and the status have to be there.
func decodeRefund(data []byte, m Meta) (Refund, error) {
	f, err := object(data)
	if err != nil {
		return Refund{}, fmt.Errorf("data: %w", err)
	}
	r := &reader{f: f}
	ref := Refund{
		MerchantRefundID: r.need("merchant_refund_id"),
		RefundID:         r.may("refund_id"),
		MerchantOrderID:  r.may("merchant_payment_order_id"),
		OrderID:          r.may("payment_order_id"),
		Amount:           r.may("amount"),
		Currency:         r.may("currency"),
		Status:           r.need("status"),
		CreateTime:       r.may("create_time"),
		RefundTime:       r.may("refund_time"),
		Meta:             m,
	}
	if r.err != nil {
		return Refund{}, r.err
	}
	return ref, nil
}
