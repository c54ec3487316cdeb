package practice_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments/practice"
)

func TestTheTokenAnswerIsABareObject(t *testing.T) {
	s := newShop(t, practice.Config{})
	r, err := s.send(http.MethodGet, "/mch-api/v1/auth?"+s.authQuery().Encode(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(r.body, &all); err != nil {
		t.Fatal(err)
	}
	token, _ := all["access_token"].(string)
	if len(all) != 2 || all["expires_in"] != 3600.0 || !regexp.MustCompile(`^[0-9a-f]{84}$`).MatchString(token) {
		t.Errorf("answer has keys or values that are not documented: expires_in %v, token of %d characters", all["expires_in"], len(token))
	}
	if got := r.header.Get("Content-Type"); got != "application/json" {
		t.Error(got)
	}
}

func TestTokenRequestsThatAreRefused(t *testing.T) {
	s := newShop(t, practice.Config{})
	change := func(name string, values ...string) url.Values {
		q := s.authQuery()
		q[name] = values
		return q
	}
	for name, c := range map[string]struct {
		query  url.Values
		status int
	}{
		"wrong secret":     {change("client_secret", "guess"), http.StatusUnauthorized},
		"wrong merchant":   {change("uid", "1"), http.StatusUnauthorized},
		"no secret":        {change("client_secret"), http.StatusBadRequest},
		"no merchant":      {change("uid"), http.StatusBadRequest},
		"other grant type": {change("grant_type", "password"), http.StatusBadRequest},
		"two merchants":    {change("uid", "88000001", "88000001"), http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := s.send(http.MethodGet, "/mch-api/v1/auth?"+c.query.Encode(), nil, nil)
			if err != nil || r.status != c.status || r.Code == nil || *r.Code == 0 {
				t.Errorf("%d %s %v", r.status, r.body, err)
			}
		})
	}
	if r, _ := s.send(http.MethodPost, "/mch-api/v1/auth?"+s.authQuery().Encode(), nil, nil); r.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", r.status)
	}
}

func TestABusinessCallNeedsALiveToken(t *testing.T) {
	for _, path := range []string{create, query, createRefund, queryRefund} {
		for name, token := range map[string]string{"none": "", "unknown": "ab"} {
			t.Run(path+" "+name, func(t *testing.T) {
				s := newShop(t, practice.Config{})
				s.token = token
				if r := s.refused(path, wechat, 40100); r.status != http.StatusUnauthorized {
					t.Error(r.status)
				}
			})
		}
	}
}

func TestATokenEndsAfterAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShopWithoutServer(t, practice.Config{})
		s.must(create, wechat)
		time.Sleep(time.Hour - time.Nanosecond)
		s.status("XA1")
		time.Sleep(time.Nanosecond)
		s.refused(query, fields{"merchant_order_id": "XA1"}, 40100)
		s.signIn()
		s.status("XA1")
	})
}

func TestANewTokenLeavesTheOldOneAlive(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	old := s.token
	s.signIn()
	s.token = old
	s.status("XA1")
}

func TestTheContentTypeIsChecked(t *testing.T) {
	s := newShop(t, practice.Config{})
	r, err := s.send(http.MethodPost, "/mch-api/v1/pa/"+create, []byte(`{}`), http.Header{"Authorization": {"Bearer " + s.token}})
	if err != nil || r.status != http.StatusBadRequest {
		t.Errorf("%d %s %v", r.status, r.body, err)
	}
}
