package payments_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"qrtill/payments"
)

// lab is a gateway on loopback, plain or over TLS, and a real client whose
// connections a test can spoil.
type lab struct {
	*gateway
	client *payments.Client
	server *httptest.Server
	dials  atomic.Int32
	refuse atomic.Int32 // so many dials fail
	// write, when set, stands in for Write on the raw connection.
	write atomic.Pointer[func(net.Conn, []byte) (int, error)]
}

func newLab(t *testing.T, overTLS bool) *lab {
	t.Helper()
	l := &lab{gateway: newGateway(t)}
	var roots *x509.CertPool
	if overTLS {
		l.server = httptest.NewUnstartedServer(l.gateway)
		l.server.EnableHTTP2 = true
		l.server.StartTLS()
		roots = x509.NewCertPool()
		roots.AddCert(l.server.Certificate())
	} else {
		l.server = httptest.NewServer(l.gateway)
	}
	l.client = over(t, l.server.URL, roots, func(ctx context.Context, network, addr string) (net.Conn, error) {
		l.dials.Add(1)
		if l.refuse.Add(-1) >= 0 {
			return nil, &net.OpError{Op: "dial", Err: errors.New("no way there")}
		}
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		return &spoilt{conn, l}, err
	})
	t.Cleanup(func() { l.client.CloseIdle(); l.server.Close() })
	return l
}

func over(t *testing.T, base string, roots *x509.CertPool, dial payments.Dial) *payments.Client {
	t.Helper()
	c, err := payments.NewOver(payments.Config{BaseURL: base, UID: uid, Secret: secret}, roots, dial)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

type spoilt struct {
	net.Conn
	lab *lab
}

func (s *spoilt) Write(p []byte) (int, error) {
	if w := s.lab.write.Load(); w != nil {
		return (*w)(s.Conn, p)
	}
	return s.Conn.Write(p)
}

// onceWrite spoils the next write only.
func (l *lab) onceWrite(f func(net.Conn, []byte) (int, error)) {
	g := func(c net.Conn, p []byte) (int, error) {
		l.write.Store(nil)
		return f(c, p)
	}
	l.write.Store(&g)
}

// eachWay runs a subtest for each kind of call, plain and over TLS.
func eachWay(t *testing.T, kinds []kind, f func(t *testing.T, l *lab, k kind)) {
	eachOf(t, kinds, func(t *testing.T, k kind) {
		bothWays(t, func(t *testing.T, l *lab) { f(t, l, k) })
	})
}

func bothWays(t *testing.T, f func(t *testing.T, l *lab)) {
	t.Run("plain", func(t *testing.T) { f(t, newLab(t, false)) })
	t.Run("TLS", func(t *testing.T) { f(t, newLab(t, true)) })
}

func TestACallThatActsOnAStaleConnectionThatTookNoByteIsSentAgain(t *testing.T) {
	eachWay(t, acting, func(t *testing.T, l *lab, k kind) {
		if err := l.client.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		l.onceWrite(func(c net.Conn, _ []byte) (int, error) { c.Close(); return 0, errors.New("broken pipe") })
		if err := k.call(ctx(), l.client); err != nil {
			t.Fatal(err)
		}
		if n, d := l.count(k.path), l.dials.Load(); n != 1 || d != 2 {
			t.Errorf("%d calls on %d connections, want 1 on 2", n, d)
		}
	})
}

func TestAQuestionOnAStaleConnectionThatTookNoByteIsSentAgainOnce(t *testing.T) {
	eachWay(t, asking, func(t *testing.T, l *lab, k kind) {
		if err := l.client.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		l.onceWrite(func(c net.Conn, _ []byte) (int, error) { c.Close(); return 0, errors.New("broken pipe") })
		if err := k.call(ctx(), l.client); err != nil {
			t.Fatal(err)
		}
		if n := l.count(k.path); n != 1 {
			t.Errorf("%d queries, want 1", n)
		}
		l.client.CloseIdle()
		l.refuse.Store(1)
		err := k.call(ctx(), l.client)
		wantFailure(t, err, k.op, payments.KindNotSent, payments.TryAgain)
	})
}

func TestACallOfWhichAByteLeftIsNeverSentAgain(t *testing.T) {
	eachWay(t, acting, func(t *testing.T, l *lab, k kind) {
		if err := l.client.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		l.onceWrite(func(c net.Conn, p []byte) (int, error) {
			n, _ := c.Write(p[:1])
			c.Close()
			return n, errors.New("broken pipe")
		})
		err := k.call(ctx(), l.client)
		wantFailure(t, err, k.op, payments.KindLost, payments.Unknown)
		if n, d := l.count(k.path), l.dials.Load(); n != 0 || d != 1 {
			t.Errorf("%d calls on %d connections, want 0 on 1", n, d)
		}
	})
}

func TestACallThatActsWaitsForAConnectionThreeTimes(t *testing.T) {
	eachWay(t, acting, func(t *testing.T, l *lab, k kind) {
		if err := l.client.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		l.client.CloseIdle()
		l.refuse.Store(2)
		if err := k.call(ctx(), l.client); err != nil {
			t.Fatal(err)
		}
		l.client.CloseIdle()
		l.refuse.Store(3)
		err := k.call(ctx(), l.client)
		wantFailure(t, err, k.op, payments.KindNotSent, payments.TryAgain)
		if n, d := l.count(k.path), l.dials.Load(); n != 1 || d != 1+3+3 {
			t.Errorf("%d calls, %d dials, want 1 and 7", n, d)
		}
	})
}

func TestACallThatActsOnAConnectionTheServerClosedIsSentAtMostOnce(t *testing.T) {
	eachWay(t, acting, func(t *testing.T, l *lab, k kind) {
		for i := range 50 {
			if err := l.client.Warm(ctx()); err != nil {
				t.Fatal(err)
			}
			before := l.count(k.path)
			l.server.CloseClientConnections()
			err := k.call(ctx(), l.client)
			n := l.count(k.path) - before
			switch out := payments.OutcomeOf(err); {
			case n > 1, n == 1 && out != payments.Done && out != payments.Unknown, n == 0 && out == payments.Done:
				t.Fatalf("round %d: %d creates, %v", i, n, err)
			}
			l.client.CloseIdle()
		}
	})
}

func TestCreateCancelledWhileTheGatewayThinksIsUnknown(t *testing.T) {
	bothWays(t, func(t *testing.T, l *lab) {
		call, cancel := context.WithCancel(ctx())
		release := make(chan struct{})
		l.answer[createPath] = func(http.ResponseWriter, *http.Request) { cancel(); <-release }
		defer close(release)
		_, err := l.client.Create(call, order)
		e := wantFailure(t, err, "create", payments.KindLost, payments.Unknown)
		if !errors.Is(e, context.Canceled) || l.count(createPath) != 1 {
			t.Errorf("%v, %d creates", e, l.count(createPath))
		}
	})
}

func TestCreateCancelledBeforehandIsNotSent(t *testing.T) {
	bothWays(t, func(t *testing.T, l *lab) {
		if err := l.client.Warm(ctx()); err != nil {
			t.Fatal(err)
		}
		call, cancel := context.WithCancel(ctx())
		cancel()
		_, err := l.client.Create(call, order)
		wantFailure(t, err, "create", payments.KindNotSent, payments.TryAgain)
	})
}

func TestNoConnectionIsNotSent(t *testing.T) {
	s := httptest.NewServer(newGateway(t))
	s.Close()
	_, err := newClient(t, payments.Config{BaseURL: s.URL}).Create(ctx(), order)
	wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
}

// With a transport that isn't ours only a failed dial is certain.
func TestForeignTransportsAreTrustedLess(t *testing.T) {
	tests := []struct {
		err     error
		kind    payments.Kind
		outcome payments.Outcome
	}{
		{&net.OpError{Op: "dial", Err: errors.New("refused")}, payments.KindNotSent, payments.TryAgain},
		{&net.OpError{Op: "write", Err: errors.New("broken pipe")}, payments.KindLost, payments.Unknown},
		{errors.New("odd"), payments.KindLost, payments.Unknown},
		{context.DeadlineExceeded, payments.KindLost, payments.Unknown},
		{x509.UnknownAuthorityError{}, payments.KindTLS, payments.TryAgain},
	}
	for _, tt := range tests {
		g := newGateway(t)
		c := newClient(t, payments.Config{BaseURL: "https://gw.example", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == createPath {
				return nil, tt.err
			}
			return g.RoundTrip(r)
		})})
		_, err := c.Create(ctx(), order)
		wantFailure(t, err, "create", tt.kind, tt.outcome)
	}

	// A connection that doesn't count its bytes: once it is had, all may have left.
	g := newGateway(t)
	s := httptest.NewServer(g)
	defer s.Close()
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	g.answer[createPath] = hangUp
	_, err := newClient(t, payments.Config{BaseURL: s.URL, Transport: tr}).Create(ctx(), order)
	wantFailure(t, err, "create", payments.KindLost, payments.Unknown)
	if n := g.count(createPath); n != 1 {
		t.Errorf("%d creates, want 1", n)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestOnlyHTTP1AndModernTLS(t *testing.T) {
	l := newLab(t, true) // its server would like HTTP/2
	var proto atomic.Value
	l.answer[queryPath] = func(w http.ResponseWriter, r *http.Request) {
		proto.Store(r.Proto)
		say(200, recorded(t, "query.answer.json"))(w, r)
	}
	if _, err := l.client.Query(ctx(), ask); err != nil || proto.Load() != "HTTP/1.1" {
		t.Errorf("%v over %v", err, proto.Load())
	}

	s := httptest.NewUnstartedServer(newGateway(t))
	s.Config.ErrorLog = quiet()
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	_, err := over(t, s.URL, roots, nil).Create(ctx(), order)
	wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
}

func TestCertificateProblemsAreTold(t *testing.T) {
	now := time.Now()
	serveWith := func(from, to time.Time, name string) (*httptest.Server, *x509.CertPool) {
		cert, roots := certificate(t, from, to, name)
		s := httptest.NewUnstartedServer(newGateway(t))
		s.Config.ErrorLog = quiet()
		s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
		s.StartTLS()
		t.Cleanup(s.Close)
		return s, roots
	}
	t.Run("expired", func(t *testing.T) {
		s, roots := serveWith(now.Add(-48*time.Hour), now.Add(-24*time.Hour), "127.0.0.1")
		_, err := over(t, s.URL, roots, nil).Create(ctx(), order)
		e := wantFailure(t, err, "token", payments.KindTLS, payments.TryAgain)
		var invalid x509.CertificateInvalidError
		if !errors.As(e, &invalid) || invalid.Reason != x509.Expired {
			t.Errorf("the reason is lost: %v", e)
		}
		if from, until := e.Valid(); e.Cause() != payments.CauseExpired || !until.Before(now) || !from.Before(until) {
			t.Errorf("cause %v, valid from %v to %v", e.Cause(), from, until)
		}
	})
	t.Run("not valid yet", func(t *testing.T) {
		s, roots := serveWith(now.Add(24*time.Hour), now.Add(48*time.Hour), "127.0.0.1")
		_, err := over(t, s.URL, roots, nil).Create(ctx(), order)
		e := wantFailure(t, err, "token", payments.KindTLS, payments.TryAgain)
		if from, _ := e.Valid(); e.Cause() != payments.CauseClock || !from.After(now) {
			t.Errorf("cause %v, valid from %v", e.Cause(), from)
		}
	})
	t.Run("unknown authority", func(t *testing.T) {
		s, _ := serveWith(now.Add(-time.Hour), now.Add(time.Hour), "127.0.0.1")
		_, err := over(t, s.URL, x509.NewCertPool(), nil).Query(ctx(), ask)
		var unknown x509.UnknownAuthorityError
		if e := wantFailure(t, err, "token", payments.KindTLS, payments.TryAgain); !errors.As(e, &unknown) {
			t.Errorf("the reason is lost: %v", e)
		}
	})
	t.Run("another host", func(t *testing.T) {
		s, roots := serveWith(now.Add(-time.Hour), now.Add(time.Hour), "127.0.0.2")
		_, err := over(t, s.URL, roots, nil).Query(ctx(), ask)
		var host x509.HostnameError
		if e := wantFailure(t, err, "token", payments.KindTLS, payments.TryAgain); !errors.As(e, &host) {
			t.Errorf("the reason is lost: %v", e)
		}
	})
	t.Run("not TLS at all", func(t *testing.T) {
		s := httptest.NewServer(newGateway(t))
		s.Config.ErrorLog = quiet()
		defer s.Close()
		_, err := over(t, strings.Replace(s.URL, "http:", "https:", 1), nil, nil).Query(ctx(), ask)
		wantFailure(t, err, "token", payments.KindNotSent, payments.TryAgain)
	})
}

// certificate makes a self-signed one for an address.
func certificate(t *testing.T, from, to time.Time, addr string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "gateway"}, NotBefore: from, NotAfter: to,
		IPAddresses: []net.IP{net.ParseIP(addr)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
