package probe_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/order"
	"qrtill/app/probe"
	"qrtill/payments"
	"qrtill/payments/practice"
)

// world is a practice gateway without a network, in a bubble of fake time, and a shop
// that probes it.
type world struct {
	*testing.T
	gateway *practice.Gateway
	client  *payments.Client
	secret  string
	file    *os.File
	config  probe.Config

	asked  []time.Time // when each call began
	before func(q payments.Question)
	after  func(seen *payments.Seen)
	syncs  int
	said   []string
}

// pipes is a listener whose connections never leave this process.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.done:
		return nil, errors.New("nobody listens")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// inWorld runs a test in a world of its own, in which the faults are played.
func inWorld(t *testing.T, faults string, test func(w *world)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		bad, err := practice.ParseFaults(faults)
		if err != nil {
			t.Fatal(err)
		}
		g, err := practice.New(practice.Config{Faults: bad})
		if err != nil {
			t.Fatal(err)
		}
		listener := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := &http.Server{Handler: g.Handler()}
		go server.Serve(listener) //nolint:errcheck // it ends with the test
		w := &world{T: t, gateway: g, secret: g.Credentials().Secret}
		w.client, err = payments.New(payments.Config{BaseURL: "http://127.0.0.1", UID: g.Credentials().UID, Secret: w.secret, Dial: listener.dial})
		if err != nil {
			t.Fatal(err)
		}
		if w.file, err = os.OpenFile(filepath.Join(dir, "report.txt"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err != nil {
			t.Fatal(err)
		}
		w.config = probe.Config{
			Gateway: w, Account: order.Account{Gateway: "http://127.0.0.1", Merchant: g.Credentials().UID, Currency: "HKD"},
			Till: "T1", Shop: "Tea & Co", Version: "test", Method: order.WeChat, Amount: order.Amount{Minor: 1, Currency: "HKD"},
			Wait: 15 * time.Minute, Paper: w,
			Yes:  func(context.Context, string) bool { return true },
			Show: func(string) {},
			Say:  func(line string) { w.said = append(w.said, line) },
		}
		test(w)
		w.client.CloseIdle()
		server.Close()
		if err := errors.Join(g.Close(), w.file.Close()); err != nil {
			t.Error(err)
		}
		w.apart()
	})
}

// Look counts and passes on.
func (w *world) Look(ctx context.Context, q payments.Question) payments.Seen {
	w.asked = append(w.asked, time.Now())
	if w.before != nil {
		w.before(q)
	}
	seen := w.client.Look(ctx, q)
	if w.after != nil {
		w.after(&seen)
	}
	return seen
}
func (w *world) Scrub(text string) string { return w.client.Scrub(text) }
func (w *world) Betrays(text string) bool { return w.client.Betrays(text) }

func (w *world) Write(p []byte) (int, error)              { return w.file.Write(p) }
func (w *world) Seek(at int64, whence int) (int64, error) { return w.file.Seek(at, whence) }
func (w *world) Truncate(size int64) error                { return w.file.Truncate(size) }
func (w *world) Sync() error                              { w.syncs++; return w.file.Sync() }

// pay has whoever sees the code pay it a little later.
func (w *world) pay(after time.Duration) {
	w.config.Show = func(string) {
		time.AfterFunc(after, func() {
			all := w.gateway.Ledger()
			if err := w.gateway.Pay(all[len(all)-1].MerchantOrderID); err != nil {
				w.Error(err)
			}
		})
	}
}

// probe runs it, and gives the report too.
func (w *world) probe() (result probe.Result, report string) {
	w.Helper()
	result, err := probe.Run(w.Context(), w.config)
	if err != nil {
		w.Errorf("it could not be done: %v", err)
	}
	return result, w.report()
}

func (w *world) report() string {
	w.Helper()
	text, err := os.ReadFile(w.file.Name())
	if err != nil {
		w.Fatal(err)
	}
	if strings.Contains(string(text), w.secret) || w.client.Betrays(string(text)) {
		w.Errorf("a secret is in the report:\n%s", text)
	}
	return string(text)
}

// apart says that there was never more than one call in two seconds.
func (w *world) apart() {
	w.Helper()
	for i := 1; i < len(w.asked); i++ {
		if gap := w.asked[i].Sub(w.asked[i-1]); gap < 2*time.Second {
			w.Errorf("call %d came %v after the one before", i, gap)
		}
	}
}

// says fails the test unless a text holds all of these.
func says(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, words := range all {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not in\n%s", words, text)
		}
	}
}
