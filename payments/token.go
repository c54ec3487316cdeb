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
	"golang.org/x/time/rate"
)

// How tokens are kept. CBTIS docs: auth-method (3,600 s, no refresh token).
const (
	createLeft      = 5 * time.Minute // a create wants this much life in its token
	queryLeft       = time.Minute
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
// whoever needs its result waits for it.
type tokens struct {
	mu sync.Mutex
	token
	fate
	pace  pace
	under *renewal // under way, or nil
}

// renewal is one run of token requests. done is closed when the rest is set.
type renewal struct {
	buckets []*rate.Limiter // in which it is counted
	done    chan struct{}
	value   string
	err     *Error
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
	buckets := []*rate.Limiter{t.pace.every}
	if t.value == "" && t.refusals > 0 {
		buckets = append(buckets, t.pace.instead)
	}
	t.mu.Unlock()

	fresh, failure := c.freshToken(ctx, buckets...)
	if failure != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.lives(0) {
			return t.value, nil
		}
	}
	return fresh, failure
}

// freshToken gives one that was made just now, if these buckets have room for it.
func (c *Client) freshToken(ctx context.Context, buckets ...*rate.Limiter) (string, *Error) {
	t := &c.tokens
	t.mu.Lock()
	r := t.under
	if r == nil {
		if wait := t.pace.wait(buckets...); wait > 0 {
			defer t.mu.Unlock()
			return "", t.pace.tooSoon(wait)
		}
		r = &renewal{buckets: buckets, done: make(chan struct{})}
		t.under = r
		// In a goroutine of its own because it serves every caller that waits:
		// one that gives up must not fail the others. It ends by renewTimeout.
		go c.renew(context.WithoutCancel(ctx), r, t.lives(0))
	}
	t.mu.Unlock()

	select {
	case <-r.done:
		return r.value, r.err.copy()
	case <-ctx.Done():
		return "", &Error{Op: opToken, Kind: KindNotSent, Err: ctx.Err()}
	}
}

// lives says that a token has more than left to live. Of one that is made for a
// short life no more is asked than half of it.
func (t token) lives(left time.Duration) bool {
	return t.value != "" && t.life-elapsed(t.asked) > min(left, t.life/2)
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
	fresh, failure := c.fetchToken(ctx, tries, r.buckets)

	t := &c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	t.under = nil
	switch {
	case failure == nil:
		t.token, r.value = fresh, fresh.value
	case failure.Kind == KindAuth:
		t.value = ""
	}
	r.err = failure
	close(r.done)
}

// fetchToken asks for a token, again after what may pass in a moment.
func (c *Client) fetchToken(ctx context.Context, tries uint, buckets []*rate.Limiter) (fresh token, failure *Error) {
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		fresh, failure = c.askToken(ctx)
		pause := c.heardOfToken(failure, buckets)
		switch {
		case failure == nil:
			return struct{}{}, nil
		case failure.Kind == KindNotSent:
			return struct{}{}, failure
		case failure.mayPass() && pause <= patience:
			return struct{}{}, &backoff.RetryAfterError{Duration: pause}
		}
		return struct{}{}, backoff.Permanent(failure)
	}, backoff.WithBackOff(pause()), backoff.WithMaxTries(tries))
	return fresh, failure
}

// heardOfToken keeps what came of a token request for the pace of the next, and
// says in the error how long that is.
func (c *Client) heardOfToken(failure *Error, buckets []*rate.Limiter) (pause time.Duration) {
	t := &c.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	pause = t.pace.heard(failure, buckets...)
	if failure != nil {
		failure.RetryAfter = max(failure.RetryAfter, pause)
	}
	return pause
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
	oauth, _ := f.line("error")
	words := strings.ToLower(e.Message + " " + oauth)
	if (e.Kind == KindRefused || e.Kind == KindForeign && oauth != "") && deniesCredentials(words) {
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

// deniesCredentials says of a "no" to a token request, in which there is nothing
// but the credentials, that it is about them. That one of them is named, as in
// "merchant service busy", is not enough.
func deniesCredentials(words string) bool {
	return containsAny(words, "invalid_grant", "access_denied", "unauthori", "not authori", "forbidden") ||
		containsAny(words, "client", "secret", "uid", "merchant", "credential") &&
			containsAny(words, "invalid", "wrong", "bad", "incorrect", "unknown", "mismatch", "not match", "not found", "not exist", "no such", "denied", "disabled", "expired")
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
