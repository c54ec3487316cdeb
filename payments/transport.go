package payments

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of the real transport. An idle connection is dropped before usual
// servers drop theirs (60 s and up): a request sent into a connection that the
// other side is just closing can't be told from one that was taken.
const (
	dialTimeout      = 5 * time.Second
	handshakeTimeout = 5 * time.Second
	idleTimeout      = 50 * time.Second
	maxHeader        = 64 << 10
)

// wire is the way to the gateway, with what tests replace in it.
type wire struct {
	tls  *tls.Config
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

func realWire() wire {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	return wire{
		tls: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			NextProtos:         []string{"http/1.1"},
			ClientSessionCache: tls.NewLRUClientSessionCache(8),
		},
		dial: d.DialContext,
	}
}

// transport builds the real http.Transport on it. HTTP/1.1 only: one request
// has the connection to itself, so the bytes on it are that request's bytes.
func (w wire) transport() *http.Transport {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            w.dialPlain,
		DialTLSContext:         w.dialTLS,
		TLSClientConfig:        w.tls, // used through a proxy only; dialTLS has its own copy
		TLSHandshakeTimeout:    handshakeTimeout,
		ResponseHeaderTimeout:  CreateTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxIdleConns:           8,
		MaxIdleConnsPerHost:    4,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
		Protocols:              &http1,
	}
}

func (w wire) dialPlain(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := w.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	raw := &countConn{Conn: conn}
	return &wireConn{Conn: raw, raw: raw}, nil
}

// dialTLS does the handshake itself, so that what wireConn sees written is
// requests only, neither handshakes nor the alert sent on closing.
func (w wire) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	conn, err := w.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	raw := &countConn{Conn: conn}
	cfg := w.tls.Clone()
	cfg.ServerName = host
	secure := tls.Client(raw, cfg)
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return &wireConn{Conn: secure, raw: raw}, nil
}

// countConn counts the bytes that the operating system took for sending.
type countConn struct {
	net.Conn
	n atomic.Int64
}

func (c *countConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(int64(n))
	return n, err
}

// wireConn knows whether any byte of the request at hand has left.
type wireConn struct {
	net.Conn            // what requests are written to: TCP, or TLS over it
	raw      *countConn // TCP

	mu      sync.Mutex
	left    bool // a byte of the request at hand left
	writing bool
	sealed  bool
}

// begin starts a request on the connection.
func (c *wireConn) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = false
}

// seal ends the connection's use for writing, and reports whether any byte of
// the request left. A write still under way counts as having left.
func (c *wireConn) seal() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sealed = true
	return c.left || c.writing
}

func (c *wireConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	if c.sealed {
		c.mu.Unlock()
		return 0, net.ErrClosed
	}
	c.writing = true
	c.mu.Unlock()

	before := c.raw.n.Load()
	n, err := c.Conn.Write(p)

	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = false
	// TLS may report 0 bytes though part of a record left: ask the raw side.
	if n > 0 || c.raw.n.Load() != before {
		c.left = true
	}
	return n, err
}

// wireOf finds our connection in the one net/http reports, which has TLS on
// top when it goes through a proxy.
func wireOf(conn net.Conn) *wireConn {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	w, _ := conn.(*wireConn)
	return w
}
