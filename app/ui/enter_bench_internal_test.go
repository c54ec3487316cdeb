package ui

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/payments/practice"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// BenchmarkEnterToCodeOnScreen is a whole charge: the Enter key, the order on
// disk, the call to a gateway that answers at once over real loopback, the
// answer on disk, and the customer's window painted with the code. Goal: at
// most 60 ms at the median.
func BenchmarkEnterToCodeOnScreen(b *testing.B) {
	till, log := benchTill(b)
	a := test.NewTempApp(b)
	s := newShell(Config{App: a, Till: till, Book: book.New(log)}, newLoop(b.Context(), a))
	until := func(reached func(app.View) bool) {
		for v := range till.Views() {
			s.draw(v)
			if reached(v) {
				return
			}
		}
		b.Fatal("the till has stopped")
	}
	ready := func(v app.View) bool {
		return !v.NeedSetup && v.Stopped.Empty() && v.Sale == nil && v.Network != core.Offline
	}
	waiting := func(v app.View) bool { return v.Sale != nil && v.Sale.Phase == core.Waiting }
	until(ready)
	till.Send(core.Typing{})
	took := make([]time.Duration, 0, b.N)
	for b.Loop() {
		for _, r := range "128.50" {
			s.Rune(r)
		}
		s.Keyboard().Settle()
		start := time.Now()
		s.Key(&fyne.KeyEvent{Name: fyne.KeyReturn})
		until(waiting)
		s.customers().Canvas().Capture()
		took = append(took, time.Since(start))
		till.Send(core.Dismiss{Seen: s.view.Sale.Seen()})
		until(ready)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
}

// benchTill is a real till on a real log with a gateway on loopback.
func benchTill(b *testing.B) (*app.Till, *storage.Log) {
	b.Helper()
	gateway, err := practice.New(practice.Config{})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(gateway.Handler())
	log, err := storage.Open(b.TempDir(), storage.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	keyring := secrets.InMemory()
	settings := order.Defaults("HKD")
	settings.Account.Gateway, settings.Account.Merchant, settings.Shop = server.URL, gateway.Credentials().UID, "Tea & Co"
	if err := keyring.Set(b.Context(), settings.Account, secrets.ClientSecret, gateway.Credentials().Secret); err != nil {
		b.Fatal(err)
	}
	for _, e := range app.SettingsEvents(settings, nil, time.Now()) {
		if _, err := log.Append(e); err != nil {
			b.Fatal(err)
		}
	}
	till := app.New(app.Config{Log: log, Secrets: keyring, Connect: func(a order.Account, secret string) (*payments.Client, error) {
		return payments.New(payments.Config{BaseURL: a.Gateway, UID: a.Merchant, Secret: secret})
	}})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- till.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		<-done
		log.Close()
		keyring.Close()
		server.Close()
		gateway.Close()
	})
	return till, log
}
