package practice_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"qrtill/payments/practice"
)

// fields is a JSON object.
type fields map[string]any

// with returns a copy with some fields changed; nil removes one.
func (f fields) with(changes fields) fields {
	c := maps.Clone(f)
	for key, value := range changes {
		if value == nil {
			delete(c, key)
		} else {
			c[key] = value
		}
	}
	return c
}

// reply is what a caller sees.
type reply struct {
	status int
	header http.Header
	body   []byte

	Code    *int   `json:"code"`
	Data    fields `json:"data"`
	Message string `json:"message"`
	RID     string `json:"rid"`
}

// shop calls a gateway as a till does. It calls the handler over loopback, or
// directly, which is what a test with a fake clock needs.
type shop struct {
	t       *testing.T
	gateway *practice.Gateway
	handler http.Handler
	server  *httptest.Server // nil: the handler is called directly
	token   string
}

func newGateway(t *testing.T, c practice.Config) *practice.Gateway {
	t.Helper()
	g, err := practice.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// newShop serves the gateway on loopback and signs in.
func newShop(t *testing.T, c practice.Config) *shop {
	t.Helper()
	s := newShopWithoutServer(t, c)
	s.server = httptest.NewServer(s.handler)
	t.Cleanup(s.server.Close)
	return s
}

func newShopWithoutServer(t *testing.T, c practice.Config) *shop {
	t.Helper()
	g := newGateway(t, c)
	s := &shop{t: t, gateway: g, handler: g.Handler()}
	s.signIn()
	return s
}

func newShopWithFaults(t *testing.T, spec string) *shop {
	t.Helper()
	s := newShop(t, practice.Config{})
	s.setFaults(spec)
	return s
}

func (s *shop) setFaults(spec string) {
	s.t.Helper()
	f, err := practice.ParseFaults(spec)
	if err == nil {
		err = s.gateway.SetFaults(f)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) authQuery() url.Values {
	c := s.gateway.Credentials()
	return url.Values{"grant_type": {"client_credentials"}, "uid": {c.UID}, "client_secret": {c.Secret}}
}

func (s *shop) signIn() {
	s.t.Helper()
	r, err := s.send(http.MethodGet, "/mch-api/v1/auth?"+s.authQuery().Encode(), nil, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(r.body, &token); err != nil || r.status != http.StatusOK {
		s.t.Fatalf("sign in: %d %s %v", r.status, r.body, err)
	}
	s.token = token.AccessToken
}

// send makes one request and gives the error of the connection, if any.
func (s *shop) send(method, path string, body []byte, header http.Header) (reply, error) {
	s.t.Helper()
	var response *http.Response
	if s.server == nil {
		request := httptest.NewRequestWithContext(s.t.Context(), method, "http://127.0.0.1"+path, bytes.NewReader(body))
		request.RemoteAddr = "127.0.0.1:4000"
		maps.Copy(request.Header, header)
		recorder := httptest.NewRecorder()
		s.handler.ServeHTTP(recorder, request)
		response = recorder.Result()
	} else {
		request, err := http.NewRequestWithContext(s.t.Context(), method, s.server.URL+path, bytes.NewReader(body))
		if err != nil {
			s.t.Fatal(err)
		}
		maps.Copy(request.Header, header)
		if response, err = s.server.Client().Do(request); err != nil {
			return reply{}, err
		}
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	r := reply{status: response.StatusCode, header: response.Header, body: content}
	if err == nil {
		_ = json.Unmarshal(content, &r) // what is not JSON has no Code
	}
	return r, err
}

// call makes a business call.
func (s *shop) call(path string, body any) (reply, error) {
	s.t.Helper()
	content, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.send(http.MethodPost, "/mch-api/v1/pa/"+path, content, http.Header{
		"Authorization": {"Bearer " + s.token},
		"Content-Type":  {"application/json"},
	})
}

// must makes a business call that has to succeed and returns its data.
func (s *shop) must(path string, body any) fields {
	s.t.Helper()
	r, err := s.call(path, body)
	if err != nil || r.status != http.StatusOK || r.Code == nil || *r.Code != 0 || r.Message != "ok" || len(r.RID) != 32 {
		s.t.Fatalf("%s %v: %d %s %v", path, body, r.status, r.body, err)
	}
	return r.Data
}

// refused makes a business call that has to be refused with the code.
func (s *shop) refused(path string, body any, code int) reply {
	s.t.Helper()
	r, err := s.call(path, body)
	if err != nil || r.Code == nil || *r.Code != code || r.Message == "" || r.Data != nil {
		s.t.Fatalf("%s %v: got %d %s %v, want code %d", path, body, r.status, r.body, err, code)
	}
	return r
}

const (
	create       = "payment_intents/create"
	query        = "payment_intents/query"
	createRefund = "refunds/create"
	queryRefund  = "refunds/query"
)

var wechat = fields{
	"amount": "128.50", "currency": "HKD", "merchant_order_id": "XA1", "description": "Noodle Shop",
	"payment_method": fields{"type": "wechat", "wechat": fields{"flow": "qrcode"}},
}

func alipay(wallet string) fields {
	return wechat.with(fields{"payment_method": fields{
		"type": "alipayhk", "alipayhk": fields{"flow": "csb_qrcode", "payment_method": wallet},
	}})
}

// status asks for the status of an order.
func (s *shop) status(merchantOrderID string) string {
	s.t.Helper()
	return s.must(query, fields{"merchant_order_id": merchantOrderID})["status"].(string)
}

func (s *shop) pay(merchantOrderID string) {
	s.t.Helper()
	if err := s.gateway.Pay(merchantOrderID); err != nil {
		s.t.Fatal(err)
	}
}
