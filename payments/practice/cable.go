package practice

import (
	"context"
	"net"
	"sync"
	"syscall"
)

// Cable is the way from a practice till to its gateway, so that it can be
// pulled. The zero value is plugged in.
type Cable struct {
	mu     sync.Mutex
	pulled bool
	conns  map[*cableConn]bool
}

// Plug puts the cable in or pulls it. Pulled, every connection breaks and none
// can be made, as on a computer without a network.
func (c *Cable) Plug(in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pulled = !in; c.pulled {
		for conn := range c.conns {
			_ = conn.Conn.Close() // it is broken either way
		}
		c.conns = nil
	}
}

// DialContext is net.Dialer's, through the cable.
func (c *Cable) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pulled {
		_ = conn.Close()
		return nil, &net.OpError{Op: "dial", Net: network, Addr: conn.RemoteAddr(), Err: syscall.ENETUNREACH}
	}
	if c.conns == nil {
		c.conns = map[*cableConn]bool{}
	}
	held := &cableConn{conn, c}
	c.conns[held] = true
	return held, nil
}

// cableConn is a connection that goes through a cable.
type cableConn struct {
	net.Conn
	cable *Cable
}

func (c *cableConn) Close() error {
	c.cable.mu.Lock()
	delete(c.cable.conns, c)
	c.cable.mu.Unlock()
	return c.Conn.Close()
}
