package practice_test

import (
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments/practice"
)

var (
	orderIDForm = regexp.MustCompile(`^C[0-9]{21}$`)
	timeForm    = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+08:00$`)
)

func TestCreateAnswersAsDocumented(t *testing.T) {
	for _, c := range []struct {
		method, key string
		request     fields
	}{
		{"wechat", "qrcode_url", wechat},
		{"alipayhk", "url", alipay("ALIPAYHK")},
		{"alipaycn", "url", alipay("ALIPAYCN")},
	} {
		t.Run(c.method, func(t *testing.T) {
			s := newShop(t, practice.Config{})
			data := s.must(create, c.request)
			action := data["next_action"].(map[string]any)
			qr, _ := action[c.key].(string)
			if action["type"] != "render_qrcode" || len(action) != 2 || !strings.HasPrefix(qr, s.server.URL+"/pay/") {
				t.Errorf("next_action %v", action)
			}
			if data["status"] != "PENDING" || data["amount"] != "128.50" || data["currency"] != "HKD" || data["merchant_order_id"] != "XA1" {
				t.Errorf("data %v", data)
			}
			if !orderIDForm.MatchString(data["order_id"].(string)) || !timeForm.MatchString(data["create_time"].(string)) {
				t.Errorf("order_id or create_time in %v", data)
			}
			if keys := slices.Sorted(maps.Keys(data)); !slices.Equal(keys, []string{"amount", "create_time", "currency", "merchant_order_id", "next_action", "order_id", "status"}) {
				t.Errorf("keys %v", keys)
			}
			if e := s.gateway.Ledger()[0]; e.Method != c.method || e.QR != qr {
				t.Errorf("ledger %+v", e)
			}
		})
	}
}

func TestCreateRefusesWhatTheDocumentationDoesNotAllow(t *testing.T) {
	s := newShop(t, practice.Config{})
	long := strings.Repeat("9", 33)
	for name, request := range map[string]fields{
		"no amount":                  wechat.with(fields{"amount": nil}),
		"amount a number":            wechat.with(fields{"amount": 12}),
		"amount zero":                wechat.with(fields{"amount": "0.00"}),
		"amount negative":            wechat.with(fields{"amount": "-1"}),
		"amount with exponent":       wechat.with(fields{"amount": "1e3"}),
		"amount with three decimals": wechat.with(fields{"amount": "1.005"}),
		"amount too long":            wechat.with(fields{"amount": long}),
		"no currency":                wechat.with(fields{"currency": nil}),
		"currency in small letters":  wechat.with(fields{"currency": "hkd"}),
		"no id":                      wechat.with(fields{"merchant_order_id": nil}),
		"id too long":                wechat.with(fields{"merchant_order_id": long}),
		"no description":             wechat.with(fields{"description": nil}),
		"notify_url not an address":  wechat.with(fields{"notify_url": "shop"}),
		"settlement_currency":        wechat.with(fields{"settlement_currency": "HK"}),
		"unknown field":              wechat.with(fields{"notify": "x"}),
		"no method":                  wechat.with(fields{"payment_method": nil}),
		"method without flow":        wechat.with(fields{"payment_method": fields{"type": "wechat"}}),
		"flow of the other method":   wechat.with(fields{"payment_method": fields{"type": "wechat", "wechat": fields{"flow": "csb_qrcode"}}}),
		"type unknown":               wechat.with(fields{"payment_method": fields{"type": "alipay"}}),
		"wallet unknown":             alipay("ALIPAY"),
		"wallet missing":             alipay(""),
		"alipayhk in TWD":            alipay("ALIPAYHK").with(fields{"currency": "TWD"}),
		"alipaycn in USD":            alipay("ALIPAYCN").with(fields{"currency": "USD"}),
		"alipayhk settlement":        alipay("ALIPAYHK").with(fields{"settlement_currency": "HKD"}),
	} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			if r := s.refused(create, request, 40000); r.status != http.StatusBadRequest {
				t.Errorf("status %d", r.status)
			}
		})
	}
	if n := len(s.gateway.Ledger()); n != 0 {
		t.Errorf("%d orders were made", n)
	}
}

func TestCreateAcceptsTheOptionalFields(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat.with(fields{"currency": "TWD", "settlement_currency": "HKD", "notify_url": "http://127.0.0.1:1/x"}))
}

func TestAnOrderIsPaidAndFoundByEitherID(t *testing.T) {
	s := newShop(t, practice.Config{})
	made := s.must(create, wechat)
	before := s.must(query, fields{"merchant_order_id": "XA1"})
	if _, has := before["pay_time"]; has || before["status"] != "PENDING" {
		t.Errorf("before payment %v", before)
	}
	s.pay("XA1")
	for _, q := range []fields{
		{"merchant_order_id": "XA1"},
		{"order_id": made["order_id"]},
		{"merchant_order_id": "XA1", "order_id": made["order_id"]},
	} {
		got := s.must(query, q)
		if got["status"] != "SUCCEEDED" || got["amount"] != "128.50" || got["currency"] != "HKD" ||
			got["order_id"] != made["order_id"] || got["create_time"] != made["create_time"] || !timeForm.MatchString(got["pay_time"].(string)) {
			t.Errorf("query %v: %v", q, got)
		}
		if _, has := got["next_action"]; has {
			t.Error("query gives next_action")
		}
	}
}

func TestQueryRefusals(t *testing.T) {
	s := newShop(t, practice.Config{})
	made := s.must(create, wechat)
	s.refused(query, fields{}, 40000)
	s.refused(query, fields{"order_id": strings.Repeat("C", 33)}, 40000)
	s.refused(query, fields{"merchant_order_id": "X2", "order_id": made["order_id"]}, 40400)
	r := s.refused(query, fields{"merchant_order_id": "nobody"}, 40400)
	if r.status != http.StatusOK || r.Message != "order not found" {
		t.Errorf("unknown id: %d %s", r.status, r.body)
	}
}

func TestPayAndCancelErrors(t *testing.T) {
	g := newShop(t, practice.Config{})
	if err := g.gateway.Pay("nobody"); !errors.Is(err, practice.ErrUnknownOrder) {
		t.Errorf("unknown: %v", err)
	}
	g.must(create, wechat)
	if err := g.gateway.Cancel("XA1"); err != nil {
		t.Fatal(err)
	}
	if got := g.status("XA1"); got != "CANCELLED" {
		t.Error(got)
	}
	for _, do := range []func(string) error{g.gateway.Pay, g.gateway.Cancel} {
		if err := do("XA1"); !errors.Is(err, practice.ErrNotPayable) {
			t.Errorf("closed: %v", err)
		}
	}
	g.must(create, wechat.with(fields{"merchant_order_id": "XA2"}))
	g.pay("XA2")
	if err := g.gateway.Pay("XA2"); !errors.Is(err, practice.ErrNotPayable) {
		t.Errorf("paid twice: %v", err)
	}
}

func TestAPendingOrderExpiresExactly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{Expiry: 5 * time.Minute})
		s.must(create, wechat)
		s.must(create, wechat.with(fields{"merchant_order_id": "XA2"}))
		made := time.Now()
		time.Sleep(5*time.Minute - time.Nanosecond)
		if got := s.status("XA1"); got != "PENDING" {
			t.Errorf("just before the end: %s", got)
		}
		s.pay("XA2")
		time.Sleep(time.Nanosecond)
		if got := s.status("XA1"); got != "CANCELLED" {
			t.Errorf("at the end: %s", got)
		}
		if err := s.gateway.Pay("XA1"); !errors.Is(err, practice.ErrNotPayable) {
			t.Errorf("paying at the end: %v", err)
		}
		if got := s.status("XA2"); got != "SUCCEEDED" {
			t.Errorf("paid in time: %s", got)
		}
		if e := s.gateway.Ledger()[0]; !e.CancelTime.Equal(made.Add(5 * time.Minute)) {
			t.Errorf("cancelled at %v", e.CancelTime)
		}
	})
}

func TestARepeatedOrderID(t *testing.T) {
	t.Run("is refused by default", func(t *testing.T) {
		s := newShop(t, practice.Config{})
		s.must(create, wechat)
		s.refused(create, wechat, 40900)
		if n := len(s.gateway.Ledger()); n != 1 {
			t.Errorf("%d orders", n)
		}
	})
	t.Run("gives the same order", func(t *testing.T) {
		s := newShopWithFaults(t, "duplicate:same")
		first, second := s.must(create, wechat), s.must(create, wechat)
		if first["order_id"] != second["order_id"] {
			t.Errorf("%v\n%v", first, second)
		}
		s.refused(create, wechat.with(fields{"amount": "1"}), 40900)
	})
	t.Run("makes a second order", func(t *testing.T) {
		s := newShopWithFaults(t, "duplicate:second")
		first, second := s.must(create, wechat), s.must(create, wechat)
		if first["order_id"] == second["order_id"] || len(s.gateway.Ledger()) != 2 {
			t.Errorf("%v\n%v", first, second)
		}
		s.pay("XA1")
		if got := s.must(query, fields{"order_id": first["order_id"]}); got["status"] != "PENDING" {
			t.Errorf("the older order is %v", got["status"])
		}
		if got := s.status("XA1"); got != "SUCCEEDED" {
			t.Errorf("the newer order is %v", got)
		}
	})
}
