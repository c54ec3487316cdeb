package payments_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"qrtill/payments"
)

// looks are a question of each kind, and the path that it goes to.
var looks = []struct {
	path string
	ask  payments.Ask
}{
	{authPath, payments.TokenRequest{}}, {createPath, order}, {queryPath, ask}, {refundPath, refund}, {refundQueryPath, askRefund},
}

func look(c *payments.Client, ask payments.Ask) payments.Seen {
	return c.Look(ctx(), payments.Question{Ask: ask, Token: payments.MadeUpToken()})
}

func TestALookSendsWhatACallSendsAndShowsWhatCame(t *testing.T) {
	for _, l := range looks {
		t.Run(l.path, func(t *testing.T) {
			g := newGateway(t)
			c, _ := serve(t, g)
			first, second := look(c, l.ask), look(c, l.ask)
			if first.Err != nil || first.Status != 200 || first.Took <= 0 || first.Date.IsZero() || first.At.IsZero() || first.Reused || !second.Reused {
				t.Errorf("%+v, then reused: %v", first, second.Reused)
			}
			if n := g.count(l.path); n != 2 || len(g.requests()) != 2 {
				t.Errorf("%d requests there, %d in all", n, len(g.requests()))
			}
			if !slices.ContainsFunc(first.Headers, func(h payments.Header) bool { return h.Name == "Date" }) {
				t.Errorf("headers %v", first.Headers)
			}
		})
	}
	g := newGateway(t)
	c, _ := serve(t, g)
	created, queried, refunded := look(c, order), look(c, ask), look(c, askRefund)
	if created.Intent.QR != "https://a.payment.link/code" || queried.Payment.Status != "SUCCEEDED" || refunded.Refund.RefundID != "C34368224017070000" {
		t.Errorf("%+v\n%+v\n%+v", created.Intent, queried.Payment, refunded.Refund)
	}
	if !slices.Contains(created.Keys, "next_action") || !strings.Contains(created.Body, "\n    \"order_id\": \"C991289984923795789123\",\n") {
		t.Errorf("keys %v, body\n%s", created.Keys, created.Body)
	}
	sameJSON(t, created.Body, recorded(t, "create_wechat.answer.json"))
}

func TestALookIsNeverRepeated(t *testing.T) {
	answers := map[string]http.HandlerFunc{
		"hung up": hangUp, "cut": cutShort, "no token": say(401, `{"code":40100,"message":"no"}`), "in trouble": say(503, ""),
		"elsewhere": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", http.StatusFound) },
	}
	for name, answer := range answers {
		for _, l := range looks[1:] {
			t.Run(name+l.path, func(t *testing.T) {
				g := newGateway(t)
				g.answer[l.path] = answer
				c, _ := serve(t, g)
				if seen := look(c, l.ask); seen.Err == nil || len(g.requests()) != 1 {
					t.Errorf("%v after %d requests", seen.Err, len(g.requests()))
				}
			})
		}
	}
	c := newClient(t, payments.Config{BaseURL: "http://127.0.0.1:1"}) // where nobody listens
	if seen := look(c, order); payments.OutcomeOf(seen.Err) != payments.TryAgain || seen.Status != 0 {
		t.Errorf("%+v", seen)
	}
	if seen := look(c, payments.QueryRequest{}); payments.OutcomeOf(seen.Err) != payments.Refused {
		t.Errorf("%+v", seen)
	}
}

func TestALooksTokensAreItsOwn(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	one, other := look(c, payments.TokenRequest{}).Token, look(c, payments.TokenRequest{MadeUp: true}).Token
	c.Look(ctx(), payments.Question{Ask: ask, Token: one})
	c.Look(ctx(), payments.Question{Ask: ask}) // with the client's own, for which it asks
	c.Look(ctx(), payments.Question{Ask: ask})
	var used []string
	for _, r := range g.requests() {
		if r.method == "POST" {
			used = append(used, r.header.Get("Authorization"))
		}
	}
	if want := []string{"Bearer token1-abcdef", "Bearer token3-abcdef", "Bearer token3-abcdef"}; !slices.Equal(used, want) {
		t.Errorf("asked with %q, want %q", used, want)
	}
	stranger, _ := url.Parse(g.requests()[1].uri)
	if q := stranger.Query(); q.Get("client_secret") == secret || len(q.Get("client_secret")) != 32 || q.Get("uid") != uid || q.Get("grant_type") == "" {
		t.Errorf("a stranger asked with %q", stranger)
	}
	if one.Same(other) || !one.Same(one) || fmt.Sprintf("%v %+v %#v", one, one, one) != "13 characters 13 characters 13 characters" {
		t.Errorf("%v, %v, %#v", one, other, one)
	}
	g.answer[queryPath] = say(401, "")
	c.Look(ctx(), payments.Question{Ask: ask})
	c.Look(ctx(), payments.Question{Ask: ask}) // the client has forgotten what was not taken
	all := g.requests()
	if refused, next := all[len(all)-3].header.Get("Authorization"), all[len(all)-1].header.Get("Authorization"); refused == next || refused == "" || next == "" {
		t.Errorf("asked with %q, then with %q", refused, next)
	}
}

// wherever gives a secret back in all the places in which a Look looks.
func wherever(echo string, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"Server", "Via", "Www-Authenticate"} {
			w.Header().Set(name, "x "+echo)
		}
		w.Header().Set("Location", "https://me:"+url.QueryEscape(echo)+"@gw.example/a?b="+url.QueryEscape(echo))
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"code":40000,"message":%q,"rid":%q,%q:[%q,{"a":%q}]}`, echo, echo, echo, echo, "x"+base64.StdEncoding.EncodeToString([]byte(echo)))
	}
}

func TestALookShowsNoSecret(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	token := look(c, payments.TokenRequest{}).Token
	const value = "token1-abcdef"
	for _, echo := range []string{secret, value} {
		for _, status := range []int{200, 302, 400, 500} {
			for _, l := range looks {
				g.answer[l.path] = wherever(echo, status)
				seen := c.Look(ctx(), payments.Question{Ask: l.ask, Token: token})
				text := fmt.Sprintf("%+v %#v", seen, seen)
				if strings.Contains(text, echo) || strings.Contains(text, url.QueryEscape(echo)) || c.Betrays(text) {
					t.Errorf("%s, HTTP %d: %s", l.path, status, text)
				}
			}
			g.answer[queryPath] = say(status, "<p>"+echo[:6]+"\u200b"+echo[6:]+"</p>")
			if seen := c.Look(ctx(), payments.Question{Ask: ask, Token: token}); c.Betrays(seen.Body) || !strings.Contains(seen.Body, "<p>[redacted]</p>") {
				t.Errorf("HTTP %d: %s", status, seen.Body)
			}
		}
	}
	// What Betrays is there for: it finds them in what nobody has scrubbed.
	for _, text := range []string{secret, "a " + value + " b", "TOKEN1-\n    abcdef", base64.StdEncoding.EncodeToString([]byte("x" + secret + "x"))} {
		if !c.Betrays(text) || c.Betrays(c.Scrub("a "+value+" b, "+secret)) {
			t.Errorf("%q is not seen", text)
		}
	}
	if c.Betrays("T1R9XK2M4 0.01 HKD") {
		t.Error("an id is taken for a secret")
	}
}

func TestOfAnAddressThatIsPointedToTheEndIsNotShown(t *testing.T) {
	g := newGateway(t)
	g.answer[queryPath] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://me:pass@login.example/a?ticket=1#b")
		w.WriteHeader(http.StatusFound)
	}
	c, _ := serve(t, g)
	if seen := look(c, ask); !slices.Contains(seen.Headers, payments.Header{Name: "Location", Value: "https://login.example/a"}) {
		t.Errorf("headers %v", seen.Headers)
	}
}

func TestOfATokenOnlyItsFormIsShown(t *testing.T) {
	const value = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123"
	for body, want := range map[string]string{
		`{"access_token":"` + value + `","expires_in":3600}`:                               "{\n  \"access_token\": [84 hexadecimal characters],\n  \"expires_in\": 3600\n}",
		`{"token":"` + value + `","token_type":"bearer","rid":"3647575c0e1049439e484a23"}`: "{\n  \"token\": [84 hexadecimal characters],\n  \"token_type\": \"bearer\",\n  \"rid\": \"3647575c0e1049439e484a23\"\n}",
		`{"code":0,"data":{"access_token":"` + value + `"},"message":"ok"}`:                "{\n  \"code\": 0,\n  \"data\": {\n    \"access_token\": [84 hexadecimal characters]\n  },\n  \"message\": \"ok\"\n}",
		`{"access_token":123456789012345678}`:                                              "{\n  \"access_token\": [18 digits]\n}",
		"access_token=" + value:                                                            "[97 bytes that are no JSON; not shown, as a token may be in them]",
		`{"access_token":"` + value:                                                        "[101 bytes that are no JSON; not shown, as a token may be in them]",
		"":                                                                                 "[empty]",
	} {
		g := newGateway(t)
		g.answer[authPath] = say(200, body)
		c, _ := serve(t, g)
		if seen := look(c, payments.TokenRequest{}); seen.Body != want {
			t.Errorf("%s:\n%s\nwant\n%s", body, seen.Body, want)
		}
	}
}

func TestALookShowsHowAnAnswerIsWritten(t *testing.T) {
	for body, want := range map[string]string{
		`{"code":1,"message":"no"}`:                             "ASCII",
		`{"code":1,"message":"沒有"}`:                             "UTF-8",
		"\ufeff" + `{"code":1,"message":"no"}`:                  "UTF-8 with a byte-order mark",
		"{\"code\":1,\"message\":\"\xb2\xbb\xb4\xe6\xd4\xda\"}": "not UTF-8: read as GB18030 or UTF-16",
	} {
		g := newGateway(t)
		g.answer[queryPath] = say(200, body)
		c, _ := serve(t, g)
		if seen := look(c, ask); seen.Written != want || !strings.Contains(seen.Body, `"code": 1`) {
			t.Errorf("%q is %q, shown as %s", body, seen.Written, seen.Body)
		}
	}
	g := newGateway(t)
	c, _ := serve(t, g)
	g.answer[queryPath] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		w.Header().Set("Retry-After", "7")
		io.WriteString(w, "??")
	}
	if seen := look(c, ask); seen.Body != "[the body has a content coding that is not taken: br]" || seen.Silence.Seconds() != 7 {
		t.Errorf("%+v", seen)
	}
	g.answer[queryPath] = say(200, `{"code":1,"message":"`+strings.Repeat("x", 20_000)+`"}`)
	if seen := look(c, ask); len(seen.Body) > 9_000 || !strings.HasSuffix(seen.Body, "bytes more]") {
		t.Errorf("%d bytes are shown", len(seen.Body))
	}
}

func TestANoIsKnownAgainByStatusAndCode(t *testing.T) {
	g := newGateway(t)
	c, _ := serve(t, g)
	no := func(status int, body string) error {
		g.answer[queryPath] = say(status, body)
		return look(c, ask).Err
	}
	code, is := payments.CodeOf(no(200, `{"code":40400,"message":"order not found"}`))
	if !is || code != (payments.Code{Status: 200, Code: 40400}) || code.String() != "HTTP 200, code 40400" {
		t.Fatalf("%v, %v", code, is)
	}
	for body, want := range map[string]bool{
		`{"code":40400,"message":"no such order"}`: true, `{"code":9999,"message":"order not found"}`: false,
		`{"code":40100,"message":"x"}`: false, "<html>": false,
	} {
		if got := code.Is(no(200, body)); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	if code.Is(no(404, `{"code":40400,"message":"x"}`)) || code.Is(nil) || (payments.Code{}).Is(no(404, `{"code":40400,"message":"x"}`)) {
		t.Error("another answer is taken for it")
	}
}
