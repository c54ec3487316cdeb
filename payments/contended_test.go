package payments_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// The two begin as two shops do: each with a sale, then they ask. The other's
// token request can only come between ours and our create while these two are on
// their way, so over a slow line a sale fails now and then, over a quick one none.
func TestTwoTillsAtAGatewayThatEndsOldTokensBothGetAnswers(t *testing.T) {
	for seed, far := range []time.Duration{0, 20 * time.Millisecond, 80 * time.Millisecond} {
		bubble(t, far.String(), func(t *testing.T) {
			g, tills := rivals(t, 2, far, uint64(seed))
			defer g.Close()
			var wg sync.WaitGroup
			for _, r := range tills {
				if err := r.sell(); err != nil {
					t.Fatal(err)
				}
				wg.Go(func() { r.day(t) })
			}
			wg.Wait()
			for _, r := range tills {
				r.report(t)
				if r.asked < 200 || r.answered*100 < r.asked*95 || r.shared*2 < r.asked {
					t.Errorf("%s: %d of %d answered", r.name, r.answered, r.asked)
				}
				if r.sales < 10 || far == 0 && r.spoiled > 0 || r.spoiled*10 > r.sales {
					t.Errorf("%s: %d of %d sales failed for their token", r.name, r.spoiled, r.sales)
				}
				if r.line.count(authPath) > r.asked*3/2+r.sales {
					t.Errorf("%s: %d tokens for %d questions", r.name, r.line.count(authPath), r.asked)
				}
			}
		})
	}
}

func TestTheSecondTokenThatDiesYoungMakesPairsUntilOneLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, tills := rivals(t, 2, 0, 1)
		defer g.Close()
		till, other := tills[0], tills[1]
		endIt := func() { must(t, func() (payments.Meta, error) { return other.c.Probe(ctx()) }) }
		contended := func() bool {
			t.Helper()
			p, err := till.c.Query(ctx(), payments.QueryRequest{MerchantOrderID: till.id})
			if err != nil {
				t.Fatal(err)
			}
			return p.Contended
		}
		if err := till.sell(); err != nil || contended() {
			t.Fatal(err)
		}
		for range 2 {
			endIt()
			if contended() {
				t.Fatal("too early")
			}
			time.Sleep(5 * time.Second)
		}
		tokens := till.line.count(authPath)
		for range 10 { // for a minute a token for each question
			endIt()
			before := till.line.count(queryPath)
			if !contended() || till.line.count(queryPath) != before+1 {
				t.Fatal("not in a pair")
			}
			time.Sleep(5 * time.Second)
		}
		if n := till.line.count(authPath) - tokens; n != 10 {
			t.Errorf("%d tokens for 10 questions", n)
		}
		time.Sleep(10 * time.Second)
		tokens = till.line.count(authPath)
		for range 13 { // the token lives: for a minute
			contended()
			time.Sleep(5 * time.Second)
		}
		if n := till.line.count(authPath) - tokens; n != 0 || contended() {
			t.Errorf("%d more tokens, contended %v", n, contended())
		}
		for _, words := range []string{"tokens die young", "tokens live again"} {
			if strings.Count(till.log.String(), words) != 1 {
				t.Errorf("%q is not once in the log", words)
			}
		}
	})
}

// A create that is refused for its token would leave an order in doubt.
func TestASaleRenewsFirstOnceATokenHasDiedYoung(t *testing.T) {
	eachOf(t, acting, func(t *testing.T, k kind) {
		synctest.Test(t, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[queryPath] = once(say(401, ""), say(200, recorded(t, "query.answer.json")))
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			wantTokens(t, g, 2)
			for n := range 5 {
				if err := k.call(ctx(), c); err != nil {
					t.Fatal(err)
				}
				wantTokens(t, g, 3+n)
			}
			time.Sleep(11 * time.Minute)
			if err := k.call(ctx(), c); err != nil {
				t.Fatal(err)
			}
			wantTokens(t, g, 7)
		})
	})
}

func TestASaleDoesNotGoWithATokenThatMayHaveBeenEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, tills := rivals(t, 2, 0, 1)
		defer g.Close()
		till, other := tills[0], tills[1]
		for range 4 {
			for _, r := range tills {
				if r.id == "" {
					must(t, func() (struct{}, error) { return struct{}{}, r.sell() })
				}
				must(t, func() (struct{}, error) { return struct{}{}, r.ask() })
			}
			time.Sleep(5 * time.Second)
		}
		must(t, func() (struct{}, error) { return struct{}{}, other.sell() })
		if err := g.SetFaults(practice.Faults{Chance: map[string]float64{"auth-silence": 1}}); err != nil {
			t.Fatal(err)
		}
		_, err := till.c.Create(ctx(), order)
		if e := wantFailure(t, err, "token", payments.KindServer, payments.TryAgain); !e.Contended || e.RetryAfter != time.Minute {
			t.Errorf("contended %v, retry after %v", e.Contended, e.RetryAfter)
		}
	})
}

// Nothing of ours comes between a token and the call that it was made for.
func TestPairsOfOneTillDoNotEndEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, tills := rivals(t, 2, 100*time.Millisecond, 7)
		defer g.Close()
		till, other := tills[0], tills[1]
		must(t, func() (struct{}, error) { return struct{}{}, till.sell() })
		for range 3 {
			must(t, func() (payments.Meta, error) { return other.c.Probe(ctx()) })
			must(t, func() (struct{}, error) { return struct{}{}, till.ask() })
			time.Sleep(5 * time.Second)
		}
		sent := till.line.count(queryPath)
		var wg sync.WaitGroup
		for n := range 12 {
			wg.Go(func() {
				switch n % 4 {
				case 0:
					if _, err := till.c.Create(ctx(), withID(fmt.Sprint("XA", n))); err != nil {
						t.Error(err)
					}
				case 1:
					if _, err := till.c.Probe(ctx()); err != nil {
						t.Error(err)
					}
				default:
					if _, err := till.c.Query(ctx(), payments.QueryRequest{MerchantOrderID: till.id}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := till.line.count(queryPath) - sent; n != 6 {
			t.Errorf("6 questions were sent %d times", n)
		}
	})
}

func withID(id string) payments.CreateRequest {
	r := order
	r.MerchantOrderID = id
	return r
}

func TestWordsOfARefusalThatAreAboutTheToken(t *testing.T) {
	for _, message := range []string{
		"invalid token", "Access Token expired", "token has expired", "token is missing", "missing access_token", "accessToken invalid",
		"The access token is not valid", "token no longer valid", "no token", "token not found", "Unauthorized: token expired", "token error",
		"invalid bearer token", "Invalid token for merchant 88000001", "令牌已过期", "无效的令牌",
	} {
		if !payments.OfToken(message) {
			t.Errorf("%q is not taken for words about the token", message)
		}
	}
	for _, message := range []string{
		"", "merchant is not authorized for ALIPAYHK", "UNAUTHORIZED", "not authorized", "author unknown", "order expired", "invalid order",
		"token", "tokenization is not enabled", "invalid tokenization", "card token expired", "invalid payment token", "no token payment method",
		"merchant has no permission for token", "forbidden", "invalid credential", "QR token expired", "authentication required",
	} {
		if payments.OfToken(message) {
			t.Errorf("%q is taken for words about the token", message)
		}
	}
}

func refusedInWords(message string) http.HandlerFunc {
	return say(200, `{"code":10023,"message":"`+message+`","rid":"r"}`)
}

func TestARefusalForPermissionsCostsNoToken(t *testing.T) {
	for _, k := range append(acting, asking...) {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[k.path] = refusedInWords("merchant is not authorized for ALIPAYHK")
			for n := range 3 {
				wantFailure(t, k.call(ctx(), c), k.op, payments.KindRefused, payments.Refused)
				if g.count(k.path) != n+1 {
					t.Fatal("it was sent again")
				}
			}
			wantTokens(t, g, 1)
		})
	}
}

func TestAQuestionRefusedForItsTokenInWordsIsAskedAgainWithAnother(t *testing.T) {
	for _, k := range asking {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[k.path] = once(refusedInWords("token expired"), say(200, recorded(t, k.answer)))
			if err := k.call(ctx(), c); err != nil || g.count(k.path) != 2 {
				t.Errorf("%v, asked %d times", err, g.count(k.path))
			}
			wantTokens(t, g, 2)
		})
	}
}

func TestACallThatActsAndIsRefusedForItsTokenInWordsIsNotSentAgain(t *testing.T) {
	for _, k := range acting {
		bubble(t, k.op, func(t *testing.T) {
			c, g := inMemory(t)
			g.answer[k.path] = refusedInWords("token expired")
			wantFailure(t, k.call(ctx(), c), k.op, payments.KindRefused, payments.Refused)
			if g.count(k.path) != 1 {
				t.Error("it was sent again")
			}
			must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
			wantTokens(t, g, 2) // but the token was forgotten
		})
	}
}

// What is said of every token has another reason.
func TestWordsThatAnotherTokenDoesNotCureAreNotAboutIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[queryPath] = refusedInWords("invalid token in field 7")
		for range 60 {
			_, err := c.Query(ctx(), ask)
			wantFailure(t, err, "query", payments.KindRefused, payments.Refused)
			time.Sleep(5 * time.Second)
		}
		wantTokens(t, g, 2)
	})
}
