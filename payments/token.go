package payments

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// How tokens are kept. CBTIS docs: auth-method (3,600 s, no refresh token).
const (
	createLeft      = 5 * time.Minute // a create wants this much life in its token
	queryLeft       = time.Minute
	renewEvery      = 30 * time.Second // between two starts of a renewal
	renewTimeout    = 10 * time.Second // all tries of one renewal
	renewTryTimeout = 5 * time.Second
	defaultLife     = time.Hour
	maxLife         = 24 * time.Hour
)

// token is one as the gateway gave it.
type token struct {
	value string    // empty: none, or one known to be bad
	asked time.Time // its life counts from before it was asked for
	life  time.Duration
}

// tokens keeps the account's token. One renewal is under way at a time and
// whoever needs its result waits for it. The zero value is ready for use.
type tokens struct {
	mu sync.Mutex
	token
	started time.Time // of the last renewal that reached the gateway
	failed  *Error    // what became of it; nil if it went well
	under   *renewal  // under way, or nil
}

// renewal is one run of token requests. done is closed when the rest is set.
type renewal struct {
	done  chan struct{}
	value string
	err   *Error
}

// token gives a token with at least left to live, renewing it if need be. When
// no renewal is allowed yet, or it fails, a token that still lives will do.
func (c *Client) token(ctx context.Context, left time.Duration) (string, *Error) {
	t := &c.tokens
	t.mu.Lock()
	if t.lives(left) {
		defer t.mu.Unlock()
		return t.value, nil
	}
	r := t.under
	if r == nil {
		if wait := t.wait(); wait > 0 {
			defer t.mu.Unlock()
			if t.lives(0) {
				return t.value, nil
			}
			return "", t.tooSoon(wait)
		}
		r = &renewal{done: make(chan struct{})}
		t.under, t.started = r, time.Now()
		// In a goroutine of its own because it serves every caller that waits:
		// one that gives up must not fail the others. It ends by renewTimeout.
		go c.renew(context.WithoutCancel(ctx), r, t.lives(0))
	}
	t.mu.Unlock()

	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		return "", &Error{Op: opToken, Kind: KindNotSent, Err: ctx.Err()}
	}
}

// forget drops a token that the gateway didn't accept, unless a newer one is here.
func (c *Client) forget(value string) {
	t := &c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value = ""
	}
}

func (t token) lives(left time.Duration) bool {
	return t.value != "" && t.life-elapsed(t.asked) > left
}

// wait is the time until a renewal may start.
func (t *tokens) wait() time.Duration {
	if t.started.IsZero() {
		return 0
	}
	return renewEvery - time.Since(t.started)
}

// tooSoon repeats what the last renewal said, or that there was one just now.
func (t *tokens) tooSoon(wait time.Duration) *Error {
	if t.failed == nil {
		return &Error{
			Op: opToken, Kind: KindNotSent, RetryAfter: wait,
			Err: errors.New("the token was renewed a moment ago and is no longer good"),
		}
	}
	e := *t.failed
	e.RetryAfter = max(e.RetryAfter, wait)
	return &e
}

// renew runs one renewal and tells all who wait. If the old token still lives
// it isn't worth more than one try.
func (c *Client) renew(ctx context.Context, r *renewal, lives bool) {
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	tries := uint(3)
	if lives {
		tries = 1
	}
	fresh, failure := c.fetchToken(ctx, tries)

	t := &c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	t.under, t.failed = nil, failure
	switch {
	case failure == nil:
		t.token = fresh
		r.value = t.value
	case failure.Kind != KindAuth && t.lives(0):
		r.value = t.value
	default:
		t.value, r.err = "", failure
	}
	if failure != nil && (failure.Kind == KindNotSent || failure.Kind == KindTLS || failure.Foreign()) {
		// The limit is there to spare the gateway, which has seen nothing: when
		// it can be reached again the till must not stand still for 30 s.
		t.started = time.Time{}
	}
	close(r.done)
}

// fetchToken asks for a token, again after transport errors and 5xx.
func (c *Client) fetchToken(ctx context.Context, tries uint) (fresh token, failure *Error) {
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		fresh, failure = c.askToken(ctx)
		if failure == nil {
			return struct{}{}, nil
		}
		switch {
		case failure.Status == http.StatusTooManyRequests:
		case failure.Kind == KindNotSent, failure.Kind == KindLost, failure.Kind == KindServer:
			return struct{}{}, failure
		}
		return struct{}{}, backoff.Permanent(failure)
	}, backoff.WithBackOff(pause()), backoff.WithMaxTries(tries))
	return fresh, failure
}

// askToken makes one token request.
func (c *Client) askToken(ctx context.Context) (token, *Error) {
	ctx, cancel := context.WithTimeout(ctx, renewTryTimeout)
	defer cancel()
	fresh, _, failure := c.requestToken(ctx)
	return fresh, failure
}

func (c *Client) requestToken(ctx context.Context) (token, Meta, *Error) {
	fresh := token{asked: time.Now()}
	scrub := c.secrets()
	a, _, failure := c.send(ctx, request{op: opToken, method: http.MethodGet, url: c.authURL, scrub: scrub})
	if failure == nil {
		fresh.value, fresh.life, failure = readToken(&a, scrub)
	}
	c.note(ctx, opToken, slog.Attr{}, a, failure)
	c.leave(failure)
	return fresh, a.Meta, failure
}

// readToken reads the bare object of a token answer. A refusal may come in an
// envelope or as OAuth 2.0 words it (RFC 6749, section 5.2).
func readToken(a *answer, scrub scrubber) (string, time.Duration, *Error) {
	f, bad := fields(nil), a.unread
	if bad == nil {
		f, bad = decodeObject(a.body)
	}
	if a.status >= 200 && a.status <= 299 && bad == nil && !f.absent("access_token") {
		value, err := f.optional("access_token", maxToken)
		if err == nil && !headerSafe(value) {
			err = errors.New("access_token is empty or unusable")
		}
		if err == nil {
			return value, lifeOf(f), nil
		}
		return "", 0, &Error{Op: opToken, Kind: KindMalformed, Status: a.status, Date: a.Date, Err: err}
	}
	_, e := a.open(opToken, scrub)
	if e == nil { // an envelope with code 0: no form of token answer we know
		e = &Error{
			Op: opToken, Kind: KindMalformed, Status: a.status, RID: a.RID, Date: a.Date,
			Err: errors.New("access_token is missing"),
		}
	}
	// Nothing but the credentials is in a token request, so a "no" to it that
	// speaks of them is about them.
	oauth, _ := f.line("error")
	words := strings.ToLower(e.Message + " " + oauth)
	if (e.Kind == KindRefused || e.Kind == KindForeign && oauth != "") &&
		containsAny(words, "client", "secret", "uid", "merchant", "invalid_grant") {
		e.Kind = KindAuth
		if e.Message == "" {
			e.Message, e.Err = scrub.message(oauth), nil
		}
	}
	if e.Kind == KindForeign && slices.Contains([]string{"slow_down", "temporarily_unavailable"}, oauth) { // no portal says that
		e.Kind, e.RetryAfter = KindMalformed, retryAfter(a.header, a.Date)
	}
	return "", 0, e
}

// lifeOf reads expires_in, in seconds. What can't be meant is an hour.
func lifeOf(f fields) time.Duration {
	n, err := strconv.ParseFloat(strings.Trim(string(f["expires_in"]), `"`), 64)
	if err != nil || !(n >= 1) || n > maxLife.Seconds() {
		return defaultLife
	}
	return time.Duration(n) * time.Second
}

// headerSafe reports text that can stand in a header: visible ASCII, no blanks.
func headerSafe(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
