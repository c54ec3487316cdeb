package storage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"qrtill/app/order"
	"qrtill/storage"
)

var moment = rapid.Custom(func(t *rapid.T) any {
	if rapid.Bool().Draw(t, "zero") {
		return time.Time{}
	}
	return time.Unix(0, rapid.Int64Range(-1<<62, 1<<62).Draw(t, "nanos")).UTC()
})

// anyOrder fills every field there is, also those added later, with what events can
// make of it.
var anyOrder = rapid.Custom(func(t *rapid.T) order.Order {
	sums := rapid.Int64Range(1, math.MaxInt64)
	o := rapid.MakeCustom[order.Order](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{
			reflect.TypeFor[time.Time]():         moment,
			reflect.TypeFor[order.State]():       rapid.Map(rapid.Uint8Range(1, uint8(order.StateRefused)), func(n uint8) any { return order.State(n) }),
			reflect.TypeFor[order.Marks]():       rapid.Map(rapid.Uint8Range(0, 7), func(n uint8) any { return order.Marks(n) }),
			reflect.TypeFor[order.RefundState](): rapid.Map(rapid.Uint8Range(1, uint8(order.RefundFailed)), func(n uint8) any { return order.RefundState(n) }),
			reflect.TypeFor[order.Verdict]():     rapid.Just[any](order.HandRefunded),
			reflect.TypeFor[order.ID]():          rapid.Map(rapid.StringN(1, -1, -1), func(s string) any { return order.ID(s) }),
			reflect.TypeFor[order.RefundID]():    rapid.Map(rapid.StringN(1, -1, -1), func(s string) any { return order.RefundID(s) }),
		},
	}).Draw(t, "order")
	o.Amount = order.Amount{Minor: sums.Draw(t, "amount"), Currency: o.Account.Currency}
	o.Asked &= math.MaxInt
	if len(o.Refunds) == 0 {
		o.Refunds = nil
	}
	for i := range o.Refunds {
		r := &o.Refunds[i]
		r.Amount = order.Amount{Minor: sums.Draw(t, "refunded"), Currency: o.Account.Currency}
		r.Sent, r.Asked = max(1, r.Sent&math.MaxInt), r.Asked&math.MaxInt
	}
	return o
})

func TestSnapshotsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyOrder.Draw(t, "order")
		got, err := storage.DecodeOrder(storage.EncodeOrder(want))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("read %+v, %v", got, err)
		}
	})
}

func TestACutOrForeignSnapshotIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := storage.EncodeOrder(anyOrder.Draw(t, "order"))
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if o, err := storage.DecodeOrder(b[:cut]); err == nil {
			t.Fatalf("read %+v from %d of %d bytes", o, cut, len(b))
		}
		if _, err := storage.DecodeOrder(append(b, 0)); err == nil {
			t.Fatal("a byte too many was read over")
		}
		b[0]++
		if _, err := storage.DecodeOrder(b); err == nil {
			t.Fatal("another version was read")
		}
	})
}

// A disk may give back another byte than it was given. What is no snapshot any more
// is called damage; what still is one can be worked with.
func TestAChangedBitInASnapshotIsDamageOrAnOrderThatCanBeUsed(t *testing.T) {
	l := open(t, t.TempDir())
	l.Bolt().NoSync = true
	appendAll(t, l, goldenEvents()...)
	events := oneOfEach()
	damaged, used := 0, 0
	for key, value := range dump(t, l) {
		if !strings.HasPrefix(key, "orders/") {
			continue
		}
		for bit := range 8 * len(value) {
			raw := []byte(value)
			raw[bit/8] ^= 1 << (bit % 8)
			o, err := storage.DecodeOrder(raw)
			if err != nil {
				damaged++
				continue
			}
			used++
			if fault := work(o, events); fault != nil {
				t.Fatalf("%s, bit %d changed: %v\n%+v", key, bit, fault, o)
			}
		}
	}
	if damaged < 10_000 || used < 10_000 {
		t.Errorf("%d are damage and %d are used: too little was tried", damaged, used)
	}
}

// oneOfEach is an event of each kind.
func oneOfEach() (events []order.Event) {
	for _, e := range goldenEvents() {
		if !slices.ContainsFunc(events, func(o order.Event) bool { return o.Kind == e.Kind }) {
			events = append(events, e)
		}
	}
	return events
}

// work does with an order what the program does: everything it can be asked, every
// event of next, and what is written of it. fault is what it panicked with.
func work(o order.Order, next []order.Event) (fault any) {
	defer func() { fault = recover() }()
	now := start.AddDate(0, 0, 3)
	everything(o, now)
	order.TroubleAt(o, now)
	_, _, _ = o.State.String(), o.Marks.Words(), o.Amount.String()
	for _, at := range []time.Time{{}, o.CreatedAt, o.AskedAt, now} {
		order.Need(&o, order.AgeAt(o, at))
		order.Step(o, order.Answer{Status: "PENDING"}, order.AgeAt(o, at), "2026-11-24")
	}
	for _, r := range o.Refunds {
		everything(r, now)
		_ = r.State.String()
		order.NeedRefund(r, order.RefundAgeAt(r, now))
	}
	for _, e := range next {
		e.Order = o.ID
		if e.Refund != nil && len(o.Refunds) > 0 {
			change := *e.Refund
			change.ID, e.Refund = o.Refunds[0].ID, &change
		}
		if after, err := order.Apply(o, e); err == nil {
			storage.EncodeOrder(after)
		}
	}
	_, _ = json.Marshal(o)
	storage.DayKey(o)
	return nil
}

// everything calls all methods that ask something of an order or a refund.
func everything(of any, now time.Time) {
	v := reflect.ValueOf(of)
	for i := range v.NumMethod() {
		m := v.Method(i)
		with := make([]reflect.Value, m.Type().NumIn())
		for n := range with {
			switch in := m.Type().In(n); in {
			case reflect.TypeFor[time.Time]():
				with[n] = reflect.ValueOf(now)
			case reflect.TypeFor[func(order.RefundID) time.Duration]():
				with[n] = reflect.ValueOf(func(order.RefundID) time.Duration { return time.Hour })
			default:
				with[n] = reflect.Zero(in)
			}
		}
		m.Call(with)
	}
}

// A damaged snapshot is said to be one wherever it is read.
func TestADamagedSnapshotIsDamageToWhoeverReadsIt(t *testing.T) {
	l := open(t, t.TempDir())
	a1 := created("A1", 0, 500, shop)
	made := appendAll(t, l, a1, shown(a1, 1))
	whole := storage.EncodeOrder(made)
	made.State = 99
	put := func(raw []byte) {
		t.Helper()
		if err := l.Bolt().Update(func(tx *bolt.Tx) error { return tx.Bucket([]byte("orders")).Put([]byte("A1"), raw) }); err != nil {
			t.Fatal(err)
		}
	}
	put(storage.EncodeOrder(made))
	_, one := l.Order("A1")
	_, open := l.OpenOrders()
	_, _, page := l.Orders("", 10)
	_, next := l.Append(paid(a1, 2))
	var ranged error
	for _, err := range l.Range("", "") {
		ranged = err
	}
	for what, err := range map[string]error{"one": one, "open": open, "a page": page, "a range": ranged, "the next event": next} {
		if !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), "State(99)") {
			t.Errorf("%s: %v", what, err)
		}
	}
	put(whole)
}

// The log is of form 2, from before orders had a tip and a discount.
func TestALogOfTheProgramBeforeOpensAndVerifies(t *testing.T) {
	dir := unpacked(t, 2)
	before, err := os.ReadFile(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	s, ready := l.Settings()
	if !ready || s.Shop != "Tea House" || s.Quick != nil || s.Tips != nil || s.Discounts != nil {
		t.Errorf("its settings: %+v", s)
	}
	for id, want := range map[order.ID]order.State{"T1A0": order.StatePaid, "T1A1": order.StateCancelled, "T1A2": order.StateWaiting, "T1A3": order.StatePaid} {
		o, err := l.Order(id)
		if err != nil || o.State != want || o.Amount.Minor != 5000 || o.Tip != 0 || o.Discount != 0 || o.Price() != o.Amount {
			t.Errorf("order %s: %+v, %v", id, o, err)
		}
	}
	if o, err := l.Order("T1A3"); err != nil || len(o.Refunds) != 1 || o.Refunds[0].State != order.RefundDone {
		t.Errorf("its refund: %+v, %v", o.Refunds, err)
	}
	tipped := created("T1A4", 1000, 11_000, shop)
	tipped.New.Tip, tipped.New.Discount = 1000, 500
	appendAll(t, l, tipped)
	if o, err := l.Order("T1A4"); err != nil || o.Tip != 1000 || o.Discount != 500 {
		t.Errorf("an order made since: %+v, %v", o, err)
	}
	closeChecked(t, l)
	if r := verified(t, file(dir)); r.Orders != 5 || r.Events != 15 {
		t.Errorf("verified %d orders, %d events", r.Orders, r.Events)
	}
	if aside, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("orders-before-schema%d.db", storage.Form))); err != nil || len(aside) < len(before)/2 {
		t.Errorf("the copy that is kept: %d bytes, %v", len(aside), err)
	}
}
