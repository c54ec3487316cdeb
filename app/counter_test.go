package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

const (
	uid    = "39172931"
	secret = "s3cr3t-0f-the-shop"
)

// gateway is a scripted gateway without a network: a RoundTripper, so that it
// works on virtual time.
type gateway struct {
	mu      sync.Mutex
	orders  map[string]map[string]string // merchant_order_id → fields
	creates int
	down    bool
	between func(*http.Response) *http.Response // what stands between makes of an answer; nil: nothing stands there
	lose    int                                 // so many create answers are lost, after the order was made
	refunds map[string]bool                     // merchant_refund_id
}

func newGateway() *gateway {
	return &gateway{orders: map[string]map[string]string{}, refunds: map[string]bool{}}
}

func (g *gateway) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	answer, err := g.answer(r)
	if err == nil && g.between != nil {
		answer = g.between(answer)
	}
	return answer, err
}

func (g *gateway) answer(r *http.Request) (*http.Response, error) {
	if g.down {
		return nil, errors.New("connection reset")
	}
	if strings.HasSuffix(r.URL.Path, "/auth") {
		if r.URL.Query().Get("client_secret") != secret {
			return reply(401, map[string]any{"code": 40100, "message": "invalid client", "rid": "r1"}), nil
		}
		return reply(200, map[string]any{"access_token": strings.Repeat("ab", 42), "expires_in": 3600}), nil
	}
	if r.Method == http.MethodHead { // to open a connection
		return reply(404, nil), nil
	}
	var in map[string]any
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	if strings.Contains(r.URL.Path, "/refunds/") {
		return g.refund(r.URL.Path, in)
	}
	id, _ := in["merchant_order_id"].(string)
	if strings.HasSuffix(r.URL.Path, "/payment_intents/create") {
		return g.create(id, in)
	}
	fields, known := g.orders[id]
	if !known {
		return reply(200, map[string]any{"code": 40400, "message": "order not found", "rid": "r2"}), nil
	}
	return reply(200, map[string]any{"code": 0, "data": fields, "message": "ok", "rid": "r3"}), nil
}

func (g *gateway) refund(path string, in map[string]any) (*http.Response, error) {
	id := in["merchant_refund_id"].(string)
	if strings.HasSuffix(path, "/create") {
		g.refunds[id] = true
		if g.lose > 0 {
			g.lose--
			return nil, io.ErrUnexpectedEOF
		}
	}
	if !g.refunds[id] {
		return reply(200, map[string]any{"code": 40400, "message": "refund not found", "rid": "r5"}), nil
	}
	return reply(200, map[string]any{"code": 0, "data": map[string]any{"merchant_refund_id": id, "status": "SUCCEEDED"}, "message": "ok", "rid": "r6"}), nil
}

func (g *gateway) create(id string, in map[string]any) (*http.Response, error) {
	g.creates++
	fields := map[string]string{
		"merchant_order_id": id, "order_id": "C" + id, "amount": in["amount"].(string), "currency": in["currency"].(string), "status": "PENDING",
	}
	g.orders[id] = fields
	if g.lose > 0 {
		g.lose--
		return nil, io.ErrUnexpectedEOF
	}
	data := map[string]any{"next_action": map[string]any{"type": "render_qrcode", "qrcode_url": "https://pay.example/" + id}}
	for k, v := range fields {
		data[k] = v
	}
	return reply(200, map[string]any{"code": 0, "data": data, "message": "ok", "rid": "r4"}), nil
}

func (g *gateway) pay(id order.ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.orders[string(id)]["status"] = "SUCCEEDED"
}

func (g *gateway) set(change func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change()
}

func reply(status int, body any) *http.Response {
	raw, _ := json.Marshal(body)
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(raw))}
}

// counter is a till over a real log in a folder, in a synctest bubble.
type counter struct {
	*testing.T
	dir     string
	gateway *gateway
	secrets *secrets.Store
	log     *storage.Log
	till    *app.Till
	stop    func()
	diary   bytes.Buffer
	view    app.View
}

func account() order.Account {
	return order.Account{Gateway: "https://gateway.example", Merchant: uid, Currency: "HKD"}
}

func settings() order.Settings {
	s := order.Defaults("HKD")
	s.Account, s.Shop = account(), "Tea & Co"
	return s
}

// newCounter is a shop whose first start is done, and whose till runs.
func newCounter(t *testing.T) *counter {
	t.Helper()
	c := newShop(t)
	c.start()
	return c
}

func newShop(t *testing.T) *counter {
	t.Helper()
	c := &counter{T: t, dir: t.TempDir(), gateway: newGateway(), secrets: secrets.InMemory()}
	t.Cleanup(c.secrets.Close)
	if err := c.secrets.Set(t.Context(), account(), secrets.ClientSecret, secret); err != nil {
		t.Fatal(err)
	}
	c.openLog()
	for _, e := range app.SettingsEvents(settings(), nil, time.Now()) {
		if _, err := c.log.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func (c *counter) openLog() {
	c.Helper()
	log, err := storage.Open(c.dir, storage.Options{Create: true})
	if err != nil {
		c.Fatal(err)
	}
	c.log = log
}

func (c *counter) connect(a order.Account, secret string) (*payments.Client, error) {
	return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret, Transport: c.gateway})
}

func (c *counter) start() {
	c.launch()
	c.settle()
}

func (c *counter) launch() {
	c.till = app.New(app.Config{
		Log: c.log, Secrets: c.secrets, Connect: c.connect, Diary: slog.New(slog.NewTextHandler(&c.diary, nil)),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.till.Run(ctx) }()
	c.stop = func() {
		cancel()
		if err := <-done; err != nil {
			c.Error(err)
		}
		if err := c.log.Close(); err != nil {
			c.Error(err)
		}
	}
}

// restart stops the till at this moment and starts it again over its files.
func (c *counter) restart() {
	c.Helper()
	c.stop()
	c.openLog()
	c.start()
}

// settle waits until all goroutines rest, then fetches the newest view.
func (c *counter) settle() {
	synctest.Wait()
	select {
	case v, open := <-c.till.Views():
		if open {
			c.view = v
		}
	default:
	}
}

func (c *counter) send(cmd core.Command) {
	c.till.Send(cmd)
	c.settle()
}

func (c *counter) wait(d time.Duration) {
	time.Sleep(d) // virtual: the bubble's clock
	c.settle()
}

func (c *counter) charge() order.ID {
	c.Helper()
	c.send(core.Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat})
	if c.view.Sale == nil {
		c.Fatalf("no sale: %+v", c.view)
	}
	return c.view.Sale.Order
}

func (c *counter) phase(want core.Phase) {
	c.Helper()
	if c.view.Sale == nil || c.view.Sale.Phase != want {
		c.Fatalf("want phase %d, have %+v", want, c.view.Sale)
	}
}

// end stops the till and looks whether the log holds together.
func (c *counter) end() {
	c.Helper()
	c.stop()
	report, err := storage.Verify(c.dir + "/orders.db")
	if err != nil || len(report.Problems) > 0 {
		c.Errorf("the log: %v %v", report.Problems, err)
	}
	if strings.Contains(c.diary.String(), secret) {
		c.Error("the secret is in the diary")
	}
}
