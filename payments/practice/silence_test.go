package practice_test

import (
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments/practice"
)

// forms are the ways in which the gateway wants silence.
var forms = map[string]struct {
	status int
	header string
}{
	"": {503, "60"}, "silence:503": {503, "60"}, "silence:429": {429, "60"}, "silence:503-bare": {503, ""}, "silence:429-bare": {429, ""},
	"silence:503,quiet-for=1h": {503, "3600"}, "silence:429,quiet-for=90s": {429, "90"},
}

func TestTheGatewayWantsSilence(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	for spec, want := range forms {
		s.setFaults("query-silence," + spec)
		for _, path := range []string{query, queryRefund} {
			r, err := s.call(path, fields{"merchant_order_id": "XA1"})
			if err != nil || r.status != want.status || r.header.Get("Retry-After") != want.header || r.Code != nil && *r.Code == 0 {
				t.Errorf("%q %s: %d %v %s %v", spec, path, r.status, r.header, r.body, err)
			}
		}
		s.must(create, wechat.with(fields{"merchant_order_id": "XB" + strconv.Itoa(len(s.gateway.Ledger()))})) // questions only

		s.setFaults("auth-silence," + spec)
		r, err := s.send(http.MethodGet, "/mch-api/v1/auth?"+s.authQuery().Encode(), nil, nil)
		if err != nil || r.status != want.status || r.header.Get("Retry-After") != want.header {
			t.Errorf("%q, token: %d %v %v", spec, r.status, r.header, err)
		}
		s.status("XA1") // the token of before is good
	}
}

func TestARefundThatIsSaidToBeUnknownIsMade(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.pay("XA1")
	s.setFaults("refund-busy")
	r := s.refused(createRefund, fields{"merchant_payment_order_id": "XA1", "merchant_refund_id": "XR1", "amount": "1"}, 9999)
	if r.status != http.StatusOK || r.Message != "system busy, result unknown" {
		t.Errorf("%d %q", r.status, r.Message)
	}
	if got := s.must(queryRefund, fields{"merchant_refund_id": "XR1"}); got["status"] != "SUCCEEDED" {
		t.Errorf("%v", got)
	}
}

func TestAMethodThatTheMerchantMayNotUse(t *testing.T) {
	s := newShopWithFaults(t, "no-permission")
	for message, request := range map[string]fields{
		"merchant is not authorized for ALIPAYHK": alipay("ALIPAYHK"), "merchant is not authorized for WECHAT": wechat,
	} {
		if r := s.refused(create, request, 10023); r.status != http.StatusOK || r.Message != message {
			t.Errorf("%d %q", r.status, r.Message)
		}
	}
	if made := s.gateway.Ledger(); len(made) != 0 {
		t.Errorf("%v was made", made)
	}
}

func TestACancelledOrderIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{Expiry: time.Minute})
		s.setFaults("forgets-cancelled")
		s.must(create, wechat)
		s.status("XA1")
		s.must(create, wechat.with(fields{"merchant_order_id": "XA2"}))
		s.pay("XA2")
		time.Sleep(time.Minute)
		s.refused(query, fields{"merchant_order_id": "XA1"}, 40400)
		if got := s.status("XA2"); got != "SUCCEEDED" {
			t.Error(got)
		}
		s.setFaults("")
		if got := s.status("XA1"); got != "CANCELLED" {
			t.Error(got)
		}
	})
}

func TestTheFormOfNotFoundIsChosen(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	for _, c := range []struct {
		spec          string
		order, refund practice.NotFound
	}{
		{"", practice.NotFound{Status: 200, Code: 40400}, practice.NotFound{Status: 200, Code: 40400}},
		{"no-order=404/20011", practice.NotFound{Status: 404, Code: 20011}, practice.NotFound{Status: 200, Code: 40400}},
		{"no-refund=400/-3,no-order=200/7", practice.NotFound{Status: 200, Code: 7}, practice.NotFound{Status: 400, Code: -3}},
	} {
		check := func(path string, body fields, want practice.NotFound) {
			t.Helper()
			if r := s.refused(path, body, want.Code); r.status != want.Status {
				t.Errorf("%q %s: %d, want %d", c.spec, path, r.status, want.Status)
			}
		}
		s.setFaults(c.spec)
		check(query, fields{"merchant_order_id": "XNONE"}, c.order)
		check(createRefund, fields{"merchant_payment_order_id": "XNONE", "merchant_refund_id": "XR1", "amount": "1"}, c.order)
		check(queryRefund, fields{"merchant_refund_id": "XNONE"}, c.refund)
		s.setFaults("not-found," + c.spec)
		check(query, fields{"merchant_order_id": "XA1"}, c.order)
	}
}

func TestATokenComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{})
		s.setFaults("auth-slow,slow-for=7s")
		start := time.Now()
		s.signIn()
		if took := time.Since(start); took != 7*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
