package payments_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
	"qrtill/payments/practice"
)

// listening serves a receiver on loopback until the test ends.
func listening(t *testing.T, n *payments.Notifications) (url string) {
	t.Helper()
	l, err := payments.ListenNotifications(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- n.Serve(t.Context(), l) }()
	t.Cleanup(func() { // the test's context has ended before this
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String() + "/notify"
}

func TestThePracticeGatewaysNotificationsArrive(t *testing.T) {
	c, g := practise(t)
	heard := make(chan payments.Notification, 10)
	n, err := payments.NewNotifications(payments.NotificationsConfig{
		Keys:  []string{g.Credentials().NotifyKey},
		Found: func(_ context.Context, n payments.Notification) error { heard <- n; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	sale := order
	sale.NotifyURL = listening(t, n)
	intent, err := c.Create(ctx(), sale)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Pay(sale.MerchantOrderID); err != nil {
		t.Fatal(err)
	}
	want := payments.Notification{Kind: payments.PaymentSuccess, MerchantOrderID: sale.MerchantOrderID, OrderID: intent.OrderID}
	if got := <-heard; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for id, kind := range map[string]payments.NotificationKind{"XR1": payments.RefundSuccess, "XR2": payments.RefundFailed} {
		if kind == payments.RefundFailed {
			setFaults(t, g, "refund-fail=1")
		} else {
			setFaults(t, g, "")
		}
		r := payments.RefundRequest{MerchantRefundID: id, MerchantOrderID: sale.MerchantOrderID, Amount: "0.50"}
		if _, err := c.Refund(ctx(), r); err != nil {
			t.Fatal(err)
		}
		if got := <-heard; got.Kind != kind || got.MerchantRefundID != id || got.RefundID == "" {
			t.Errorf("got %+v, want %s of %s", got, kind, id)
		}
	}
}

func setFaults(t *testing.T, g *practice.Gateway, spec string) {
	t.Helper()
	f, err := practice.ParseFaults(spec)
	if err == nil {
		err = g.SetFaults(f)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyNearbyAddressesAreListenedOn(t *testing.T) {
	for _, addr := range []string{"", "8098", "127.0.0.1", "8.8.8.8:0", "[2001:4860:4860::8888]:0", "gw.example:0", "127.0.0.1:x:y"} {
		if l, err := payments.ListenNotifications(ctx(), addr); !errors.Is(err, payments.ErrListen) {
			t.Errorf("%q: %v, %v", addr, l, err)
		}
	}
	for _, addr := range []string{":0", "127.0.0.1:0", "localhost:0"} {
		l, err := payments.ListenNotifications(ctx(), addr)
		if err != nil {
			t.Fatal(err)
		}
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("%q listens on %v", addr, ip)
		}
		taken := l.Addr().String()
		if _, err := payments.ListenNotifications(ctx(), taken); err == nil || errors.Is(err, payments.ErrListen) {
			t.Errorf("an address in use: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

// pipes is a listener without a network.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipes() pipes { return pipes{make(chan net.Conn), make(chan struct{})} }

func (p pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// served runs f against a receiver on pipes, then ends it.
func served(t *testing.T, e *ear, f func(p pipes, end context.CancelFunc)) {
	call, cancel := context.WithCancel(ctx())
	p := newPipes()
	done := make(chan error, 1)
	go func() { done <- e.Serve(call, p) }()
	f(p, cancel)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestASlowSenderIsCutOff(t *testing.T) {
	for name, sent := range map[string]string{
		"nothing":     "",
		"half a head": "POST / HTTP/1.1\r\nHost: x\r\n",
		"half a body": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
	} {
		bubble(t, name, func(t *testing.T) {
			served(t, newEar(t, notifyKey), func(p pipes, _ context.CancelFunc) {
				start, conn := time.Now(), p.dial()
				if _, err := io.WriteString(conn, sent); err != nil {
					t.Fatal(err)
				}
				answer, err := io.ReadAll(conn)
				if err != nil || strings.Contains(string(answer), " 200 ") || time.Since(start) > 6*time.Second {
					t.Errorf("after %v: %v, %q", time.Since(start), err, answer)
				}
			})
		})
	}
}

func TestWhatIsUnderWayIsFinishedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEar(t, notifyKey)
		served(t, e, func(p pipes, end context.CancelFunc) {
			conn := p.dial()
			half := len(paidBody) / 2
			r, err := http.NewRequest(http.MethodPost, "http://x/", io.MultiReader(
				strings.NewReader(paidBody[:half]),
				readerFunc(func() { synctest.Wait(); end(); synctest.Wait() }), // taken in before the end comes
				strings.NewReader(paidBody[half:]),
			))
			if err != nil {
				t.Fatal(err)
			}
			r.ContentLength = int64(len(paidBody))
			r.Header.Set("Signature", sign(paidBody, notifyKey))
			sent := make(chan error, 1)
			go func() { sent <- r.Write(conn) }()
			answer, err := io.ReadAll(conn)
			if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") || <-sent != nil || len(e.reports()) != 1 {
				t.Errorf("%v, %q", err, answer)
			}
		})
	})
}

// readerFunc does something where a reader is read, and gives no bytes.
type readerFunc func()

func (f readerFunc) Read([]byte) (int, error) { f(); return 0, io.EOF }

func TestServeTellsWhyItEnded(t *testing.T) {
	l, err := payments.ListenNotifications(ctx(), ":0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := newEar(t, notifyKey).Serve(ctx(), l); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
