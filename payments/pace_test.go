package payments_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

// wantsSilence is a gateway that wants no calls for some seconds.
func wantsSilence(status int, seconds string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", seconds)
		w.WriteHeader(status)
	}
}

func TestNoTokenIsAskedForInASilence(t *testing.T) {
	for _, status := range []int{503, 429, 401} {
		bubble(t, http.StatusText(status), func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[authPath] = wantsSilence(status, "600")
			for second := range 600 {
				_, err := c.Query(ctx(), ask)
				e := failureOf(t, err)
				if want := time.Duration(600-second) * time.Second; e.RetryAfter != want || e.Op != "token" || e.Status != status {
					t.Fatalf("after %d s: %v, retry after %v, want %v", second, e, e.RetryAfter, want)
				}
				time.Sleep(time.Second)
			}
			wantTokens(t, g, 1)
			g.answer[authPath] = nil
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		})
	}
}

func TestALivingTokenIsUsedInASilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		time.Sleep(56 * time.Minute)
		g.answer[authPath] = wantsSilence(503, "120")
		for range 120 {
			must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
			time.Sleep(time.Second)
		}
		wantTokens(t, g, 2)
	})
}

// Staff who try the account are let through, and what comes of it counts for all.
func TestAProbeGoesOutInASilenceAndEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = wantsSilence(503, "3600")
		_, err := c.Query(ctx(), ask)
		wantFailure(t, err, "token", payments.KindServer, payments.TryAgain)
		g.answer[authPath] = wantsSilence(503, "60")
		_, err = c.Probe(ctx())
		if e := failureOf(t, err); e.RetryAfter != time.Minute || g.count(authPath) != 2 {
			t.Fatalf("%d token requests, %v", g.count(authPath), e)
		}
		_, err = c.Query(ctx(), ask)
		if e := failureOf(t, err); e.RetryAfter != time.Minute {
			t.Errorf("retry after %v, want the newer minute", e.RetryAfter)
		}
		g.answer[authPath] = nil
		must(t, func() (payments.Meta, error) { return c.Probe(ctx()) })
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		wantTokens(t, g, 3)
		time.Sleep(10 * time.Second)
		g.answer[queryPath] = once(say(401, ""), say(200, recorded(t, "query.answer.json")))
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		wantTokens(t, g, 4)
	})
}

func TestATokenIsNotUsedOnceTheSecretIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		g.answer[authPath] = say(401, "")
		time.Sleep(56 * time.Minute)
		_, err := c.Create(ctx(), order)
		wantFailure(t, err, "token", payments.KindAuth, payments.TryAgain)
	})
}

// tokensIn lists when tokens were asked for by a till that wants one every second.
func tokensIn(t *testing.T, h http.HandlerFunc, long time.Duration) (at []int, g *gateway) {
	c, g := inMemory(t)
	start := time.Now()
	g.answer[authPath] = func(w http.ResponseWriter, r *http.Request) {
		at = append(at, int(time.Since(start)/time.Second))
		h(w, r)
	}
	for time.Since(start) < long {
		_, _ = c.Query(ctx(), ask)
		time.Sleep(time.Until(start.Add(time.Since(start).Truncate(time.Second) + time.Second)))
	}
	return at, g
}

func TestWithoutAHeaderTheNextTokenRequestWaitsTwiceAsLong(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"503": say(503, ""), "429": say(429, ""), "garbled": say(200, `{"access_token":7}`), "a refusal": say(200, `{"code":7,"message":"busy"}`),
	} {
		bubble(t, name, func(t *testing.T) {
			at, _ := tokensIn(t, h, 125*time.Second)
			if want := []int{0, 1, 3, 7, 15, 31, 61, 91, 121}; !slices.Equal(at, want) {
				t.Errorf("asked at %v, want %v", at, want)
			}
		})
	}
}

func TestAGoodTokenEndsTheBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		for range 2 {
			start := time.Now()
			g.answer[authPath] = once(say(503, ""), say(200, `{"access_token":"a","expires_in":3600}`))
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			if took := time.Since(start); took != time.Second {
				t.Errorf("took %v, want the first second of a back-off", took)
			}
			time.Sleep(time.Hour)
		}
	})
}

// However many questions there are, and whatever is said to them.
func TestAGatewayThatTakesNoTokenIsNotHammered(t *testing.T) {
	for name, refused := range map[string]http.HandlerFunc{
		"401": say(401, ""), "code": say(200, `{"code":40100,"message":"no"}`), "words": say(200, `{"code":7,"message":"invalid token"}`),
	} {
		bubble(t, name, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[queryPath] = refused
			asked := func(long time.Duration) (tokens, questions int) {
				tokens, questions = g.count(authPath), g.count(queryPath)
				for start := time.Now(); time.Since(start) < long; time.Sleep(500 * time.Millisecond) {
					_, err := c.Query(ctx(), ask)
					if e := failureOf(t, err); e.Contended {
						t.Fatal("taken for tokens that die young")
					}
				}
				return g.count(authPath) - tokens, g.count(queryPath) - questions
			}
			// Each of the first three tokens is tried for two questions: another may fare better.
			if tokens, questions := asked(5 * time.Second); tokens > 4 || name != "words" && questions > 5 {
				t.Errorf("%d tokens and %d questions in the first 5 s", tokens, questions)
			}
			if tokens, questions := asked(time.Hour); tokens > 12+40 || name != "words" && questions > 12+40 {
				t.Errorf("%d tokens and %d questions in an hour", tokens, questions)
			}
			if tokens, _ := asked(10 * time.Hour); tokens > 10*41 {
				t.Errorf("%d tokens in ten hours", tokens)
			}
		})
	}
}

// A long silence is probed every half minute, and one that was wanted where tokens are
// made too (rule 15).
func TestAProbeFindsAGatewayThatWantedSilenceAtItsTokenWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = once(wantsSilence(503, "3600"), func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"access_token":"token2-abcdef","expires_in":3600}`)
		})
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

// One order that a gateway does not let the till ask about (403xx) costs no other its
// token (rule 15).
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
		if answered*100 < asked*99 || contended > 0 || longest > 30*time.Second {
			t.Errorf("one order spoils the account: %d of %d answered, %d of them said contended, longest silence %v, %d tokens", answered, asked, contended, longest, g.count(authPath))
		}
	})
}
