package practice

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheSignatureIsThePublishedOne(t *testing.T) {
	const (
		key  = "6d0e8fa7b10c40c3a48c0c2be41cb178"
		body = `{"notify_type":"refund_success","data":{"uid":39172931,"refund_id":"C34368224017070000","merchant_refund_id":"P2164521756312637123","order_amount":"105.00","create_time":"2023-08-23T18:25:43.511Z","refund_time":"2023-08-23T18:28:16.511Z"}}`
		want = "3ce5a54d8a76590179f0f4192a6c0efddf20e118966b6276b1bfbbc0b33f362a"
	)
	if got := sign([]byte(body), key); got != want {
		t.Errorf("got %s", got)
	}
	if got := sign([]byte(body+" "), key); got == want {
		t.Error("another body has the same signature")
	}
}

// receiver is a shop's server in place of the network.
type receiver struct {
	answer func(delivery int) (status int, takes time.Duration)

	mu     sync.Mutex
	times  []time.Time
	bodies []string
	header http.Header
}

func (v *receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	v.times = append(v.times, time.Now())
	v.bodies = append(v.bodies, string(body))
	v.header = r.Header.Clone()
	status, takes := v.answer(len(v.times))
	v.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Body: http.NoBody, Request: r}, nil
}

// seen returns what was delivered once everything under way has come to rest.
func (v *receiver) seen() (times []time.Time, bodies []string, header http.Header) {
	synctest.Wait()
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.times), slices.Clone(v.bodies), v.header
}

func always(status int, takes time.Duration) func(int) (int, time.Duration) {
	return func(int) (int, time.Duration) { return status, takes }
}

// paidOrder is a gateway with one order that was paid just now.
func paidOrder(t *testing.T, v *receiver) *Gateway {
	t.Helper()
	g, err := New(Config{UID: "39172931"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	g.notifier.client.Transport = v
	at := now()
	o := &order{Entry: Entry{MerchantOrderID: "XA1", OrderID: "C1", Amount: "128.50", Currency: "HKD", Status: pending, CreateTime: at},
		NotifyURL: "http://127.0.0.1/notify", Expires: at.Add(time.Minute)}
	g.mu.Lock()
	err = g.record(record{Order: o})
	g.mu.Unlock()
	if err == nil {
		err = g.Pay("XA1")
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestANotificationIsRepeatedUntilReceived(t *testing.T) {
	seconds := func(values ...int) (d []time.Duration) {
		for _, v := range values {
			d = append(d, time.Duration(v)*time.Second)
		}
		return d
	}
	for name, c := range map[string]struct {
		answer func(int) (int, time.Duration)
		want   []time.Duration // between the deliveries
	}{
		"received at once": {always(200, 0), nil},
		"never received":   {always(500, 0), seconds(15, 30, 60, 300, 600, 1800, 3600, 7200, 14400)},
		"201 is not 200":   {always(201, 0), seconds(15, 30, 60, 300, 600, 1800, 3600, 7200, 14400)},
		"third time":       {func(n int) (int, time.Duration) { return map[bool]int{true: 200}[n == 3], 0 }, seconds(15, 30)},
		"too slow":         {func(n int) (int, time.Duration) { return 200, time.Duration(2-n) * 6 * time.Second }, seconds(20)},
		"just in time":     {always(200, 5*time.Second-time.Nanosecond), nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &receiver{answer: c.answer}
				paidOrder(t, v)
				time.Sleep(48 * time.Hour)
				times, _, _ := v.seen()
				var got []time.Duration
				for i := 1; i < len(times); i++ {
					got = append(got, times[i].Sub(times[i-1]))
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("got %v, want %v", got, c.want)
				}
			})
		})
	}
}

func TestNotificationBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &receiver{answer: always(200, 0)}
		g := paidOrder(t, v)
		_, bodies, header := v.seen()
		want := `{"notify_type":"payment_success","data":{"order_id":"C1","merchant_order_id":"XA1"}}`
		if bodies[0] != want || header.Get("Signature") != sign([]byte(want), g.Credentials().NotifyKey) || header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s with %v", bodies[0], header)
		}
		for i, spec := range []string{"", "refund-fail", "refund-pending,refund-for=30s"} {
			faults, err := ParseFaults(spec)
			if err == nil {
				err = g.SetFaults(faults)
			}
			if err != nil {
				t.Fatal(err)
			}
			id := "R" + string(rune('0'+i))
			if a := g.createRefund(nil, []byte(`{"payment_order_id":"C1","merchant_refund_id":"`+id+`","amount":"1"}`)); a.code != 0 {
				t.Fatal(a)
			}
		}
		if _, bodies, _ = v.seen(); len(bodies) != 3 {
			t.Fatalf("a pending refund was told at once: %v", bodies)
		}
		time.Sleep(30 * time.Second)
		_, bodies, _ = v.seen()
		sentKinds := map[string]int{}
		for _, body := range bodies[1:] {
			kind, _, _ := strings.Cut(strings.TrimPrefix(body, `{"notify_type":"`), `"`)
			sentKinds[kind]++
			if !strings.Contains(body, `"data":{"uid":39172931,"refund_id":"C`) || !strings.Contains(body, `"order_amount":"1.00","create_time":"2000-01-01T00:00:00.000Z","refund_time":"`) {
				t.Error(body)
			}
		}
		if sentKinds["refund_success"] != 2 || sentKinds["refund_failed"] != 1 {
			t.Error(sentKinds)
		}
	})
}

func TestNotificationsStayNearby(t *testing.T) {
	for address, allowed := range map[string]bool{
		"127.0.0.1:80": true, "[::1]:80": true, "192.168.1.5:80": true, "10.0.0.1:443": true,
		"8.8.8.8:443": false, "[2606:4700::1111]:443": false, "nonsense": false,
	} {
		if err := nearbyOnly("tcp", address, nil); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestCloseEndsNotificationsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &receiver{answer: always(500, 0)}
		g := paidOrder(t, v)
		time.Sleep(16 * time.Second)
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
		if times, _, _ := v.seen(); len(times) != 2 {
			t.Errorf("%d deliveries", len(times))
		}
	})
}

// The log names orders and faults, never a secret or a token.
func TestSecretsAreNotLogged(t *testing.T) {
	var log strings.Builder
	g, err := New(Config{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	base, done, err := g.Serve(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	c := g.Credentials()
	for _, address := range []string{
		base + "/mch-api/v1/auth?grant_type=client_credentials&uid=" + c.UID + "&client_secret=" + c.Secret,
		base + "/mch-api/v1/auth?grant_type=client_credentials&uid=" + c.UID + "&client_secret=wrong",
	} {
		response, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	g.log.Info("whole", "credentials", c)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	secrets := []string{c.Secret, c.NotifyKey}
	for token := range g.tokens {
		secrets = append(secrets, token)
	}
	leaked := func() bool {
		return slices.ContainsFunc(secrets, func(s string) bool { return strings.Contains(log.String(), s) })
	}
	if log.Len() == 0 || len(secrets) != 3 || leaked() {
		t.Errorf("log of %d bytes, leaked: %v", log.Len(), leaked())
	}
	g.log.Info("planted", "token", secrets[2])
	if !leaked() {
		t.Error("a planted token is not found")
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}
