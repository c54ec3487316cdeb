package payments_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"qrtill/payments"
)

func TestAProbeAsksForATokenEachTimeAndUsesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		must(t, func() (payments.Meta, error) { return c.Probe(ctx()) })
		wantTokens(t, g, 2)
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		wantTokens(t, g, 2)
		all := g.requests()
		if got := all[len(all)-1].header.Get("Authorization"); got != "Bearer token2-abcdef" {
			t.Errorf("asked with %q", got)
		}
	})
}

func TestAProbeThatFailsLeavesTheTokenInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		g.answer[authPath] = say(http.StatusUnauthorized, `{"code":40100,"message":"no"}`)
		_, err := c.Probe(ctx())
		if e := failureOf(t, err); e.Kind != payments.KindAuth {
			t.Errorf("%v", e)
		}
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		wantTokens(t, g, 2)
	})
}
