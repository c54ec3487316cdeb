package storage_test

import (
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
