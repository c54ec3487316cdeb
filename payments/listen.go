package payments

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// A delivery that isn't answered within 5 s counts as failed at the gateway.
const (
	listenRead    = 5 * time.Second
	listenIdle    = 30 * time.Second
	listenHeader  = 8 << 10
	listenAtOnce  = 32 // connections: strangers must not use up the till's own
	listenGoodbye = 2 * time.Second
)

// ErrListen says that notifications can't be listened for at an address. Match
// with errors.Is.
var ErrListen = errors.New("payments: not an address of this computer or its own network")

// ListenNotifications opens the port that notifications come to. Without a
// host, as in ":8098", that is loopback; an address outside this computer and
// its own network is refused with ErrListen.
func ListenNotifications(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%w: it must look like host:port", ErrListen)
	}
	if host == "" || host == "localhost" {
		host = "127.0.0.1"
	}
	ip := net.ParseIP(host)
	if ip == nil || !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsUnspecified() {
		return nil, ErrListen
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("payments: listen for notifications: %w", err)
	}
	return l, nil
}

// Serve answers on the listener until ctx ends, finishes what is under way and
// returns nil. It returns earlier only with the error that ended it. The
// listener is closed either way.
func (n *Notifications) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           n,
		ReadHeaderTimeout: listenRead,
		ReadTimeout:       listenRead,
		WriteTimeout:      2 * listenRead,
		IdleTimeout:       listenIdle,
		MaxHeaderBytes:    listenHeader,
		ErrorLog:          log.New(complaints{n}, "", 0),
	}
	defer n.farewell()
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { goodbye(server); close(ended) })
	err := server.Serve(netutil.LimitListener(l, listenAtOnce))
	if stop() {
		return fmt.Errorf("payments: serve notifications: %w", err)
	}
	<-ended
	return nil
}

func goodbye(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), listenGoodbye)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close() // connections that didn't end in time are cut
	}
}
