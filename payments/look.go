package payments

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Question is one exchange that is looked at as it is.
type Question struct {
	Ask   Ask
	Token Token // of a business call; the zero Token is the client's own, renewed if need be
}

// Ask is what a Question can be: TokenRequest, or the request of a call.
type Ask interface {
	encode() ([]byte, error)
	at(c *Client) (op string, to *url.URL, timeout time.Duration)
}

// TokenRequest asks for a token. The client's own tokens know nothing of it.
type TokenRequest struct {
	MadeUp bool // with a secret that nobody was issued
}

func (TokenRequest) encode() ([]byte, error) { return nil, nil }

func (r TokenRequest) at(c *Client) (string, *url.URL, time.Duration) {
	return opToken, c.authURL, QueryTimeout
}
func (CreateRequest) at(c *Client) (string, *url.URL, time.Duration) {
	return opCreate, c.createURL, CreateTimeout
}
func (QueryRequest) at(c *Client) (string, *url.URL, time.Duration) {
	return opQuery, c.queryURL, QueryTimeout
}
func (RefundRequest) at(c *Client) (string, *url.URL, time.Duration) {
	return opRefund, c.refundURL, CreateTimeout
}
func (RefundQuery) at(c *Client) (string, *url.URL, time.Duration) {
	return opRefundQuery, c.refundQueryURL, QueryTimeout
}

// Token is a token that Look was given. It shows its form, never itself.
type Token struct{ value string }

// MadeUpToken is a token of the documented form that nobody has issued.
func MadeUpToken() Token { return Token{madeUp(42)} }

// String says of what form the token is.
func (t Token) String() string { return formOf(t.value) }

// GoString keeps the token from %#v.
func (t Token) GoString() string { return t.String() }

// Same says that both are the same token.
func (t Token) Same(other Token) bool { return t.value == other.value }

// Seen is what came of a Question. All that is text in it is free of secrets.
type Seen struct {
	Op      string
	Status  int           // HTTP; 0 if no answer came
	Headers []Header      // those of lookedAt that the answer had, in that order
	Body    string        // pretty if it is JSON; not all of a long one
	Written string        // how its characters were written
	Keys    []string      // of the object that tells something: the envelope's data, or the whole of a token's answer
	Reused  bool          // it went over a connection that was open already
	Silence time.Duration // that the gateway asks for
	At      time.Time     // when the answer had come, or the failure was known
	Meta

	// Err is how every call of the client takes the answer: nil, or an *Error.
	// What the answer says is in one of these if it is nil.
	Err     error
	Token   Token
	Life    time.Duration // of the token
	Intent  Intent
	Payment Payment
	Refund  Refund
}

// Header is one line of an answer's header.
type Header struct{ Name, Value string }

// lookedAt are the headers that a Seen shows. None of them is known to hold a
// secret; an address in Location could, so it is shown without its end.
var lookedAt = [...]string{
	"Content-Type", "Content-Encoding", "Content-Length", "Date", "Retry-After", "Connection", "Keep-Alive", "Location",
	"Www-Authenticate", "Cache-Control", "Server", "Via", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset",
}

// Look makes one exchange, over the same way and with the same limits as every
// call, and shows what came. It is never repeated, whatever comes. It is there to
// learn how a gateway answers, and for nothing that a sale needs.
func (c *Client) Look(ctx context.Context, q Question) Seen {
	op, to, timeout := q.Ask.at(c)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	seen := Seen{Op: op}
	body, err := q.Ask.encode()
	if err != nil {
		return seen.ended(&Error{Op: op, Kind: KindConfig, Err: err})
	}
	if asked, is := q.Ask.(TokenRequest); is {
		if asked.MadeUp {
			to = c.strangersURL()
		}
		return c.lookAt(ctx, request{op: op, method: http.MethodGet, url: to, scrub: c.secrets()})
	}
	own := q.Token == Token{}
	if own {
		value, done, failure := c.enter(ctx, true) // it is not asked twice either
		if failure != nil {
			return seen.ended(failure)
		}
		defer done()
		q.Token.value = value
	}
	seen = c.lookAt(ctx, c.business(op, to, body, q.Token.value))
	if failure := (*Error)(nil); own && errors.As(seen.Err, &failure) && failure.Kind == KindAuth {
		c.tokens.judge(q.Token.value, failure, first)
	}
	return seen
}

func (c *Client) lookAt(ctx context.Context, q request) Seen {
	a, reused, failure := c.send(ctx, q)
	seen := Seen{Op: q.op, Status: a.status, Reused: reused}
	if failure == nil {
		failure = seen.read(&a, q.scrub)
		if seen.Token != (Token{}) { // its own answer is the first that shows it
			c.Hide(seen.Token.value)
			q.scrub = c.secrets()
		}
		seen.Headers = headersOf(a.header, q.scrub)
		seen.Body, seen.Written = bodyOf(&a, q.scrub, q.op == opToken)
		seen.Silence = retryAfter(a.header, a.Date)
	}
	seen.Meta = a.Meta
	c.note(ctx, q.op, slog.Attr{}, a, failure)
	c.leave(failure)
	return seen.ended(failure)
}

// ended is what was seen, with how the client takes it.
func (s Seen) ended(failure *Error) Seen {
	s.At, s.Err = time.Now(), failure.orNil()
	return s
}

// read reads the answer as the call of its kind does.
func (s *Seen) read(a *answer, scrub scrubber) (failure *Error) {
	var plain []byte
	if a.unread == nil {
		plain = a.body
	}
	s.Keys = keysOf(plain, scrub, s.Op == opToken)
	switch s.Op {
	case opToken:
		s.Token.value, s.Life, failure = readToken(a, scrub)
	case opCreate:
		s.Intent, failure = call[Intent]{op: s.Op, decode: decodeCreate}.read(a, scrub)
	case opQuery:
		s.Payment, failure = call[Payment]{op: s.Op, decode: decodeQuery}.read(a, scrub)
	default:
		s.Refund, failure = call[Refund]{op: s.Op, decode: decodeRefund}.read(a, scrub)
	}
	return failure
}

// strangersURL is the token request with a secret that nobody was issued.
func (c *Client) strangersURL() *url.URL {
	u := *c.authURL
	query := u.Query()
	query.Set("client_secret", madeUp(16))
	u.RawQuery = query.Encode()
	return &u
}

func madeUp(bytes int) string {
	raw := make([]byte, bytes)
	rand.Read(raw) // never fails since Go 1.24
	return hex.EncodeToString(raw)
}

// Scrub takes out of a text what may not leave this computer: the secret, what
// Hide was given, and every token that a Look was given.
func (c *Client) Scrub(text string) string { return c.newest().text(text) }

// Betrays says that a text holds one of these all the same, also written in
// other letters or over several lines.
func (c *Client) Betrays(text string) bool {
	flat := strings.ToLower(strings.Join(strings.Fields(visible(text)), ""))
	for _, w := range c.newest().rare {
		if strings.Contains(flat, strings.ToLower(strings.Join(strings.Fields(w), ""))) {
			return true
		}
	}
	return false
}

// newest knows the newest of the client's own tokens too.
func (c *Client) newest() scrubber {
	if k := c.known.Load(); k != nil {
		return c.secretsWith(k.token)
	}
	return c.secrets()
}

// Code is how an answer says no: by its HTTP status and its envelope's code.
type Code struct{ Status, Code int }

// String is for a person.
func (c Code) String() string { return fmt.Sprintf("HTTP %d, code %d", c.Status, c.Code) }

// Is says that an error of a call is this no, and nothing else.
func (c Code) Is(err error) bool {
	got, refused := CodeOf(err)
	return refused && c.Code != 0 && got == c
}

// CodeOf is how a gateway has said no; false for what is no such answer.
func CodeOf(err error) (Code, bool) {
	e := (*Error)(nil)
	if !errors.As(err, &e) || e.Kind != KindRefused {
		return Code{}, false
	}
	return Code{e.Status, e.Code}, true
}

// NotFound is how a gateway says that it has no such order, and no such refund.
// The docs do not tell, so it is learned with ids that were made up.
type NotFound struct{ Order, Refund Code }
