package practice_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"qrtill/payments/practice"
)

// customer opens the QR code of the newest order.
func (s *shop) customer(method, tap string) reply {
	s.t.Helper()
	entries := s.gateway.Ledger()
	path := strings.TrimPrefix(entries[len(entries)-1].QR, s.server.URL) + tap
	r, err := s.send(method, path, nil, http.Header{"Origin": {s.server.URL}})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (r reply) shows(t *testing.T, status int, texts ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("status %d, want %d", r.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(string(r.body), text) {
			t.Errorf("%q is not shown in\n%s", text, r.body)
		}
	}
	if strings.Contains(string(r.body), "<script") || strings.Contains(string(r.body), "src=") {
		t.Error("the page needs something else than itself")
	}
}

func TestTheCustomerPaysOnThePage(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, alipay("ALIPAYHK").with(fields{"description": "Wong & Sons <b>"}))
	s.customer(http.MethodGet, "").shows(t, 200, "Wong &amp; Sons &lt;b&gt;", "128.50", "HKD", "AlipayHK", "/pay\">", "/cancel\">", "no real money")
	s.customer(http.MethodPost, "/pay").shows(t, 200, "Paid", "✓")
	if got := s.status("XA1"); got != "SUCCEEDED" {
		t.Error(got)
	}
	s.customer(http.MethodPost, "/pay").shows(t, 409, "paid already")
	s.customer(http.MethodPost, "/cancel").shows(t, 409, "paid already")
	s.must(createRefund, refundOf)
	s.customer(http.MethodGet, "").shows(t, 200, "Refunded")
}

func TestTheCustomerCancelsOnThePage(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.customer(http.MethodPost, "/cancel").shows(t, 200, "Closed, not paid")
	r := s.customer(http.MethodPost, "/pay")
	r.shows(t, 409, "too late")
	if strings.Contains(string(r.body), "<button") {
		t.Error("a closed order still has buttons")
	}
	if got := s.status("XA1"); got != "CANCELLED" {
		t.Error(got)
	}
	s.setFaults("late-pay")
	s.customer(http.MethodGet, "").shows(t, 200, "Closed", "/pay\">")
	s.customer(http.MethodPost, "/pay").shows(t, 200, "Paid")
}

func TestAnUnknownCodeShowsNothing(t *testing.T) {
	s := newShop(t, practice.Config{})
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		path := map[string]string{http.MethodGet: "/pay/guess", http.MethodPost: "/pay/guess/pay"}[method]
		if r, err := s.send(method, path, nil, nil); err != nil || r.status != http.StatusNotFound {
			t.Errorf("%s: %d %v", method, r.status, err)
		}
	}
}

func TestAnotherWebPageCannotPay(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	r, err := s.send(http.MethodPost, "/practice/pay?merchant_order_id=XA1", nil, http.Header{"Origin": {"http://elsewhere.example"}})
	if err != nil || r.status != http.StatusForbidden || s.status("XA1") != "PENDING" {
		t.Errorf("%d %v", r.status, err)
	}
}

func TestPracticeRoutes(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.must(create, wechat.with(fields{"merchant_order_id": "XA2"}))
	for _, c := range []struct {
		path   string
		status int
	}{
		{"pay?merchant_order_id=XA1", 200}, {"pay?merchant_order_id=XA1", 409}, {"cancel?merchant_order_id=XA2", 200},
		{"pay?merchant_order_id=nobody", 404}, {"cancel", 404},
	} {
		if r, err := s.send(http.MethodPost, "/practice/"+c.path, nil, nil); err != nil || r.status != c.status {
			t.Errorf("%s: %d %s %v", c.path, r.status, r.body, err)
		}
	}
	r, err := s.send(http.MethodGet, "/practice/ledger", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var entries []practice.Entry
	if err := json.Unmarshal(r.body, &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || entries[0].Status != "SUCCEEDED" || entries[1].Status != "CANCELLED" || !strings.Contains(string(r.body), `"refunds":[]`) {
		t.Errorf("%s", r.body)
	}
}

func TestBadDaysComeAndGoByARoute(t *testing.T) {
	s := newShop(t, practice.Config{})
	for _, c := range []struct {
		faults string
		routed int
		status int
	}{
		{"rate-limit", 200, 429}, {"no-such-fault", 400, 429}, {"", 200, 200},
	} {
		r, err := s.send(http.MethodPost, "/practice/faults?faults="+c.faults, nil, nil)
		if err != nil || r.status != c.routed {
			t.Errorf("%q: %d %s %v", c.faults, r.status, r.body, err)
		}
		if made, err := s.call(create, wechat); err != nil || made.status != c.status {
			t.Errorf("%q: a sale's answer was %d %v", c.faults, made.status, err)
		}
	}
}

func TestPracticeRoutesAreForThisComputerOnly(t *testing.T) {
	handler := newGateway(t, practice.Config{}).Handler()
	for address, want := range map[string]int{"127.0.0.1:9": 200, "[::1]:9": 200, "192.168.1.9:9": 403, "": 403} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/practice/ledger", nil)
		request.RemoteAddr = address
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		if recorder.Code != want {
			t.Errorf("%q: %d", address, recorder.Code)
		}
	}
}

func TestServeListensOnLoopbackAndEndsWithItsContext(t *testing.T) {
	for _, listen := range []string{"", ":0", "127.0.0.1:0"} {
		g := newGateway(t, practice.Config{})
		ctx, cancel := context.WithCancel(t.Context())
		base, done, err := g.Serve(ctx, listen)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(base, "http://127.0.0.1:") {
			t.Errorf("%q: %s", listen, base)
		}
		response, err := http.Get(base + "/practice/ledger")
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if _, err := http.Get(base + "/practice/ledger"); err == nil {
			t.Error("it still answers")
		}
	}
	g := newGateway(t, practice.Config{})
	for _, listen := range []string{"nonsense", "127.0.0.1:99999"} {
		if _, _, err := g.Serve(t.Context(), listen); err == nil {
			t.Errorf("%q is accepted", listen)
		}
	}
}

func TestANotificationReachesTheShopOverHTTP(t *testing.T) {
	received := make(chan string, 1)
	shopServer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		received <- r.Header.Get("Signature")
	}))
	defer shopServer.Close()
	s := newShop(t, practice.Config{})
	s.must(create, wechat.with(fields{"notify_url": shopServer.URL}))
	s.pay("XA1")
	if signature := <-received; len(signature) != 64 {
		t.Errorf("signature %q", signature)
	}
}

// Two customers, a till and a harness at once: run with -race.
func TestManyCallersAtOnce(t *testing.T) {
	s := newShop(t, practice.Config{Expiry: time.Hour})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			id := "X" + string(rune('A'+i))
			_, err := s.call(create, wechat.with(fields{"merchant_order_id": id}))
			if err == nil {
				err = s.gateway.Pay(id)
			}
			if err == nil {
				_, err = s.call(query, fields{"merchant_order_id": id})
			}
			if err != nil {
				t.Error(err)
			}
			s.gateway.Ledger()
		})
	}
	all.Wait()
	for _, e := range s.gateway.Ledger() {
		if e.Status != "SUCCEEDED" {
			t.Errorf("%+v", e)
		}
	}
}
