package payments_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

// bubble runs a subtest on a clock of its own.
func bubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
}

func inMemory(t *testing.T) (*payments.Client, *gateway) {
	g := newGateway(t)
	return newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: g}), g
}

func wantTokens(t *testing.T, g *gateway, want int) {
	t.Helper()
	if n := g.count(authPath); n != want {
		t.Fatalf("%d token requests, want %d", n, want)
	}
}

func must[T any](t *testing.T, f func() (T, error)) {
	t.Helper()
	if _, err := f(); err != nil {
		t.Fatal(err)
	}
}

func TestTokenIsRenewedInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		create := func() (payments.Intent, error) { return c.Create(ctx(), order) }
		query := func() (payments.Payment, error) { return c.Query(ctx(), ask) }
		must(t, create)
		time.Sleep(55*time.Minute - time.Second)
		must(t, create)
		wantTokens(t, g, 1) // over 5 minutes left
		time.Sleep(2 * time.Second)
		must(t, query)
		wantTokens(t, g, 1) // enough for a query
		if err := c.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		wantTokens(t, g, 2) // not for a create
		must(t, create)
		wantTokens(t, g, 2)
		time.Sleep(59*time.Minute - time.Second)
		must(t, query)
		wantTokens(t, g, 2)
		time.Sleep(2 * time.Second)
		must(t, query)
		wantTokens(t, g, 3)
	})
}

func TestManyCallersShareOneRenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			say(200, `{"access_token":"abc","expires_in":3600}`)(w, r)
		}
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := c.Query(ctx(), ask); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		wantTokens(t, g, 1)
	})
}

func TestACallerThatGivesUpFailsNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGateway(t)
		c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == authPath {
				select {
				case <-time.After(3 * time.Second):
				case <-r.Context().Done():
					return nil, r.Context().Err()
				}
			}
			return g.RoundTrip(r)
		})})
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			hasty, cancel := context.WithTimeout(ctx(), time.Second)
			defer cancel()
			_, err := c.Create(hasty, order)
			e := wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
			if !errors.Is(e, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("after %v: %v", time.Since(start), e)
			}
		})
		synctest.Wait()
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		wg.Wait()
		wantTokens(t, g, 1)
	})
}

func TestAWrongSecretIsTriedOnceIn30Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = say(401, `{"code":40101,"message":"bad client_secret","rid":"r"}`)
		for second := range 90 {
			_, err := c.Query(ctx(), ask)
			e := wantFailure(t, err, "token", payments.KindAuth, payments.TryAgain)
			if want := time.Duration(30-second%30) * time.Second; second%30 != 0 && e.RetryAfter != want {
				t.Fatalf("at %d s: retry after %v, want %v", second, e.RetryAfter, want)
			}
			wantTokens(t, g, second/30+1) // a wrong secret isn't tried again in a renewal either
			time.Sleep(time.Second)
		}
	})
}

func TestAShortLivedTokenIsRenewedAtHalfOfItsLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = say(200, `{"access_token":"abc","expires_in":40}`)
		for range 100 {
			must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
			time.Sleep(time.Second)
		}
		wantTokens(t, g, 5)
		// What has expired is not used, whatever the buckets say.
		g.answer[authPath] = say(200, `{"access_token":"abc","expires_in":1}`)
		time.Sleep(time.Minute)
		for range 3 {
			must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
			time.Sleep(time.Second)
		}
		_, err := c.Create(ctx(), order)
		if e := wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain); e.RetryAfter.Round(time.Millisecond) != 2*time.Second {
			t.Errorf("retry after %v, want 2s", e.RetryAfter)
		}
	})
}

func TestAFailedRenewalFallsBackOnALivingToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		g.answer[authPath] = say(503, "")
		time.Sleep(56 * time.Minute)
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
		wantTokens(t, g, 2) // one try is enough while the old one lives
	})
}

func TestAQuestionIsRepeatedOnceAfterAnAuthFailure(t *testing.T) {
	forms := map[string]http.HandlerFunc{
		"401": say(401, ""), "403": say(403, "no"),
		"in a 200": say(200, `{"code":40100,"message":"x","rid":"r"}`),
		"in a 400": say(400, `{"code":403,"message":"x","rid":"r"}`),
	}
	eachOf(t, asking, func(t *testing.T, k kind) {
		for name, failure := range forms {
			bubble(t, name, func(t *testing.T) { repeatedOnce(t, k, failure) })
		}
	})
}

func repeatedOnce(t *testing.T, k kind, failure http.HandlerFunc) {
	c, g := inMemory(t)
	ask := func() (struct{}, error) { return struct{}{}, k.call(ctx(), c) }
	must(t, ask)
	g.answer[k.path] = once(failure, say(200, recorded(t, k.answer)))
	must(t, ask)
	if n := g.count(k.path); n != 3 {
		t.Errorf("asked %d times, want 3", n)
	}
	seen := g.requests()
	if got := seen[len(seen)-1].header.Get("Authorization"); got != "Bearer token2-abcdef" {
		t.Errorf("repeated with %q", got)
	}

	// It fails again: no third time.
	time.Sleep(time.Minute)
	g.answer[k.path] = failure
	if e := wantFailure(t, k.call(ctx(), c), k.op, payments.KindAuth, payments.Unknown); !e.Denied() {
		t.Error("a new token was not taken either, and that denies nothing")
	}
	if n := g.count(k.path); n != 5 {
		t.Errorf("asked %d times, want 5", n)
	}
	wantTokens(t, g, 3)
}

// once answers with one handler first, with the other from then on.
func once(first, then http.HandlerFunc) http.HandlerFunc {
	var used sync.Once
	return func(w http.ResponseWriter, r *http.Request) {
		h := then
		used.Do(func() { h = first })
		h(w, r)
	}
}

func TestAQuestionIsNotRepeatedWhenNoTokenMayBeAsked(t *testing.T) {
	for _, k := range asking {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			must(t, func() (payments.Meta, error) { return c.Probe(ctx()) })
			g.answer[authPath] = wantsSilence(503, "40")
			if _, err := c.Probe(ctx()); err == nil {
				t.Fatal("no failure")
			}
			time.Sleep(10 * time.Second)
			g.answer[k.path] = say(401, "")
			e := wantFailure(t, k.call(ctx(), c), k.op, payments.KindAuth, payments.Unknown)
			if e.RetryAfter != 30*time.Second || g.count(k.path) != 1 || e.Denied() {
				t.Errorf("retry after %v, asked %d times", e.RetryAfter, g.count(k.path))
			}
		})
	}
}

func TestACallThatActsIsNeverRepeatedAfterAnAuthFailure(t *testing.T) {
	for _, k := range acting {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			time.Sleep(time.Minute)
			g.answer[k.path] = say(401, "")
			wantFailure(t, k.call(ctx(), c), k.op, payments.KindAuth, payments.Unknown)
			wantTokens(t, g, 1)
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			wantTokens(t, g, 2) // the bad one was forgotten
			if n := g.count(k.path); n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
}

func TestTokenRequestsAreRepeatedWhenSafe(t *testing.T) {
	tests := map[string]struct {
		h     http.HandlerFunc
		tries int
		kind  payments.Kind
	}{
		"503":             {say(503, ""), 3, payments.KindServer},
		"429":             {say(429, ""), 1, payments.KindServer},
		"401":             {say(401, ""), 1, payments.KindAuth},
		"400 OAuth":       {say(400, `{"error":"invalid_client"}`), 1, payments.KindAuth},
		"words":           {say(200, `{"code":7,"message":"wrong client_secret"}`), 1, payments.KindAuth},
		"unauthorised":    {say(200, `{"code":7,"message":"Unauthorized"}`), 1, payments.KindAuth},
		"a word of it":    {say(200, `{"code":7,"message":"merchant auth service busy"}`), 1, payments.KindRefused},
		"refused":         {say(200, `{"code":7,"message":"closed for today"}`), 1, payments.KindRefused},
		"wrong address":   {say(404, "<html>"), 1, payments.KindForeign},
		"redirect":        {say(302, ""), 1, payments.KindRedirect},
		"empty token":     {say(200, `{"access_token":"","expires_in":3600}`), 1, payments.KindMalformed},
		"no token":        {say(200, `{"expires_in":3600}`), 1, payments.KindMalformed},
		"null token":      {say(200, `{"access_token":null}`), 1, payments.KindMalformed},
		"number":          {say(200, `{"access_token":7}`), 1, payments.KindMalformed},
		"not for headers": {say(200, `{"access_token":"a\r\nX: y"}`), 1, payments.KindMalformed},
		"double":          {say(200, `{"access_token":"a","access_token":"b"}`), 1, payments.KindMalformed},
		"enveloped":       {say(200, `{"code":0,"data":{"access_token":"a"}}`), 1, payments.KindMalformed},
	}
	for name, tt := range tests {
		bubble(t, name, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[authPath] = tt.h
			_, err := c.Create(ctx(), order)
			wantFailure(t, err, "token", tt.kind, payments.TryAgain)
			wantTokens(t, g, tt.tries)
			if g.count(createPath) != 0 {
				t.Error("a create was sent without a token")
			}
		})
	}
}

func TestTokenLifetimes(t *testing.T) {
	for life, want := range map[string]time.Duration{
		``: time.Hour, `,"expires_in":null`: time.Hour, `,"expires_in":0`: time.Hour, `,"expires_in":-5`: time.Hour,
		`,"expires_in":1e12`: time.Hour, `,"expires_in":"x"`: time.Hour, `,"expires_in":{}`: time.Hour,
		`,"expires_in":7200`: 2 * time.Hour, `,"expires_in":"7200"`: 2 * time.Hour, `,"expires_in":600.5`: 10 * time.Minute,
	} {
		bubble(t, life, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[authPath] = say(200, `{"access_token":"abc"`+life+`}`)
			query := func() (payments.Payment, error) { return c.Query(ctx(), ask) }
			must(t, query)
			time.Sleep(want - time.Minute - time.Second)
			must(t, query)
			wantTokens(t, g, 1)
			time.Sleep(2 * time.Second)
			must(t, query)
			wantTokens(t, g, 2)
		})
	}
}

// Dials that fail don't count as renewals: nobody has seen them.
func TestTheTillGoesOnAsSoonAsTheNetworkIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGateway(t)
		down := true
		c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if down {
				return nil, &net.OpError{Op: "dial", Err: errors.New("no network")}
			}
			return g.RoundTrip(r)
		})})
		_, err := c.Create(ctx(), order)
		wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
		down = false
		must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
	})
}

func TestEveryCallHasADeadline(t *testing.T) {
	hang := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	type deadline struct {
		path string
		call func(ctx context.Context, c *payments.Client) error
		want time.Duration
	}
	tests := map[string]deadline{
		"warm": {"", func(ctx context.Context, c *payments.Client) error { c.CloseIdle(); return c.Warm(ctx) }, payments.WarmTimeout},
	}
	for _, k := range acting {
		tests[k.op] = deadline{k.path, k.call, payments.CreateTimeout}
	}
	for _, k := range asking {
		tests[k.op] = deadline{k.path, k.call, payments.QueryTimeout}
	}
	for name, tt := range tests {
		bubble(t, name, func(t *testing.T) {
			g := newGateway(t)
			c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == tt.path || tt.path == "" && r.URL.Path != authPath {
					return hang(r)
				}
				return g.RoundTrip(r)
			})})
			if err := c.Warm(ctx()); err != nil && name != "warm" {
				t.Fatal(err)
			}
			start := time.Now()
			err := tt.call(ctx(), c)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != tt.want {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
		})
	}
	bubble(t, "token within create", func(t *testing.T) {
		c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: roundTrip(hang)})
		start := time.Now()
		_, err := c.Query(ctx(), ask)
		wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
		if time.Since(start) != payments.QueryTimeout {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		time.Sleep(time.Minute)
	})
}

func BenchmarkQueryWarm(b *testing.B) {
	c, _ := serve(b, newGateway(b))
	if err := c.Warm(ctx()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Query(ctx(), ask); err != nil {
			b.Fatal(err)
		}
	}
}
