package payments_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"qrtill/payments"
	"qrtill/payments/practice"
)

// line is the way from one till to a practice gateway, each way taking up to far.
type line struct {
	gateway http.Handler
	far     time.Duration
	random  *rand.Rand

	mu     sync.Mutex
	counts map[string]int
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := l.travel(r.Context()); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	l.mu.Lock()
	l.counts[r.URL.Path]++
	l.mu.Unlock()
	w := httptest.NewRecorder()
	l.gateway.ServeHTTP(w, r)
	return w.Result(), l.travel(r.Context())
}

func (l *line) travel(ctx context.Context) error {
	l.mu.Lock()
	d := time.Duration(l.random.Int64N(int64(l.far + 1)))
	l.mu.Unlock()
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *line) count(path string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts[path]
}

// rivals is a practice gateway at which a new token ends the one before, and
// tills with the same credentials.
func rivals(t *testing.T, tills int, far time.Duration, seed uint64) (*practice.Gateway, []*rival) {
	t.Helper()
	g, err := practice.New(practice.Config{Expiry: time.Hour, Faults: practice.Faults{Chance: map[string]float64{"token-single": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	keys := g.Credentials()
	var all []*rival
	for n := range tills {
		r := &rival{name: fmt.Sprint("T", n), random: rand.New(rand.NewPCG(seed, uint64(100+n)))}
		r.line = &line{gateway: g.Handler(), far: far, random: rand.New(rand.NewPCG(seed, uint64(n))), counts: map[string]int{}}
		r.c, err = payments.New(payments.Config{
			BaseURL: "https://gw.example", UID: keys.UID, Secret: keys.Secret, Transport: r.line, Log: slog.New(slog.NewTextHandler(&r.log, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return g, all
}

type rival struct {
	name   string
	c      *payments.Client
	line   *line
	random *rand.Rand
	log    bytes.Buffer

	sales, asked, answered, spoiled, shared int
	id                                      string // of the newest sale
}

func (r *rival) sell() error {
	r.sales++
	sale := order
	sale.MerchantOrderID = fmt.Sprintf("X%s%d", r.name, r.sales)
	in, err := r.c.Create(ctx(), sale)
	if err == nil {
		r.id = in.MerchantOrderID
	} else if payments.OutcomeOf(err) == payments.Unknown {
		r.spoiled++
	}
	return err
}

func (r *rival) ask() error {
	r.asked++
	p, err := r.c.Query(ctx(), payments.QueryRequest{MerchantOrderID: r.id})
	if err == nil {
		r.answered++
	}
	if p.Contended {
		r.shared++
	}
	return err
}

// day is what a till does for 20 minutes: a question in 5 s, a sale now and then.
func (r *rival) day(t *testing.T) {
	for end := time.Now().Add(20 * time.Minute); time.Now().Before(end); {
		time.Sleep(4*time.Second + time.Duration(r.random.Int64N(int64(2*time.Second))))
		if r.asked > 0 && r.random.IntN(8) == 0 { // only a question can show that there is somebody else
			if err := r.sell(); err != nil {
				t.Logf("%s: sale %d: %v", r.name, r.sales, err)
			}
		}
		if err := r.ask(); err != nil {
			t.Logf("%s: %v", r.name, err)
		}
	}
}

func (r *rival) report(t *testing.T) {
	t.Logf("%s: %d of %d questions answered, %d of %d sales spoiled, %d answers in pairs, %d tokens, %d questions sent",
		r.name, r.answered, r.asked, r.spoiled, r.sales, r.shared, r.line.count(authPath), r.line.count(queryPath))
}

// inPairs makes two tills of which the first knows that the second ends its tokens.
func inPairs(t *testing.T) (g *practice.Gateway, till, other *rival) {
	t.Helper()
	g, tills := rivals(t, 2, 0, 1)
	till, other = tills[0], tills[1]
	must(t, func() (struct{}, error) { return struct{}{}, till.sell() })
	for range 2 {
		must(t, func() (payments.Meta, error) { return other.c.Probe(ctx()) })
		must(t, func() (struct{}, error) { return struct{}{}, till.ask() })
		time.Sleep(5 * time.Second)
	}
	return g, till, other
}
