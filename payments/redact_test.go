package payments_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"qrtill/payments"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

const headerToken = "tok/en+of=84-chars"

// leaks lists the forms of a secret, or of its beginning, that a text holds.
func leaks(text string) []string {
	var found []string
	for _, w := range []string{secret, headerToken} {
		for _, form := range []string{w, w[:5], url.QueryEscape(w), url.PathEscape(w), strings.ToLower(url.QueryEscape(w))} {
			if strings.Contains(text, form) {
				found = append(found, form)
			}
		}
	}
	if strings.Contains(text, "client_secret=") || strings.Contains(text, "uid="+uid) {
		found = append(found, "the token request's query")
	}
	return found
}

// texts gives everything an error can be made to say.
func texts(err error) string {
	if err == nil {
		return ""
	}
	all := fmt.Sprintf("%v\n%+v\n%#v\n%s\n", err, err, err, err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		all += texts(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			all += texts(inner)
		}
	}
	var u *url.Error
	if errors.As(err, &u) {
		all += u.URL
	}
	return all
}

// hostile says everything it is told back, in errors and in answers.
func hostile(how string) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		echo := r.URL.String() + " " + secret + " " + token + " " + url.QueryEscape(token)
		auth := r.URL.Path == authPath
		switch {
		case how == "url.Error", how == "late url.Error" && !auth:
			return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: &url.Error{Op: "x", URL: r.URL.String(), Err: errors.New(echo)}}
		case how == "wrapped", how == "late wrapped" && !auth:
			return nil, fmt.Errorf("outer: %w", errors.Join(errors.New("clean"), errors.New(echo)))
		case how == "hidden", how == "late hidden" && !auth:
			return nil, hiding{errors.New(echo)}
		}
		w := httptest.NewRecorder()
		w.Header().Set("Location", r.URL.String())
		quoted := fmt.Sprintf("%q", echo)
		switch {
		case auth && !strings.HasPrefix(how, "token"):
			io.WriteString(w, `{"access_token":"`+headerToken+`"}`)
		case strings.HasSuffix(how, "split"):
			echo = strings.ReplaceAll(secret, "3", "3\u0000") + strings.ReplaceAll(token, "o", "o\u200b")
			io.WriteString(w, `{"code":7,"message":`+strings.ReplaceAll(fmt.Sprintf("%+q", echo), `\x00`, `\u0000`)+`}`)
		case strings.HasSuffix(how, "at the cut"):
			io.WriteString(w, `{"code":7,"message":`+fmt.Sprintf("%q", strings.Repeat("x", 195)+secret+token)+`}`)
		case strings.HasSuffix(how, "not JSON"):
			io.WriteString(w, echo)
		case strings.HasSuffix(how, "moved"):
			w.WriteHeader(302)
		case strings.HasSuffix(how, "odd fields"):
			io.WriteString(w, `{"code":0,"data":{"order_id":[`+quoted+`]},"access_token":`+quoted+`,"rid":`+quoted+`}`)
		default:
			w.WriteHeader(400)
			io.WriteString(w, `{"code":7,"message":`+quoted+`,"rid":`+quoted+`,"error":"invalid_client `+url.QueryEscape(secret)+`"}`)
		}
		return w.Result(), nil
	})
}

type hiding struct{ inner error }

func (hiding) Error() string   { return "nothing to see" }
func (h hiding) Unwrap() error { return h.inner }

func TestNoSecretReachesAnErrorOrTheLog(t *testing.T) {
	for _, how := range []string{
		"url.Error", "late url.Error", "wrapped", "late wrapped", "hidden", "late hidden", "token refusal", "refusal",
		"token split", "split", "token at the cut", "at the cut", "token not JSON", "not JSON", "token moved", "moved",
		"token odd fields", "odd fields",
	} {
		bubble(t, how, func(t *testing.T) {
			var logged bytes.Buffer
			c := newClient(t, payments.Config{
				BaseURL: "https://gw.example", Transport: hostile(how),
				Log: slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			for _, k := range slices.Concat(acting, asking) {
				err := k.call(ctx(), c)
				e := failureOf(t, err)
				if found := leaks(texts(err) + e.Message + e.RID); found != nil {
					t.Errorf("%v leaked in %s", found, texts(err))
				}
			}
			if logged.Len() == 0 || leaks(logged.String()) != nil {
				t.Errorf("log: %s", logged.String())
			}
		})
	}
}

func TestEveryRIDIsLogged(t *testing.T) {
	var logged bytes.Buffer
	g := newGateway(t)
	g.answer[queryPath] = say(200, `{"code":7,"message":"no","rid":"rid-of-a-refusal"}`)
	c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: g, Log: slog.New(slog.NewTextHandler(&logged, nil))})
	if _, err := c.Create(ctx(), order); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Query(ctx(), ask); err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"3647575c0e1049439e484a231864da2c", "rid-of-a-refusal", order.MerchantOrderID} {
		if !strings.Contains(logged.String(), want) {
			t.Errorf("%q is not in the log: %s", want, logged.String())
		}
	}
}

// The check above must find a client that doesn't take care.
func TestTheLeakCheckFindsANaiveClient(t *testing.T) {
	naive := http.Client{Transport: hostile("late wrapped")}
	u := "https://gw.example" + authPath + "-x?" + url.Values{"uid": {uid}, "client_secret": {secret}}.Encode()
	_, err := naive.Get(u)
	if err == nil || len(leaks(texts(err))) < 2 {
		t.Errorf("the leak was not found in %v", err)
	}
	if leaks(texts(fmt.Errorf("x: %w", hiding{errors.New(headerToken)}))) == nil {
		t.Error("a hidden leak was not found")
	}
	if leaks("all is well") != nil {
		t.Error("a leak was found where there is none")
	}
}
