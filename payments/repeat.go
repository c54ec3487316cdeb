package payments

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// errQuoted makes an answer that is otherwise good one that says nothing.
var errQuoted = errors.New("a field quotes the secret or the token")

const onceTries = 3 // of a request of which no byte leaves

// call is one business call, whose answer is read as a T.
type call[T any] struct {
	op     string
	url    *url.URL
	about  slog.Attr // our number of what it is about, for the log
	encode func() ([]byte, error)
	decode func(data []byte, m Meta) (T, error)
}

// once makes a call that has an effect at the gateway, in at most
// CreateTimeout. It is sent again only when no byte of it left this machine,
// and never after an auth failure: nobody knows what that one did.
func once[T any](ctx context.Context, c *Client, k call[T]) (result T, err error) {
	body, err := k.encode()
	if err != nil {
		return result, &Error{Op: k.op, Kind: KindConfig, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, CreateTimeout)
	defer cancel()
	token, done, failure := c.enter(ctx, true)
	if failure != nil {
		return result, failure
	}
	defer done()
	q := c.business(k.op, k.url, body, token)
	a, failure := c.sendUntilLeft(ctx, q)
	result, _, failure = k.end(ctx, c, q, a, failure, acting)
	return result, failure.orNil()
}

// again makes a call that only asks, in at most QueryTimeout. It is repeated
// once with a new token, when the gateway did not take the first, and once when a
// stale connection took no byte.
func again[T any](ctx context.Context, c *Client, k call[T]) (result T, err error) {
	body, err := k.encode()
	if err != nil {
		return result, &Error{Op: k.op, Kind: KindConfig, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, QueryTimeout)
	defer cancel()
	result, worth, failure := ask(ctx, c, k, body, first)
	if worth {
		anew, _, noLuck := ask(ctx, c, k, body, second)
		if noLuck == nil || noLuck.Op != opToken {
			if noLuck != nil {
				noLuck.Anew = noLuck.Kind == KindAuth
			}
			return anew, noLuck.orNil()
		}
		failure.RetryAfter = max(failure.RetryAfter, noLuck.RetryAfter)
	}
	return result, failure.orNil()
}

// ask asks once. It reports whether another token may bring an answer.
func ask[T any](ctx context.Context, c *Client, k call[T], body []byte, by attempt) (result T, worth bool, failure *Error) {
	token, done, failure := c.enter(ctx, false)
	if failure != nil {
		return result, false, failure
	}
	defer done()
	q := c.business(k.op, k.url, body, token)
	a, reused, failure := c.send(ctx, q)
	if failure != nil && failure.Kind == KindNotSent && reused {
		a, _, failure = c.send(ctx, q)
	}
	return k.end(ctx, c, q, a, failure, by)
}

// end reads the answer, if there is one, notes the call, and takes what it says
// about the token. worth says that the same with another token may go better.
func (k call[T]) end(ctx context.Context, c *Client, q request, a answer, failure *Error, by attempt) (result T, worth bool, _ *Error) {
	was := c.tokens.isContended()
	a.Contended = was
	if failure == nil {
		result, failure = k.read(&a, q.scrub)
	}
	c.note(ctx, k.op, k.about, a, failure)
	c.leave(failure)
	worth = c.tokens.judge(q.bearer, failure, by)
	is := c.tokens.isContended()
	c.tell(ctx, was, is)
	if failure != nil {
		failure.Contended = is
	}
	return result, worth, failure
}

// read judges a whole answer and reads its data.
func (k call[T]) read(a *answer, scrub scrubber) (result T, failure *Error) {
	data, failure := a.open(k.op, scrub)
	if failure != nil {
		return result, failure
	}
	result, err := k.decode(data, a.Meta)
	if err == nil && scrub.quoted(data) {
		err = errQuoted
	}
	if err != nil {
		result = *new(T)
		failure = &Error{Op: k.op, Kind: KindMalformed, RID: a.RID, Status: a.status, Date: a.Date, Err: err}
	}
	return result, failure
}

// business is the HTTP request of a business call.
func (c *Client) business(op string, to *url.URL, body []byte, token string) request {
	return request{op: op, method: http.MethodPost, url: to, body: body, bearer: token, scrub: c.secretsWith(token)}
}

// sendUntilLeft repeats a request only while no byte of it has left.
func (c *Client) sendUntilLeft(ctx context.Context, q request) (a answer, failure *Error) {
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		a, _, failure = c.send(ctx, q)
		switch {
		case failure == nil:
			return struct{}{}, nil
		case failure.Kind == KindNotSent:
			return struct{}{}, failure
		}
		return struct{}{}, backoff.Permanent(failure)
	}, backoff.WithBackOff(pause()), backoff.WithMaxTries(onceTries))
	return a, failure
}

// pause is the time between tries: about 0.2 s, then longer, with jitter.
func pause() backoff.BackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval = 200*time.Millisecond, 2*time.Second
	return b
}
