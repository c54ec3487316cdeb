package payments_test

import (
	"errors"
	"testing"

	"qrtill/payments"
)

// What a gateway wants is heard at each endpoint (rule 15). Whoever opens the way to it is
// told that it wants silence, not that all is well.
func TestWarmHearsThatTheGatewayWantsSilence(t *testing.T) {
	g := newGateway(t)
	for _, path := range []string{"/", createPath, queryPath} {
		g.answer[path] = wantsSilence(503, "3600")
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
