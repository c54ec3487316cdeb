package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// echo stands before a practice gateway and now and then says back what it
// knows. Its tokens have signs in them that look different in an address, in
// JSON and in HTML.
type echo struct {
	gateway http.Handler
	wild    atomic.Bool

	mu      sync.Mutex
	random  *rand.Rand
	secrets []string // that it knows from the start
	tokens  []string // all that it has given out
	said    map[string]int
}

const (
	chance  = 0.1 // of a call that is answered with what the gateway knows
	authEnd = "/mch-api/v1/auth"
	mark    = `v1/+="<&'` // of a token
)

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/mch-api/") {
		e.gateway.ServeHTTP(w, r)
		return
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	r.Header.Set("Authorization", "Bearer "+strings.TrimPrefix(token, mark))
	if say, what := e.draw(r, token); say != nil {
		say(e, w, r, what)
		return
	}
	e.pass(w, r)
}

// draw picks what to say, and in which words.
func (e *echo) draw(r *http.Request, token string) (say answer, what string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.wild.Load() || e.random.Float64() >= chance {
		return nil, ""
	}
	known := e.secrets
	switch typed := r.URL.Query().Get("client_secret"); {
	case token != "":
		known = append(slices.Clone(known), token, token, token)
	case !slices.Contains(known, typed): // only what it was told: whoever guesses wrong learns nothing
		known = []string{typed}
	}
	quote := quotes[e.random.IntN(len(quotes))]
	name := slices.Sorted(maps.Keys(answers))[e.random.IntN(len(answers))]
	if r.URL.Path == authEnd && name == "field" {
		name = "refusal"
	}
	e.said[name+", "+quote.name]++
	return answers[name], quote.write(known[e.random.IntN(len(known))])
}

// pass lets the gateway answer. A token is marked, and remembered first.
func (e *echo) pass(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != authEnd {
		e.gateway.ServeHTTP(w, r)
		return
	}
	status, body := e.ask(r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a till that is gone is no matter
}

// ask is the gateway's own answer, in a form that can be changed.
func (e *echo) ask(r *http.Request) (status int, body []byte) {
	recorder := httptest.NewRecorder()
	e.gateway.ServeHTTP(recorder, r)
	body = recorder.Body.Bytes()
	var issued map[string]any
	if r.URL.Path == authEnd && json.Unmarshal(body, &issued) == nil && issued["access_token"] != nil {
		token := mark + fmt.Sprint(issued["access_token"])
		e.mu.Lock()
		e.tokens = append(e.tokens, token)
		e.mu.Unlock()
		issued["access_token"] = token
		body, _ = json.Marshal(issued) // it was JSON just now
	}
	return recorder.Code, body
}

// quotes are ways in which a gateway might write down what it knows.
var quotes = []struct {
	name  string
	write func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"query", func(s string) string { return "client_secret=" + url.QueryEscape(s) + "&x=1" }},
	{"path", func(s string) string { return "/" + url.PathEscape(s) + "/" }},
	{"small escapes", func(s string) string {
		return strings.NewReplacer("%2B", "%2b", "%2F", "%2f", "%3D", "%3d", "%3C", "%3c", "%C3", "%c3", "%A9", "%a9").Replace(url.QueryEscape(s))
	}},
	{"JSON", func(s string) string {
		raw, _ := json.Marshal(map[string]string{"access_token": s})
		return string(raw)
	}},
	{"JSON, plain", func(s string) string {
		var b bytes.Buffer
		raw := json.NewEncoder(&b)
		raw.SetEscapeHTML(false)
		_ = raw.Encode(s)
		return strings.TrimSpace(b.String())
	}},
	{"quoted", func(s string) string { return fmt.Sprintf("%+q", s) }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"base64 of more", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(merchant + ":" + s + ":")) }},
	{"URL base64", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("ab" + s)) }},
	{"hexadecimal", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"UTF-16LE", func(s string) string { return spread(s, "%c\x00") }},
	{"UTF-16BE", func(s string) string { return spread(s, "\x00%c") }},
}

// spread writes Latin letters as UTF-16 would, a byte a letter.
func spread(s, form string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, form, r)
	}
	return b.String()
}

// answer is a kind of answer that holds what it should not.
type answer func(e *echo, w http.ResponseWriter, r *http.Request, what string)

var answers = map[string]answer{
	"refusal": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		refuse(w, http.StatusOK, 40001, what)
	},
	"unauthorised": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		refuse(w, http.StatusUnauthorized, 40100, what)
	},
	"server error": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		w.Header().Set("Retry-After", what)
		http.Error(w, "<html>trouble with "+what, http.StatusBadGateway)
	},
	"refusal with 500": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		refuse(w, http.StatusInternalServerError, 50000, what)
	},
	"redirect": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		w.Header().Set("Location", "http://127.0.0.1:1/?"+url.QueryEscape(what)+what)
		w.WriteHeader(http.StatusFound)
	},
	"not JSON": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		fmt.Fprint(w, what)
	},
	"a network's page": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html>log in to reach %s", what)
	},
	"packed": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		defer packed.Close()
		_ = json.NewEncoder(packed).Encode(no(40001, what))
	},
	"unknown packing": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		w.Header().Set("Content-Encoding", what)
		refuse(w, http.StatusOK, 40001, what)
	},
	"in GBK": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		_ = json.NewEncoder(simplifiedchinese.GBK.NewEncoder().Writer(w)).Encode(no(40001, "不行 "+what))
	},
	"in UTF-16": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		_ = json.NewEncoder(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Writer(w)).Encode(no(40001, what))
	},
	"cut short": func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		fmt.Fprintf(w, `{"code":0,"message":%q`, what)
	},
	"status line":       raw("HTTP/1.1 400 %s\r\nContent-Length: 0\r\n\r\n"),
	"bad status line":   raw("HTTP/1.1 %s\r\n\r\n"),
	"bad protocol":      raw("%s\r\n\r\n"),
	"bad header":        raw("HTTP/1.1 200 OK\r\n%s\r\n\r\n"),
	"bad header's name": raw("HTTP/1.1 200 OK\r\n%s: 1\r\nContent-Length: 0\r\n\r\n"),
	"bad length":        raw("HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n"),
	"bad encoding":      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n"),
	"bad chunk":         raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"),
	"field":             field,
	"one more":          oneMore,
}

func refuse(w http.ResponseWriter, status, code int, what string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(no(code, what))
}

func no(code int, what string) map[string]any {
	return map[string]any{"code": code, "message": "no: " + what, "rid": what, "error": what}
}

// raw answers in bytes of its own and ends the connection.
func raw(form string) answer {
	return func(_ *echo, w http.ResponseWriter, _ *http.Request, what string) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer conn.Close()
		fmt.Fprintf(conn, form, what)
	}
}

// field lets the gateway answer and puts what it knows into one of the fields.
func field(e *echo, w http.ResponseWriter, r *http.Request, what string) {
	status, body := e.ask(r)
	var envelope map[string]any
	if json.Unmarshal(body, &envelope) == nil {
		into := envelope
		if data, ok := envelope["data"].(map[string]any); ok {
			into = data
			if next, ok := data["next_action"].(map[string]any); ok && e.coin() {
				into = next
			}
		}
		into[e.pick(slices.Sorted(maps.Keys(into)))] = what
		body, _ = json.Marshal(envelope)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// oneMore lets the gateway answer and sends a second answer that nobody asked for.
func oneMore(e *echo, w http.ResponseWriter, r *http.Request, what string) {
	status, body := e.ask(r)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "HTTP/1.1 %d OK\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body)
	fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(what), what)
}

func (e *echo) coin() bool { return e.pick([]string{"", "x"}) == "x" }

func (e *echo) pick(of []string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return of[e.random.IntN(len(of))]
}
