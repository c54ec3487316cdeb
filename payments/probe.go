package payments

import "context"

// Probe makes one token request, whatever tokens there are and whatever silence
// the gateway wants, so that staff can try an account. A token that it gets is used
// from then on: at some gateways a new one ends the one before. The silence is over
// with it.
func (c *Client) Probe(ctx context.Context) (Meta, error) {
	t := &c.tokens
	select {
	case c.pairing <- struct{}{}:
		defer func() { <-c.pairing }()
	case <-ctx.Done():
		return Meta{}, &Error{Op: opToken, Kind: KindNotSent, Err: ctx.Err()}
	}
	fresh, meta, failure := c.requestToken(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	meta.Contended = t.contended
	t.pace.heard(failure, t.pace.every)
	if failure != nil {
		failure.Contended = t.contended
		return meta, failure
	}
	t.token = fresh
	return meta, nil
}
