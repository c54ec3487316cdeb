package book_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"qrtill/app/book"
	"qrtill/app/order"
	"qrtill/storage"
)

var (
	shop  = order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}
	start = time.Date(2026, 11, 24, 2, 0, 0, 5, time.UTC)
)

// pen writes a log for a book to read.
type pen struct {
	t   *testing.T
	log *storage.Log
}

func newBook(t *testing.T) (*book.Book, pen) {
	l, err := storage.Open(t.TempDir(), storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return book.New(l), pen{t, l}
}

func (p pen) write(kind order.Kind, id order.ID, after time.Duration, fill func(e *order.Event)) order.Order {
	p.t.Helper()
	at := start.Add(after)
	e := order.Event{Version: order.Version, Kind: kind, At: at, Day: at.Format(time.DateOnly), Order: id}
	fill(&e)
	o, err := p.log.Append(e)
	if err != nil {
		p.t.Fatal(err)
	}
	return o
}

func (p pen) make(id order.ID, after time.Duration, minor int64, a order.Account, m order.Method) {
	p.write(order.Created, id, after, func(e *order.Event) {
		e.New = &order.New{Sale: "S", Attempt: 1, Account: a, Amount: order.Amount{Minor: minor, Currency: a.Currency}, Method: m, Note: "table 4", Till: "T1", Zone: "Asia/Hong_Kong"}
	})
}

func (p pen) answer(kind order.Kind, id order.ID, after time.Duration, status string) order.Order {
	o, err := p.log.Order(id)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.write(kind, id, after, func(e *order.Event) {
		e.Answer = &order.Answer{
			MerchantOrderID: string(id), OrderID: "G" + string(id), Amount: o.Amount.Wire(), Currency: o.Amount.Currency,
			Status: status, QR: "https://qr.example",
		}
	})
}

func (p pen) sell(id order.ID, after time.Duration, minor int64, a order.Account, m order.Method) {
	p.make(id, after, minor, a, m)
	p.answer(order.CreateAnswered, id, after+time.Second, "PENDING")
	p.answer(order.Answered, id, after+5*time.Second, "SUCCEEDED")
}

func (p pen) refund(id order.ID, after time.Duration, minor int64) order.Order {
	r := order.RefundChange{ID: order.RefundID(fmt.Sprintf("R%s%d", id, minor)), Amount: &order.Amount{Minor: minor, Currency: "HKD"}}
	p.write(order.RefundRequested, id, after, func(e *order.Event) { e.Refund = &r })
	return p.write(order.RefundAnswered, id, after, func(e *order.Event) {
		e.Refund = &order.RefundChange{ID: r.ID, Answer: &order.RefundAnswer{MerchantRefundID: string(r.ID), Status: "SUCCEEDED"}}
	})
}

func TestTheBookIsReadFromBothEnds(t *testing.T) {
	b, p := newBook(t)
	p.sell("A1", 0, 100, shop, order.WeChat)
	p.make("A2", time.Minute, 100, shop, order.WeChat)
	p.sell("A3", 24*time.Hour, 100, shop, order.WeChat)
	page, next, err := b.Page("", 2)
	if err != nil || len(page) != 2 || page[0].ID != "A3" || page[1].ID != "A2" {
		t.Fatalf("%v, %v", page, err)
	}
	if page, next, err = b.Page(next, 2); err != nil || len(page) != 1 || page[0].ID != "A1" || next != "" {
		t.Errorf("%v, %q, %v", page, next, err)
	}
	cases := []struct {
		from, to string
		states   []order.State
		want     []order.ID
	}{
		{"", "", nil, []order.ID{"A1", "A2", "A3"}},
		{"2026-11-24", "2026-11-24", nil, []order.ID{"A1", "A2"}},
		{"", "", []order.State{order.StatePaid}, []order.ID{"A1", "A3"}},
		{"", "", []order.State{order.StateCreated, order.StateUnsure}, []order.ID{"A2"}},
	}
	for _, c := range cases {
		var got []order.ID
		for o, err := range b.Range(c.from, c.to, c.states) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, o.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q to %q, %v: %v", c.from, c.to, c.states, got)
		}
	}
	for range b.Range("", "", nil) {
		break // a reader may stop early
	}
	if _, err := b.Order("A9"); !errors.Is(err, storage.ErrNoOrder) {
		t.Error(err)
	}
}

func TestAnUnreadableLogIsAnErrorWhateverStatesAreAskedFor(t *testing.T) {
	b, p := newBook(t)
	if err := p.log.Close(); err != nil {
		t.Fatal(err)
	}
	failures := 0
	for _, err := range b.Range("", "", []order.State{order.StatePaid}) {
		if err != nil {
			failures++
		}
	}
	if failures != 1 {
		t.Errorf("%d failures", failures)
	}
}

// The rows are a stable interface: their every byte counts.
func TestRows(t *testing.T) {
	b, p := newBook(t)
	p.make("A1", 0, 12850, shop, order.WeChat)
	p.sell("A2", time.Minute, 5000, shop, order.AlipayHK)
	p.refund("A2", time.Hour, 1250)
	p.make("A3", 2*time.Minute, 50, shop, order.WeChat)
	p.answer(order.CreateAnswered, "A3", 2*time.Minute, "PENDING")
	p.write(order.Dismissed, "A3", 3*time.Minute, func(e *order.Event) { e.Reason = order.BecauseStaff })
	p.answer(order.Answered, "A3", 4*time.Minute, "SUCCEEDED")
	want := map[order.ID]string{
		"A1": `{"merchant_order_id":"A1","order_id":"","amount":"128.50","currency":"HKD","method":"wechat","status":"created","marks":[],"note":"table 4","created_at":"2026-11-24T02:00:00.000000005Z","paid_at":null,"refunded":"0.00","till":"T1"}`,
		"A2": `{"merchant_order_id":"A2","order_id":"GA2","amount":"50.00","currency":"HKD","method":"alipayhk","status":"paid","marks":[],"note":"table 4","created_at":"2026-11-24T02:01:00.000000005Z","paid_at":"2026-11-24T02:01:05.000000005Z","refunded":"12.50","till":"T1"}`,
		"A3": `{"merchant_order_id":"A3","order_id":"GA3","amount":"0.50","currency":"HKD","method":"wechat","status":"paid","marks":["dismissed","late"],"note":"table 4","created_at":"2026-11-24T02:02:00.000000005Z","paid_at":"2026-11-24T02:04:00.000000005Z","refunded":"0.00","till":"T1"}`,
	}
	for id, line := range want {
		o, err := b.Order(id)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(book.RowOf(o)); err != nil || string(got) != line {
			t.Errorf("%s, %v\nwant %s", got, err, line)
		}
	}
}
