package payments_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"qrtill/payments"
)

const (
	uid             = "39172931"
	secret          = "s3cr3t/+ &%=?ü"
	createPath      = "/mch-api/v1/pa/payment_intents/create"
	queryPath       = "/mch-api/v1/pa/payment_intents/query"
	refundPath      = "/mch-api/v1/pa/refunds/create"
	refundQueryPath = "/mch-api/v1/pa/refunds/query"
	authPath        = "/mch-api/v1/auth"
)

var order = payments.CreateRequest{
	MerchantOrderID: "P9297895081903", Amount: "1", Currency: "HKD",
	Description: "Online QRCode Payment", Method: payments.WeChat,
}

var ask = payments.QueryRequest{MerchantOrderID: "P9297895081903"}

var refund = payments.RefundRequest{
	MerchantRefundID: "R9297895081903", MerchantOrderID: "P9297895081903", OrderID: "C991289984923795789123",
	Amount: "50", Reason: "user return the goods",
}

var askRefund = payments.RefundQuery{MerchantRefundID: "R9297895081903"}

// kind is one of the business calls.
type kind struct {
	op, path string
	answer   string // recorded
	call     func(ctx context.Context, c *payments.Client) error
}

// acting lists the calls that have an effect at the gateway, asking those that
// have none.
var (
	acting = []kind{
		{"create", createPath, "create_wechat.answer.json", func(ctx context.Context, c *payments.Client) error {
			_, err := c.Create(ctx, order)
			return err
		}},
		{"refund", refundPath, "refund.answer.json", func(ctx context.Context, c *payments.Client) error {
			_, err := c.Refund(ctx, refund)
			return err
		}},
	}
	asking = []kind{
		{"query", queryPath, "query.answer.json", func(ctx context.Context, c *payments.Client) error {
			_, err := c.Query(ctx, ask)
			return err
		}},
		{"refund_query", refundQueryPath, "refund_query.answer.json", func(ctx context.Context, c *payments.Client) error {
			_, err := c.QueryRefund(ctx, askRefund)
			return err
		}},
	}
)

// eachOf runs a subtest for each of some kinds of call.
func eachOf(t *testing.T, kinds []kind, f func(t *testing.T, k kind)) {
	for _, k := range kinds {
		t.Run(k.op, func(t *testing.T) { f(t, k) })
	}
}

func recorded(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// gateway answers by path and counts. A path without an entry in answer gets
// the recorded one; tokens are numbered.
type gateway struct {
	t      testing.TB
	answer map[string]http.HandlerFunc

	mu     sync.Mutex
	counts map[string]int
	seen   []seen
}

type seen struct {
	method, uri, body string
	header            http.Header
}

func newGateway(t testing.TB) *gateway {
	return &gateway{t: t, answer: map[string]http.HandlerFunc{}, counts: map[string]int{}}
}

func (g *gateway) count(path string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts[path]
}

func (g *gateway) requests() []seen {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.seen
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // half a request is no request
	}
	g.mu.Lock()
	g.counts[r.URL.Path]++
	n := g.counts[r.URL.Path]
	g.seen = append(g.seen, seen{r.Method, r.URL.RequestURI(), string(body), r.Header})
	h := g.answer[r.URL.Path]
	g.mu.Unlock()
	switch {
	case h != nil:
		h(w, r)
	case r.URL.Path == authPath:
		io.WriteString(w, `{"access_token":"token`+strconv.Itoa(n)+`-abcdef","expires_in":3600}`)
	default:
		for _, k := range slices.Concat(acting, asking) {
			if k.path == r.URL.Path {
				io.WriteString(w, recorded(g.t, k.answer))
				return
			}
		}
		http.NotFound(w, r)
	}
}

// inMemory is the gateway without a network, for synctest.
func (g *gateway) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return w.Result(), nil
}

// serve starts the gateway on loopback and a client with the real transport.
func serve(t testing.TB, g *gateway) (*payments.Client, *httptest.Server) {
	t.Helper()
	s := httptest.NewServer(g)
	c := newClient(t, payments.Config{BaseURL: s.URL})
	t.Cleanup(func() { c.CloseIdle(); s.Close() })
	return c, s
}

func newClient(t testing.TB, cfg payments.Config) *payments.Client {
	t.Helper()
	cfg.UID, cfg.Secret = uid, secret
	c, err := payments.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func say(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// hangUp breaks the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cutShort promises more than it sends.
func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "500")
	io.WriteString(w, `{"code":0,"data":{`)
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func failureOf(t *testing.T, err error) *payments.Error {
	t.Helper()
	e, ok := err.(*payments.Error)
	if !ok {
		t.Fatalf("got %v (%T), want a *payments.Error", err, err)
	}
	return e
}

func wantFailure(t *testing.T, err error, op string, kind payments.Kind, outcome payments.Outcome) *payments.Error {
	t.Helper()
	e := failureOf(t, err)
	if e.Op != op || e.Kind != kind || payments.OutcomeOf(err) != outcome {
		t.Fatalf("got op %q, kind %q, outcome %q, want %q, %q, %q: %v",
			e.Op, e.Kind, payments.OutcomeOf(err), op, kind, outcome, err)
	}
	return e
}

func ctx() context.Context { return context.Background() }

func flat(s string) string { return strings.Join(strings.Fields(s), "") }
