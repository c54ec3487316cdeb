package practice

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

var (
	// ErrUnknownOrder says that no order has this merchant_order_id.
	ErrUnknownOrder = errors.New("practice: no such order")
	// ErrNotPayable says that the order is no longer PENDING: it is paid,
	// cancelled or expired already.
	ErrNotPayable = errors.New("practice: the order is closed, it can't be paid or cancelled any more")
)

// Config sets up a Gateway. The zero value is useful: in memory, good days.
type Config struct {
	Ledger    string        // file the ledger is kept in (JSON lines, append-only, fsynced); "" keeps it in memory
	UID       string        // merchant number; default: the ledger's, else "88000001"
	Secret    string        // client_secret; default: the ledger's, else a random one
	NotifyKey string        // key that signs notifications; default as for Secret
	Expiry    time.Duration // a PENDING order becomes CANCELLED after this; default 5 min
	Faults    Faults        // zero value: good days only
	Delay     time.Duration // added to every API answer; default 0
	Log       *slog.Logger  // nil discards; secrets and tokens are never logged
}

// Credentials are what a merchant is issued. They open this gateway only.
type Credentials struct {
	UID       string `json:"uid"`
	Secret    string `json:"client_secret"`
	NotifyKey string `json:"notify_key"`
}

// String keeps the secrets out of a log that is handed the whole value.
func (c Credentials) String() string { return "merchant " + c.UID + " (secrets not shown)" }

// GoString does the same for %#v.
func (c Credentials) GoString() string { return c.String() }

// LogValue does the same for slog.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Gateway is a practice gateway. All methods may be called from any goroutine.
type Gateway struct {
	expiry time.Duration
	delay  time.Duration
	log    *slog.Logger
	dice   atomic.Pointer[dice]
	down   atomic.Bool
	base   atomic.Pointer[string] // address of Serve, for requests without a Host

	mu          sync.Mutex // guards all below
	credentials Credentials
	ledger      *ledgerFile // nil: in memory
	orders      []*order    // oldest first
	byMerchant  map[string]*order
	byID        map[string]*order
	byCode      map[string]*order
	refunds     map[string]*refund // by merchant_refund_id
	refundsByID map[string]*refund
	tokens      map[string]time.Time // token to its end

	notifier notifier
}

// New makes a gateway and reads its ledger back if the file exists.
func New(c Config) (*Gateway, error) {
	g := &Gateway{
		expiry:      c.Expiry,
		delay:       c.Delay,
		log:         c.Log,
		byMerchant:  make(map[string]*order),
		byID:        make(map[string]*order),
		byCode:      make(map[string]*order),
		refunds:     make(map[string]*refund),
		refundsByID: make(map[string]*refund),
		tokens:      make(map[string]time.Time),
	}
	if g.expiry <= 0 {
		g.expiry = 5 * time.Minute
	}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	if err := g.SetFaults(c.Faults); err != nil {
		return nil, err
	}
	if c.Ledger != "" {
		ledger, err := openLedger(c.Ledger, g.log, g.apply)
		if err != nil {
			return nil, err
		}
		g.ledger = ledger
	}
	if err := g.settleCredentials(c); err != nil {
		return nil, errors.Join(err, g.ledger.close())
	}
	g.notifier.start(g.log)
	return g, nil
}

// settleCredentials prefers what the config says, then the ledger, then makes them.
func (g *Gateway) settleCredentials(c Config) error {
	want := Credentials{
		UID:       cmp.Or(c.UID, g.credentials.UID, "88000001"),
		Secret:    cmp.Or(c.Secret, g.credentials.Secret, randomHex(16)),
		NotifyKey: cmp.Or(c.NotifyKey, g.credentials.NotifyKey, randomHex(16)),
	}
	if want == g.credentials {
		return nil
	}
	return g.record(record{Credentials: &want})
}

// SetFaults changes the bad days while the gateway runs.
func (g *Gateway) SetFaults(f Faults) error {
	d, err := newDice(f)
	if err != nil {
		return err
	}
	g.dice.Store(d)
	return nil
}

// SetDown has the gateway break down, and recover: while it is down every API
// call is answered 502 and does nothing. Customers can still pay.
func (g *Gateway) SetDown(down bool) { g.down.Store(down) }

// Credentials returns what a till needs to be set up with.
func (g *Gateway) Credentials() Credentials {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.credentials
}

// Close stops the notifications and closes the ledger. A server started by
// Serve is stopped by its context, not by Close.
func (g *Gateway) Close() error {
	g.notifier.stop()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.ledger.close()
}

// Serve listens and answers until ctx ends; then done yields nil (or the error
// that ended the server earlier) and is closed. An empty listen means a free
// loopback port; a listen without a host, such as ":8099", means loopback too.
func (g *Gateway) Serve(ctx context.Context, listen string) (baseURL string, done <-chan error, err error) {
	if listen == "" {
		listen = ":0"
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", nil, fmt.Errorf("practice: listen address %q: %w", listen, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return "", nil, fmt.Errorf("practice: listen: %w", err)
	}
	base := "http://" + reachable(listener.Addr())
	g.base.Store(&base)

	server := &http.Server{
		Handler:           g.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(g.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() {
		defer close(ended)
		broken := make(chan error, 1)
		go func() { broken <- server.Serve(listener) }()
		select {
		case err := <-broken:
			ended <- fmt.Errorf("practice: serve: %w", err)
		case <-ctx.Done():
			shutdown(server)
			ended <- nil
		}
	}()
	return base, ended, nil
}

func shutdown(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // connections that did not end in time are cut
	}
}

// reachable gives the address under which this computer reaches the listener.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// newID makes an order or refund number in the documented form: C and 21 digits.
func newID() string {
	id := make([]byte, 22)
	_, _ = rand.Read(id)
	id[0] = 'C'
	for i := 1; i < len(id); i++ {
		id[i] = '0' + id[i]%10
	}
	return string(id)
}
