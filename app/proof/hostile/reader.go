package hostile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"regexp"
	"unicode/utf8"
)

// The second reader: what an answer really says, read in another way than the
// client does it, from package json's tokens. It only ever says what is
// proven; where the till takes less for proven, that is no fault of the till's.

// members are an object's fields in their order, the doubled ones too.
type members []struct {
	key   string
	value any // members, []any, string, json.Number, bool or nil
}

// only gives the value of a key that is there exactly once.
func (m members) only(key string) (value any, ok bool) {
	n := 0
	for _, f := range m {
		if f.key == key {
			value = f.value
			n++
		}
	}
	if n != 1 {
		return nil, false
	}
	return value, true
}

// is says that a key is there exactly once, with this text.
func (m members) is(key, want string) bool {
	s, ok := m.text(key)
	return ok && s == want
}

func (m members) text(key string) (string, bool) {
	v, ok := m.only(key)
	s, isText := v.(string)
	return s, ok && isText
}

// silentOr says that a key is missing, null or empty, or passes the test.
func (m members) silentOr(key string, test func(string) bool) bool {
	for _, f := range m {
		if f.key != key || f.value == nil || f.value == "" {
			continue
		}
		s, ok := m.text(key)
		return ok && test(s)
	}
	return true
}

// read reads what was said, which is one value and no more.
func read(body []byte) (members, error) {
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, errors.New("not JSON in UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	v, err := readValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	m, ok := v.(members)
	if !ok {
		return nil, errors.New("not an object")
	}
	return m, nil
}

func readValue(dec *json.Decoder) (any, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('['):
		for dec.More() {
			if _, err := readValue(dec); err != nil {
				return nil, err
			}
		}
		_, err := dec.Token()
		return []any{}, err
	case json.Delim('{'):
		m := members{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			v, err := readValue(dec)
			if err != nil {
				return nil, err
			}
			m = append(m, struct {
				key   string
				value any
			}{key.(string), v})
		}
		_, err := dec.Token()
		return m, err
	}
	return t, nil
}

// data is what an answer holds that says yes.
func (r reply) data() members {
	m, err := read(r.said)
	code, once := m.only("code")
	if err != nil || r.status < 200 || r.status > 299 || !once || !isNumber(code, "0") {
		return nil
	}
	v, _ := m.only("data")
	data, _ := v.(members)
	return data
}

// refuses says that an answer is a no that can be understood.
func (r reply) refuses() bool {
	m, err := read(r.said)
	code, once := m.only("code")
	_, number := code.(json.Number)
	return err == nil && once && number && !isNumber(code, "0")
}

func isNumber(v any, want string) bool {
	n, ok := v.(json.Number)
	return ok && len(n) < 10 && same(string(n), want)
}

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?(e[0-9])?$`)

// same compares two decimals as numbers.
func same(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return decimal.MatchString(a) && okX && okY && x.Cmp(y) == 0
}

// sums says that an answer is about our order, its amount and its currency.
func (m members) sums(id string) bool {
	sum, ok := m.text("amount")
	number, numbered := m.text("order_id")
	return ok && same(sum, amount) && m.is("merchant_order_id", id) && m.is("currency", currency) && numbered && number != ""
}

// mayShow says that the answer to a creation agrees with the order in all.
func mayShow(create reply, id string) bool {
	data := create.data()
	next, _ := data.only("next_action")
	action, _ := next.(members)
	code := false
	for _, key := range []string{"qrcode_url", "qrcode", "url"} {
		s, ok := action.text(key)
		code = code || ok && s != ""
	}
	return data.sums(id) && data.is("status", "PENDING") && code
}

// mayBePaid says that the answer to our question proves the payment. known is
// the gateway's number of the order, or empty while there is none.
func mayBePaid(query reply, id, known string) bool {
	data := query.data()
	return data.sums(id) && data.is("status", "SUCCEEDED") && (known == "" || data.is("order_id", known))
}

// refundSays gives the status that an answer proves for our refund, or "".
func refundSays(r reply, refund, order string) string {
	data := r.data()
	is := func(want string) func(string) bool { return func(s string) bool { return s == want } }
	status, _ := data.text("status")
	if data.is("merchant_refund_id", refund) && data.silentOr("payment_order_id", is(gatewayID)) &&
		data.silentOr("merchant_payment_order_id", is(order)) && data.silentOr("currency", is(currency)) &&
		data.silentOr("amount", func(s string) bool { return same(s, back) }) {
		return status
	}
	return ""
}

// names says that a notification is about a payment of our order.
func names(notice reply, id string) bool {
	m, err := read(notice.said)
	v, _ := m.only("data")
	data, _ := v.(members)
	return err == nil && m.is("notify_type", "payment_success") && data.is("merchant_order_id", id)
}
