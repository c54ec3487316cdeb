package payments

import (
	"errors"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// How fast tokens are asked for.
const (
	firstPause = time.Second      // after a token request that went wrong, then twice as long each time
	maxPause   = 30 * time.Second // at most, and at once after a "no" to the credentials
	patience   = 2 * time.Second  // the longest pause that a renewal waits for by itself
)

// pace holds token requests back, so that the gateway is never hammered with
// them, whatever it answers. It is guarded by the lock of tokens.
type pace struct {
	since  time.Time     // when the gateway last wanted silence
	silent time.Duration // how long no token request may leave from then on
	pause  time.Duration // how far the back-off has grown
	failed *Error        // what silent comes from

	every   *rate.Limiter
	instead *rate.Limiter // of those in the place of a token that was refused
	pairs   *rate.Limiter // of those that go with a question, see contended.go
}

// newPace has the buckets full.
//
// Three at once are a first token, one more because it was refused and one for
// staff who try the account; a gateway whose tokens live for seconds is asked once
// in 5 s. A shop needs one in an hour, two if the token dies early: 12 are for a
// bad morning, then 40 in an hour tell soon enough that tokens are good again.
// Pairs come once in 5 s and once in 30 s if all is well: 2 s bounds what is wrong.
func newPace() pace {
	return pace{
		every:   rate.NewLimiter(rate.Every(5*time.Second), 3),
		instead: rate.NewLimiter(rate.Every(90*time.Second), 12),
		pairs:   rate.NewLimiter(rate.Every(2*time.Second), 3),
	}
}

// silence is the time for which the gateway still wants no token request.
func (p *pace) silence() time.Duration { return p.silent - elapsed(p.since) }

// wait is the time until one may leave that is counted in these buckets.
func (p *pace) wait(buckets ...*rate.Limiter) time.Duration {
	now, wait := time.Now(), p.silence()
	for _, b := range buckets {
		r := b.ReserveN(now, 1)
		wait = max(wait, r.DelayFrom(now))
		r.CancelAt(now)
	}
	return wait
}

// heard takes what came of a token request, and gives the pause before the next.
func (p *pace) heard(failure *Error, buckets ...*rate.Limiter) time.Duration {
	if failure.unseen() {
		// All this is there to spare the gateway: when it can be reached again
		// the till must not stand still.
		return 0
	}
	now := time.Now()
	for _, b := range buckets {
		b.AllowN(now, 1)
	}
	p.failed = failure
	if failure == nil {
		p.silent, p.pause = 0, 0
		return 0
	}
	p.pause = min(max(firstPause, 2*p.pause), maxPause)
	if failure.Kind == KindAuth {
		p.pause = maxPause
	}
	p.since, p.silent = now, p.pause
	if failure.RetryAfter > 0 {
		p.silent = failure.RetryAfter
	}
	return p.silent
}

// tooSoon repeats what became of the last token request, or says that there were
// too many of late.
func (p *pace) tooSoon(wait time.Duration) *Error {
	if p.failed == nil {
		return &Error{
			Op: opToken, Kind: KindNotSent, RetryAfter: wait,
			Err: errors.New("tokens were renewed a moment ago and are no longer good"),
		}
	}
	e := *p.failed
	e.RetryAfter = wait
	return &e
}

// unseen says that the gateway has seen nothing of the request.
func (e *Error) unseen() bool {
	return e != nil && (e.Kind == KindNotSent || e.Kind == KindTLS || e.Foreign())
}

// mayPass says that a token request may go well if it is made again in a moment.
func (e *Error) mayPass() bool {
	return e.Kind == KindLost || e.Kind == KindServer && e.Status != http.StatusTooManyRequests
}
