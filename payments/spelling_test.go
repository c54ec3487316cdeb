package payments_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"qrtill/payments"
)

// ways are how a gateway might write down what it knows.
var ways = map[string]func(string) string{
	"plain":             func(s string) string { return s },
	"query":             url.QueryEscape,
	"path":              url.PathEscape,
	"hexadecimal":       func(s string) string { return hex.EncodeToString([]byte(s)) },
	"base64":            func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 of more":    func(s string) string { return base64.URLEncoding.EncodeToString([]byte("a:" + s + ":z")) },
	"JSON":              func(s string) string { return fmt.Sprintf(`{"secret":%s}`, jsonText(s)) },
	"JSON within JSON":  func(s string) string { return jsonText(jsonText(s)) },
	"quoted":            func(s string) string { return fmt.Sprintf("%q", s) },
	"quoted in ASCII":   func(s string) string { return fmt.Sprintf("%+q", s) },
	"UTF-16":            func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") },
	"with soft hyphens": func(s string) string { return strings.Join(strings.Split(s, ""), "\u00ad") },
}

func jsonText(s string) string {
	raw, _ := json.Marshal(s) // a string always marshals
	return string(raw)
}

const oddToken = `tok/en+"of<&>=84\chars`

// gatewayOf gives good answers, changed by spoil.
func gatewayOf(spoil func(path, body string) string) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		body := `{"access_token":` + jsonText(oddToken) + `}`
		if r.URL.Path != authPath {
			body = spoil(r.URL.Path, `{"code":0,"message":"ok","rid":"RID","data":{"order_id":"ID","merchant_order_id":"M1","amount":"1","currency":"HKD",`+
				`"status":"PENDING","merchant_refund_id":"R1","next_action":{"type":"render_qrcode","qrcode_url":"QR"},"more":["MORE"]}}`)
		}
		_, err := io.WriteString(w, body)
		return w.Result(), err
	})
}

func clientOf(t *testing.T, secret string, logged io.Writer, gateway http.RoundTripper) *payments.Client {
	t.Helper()
	c, err := payments.New(payments.Config{
		BaseURL: "https://gw.example", UID: uid, Secret: secret, Transport: gateway, Log: slog.New(slog.NewTextHandler(logged, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASecretIsTakenOutInEverySpelling(t *testing.T) {
	const hidden = `n0tify"key\<&>ü`
	for name, way := range ways {
		for _, value := range []string{secret, oddToken, hidden} {
			var logged bytes.Buffer
			c := clientOf(t, secret, &logged, gatewayOf(func(_, _ string) string {
				return `{"code":7,"message":` + jsonText("no: "+way(value)+" z") + `,"rid":` + jsonText(way(value)) + `}`
			}))
			c.Hide(hidden)
			_, err := c.Create(t.Context(), order)
			e := failureOf(t, err)
			for where, text := range map[string]string{"message": e.Message, "rid": e.RID, "error": e.Error(), "log": logged.String()} {
				spelled := strings.Trim(way(value), `"{}=`)
				if strings.Contains(text, spelled[len(spelled)/4:len(spelled)*3/4]) {
					t.Errorf("%s: %q is in the %s: %s", name, value, where, text)
				}
			}
			if !strings.Contains(e.Message, "[redacted]") || !strings.HasPrefix(e.Message, "no: ") {
				t.Errorf("%s: too much was taken out, or nothing: %q", name, e.Message)
			}
		}
	}
}

// A field that quotes a secret would be written into the log; a code, shown to
// a customer.
func TestAnAnswerThatQuotesASecretIsNoAnswer(t *testing.T) {
	for _, field := range []string{"ID", "QR", "MORE"} {
		for name, way := range ways {
			var logged bytes.Buffer
			quoting := jsonText("https://pay.example/" + way(oddToken))
			c := clientOf(t, secret, &logged, gatewayOf(func(_, body string) string { return strings.Replace(body, `"`+field+`"`, quoting, 1) }))
			in, err := c.Create(t.Context(), order)
			e := failureOf(t, err)
			if e.Kind != payments.KindMalformed || payments.OutcomeOf(err) != payments.Unknown || in != (payments.Intent{}) {
				t.Errorf("%s in %s: %+v, %v", name, field, in, err)
			}
		}
	}
}

// A secret so short that it could stand in an answer by chance must not make
// every answer one that says nothing.
func TestAShortSecretSpoilsNoAnswer(t *testing.T) {
	for _, short := range []string{"1", "HKD", "PENDING", "render_qrco"} {
		c := clientOf(t, short, io.Discard, gatewayOf(func(_, body string) string { return body }))
		if in, err := c.Create(t.Context(), order); err != nil || in.QR != "QR" {
			t.Errorf("%q: %+v, %v", short, in, err)
		}
	}
}
