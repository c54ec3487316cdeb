package practice

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Codes of the envelope. The CBTIS docs give none; a till may rely only on 0
// being success.
const (
	codeOK           = 0
	codeUnknown      = 9999
	codeNoPermission = 10023
	codeMalformed    = 40000
	codeUnauthorized = 40100
	codeNotFound     = 40400
	codeDuplicate    = 40900
	codeConflict     = 40901
	codeTooMany      = 42900
	codeInternal     = 50000
)

const bodyLimit = 1 << 20

// answer is what a business call comes to, before it is sent.
type answer struct {
	status  int // HTTP
	code    int
	message string
	data    any // nil unless code is 0
}

func success(data any) answer {
	return answer{status: http.StatusOK, code: codeOK, message: "ok", data: data}
}

func refusal(status, code int, message string) answer {
	return answer{status: status, code: code, message: message}
}

func malformed(message string) answer {
	return refusal(http.StatusBadRequest, codeMalformed, message)
}

func internal() answer {
	return refusal(http.StatusInternalServerError, codeInternal, "the practice ledger can't be written")
}

// Handler serves the API, the customer's page and the practice routes.
func (g *Gateway) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /mch-api/v1/auth", g.auth)
	mux.Handle("POST /mch-api/v1/pa/payment_intents/create", g.business(makes, g.create))
	mux.Handle("POST /mch-api/v1/pa/payment_intents/query", g.business(asks, g.query))
	mux.Handle("POST /mch-api/v1/pa/refunds/create", g.business(makes, g.createRefund))
	mux.Handle("POST /mch-api/v1/pa/refunds/query", g.business(asks, g.queryRefund))
	mux.HandleFunc("GET /pay/{code}", g.showPage)
	mux.HandleFunc("POST /pay/{code}/pay", g.payOnPage)
	mux.HandleFunc("POST /pay/{code}/cancel", g.cancelOnPage)
	mux.Handle("GET /practice/ledger", loopbackOnly(g.showLedger))
	mux.Handle("POST /practice/pay", loopbackOnly(g.practise(g.Pay)))
	mux.Handle("POST /practice/cancel", loopbackOnly(g.practise(g.Cancel)))
	mux.Handle("POST /practice/faults", loopbackOnly(g.changeFaults))
	// A web page open in the same browser must not pay orders.
	return http.NewCrossOriginProtection().Handler(mux)
}

// Kinds of business call: lost answers differ between them.
const (
	makes = iota // makes an order or a refund
	asks         // asks about one
)

// business wraps a call in all that is common: token, body, faults, envelope.
func (g *Gateway) business(kind int, call func(r *http.Request, body []byte) answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d := g.dice.Load()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
		wait(r, g.delay)
		token, ok := g.authorized(r)
		switch {
		case g.down.Load():
			writeBadGateway(w)
			return
		case !ok:
			writeAnswer(w, refusal(http.StatusUnauthorized, codeUnauthorized, "invalid access token"))
			return
		case err != nil:
			writeAnswer(w, malformed("the body could not be read"))
			return
		case g.spoilBefore(w, r, d, kind, token):
			return
		}
		failing := d.strikes(serverError)
		if failing && d.draw(serverError+" early") < 0.5 {
			g.played(r, serverError+" before the work")
			writeBadGateway(w)
			return
		}
		a := g.checked(r, body, call)
		g.log.Info("practice call", "path", r.URL.Path, "status", a.status, "code", a.code, "message", a.message)
		if failing {
			g.played(r, serverError+" after the work")
			writeBadGateway(w)
			return
		}
		g.send(w, r, d, kind, a)
	})
}

func (g *Gateway) checked(r *http.Request, body []byte, call func(*http.Request, []byte) answer) answer {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return malformed("Content-Type must be application/json")
	}
	return call(r, body)
}

// spoilBefore plays the faults that keep the call from being worked on. It
// reports whether the answer was given.
func (g *Gateway) spoilBefore(w http.ResponseWriter, r *http.Request, d *dice, kind int, token string) bool {
	switch {
	case kind == makes && d.strikes(lostBefore):
		g.played(r, lostBefore)
		hangUp()
	case d.strikes(rateLimit):
		g.played(r, rateLimit)
		w.Header().Set("Retry-After", "2")
		writeAnswer(w, refusal(http.StatusTooManyRequests, codeTooMany, "too many requests"))
	case kind == asks && d.strikes(querySilence):
		g.played(r, querySilence)
		d.writeSilence(w)
	case d.strikes(token401):
		g.played(r, token401)
		g.endToken(token)
		writeAnswer(w, refusal(http.StatusUnauthorized, codeUnauthorized, "invalid access token"))
	case d.strikes(token200):
		g.played(r, token200)
		g.endToken(token)
		writeAnswer(w, refusal(http.StatusOK, codeUnauthorized, "invalid access token"))
	default:
		return false
	}
	return true
}

// send gives the answer of work that is done, or spoils it.
func (g *Gateway) send(w http.ResponseWriter, r *http.Request, d *dice, kind int, a answer) {
	switch {
	case kind == makes && d.strikes(lostAfter):
		g.played(r, lostAfter)
		hangUp()
	case kind == asks && d.strikes(queryLost):
		g.played(r, queryLost)
		hangUp()
	case d.strikes(nonJSON):
		g.played(r, nonJSON)
		writeHTML(w, http.StatusOK, "<!doctype html><title>Welcome</title><p>Please sign in to the network.")
	case d.strikes(truncated):
		g.played(r, truncated)
		writeHalf(w, a)
	case d.strikes(slow):
		g.played(r, slow)
		wait(r, d.faults.SlowFor)
		writeAnswer(w, a)
	default:
		writeAnswer(w, a)
	}
}

func (g *Gateway) played(r *http.Request, fault string) {
	g.log.Info("practice fault", "fault", fault, "path", r.URL.Path)
}

// hangUp closes the connection without an answer.
func hangUp() { panic(http.ErrAbortHandler) }

// wait passes the time unless the caller goes away first.
func wait(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// envelope puts the answer in the form of every business call.
func (a answer) envelope() any {
	return struct {
		Code    int    `json:"code"`
		Data    any    `json:"data,omitempty"`
		Message string `json:"message"`
		RID     string `json:"rid"`
	}{a.code, a.data, a.message, randomHex(16)}
}

func writeAnswer(w http.ResponseWriter, a answer) { writeJSON(w, a.status, a.envelope()) }

// A failed write means that the caller is gone: nobody is left to be told.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// writeHalf promises the whole body, sends half of it and hangs up.
func writeHalf(w http.ResponseWriter, a answer) {
	body, _ := json.Marshal(a.envelope()) // our own structs always marshal
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	hangUp()
}

func writeBadGateway(w http.ResponseWriter) {
	writeHTML(w, http.StatusBadGateway, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")
}

// writeSilence says that the gateway wants no more calls for a while.
func (d *dice) writeSilence(w http.ResponseWriter) {
	status, bare := strings.CutSuffix(d.faults.Silence, "-bare")
	if !bare {
		w.Header().Set("Retry-After", strconv.Itoa(int(d.faults.QuietFor/time.Second)))
	}
	if status == "429" {
		writeAnswer(w, refusal(http.StatusTooManyRequests, codeTooMany, "too many requests"))
		return
	}
	writeHTML(w, http.StatusServiceUnavailable, "<html><head><title>503 Service Unavailable</title></head></html>")
}

func writeHTML(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// decode reads a body strictly, so that a misspelt field is found at once.
func decode(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}

// loopbackOnly keeps the practice routes from other computers.
func loopbackOnly(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			http.Error(w, "only this computer may use this address", http.StatusForbidden)
			return
		}
		next(w, r)
	})
}

func (g *Gateway) showLedger(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, g.Ledger())
}

// changeFaults plays the bad days of ?faults=... from now on, and answers with them.
func (g *Gateway) changeFaults(w http.ResponseWriter, r *http.Request) {
	f, err := ParseFaults(r.FormValue("faults"))
	if err == nil {
		err = g.SetFaults(f)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, http.StatusOK, f.String())
}

// practise serves Pay or Cancel for ?merchant_order_id=... and answers with
// the order as it is then.
func (g *Gateway) practise(do func(merchantOrderID string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("merchant_order_id")
		switch err := do(id); {
		case errors.Is(err, ErrUnknownOrder):
			http.Error(w, err.Error(), http.StatusNotFound)
		case errors.Is(err, ErrNotPayable):
			http.Error(w, err.Error(), http.StatusConflict)
		case err != nil:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		default:
			entry, _ := g.entry(id)
			writeJSON(w, http.StatusOK, entry)
		}
	}
}
