package payments_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

// Rule 15: one order that the gateway does not let us ask about (403xx) must not cost all
// others their token.
func TestOneForbiddenOrderLeavesAllOthersTheirToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		good := recorded(t, "query.answer.json")
		g.answer[queryPath] = func(w http.ResponseWriter, r *http.Request) {
			all := g.requests()
			if strings.Contains(all[len(all)-1].body, "BAD") {
				io.WriteString(w, `{"code":40310,"message":"order is archived","rid":"x"}`)
				return
			}
			io.WriteString(w, good)
		}
		asked, answered, contended, longest := 0, 0, 0, time.Duration(0)
		nextBad, pause := time.Now(), time.Second
		for end := time.Now().Add(30 * time.Minute); time.Now().Before(end); time.Sleep(2 * time.Second) {
			if !time.Now().Before(nextBad) {
				c.Query(ctx(), payments.QueryRequest{MerchantOrderID: "BAD1"})
				nextBad, pause = time.Now().Add(pause), min(2*pause, 10*time.Minute)
			}
			asked++
			p, err := c.Query(ctx(), ask)
			var e *payments.Error
			if errors.As(err, &e) {
				longest = max(longest, e.RetryAfter)
				continue
			}
			answered++
			if p.Contended {
				contended++
			}
		}
		t.Logf("%d of %d answered, %d of them said contended, longest silence %v, %d tokens", answered, asked, contended, longest, g.count(authPath))
		if answered*100 < asked*99 || contended > 0 || longest > 30*time.Second {
			t.Error("one order spoils the account")
		}
	})
}

// A context that ends while a call waits for its pair leaves nothing locked.
func TestPairsAreFreeAfterCancelledCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, other := inPairs(t)
		defer g.Close()
		for range 20 {
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan struct{})
			go func() {
				till.c.Query(ctx, payments.QueryRequest{MerchantOrderID: till.id})
				close(done)
			}()
			cancel()
			<-done
			other.c.Probe(context.Background())
		}
		time.Sleep(10 * time.Second)
		if err := till.ask(); err != nil {
			t.Error(err)
		}
		if err := till.sell(); err != nil {
			t.Error(err)
		}
	})
}

// Rule 15: renewal and call go together when tokens die young, the daily look's as well.
func TestTheLookOfAContendedAccountGoesWithALivingToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, other := inPairs(t)
		defer g.Close()
		other.c.Probe(context.Background())
		seen := till.c.Look(context.Background(), payments.Question{Ask: payments.QueryRequest{MerchantOrderID: "XMADEUP1"}})
		var e *payments.Error
		if errors.As(seen.Err, &e) && e.Kind == payments.KindAuth {
			t.Errorf("%v", seen.Err)
		}
	})
}

// Rule 15: one back-off per account, fed by the token too; a long silence is probed every 30 s.
func TestAProbeFindsAGatewayThatWantedSilenceAtItsTokenWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = func(w http.ResponseWriter, r *http.Request) {
			if g.count(authPath) == 1 {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			io.WriteString(w, `{"access_token":"token2-abcdef","expires_in":3600}`)
		}
		start := time.Now()
		for time.Since(start) < 50*time.Minute {
			if _, err := c.Query(ctx(), ask); err == nil {
				break
			}
			time.Sleep(30 * time.Second)
			c.Probe(ctx()) // as the core has it
		}
		if d := time.Since(start); d > 2*time.Minute {
			t.Errorf("the gateway was well after a second; it was asked %d times for a token in %v, probes and Enter included", g.count(authPath), d)
		}
	})
}
