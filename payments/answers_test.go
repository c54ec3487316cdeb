package payments_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"qrtill/payments"
)

func TestOutcomeOf(t *testing.T) {
	const create, query, refund, refundQuery, token = "create", "query", "refund", "refund_query", "token"
	fail := func(op string, k payments.Kind) error { return &payments.Error{Op: op, Kind: k} }
	tests := []struct {
		err  error
		want payments.Outcome
	}{
		{nil, payments.Done},
		{errors.New("other"), payments.Unknown},
		{context.DeadlineExceeded, payments.Unknown},
		{(*payments.Error)(nil), payments.Unknown},
		{fail(create, 0), payments.Unknown},
		{fail(create, payments.KindNotSent), payments.TryAgain},
		{fail(create, payments.KindTLS), payments.TryAgain},
		{fail(create, payments.KindLost), payments.Unknown},
		{fail(create, payments.KindMalformed), payments.Unknown},
		{fail(create, payments.KindServer), payments.Unknown},
		{fail(create, payments.KindAuth), payments.Unknown},
		{fail(create, payments.KindRedirect), payments.Unknown},
		{fail(create, payments.KindForeign), payments.Unknown},
		{fail(create, payments.KindCoding), payments.Unknown},
		{fail(create, payments.KindRefused), payments.Refused},
		{fail(create, payments.KindConfig), payments.Refused},
		{fmt.Errorf("wrapped: %w", fail(create, payments.KindRefused)), payments.Refused},
		{&payments.Error{Op: create, Kind: payments.KindRefused, Message: "Duplicate merchant_order_id"}, payments.Unknown},
		{&payments.Error{Op: create, Kind: payments.KindRefused, Message: "order already exists"}, payments.Unknown},
		{&payments.Error{Op: create, Kind: payments.KindRefused, Status: 409}, payments.Unknown},
		{&payments.Error{Op: query, Kind: payments.KindRefused, Message: "order does not exist"}, payments.Refused},
		{fail(query, payments.KindAuth), payments.Unknown},
		{fail(refund, payments.KindNotSent), payments.TryAgain},
		{fail(refund, payments.KindLost), payments.Unknown},
		{fail(refund, payments.KindRefused), payments.Refused},
		{&payments.Error{Op: refund, Kind: payments.KindRefused, Message: "duplicate merchant_refund_id"}, payments.Unknown},
		{&payments.Error{Op: refund, Kind: payments.KindRefused, Message: "Refund EXISTS"}, payments.Unknown},
		{&payments.Error{Op: refundQuery, Kind: payments.KindRefused, Message: "refund does not exist"}, payments.Refused},
		{fail(refundQuery, payments.KindLost), payments.Unknown},
		{fail(token, payments.KindNotSent), payments.TryAgain},
		{fail(token, payments.KindLost), payments.TryAgain},
		{fail(token, payments.KindMalformed), payments.TryAgain},
		{fail(token, payments.KindServer), payments.TryAgain},
		{fail(token, payments.KindAuth), payments.TryAgain},
		{fail(token, payments.KindRefused), payments.TryAgain},
		{fail(token, payments.KindRedirect), payments.TryAgain},
		{fail(token, payments.KindForeign), payments.TryAgain},
		{fail(token, payments.KindCoding), payments.TryAgain},
	}
	for _, tt := range tests {
		if got := payments.OutcomeOf(tt.err); got != tt.want {
			t.Errorf("OutcomeOf(%v) = %v, want %v", tt.err, got, tt.want)
		}
	}
}

// What each answer to a call that acts means, and that the gateway saw it once.
func TestAnswersToCallsThatAct(t *testing.T) {
	eachOf(t, acting, answersToCallsThatAct)
}

func answersToCallsThatAct(t *testing.T, k kind) {
	refusal := func(code, message string) string {
		return `{"code":` + code + `,"message":"` + message + `","rid":"r1"}`
	}
	tests := []struct {
		name    string
		h       http.HandlerFunc
		kind    payments.Kind
		outcome payments.Outcome
	}{
		{"refused", say(200, refusal("10021", "amount too small")), payments.KindRefused, payments.Refused},
		{"refused with 400", say(400, refusal("-7", "amount too small")), payments.KindRefused, payments.Refused},
		{"refused with 404", say(404, refusal("7", "no such method")), payments.KindRefused, payments.Refused},
		{"duplicate", say(200, refusal("7", "duplicate order")), payments.KindRefused, payments.Unknown},
		{"401", say(401, ""), payments.KindAuth, payments.Unknown},
		{"403 in HTML", say(403, "<html>"), payments.KindAuth, payments.Unknown},
		{"401 as a code", say(200, refusal("401", "no")), payments.KindAuth, payments.Unknown},
		{"40101 as a code", say(400, refusal("40101", "no")), payments.KindAuth, payments.Unknown},
		{"40300 as a code", say(200, refusal("40300", "no")), payments.KindAuth, payments.Unknown},
		{"expired in words", say(200, refusal("9", "Access Token expired")), payments.KindRefused, payments.Refused},
		{"unauthorized in words", say(200, refusal("9", "UNAUTHORIZED")), payments.KindRefused, payments.Refused},
		{"not authorized for", say(200, refusal("10023", "merchant is not authorized for ALIPAYHK")), payments.KindRefused, payments.Refused},
		{"a code that only begins so", say(200, refusal("4010", "no")), payments.KindRefused, payments.Refused},
		{"500", say(500, refusal("9", "no")), payments.KindServer, payments.Unknown},
		{"502", say(502, "<html>"), payments.KindServer, payments.Unknown},
		{"429", say(429, refusal("9", "no")), payments.KindServer, payments.Unknown},
		{"408", say(408, refusal("9", "no")), payments.KindServer, payments.Unknown},
		{"50000 as a code", say(200, refusal("50000", "no")), payments.KindServer, payments.Unknown},
		{"429 as a code", say(200, refusal("429", "no")), payments.KindServer, payments.Unknown},
		{"404 in HTML", say(404, "<html>"), payments.KindForeign, payments.Unknown},
		{"400 with code 0", say(400, recorded(t, k.answer)), payments.KindMalformed, payments.Unknown},
		{"a page", say(200, "<html>"), payments.KindForeign, payments.Unknown},
		{"not JSON", say(200, "{html"), payments.KindMalformed, payments.Unknown},
		{"another's JSON", say(200, `{"status":"SUCCEEDED"}`), payments.KindForeign, payments.Unknown},
		{"511", say(511, "<html>"), payments.KindForeign, payments.Unknown},
		{"empty", say(200, ""), payments.KindMalformed, payments.Unknown},
		{"no content", say(204, ""), payments.KindMalformed, payments.Unknown},
		{"too large", say(200, recorded(t, k.answer)+strings.Repeat(" ", 1<<20)), payments.KindMalformed, payments.Unknown},
		{"301", moved(301), payments.KindRedirect, payments.Unknown},
		{"302", moved(302), payments.KindRedirect, payments.Unknown},
		{"303", moved(303), payments.KindRedirect, payments.Unknown},
		{"307", moved(307), payments.KindRedirect, payments.Unknown},
		{"308", moved(308), payments.KindRedirect, payments.Unknown},
		{"hung up", hangUp, payments.KindLost, payments.Unknown},
		{"cut short", cutShort, payments.KindLost, payments.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t)
			g.answer[k.path] = tt.h
			c, _ := serve(t, g)
			for i := 1; i <= 2; i++ { // the second on a connection that has been used
				if err := c.Warm(ctx()); err != nil && i == 1 {
					t.Fatal(err)
				}
				err := k.call(ctx(), c)
				wantFailure(t, err, k.op, tt.kind, tt.outcome)
				if n := g.count(k.path); n != i {
					t.Fatalf("the gateway saw %d calls, want %d", n, i)
				}
				if n := g.count("/elsewhere"); n != 0 {
					t.Fatal("a redirect was followed")
				}
			}
		})
	}
}

func moved(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", status) }
}

func TestRefusalCarriesWhatTheGatewaySaid(t *testing.T) {
	g := newGateway(t)
	g.answer[createPath] = say(400, `{"code":10021,"message":"bad\u0000 \u202eamount\n`+strings.Repeat("é", 300)+`","rid":"abc"}`)
	c, _ := serve(t, g)
	_, err := c.Create(ctx(), order)
	e := wantFailure(t, err, "create", payments.KindRefused, payments.Refused)
	if e.Code != 10021 || e.RID != "abc" || e.Status != 400 || e.Date.IsZero() {
		t.Errorf("got %+v", e)
	}
	if len([]rune(e.Message)) != 200 || !strings.HasPrefix(e.Message, "bad amount éé") {
		t.Errorf("message %q", e.Message)
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	tests := map[string]time.Duration{
		"7": 7 * time.Second, "": 0, "soon": 0, "-5": 0, "99999": time.Hour, "0": 0,
		now.Add(90 * time.Second).Format(http.TimeFormat): 90 * time.Second,
		now.Add(-time.Minute).Format(http.TimeFormat):     0,
	}
	for value, want := range tests {
		g := newGateway(t)
		g.answer[queryPath] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", now.Format(http.TimeFormat))
			w.Header().Set("Retry-After", value)
			w.WriteHeader(429)
		}
		c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: g})
		_, err := c.Query(ctx(), ask)
		if e := wantFailure(t, err, "query", payments.KindServer, payments.Unknown); e.RetryAfter != want || !e.Date.Equal(now) {
			t.Errorf("%q: got %v at %v, want %v", value, e.RetryAfter, e.Date, want)
		}
	}
}

// The wish stands in the header: whatever becomes of the body, it is heard.
func TestTheWishOfAnAnswerThatIsCutOffIsHeard(t *testing.T) {
	g := newGateway(t)
	g.answer[queryPath] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.Header().Set("Content-Length", "500")
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write([]byte(`{"code":5`))
	}
	s := httptest.NewServer(g)
	defer s.Close()
	c := newClient(t, payments.Config{BaseURL: s.URL})
	_, err := c.Query(ctx(), ask)
	if e := wantFailure(t, err, "query", payments.KindLost, payments.Unknown); e.RetryAfter != 10*time.Minute {
		t.Errorf("the wish is %v", e.RetryAfter)
	}
}

func TestStrictDecoding(t *testing.T) {
	const ok = `{"order_id":"C1","merchant_order_id":"P1","amount":"50","currency":"HKD","status":"PENDING",` +
		`"next_action":{"type":"render_qrcode","qrcode_url":"weixin://wxpay/x"}}`
	wrap := func(data string) string { return `{"code":0,"data":` + data + `,"message":"ok","rid":"r"}` }
	edit := func(old, with string) string {
		if !strings.Contains(ok, old) {
			t.Fatalf("no %q in the example", old)
		}
		return wrap(strings.Replace(ok, old, with, 1))
	}
	long := strings.Repeat("x", 257)
	good := map[string]struct{ body, qr string }{
		"plain":               {wrap(ok), "weixin://wxpay/x"},
		"extra fields":        {edit(`{"order_id"`, `{"new":{"a":[1,{"b":null}]},"order_id"`), "weixin://wxpay/x"},
		"byte-order mark":     {"\ufeff" + wrap(ok), "weixin://wxpay/x"},
		"no character":        {edit(`{"order_id"`, "{\"new\":\"\xff\",\"order_id\""), "weixin://wxpay/x"},
		"space around":        {" \n" + wrap(ok) + "\r\n ", "weixin://wxpay/x"},
		"no next_action":      {edit(`,"next_action":{"type":"render_qrcode","qrcode_url":"weixin://wxpay/x"}`, ``), ""},
		"null next_action":    {edit(`{"type":"render_qrcode","qrcode_url":"weixin://wxpay/x"}`, `null`), ""},
		"url":                 {edit(`"qrcode_url"`, `"qrcode_url":"","qrcode":null,"url"`), "weixin://wxpay/x"},
		"first of several":    {edit(`"qrcode_url"`, `"url":"b","qrcode":"a","qrcode_url"`), "weixin://wxpay/x"},
		"qrcode before url":   {edit(`"qrcode_url":"weixin://wxpay/x"`, `"url":"b","qrcode":"a"`), "a"},
		"largest code":        {edit(`weixin://wxpay/x`, strings.Repeat("q", 2953)), strings.Repeat("q", 2953)},
		"null create_time":    {edit(`"status"`, `"create_time":null,"status"`), "weixin://wxpay/x"},
		"odd rid":             {`{"code":0,"rid":7,"data":` + ok + `}`, "weixin://wxpay/x"},
		"double in the extra": {edit(`{"order_id"`, `{"new":{"a":1,"a":2},"order_id"`), "weixin://wxpay/x"},
	}
	for name, tt := range good {
		if in, err := payments.DecodeCreate([]byte(tt.body)); err != nil || in.QR != tt.qr || in.OrderID != "C1" {
			t.Errorf("%s: %v, %+v", name, err, in)
		}
	}
	bad := map[string]string{
		"two values":           wrap(ok) + wrap(ok),
		"rest":                 wrap(ok) + "x",
		"array":                "[" + wrap(ok) + "]",
		"null":                 "null",
		"not UTF-8":            edit("C1", "C\xff"),
		"BOM twice":            "\ufeff\ufeff" + wrap(ok),
		"BOM within":           edit(`"status"`, "\ufeff\"status\""),
		"lead byte in id":      edit("C1", "C1\x81"),
		"lone surrogate in id": edit("C1", `C1\ud800`),
		"double code":          `{"code":0,"code":0,"data":` + ok + `}`,
		"double code, escaped": `{"code":0,"c\u006fde":1,"data":` + ok + `}`,
		"double data":          `{"code":0,"data":` + ok + `,"data":` + ok + `}`,
		"double field":         edit(`"status"`, `"status":"SUCCEEDED","status"`),
		"double QR":            edit(`"qrcode_url"`, `"qrcode_url":"a","qrcode_url"`),
		"other case":           edit(`"status"`, `"Status"`),
		"no code":              `{"data":` + ok + `}`,
		"code null":            `{"code":null,"data":` + ok + `}`,
		"code text":            `{"code":"0","data":` + ok + `}`,
		"code 0.0":             `{"code":0.0,"data":` + ok + `}`,
		"code 0e0":             `{"code":0e0,"data":` + ok + `}`,
		"code huge":            `{"code":99999999999999999999,"data":` + ok + `}`,
		"no data":              `{"code":0}`,
		"null data":            wrap("null"),
		"data array":           wrap("[" + ok + "]"),
		"data text":            wrap(`"x"`),
		"message a number":     `{"code":0,"message":1,"data":` + ok + `}`,
		"no id":                edit(`"order_id":"C1",`, ``),
		"empty id":             edit(`"C1"`, `""`),
		"null status":          edit(`"PENDING"`, `null`),
		"amount a number":      edit(`"50"`, `50`),
		"control in id":        edit(`"C1"`, `"C1\u0000"`),
		"newline in status":    edit(`PENDING`, `PENDING\n`),
		"C1 control":           edit(`"C1"`, `"C\u0085"`),
		"long id":              edit(`"C1"`, `"`+long+`"`),
		"long QR":              edit(`weixin://wxpay/x`, strings.Repeat("q", 2954)),
		"no character in QR":   edit("weixin", "w\xff"),
		"QR a number":          edit(`"weixin://wxpay/x"`, `1`),
		"unused QR a number":   edit(`"qrcode_url"`, `"url":1,"qrcode_url"`),
		"next_action text":     edit(`{"type":"render_qrcode","qrcode_url":"weixin://wxpay/x"}`, `"x"`),
		"create_time a number": edit(`"status"`, `"create_time":1,"status"`),
		"deep":                 edit(`{"order_id"`, `{"new":`+strings.Repeat("[", 32)+strings.Repeat("]", 32)+`,"order_id"`),
		"very deep":            strings.Repeat(`{"a":`, 100000),
	}
	for name, body := range bad {
		in, err := payments.DecodeCreate([]byte(body))
		kind := payments.KindMalformed
		if slices.Contains([]string{"array", "null", "no code", "no data", "BOM twice"}, name) {
			kind = payments.KindForeign
		}
		if err == nil || err.Kind != kind || in != (payments.Intent{}) {
			t.Errorf("%s: got %v, %+v, want %v", name, err, in, kind)
		}
	}
	for _, pay := range []string{``, `,"pay_time":null`, `,"pay_time":""`} {
		body := wrap(strings.TrimSuffix(ok, "}") + pay + "}")
		if p, err := payments.DecodeQuery([]byte(body)); err != nil || p.PayTime != "" || p.Status != "PENDING" {
			t.Errorf("%q: %v, %+v", pay, err, p)
		}
	}
	if _, err := payments.DecodeQuery([]byte(wrap(strings.TrimSuffix(ok, "}") + `,"pay_time":0}`))); err == nil {
		t.Error("pay_time as a number was taken")
	}
}

func TestRefundAnswersNeedTheirNumberAndStatusOnly(t *testing.T) {
	const least = `"merchant_refund_id":"R1","status":"PENDING"`
	want := payments.Refund{MerchantRefundID: "R1", Status: "PENDING"}
	wrap := func(data string) []byte { return []byte(`{"code":0,"data":{` + data + `}}`) }
	for _, key := range []string{"refund_id", "merchant_payment_order_id", "payment_order_id", "amount", "currency", "create_time", "refund_time"} {
		for _, value := range []string{`null`, `""`} {
			if r, err := payments.DecodeRefund(wrap(least + `,"` + key + `":` + value)); err != nil || r != want {
				t.Errorf("%s %s: %v, %+v", key, value, err, r)
			}
		}
		for _, value := range []string{`1`, `{}`, `"a\nb"`, `"a","` + key + `":"a"`} {
			if r, err := payments.DecodeRefund(wrap(least + `,"` + key + `":` + value)); err == nil || r != (payments.Refund{}) {
				t.Errorf("%s %s: %v, %+v, want malformed", key, value, err, r)
			}
		}
	}
	for _, data := range []string{
		`"status":"PENDING"`, `"merchant_refund_id":"R1"`, `"merchant_refund_id":"","status":"PENDING"`,
		`"merchant_refund_id":"R1","status":null`, `"Merchant_refund_id":"R1","status":"PENDING"`,
	} {
		if r, err := payments.DecodeRefund(wrap(data)); err == nil || err.Kind != payments.KindMalformed {
			t.Errorf("%s: %v, %+v, want malformed", data, err, r)
		}
	}
}
