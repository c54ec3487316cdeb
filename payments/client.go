package payments

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// openFor is how long after its last answer a connection is taken to be open.
const openFor = 20 * time.Second

// Config is what a Client needs to know.
type Config struct {
	BaseURL   string            // https://host[/prefix]; plain http for loopback hosts only
	UID       string            // merchant number
	Secret    string            // client_secret
	UserAgent string            // empty: "qrtill"
	Dial      Dialer            // nil: the real network
	Transport http.RoundTripper // nil: the real one; others are for tests
	Log       *slog.Logger      // nil: nothing is logged
}

// Dialer opens a connection, as net.Dialer.DialContext does.
type Dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

// Client talks to one gateway account. It is safe for use by many goroutines,
// and made by New.
type Client struct {
	rt    http.RoundTripper
	own   *http.Transport // rt if it is our own, which tells exactly what was sent
	log   *slog.Logger
	agent string
	scrub atomic.Pointer[scrubber]      // knows the secret and what Hide was given
	known atomic.Pointer[tokenScrubber] // of the newest token; nil: none yet

	authURL, createURL, queryURL, refundURL, refundQueryURL, baseURL *url.URL

	tokens  tokens
	pairing chan struct{}             // holds one: a token that must not be ended by one of ours is in use
	open    atomic.Pointer[time.Time] // when a connection was last seen to work; nil: none is known to
	warming chan struct{}             // holds one: only one caller opens a connection
}

// New makes a client; nothing is sent yet. It refuses with ErrAddress,
// ErrInsecure or ErrCredentials.
func New(cfg Config) (*Client, error) {
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if !headerSafe(cfg.UID) || cfg.Secret == "" || len(cfg.Secret) > maxToken || strings.TrimSpace(cfg.Secret) != cfg.Secret {
		return nil, ErrCredentials
	}
	w := realWire()
	if cfg.Dial != nil {
		w.dial = cfg.Dial
	}
	return newClient(cfg, base, w), nil
}

func newClient(cfg Config, base *url.URL, w wire) *Client {
	api := base.JoinPath("mch-api", "v1")
	auth := api.JoinPath("auth")
	auth.RawQuery = url.Values{
		"grant_type": {"client_credentials"}, "uid": {cfg.UID}, "client_secret": {cfg.Secret},
	}.Encode()
	c := &Client{
		rt:             cfg.Transport,
		log:            cfg.Log,
		agent:          cfg.UserAgent,
		authURL:        auth,
		createURL:      api.JoinPath("pa", "payment_intents", "create"),
		queryURL:       api.JoinPath("pa", "payment_intents", "query"),
		refundURL:      api.JoinPath("pa", "refunds", "create"),
		refundQueryURL: api.JoinPath("pa", "refunds", "query"),
		baseURL:        base.JoinPath("/"),
		tokens:         tokens{pace: newPace()},
		pairing:        make(chan struct{}, 1),
		warming:        make(chan struct{}, 1),
	}
	scrub := newScrubber(cfg.Secret).with(auth.RawQuery)
	c.scrub.Store(&scrub)
	if c.rt == nil {
		c.own = w.transport()
		c.rt = c.own
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if !headerSafe(strings.ReplaceAll(c.agent, " ", "")) {
		c.agent = "qrtill"
	}
	return c
}

// Hide keeps one more secret, which is not this client's but which the gateway
// knows, out of logs, errors and answers.
func (c *Client) Hide(secret string) {
	more := c.secrets().with(secret)
	c.scrub.Store(&more)
}

func (c *Client) secrets() scrubber { return *c.scrub.Load() }

// secretsWith is a scrubber for one call. The newest is kept: making one takes
// longer than the rest of what a call costs here.
func (c *Client) secretsWith(token string) scrubber {
	without := c.scrub.Load()
	if k := c.known.Load(); k != nil && k.token == token && k.without == without {
		return k.scrubber
	}
	k := &tokenScrubber{without.with(token), token, without}
	c.known.Store(k)
	return k.scrubber
}

// tokenScrubber knows a token, besides what the scrubber without it knows.
type tokenScrubber struct {
	scrubber
	token   string
	without *scrubber
}

// parseBase checks a gateway address. Its errors don't repeat the address: a
// password might have been typed into it.
func parseBase(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Host == "", u.Hostname() == "", u.Opaque != "":
		return nil, fmt.Errorf("%w: it must look like https://host or https://host/prefix", ErrAddress)
	case u.User != nil:
		return nil, fmt.Errorf("%w: it must not hold a user name or password", ErrAddress)
	case strings.ContainsAny(s, "?#"):
		return nil, fmt.Errorf("%w: it must end before any ? or #", ErrAddress)
	case u.Scheme == "https":
		return u, nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return u, nil
	case u.Scheme == "http":
		return nil, ErrInsecure
	}
	return nil, fmt.Errorf("%w: it must begin with https://", ErrAddress)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Warm opens the connection and sees that the token has 5 minutes left, so
// that a Create soon after costs one round trip. It takes at most WarmTimeout.
// An error means only that the next call may be slower, or fail likewise. Where
// each call gets a token of its own there is no use in one.
func (c *Client) Warm(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, WarmTimeout)
	defer cancel()
	if !c.tokens.isContended() {
		if _, failure := c.token(ctx, createLeft); failure != nil {
			return failure
		}
	}
	select {
	case c.warming <- struct{}{}:
		defer func() { <-c.warming }()
	case <-ctx.Done():
		return &Error{Op: opWarm, Kind: KindNotSent, Err: ctx.Err()}
	}
	if c.isOpen() {
		return nil
	}
	// net/http can't open a connection without a request. HEAD on the gateway's
	// address asks for nothing and carries no token; any answer will do
	// but a wish for silence.
	a, _, failure := c.send(ctx, request{op: opWarm, method: http.MethodHead, url: c.baseURL, scrub: c.secrets()})
	c.note(ctx, opWarm, slog.Attr{}, a, failure)
	if wish := retryAfter(a.header, a.Date); failure == nil && wish > 0 && isTrouble(a.status) {
		failure = &Error{Op: opWarm, Kind: KindServer, Status: a.status, Date: a.Date, RetryAfter: wish}
	}
	return failure.orNil()
}

// CloseIdle closes the connections that nobody is using.
func (c *Client) CloseIdle() {
	if t, ok := c.rt.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	c.open.Store(nil)
}

// leave closes the way to what is not the gateway: on a connection that stays
// open it would go on answering when the gateway is back.
func (c *Client) leave(failure *Error) {
	if failure.Foreign() {
		c.CloseIdle()
	}
}

func (c *Client) isOpen() bool {
	last := c.open.Load()
	return last != nil && elapsed(*last) < openFor
}

// elapsed is the time since t by the clock that says more: the monotonic one
// may stand still while the machine sleeps, the other can be set back.
func elapsed(t time.Time) time.Duration {
	return max(time.Since(t), time.Now().Round(0).Sub(t.Round(0)))
}

// note logs a request that was made: never its address, token or body.
func (c *Client) note(ctx context.Context, op string, about slog.Attr, a answer, failure *Error) {
	attrs := []slog.Attr{slog.String("op", op)}
	if about.Value.String() != "" {
		attrs = append(attrs, about)
	}
	if failure != nil {
		attrs = append(attrs, slog.String("rid", failure.RID), slog.Int("status", failure.Status),
			slog.String("outcome", OutcomeOf(failure).String()), slog.String("error", failure.Error()))
		c.log.LogAttrs(ctx, slog.LevelWarn, "gateway call failed", attrs...)
		return
	}
	attrs = append(attrs, slog.String("rid", a.RID), slog.Int("status", a.status), slog.Duration("took", a.Took))
	c.log.LogAttrs(ctx, slog.LevelInfo, "gateway call", attrs...)
}
