package storage_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

var (
	shop  = order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	other = order.Account{Gateway: "https://gateway.example", Merchant: "M2", Currency: "USD"}
	start = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
)

func plenty(string) (uint64, error) { return 1 << 40, nil }

// open opens a log in dir for the length of a test; at its end bbolt's own
// check must find nothing.
func open(t testing.TB, dir string) *storage.Log {
	t.Helper()
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeChecked(t, l) })
	return l
}

func closeChecked(t testing.TB, l *storage.Log) {
	t.Helper()
	if l.Bolt() != nil {
		_ = l.Bolt().View(func(tx *bolt.Tx) error {
			for err := range tx.Check() {
				t.Errorf("bbolt's check: %v", err)
			}
			return nil
		})
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func file(dir string) string { return filepath.Join(dir, "orders.db") }

// event begins an event that happens n seconds after the start.
func event(kind order.Kind, id order.ID, n int) order.Event {
	at := start.Add(time.Duration(n) * time.Second)
	return order.Event{Version: order.Version, Kind: kind, At: at, Day: at.Format(time.DateOnly), Order: id}
}

func created(id order.ID, n int, minor int64, a order.Account) order.Event {
	e := event(order.Created, id, n)
	e.New = &order.New{
		Sale: "S" + string(id), Attempt: 1, Account: a, Amount: order.Amount{Minor: minor, Currency: a.Currency},
		Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong",
	}
	return e
}

// shown, paid and refunded are what a gateway that behaves would bring about.
func shown(o order.Event, n int) order.Event {
	e := event(order.CreateAnswered, o.Order, n)
	e.Answer = answer(o, "PENDING")
	e.Answer.QR = "https://qr.example/" + string(o.Order)
	return e
}

func paid(o order.Event, n int) order.Event {
	e := event(order.Answered, o.Order, n)
	e.Answer = answer(o, "SUCCEEDED")
	return e
}

func refunded(o order.Event, n int, minor int64) []order.Event {
	id := order.RefundID(fmt.Sprintf("R%s%d", o.Order, n))
	asked, done := event(order.RefundRequested, o.Order, n), event(order.RefundAnswered, o.Order, n+1)
	asked.Refund = &order.RefundChange{ID: id, Amount: &order.Amount{Minor: minor, Currency: o.New.Amount.Currency}, Reason: "returned"}
	done.Refund = &order.RefundChange{ID: id, Answer: &order.RefundAnswer{MerchantRefundID: string(id), Status: "SUCCEEDED"}}
	return []order.Event{asked, done}
}

func answer(o order.Event, status string) *order.Answer {
	return &order.Answer{
		MerchantOrderID: string(o.Order), OrderID: "G" + string(o.Order), Amount: o.New.Amount.Wire(),
		Currency: o.New.Amount.Currency, Status: status,
	}
}

func settings(a order.Account) order.Event {
	s := order.Defaults(a.Currency)
	s.Account, s.Shop = a, "Tea House"
	e := event(order.SettingsChanged, "", 0)
	e.Settings = &s
	return e
}

func appendAll(t testing.TB, l *storage.Log, events ...order.Event) (last order.Order) {
	t.Helper()
	for _, e := range events {
		var err error
		if last, err = l.Append(e); err != nil {
			t.Fatalf("%s %s: %v", e.Kind, e.Order, err)
		}
	}
	return last
}

// sale is a whole sale: made, shown, paid.
func sale(id order.ID, n int, minor int64, a order.Account) []order.Event {
	o := created(id, n, minor, a)
	return []order.Event{o, shown(o, n+1), paid(o, n+5)}
}

func verified(t testing.TB, path string) storage.Report {
	t.Helper()
	r, err := storage.Verify(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("verify: %s", p)
	}
	return r
}
