package play

import (
	"context"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// network connects the shop and the customers' phones with the gateway's
// server, by pipes in memory. It is the server's listener.
type network struct {
	arrived chan net.Conn
	closed  chan struct{}
	close   sync.Once

	mu   sync.Mutex
	down bool                  // the shop's line; phones have their own
	shop map[net.Conn]struct{} // the shop's connections, at its end
}

func newNetwork() *network {
	return &network{arrived: make(chan net.Conn), closed: make(chan struct{}), shop: map[net.Conn]struct{}{}}
}

// forShop and forPhones are the ways to the gateway.
func (n *network) forShop() *http.Transport { return &http.Transport{DialContext: n.dialShop} }
func (n *network) forPhones() *http.Transport {
	return &http.Transport{DialContext: n.dial, DisableKeepAlives: true}
}

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case n.arrived <- there:
		return here, nil
	case <-n.closed:
	case <-ctx.Done():
	}
	return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
}

func (n *network) dialShop(ctx context.Context, kind, address string) (net.Conn, error) {
	n.mu.Lock()
	down := n.down
	n.mu.Unlock()
	if down {
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ENETUNREACH}
	}
	conn, err := n.dial(ctx, kind, address)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.shop[conn] = struct{}{}
	return conn, nil
}

// cut breaks the shop's line: open connections end, new ones are refused.
func (n *network) cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = true
	for conn := range n.shop {
		conn.Close()
	}
	clear(n.shop)
}

func (n *network) mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = false
}

// Accept, Close and Addr make it a net.Listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.arrived:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close may be called again.
func (n *network) Close() error {
	n.close.Do(func() { close(n.closed) })
	return nil
}

// Addr names no real place.
func (n *network) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }
