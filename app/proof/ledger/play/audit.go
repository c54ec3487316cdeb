package play

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/payments/practice"
	"qrtill/storage"
)

// audit is one comparison under way.
type audit struct {
	Books
	Report
	entries map[string][]practice.Entry // by merchant_order_id; one each, if all is well
	known   map[string]order.Order
	rows    map[Row]int
}

// Audit holds the log against the ledger.
func Audit(b Books) Report {
	a := audit{Books: b, entries: map[string][]practice.Entry{}, known: map[string]order.Order{}, rows: map[Row]int{}}
	for _, e := range b.Ledger {
		a.entries[e.MerchantOrderID] = append(a.entries[e.MerchantOrderID], e)
	}
	for _, o := range b.Orders {
		a.known[string(o.ID)] = o
		a.compare(o)
	}
	a.sales()
	a.strangers()
	a.shown()
	a.totals()
	for _, problem := range b.Trouble {
		a.unexplained("verify: %s", problem)
	}
	a.Report.Orders, a.AtGateway, a.Report.Events = len(b.Orders), len(b.Ledger), b.Events
	for row, n := range a.rows {
		row.Orders = n
		a.Rows = append(a.Rows, row)
	}
	slices.SortFunc(a.Rows, func(x, y Row) int {
		return cmp.Or(cmp.Compare(y.Orders, x.Orders), cmp.Compare(x.Log, y.Log), cmp.Compare(x.Gateway, y.Gateway))
	})
	return a.Report
}

func (a *audit) unexplained(format string, args ...any) {
	a.Unexplained = append(a.Unexplained, fmt.Sprintf(format, args...))
}

// compare names what the two sides say about one order.
func (a *audit) compare(o order.Order) {
	status, entry := a.atGateway(string(o.ID))
	row := Row{Log: strings.Join(append([]string{o.State.String()}, o.Marks.Words()...), " "), Gateway: status}
	row.Meaning = a.judge(o, status, entry)
	a.rows[row]++
}

// The meanings of the table's rows; all but the first name a difference.
const (
	same      = "the same"
	sameLate  = "the same; staff had an alert"
	person    = "mismatch, for a person"
	notThere  = "unsure, not at the gateway: no code was shown"
	neverMade = "the same: never made"
	lost      = "LOST"
	falsePaid = "FALSE PAID"
	unknown   = "UNEXPLAINED"
)

func (a *audit) judge(o order.Order, status string, e practice.Entry) string {
	paid, mismatch := o.State == order.StatePaid, o.Marks.Has(order.MarkMismatch)
	switch {
	case paid && (status != "SUCCEEDED" || !sameMoney(o, e) || o.SettledAt.Before(e.PayTime)):
		a.FalsePaid = append(a.FalsePaid, fmt.Sprintf("order %s is in the log as paid %s; the gateway has %s %s %s", o.ID, o.Amount, cmp.Or(status, "no such order"), e.Amount, e.Currency))
		return falsePaid
	case paid && mismatch:
		return "the same; " + person
	case paid && o.Marks.Has(order.MarkLate):
		return sameLate
	case paid:
		return same
	case mismatch:
		return person
	case status == "SUCCEEDED":
		a.Lost = append(a.Lost, fmt.Sprintf("order %s (%s) was paid at %s; the log has it as %s %v", o.ID, o.Amount, clock(e.PayTime), o.State, o.Marks.Words()))
		return lost
	case o.State == order.StateUnsure && status == "":
		return notThere
	case o.State == order.StateRefused && status == "":
		return neverMade
	case o.State == order.StateCancelled && status == "CANCELLED":
		return same
	}
	a.unexplained("order %s is in the log as %s %v; the gateway has %s", o.ID, o.State, o.Marks.Words(), cmp.Or(status, "no such order"))
	return unknown
}

// atGateway is the order's status in the ledger, "" for none. Where there are
// two with one id, money goes before its absence.
func (a *audit) atGateway(id string) (status string, e practice.Entry) {
	for _, e := range a.entries[id] {
		if e.Status == "SUCCEEDED" {
			return e.Status, e
		}
		status = e.Status
	}
	if n := len(a.entries[id]); n > 0 {
		e = a.entries[id][n-1]
	}
	return status, e
}

// sameMoney compares in its own words, so as not to repeat a mistake of the
// till's.
func sameMoney(o order.Order, e practice.Entry) bool {
	amount, ok := new(big.Rat).SetString(e.Amount)
	return ok && amount.Cmp(big.NewRat(o.Amount.Minor, 100)) == 0 && e.Currency == o.Amount.Currency
}

// sales counts the sales, and those that were paid more than once.
func (a *audit) sales() {
	paid := map[string][]string{}
	for _, o := range a.Books.Orders {
		paid[o.Sale] = append(paid[o.Sale], a.succeeded(string(o.ID))...)
	}
	a.Sales = len(paid)
	for _, sale := range slices.Sorted(maps.Keys(paid)) {
		if len(paid[sale]) > 1 {
			a.Doubled = append(a.Doubled, fmt.Sprintf("sale %s was paid %d times: %s", sale, len(paid[sale]), strings.Join(paid[sale], ", ")))
		}
	}
}

func (a *audit) succeeded(id string) (paid []string) {
	for _, e := range a.entries[id] {
		if e.Status == "SUCCEEDED" {
			paid = append(paid, fmt.Sprintf("order %s at %s", id, clock(e.PayTime)))
		}
	}
	return paid
}

// strangers are orders that only the gateway knows, and ids that came twice.
func (a *audit) strangers() {
	for _, id := range slices.Sorted(maps.Keys(a.entries)) {
		if _, known := a.known[id]; !known {
			a.unexplained("the gateway has order %s, which the log does not know", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.Arrived)) {
		if n := a.Arrived[id]; n > 1 {
			a.SentTwice = append(a.SentTwice, fmt.Sprintf("%s was sent to create %d times", id, n))
		}
	}
}

// shown checks what the customers saw: each code for the amount that was
// typed, and no tick before the money was there.
func (a *audit) shown() {
	for _, c := range a.Codes {
		o, e := a.known[string(c.Order)], a.entries[string(c.Order)]
		if len(e) == 0 || o.Amount != c.Amount || !sameMoney(o, e[0]) {
			a.unexplained("the code of order %s was shown for %s; the log has %s, the gateway %v", c.Order, c.Amount, o.Amount, e)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.Ticks)) {
		status, e := a.atGateway(string(id))
		inLog := a.known[string(id)].State == order.StatePaid
		if early := status != "SUCCEEDED" || a.Ticks[id].Before(e.PayTime); early && !inLog { // the log's were counted
			a.FalsePaid = append(a.FalsePaid, fmt.Sprintf("order %s was shown as paid at %s; the gateway had it as %s", id, clock(a.Ticks[id]), cmp.Or(status, "unknown")))
		} else if !inLog {
			a.unexplained("order %s was shown as paid and is not paid in the log", id)
		}
	}
}

// totals adds the paid orders up again.
func (a *audit) totals() {
	want := map[string]storage.Total{}
	for _, o := range a.Books.Orders {
		if o.State == order.StatePaid {
			t := want[o.PaidDay]
			t.PaidCount++
			t.Paid += o.Amount.Minor
			want[o.PaidDay] = t
		}
	}
	for day, have := range a.Books.Totals {
		if w := want[day]; w.PaidCount != have.PaidCount || w.Paid != have.Paid {
			a.unexplained("the total of %s is %d orders, %d minor units; its orders make %d, %d", day, have.PaidCount, have.Paid, w.PaidCount, w.Paid)
		}
		delete(want, day)
	}
	for day := range want {
		a.unexplained("there is no total of %s, on which orders were paid", day)
	}
}

func clock(t time.Time) string { return t.UTC().Format(time.DateTime) }
