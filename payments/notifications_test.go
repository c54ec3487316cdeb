package payments_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
)

// The test vector that the gateway's docs publish.
const (
	notifyKey  = "6d0e8fa7b10c40c3a48c0c2be41cb178"
	notifyBody = `{"notify_type":"refund_success","data":{"uid":39172931,"refund_id":"C34368224017070000","merchant_refund_id":"P2164521756312637123","order_amount":"105.00","create_time":"2023-08-23T18:25:43.511Z","refund_time":"2023-08-23T18:28:16.511Z"}}`
	notifyHex  = "3ce5a54d8a76590179f0f4192a6c0efddf20e118966b6276b1bfbbc0b33f362a"
)

const paidBody = `{"notify_type":"payment_success","data":{"order_id":"C1","merchant_order_id":"P1"}}`

// sign is the docs' formula, written a second time.
func sign(body, key string) string {
	sum := sha256.Sum256([]byte(body + "." + key))
	return hex.EncodeToString(sum[:])
}

// ear is a receiver that keeps what it is told.
type ear struct {
	*payments.Notifications
	log bytes.Buffer

	mu    sync.Mutex
	heard []payments.Notification
	fail  error
}

func newEar(t *testing.T, keys ...string) *ear {
	t.Helper()
	e := &ear{}
	n, err := payments.NewNotifications(payments.NotificationsConfig{
		Keys: keys,
		Found: func(_ context.Context, n payments.Notification) error {
			e.mu.Lock()
			defer e.mu.Unlock()
			if e.fail == nil {
				e.heard = append(e.heard, n)
			}
			return e.fail
		},
		Log: slog.New(slog.NewTextHandler(&e.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	e.Notifications = n
	return e
}

func (e *ear) reports() []payments.Notification {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

// post delivers a body and gives the status; there is never a body back.
func (e *ear) post(t *testing.T, body string, signatures ...string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/any/path", strings.NewReader(body))
	for _, s := range signatures {
		r.Header.Add("Signature", s)
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Body.Len() != 0 {
		t.Errorf("answered with a body: %s", w.Body)
	}
	return w.Code
}

func TestThePublishedNotificationIsTaken(t *testing.T) {
	e := newEar(t, "another account's", notifyKey)
	if status := e.post(t, notifyBody, notifyHex); status != 200 {
		t.Fatalf("status %d", status)
	}
	want := payments.Notification{Kind: payments.RefundSuccess, RefundID: "C34368224017070000", MerchantRefundID: "P2164521756312637123"}
	if got := e.reports(); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v", got)
	}
}

func TestOnlyAWellSignedNotificationIsTaken(t *testing.T) {
	good := sign(paidBody, notifyKey)
	flipped := "0" + good[1:]
	if flipped == good {
		flipped = "1" + good[1:]
	}
	tests := []struct {
		name       string
		body       string
		signatures []string
		status     int
	}{
		{"well signed", paidBody, []string{good}, 200},
		{"no signature", paidBody, nil, 401},
		{"empty", paidBody, []string{""}, 401},
		{"two", paidBody, []string{good, good}, 401},
		{"one character off", paidBody, []string{flipped}, 401},
		{"cut", paidBody, []string{good[:63]}, 401},
		{"longer", paidBody, []string{good + "0"}, 401},
		{"upper case", paidBody, []string{strings.ToUpper(good)}, 401},
		{"of another body", paidBody + " ", []string{good}, 401},
		{"of another key", paidBody, []string{sign(paidBody, "other")}, 401},
		{"without the key", paidBody, []string{sign(paidBody, "")}, 401},
		{"empty body", "", []string{sign("", notifyKey)}, 400},
	}
	for _, tt := range tests {
		e := newEar(t, notifyKey)
		status := e.post(t, tt.body, tt.signatures...)
		if heard := len(e.reports()); status != tt.status || (heard == 1) != (status == 200) {
			t.Errorf("%s: status %d, %d reports, want %d", tt.name, status, heard, tt.status)
		}
		if said := e.log.String(); strings.Contains(said, notifyKey) || strings.Contains(said, "C1") || strings.Contains(said, good) {
			t.Errorf("%s: the log says %s", tt.name, said)
		}
	}
	for _, keys := range [][]string{nil, {""}, {notifyKey, ""}} {
		if _, err := payments.NewNotifications(payments.NotificationsConfig{Keys: keys}); !errors.Is(err, payments.ErrNoKey) {
			t.Errorf("keys %q: %v", keys, err)
		}
	}
}

func TestWhatAWellSignedNotificationMeans(t *testing.T) {
	payment := payments.Notification{Kind: payments.PaymentSuccess, OrderID: "C1", MerchantOrderID: "P1"}
	failed := payments.Notification{Kind: payments.RefundFailed, MerchantRefundID: "R1"}
	none := payments.Notification{}
	tests := []struct {
		name, body string
		want       payments.Notification
		status     int
	}{
		{"payment", paidBody, payment, 200},
		{"fuller payment", strings.Replace(paidBody, `"order_id"`, `"uid":1,"exchange_rate":"7.2","order_amount":"1","order_id"`, 1), payment, 200},
		{"one number", `{"notify_type":"payment_success","data":{"order_id":null,"merchant_order_id":"P1"}}`, payments.Notification{Kind: payments.PaymentSuccess, MerchantOrderID: "P1"}, 200},
		{"refund failed", `{"notify_type":"refund_failed","data":{"merchant_refund_id":"R1"}}`, failed, 200},
		{"unknown kind", `{"notify_type":"payout","data":[]}`, none, 200},
		{"unknown kind without data", `{"notify_type":"payout"}`, none, 200},
		{"no kind", `{"data":{"order_id":"C1"}}`, none, 400},
		{"kind a number", strings.Replace(paidBody, `"payment_success"`, `1`, 1), none, 400},
		{"double kind", `{"notify_type":"payout",` + paidBody[1:], none, 400},
		{"kind in another case", strings.Replace(paidBody, `notify_type`, `Notify_Type`, 1), none, 400},
		{"no data", `{"notify_type":"payment_success"}`, none, 400},
		{"null data", `{"notify_type":"payment_success","data":null}`, none, 400},
		{"data an array", `{"notify_type":"payment_success","data":[1]}`, none, 400},
		{"no numbers", `{"notify_type":"payment_success","data":{}}`, none, 400},
		{"a refund's numbers", `{"notify_type":"payment_success","data":{"refund_id":"C1"}}`, none, 400},
		{"an order's numbers", `{"notify_type":"refund_success","data":{"order_id":"C1"}}`, none, 400},
		{"number a number", strings.Replace(paidBody, `"C1"`, `1`, 1), none, 400},
		{"double number", strings.Replace(paidBody, `"order_id"`, `"order_id":"C2","order_id"`, 1), none, 400},
		{"control in a number", strings.Replace(paidBody, `"C1"`, `"C\u0000"`, 1), none, 400},
		{"long number", strings.Replace(paidBody, `"C1"`, `"`+strings.Repeat("C", 257)+`"`, 1), none, 400},
		{"deep", `{"notify_type":"payout","data":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, none, 400},
		{"rest", paidBody + "x", none, 400},
		{"not UTF-8", strings.Replace(paidBody, "C1", "C\xff", 1), none, 400},
		{"largest", paidBody + strings.Repeat(" ", 64<<10-len(paidBody)), payment, 200},
		{"too large", paidBody + strings.Repeat(" ", 64<<10-len(paidBody)+1), none, 413},
	}
	for _, tt := range tests {
		e := newEar(t, notifyKey)
		status := e.post(t, tt.body, sign(tt.body, notifyKey))
		var want []payments.Notification
		if tt.want != none {
			want = append(want, tt.want)
		}
		if got := e.reports(); status != tt.status || !slices.Equal(got, want) {
			t.Errorf("%s: status %d, reports %+v, want %d, %+v", tt.name, status, got, tt.status, want)
		}
		if said := e.log.String(); strings.Contains(said, notifyKey) || strings.Contains(said, "P1") || strings.Contains(said, "C1") {
			t.Errorf("%s: the log says %s", tt.name, said)
		}
	}
}

func TestOnlyPOSTIsTaken(t *testing.T) {
	e := newEar(t, notifyKey)
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"} {
		r := httptest.NewRequest(method, "/", strings.NewReader(paidBody))
		r.Header.Set("Signature", sign(paidBody, notifyKey))
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
	}
	if len(e.reports()) != 0 {
		t.Error("one was taken")
	}
}

func TestARepeatedNotificationIsNotReportedAgainSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEar(t, notifyKey)
		deliver := func(body string, want, reports int) {
			t.Helper()
			if status := e.post(t, body, sign(body, notifyKey)); status != want || len(e.reports()) != reports {
				t.Fatalf("status %d, %d reports, want %d, %d", status, len(e.reports()), want, reports)
			}
		}
		deliver(paidBody, 200, 1)
		deliver(paidBody, 200, 1)
		time.Sleep(59 * time.Second)
		deliver(paidBody, 200, 1)
		time.Sleep(2 * time.Second)
		deliver(paidBody, 200, 2) // it costs one question to be sure
		deliver(paidBody+" ", 200, 3)

		// What was not taken is not a repeat when it comes again.
		e.fail = errors.New("busy")
		deliver(notifyBody, 503, 3)
		deliver(notifyBody, 503, 3)
		e.fail = nil
		deliver(notifyBody, 200, 4)
		deliver(notifyBody, 200, 4)

		// The memory is bounded; what falls out is reported again, never lost.
		for i := range 300 {
			time.Sleep(100 * time.Millisecond)
			deliver(paidBody+strings.Repeat(" ", i+2), 200, 5+i)
		}
		deliver(notifyBody, 200, 305)
	})
}

func TestTheRateIsLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEar(t, notifyKey)
		taken := func(tries int) (n int) {
			for i := range tries {
				body := paidBody + strings.Repeat(" ", i) + strconv.Itoa(i)
				switch status := e.post(t, body, "badly signed"); status {
				case 401:
					n++
				case 429:
				default:
					t.Fatalf("status %d", status)
				}
			}
			return n
		}
		if n := taken(100); n != 30 {
			t.Errorf("%d in a burst, want 30", n)
		}
		time.Sleep(time.Second)
		if n := taken(100); n != 10 {
			t.Errorf("%d after a second, want 10", n)
		}
	})
}

// Anybody can send what is not taken. The log says so every few minutes, with how many
// there were, and never loses count.
func TestStrangersDoNotFillTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEar(t, notifyKey)
		bad := []func() *http.Request{
			func() *http.Request { return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(paidBody)) },
			func() *http.Request { return httptest.NewRequest(http.MethodGet, "/", nil) },
			func() *http.Request {
				return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", 65<<10)))
			},
			func() *http.Request {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{"))
				r.Header.Set("Signature", sign("{", notifyKey))
				return r
			},
			func() *http.Request {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{"))
				r.Header.Set("Content-Encoding", "br")
				return r
			},
		}
		sent := 0
		for range 3600 {
			for range 20 { // half of them too many
				e.ServeHTTP(httptest.NewRecorder(), bad[sent%len(bad)]())
				sent++
			}
			time.Sleep(time.Second)
		}
		if status := e.post(t, paidBody, sign(paidBody, notifyKey)); status != 200 {
			t.Errorf("a good one among them: status %d", status)
		}
		l, err := payments.ListenNotifications(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := e.Serve(ctx, l); err != nil {
			t.Error(err)
		}
		said := strings.Split(strings.TrimSpace(e.log.String()), "\n")
		told := 0
		for _, line := range said {
			_, count, _ := strings.Cut(line, "count=")
			n, err := strconv.Atoi(count)
			if err != nil {
				t.Errorf("no count in %s", line)
			}
			told += n
		}
		if len(said) > 14 || told != sent {
			t.Errorf("%d lines tell of %d of %d:\n%s", len(said), told, sent, strings.Join(said[:min(len(said), 5)], "\n"))
		}
	})
}
