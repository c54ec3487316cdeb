package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
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

func TestSetupKeepsSettingsInTheLogAndSecretsInTheKeyring(t *testing.T) {
	b := newBench(t)
	if code := b.setup(b.account.Secret, "-till", "K2", "-cutoff", "4"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s, _ := log.Settings()
	if s.Shop != "Tea & Co" || s.Till != "K2" || s.Cutoff != 4 || s.Account.Gateway != b.gateway {
		t.Errorf("settings %+v", s)
	}
	kept, err := b.secrets.Get(t.Context(), s.Account, storage.ClientSecret)
	if err != nil || kept != b.account.Secret {
		t.Error("the secret is not in the keyring", err)
	}
	if _, set := log.PIN(); !set {
		t.Error("the PIN is not set")
	}
	raw, err := os.ReadFile(filepath.Join(b.dir, "orders.db"))
	if err != nil || bytes.Contains(raw, []byte(b.account.Secret)) || bytes.Contains(raw, []byte("2468")) {
		t.Error("a secret is in the file", err)
	}
}

func TestSetupChangesOnlyWhatIsGiven(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret, "-till", "K2")
	if code := b.run(b.account.Secret+"\n", "setup", "-data", b.dir, "-shop", "Tea & Sons"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	log, err := storage.Open(b.dir, storage.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if s, _ := log.Settings(); s.Shop != "Tea & Sons" || s.Till != "K2" || s.Account.Merchant != b.account.UID {
		t.Errorf("settings %+v", s)
	}
}

func TestSetupIsNoWayAroundTheManagersPIN(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	account := order.Account{Gateway: b.gateway, Merchant: b.account.UID, Currency: "HKD"}
	pin := func() order.PIN {
		log, err := storage.Open(b.dir, storage.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		set, _ := log.PIN()
		return set
	}
	before := pin()
	if code := b.setup(b.account.Secret, "-merchant", "77000001"); code != cli.Undone {
		t.Errorf("another account: exit %d", code)
	}
	b.said("with that PIN")
	b.shut() // the gateway can't be asked
	if code := b.run("rubbish\n9999\n", "setup", "-data", b.dir, "-pin"); code != cli.Undone {
		t.Errorf("a secret that nothing proves: exit %d", code)
	}
	kept, err := b.secrets.Get(t.Context(), account, storage.ClientSecret)
	if after := pin(); err != nil || kept != b.account.Secret || !reflect.DeepEqual(before, after) {
		t.Errorf("PIN or secret have changed: %v", err)
	}
}

func TestSetupSaysWhatIsWrong(t *testing.T) {
	cases := []struct {
		name, secret string
		args         []string
		code         int
		says         string
	}{
		{"wrong secret", "wrong", nil, cli.Undone, "does not accept"},
		{"no secret", "", nil, cli.Undone, "client secret"},
		{"plain http to a stranger", "s", []string{"-gateway", "http://gateway.example"}, cli.Undone, "https://"},
		{"till code", "s", []string{"-till", "X1"}, cli.Undone, "till’s code"},
		{"zone", "s", []string{"-zone", "Mars"}, cli.Undone, "time zone"},
		{"secret as an argument", "s", []string{"s3cr3t"}, cli.Usage, "never as an argument"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			if code := b.setup(c.secret, c.args...); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			b.said(c.says)
			if log, err := storage.Open(b.dir, storage.Options{Create: true}); err == nil {
				defer log.Close()
				if _, saved := log.Settings(); saved {
					t.Error("settings were saved all the same")
				}
			}
		})
	}
}

func TestOrdersAndVerify(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	id := b.sale()

	if code := b.run("", "orders", "-data", b.dir, "-format", "json"); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	var row map[string]any
	if err := json.Unmarshal(b.out.Bytes(), &row); err != nil {
		t.Fatalf("%v in %q", err, b.out.String())
	}
	for field, want := range map[string]any{"merchant_order_id": string(id), "amount": "128.50", "currency": "HKD", "status": "paid", "refunded": "0.00", "till": "T1"} {
		if row[field] != want {
			t.Errorf("%s is %v, want %v", field, row[field], want)
		}
	}
	if code := b.run("", "orders", "-data", b.dir); code != cli.Done || !strings.Contains(b.out.String(), "128.50") {
		t.Errorf("table: exit %d, %q", code, b.out.String())
	}
	if code := b.run("", "orders", "-data", b.dir, "-status", "refused"); code != cli.Done || strings.Contains(b.out.String(), string(id)) {
		t.Errorf("filtered: exit %d, %q", code, b.out.String())
	}
	file := filepath.Join(t.TempDir(), "orders.json")
	if code := b.run("", "orders", "-data", b.dir, "-format", "json", "-out", file); code != cli.Done {
		t.Errorf("to a file: exit %d, %s", code, b.err.String())
	}
	if raw, err := os.ReadFile(file); err != nil || !bytes.Contains(raw, []byte(id)) {
		t.Error("the file does not hold the order", err)
	}
	if code := b.run("", "verify", "-data", b.dir); code != cli.Done || !strings.HasPrefix(b.out.String(), "ok:") {
		t.Errorf("verify: exit %d, %q %q", code, b.out.String(), b.err.String())
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

func TestVerifyFindsADamagedLog(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	b.sale()
	path := filepath.Join(b.dir, "orders.db")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	planted := bytes.Replace(raw, []byte(`"amount":{"minor":12850`), []byte(`"amount":{"minor":99850`), -1)
	if bytes.Equal(raw, planted) {
		t.Fatal("the fault could not be planted")
	}
	if err := os.WriteFile(path, planted, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := b.run("", "verify", "-data", b.dir); code != cli.Failed {
		t.Errorf("exit %d: %q %q", code, b.out.String(), b.err.String())
	}
}

func TestALogInUseIsSaid(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for _, command := range []string{"orders", "verify"} {
		if code := b.run("", command, "-data", b.dir); code != cli.Undone {
			t.Errorf("%s: exit %d", command, code)
		}
		b.said("in use")
	}
}

func TestWrongUsage(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{
		{}, {"nonsense"}, {"orders", "-format", "pdf"}, {"orders", "-from", "yesterday"}, {"orders", "-status", "happy"},
		{"gateway", "-faults", "earthquake"}, {"verify", "-nonsense"}, {"setup", "-practice"},
	} {
		if code := b.run("", args...); code != cli.Usage || b.err.Len() == 0 {
			t.Errorf("%v: exit %d, said %q", args, code, b.err.String())
		}
	}
}

func TestGatewayPrintsItsAddressAndCredentials(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it starts, prints, and ends
	env := cli.Env{In: strings.NewReader(""), Out: &b.out, Err: &b.err}
	if code := cli.Run(ctx, env, []string{"gateway", "-listen", "127.0.0.1:0"}); code != cli.Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	for _, line := range []string{"gateway: http://127.0.0.1:", "merchant: ", "client_secret: ", "notify_key: "} {
		if !strings.Contains(b.out.String(), line) {
			t.Errorf("no %q in %q", line, b.out.String())
		}
	}
}
