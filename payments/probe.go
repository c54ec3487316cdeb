package payments

import "context"

// Probe makes one token request, whatever tokens there are, so that an account
// can be tried. A token that it gets is used from then on: at some gateways a
// new one ends the one before.
func (c *Client) Probe(ctx context.Context) (Meta, error) {
	fresh, meta, failure := c.requestToken(ctx)
	if failure != nil {
		return meta, failure
	}
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	c.tokens.token, c.tokens.failed = fresh, nil
	return meta, nil
}
