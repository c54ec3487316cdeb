package payments_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"qrtill/payments"
)

// Each target begins with the recorded answers and with these. Run one with
//
//	go test ./payments -run '^$' -fuzz FuzzDecodeQuery -fuzztime 60s
var odd = []string{
	``, `null`, `[]`, `{}`, `{"code":1,"message":"no"}`, `{"code":0,"data":null}`, `{"code":0,"code":1,"data":{}}`,
	`{"notify_type":"refund_success","data":{"refund_id":"a","uid":39e72931}}`, `{"code":0,"data":{"new":1e999}}`,
	`{"code":-0,"data":{"status":"SUCCEEDED"},"rid":7}`, `{"code":1e999}`, `{"c\u006fde":0,"data":{}}`,
	`{"code":0,"data":{"a":"\ud800"}}`, "{\"code\":0,\"data\":{\"a\":\"\xff\"}}", strings.Repeat(`{"a":`, 40), strings.Repeat("[", 40),
	`{"code":0,"data":{"next_action":{"url":"` + strings.Repeat("x", 3000) + `"}}}`,
	`{"code":0,"data":{"order_id":"a","merchant_order_id":"b","amount":"1","currency":"HKD","status":"PENDING","pay_time":null}}`,
	`{"code":0,"data":{"merchant_refund_id":"a","status":"FAILED","amount":null,"refund_id":""}}`,
	"\ufeff{\"code\":0,\"data\":{\"merchant_refund_id\":\"a\",\"status\":\"FAILED\",\"reason\":\"\xd5\\\"}}",
	"\xff\xfe{\x00}\x00", "{\"code\":7,\"message\":\"\x84\x31\x95\x33\xff\"}",
}

func seeds(f *testing.F) []string {
	all := slices.Clone(odd)
	for _, name := range []string{
		"create_wechat.answer.json", "create_alipayhk.answer.json", "query.answer.json",
		"refund.answer.json", "refund_query.answer.json", "token.json",
	} {
		all = append(all, recorded(f, name))
	}
	return append(all, paidBody, notifyBody)
}

func addSeeds(f *testing.F) {
	for _, body := range seeds(f) {
		f.Add([]byte(body))
	}
}

func FuzzDecodeCreate(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := payments.DecodeCreate(body)
		if err != nil {
			if in != (payments.Intent{}) {
				t.Fatalf("an error and an intent: %v, %+v", err, in)
			}
			return
		}
		if len(in.QR) > 2953 {
			t.Fatalf("taken: %+v", in)
		}
		agree(t, body, "data", map[string]string{
			"order_id": in.OrderID, "merchant_order_id": in.MerchantOrderID, "amount": in.Amount, "currency": in.Currency, "status": in.Status,
		}, map[string]string{"create_time": in.CreateTime})
	})
}

func FuzzDecodeQuery(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := payments.DecodeQuery(body)
		if err != nil {
			if p != (payments.Payment{}) {
				t.Fatalf("an error and a payment: %v, %+v", err, p)
			}
			return
		}
		agree(t, body, "data", map[string]string{
			"order_id": p.OrderID, "merchant_order_id": p.MerchantOrderID, "amount": p.Amount, "currency": p.Currency, "status": p.Status,
		}, map[string]string{"create_time": p.CreateTime, "pay_time": p.PayTime})
	})
}

func FuzzDecodeRefund(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := payments.DecodeRefund(body)
		if err != nil {
			if r != (payments.Refund{}) {
				t.Fatalf("an error and a refund: %v, %+v", err, r)
			}
			return
		}
		agree(t, body, "data", map[string]string{"merchant_refund_id": r.MerchantRefundID, "status": r.Status}, map[string]string{
			"refund_id": r.RefundID, "merchant_payment_order_id": r.MerchantOrderID, "payment_order_id": r.OrderID, "amount": r.Amount,
			"currency": r.Currency, "create_time": r.CreateTime, "refund_time": r.RefundTime,
		})
	})
}

func FuzzDecodeNotification(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		n, known, err := payments.DecodeNotification(body)
		if err != nil || !known {
			if n != (payments.Notification{}) || known {
				t.Fatalf("an error and a notification: %v, %+v", err, n)
			}
			return
		}
		agree(t, body, "", map[string]string{"notify_type": string(n.Kind)}, nil)
		agree(t, body, "data", nil, map[string]string{
			"order_id": n.OrderID, "merchant_order_id": n.MerchantOrderID, "refund_id": n.RefundID, "merchant_refund_id": n.MerchantRefundID,
		})
		payment := n.Kind == payments.PaymentSuccess
		if payment && n.OrderID+n.MerchantOrderID == "" || !payment && n.RefundID+n.MerchantRefundID == "" {
			t.Fatalf("taken: %+v", n)
		}
	})
}

func FuzzReadToken(f *testing.F) {
	for i, body := range seeds(f) {
		f.Add([]int{200, 201, 401, 500}[i%4], []byte(body))
	}
	f.Add(400, []byte(`{"error":"invalid_client"}`))
	f.Add(200, []byte(`{"access_token":"abc","expires_in":1e12}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		value, life, err := payments.ReadToken(status, body)
		if err != nil {
			if value != "" {
				t.Fatalf("an error and a token: %v", err)
			}
			return
		}
		if status < 200 || status > 299 || life < time.Second || life > 24*time.Hour {
			t.Fatalf("taken with HTTP %d, for %v", status, life)
		}
		if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Fatalf("%q can't stand in a header", value)
		}
		agree(t, body, "", map[string]string{"access_token": value}, nil)
	})
}

// FuzzOpenEnvelope fuzzes what is around every business answer.
func FuzzOpenEnvelope(f *testing.F) {
	for i, body := range seeds(f) {
		f.Add([]int{200, 201, 302, 400, 401, 429, 500}[i%7], "7", []byte(body))
	}
	f.Add(503, "Wed, 21 Oct 2099 07:28:00 GMT", []byte(`{"code":50000,"message":"s3cr3t-word and s3cr3t\u200b-word","rid":"s3cr3t-word"}`))
	f.Fuzz(func(t *testing.T, status int, retry string, body []byte) {
		const word = "s3cr3t-word"
		data, rid, e := payments.Open("query", status, http.Header{"Retry-After": {retry}}, body, word)
		if (data == nil) != (e != nil) {
			t.Fatalf("data %q and error %v", data, e)
		}
		if strings.Contains(rid, word) {
			t.Fatalf("the rid holds the secret: %s", rid)
		}
		if e == nil {
			code := plain(t, body)["code"]
			if status < 200 || status > 299 || code != json.Number("0") && code != json.Number("-0") || !json.Valid(data) {
				t.Fatalf("taken with HTTP %d", status)
			}
			return
		}
		if e.Kind == 0 || e.RetryAfter < 0 || e.RetryAfter > time.Hour || utf8.RuneCountInString(e.Message) > 200 ||
			strings.Contains(e.Error(), word) || strings.ContainsFunc(e.Message+e.RID, unicode.IsControl) {
			t.Fatalf("got %#v", e)
		}
	})
}

// agree reads fields in a second way: those of an object in the body, or of the
// body itself. What must be there isn't empty; what may be may be null.
func agree(t *testing.T, body []byte, within string, must, may map[string]string) {
	t.Helper()
	all := plain(t, body)
	if within != "" {
		all, _ = all[within].(map[string]any)
	}
	for key, got := range must {
		if want := all[key]; got == "" || want != got {
			t.Fatalf("%s: got %q, encoding/json says %v", key, got, want)
		}
	}
	for key, got := range may {
		if want, ok := all[key]; (ok && want != nil || got != "") && want != got {
			t.Fatalf("%s: got %q, encoding/json says %v", key, got, want)
		}
	}
}

// plain reads an object as package json does it, with numbers of any size.
func plain(t *testing.T, body []byte) (all map[string]any) {
	t.Helper()
	body, err := payments.TextOf(body)
	if err != nil {
		t.Fatalf("taken, but not text: %v", err)
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		t.Fatalf("taken, but not JSON: %v", err)
	}
	return all
}
