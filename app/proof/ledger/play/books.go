package play

import (
	"maps"
	"path/filepath"
	"slices"
	"time"

	"qrtill/app/order"
	"qrtill/payments/practice"
	"qrtill/storage"
)

// Books are both sides, as they are when the play is over.
type Books struct {
	Orders  []order.Order            // the till's log
	Totals  map[string]storage.Total // its sums, of all methods, by business day
	Trouble []string                 // what storage.Verify found
	Events  int                      // in the log
	Ledger  []practice.Entry         // the gateway's
	Arrived map[string]int           // creations at the gateway by merchant_order_id
	Codes   []Code                   // shown to customers
	Ticks   map[order.ID]time.Time   // orders shown as paid, and since when
}

// books reads them, once the till is stopped.
func (s *shop) books() (Books, error) {
	b, err := ReadBooks(s.dir)
	b.Ledger, b.Codes, b.Ticks = s.gateway.Ledger(), slices.Collect(maps.Values(s.codes)), s.ticks
	b.Arrived, _ = s.front.Counts()
	return b, err
}

// ReadBooks reads the till's side from its data folder.
func ReadBooks(dir string) (Books, error) {
	b := Books{Totals: map[string]storage.Total{}}
	verified, err := storage.Verify(filepath.Join(dir, "orders.db"))
	if err != nil {
		return b, err
	}
	b.Trouble, b.Events = verified.Problems, verified.Events
	log, err := storage.Open(dir, storage.Options{ReadOnly: true})
	if err != nil {
		return b, err
	}
	defer log.Close()
	for o, err := range log.Range("", "") {
		if err != nil {
			return b, err
		}
		b.Orders = append(b.Orders, o)
		for _, day := range []string{o.Day, o.PaidDay} {
			if b.Totals[day], err = total(log, day); err != nil {
				return b, err
			}
		}
	}
	return b, nil
}

// total adds up a day's sums of all methods.
func total(log *storage.Log, day string) (sum storage.Total, err error) {
	totals, err := log.Totals(day)
	for _, t := range totals {
		sum.PaidCount += t.PaidCount
		sum.Paid += t.Paid
	}
	return sum, err
}
