package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/app/proof/crash/talk"
	"qrtill/app/proof/ledger/play"
)

// acknowledged is all that people have seen and may rely on.
type acknowledged struct {
	events map[fact]int // how often
	codes  map[order.ID]play.Code
	qr     map[order.ID]string
	ticks  map[order.ID]time.Time
	paid   []order.ID                   // shown as paid, on the screen or in an alert
	refund map[order.RefundID]talk.Said // done
	alerts map[order.ID]bool
	seen   map[order.ID]bool
	typed  map[order.Amount]bool // amounts that staff have charged, shown or not
}

// fact is what an event says, as far as the harness looks.
type fact struct {
	kind  string
	order order.ID
}

func newAcknowledged() acknowledged {
	return acknowledged{
		events: map[fact]int{}, codes: map[order.ID]play.Code{}, qr: map[order.ID]string{}, ticks: map[order.ID]time.Time{},
		refund: map[order.RefundID]talk.Said{}, alerts: map[order.ID]bool{}, seen: map[order.ID]bool{}, typed: map[order.Amount]bool{},
	}
}

// note says whether it was news.
func (a *acknowledged) note(s talk.Said) bool {
	switch s.What {
	case talk.Event:
		a.events[fact{s.Kind, s.Order}]++
	case talk.Code:
		if _, known := a.codes[s.Order]; known {
			return false
		}
		a.codes[s.Order] = play.Code{Order: s.Order, Amount: s.Amount}
		a.qr[s.Order] = s.QR
	case talk.Tick:
		if _, known := a.ticks[s.Order]; !known {
			a.ticks[s.Order] = time.Now()
			a.paid = append(a.paid, s.Order)
		}
	case talk.Refunded:
		a.refund[s.Refund] = s
	case talk.Alert:
		if _, known := a.codes[s.Order]; known && !a.alerts[s.Order] {
			a.paid = append(a.paid, s.Order)
		}
		a.alerts[s.Order] = true
	case talk.Seen:
		a.seen[s.Order] = true
	}
	return true
}

// link is one record of the log.
type link struct {
	fact
	hash [sha256.Size]byte
}

// readChain reads the log's records past everything of ours.
func readChain(dir string) (chain []link, err error) {
	db, err := bolt.Open(filepath.Join(dir, "orders.db"), 0o600, &bolt.Options{ReadOnly: true, Timeout: 5 * time.Second})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return chain, db.View(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("events")).ForEach(func(_, raw []byte) error {
			var record struct {
				Event struct {
					Kind  string
					Order order.ID
				}
			}
			err := json.Unmarshal(raw, &record)
			chain = append(chain, link{fact{record.Event.Kind, record.Event.Order}, sha256.Sum256(raw)})
			return err
		})
	})
}

// check looks, over the files of a till that is dead, whether all that was
// acknowledged is there, and nothing that was there before has changed.
func (w *world) check() (play.Books, error) {
	chain, err := readChain(w.dir)
	if err != nil {
		return play.Books{}, fmt.Errorf("the log can't be read after a kill: %w", err)
	}
	books, err := play.ReadBooks(w.dir)
	if err != nil {
		return books, fmt.Errorf("the log can't be read after a kill: %w", err)
	}
	for _, problem := range books.Trouble {
		w.findings.wrong("verify after a kill: %s", problem)
	}
	for i, l := range w.chain {
		if i >= len(chain) || chain[i] != l {
			w.findings.lose("record %d (%s of order %s) was in the log and is not any more", i+1, l.kind, l.order)
			break
		}
	}
	w.chain = chain
	w.shown.hold(books.Orders, chain, &w.findings)
	return books, nil
}

// hold compares what was acknowledged with what the log has.
func (a *acknowledged) hold(orders []order.Order, chain []link, f *findings) {
	recorded := map[fact]int{}
	for _, l := range chain {
		recorded[l.fact]++
	}
	for e, n := range a.events {
		if recorded[e] < n {
			f.lose("%s of order %s was acknowledged %d times and is %d times in the log", e.kind, e.order, n, recorded[e])
		}
	}
	known := map[order.ID]order.Order{}
	for _, o := range orders {
		known[o.ID] = o
	}
	for id, code := range a.codes {
		if o := known[id]; o.QR != a.qr[id] || o.QR == "" || o.Amount != code.Amount {
			f.lose("the code of order %s was shown; the log has it as %s, %s, code %q", id, o.State, o.Amount, o.QR)
		} else if !a.typed[code.Amount] {
			f.wrong("the code of order %s is for %s, which nobody charged", id, code.Amount)
		}
	}
	for id := range a.ticks {
		if o := known[id]; o.State != order.StatePaid {
			f.lose("the tick of order %s was shown; the log has it as %s", id, o.State)
		}
	}
	for id := range a.alerts {
		o := known[id]
		failed := slices.ContainsFunc(o.Refunds, func(r order.Refund) bool { return r.State == order.RefundFailed })
		if !o.Marks.Has(order.MarkLate) && !o.Marks.Has(order.MarkMismatch) && !failed {
			f.lose("an alert about order %s was shown; the log knows of none", id)
		}
	}
	for id, s := range a.refund {
		o := known[s.Order]
		if r, _ := o.Refund(id); r.State != order.RefundDone || r.Amount != s.Amount {
			f.lose("refund %s of order %s was shown as done, %s; the log has it as %s, %s", id, s.Order, s.Amount, r.State, r.Amount)
		}
	}
	for id := range a.seen { // a new alert may have come since, so the order itself does not tell
		if recorded[fact{string(order.Acknowledged), id}]+recorded[fact{string(order.RefundRequested), id}] == 0 {
			f.lose("the alert of order %s was acknowledged; the log has forgotten", id)
		}
	}
}
