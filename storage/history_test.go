package storage_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qrtill/app/order"
	"qrtill/storage"
)

var kinds = []order.Kind{
	order.Created, order.Created, order.CreateAnswered, order.CreateAnswered, order.CreateAnswered, order.Unanswered, order.Refused,
	order.Answered, order.Answered, order.Answered, order.Answered, order.Dismissed, order.Acknowledged, order.ByHand,
	order.RefundRequested, order.RefundRequested, order.RefundAnswered, order.RefundAnswered, order.RefundUnanswered,
	order.RefundRefused, order.RefundSentAgain, order.Recalled, order.RefundRecalled,
}

// history draws events about a few orders; many have no place and are refused.
type history struct {
	made map[order.ID]order.Event
	n    int
}

func (h *history) next(t *rapid.T) order.Event {
	h.n += rapid.IntRange(1, 40_000).Draw(t, "seconds")
	id := order.ID(fmt.Sprintf("A%d", rapid.IntRange(0, 4).Draw(t, "order")))
	e := event(rapid.SampledFrom(kinds).Draw(t, "kind"), id, h.n)
	made, ok := h.made[id]
	if !ok || e.Kind == order.Created {
		e = created(id, h.n, rapid.Int64Range(1, 100_000).Draw(t, "minor"), rapid.SampledFrom([]order.Account{shop, other}).Draw(t, "account"))
		e.New.Method = rapid.SampledFrom([]order.Method{order.WeChat, order.AlipayHK}).Draw(t, "method")
		e.New.Note = rapid.StringN(0, 8, -1).Draw(t, "note")
		if !ok {
			h.made[id] = e
		}
		return e
	}
	switch e.Kind {
	case order.CreateAnswered:
		e.Answer = shown(made, 0).Answer
	case order.Answered, order.Refused:
		e.Answer = answer(made, rapid.SampledFrom([]string{"PENDING", "SUCCEEDED", "CANCELLED", "", "ODD\xff"}).Draw(t, "status"))
		if rapid.IntRange(0, 5).Draw(t, "wrong") == 0 {
			e.Answer.Amount = "0.01"
		}
	case order.Dismissed, order.Unanswered:
		e.Reason = order.BecauseStaff
	case order.Recalled:
		return e // of an order that is there: refused
	case order.ByHand:
		e.Hand = &order.Hand{Verdict: rapid.SampledFrom([]order.Verdict{order.HandPaid, order.HandUnpaid, order.HandRefunded}).Draw(t, "verdict"), Reason: "portal"}
	default:
		e.Refund, e.Since = h.refund(t, made), &e.At
	}
	return e
}

func (h *history) refund(t *rapid.T, made order.Event) *order.RefundChange {
	id := fmt.Sprintf("R%s%d", made.Order, rapid.IntRange(0, 2).Draw(t, "refund"))
	status := rapid.SampledFrom([]string{"SUCCEEDED", "FAILED", "PENDING", ""}).Draw(t, "refunded")
	return &order.RefundChange{
		ID:     order.RefundID(id),
		Amount: &order.Amount{Minor: rapid.Int64Range(1, 60_000).Draw(t, "back"), Currency: made.New.Account.Currency},
		Answer: &order.RefundAnswer{MerchantRefundID: id, Status: status},
	}
}

// sumOf adds up orders, knowing nothing of how the log keeps its totals.
func sumOf(orders []order.Order) map[string][4]int64 {
	sums := map[string][4]int64{}
	add := func(day string, o order.Order, i int, minor int64) {
		key := fmt.Sprint(day, o.Account, o.Method)
		s := sums[key]
		s[i]++
		s[i+1] += minor
		sums[key] = s
	}
	for _, o := range orders {
		if o.State == order.StatePaid {
			add(o.PaidDay, o, 0, o.Amount.Minor)
		}
		for _, r := range o.Refunds {
			if r.State == order.RefundDone {
				add(r.Day, o, 2, r.Amount.Minor)
			}
		}
	}
	return sums
}

func totalsOf(t *rapid.T, l *storage.Log, n int) map[string][4]int64 {
	sums := map[string][4]int64{}
	for day := start; !day.After(start.Add(time.Duration(n+86400) * time.Second)); day = day.AddDate(0, 0, 1) {
		totals, err := l.Totals(day.Format(time.DateOnly))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range totals {
			if v := [4]int64{int64(s.PaidCount), s.Paid, int64(s.RefundCount), s.Refunded}; v != [4]int64{} {
				sums[fmt.Sprint(s.Day, s.Account, s.Method)] = v
			}
		}
	}
	return sums
}

func TestWhateverHappensTheBooksAddUpAndCanBeMadeAnew(t *testing.T) {
	base, runs, taken := t.TempDir(), 0, 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		dir := filepath.Join(base, fmt.Sprint(runs))
		l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		l.Bolt().NoSync = true
		h := history{made: map[order.ID]order.Event{}}
		for range rapid.IntRange(1, 80).Draw(t, "events") {
			e := h.next(t)
			before, _ := l.Order(e.Order)
			after, err := l.Append(e)
			switch {
			case err == nil:
				taken++
				if stored, err := l.Order(e.Order); err != nil || !reflect.DeepEqual(stored, after) {
					t.Fatalf("returned %+v, stored %+v, %v", after, stored, err)
				}
			case errors.Is(err, order.ErrMove), errors.Is(err, order.ErrEvent), errors.Is(err, order.ErrRefundLimit):
				if now, _ := l.Order(e.Order); !reflect.DeepEqual(now, before) {
					t.Fatalf("refused, yet %+v became %+v", before, now)
				}
			default:
				t.Fatal(err)
			}
		}
		check(t, l, h.n)
		want, _ := l.Dump()
		if problems, err := l.Rebuild(); err != nil || len(problems) > 0 {
			t.Fatalf("rebuild: %q, %v", problems, err)
		}
		if got, _ := l.Dump(); !reflect.DeepEqual(got, want) {
			t.Fatal("made anew, it is not the same")
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if r, err := storage.Verify(file(dir)); err != nil || len(r.Problems) > 0 {
			t.Fatalf("verify: %q, %v", r.Problems, err)
		}
	})
	if taken < runs*3 {
		t.Errorf("only %d events were taken in %d histories", taken, runs)
	}
}

// check compares every list with every other.
func check(t *rapid.T, l *storage.Log, n int) {
	newest, _, err := l.Orders("", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var oldest, open []order.Order
	for o, err := range l.Range("", "") {
		if err != nil {
			t.Fatal(err)
		}
		oldest = append(oldest, o)
		if o.Open() {
			open = append(open, o)
		}
	}
	for i, o := range oldest {
		if len(newest) != len(oldest) || !reflect.DeepEqual(newest[len(newest)-1-i], o) {
			t.Fatal("newest first is not oldest first backwards")
		}
	}
	if got, err := l.OpenOrders(); err != nil || !reflect.DeepEqual(got, open) {
		t.Fatalf("open orders %v, %v; want %v", got, err, open)
	}
	if got, want := totalsOf(t, l, n), sumOf(oldest); !reflect.DeepEqual(got, want) {
		t.Fatalf("totals %v, orders %v", got, want)
	}
}
