package payments_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

// portals are what networks say that want people to log in first.
var portals = map[string]http.HandlerFunc{
	"a page":             say(200, "<!DOCTYPE html><html>Log in"),
	"a page with a mark": say(200, "\ufeff\r\n<html>"),
	"a page in GBK":      say(200, "<html>\xb5\xc7\xc2\xbc"),
	"a page in UTF-16":   say(200, "\xff\xfe<\x00h\x00"),
	"a word":             say(200, "login"),
	"its own JSON":       say(200, `{"result":"fail","msg":"login","url":"http://portal"}`),
	"with a code":        say(200, `{"code":1,"msg":"login"}`),
	"a list":             say(200, `[1]`),
	"511":                say(511, "<html>"),
	"another address":    say(302, "<html>"),
	"that asks to wait": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.Header().Set("Date", "Thu, 01 Jan 1970 00:00:00 GMT")
		say(511, "<html>")(w, r)
	},
}

// A moment of a portal must cost the shop no minute of silence.
func TestTheTillGoesOnAsSoonAsAPortalIsGone(t *testing.T) {
	for name, portal := range portals {
		bubble(t, name, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[authPath], g.answer[queryPath] = portal, portal
			for range 9 {
				_, err := c.Create(ctx(), order)
				e := failureOf(t, err)
				if !e.Foreign() || e.Op != "token" || payments.OutcomeOf(err) != payments.TryAgain || e.RetryAfter != 0 || !e.Date.IsZero() {
					t.Fatalf("%+v", e)
				}
				time.Sleep(100 * time.Millisecond)
			}
			delete(g.answer, authPath)
			must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
			_, err := c.Query(ctx(), ask)
			if e := failureOf(t, err); !e.Foreign() || e.RetryAfter != 0 || !e.Date.IsZero() {
				t.Fatalf("%+v", e)
			}
			delete(g.answer, queryPath)
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			if n := g.count(createPath); n != 1 {
				t.Errorf("%d creations, want 1", n)
			}
		})
	}
}

// What the gateway itself says, though badly, is not a portal's.
func TestTheGatewayIsNotTakenForAPortal(t *testing.T) {
	for body, kind := range map[string]payments.Kind{
		`{"code":7,"message":"closed"}`:    payments.KindRefused,
		`{"code":7,"rid":"r"}`:             payments.KindRefused,
		`{"code":"0","data":{}}`:           payments.KindMalformed,
		`{"code":0,"message":"ok"}`:        payments.KindMalformed,
		`{"code":0,"code":0,"data":{}}`:    payments.KindMalformed,
		`{"code":0,"data":{"order_id":`:    payments.KindMalformed,
		``:                                 payments.KindMalformed,
		`{"code":0,"data":{"status":"X"}}`: payments.KindMalformed,
	} {
		if _, e := payments.DecodeQuery([]byte(body)); e == nil || e.Kind != kind {
			t.Errorf("%s: %v, want %v", body, e, kind)
		}
	}
	for body, kind := range map[string]payments.Kind{
		`{"error":"invalid_client"}`: payments.KindAuth,
		`{"access_token":7}`:         payments.KindMalformed,
		`{"error":"come_in"}`:        payments.KindForeign,
	} {
		if _, _, e := payments.ReadToken(400, []byte(body)); e == nil || e.Kind != kind {
			t.Errorf("%s: %v, want %v", body, e, kind)
		}
	}
}

// The network sends the gateway's name to the portal until somebody has logged
// in. A connection that is kept open would lead there for as long as it is used.
func TestNoConnectionToAPortalIsKept(t *testing.T) {
	portal := httptest.NewServer(say(200, "<html>"))
	defer portal.Close()
	gateway := httptest.NewServer(newGateway(t))
	defer gateway.Close()
	var there atomic.Value
	there.Store(portal.Listener.Addr().String())
	c := newClient(t, payments.Config{BaseURL: "http://127.0.0.1:8099", Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, there.Load().(string))
	}})
	defer c.CloseIdle()
	for range 2 {
		if _, err := c.Create(ctx(), order); !failureOf(t, err).Foreign() {
			t.Fatal(err)
		}
	}
	there.Store(gateway.Listener.Addr().String())
	must(t, func() (payments.Intent, error) { return c.Create(ctx(), order) })
}

// A token request that the real gateway has answered counts as before.
func TestAnAnswerOfTheGatewaysStillLimitsRenewals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[authPath] = say(200, `{"expires_in":3600}`)
		for range 9 {
			_, err := c.Create(ctx(), order)
			wantFailure(t, err, "token", payments.KindMalformed, payments.TryAgain)
		}
		wantTokens(t, g, 1)
	})
}
