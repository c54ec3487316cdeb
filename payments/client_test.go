package payments_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"qrtill/payments"
)

func TestCreateSendsTheDocumentedRequest(t *testing.T) {
	tests := []struct {
		name string
		edit func(*payments.CreateRequest)
	}{
		{"wechat", func(r *payments.CreateRequest) { r.NotifyURL = "https://put_your_site_here/example_url" }},
		{"alipayhk", func(r *payments.CreateRequest) {
			r.Method, r.Description, r.NotifyURL = payments.AlipayHK, "Test order", "https://shop.example/notify?a=1"
		}},
		{"alipaycn", func(r *payments.CreateRequest) {
			r.Method, r.Description, r.SettlementCurrency = payments.AlipayCN, "Test order", "HKD"
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t)
			g.answer[createPath] = say(200, recorded(t, "create_"+tt.name+".answer.json"))
			c, _ := serve(t, g)
			r := order
			tt.edit(&r)
			in, err := c.Create(ctx(), r)
			if err != nil {
				t.Fatal(err)
			}
			if in.Date.IsZero() || in.Took <= 0 {
				t.Errorf("meta is not filled in: %+v", in.Meta)
			}
			in.Date, in.Took = time.Time{}, 0
			want := payments.Intent{
				MerchantOrderID: "P9297895081903", OrderID: "C991289984923795789123", Amount: "50", Currency: "HKD",
				Status: "PENDING", QR: "https://a.payment.link/code", CreateTime: "2023-08-31T04:44:05.928696203+08:00",
				Meta: payments.Meta{RID: "3647575c0e1049439e484a231864da2c"},
			}
			if in != want {
				t.Errorf("got  %+v\nwant %+v", in, want)
			}
			got := g.requests()[1]
			if got.method != "POST" || got.uri != createPath {
				t.Errorf("got %s %s", got.method, got.uri)
			}
			if h := got.header; h.Get("Authorization") != "Bearer token1-abcdef" || h.Get("Content-Type") != "application/json" ||
				h.Get("User-Agent") != "qrtill" || h.Get("Idempotency-Key") != "" {
				t.Errorf("headers: %v", h)
			}
			sameJSON(t, got.body, recorded(t, "create_"+tt.name+".request.json"))
		})
	}
}

func TestQuerySendsTheDocumentedRequest(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	p, err := c.Query(ctx(), payments.QueryRequest{MerchantOrderID: "P9297895081903", OrderID: "C991289984923795789123"})
	if err != nil {
		t.Fatal(err)
	}
	p.Date, p.Took = time.Time{}, 0
	want := payments.Payment{
		MerchantOrderID: "P9297895081903", OrderID: "C991289984923795789123", Amount: "50", Currency: "TWD", Status: "SUCCEEDED",
		CreateTime: "2023-08-31T04:44:05.928696203+08:00", PayTime: "2023-08-31T04:44:05.928696203+08:00",
		Meta: payments.Meta{RID: "3647575c0e1049439e484a231864da2c"},
	}
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	sameJSON(t, g.requests()[1].body, recorded(t, "query.request.json"))
}

func TestRefundsSendTheDocumentedRequests(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	want := payments.Refund{
		MerchantRefundID: "R9297895081903", MerchantOrderID: "P9297895081903", OrderID: "C991289984923795789123",
		Status: "SUCCEEDED", CreateTime: "2023-08-31T04:44:05.928696203+08:00",
		Meta: payments.Meta{RID: "3647575c0e1049439e484a231864da2c"},
	}
	check := func(got payments.Refund, err error, request string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if got.Date.IsZero() || got.Took <= 0 {
			t.Errorf("meta is not filled in: %+v", got.Meta)
		}
		if got.Date, got.Took = (time.Time{}), 0; got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		seen := g.requests()
		sameJSON(t, seen[len(seen)-1].body, recorded(t, request))
	}
	got, err := c.Refund(ctx(), refund)
	check(got, err, "refund.request.json")

	want.RefundID, want.Amount, want.Currency = "C34368224017070000", "50.00", "HKD"
	want.RefundTime = "2023-08-31T04:46:05.928696203+08:00"
	got, err = c.QueryRefund(ctx(), askRefund)
	check(got, err, "refund_query.request.json")

	// What may be left out is left out; so is a reason that isn't ASCII, and a long one is cut.
	r := refund
	r.OrderID, r.Reason = "", ""
	if _, err := c.Refund(ctx(), r); err != nil {
		t.Fatal(err)
	}
	r.Reason = "cold  tea " + strings.Repeat("x", 110) + " late"
	if _, err := c.Refund(ctx(), r); err != nil {
		t.Fatal(err)
	}
	r.Reason = "未 paid"
	if _, err := c.Refund(ctx(), r); err != nil {
		t.Fatal(err)
	}
	seen := g.requests()
	const least = `{"merchant_payment_order_id":"P9297895081903","merchant_refund_id":"R9297895081903","amount":"50"`
	sameJSON(t, seen[3].body, least+"}")
	sameJSON(t, seen[4].body, least+`,"reason":"cold tea `+strings.Repeat("x", 110)+` late"}`)
	sameJSON(t, seen[5].body, least+"}")
}

func TestTokenRequestIsEncodedAndKeptForTheNextCall(t *testing.T) {
	g := newGateway(t)
	g.answer[authPath] = say(200, recorded(t, "token.json"))
	s := httptest.NewServer(http.StripPrefix("/pre fix", g))
	defer s.Close()
	c := newClient(t, payments.Config{BaseURL: s.URL + "/pre%20fix/"})
	defer c.CloseIdle()
	for range 3 {
		if _, err := c.Query(ctx(), ask); err != nil {
			t.Fatal(err)
		}
	}
	if n := g.count(authPath); n != 1 {
		t.Errorf("%d token requests, want 1", n)
	}
	first := g.requests()[0]
	u, _ := url.Parse(first.uri)
	want := url.Values{"grant_type": {"client_credentials"}, "uid": {uid}, "client_secret": {secret}}
	if first.method != "GET" || first.body != "" || !reflect.DeepEqual(u.Query(), want) {
		t.Errorf("got %+v", first)
	}
}

func TestWarmMakesCreateOneRoundTripOnOneConnection(t *testing.T) {
	g := newGateway(t)
	var mu sync.Mutex
	opened := 0
	s := httptest.NewUnstartedServer(g)
	s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		if st == http.StateNew {
			opened++
		}
	}
	s.Start()
	c := newClient(t, payments.Config{BaseURL: s.URL})
	defer func() { c.CloseIdle(); s.Close() }()
	warm := func(wantRequests, wantOpened int) {
		t.Helper()
		if err := c.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if n := len(g.requests()); n != wantRequests || opened != wantOpened {
			t.Fatalf("%d requests on %d connections, want %d on %d", n, opened, wantRequests, wantOpened)
		}
	}
	warm(1, 1) // the token
	warm(1, 1) // nothing to do
	if _, err := c.Create(ctx(), order); err != nil {
		t.Fatal(err)
	}
	warm(2, 1) // the create was one round trip, on the same connection
	c.CloseIdle()
	warm(3, 2) // the token is good, the connection is not
	last := g.requests()[2]
	if last.method != "HEAD" || last.header.Get("Authorization") != "" || strings.Contains(last.uri, "secret") {
		t.Errorf("opening a connection sent %+v", last)
	}
	if _, err := c.Create(ctx(), order); err != nil {
		t.Fatal(err)
	}
	warm(4, 2)
	g.answer[createPath] = hangUp
	if _, err := c.Create(ctx(), order); err == nil {
		t.Fatal("no error")
	}
	warm(6, 3) // a broken connection is known to be gone
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	tests := []struct {
		base, uid, secret string
		want              error
	}{
		{"https://gw.example", "1", "s", nil},
		{"https://gw.example:8443/pre/fix/", "1", "s", nil},
		{"HTTPS://gw.example", "1", "s", nil},
		{"http://127.0.0.1:8099", "1", "s", nil},
		{"http://[::1]:8099", "1", "s", nil},
		{"http://LOCALHOST", "1", "s", nil},
		{"http://gw.example", "1", "s", payments.ErrInsecure},
		{"http://127.0.0.1.gw.example", "1", "s", payments.ErrInsecure},
		{"http://10.0.0.1", "1", "s", payments.ErrInsecure},
		{"ftp://gw.example", "1", "s", payments.ErrAddress},
		{"gw.example", "1", "s", payments.ErrAddress},
		{"", "1", "s", payments.ErrAddress},
		{"https://", "1", "s", payments.ErrAddress},
		{"https://:443", "1", "s", payments.ErrAddress},
		{"https:gw.example", "1", "s", payments.ErrAddress},
		{"https://me:hunter2@gw.example", "1", "s", payments.ErrAddress},
		{"https://hunter2 @gw.example", "1", "s", payments.ErrAddress},
		{"https://gw.example?", "1", "s", payments.ErrAddress},
		{"https://gw.example/?a=hunter2", "1", "s", payments.ErrAddress},
		{"https://gw.example/#", "1", "s", payments.ErrAddress},
		{"https://gw.example", "", "s", payments.ErrCredentials},
		{"https://gw.example", "1 2", "s", payments.ErrCredentials},
		{"https://gw.example", "1", "", payments.ErrCredentials},
		{"https://gw.example", "1", "s\n", payments.ErrCredentials},
	}
	for _, tt := range tests {
		_, err := payments.New(payments.Config{BaseURL: tt.base, UID: tt.uid, Secret: tt.secret})
		if !errors.Is(err, tt.want) {
			t.Errorf("New(%q, %q, %q): %v, want %v", tt.base, tt.uid, tt.secret, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats what was typed: %v", err)
		}
	}
}

func TestBadRequestsAreNeverSent(t *testing.T) {
	g := newGateway(t)
	c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: g})
	creates := map[string]func(*payments.CreateRequest){
		"no id":         func(r *payments.CreateRequest) { r.MerchantOrderID = "" },
		"long id":       func(r *payments.CreateRequest) { r.MerchantOrderID = strings.Repeat("A", 33) },
		"odd id":        func(r *payments.CreateRequest) { r.MerchantOrderID = "A B" },
		"id and more":   func(r *payments.CreateRequest) { r.MerchantOrderID = "A\n" },
		"no amount":     func(r *payments.CreateRequest) { r.Amount = "" },
		"zero":          func(r *payments.CreateRequest) { r.Amount = "0.00" },
		"negative":      func(r *payments.CreateRequest) { r.Amount = "-1" },
		"exponent":      func(r *payments.CreateRequest) { r.Amount = "1e3" },
		"leading zero":  func(r *payments.CreateRequest) { r.Amount = "01" },
		"open end":      func(r *payments.CreateRequest) { r.Amount = "1." },
		"long amount":   func(r *payments.CreateRequest) { r.Amount = strings.Repeat("9", 33) },
		"currency":      func(r *payments.CreateRequest) { r.Currency = "hkd" },
		"settlement":    func(r *payments.CreateRequest) { r.SettlementCurrency = "H" },
		"alipay in TWD": func(r *payments.CreateRequest) { r.Method, r.Currency = payments.AlipayCN, "TWD" },
		"method":        func(r *payments.CreateRequest) { r.Method = "cash" },
		"notify":        func(r *payments.CreateRequest) { r.NotifyURL = "shop.example" },
	}
	for name, edit := range creates {
		r := order
		edit(&r)
		_, err := c.Create(ctx(), r)
		t.Run("create "+name, func(t *testing.T) {
			wantFailure(t, err, "create", payments.KindConfig, payments.Refused)
		})
	}
	for name, r := range map[string]payments.QueryRequest{
		"no id": {}, "odd id": {MerchantOrderID: "*"}, "control": {OrderID: "C\x00"}, "long": {OrderID: strings.Repeat("C", 257)},
	} {
		_, err := c.Query(ctx(), r)
		t.Run("query "+name, func(t *testing.T) {
			wantFailure(t, err, "query", payments.KindConfig, payments.Refused)
		})
	}
	for name, edit := range map[string]func(*payments.RefundRequest){
		"no id":       func(r *payments.RefundRequest) { r.MerchantRefundID = "" },
		"long id":     func(r *payments.RefundRequest) { r.MerchantRefundID = strings.Repeat("A", 33) },
		"no order":    func(r *payments.RefundRequest) { r.MerchantOrderID = "" },
		"odd order":   func(r *payments.RefundRequest) { r.MerchantOrderID = "A B" },
		"odd number":  func(r *payments.RefundRequest) { r.OrderID = "C\x00" },
		"no amount":   func(r *payments.RefundRequest) { r.Amount = "" },
		"zero":        func(r *payments.RefundRequest) { r.Amount = "0" },
		"negative":    func(r *payments.RefundRequest) { r.Amount = "-1" },
		"long amount": func(r *payments.RefundRequest) { r.Amount = strings.Repeat("9", 33) },
	} {
		r := refund
		edit(&r)
		_, err := c.Refund(ctx(), r)
		t.Run("refund "+name, func(t *testing.T) {
			wantFailure(t, err, "refund", payments.KindConfig, payments.Refused)
		})
	}
	_, err := c.QueryRefund(ctx(), payments.RefundQuery{})
	wantFailure(t, err, "refund_query", payments.KindConfig, payments.Refused)
	if n := len(g.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestDescriptionsAreASCII(t *testing.T) {
	tests := map[string]string{
		"  tea  ":                      "tea",
		"奶茶 tea":                       "tea",
		"Tea & Co 少冰":                  "Tea & Co",
		"Table 5，外賣":                   "Table", // no part of a word: "5" might be taken for a number of cups
		"Ｔ１　Café “Tea’s” – …":          `T1 Cafe "Tea's" - ...`,
		"a\nb\tc\x00d\x7f":             "a b cd",
		"\xff":                         "",
		"a\xff b ?":                    "b ?",
		"":                             "",
		"😀 少冰":                         "",
		strings.Repeat("茶", 200):       "",
		"paid ≠ due":                   "paid due",
		"10³ pcs ① 5\u0336 ≮5":         "pcs",
		`"quotes" <b> & 'co'`:          `"quotes" <b> & 'co'`,
		strings.Repeat("x", 200):       strings.Repeat("x", 128),
		strings.Repeat("1234567 ", 20): strings.TrimSpace(strings.Repeat("1234567 ", 16)),
	}
	for in, want := range tests {
		if got, _ := payments.ASCII(in); got != want {
			t.Errorf("ascii(%q) = %q, want %q", in, got, want)
		}
	}
	g := newGateway(t)
	c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: g})
	r := order
	r.Description, r.Note = "茶記", "少冰 paid"
	if _, err := c.Create(ctx(), r); err != nil || !strings.Contains(g.requests()[1].body, `"description":"P9297895081903"`) {
		t.Errorf("a description without ASCII: %v, %s", err, g.requests()[1].body)
	}
	r.Description, r.Note = "Tea & Co 茶記", "Table 5"
	if _, err := c.Create(ctx(), r); err != nil || !strings.Contains(g.requests()[2].body, `"description":"Tea \u0026 Co Table 5"`) {
		t.Errorf("a shop and a note: %v, %s", err, g.requests()[2].body)
	}
}

func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := errors.Join(json.Unmarshal([]byte(got), &g), json.Unmarshal([]byte(want), &w)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("got  %s\nwant %s", got, flat(want))
	}
}
