package secrets_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/order"
	"qrtill/storage/secrets"
)

const secret = "s3cret-w0rd"

// Two accounts of one gateway.
var (
	shop  = order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	other = order.Account{Gateway: "https://gateway.example", Merchant: "M2", Currency: "USD"}
)

// planted is a keyring whose answers a test decides.
type planted struct {
	mu    sync.Mutex
	items map[string]string
	hang  chan struct{}                     // calls wait for it when it is there
	get   func(item string) (string, error) // instead of looking
	set   func(item, secret string) error   // instead of keeping
	busy  int                               // calls under way
	most  int                               // calls ever under way at once
	calls int
}

func (p *planted) enter() func() {
	p.mu.Lock()
	p.calls++
	p.busy++
	p.most = max(p.most, p.busy)
	hang := p.hang
	p.mu.Unlock()
	if hang != nil {
		<-hang
	}
	return func() { p.mu.Lock(); p.busy--; p.mu.Unlock() }
}

func (p *planted) counts() (calls, most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls, p.most
}

func (p *planted) secrets() *secrets.Store {
	p.items = map[string]string{}
	return secrets.On(
		func(item string) (string, error) {
			defer p.enter()()
			if p.get != nil {
				return p.get(item)
			}
			if s, ok := p.items[item]; ok {
				return s, nil
			}
			return "", secrets.ErrNoSecret
		},
		func(item, secret string) error {
			defer p.enter()()
			if p.set != nil {
				return p.set(item, secret)
			}
			p.items[item] = secret
			return nil
		},
		func(item string) error {
			defer p.enter()()
			delete(p.items, item)
			return nil
		})
}

// keyrings are those that must behave alike. The system's own takes part where
// the tests are started with one that is theirs to write to.
func keyrings() map[string]func() *secrets.Store {
	all := map[string]func() *secrets.Store{
		"memory":  secrets.InMemory,
		"planted": new(planted).secrets,
	}
	if os.Getenv("QRTILL_TEST_KEYRING") == "1" {
		all["system"] = func() *secrets.Store { return secrets.Open("test-" + time.Now().Format("150405.000000")) }
	}
	return all
}

func TestSecretsAreKeptByAccountAndPurpose(t *testing.T) {
	for name, open := range keyrings() {
		t.Run(name, func(t *testing.T) {
			ctx, s := t.Context(), open()
			defer s.Close()
			long := shop
			long.Gateway = "https://" + strings.Repeat("gateway.", 40) + "example"
			longer := long
			longer.Merchant = "M2"
			kept := map[string]struct {
				a order.Account
				p secrets.Purpose
			}{
				"one": {shop, secrets.ClientSecret}, "two": {shop, secrets.NotifyKey}, "three": {other, secrets.ClientSecret},
				"four": {order.Account{}, secrets.PINPepper}, "five": {long, secrets.ClientSecret}, "six": {longer, secrets.ClientSecret},
			}
			for secret, at := range kept {
				if _, err := s.Get(ctx, at.a, at.p); !errors.Is(err, secrets.ErrNoSecret) || errors.Is(err, secrets.ErrKeyring) {
					t.Errorf("%s before: %v", secret, err)
				}
				if err := s.Set(ctx, at.a, at.p, secret); err != nil {
					t.Fatal(err)
				}
			}
			for secret, at := range kept {
				if got, err := s.Get(ctx, at.a, at.p); err != nil || got != secret {
					t.Errorf("%s: %q, %v", secret, got, err)
				}
				if err := errors.Join(s.Delete(ctx, at.a, at.p), s.Delete(ctx, at.a, at.p)); err != nil {
					t.Errorf("deleting twice: %v", err)
				}
				if _, err := s.Get(ctx, at.a, at.p); !errors.Is(err, secrets.ErrNoSecret) {
					t.Errorf("%s after: %v", secret, err)
				}
			}
			odd := "a b'\"\\\n$(x)%é店" + strings.Repeat("x", 2400)
			if err := s.Set(ctx, shop, secrets.ClientSecret, odd); err != nil {
				t.Error(err)
			}
			if got, _ := s.Get(ctx, shop, secrets.ClientSecret); got != odd {
				t.Error("an odd secret came back otherwise")
			}
			if err := errors.Join(s.Set(ctx, shop, secrets.ClientSecret, "new"), s.Delete(ctx, shop, secrets.ClientSecret)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestItemsNameDatabaseAccountAndPurpose(t *testing.T) {
	s := new(planted).secrets()
	defer s.Close()
	if got, want := s.Item(shop, secrets.ClientSecret), "database/https://gateway.example|M1|HKD/client_secret"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := s.Item(order.Account{}, secrets.PINPepper), "database/till/pin_pepper"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	long := order.Account{Gateway: strings.Repeat("g", 300)}
	if got := s.Item(long, secrets.ClientSecret); len(got) > 200 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestASecretHasOneTo2500Bytes(t *testing.T) {
	var p planted
	s := p.secrets()
	defer s.Close()
	for _, secret := range []string{"", strings.Repeat("x", 2501)} {
		if err := s.Set(t.Context(), shop, secrets.ClientSecret, secret); !errors.Is(err, secrets.ErrSecretSize) {
			t.Errorf("%d bytes: %v", len(secret), err)
		}
	}
	if calls, _ := p.counts(); calls != 0 {
		t.Error("the keyring was asked")
	}
	if err := s.Set(t.Context(), shop, secrets.ClientSecret, strings.Repeat("x", 2500)); err != nil {
		t.Error(err)
	}
}

func TestWhatTheKeyringDoesNotKeepIsNoticedAndNoErrorTellsTheSecret(t *testing.T) {
	locked := errors.New("failed to unlock collection")
	cases := map[string]*planted{
		"cut off":       {get: func(string) (string, error) { return secret[:4], nil }},
		"not kept":      {set: func(string, string) error { return nil }},
		"locked":        {set: func(string, string) error { return locked }},
		"locked on get": {get: func(string) (string, error) { return "", locked }},
		"talkative":     {set: func(_, s string) error { return errors.New("cannot write " + s) }},
	}
	for name, p := range cases {
		s := p.secrets()
		err := s.Set(t.Context(), shop, secrets.ClientSecret, secret)
		if !errors.Is(err, secrets.ErrKeyring) || errors.Is(err, secrets.ErrNoSecret) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
		if strings.HasPrefix(name, "locked") && !errors.Is(err, locked) {
			t.Errorf("%s: %v does not say why", name, err)
		}
		s.Close()
	}
}

func TestACallThatHangsIsLeftBehindAndTheNextGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &planted{hang: make(chan struct{})}
		s := p.secrets()
		defer s.Close()
		begin := time.Now()
		if _, err := s.Get(t.Context(), shop, secrets.ClientSecret); !errors.Is(err, secrets.ErrKeyring) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("hanging: %v", err)
		}
		if took := time.Since(begin); took != 15*time.Second {
			t.Errorf("given up after %v", took)
		}
		// The keyring is back, though that call never returns.
		p.mu.Lock()
		hung := p.hang
		p.hang = nil
		p.mu.Unlock()
		begin = time.Now()
		if err := s.Set(t.Context(), shop, secrets.ClientSecret, secret); err != nil || time.Since(begin) != 0 {
			t.Errorf("after a call that hangs: %v, after %v", err, time.Since(begin))
		}
		close(hung)
	})
}

func TestOnlySoManyCallsAreLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &planted{hang: make(chan struct{})}
		s := p.secrets()
		defer s.Close()
		for range 3 {
			if _, err := s.Get(t.Context(), shop, secrets.ClientSecret); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, secrets.ErrKeyringStuck) {
				t.Errorf("hanging: %v", err)
			}
		}
		begin := time.Now()
		for range 100 {
			if err := s.Set(t.Context(), shop, secrets.ClientSecret, secret); !errors.Is(err, secrets.ErrKeyringStuck) || !errors.Is(err, secrets.ErrKeyring) {
				t.Errorf("behind too many: %v", err)
			}
		}
		if calls, _ := p.counts(); time.Since(begin) != 0 || calls != 3 {
			t.Errorf("waited %v, %d calls", time.Since(begin), calls)
		}
		close(p.hang) // a person has unlocked it
		synctest.Wait()
		if err := s.Set(t.Context(), shop, secrets.ClientSecret, secret); err != nil {
			t.Errorf("unlocked: %v", err)
		}
	})
}

func TestTheCallersDeadlineCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &planted{hang: make(chan struct{})}
		s := p.secrets()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { // one is in the call, the others wait for their turn
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				begin := time.Now()
				_, err := s.Get(ctx, shop, secrets.ClientSecret)
				if !errors.Is(err, secrets.ErrKeyring) || time.Since(begin) != time.Second {
					t.Errorf("%v after %v", err, time.Since(begin))
				}
			})
		}
		all.Wait()
		s.Close() // does not wait either
		close(p.hang)
	})
}

func TestCallsAreMadeOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &planted{}
		p.get = func(string) (string, error) { time.Sleep(time.Millisecond); return secret, nil }
		s := p.secrets()
		defer s.Close()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := s.Get(t.Context(), shop, secrets.ClientSecret); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if calls, most := p.counts(); calls != 20 || most != 1 {
			t.Errorf("%d calls, up to %d at once", calls, most)
		}
	})
}

func TestClosedSecretsAreAKeyringThatCannotBeUsed(t *testing.T) {
	for name, open := range keyrings() {
		s := open()
		s.Close()
		s.Close()
		if _, err := s.Get(t.Context(), shop, secrets.ClientSecret); !errors.Is(err, secrets.ErrKeyring) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
