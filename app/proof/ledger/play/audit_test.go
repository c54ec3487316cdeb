package play_test

import (
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/app/proof/ledger/play"
	"qrtill/payments/practice"
	"qrtill/storage"
)

const day = "2026-11-24"

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// paidBooks are those of one sale that was paid and is right everywhere.
func paidBooks() play.Books {
	o := order.Order{
		ID: "T1AAA", State: order.StatePaid, Day: day, PaidDay: day, SettledAt: noon.Add(time.Second),
		New: order.New{Sale: "T1AAA", Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat},
	}
	return play.Books{
		Orders:  []order.Order{o},
		Totals:  map[string]storage.Total{day: {PaidCount: 1, Paid: 12850}},
		Ledger:  []practice.Entry{{MerchantOrderID: "T1AAA", Amount: "128.50", Currency: "HKD", Status: "SUCCEEDED", PayTime: noon}},
		Arrived: map[string]int{"T1AAA": 1},
		Ticks:   map[order.ID]time.Time{"T1AAA": noon.Add(time.Second)},
	}
}

// unpaid makes them those of a sale about which nobody has heard of money.
func unpaid(b *play.Books, state order.State, marks order.Marks) {
	o := &b.Orders[0]
	o.State, o.Marks, o.PaidDay = state, marks, ""
	b.Totals, b.Ticks = nil, nil
}

func TestEveryDifferenceIsFoundAndNamed(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*play.Books)
		want  string // "figure: words of the finding"; empty when the books agree
	}{
		{"paid on both sides", func(*play.Books) {}, ""},
		{"paid late", func(b *play.Books) { b.Orders[0].Marks = order.MarkLate }, ""},
		{"unsure and never made", func(b *play.Books) { unpaid(b, order.StateUnsure, 0); b.Ledger = nil }, ""},
		{"refused", func(b *play.Books) { unpaid(b, order.StateRefused, 0); b.Ledger = nil }, ""},
		{"cancelled", func(b *play.Books) { unpaid(b, order.StateCancelled, 0); b.Ledger[0].Status = "CANCELLED" }, ""},
		{"for a person", func(b *play.Books) { unpaid(b, order.StateWaiting, order.MarkMismatch) }, ""},

		{"dismissed and forgotten", func(b *play.Books) { unpaid(b, order.StateWaiting, order.MarkDismissed) }, "lost: waiting [dismissed]"},
		{"cancelled, then paid", func(b *play.Books) { unpaid(b, order.StateCancelled, 0) }, "lost: cancelled"},
		{"never paid", func(b *play.Books) { b.Ledger[0].Status = "PENDING" }, "false paid: PENDING"},
		{"never made", func(b *play.Books) { b.Ledger = nil }, "false paid: no such order"},
		{"another amount", func(b *play.Books) { b.Ledger[0].Amount = "128.5" + "1" }, "false paid: 128.51"},
		{"another currency", func(b *play.Books) { b.Ledger[0].Currency = "TWD" }, "false paid: TWD"},
		{"paid in the log first", func(b *play.Books) { b.Orders[0].SettledAt = noon.Add(-time.Second) }, "false paid: T1AAA"},
		{"a tick for nothing", func(b *play.Books) {
			ticks := b.Ticks
			unpaid(b, order.StateCancelled, 0)
			b.Ticks, b.Ledger[0].Status = ticks, "CANCELLED"
		}, "false paid: shown as paid"},
		{"a tick that the log forgot", func(b *play.Books) {
			ticks := b.Ticks
			unpaid(b, order.StateWaiting, order.MarkMismatch)
			b.Ticks = ticks
		}, "unexplained: not paid in the log"},
		{"two orders of one sale", func(b *play.Books) {
			second, entry := b.Orders[0], b.Ledger[0]
			second.ID, entry.MerchantOrderID = "T1BBB", "T1BBB"
			b.Orders, b.Ledger = append(b.Orders, second), append(b.Ledger, entry)
			b.Totals[day] = storage.Total{PaidCount: 2, Paid: 25700}
		}, "doubled: paid 2 times"},
		{"two orders with one id", func(b *play.Books) { b.Ledger = append(b.Ledger, b.Ledger[0]) }, "doubled: paid 2 times"},
		{"sent twice", func(b *play.Books) { b.Arrived["T1AAA"] = 2 }, "sent twice: 2 times"},
		{"a stranger", func(b *play.Books) {
			b.Ledger = append(b.Ledger, practice.Entry{MerchantOrderID: "T1CCC", Status: "CANCELLED"})
		}, "unexplained: T1CCC, which the log does not know"},
		{"waiting for ever", func(b *play.Books) { unpaid(b, order.StateWaiting, 0); b.Ledger[0].Status = "CANCELLED" }, "unexplained: waiting"},
		{"refused but made", func(b *play.Books) { unpaid(b, order.StateRefused, 0); b.Ledger[0].Status = "CANCELLED" }, "unexplained: refused"},
		{"a total that is short", func(b *play.Books) { b.Totals[day] = storage.Total{PaidCount: 1, Paid: 12849} }, "unexplained: 12849"},
		{"no total", func(b *play.Books) { b.Totals = nil }, "unexplained: no total"},
		{"money on an empty day", func(b *play.Books) { b.Totals["2026-11-25"] = storage.Total{PaidCount: 1} }, "unexplained: 2026-11-25"},
		{"a damaged log", func(b *play.Books) { b.Trouble = []string{"record 7 is gone"} }, "unexplained: record 7"},
		{"a code for another amount", func(b *play.Books) {
			b.Codes = []play.Code{{Order: "T1AAA", Amount: order.Amount{Minor: 1, Currency: "HKD"}}}
		}, "unexplained: 0.01 HKD"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := paidBooks()
			test.spoil(&b)
			r := play.Audit(b)
			var found []string
			for name, list := range map[string][]string{
				"lost": r.Lost, "doubled": r.Doubled, "false paid": r.FalsePaid, "sent twice": r.SentTwice, "unexplained": r.Unexplained,
			} {
				for _, finding := range list {
					found = append(found, name+": "+finding)
				}
			}
			if test.want == "" {
				if len(found) > 0 || !r.Clean() {
					t.Errorf("found %q in books that agree", found)
				}
				return
			}
			figure, words, _ := strings.Cut(test.want, ": ")
			if len(found) != 1 || !strings.HasPrefix(found[0], figure+": ") || !strings.Contains(found[0], words) || r.Clean() {
				t.Errorf("found %q, want one %s that says %q", found, figure, words)
			}
		})
	}
}
