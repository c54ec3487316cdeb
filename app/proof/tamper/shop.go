package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

var (
	account = order.Account{Gateway: "https://gateway.example", Merchant: "39172931", Currency: "HKD"}
	opening = time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)
)

// entry is one record as it stands in the file.
type entry struct{ key, value []byte }

// events are those of a shop with some orders: most paid, some not, some paid
// back in part.
func events(orders int) []order.Event {
	settings := order.Defaults(account.Currency)
	settings.Account, settings.Shop = account, "Tea & Co"
	all := []order.Event{at(order.Event{Kind: order.SettingsChanged, Settings: &settings}, 0)}
	for i := range orders {
		id := order.ID(fmt.Sprintf("T1%020d", i))
		amount := order.Amount{Minor: int64(500 + i*37%90_000), Currency: account.Currency}
		said := func(status string) *order.Answer {
			return &order.Answer{
				MerchantOrderID: string(id), OrderID: fmt.Sprintf("C%012d", i), Amount: amount.Wire(), Currency: account.Currency,
				Status: status, QR: "https://pay.example/" + string(id), RID: fmt.Sprintf("r%06d", i),
			}
		}
		n := order.New{
			Sale: string(id), Attempt: 1, Account: account, Amount: amount,
			Method: order.WeChat, Note: fmt.Sprintf("table %d", i%40), Till: "T1", Zone: "Asia/Hong_Kong",
		}
		all = append(all,
			at(order.Event{Kind: order.Created, Order: id, New: &n}, i),
			at(order.Event{Kind: order.CreateAnswered, Order: id, Answer: said("PENDING")}, i))
		switch i % 20 {
		case 7:
			all = append(all, at(order.Event{Kind: order.Dismissed, Order: id, Reason: order.BecauseStaff}, i))
		case 13:
			all = append(all, at(order.Event{Kind: order.Answered, Order: id, Answer: said("CANCELLED")}, i))
		case 19:
			back := order.RefundChange{ID: order.RefundID("R" + string(id)), Amount: &order.Amount{Minor: 100, Currency: account.Currency}, Reason: "returned"}
			all = append(all,
				at(order.Event{Kind: order.Answered, Order: id, Answer: said("SUCCEEDED")}, i),
				at(order.Event{Kind: order.RefundRequested, Order: id, Refund: &back}, i))
		default:
			all = append(all, at(order.Event{Kind: order.Answered, Order: id, Answer: said("SUCCEEDED")}, i))
		}
	}
	return all
}

func at(e order.Event, i int) order.Event {
	e.Version, e.At = order.Version, opening.Add(time.Duration(i)*4*time.Minute)
	e.Day = e.At.Format(time.DateOnly)
	return e
}

// makeLog makes a whole log of these events in a folder.
func makeLog(dir string, all []order.Event) error {
	log, err := storage.Open(dir, storage.Options{Create: true})
	if err != nil {
		return err
	}
	id := log.DatabaseID()
	if err := log.Close(); err != nil {
		return err
	}
	var raw [][]byte
	for _, e := range all {
		r, err := json.Marshal(e)
		if err != nil {
			return err
		}
		raw = append(raw, r)
	}
	return forge(dir, chained(id, raw))
}

// chained makes the records of a log from its events, as anybody can who knows
// how this program does.
func chained(databaseID string, events [][]byte) (records []entry) {
	head := sha256.Sum256([]byte(databaseID))
	for i, raw := range events {
		value, err := json.Marshal(struct {
			Seq   int             `json:"seq"`
			Prev  string          `json:"prev"`
			Event json.RawMessage `json:"event"`
		}{i + 1, hex.EncodeToString(head[:]), raw})
		if err != nil {
			panic(err) // events are JSON
		}
		records = append(records, entry{binary.BigEndian.AppendUint64(nil, uint64(i+1)), value})
		head = sha256.Sum256(value)
	}
	return records
}

// forge replaces a log's records and makes everything else fit them: the head,
// and, by pretending that the log is of an older form, all that is derived.
func forge(dir string, records []entry) error {
	if err := replace(dir, records, true); err != nil {
		return err
	}
	log, err := storage.Open(dir, storage.Options{})
	if err != nil {
		return err
	}
	asides, err := filepath.Glob(filepath.Join(dir, "orders-before-schema*.db"))
	for _, aside := range asides {
		err = errors.Join(err, os.Remove(aside))
	}
	return errors.Join(err, log.Close())
}

// replace replaces a log's records and nothing else, unless the rest is to be
// made to fit.
func replace(dir string, records []entry, fit bool) error {
	db, err := bolt.Open(filepath.Join(dir, "orders.db"), 0o600, &bolt.Options{NoSync: true, Timeout: time.Second})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		if err := tx.DeleteBucket([]byte("events")); err != nil {
			return err
		}
		events, err := tx.CreateBucket([]byte("events"))
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := events.Put(r.key, r.value); err != nil {
				return err
			}
		}
		if !fit {
			return nil
		}
		head := sha256.Sum256(records[len(records)-1].value)
		meta := tx.Bucket([]byte("meta"))
		return errors.Join(meta.Put([]byte("head"), head[:]), meta.Put([]byte("schema"), []byte("0")))
	})
	return errors.Join(err, db.Close())
}

// readRecords reads a log's records, its database id and the head it names.
func readRecords(path string) (records []entry, databaseID string, head [sha256.Size]byte, err error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return nil, "", head, err
	}
	err = db.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte("meta"))
		databaseID = string(meta.Get([]byte("database")))
		copy(head[:], meta.Get([]byte("head")))
		return tx.Bucket([]byte("events")).ForEach(func(k, v []byte) error {
			records = append(records, entry{append([]byte(nil), k...), append([]byte(nil), v...)})
			return nil
		})
	})
	return records, databaseID, head, errors.Join(err, db.Close())
}
