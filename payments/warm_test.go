package payments_test

import (
	"errors"
	"net/http"
	"testing"

	"qrtill/payments"
)

// Rule 15: what a gateway wants is heard at each endpoint. Whoever opens the way to it is told
// that it wants silence, not that all is well.
func TestWarmHearsThatTheGatewayWantsSilence(t *testing.T) {
	g := newGateway(t)
	quiet := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	for _, path := range []string{"/", createPath, queryPath} {
		g.answer[path] = quiet
	}
	c, _ := serve(t, g)
	heard := func(what string, err error) {
		t.Helper()
		var e *payments.Error
		if !errors.As(err, &e) || !e.AsksToWait() {
			t.Errorf("%s: the gateway wants silence for an hour; the till hears %v", what, err)
		}
	}
	if err := c.Warm(t.Context()); err != nil { // a token came, so the way is open
		t.Fatal(err)
	}
	c.CloseIdle()
	heard("a cold way", c.Warm(t.Context()))
	_, err := c.Query(t.Context(), ask)
	heard("a question", err)
}
