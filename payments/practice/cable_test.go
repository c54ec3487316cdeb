package practice_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"

	"qrtill/payments/practice"
)

func TestAPulledCableCarriesNothing(t *testing.T) {
	g := newGateway(t, practice.Config{})
	base, done, err := g.Serve(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { <-done })
	var cable practice.Cable
	client := &http.Client{Transport: &http.Transport{DialContext: cable.DialContext}}
	get := func() error {
		answer, err := client.Get(base + "/practice/ledger")
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	}
	held, err := cable.DialContext(t.Context(), "tcp", base[len("http://"):])
	if err != nil {
		t.Fatal(err)
	}
	if err := get(); err != nil {
		t.Fatal(err)
	}
	cable.Plug(false)
	if _, err := held.Read(make([]byte, 1)); err == nil {
		t.Error("a connection outlives the cable")
	}
	var dial *net.OpError
	if err := get(); !errors.Is(err, syscall.ENETUNREACH) || !errors.As(err, &dial) || dial.Op != "dial" {
		t.Errorf("without a cable: %v", err)
	}
	if err := held.Close(); err == nil {
		t.Error("the connection was not broken")
	}
	cable.Plug(true)
	if err := get(); err != nil {
		t.Errorf("plugged in again: %v", err)
	}
	client.CloseIdleConnections()
}

func TestAGatewayThatIsDownDoesNothing(t *testing.T) {
	s := newShop(t, practice.Config{})
	s.must(create, wechat)
	s.gateway.SetDown(true)
	token := "/mch-api/v1/auth?" + s.authQuery().Encode()
	for _, call := range []func() (reply, error){
		func() (reply, error) { return s.call(create, wechat.with(fields{"merchant_order_id": "XA2"})) },
		func() (reply, error) { return s.call(query, fields{"merchant_order_id": "XA1"}) },
		func() (reply, error) { return s.send(http.MethodGet, token, nil, nil) },
	} {
		if r, err := call(); err != nil || r.status != http.StatusBadGateway {
			t.Errorf("answered %d (%v)", r.status, err)
		}
	}
	s.pay("XA1") // at the wallet, which is not down
	s.gateway.SetDown(false)
	if got := s.status("XA1"); got != "SUCCEEDED" {
		t.Errorf("the order is %s", got)
	}
	s.refused(query, fields{"merchant_order_id": "XA2"}, 40400)
}
