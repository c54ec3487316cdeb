package uitest

import (
	"fmt"
	"testing"
	"time"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage"
)

// OrderIn is an order of HK$128.50 in a state, as far as its page needs. What is
// special about it, change adds; nil adds nothing.
func OrderIn(state order.State, change func(*order.Order)) order.Order {
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	o := order.Order{
		ID: "T10123456789ABCDEFGHJK", CreatedAt: at, Day: "2026-11-24", State: state, GatewayID: "G77",
		New: order.New{
			Sale: "S", Attempt: 1, Account: ReadyView().Settings.Account, Amount: HKD(12850),
			Method: order.AlipayHK, Note: "Table 12", Till: "T1", Zone: "Asia/Hong_Kong",
		},
	}
	// An unsure order is watched from now on, a settled one is no longer.
	o.SlowSince, o.AskedAt = time.Now(), time.Now()
	if change != nil {
		change(&o)
	}
	o.Seen = o.Seen || o.State == order.StatePaid && !o.Marks.Has(order.MarkLate) && !o.Marks.Has(order.MarkMismatch)
	return o
}

// Marked is a change: the order has a mark, for a reason.
func Marked(m order.Marks, why order.Reason) func(*order.Order) {
	return func(o *order.Order) { o.Marks, o.Why = m, why }
}

// Because is a change: the order is in its state for a reason.
func Because(why order.Reason) func(*order.Order) { return Marked(0, why) }

// ByHand is a change: a manager has recorded what became of the order.
func ByHand(v order.Verdict) func(*order.Order) {
	return func(o *order.Order) { o.Hand = &order.Hand{Verdict: v, Reason: "portal says so"} }
}

// Differed is a change: an answer of another amount or status has come.
func Differed(amount, status string) func(*order.Order) {
	return func(o *order.Order) {
		o.Marks = order.MarkMismatch
		o.Differed = &order.Answer{MerchantOrderID: string(o.ID), OrderID: "G77", Amount: amount, Currency: "HKD", Status: status}
	}
}

// EveryState has an order in every state that looks different in the list, by a name
// for it.
func EveryState() map[string]order.Order {
	return map[string]order.Order{
		"created": OrderIn(order.StateCreated, nil), "waiting": OrderIn(order.StateWaiting, nil),
		"watched": OrderIn(order.StateWaiting, Marked(order.MarkDismissed, order.BecauseStaff)),
		"paid":    OrderIn(order.StatePaid, nil), "cancelled": OrderIn(order.StateCancelled, nil), "refused": OrderIn(order.StateRefused, nil),
		"mismatch": OrderIn(order.StatePaid, Differed("1.00", "SUCCEEDED")), "hand": OrderIn(order.StateUnsure, ByHand(order.HandPaid)),
	}
}

// Refunded is a paid order of HK$128.50 with refunds, of HK$10.00 where they name no
// amount.
func Refunded(list ...order.Refund) order.Order {
	return OrderIn(order.StatePaid, func(o *order.Order) {
		for i, r := range list {
			r.ID, r.At, r.Sent = order.RefundID("T1R"+string(rune('1'+i))), o.CreatedAt, max(r.Sent, 1)
			if r.Amount.Minor == 0 {
				r.Amount = HKD(1000)
			}
			o.Refunds = append(o.Refunds, r)
		}
	})
}

// MissingRefund is a doubtful refund that the gateway has not had for so long.
func MissingRefund(d time.Duration) order.Refund {
	return order.Refund{State: order.RefundUnsure, Missing: 3, For: d}
}

// FirstDay is when the first order of a ledger was made.
var FirstDay = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

// Ledger is a real order log with orders in it, six minutes apart: T1000001 and
// so on, the first of one cent, the second of two.
type Ledger struct {
	t   testing.TB
	Log *storage.Log // closed when the test is over
	now time.Time
	n   int
}

// NewLedger has so many orders, in a folder of the test's.
func NewLedger(t testing.TB, orders int) *Ledger {
	t.Helper()
	log, err := storage.Open(t.TempDir(), storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	l := &Ledger{t: t, Log: log, now: FirstDay}
	for range orders {
		l.Sell()
	}
	return l
}

// Book reads it as the owner's pages do.
func (l *Ledger) Book() *book.Book { return book.New(l.Log) }

// Sell writes one more order.
func (l *Ledger) Sell() order.ID {
	l.t.Helper()
	l.n++
	l.now = l.now.Add(6 * time.Minute)
	e := order.Event{Version: order.Version, Kind: order.Created, At: l.now, Day: l.now.Format(time.DateOnly), Order: order.ID(fmt.Sprintf("T1%06d", l.n))}
	e.New = &order.New{
		Sale: "S", Attempt: 1, Account: ReadyView().Settings.Account, Amount: HKD(int64(l.n)),
		Method: order.WeChat, Till: "T1", Zone: "Asia/Hong_Kong",
	}
	if _, err := l.Log.Append(e); err != nil {
		l.t.Fatal(err)
	}
	return e.Order
}

// Order reads one of them.
func (l *Ledger) Order(id order.ID) order.Order {
	l.t.Helper()
	o, err := l.Log.Order(id)
	if err != nil {
		l.t.Fatal(err)
	}
	return o
}

// Refuse writes that an order was refused: it never left the computer.
func (l *Ledger) Refuse(id order.ID) {
	l.t.Helper()
	e := order.Event{Version: order.Version, Kind: order.Refused, At: l.now, Day: l.now.Format(time.DateOnly), Order: id, Reason: order.BecauseNotSent}
	if _, err := l.Log.Append(e); err != nil {
		l.t.Fatal(err)
	}
}

// pay has the gateway answer that an order is paid.
func (l *Ledger) pay(id order.ID) {
	l.t.Helper()
	a := order.Answer{MerchantOrderID: string(id), OrderID: "G1", Amount: l.Order(id).Amount.Wire(), Currency: "HKD", QR: "https://pay.example/1"}
	for _, step := range []struct {
		kind   order.Kind
		status string
	}{{order.CreateAnswered, "PENDING"}, {order.Answered, "SUCCEEDED"}} {
		a.Status = step.status
		answer := a
		l.now = l.now.Add(time.Second)
		e := order.Event{Version: order.Version, Kind: step.kind, At: l.now, Day: l.now.Format(time.DateOnly), Order: id, Answer: &answer}
		if _, err := l.Log.Append(e); err != nil {
			l.t.Fatal(err)
		}
	}
}

// Fresh is a View that knows what is in the log.
func (l *Ledger) Fresh() app.View {
	v := ReadyView()
	v.Seq, v.Today.Day = l.Log.Seq(), l.now.Format(time.DateOnly)
	return v
}

// Troubled is such a View with the first n orders in trouble, one in every kind.
func (l *Ledger) Troubled(n int) app.View {
	l.t.Helper()
	v := l.Fresh()
	for i := range n {
		o := l.Order(order.ID("T100000" + string(rune('1'+i))))
		o.CreatedAt = time.Now().Add(-time.Duration(i+1) * 26 * time.Hour)
		kind := order.Trouble(i%3 + 1)
		key := map[order.Trouble]string{order.TroubleMismatch: "alert.mismatch", order.TroubleRefund: "trouble.refund", order.TroubleUnclear: "trouble.unclear"}[kind]
		if kind == order.TroubleRefund {
			o.Refunds = []order.Refund{{ID: "R1", State: order.RefundUnsure, Amount: HKD(777), At: time.Now().Add(-5 * time.Minute)}}
		}
		text := TextOf(key, "Amount", o.Amount, "Refund", HKD(777), "Order", string(o.ID), "Came", "1 HKD", "Said", "PROCESSING")
		v.Trouble = append(v.Trouble, core.TroubleView{Order: o, Kind: kind, Text: text})
	}
	return v
}

// Alerted is such a View with alerts about its first orders, which are paid.
func (l *Ledger) Alerted(kinds ...order.Alert) app.View {
	l.t.Helper()
	var alerts []core.AlertView
	for i, kind := range kinds {
		id := order.ID("T100000" + string(rune('1'+i)))
		l.pay(id)
		key := map[order.Alert]string{
			order.AlertLate: "alert.late", order.AlertRefundFailed: "alert.refund_failed", order.AlertMismatch: "alert.mismatch",
		}[kind]
		text := TextOf(key, "Amount", HKD(1), "Refund", HKD(1), "Order", string(id), "Came", "2", "Said", "")
		alerts = append(alerts, core.AlertView{Order: id, Kind: kind, Text: text})
	}
	v := l.Fresh()
	v.Alerts = alerts
	return v
}
