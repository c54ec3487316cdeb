package app_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/assets"
	"qrtill/payments"
	"qrtill/payments/practice"
	"qrtill/storage/secrets"
)

// authority makes certificates that nobody else trusts.
type authority struct {
	*testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{T: t}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(1, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	a.cert, a.key = a.make(root, root, nil)
	return a
}

func (a *authority) make(c, by *x509.Certificate, signer *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.Fatal(err)
	}
	if signer == nil {
		signer = key
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, signer)
	if err != nil {
		a.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		a.Fatal(err)
	}
	return cert, key
}

// serve is an https server whose certificate is good from and until so many
// days from now, for a name or, if it is empty, for the loopback address.
func (a *authority) serve(h http.Handler, name string, from, until int) string {
	a.Helper()
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "gateway"},
		NotBefore: time.Now().AddDate(0, 0, from), NotAfter: time.Now().AddDate(0, 0, until),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if name == "" {
		leaf.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	} else {
		leaf.DNSNames = []string{name}
	}
	cert, key := a.make(leaf, a.cert, a.key)
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key}}}
	s.StartTLS()
	a.Cleanup(s.Close)
	return s.URL
}

// trusting is a way to the gateway that trusts this authority, and asks a name
// server that knows no name.
func (a *authority) trusting() http.RoundTripper {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	names := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", a.noNames())
	}}
	t := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DialContext: (&net.Dialer{Resolver: names}).DialContext}
	a.Cleanup(t.CloseIdleConnections)
	return t
}

// noNames is the address of a name server that answers: no such name.
func (a *authority) noNames() string {
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		a.Error(err)
		return ""
	}
	a.Cleanup(func() { socket.Close() })
	go func() {
		for q := make([]byte, 1500); ; {
			n, from, err := socket.ReadFrom(q)
			if err != nil {
				return
			}
			if n > 3 {
				q[2], q[3] = q[2]|0x80, q[3]&0xf0|3 // an answer: NXDOMAIN
				_, _ = socket.WriteTo(q[:n], from)
			}
		}
	}()
	return socket.LocalAddr().String()
}

// line is a till that tests connections.
type line struct {
	*counter
	wire http.RoundTripper
}

func newLine(t *testing.T, wire http.RoundTripper, kept string) *line {
	t.Helper()
	l := &line{counter: newShop(t), wire: wire}
	l.till = app.New(app.Config{Log: l.log, Secrets: l.secrets, Connect: l.connect, Diary: slog.New(slog.NewTextHandler(&l.diary, nil))})
	if kept != "" {
		if err := l.secrets.Set(t.Context(), account(), secrets.ClientSecret, kept); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- l.till.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		l.log.Close()
		for _, s := range []string{secret, "wrong-secret"} {
			if bytes.Contains(l.diary.Bytes(), []byte(s)) {
				t.Errorf("%s is in the diary", s)
			}
		}
	})
	return l
}

// connect goes the till's own way, which is nowhere, or that of the test.
func (l *line) connect(a order.Account, secret string) (*payments.Client, error) {
	return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, Transport: l.wire})
}

func (l *line) test(a order.Account, secret string) [app.Steps]app.StepView {
	l.Helper()
	before := l.log.Seq()
	l.till.Send(app.TestConnection{Account: a, Secret: secret})
	l.until(func(v app.View) bool { return v.Connection.Done == 1 && !v.Connection.Busy })
	if l.log.Seq() != before {
		l.Error("a test has written to the log")
	}
	return l.view.Connection.Steps
}

func signs(steps [app.Steps]app.StepView) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteByte("-+x"[s.State])
	}
	return b.String()
}

// The order of the signs: address, certificate, clock, gateway, credentials.
func TestAConnectionTestSaysWhatIsWrong(t *testing.T) {
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	shop, err := practice.New(practice.Config{UID: uid, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shop.Close() })
	ca, stranger := newAuthority(t), newAuthority(t)
	dated := func(off time.Duration) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
			shop.Handler().ServeHTTP(w, r)
		})
	}
	says := func(status int, kind, body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		})
	}
	refusing := func(message string) http.Handler {
		return says(401, "application/json", `{"code":40100,"message":"`+message+`","rid":"r1"}`)
	}
	portal := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Thu, 01 Jan 1970 00:00:00 GMT")
		w.WriteHeader(http.StatusNetworkAuthenticationRequired)
	})
	packed := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		fmt.Fprint(w, "\x0b\x02")
	})
	good := func(h http.Handler) string { return ca.serve(h, "", -1, 1) }
	plain := httptest.NewServer(shop.Handler())
	t.Cleanup(plain.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	own := ca.trusting()
	cases := []struct {
		name, gateway, uid, secret string
		wire                       http.RoundTripper
		signs, key                 string
	}{
		{"all is well", good(shop.Handler()), uid, secret, own, "+++++", "connection.credentials.good"},
		{"on this computer", plain.URL, uid, secret, nil, "+++++", "connection.certificate.loopback"},
		{"not https", "http://gateway.example", uid, secret, nil, "x----", "connection.address.form"},
		{"no address", "gateway", uid, secret, nil, "x----", "connection.address.form"},
		{"no such name", "https://no-such-gateway.example", uid, secret, own, "x----", "connection.address.unknown"},
		{"http where https should be", "https" + strings.TrimPrefix(plain.URL, "http"), uid, secret, nil, "x----", "connection.address.plain"},
		{"a closed port", "https" + strings.TrimPrefix(closed.URL, "http"), uid, secret, nil, "+--x-", "connection.gateway.closed"},
		{"a certificate that ran out", ca.serve(shop.Handler(), "", -9, -2), uid, secret, own, "+x---", "connection.certificate.expired"},
		{"a certificate of tomorrow", ca.serve(shop.Handler(), "", 1, 9), uid, secret, own, "+-x--", "connection.clock.early"},
		{"another's certificate", ca.serve(shop.Handler(), "gateway.example", -1, 1), uid, secret, own, "+x---", "connection.certificate.name"},
		{"a stranger's certificate", stranger.serve(shop.Handler(), "", -1, 1), uid, secret, own, "+x---", "connection.certificate.authority"},
		{"a clock that is slow", good(dated(time.Hour)), uid, secret, own, "++x++", "connection.clock.slow.minutes"},
		{"a clock that is fast", good(dated(-72 * time.Hour)), uid, secret, own, "++x++", "connection.clock.fast.days"},
		{"a slow clock and a wrong secret", good(dated(3 * time.Hour)), uid, "wrong-secret", own, "++x+x", "connection.clock.slow.hours"},
		{"a wrong secret", good(shop.Handler()), uid, "wrong-secret", own, "++++x", "connection.credentials.either"},
		{"a wrong merchant", plain.URL, "88888888", secret, nil, "++++x", "connection.credentials.either"},
		{"a gateway that knows no such merchant", good(refusing("uid unknown")), uid, secret, own, "++++x", "connection.credentials.merchant"},
		{"a gateway that names the secret", good(refusing("bad client_secret")), uid, secret, own, "++++x", "connection.credentials.secret"},
		{"no merchant number", plain.URL, " ", secret, nil, "----x", "connection.credentials.no_merchant"},
		{"no secret", plain.URL, uid, "", nil, "----x", "connection.credentials.no_secret"},
		{"a web page", good(says(200, "text/html", "<html>")), uid, secret, own, "++-x-", "connection.gateway.other"},
		{"other JSON", good(says(200, "application/json", `{"hello":1}`)), uid, secret, own, "++-x-", "connection.gateway.other"},
		{"a wrong path", plain.URL + "/shop", uid, secret, nil, "++-x-", "connection.gateway.path"},
		{"a log-in page with a clock of its own", good(portal), uid, secret, own, "++-x-", "connection.gateway.other"},
		{"a packed answer", good(packed), uid, secret, own, "+++x-", "connection.gateway.coding"},
		{"a signpost", good(says(302, "text/html", "")), uid, secret, own, "++-x-", "connection.gateway.redirect"},
		{"a gateway in trouble", good(says(502, "text/html", "<html>")), uid, secret, own, "+++x-", "connection.gateway.trouble"},
		{"a gateway that wants rest", good(says(429, "text/html", "")), uid, secret, own, "+++x-", "connection.gateway.wait"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			l := newLine(t, test.wire, "")
			steps := l.test(order.Account{Gateway: test.gateway, Merchant: test.uid, Currency: "HKD"}, test.secret)
			said := map[string]bool{}
			for _, s := range steps {
				said[s.Text.Key] = true
				sentence := english.Text(s.Text.Key, s.Text.Values)
				if s.State != app.NotReached && (strings.ContainsAny(sentence, "⟦<") || sentence == "") {
					t.Errorf("%q", sentence)
				}
			}
			if got := signs(steps); got != test.signs || !said[test.key] {
				t.Errorf("%s, %+v; want %s and %s", got, steps, test.signs, test.key)
			}
		})
	}
}

func TestAConnectionTestUsesTheKeptSecretOfItsAccountOnly(t *testing.T) {
	shop, err := practice.New(practice.Config{UID: uid, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shop.Close() })
	ca := newAuthority(t)
	base := ca.serve(shop.Handler(), "", -1, 1)
	wire := roundTrip(func(r *http.Request) (*http.Response, error) {
		r.URL.Host = strings.TrimPrefix(base, "https://")
		return ca.trusting().RoundTrip(r)
	})
	if got := signs(newLine(t, wire, secret).test(account(), "")); got != "+++++" {
		t.Errorf("the till's account: %s", got)
	}
	other := account()
	other.Merchant = "88888888"
	if got := signs(newLine(t, wire, secret).test(other, "")); got != "----x" {
		t.Errorf("another account: %s", got)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Whoever taps twice starts one test, and a gateway that is silent does not
// hold it up for ever.
func TestOneConnectionTestAtATimeAndNotForEver(t *testing.T) {
	wire := roundTrip(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.stop()
		c.openLog()
		l := &line{counter: c, wire: wire}
		c.till = app.New(app.Config{Log: c.log, Secrets: c.secrets, Connect: l.connect})
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- c.till.Run(ctx) }()
		c.settle()
		c.wait(time.Minute) // the till's own tries
		other := account()
		other.Merchant = "2"
		c.send(app.TestConnection{Account: other, Secret: secret})
		c.send(app.TestConnection{Account: other, Secret: secret})
		if !c.view.Connection.Busy {
			t.Error("not busy")
		}
		began := time.Now()
		for c.view.Connection.Busy {
			c.wait(100 * time.Millisecond)
		}
		if took := time.Since(began); took > 15*time.Second+200*time.Millisecond || c.view.Connection.Done != 1 {
			t.Errorf("%v, %+v", took, c.view.Connection)
		}
		if got := signs(c.view.Connection.Steps); got != "++-x-" {
			t.Errorf("%s %+v", got, c.view.Connection.Steps)
		}
		stop()
		<-done
		c.log.Close()
		time.Sleep(time.Minute) // a renewal outlives whoever asked for it
	})
}
