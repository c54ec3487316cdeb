package app

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/core"
	"qrtill/app/order"
)

// closedLongAgo writes an order whose watch is over.
func closedLongAgo(t *testing.T, till *Till, s order.Settings) order.ID {
	t.Helper()
	id, err := order.NewID(nil, s.Till, false)
	if err != nil {
		t.Fatal(err)
	}
	n := order.New{Sale: string(id), Attempt: 1, Account: s.Account, Amount: order.Amount{Minor: 100, Currency: "HKD"}, Method: order.WeChat, Till: s.Till, Zone: s.Zone}
	says := func(status, qr string) *order.Answer {
		return &order.Answer{MerchantOrderID: string(id), OrderID: "C1", Amount: n.Amount.Wire(), Currency: "HKD", Status: status, QR: qr}
	}
	events := []order.Event{
		{Kind: order.Created, New: &n},
		{Kind: order.CreateAnswered, Answer: says("PENDING", "https://pay.example/1")},
		{Kind: order.Answered, Answer: says("CANCELLED", "")},
		{Kind: order.Acknowledged},
	}
	for step := 1; step <= 4; step++ {
		events = append(events, order.Event{Kind: order.Answered, Answer: says("CANCELLED", ""), Step: step})
	}
	at := time.Now().Add(-48 * time.Hour)
	for _, e := range events {
		e.Version, e.At, e.Day, e.Order = order.Version, at.UTC(), "2026-11-24", id
		if _, err := till.log.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if o, err := till.log.Order(id); err != nil || o.Open() {
		t.Fatal(err, o)
	}
	return id
}

// asks says whether the till asks about an order within a minute.
func asks(till *Till, s order.Settings, id order.ID) bool {
	now := time.Now()
	effects := till.core.Step(now, core.KeyRead{Account: s.Account})
	for range 60 {
		for _, e := range effects {
			if a, ok := e.(core.Ask); ok && a.Order.ID == id {
				return true
			}
		}
		now = now.Add(time.Second)
		effects = till.core.Step(now, core.Tick{})
	}
	return false
}

// A notification that was answered 200 is served, also when the log can't be read at that
// moment.
func TestANotificationOutlivesALogThatCannotBeRead(t *testing.T) {
	for name, readable := range map[string]bool{"readable": true, "not readable": false} {
		till, s := newShell(t)
		id := closedLongAgo(t, till, s)
		if !readable {
			till.log.Close() // its drive is away for a moment
		}
		till.handle(core.Notified{Order: id}) // its sender has been told 200
		if !readable {
			if err := till.log.Reopen(); err != nil {
				t.Fatal(err)
			}
			if err := till.begin(time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if !asks(till, s, id) {
			t.Errorf("%s: the gateway said that it is paid, and nobody asks", name)
		}
	}
}

// An event that the rules refuse is no disk that failed: it stops no sale.
func TestAnEventThatTheRulesRefuseStopsNoSale(t *testing.T) {
	till, s := newShell(t)
	id := closedLongAgo(t, till, s)
	_, err := till.write(order.Event{Version: order.Version, Kind: order.Dismissed, At: time.Now().UTC(), Day: "2026-11-24", Order: id, Reason: order.BecauseStaff})
	if err == nil {
		t.Fatal("it was taken")
	}
	if till.core.Stopped() {
		t.Errorf("sales are stopped (%q) by an event that has no place: %v", till.core.View(time.Now()).Stopped.Key, err)
	}
}

// Damage is not mended by opening the log anew: it is said, once, and nothing goes round,
// also where only a refund of the order is named.
func TestADamagedRecordOfOneOrderIsSaidAndReopensNothing(t *testing.T) {
	dir := t.TempDir()
	till, s := newShellIn(t, dir)
	id := closedLongAgo(t, till, s)
	refund, amount, since := order.RefundID("R1"), order.Amount{Minor: 1, Currency: "HKD"}, time.Now()
	if _, err := till.log.Append(order.Event{
		Version: order.Version, Kind: order.RefundRecalled, At: since, Day: "2026-11-24", Order: id, Since: &since,
		Refund: &order.RefundChange{ID: refund, Amount: &amount},
	}); err != nil {
		t.Fatal(err)
	}
	till.log.Close()
	db, err := bolt.Open(filepath.Join(dir, "orders.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		snapshots := tx.Bucket([]byte("orders"))
		whole := snapshots.Get([]byte(id))
		return snapshots.Put([]byte(id), bytes.Clone(whole[:len(whole)-1]))
	})
	if err = errors.Join(err, db.Close(), till.log.Reopen()); err != nil {
		t.Fatal(err)
	}
	for named, n := range map[string]core.Notified{string(id): {Order: id}, string(refund): {Refund: refund}} {
		till.handle(core.Noticed{})
		till.handle(n)
		if v := till.core.View(time.Now()); v.Notice.Key != "error.storage.damaged_order" || v.Notice.Values["Order"] != named || !till.reopen.IsZero() {
			t.Errorf("%s: staff read %v, and the log is opened anew %v", named, v.Notice, till.reopen)
		}
	}
}
