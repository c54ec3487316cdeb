package payments

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxRetryAfter bounds what a Retry-After header can ask of us.
const maxRetryAfter = time.Hour

// request is one HTTP request of ours.
type request struct {
	op     string
	method string
	url    *url.URL
	body   []byte // nil: none
	bearer string // empty: none
	scrub  scrubber
}

// answer is a whole HTTP answer, not judged.
type answer struct {
	status int
	header http.Header
	body   []byte // its codings undone
	unread error  // why there is no body
	Meta
}

// send makes one attempt and never repeats a POST: the body can't be rewound,
// so net/http can't either. reused tells a connection that may have gone stale.
func (c *Client) send(ctx context.Context, q request) (a answer, reused bool, failure *Error) {
	if err := ctx.Err(); err != nil {
		return a, false, &Error{Op: q.op, Kind: KindNotSent, Err: err}
	}
	var tr tracer
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, tr.hooks()), q.method, q.url.String(), nil)
	if err != nil {
		return a, false, &Error{Op: q.op, Kind: KindConfig, Err: q.scrub.err(err)}
	}
	if q.body != nil {
		req.Body = io.NopCloser(bytes.NewReader(q.body))
		req.ContentLength = int64(len(q.body))
		req.GetBody = nil
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", takesCoding)
	req.Header.Set("User-Agent", c.agent)
	if q.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+q.bearer)
	}

	start := time.Now()
	resp, err := c.rt.RoundTrip(req)
	if err != nil {
		c.open.Store(nil)
		kind := c.kindOf(&tr, err)
		return a, tr.reused(), &Error{Op: q.op, Kind: kind, Err: q.scrub.err(err), At: time.Now()}
	}
	defer resp.Body.Close()
	a.status, a.header = resp.StatusCode, resp.Header
	a.Date, _ = http.ParseTime(resp.Header.Get("Date"))
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	a.Took = time.Since(start)
	if err != nil {
		c.open.Store(nil)
		return a, tr.reused(), &Error{Op: q.op, Kind: KindLost, Status: a.status, Date: a.Date, Err: q.scrub.err(err), RetryAfter: retryAfter(resp.Header, a.Date)}
	}
	c.open.Store(nil)
	if now := time.Now(); len(body) <= maxBody && !resp.Close {
		c.open.Store(&now)
	}
	a.take(body)
	return a, tr.reused(), nil
}

// take takes the body as it came over the wire.
func (a *answer) take(wire []byte) {
	if len(wire) > maxBody {
		a.unread = fmt.Errorf("answer is over %d bytes", maxBody)
		return
	}
	a.body, a.unread = unpack(a.header, wire, maxBody)
}

// isForeign says that what answered is not the gateway: the page on which a
// network wants people to log in, most often. bad is what is wrong with the
// body. An answer that points elsewhere is told apart by its status, see open.
func (a *answer) isForeign(bad error) bool {
	return a.status == http.StatusNetworkAuthenticationRequired || errors.Is(bad, errForeign) || a.unread != nil && isPage(a.header)
}

// tracer learns which connection a request got.
type tracer struct {
	mu    sync.Mutex
	got   bool
	stale bool
	conn  *wireConn // nil also for a connection that isn't ours
}

func (t *tracer) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.got, t.stale, t.conn = true, info.Reused, wireOf(info.Conn)
		if t.conn != nil {
			t.conn.begin()
		}
	}}
}

func (t *tracer) reused() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.stale
}

// kindOf says whether a request without an answer left this machine. What
// isn't certain counts as sent.
func (c *Client) kindOf(t *tracer, err error) Kind {
	t.mu.Lock()
	defer t.mu.Unlock()
	var dial *net.OpError
	switch {
	case t.conn != nil && t.conn.seal(), t.got && t.conn == nil:
		return KindLost
	case t.got:
		return KindNotSent
	case isCertificate(err):
		return KindTLS
	case c.own != nil, errors.As(err, &dial) && dial.Op == "dial":
		return KindNotSent
	default:
		return KindLost
	}
}

func isCertificate(err error) bool {
	var (
		verify    *tls.CertificateVerificationError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		host      x509.HostnameError
		roots     x509.SystemRootsError
	)
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &invalid) ||
		errors.As(err, &host) || errors.As(err, &roots)
}

// open judges a business answer and gives the envelope's data.
func (a *answer) open(op string, scrub scrubber) ([]byte, *Error) {
	env, bad := envelope{}, a.unread
	if bad == nil {
		env, bad = decodeEnvelope(a.body)
	}
	a.RID = scrub.message(env.rid)
	e := &Error{
		Op: op, Code: env.code, Message: scrub.message(env.message), RID: a.RID,
		Status: a.status, Date: a.Date, RetryAfter: retryAfter(a.header, a.Date),
	}
	if bad != nil {
		e.Err = bad
	}
	switch {
	case a.status >= 300 && a.status <= 399:
		e.Kind = KindRedirect
	case isTrouble(a.status):
		e.Kind = KindServer
	case a.status == 401 || a.status == 403:
		e.Kind = KindAuth
	case a.isForeign(bad):
		e.Kind = KindForeign
	case errors.Is(bad, errCoding):
		e.Kind = KindCoding
	case bad != nil:
		e.Kind = KindMalformed
	case env.code != 0:
		e.Kind = kindOfCode(env.code)
	case a.status < 200 || a.status > 299:
		e.Kind, e.Err = KindMalformed, errors.New("code 0 with an HTTP error")
	default:
		return env.data, nil
	}
	if e.Foreign() { // neither its clock nor its wish for silence is the gateway's
		a.Date, e.Date, e.RetryAfter = time.Time{}, time.Time{}, 0
	}
	return nil, e
}

// isTrouble reports an HTTP status that says nothing about the request itself.
func isTrouble(status int) bool {
	return status >= 500 && status != http.StatusNetworkAuthenticationRequired || status == 408 || status == 425 || status == 429
}

// kindOfCode judges a non-zero code. The CBTIS docs list none, so we go by what
// is usual: codes that begin like an HTTP status. The message's words say nothing
// about the kind: "merchant is not authorized for ALIPAYHK" is a refusal.
func kindOfCode(code int) Kind {
	digits := strconv.Itoa(code)
	if len(digits) != 3 && len(digits) != 5 {
		return KindRefused
	}
	switch status, _ := strconv.Atoi(digits[:3]); {
	case status == 401 || status == 403:
		return KindAuth
	case status == 429 || status >= 500 && status <= 504:
		return KindServer
	}
	return KindRefused
}

// retryAfter reads the header in both of its forms: seconds, or a date, which
// is taken against the gateway's own clock.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	var d time.Duration
	whole, _, _ := strings.Cut(strings.TrimPrefix(v, "+"), ".") // some write fractions
	if n, err := strconv.ParseUint(whole, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		d = time.Duration(min(n, uint64(maxRetryAfter/time.Second))) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		if now.IsZero() {
			now = time.Now()
		}
		d = t.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}
