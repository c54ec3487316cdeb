package app

import (
	"context"
	"testing"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// newShell is a till whose loop does not run: the test gives it its inputs.
func newShell(t *testing.T) (*Till, order.Settings) {
	t.Helper()
	return newShellIn(t, t.TempDir())
}

func newShellIn(t *testing.T, dir string) (*Till, order.Settings) {
	t.Helper()
	log, err := storage.Open(dir, storage.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	s := order.Defaults("HKD")
	s.Account.Gateway, s.Account.Merchant, s.Shop = "http://127.0.0.1:1", "39172931", "Tea & Co"
	till := New(Config{Log: log, Secrets: secrets.InMemory(), Connect: func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret})
	}})
	ctx, stop := context.WithCancel(context.Background())
	till.ctx = ctx
	t.Cleanup(func() { stop(); till.workers.Wait(); log.Close() })
	for _, e := range SettingsEvents(s, nil, time.Now()) {
		effects, err := till.write(e)
		if err != nil {
			t.Fatal(err)
		}
		till.run(effects)
	}
	return till, s
}

// A keyring that waits for a person may say no long after the secret was typed.
func TestAKeyringsLateNoDoesNotUndoATypedSecret(t *testing.T) {
	till, s := newShell(t)
	till.accounts.reading[s.Account] = true
	client, err := till.accounts.connect(s.Account, "typed")
	if err != nil {
		t.Fatal(err)
	}
	till.handle(typedSecret{s.Account, client, nil})
	till.handle(secretRead{account: s.Account, err: secrets.ErrKeyring})
	if v := till.core.View(time.Now()); !v.Stopped.Empty() {
		t.Errorf("sales are stopped: %q", v.Stopped.Key)
	}
}

func TestSettingsThatCannotBeWrittenStopSalesUntilTheLogIsBack(t *testing.T) {
	till, s := newShell(t)
	till.log.Close() // stands for a failed disk: nothing is taken until Reopen
	s.Shop = "Tea & Sons"
	till.handle(setUpDone{settings: s})
	if till.setup.Problem.Empty() || !till.core.Stopped() || till.reopen.IsZero() {
		t.Errorf("problem %q, stopped %v, reopened at %v", till.setup.Problem.Key, till.core.Stopped(), till.reopen)
	}
	till.retry(till.reopen)
	if v := till.core.View(time.Now()); !v.Stopped.Empty() || v.Settings.Shop != "Tea & Co" {
		t.Errorf("after the log came back: %+v", v)
	}
}

// Two zones that are never on the same day: money counts on the shop's.
func TestMoneyCountsOnTheDayOfTheShopsZone(t *testing.T) {
	till, s := newShell(t)
	for _, zone := range []string{"Pacific/Kiritimati", "Etc/GMT+12"} {
		s.Zone = zone
		till.handle(setUpDone{settings: s})
		now := time.Now()
		want, err := s.BusinessDay(now)
		if err != nil {
			t.Fatal(err)
		}
		if got := till.takings(now).Day; got != want {
			t.Errorf("%s, just set: the day is %s, want %s", zone, got, want)
		}
		till.core = core.New(nil)
		if err := till.loadLog(); err != nil {
			t.Fatal(err)
		}
		if got := till.takings(now).Day; got != want {
			t.Errorf("%s, after a start: the day is %s, want %s", zone, got, want)
		}
	}
}
