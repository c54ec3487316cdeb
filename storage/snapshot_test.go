package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

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

// anyOrder fills every field there is, also those added later.
var anyOrder = rapid.Custom(func(t *rapid.T) order.Order {
	o := rapid.MakeCustom[order.Order](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{reflect.TypeFor[time.Time](): moment},
	}).Draw(t, "order")
	if len(o.Refunds) == 0 {
		o.Refunds = nil
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
