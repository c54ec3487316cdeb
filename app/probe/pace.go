package probe

import (
	"context"
	"time"
)

// callEvery is the time from the start of one call to that of the next, at least.
const callEvery = 2 * time.Second

// pace keeps calls apart. The zero value lets the first go at once.
type pace struct {
	last  time.Time // when the last call began
	quiet time.Time // until when the gateway wants silence
}

// wait returns when the next call may begin, after at least this long since the last
// one began; or with the error of a context that has ended.
func (p *pace) wait(ctx context.Context, atLeast time.Duration) error {
	next := p.quiet
	if !p.last.IsZero() {
		next = later(next, p.last.Add(max(atLeast, callEvery)))
	}
	if err := sleep(ctx, time.Until(next)); err != nil {
		return err
	}
	p.last = time.Now()
	return nil
}

// silence is what an answer asks for.
func (p *pace) silence(d time.Duration) { p.quiet = later(p.quiet, time.Now().Add(d)) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
