package app

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage/secrets"
)

// The gateway knows the notification key as well as we do, and may quote it
// wherever it quotes anything.
func TestANotificationKeyThatTheGatewayQuotesIsTakenOut(t *testing.T) {
	const key = "n0tify-the-noodle-corner"
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"code":40001,"message":"no: `+key+`"}`) // a client that is gone is no matter
	}))
	defer gateway.Close()
	var logged bytes.Buffer
	connect := func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, Log: slog.New(slog.NewTextHandler(&logged, nil))})
	}
	s := order.Defaults("HKD")
	s.Account, s.Shop = order.Account{Gateway: gateway.URL, Merchant: "88000001", Currency: "HKD"}, "Noodle Corner"
	hidden := func(when string, err error) {
		t.Helper()
		if err == nil || strings.Contains(err.Error()+logged.String(), key) || !strings.Contains(err.Error(), "no: [redacted]") {
			t.Errorf("%s: %v, log: %s", when, err, logged.String())
		}
	}

	keyring := secrets.InMemory()
	_, _, err := Setup{Connect: connect, Secrets: keyring}.Prepare(t.Context(), SetUp{Settings: s, Secret: "a secret of the shop", NotifyKey: " " + key})
	hidden("typed with the secret", err)

	for purpose, value := range map[secrets.Purpose]string{secrets.ClientSecret: "a secret of the shop", secrets.NotifyKey: key} {
		if err := keyring.Set(t.Context(), s.Account, purpose, value); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = Setup{Connect: connect, Secrets: keyring}.Prepare(t.Context(), SetUp{Settings: s, Secret: "a secret of the shop"})
	hidden("known when the secret is typed", err)

	a := accounts{connect: connect, secrets: keyring}
	a.read(t.Context(), s.Account, func(in core.Input) {
		hidden("read at the start", in.(secretRead).client.Warm(t.Context()))
	})
}
