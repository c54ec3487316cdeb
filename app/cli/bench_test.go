package cli_test

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/payments/practice"
	"qrtill/storage"
)

// bench is a terminal, a data folder and a gateway on real loopback.
type bench struct {
	*testing.T
	dir      string
	secrets  *storage.Secrets
	gateway  string
	account  practice.Credentials
	shut     func() // ends the gateway
	out, err bytes.Buffer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	g, err := practice.New(practice.Config{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(g.Handler())
	b := &bench{T: t, dir: t.TempDir(), secrets: storage.MemorySecrets(), gateway: server.URL, account: g.Credentials(), shut: server.Close}
	t.Cleanup(func() { server.Close(); g.Close(); b.secrets.Close() })
	return b
}

func (b *bench) run(stdin string, args ...string) int {
	b.Helper()
	b.out.Reset()
	b.err.Reset()
	env := cli.Env{In: strings.NewReader(stdin), Out: &b.out, Err: &b.err, Version: "test", Secrets: b.secrets}
	return cli.Run(b.Context(), env, args)
}

func (b *bench) setup(secret string, more ...string) int {
	b.Helper()
	args := []string{"setup", "-data", b.dir, "-gateway", b.gateway, "-merchant", b.account.UID, "-shop", "Tea & Co", "-currency", "HKD"}
	return b.run(secret+"\n2468\n", append(append(args, "-pin"), more...)...)
}

// said fails the test unless standard error is one sentence with these words.
func (b *bench) said(words string) {
	b.Helper()
	if text := b.err.String(); !strings.Contains(text, words) || strings.Count(text, "\n") != 1 {
		b.Errorf("said %q, want one line with %q", text, words)
	}
}

// sale writes one paid order into the log.
func (b *bench) sale() order.ID {
	b.Helper()
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	s, _ := log.Settings()
	id := order.ID("T10123456789ABCDEFGHJK")
	answer := order.Answer{MerchantOrderID: string(id), OrderID: "C1", Amount: "128.50", Currency: "HKD", Status: "PENDING", QR: "https://pay.example/1"}
	paid := answer
	paid.Status = "SUCCEEDED"
	base := order.Event{Version: order.Version, At: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), Day: "2026-11-24", Order: id}
	for _, change := range []func(*order.Event){
		func(e *order.Event) {
			e.Kind = order.Created
			e.New = &order.New{Sale: string(id), Attempt: 1, Account: s.Account, Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat, Till: "T1", Zone: s.Zone}
		},
		func(e *order.Event) { e.Kind, e.Answer = order.CreateAnswered, &answer },
		func(e *order.Event) { e.Kind, e.Answer = order.Answered, &paid },
	} {
		e := base
		change(&e)
		if _, err := log.Append(e); err != nil {
			b.Fatal(err)
		}
	}
	return id
}

// shop sets a till up and sells once.
func (b *bench) shop() {
	b.Helper()
	if code := b.setup(b.account.Secret); code != cli.Done {
		b.Fatalf("setup: exit %d: %s", code, b.err.String())
	}
	b.sale()
}

// open opens the log for writing, for as long as use lasts.
func (b *bench) open(use func(log *storage.Log)) {
	b.Helper()
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	use(log)
	if err := log.Close(); err != nil {
		b.Fatal(err)
	}
}

// sellAgain starts one more order.
func (b *bench) sellAgain(id order.ID) {
	b.Helper()
	b.open(func(log *storage.Log) {
		o, err := log.Order("T10123456789ABCDEFGHJK")
		if err != nil {
			b.Fatal(err)
		}
		n := o.New
		n.Sale = string(id)
		e := order.Event{Version: order.Version, Kind: order.Created, At: o.CreatedAt, Day: o.Day, Order: id, New: &n}
		if _, err := log.Append(e); err != nil {
			b.Fatal(err)
		}
	})
}

// keepHead leaves the log's head in the keyring, as the till does.
func (b *bench) keepHead() {
	b.Helper()
	b.open(func(log *storage.Log) {
		if err := b.secrets.Set(b.Context(), order.Account{}, storage.ChainHead, log.Head().String()); err != nil {
			b.Fatal(err)
		}
	})
}
