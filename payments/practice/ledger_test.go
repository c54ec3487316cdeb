package practice_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"qrtill/payments/practice"
)

// sellAndClose makes a ledger with a paid and refunded order, a cancelled one
// and an open one.
func sellAndClose(t *testing.T, path string) (practice.Credentials, []practice.Entry, string) {
	t.Helper()
	s := newShop(t, practice.Config{Ledger: path})
	for _, id := range []string{"XA1", "XA2", "XA3"} {
		s.must(create, wechat.with(fields{"merchant_order_id": id}))
	}
	s.pay("XA1")
	s.must(createRefund, refundOf)
	if err := s.gateway.Cancel("XA2"); err != nil {
		t.Fatal(err)
	}
	if err := s.gateway.Close(); err != nil {
		t.Fatal(err)
	}
	return s.gateway.Credentials(), s.gateway.Ledger(), s.token
}

func TestARestartKeepsOrdersAndCredentialsAndEndsTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	credentials, entries, token := sellAndClose(t, path)
	s := newShop(t, practice.Config{Ledger: path})
	if s.gateway.Credentials() != credentials {
		t.Error("the credentials changed")
	}
	if got, _ := json.Marshal(s.gateway.Ledger()); string(got) != mustJSON(t, entries) {
		t.Errorf("the orders changed:\n%s\n%s", got, mustJSON(t, entries))
	}
	s.pay("XA3")
	s.refused(createRefund, refundOf.with(fields{"merchant_refund_id": "R2", "amount": "100"}), 40901)
	s.refused(create, wechat, 40900)
	s.token = token
	s.refused(query, fields{"merchant_order_id": "XA3"}, 40100)
}

func TestConfiguredCredentialsGoBeforeTheLedgers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	old, _, _ := sellAndClose(t, path)
	if old.UID != "88000001" || len(old.Secret) < 32 || old.Secret == old.NotifyKey {
		t.Error("poor default credentials")
	}
	g := newGateway(t, practice.Config{Ledger: path, Secret: "chosen"})
	if got := g.Credentials(); got.Secret != "chosen" || got.NotifyKey != old.NotifyKey {
		t.Error("the configured secret is not used, or the key changed")
	}
}

func TestACutLastLineIsDropped(t *testing.T) {
	for name, tail := range map[string]string{
		"half a line":       `{"change":{"order_id":"C12`,
		"garbage":           "\x00\x00\x00\x00",
		"a bad whole line":  "{\"change\":\n",
		"no line end":       `{"credentials":{"uid":"1","client_secret":"2","notify_key":"3"}}`,
		"only a line start": "{",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.jsonl")
			credentials, entries, _ := sellAndClose(t, path)
			whole, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, append(bytes.Clone(whole), tail...), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			s := newShop(t, practice.Config{Ledger: path, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if s.gateway.Credentials() != credentials || mustJSON(t, s.gateway.Ledger()) != mustJSON(t, entries) {
				t.Error("something else than the last line was lost")
			}
			if !strings.Contains(log.String(), "dropped") {
				t.Errorf("log: %s", log.String())
			}
			s.pay("XA3")
			if err := s.gateway.Close(); err != nil {
				t.Fatal(err)
			}
			again := newGateway(t, practice.Config{Ledger: path})
			if !reflect.DeepEqual(statuses(again), []string{"SUCCEEDED", "CANCELLED", "SUCCEEDED"}) {
				t.Errorf("after the next change: %v", statuses(again))
			}
		})
	}
}

func TestABadLineInTheMiddleIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	sellAndClose(t, path)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"not JSON":        bytes.Replace(content, []byte(`{"order"`), []byte(`{"order`), 1),
		"an order lost":   bytes.Replace(content, []byte(`"order_id":"C`), []byte(`"order_id":"D`), 1),
		"an unknown kind": append([]byte("{}\n"), content...),
	} {
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := practice.New(practice.Config{Ledger: path}); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := practice.New(practice.Config{Ledger: filepath.Join(path, "no", "folder")}); err == nil {
		t.Error("a ledger that can't be opened is accepted")
	}
}

func TestWhatIsNotWrittenDidNotHappen(t *testing.T) {
	s := newShop(t, practice.Config{Ledger: filepath.Join(t.TempDir(), "ledger.jsonl")})
	s.must(create, wechat)
	if err := s.gateway.Close(); err != nil { // every write fails from here on
		t.Fatal(err)
	}
	s.refused(create, wechat.with(fields{"merchant_order_id": "XA2"}), 50000)
	if err := s.gateway.Pay("XA1"); err == nil {
		t.Error("paid without a line in the ledger")
	}
	if got := statuses(s.gateway); !reflect.DeepEqual(got, []string{"PENDING"}) {
		t.Error(got)
	}
}

func TestTwoGatewaysDoNotWriteOverEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	sellAndClose(t, path)
	one, two := newShop(t, practice.Config{Ledger: path}), newShop(t, practice.Config{Ledger: path})
	one.pay("XA3")
	if err := two.gateway.Cancel("XA3"); err == nil {
		t.Error("the second gateway wrote on")
	}
	if got := statuses(newGateway(t, practice.Config{Ledger: path})); !reflect.DeepEqual(got, []string{"SUCCEEDED", "CANCELLED", "SUCCEEDED"}) {
		t.Error(got)
	}
}

func TestTheLedgerHandsOutCopies(t *testing.T) {
	s := newPaidShop(t, "")
	s.must(createRefund, refundOf)
	s.gateway.Ledger()[0].Refunds[0].Amount = "999"
	if got := s.gateway.Ledger()[0].Refunds[0].Amount; got != "50" {
		t.Error(got)
	}
}

func statuses(g *practice.Gateway) (all []string) {
	for _, e := range g.Ledger() {
		all = append(all, e.Status)
	}
	return all
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
