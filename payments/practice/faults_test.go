package practice_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments/practice"
)

func TestFaultListsAreReadAndWritten(t *testing.T) {
	for _, c := range []struct{ spec, written string }{
		{"", ""},
		{" lost-after , slow=0.25 ", "lost-after,slow=0.25"},
		{"duplicate:same,pay-time:null", "duplicate:same,pay-time:null"},
		{"slow,slow-for=3s,refund-for=1m,seed=7", "slow,slow-for=3s,refund-for=1m0s,seed=7"},
		{"lost-before,lost-before=0", ""},
		{"no-refund=404/7,no-order=200/20011,quiet-for=1h,silence:429-bare", "silence:429-bare,quiet-for=1h0m0s,no-order=200/20011,no-refund=404/7"},
	} {
		f, err := practice.ParseFaults(c.spec)
		if err != nil || f.String() != c.written {
			t.Errorf("%q: %q %v, want %q", c.spec, f, err, c.written)
		}
	}
	f, err := practice.ParseFaults("all=0.02,lost-after=0,duplicate:second")
	if err != nil {
		t.Fatal(err)
	}
	again, err := practice.ParseFaults(f.String())
	if err != nil || again.String() != f.String() || f.Chance["late-pay"] != 0.02 || f.Chance["lost-after"] != 0 {
		t.Errorf("%q %v", f, err)
	}
}

func TestAWrongFaultIsNamedWithTheValidOnes(t *testing.T) {
	for _, spec := range []string{
		"lost-befor", "slow,foo=1", "slow=2", "slow=-1", "slow=NaN", "slow=", "all", "all=x", "seed=x", "slow-for=0s", "refund-for=soon",
		"no-order=404", "no-order=404/0", "no-order=99/7", "no-refund=x/7", "no-refund", "quiet-for=0", "silence", "silence:500", "silence:503=1",
		"duplicate", "duplicate:maybe", "slow:very", "pay-time:none", "duplicate:same=0.5",
	} {
		_, err := practice.ParseFaults(spec)
		if err == nil {
			t.Errorf("%q is accepted", spec)
			continue
		}
		word := spec[strings.LastIndex(spec, ",")+1:]
		if !strings.Contains(err.Error(), `"`+word+`"`) {
			t.Errorf("%q: %v", spec, err)
		}
	}
	_, err := practice.ParseFaults("foo")
	for _, name := range practice.FaultNames() {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not in: %v", name, err)
		}
		if practice.FaultDoc(name) == "" {
			t.Errorf("%s has no documentation", name)
		}
	}
}

func TestFaultsBuiltByHandAreChecked(t *testing.T) {
	for _, f := range []practice.Faults{
		{Chance: map[string]float64{"foo": 1}},
		{Chance: map[string]float64{"slow": 1.5}},
		{Duplicate: "maybe"},
		{Silence: "418"},
		{NoOrder: practice.NotFound{Status: 200}},
		{SlowFor: -time.Second},
	} {
		if _, err := practice.New(practice.Config{Faults: f}); err == nil {
			t.Errorf("%+v is accepted", f)
		}
	}
}

// What a caller sees of each fault that spoils an answer, and whether the
// order is there all the same.
func TestAnswersThatAreSpoiled(t *testing.T) {
	broken := func(_ reply, err error) bool { return err != nil }
	html := func(status int) func(reply, error) bool {
		return func(r reply, err error) bool {
			return err == nil && r.status == status && r.Code == nil && strings.HasPrefix(r.header.Get("Content-Type"), "text/html") && strings.Contains(string(r.body), "<")
		}
	}
	for _, c := range []struct {
		fault string
		seen  func(reply, error) bool
		made  bool
	}{
		{"lost-before", broken, false},
		{"lost-after", broken, true},
		{"truncated", func(r reply, err error) bool { return err != nil && r.status == 200 && len(r.body) > 0 }, true},
		{"non-json", html(200), true},
		{"rate-limit", func(r reply, _ error) bool { return r.status == 429 && r.header.Get("Retry-After") == "2" }, false},
		{"token-401", func(r reply, _ error) bool { return r.status == 401 && *r.Code == 40100 }, false},
		{"token-200", func(r reply, _ error) bool {
			return r.status == 200 && *r.Code != 0 && r.Message == "invalid access token"
		}, false},
	} {
		t.Run(c.fault, func(t *testing.T) {
			s := newShopWithFaults(t, c.fault)
			if r, err := s.call(create, wechat); !c.seen(r, err) {
				t.Errorf("saw %d %s %v", r.status, r.body, err)
			}
			if made := len(s.gateway.Ledger()) == 1; made != c.made {
				t.Errorf("made: %v", made)
			}
			s.setFaults("")
			if strings.HasPrefix(c.fault, "token-") {
				s.refused(query, fields{"merchant_order_id": "XA1"}, 40100) // really ended
				s.signIn()
			}
			if c.made {
				s.status("XA1")
			}
		})
	}
	t.Run("query-lost", func(t *testing.T) {
		s := newShopWithFaults(t, "query-lost")
		s.must(create, wechat)
		if r, err := s.call(query, fields{"merchant_order_id": "XA1"}); err == nil {
			t.Errorf("saw %d %s", r.status, r.body)
		}
	})
	t.Run("5xx", func(t *testing.T) {
		s := newShopWithFaults(t, "5xx,seed=1")
		const calls = 40
		for i := range calls {
			r, err := s.call(create, wechat.with(fields{"merchant_order_id": "X" + string(rune('A'+i))}))
			if !html(502)(r, err) {
				t.Fatalf("saw %d %s %v", r.status, r.body, err)
			}
		}
		if made := len(s.gateway.Ledger()); made == 0 || made == calls {
			t.Errorf("%d of %d orders were made, want some", made, calls)
		}
	})
	t.Run("auth-5xx and auth-lost", func(t *testing.T) {
		s := newShopWithFaults(t, "auth-5xx")
		path := "/mch-api/v1/auth?" + s.authQuery().Encode()
		if r, err := s.send(http.MethodGet, path, nil, nil); !html(502)(r, err) {
			t.Errorf("saw %d %v", r.status, err)
		}
		s.setFaults("auth-lost")
		if _, err := s.send(http.MethodGet, path, nil, nil); err == nil {
			t.Error("the token request was answered")
		}
	})
	t.Run("token-single", func(t *testing.T) {
		s := newShopWithFaults(t, "token-single")
		old := s.token
		s.signIn()
		s.must(create, wechat)
		s.token = old
		s.refused(query, fields{"merchant_order_id": "XA1"}, 40100)
	})
}

func TestSlowAndDelayTakeTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{Delay: time.Second})
		s.setFaults("slow,slow-for=3s")
		start := time.Now()
		s.must(create, wechat)
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %v", took)
		}
		s.setFaults("slow")
		start = time.Now()
		s.status("XA1")
		if took := time.Since(start); took != 21*time.Second {
			t.Errorf("by default took %v", took)
		}
	})
}

// A wrong answer changes one field of that answer and nothing in the ledger.
func TestAnswersThatAreWrong(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.pay("XA1")
	right := s.must(query, fields{"merchant_order_id": "XA1"})
	before, _ := json.Marshal(s.gateway.Ledger())
	for fault, field := range map[string]string{
		"wrong-amount": "amount", "wrong-currency": "currency", "wrong-id": "merchant_order_id",
		"wrong-order-id": "order_id", "unknown-status": "status",
	} {
		s.setFaults(fault)
		wrong := s.must(query, fields{"merchant_order_id": "XA1"})
		for key := range right {
			if differs := wrong[key] != right[key]; differs != (key == field) {
				t.Errorf("%s: %s is %v, was %v", fault, key, wrong[key], right[key])
			}
		}
	}
	s.setFaults("not-found")
	s.refused(query, fields{"merchant_order_id": "XA1"}, 40400)
	if after, _ := json.Marshal(s.gateway.Ledger()); string(after) != string(before) {
		t.Errorf("the ledger changed:\n%s\n%s", before, after)
	}
	for fault, field := range map[string]string{"create-wrong-amount": "amount", "create-wrong-id": "merchant_order_id"} {
		s.setFaults(fault)
		request := wechat.with(fields{"merchant_order_id": "X" + fault})
		if made := s.must(create, request); made[field] == request[field] {
			t.Errorf("%s: %v", fault, made)
		}
		s.setFaults("")
		if got := s.must(query, fields{"merchant_order_id": "X" + fault}); got["amount"] != "128.50" {
			t.Errorf("%s: the order itself is %v", fault, got)
		}
	}
}

func TestPayTimeBeforePayment(t *testing.T) {
	for spec, want := range map[string]string{
		"": "", "pay-time:missing": "", "pay-time:null": `"pay_time":null`, "pay-time:empty": `"pay_time":""`,
	} {
		s := newShopWithFaults(t, spec)
		s.must(create, wechat)
		r, err := s.call(query, fields{"merchant_order_id": "XA1"})
		if err != nil || !strings.Contains(string(r.body), want) || want == "" && strings.Contains(string(r.body), "pay_time") {
			t.Errorf("%q: %s %v", spec, r.body, err)
		}
		s.pay("XA1")
		if got := s.must(query, fields{"merchant_order_id": "XA1"}); !timeForm.MatchString(got["pay_time"].(string)) {
			t.Errorf("%q: paid at %v", spec, got["pay_time"])
		}
	}
}

func TestLatePayMakesACancelledOrderPaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{})
		s.setFaults("late-pay")
		s.must(create, wechat)
		time.Sleep(time.Hour / 2)
		if got := s.status("XA1"); got != "CANCELLED" {
			t.Fatal(got)
		}
		s.pay("XA1")
		if got := s.status("XA1"); got != "SUCCEEDED" {
			t.Error(got)
		}
	})
}

func TestTheSameSeedGivesTheSameDays(t *testing.T) {
	play := func(spec string) []bool {
		s := newShopWithFaults(t, spec)
		s.must(create, wechat)
		var found []bool
		for range 60 {
			r, err := s.call(query, fields{"merchant_order_id": "XA1"})
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, *r.Code == 0)
		}
		return found
	}
	one := play("not-found=0.5,seed=1")
	if !slices.Equal(one, play("not-found=0.5,seed=1")) {
		t.Error("the same seed differs")
	}
	if !slices.Equal(one, play("not-found=0.5,wrong-amount=0.5,seed=1")) {
		t.Error("another fault changes when this one strikes")
	}
	if slices.Equal(one, play("not-found=0.5,seed=2")) {
		t.Error("another seed is the same")
	}
	if !slices.Contains(one, true) || !slices.Contains(one, false) {
		t.Errorf("half a chance gives %v", one)
	}
}
