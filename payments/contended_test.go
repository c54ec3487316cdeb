package payments_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/payments"
	"qrtill/payments/practice"
)

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

func TestPairsGoOnAsLongAsTheOtherProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, other := inPairs(t)
		defer g.Close()
		for n := range 100 {
			must(t, func() (payments.Meta, error) { return other.c.Probe(ctx()) })
			must(t, func() (struct{}, error) { return struct{}{}, till.ask() })
			if till.shared != n+1 {
				t.Fatalf("the pairs ended after %d", n)
			}
			time.Sleep(65 * time.Second)
		}
	})
}

func TestPairsHaveAPaceOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, _ := inPairs(t)
		defer g.Close()
		tokens := till.line.count(authPath)
		for range 500 {
			must(t, func() (struct{}, error) { return struct{}{}, till.ask() })
			time.Sleep(100 * time.Millisecond)
		}
		if n := till.line.count(authPath) - tokens; n < 25 || n > 28 {
			t.Errorf("%d tokens in 50 s, want one in 2 s and three at once", n)
		}
	})
}

func TestWhereNoTokenIsGoodThereAreNoPairs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, _ := inPairs(t)
		defer g.Close()
		if err := g.SetFaults(practice.Faults{Chance: map[string]float64{"token-401": 1}}); err != nil {
			t.Fatal(err)
		}
		for n := range 2 {
			if e := failureOf(t, till.ask()); e.Kind != payments.KindAuth || e.Contended != (n == 0) {
				t.Errorf("question %d: contended %v, %v", n, e.Contended, e)
			}
			time.Sleep(5 * time.Second)
		}
		tokens := till.line.count(authPath)
		for range 720 {
			if e := failureOf(t, till.ask()); e.Contended {
				t.Fatal("pairs again")
			}
			time.Sleep(5 * time.Second)
		}
		if n := till.line.count(authPath) - tokens; n > 52 {
			t.Errorf("%d tokens in an hour", n)
		}
	})
}

func TestNoTokenIsKeptWarmForPairs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, _ := inPairs(t)
		defer g.Close()
		time.Sleep(2 * time.Hour)
		tokens := till.line.count(authPath)
		if err := till.c.Warm(ctx()); err != nil || till.line.count(authPath) != tokens {
			t.Errorf("%d tokens, %v", till.line.count(authPath)-tokens, err)
		}
	})
}

func TestATokenThatIsRefusedLateHasNotDiedYoung(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		refusedOnce := func() payments.Payment {
			g.answer[queryPath] = once(say(401, ""), say(200, recorded(t, "query.answer.json")))
			p, err := c.Query(ctx(), ask)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) })
		time.Sleep(50 * time.Minute)
		refusedOnce()
		time.Sleep(10 * time.Second)
		refusedOnce()
		if p, err := c.Query(ctx(), ask); err != nil || p.Contended {
			t.Errorf("contended %v, %v", p.Contended, err)
		}
	})
}

func TestQuestionsThatWereSentWithTheSameDeadTokenAreAllAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := inMemory(t)
		g.answer[queryPath] = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			if r.Header.Get("Authorization") == "Bearer token1-abcdef" {
				w.WriteHeader(401)
				return
			}
			say(200, recorded(t, "query.answer.json"))(w, r)
		}
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() { must(t, func() (payments.Payment, error) { return c.Query(ctx(), ask) }) })
		}
		wg.Wait()
		wantTokens(t, g, 2)
	})
}

// One death is enough for sales to renew first, and then they end each other's
// tokens if they are not kept apart.
func TestSalesThatRenewFirstDoNotEndEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, tills := rivals(t, 2, 100*time.Millisecond, 3)
		defer g.Close()
		till, other := tills[0], tills[1]
		must(t, func() (struct{}, error) { return struct{}{}, till.sell() })
		must(t, func() (payments.Meta, error) { return other.c.Probe(ctx()) })
		must(t, func() (struct{}, error) { return struct{}{}, till.ask() })
		var wg sync.WaitGroup
		for n := range 10 {
			wg.Go(func() {
				time.Sleep(time.Duration(n) * 70 * time.Millisecond)
				if in, err := till.c.Create(ctx(), withID(fmt.Sprint("XA", n))); err != nil || in.Contended {
					t.Errorf("contended %v, %v", in.Contended, err)
				}
			})
		}
		wg.Wait()
	})
}

// A context that ends while a call waits for its pair leaves nothing locked.
func TestPairsAreFreeAfterCancelledCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, other := inPairs(t)
		defer g.Close()
		for range 20 {
			giveUp, cancel := context.WithCancel(context.Background())
			done := make(chan struct{})
			go func() {
				till.c.Query(giveUp, payments.QueryRequest{MerchantOrderID: till.id})
				close(done)
			}()
			cancel()
			<-done
			other.c.Probe(context.Background())
		}
		time.Sleep(10 * time.Second)
		if err := till.ask(); err != nil {
			t.Error(err)
		}
		if err := till.sell(); err != nil {
			t.Error(err)
		}
	})
}

// Renewal and call go together when tokens die young, those of the daily look as well
// (rule 15).
func TestTheLookOfAContendedAccountGoesWithALivingToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, till, other := inPairs(t)
		defer g.Close()
		other.c.Probe(context.Background())
		seen := till.c.Look(context.Background(), payments.Question{Ask: payments.QueryRequest{MerchantOrderID: "XMADEUP1"}})
		if e := failureOf(t, seen.Err); e.Kind == payments.KindAuth {
			t.Error(e)
		}
	})
}
