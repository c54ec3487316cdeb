package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/order"
	"qrtill/app/probe"
	"qrtill/payments"
	"qrtill/payments/practice"
)

// answering is a gateway without a network.
type answering struct{ handler http.Handler }

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	a.handler.ServeHTTP(w, r)
	return w.Result(), nil
}

// contact is a probe as it is typed in a terminal, in fake time.
type contact struct {
	gateway  *practice.Gateway
	env      Env
	out, err bytes.Buffer
	flags    probeFlags
	path     string
}

func inContact(t *testing.T, test func(t *testing.T, c *contact)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.txt")
	synctest.Test(t, func(t *testing.T) {
		g, err := practice.New(practice.Config{})
		if err != nil {
			t.Fatal(err)
		}
		c := &contact{gateway: g, path: path, flags: probeFlags{wait: 15 * time.Minute, out: path}}
		c.env = Env{Out: &c.out, Err: &c.err, Version: "test"}
		test(t, c)
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
}

// run types the lines of typed when it is asked.
func (c *contact) run(ctx context.Context, t *testing.T, typed io.Reader) (code int, report string) {
	t.Helper()
	keys := c.gateway.Credentials()
	client, err := payments.New(payments.Config{BaseURL: "https://gw.example", UID: keys.UID, Secret: keys.Secret, Transport: answering{c.gateway.Handler()}})
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(typed)
	code = c.flags.run(ctx, c.env, client, probe.Config{
		Account: order.Account{Gateway: "https://gw.example", Merchant: keys.UID, Currency: "HKD"}, Till: "K2", Shop: "Tea & Co",
		Method: order.WeChat, Amount: order.Amount{Minor: 1, Currency: "HKD"},
		Yes: func(ctx context.Context, question string) bool { return yes(ctx, c.env, question, lines) },
	})
	text, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range []string{string(text), c.out.String(), c.err.String()} {
		if strings.Contains(all, keys.Secret) || client.Betrays(all) {
			t.Errorf("a secret is in %s", all)
		}
	}
	return code, string(text)
}

func (c *contact) said(t *testing.T, all ...string) {
	t.Helper()
	for _, words := range all {
		if text := c.out.String() + c.err.String(); !strings.Contains(text, words) {
			t.Errorf("%q is not in\n%s", words, text)
		}
	}
}

func TestAProbeAsksShowsTheCodeAndSaysWhereTheMoneyIs(t *testing.T) {
	inContact(t, func(t *testing.T, c *contact) {
		time.AfterFunc(26*time.Second, func() { c.gateway.Pay(c.gateway.Ledger()[0].MerchantOrderID) }) //nolint:errcheck // the report says it
		code, report := c.run(t.Context(), t, strings.NewReader("yes\r\n Yes\n"))
		sold := c.gateway.Ledger()
		if code != Done || len(sold) != 1 || len(sold[0].Refunds) != 1 || !strings.HasPrefix(sold[0].MerchantOrderID, "K2") {
			t.Fatalf("exit %d, ledger %+v: %s", code, sold, c.err.String())
		}
		c.said(t, "Make it? Type yes: ", "The code's text: "+sold[0].QR, "█ ▄▄▄▄▄ █", "Give the whole 0.01 HKD back now", "was paid, and refunded by",
			"differ from what the till assumes", "The report is "+c.path)
		if !strings.Contains(report, sold[0].MerchantOrderID) {
			t.Error(report)
		}
	})
}

func TestAProbeMakesNothingForAnythingButYes(t *testing.T) {
	for _, typed := range []string{"", "\n", "y\n", "no\n", "yes please\n"} {
		inContact(t, func(t *testing.T, c *contact) {
			if code, _ := c.run(t.Context(), t, strings.NewReader(typed)); code != Done || len(c.gateway.Ledger()) > 0 {
				t.Errorf("%q: exit %d, ledger %+v", typed, code, c.gateway.Ledger())
			}
			c.said(t, "No order was made. No money was moved.")
		})
	}
}

func TestAProbeIsStoppedWhileItAsks(t *testing.T) {
	inContact(t, func(t *testing.T, c *contact) {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		nobody, hands := io.Pipe() // nobody types
		code, report := c.run(ctx, t, nobody)
		hands.Close()
		if code != Undone || !strings.Contains(report, "No order was made.") || !strings.Contains(report, "“order not found”") || !strings.Contains(report, "and the probe was stopped") {
			t.Errorf("exit %d:\n%s", code, report)
		}
		c.said(t, "The probe was stopped.")
	})
}

func TestAProbeTouchesNoFileThatIsThere(t *testing.T) {
	inContact(t, func(t *testing.T, c *contact) {
		if err := os.WriteFile(c.path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, report := c.run(t.Context(), t, strings.NewReader("")); code != Undone || report != "mine" || c.out.Len() > 0 {
			t.Errorf("exit %d, %q, printed %q", code, report, c.out.String())
		}
		c.said(t, c.path+": There is a file of this name already.")
	})
}

func TestTheSmallestOrderIsOneOfTheSmallestCoinThatCanBeTyped(t *testing.T) {
	for currency, want := range map[string]string{"HKD": "0.01", "TWD": "1", "USD": "0.01", "JPY": "1"} {
		s := order.Defaults(currency)
		amount, method, wrong := (&probeFlags{}).order(s)
		if amount.Wire() != want || method != order.WeChat || wrong != "" {
			t.Errorf("%s: %v by %s, %s", currency, amount, method, wrong)
		}
	}
	for _, f := range []probeFlags{{amount: "0"}, {amount: "0.001"}, {amount: "x"}, {method: "cash"}} {
		if _, _, wrong := f.order(order.Defaults("HKD")); wrong == "" {
			t.Errorf("%+v is taken", f)
		}
	}
	if _, _, wrong := (&probeFlags{method: "alipayhk"}).order(order.Defaults("TWD")); wrong == "" {
		t.Error("AlipayHK is taken for TWD")
	}
}
