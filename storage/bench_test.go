package storage_test

import (
	"fmt"
	"testing"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
	"qrtill/storage"
)

// commits is the number of bbolt's newest commit.
func commits(t testing.TB, l *storage.Log) (n int) {
	t.Helper()
	if err := l.Bolt().View(func(tx *bolt.Tx) error { n = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachEventIsOneCommit(t *testing.T) {
	l := open(t, t.TempDir())
	a1 := created("A1", 0, 5000, shop)
	events := append([]order.Event{settings(shop), a1, shown(a1, 1), paid(a1, 2)}, refunded(a1, 3, 100)...)
	for _, e := range events {
		before := commits(t, l)
		appendAll(t, l, e)
		if n := commits(t, l) - before; n != 1 {
			t.Errorf("%s took %d commits", e.Kind, n)
		}
	}
}

// Writing one event, on this disk, with all that follows from it.
func BenchmarkAppend(b *testing.B) {
	l := open(b, b.TempDir())
	var events []order.Event
	for i := 0; len(events) < b.N; i++ {
		events = append(events, sale(order.ID(fmt.Sprintf("A%d", i)), i, 5000, shop)...)
	}
	before := commits(b, l)
	b.ResetTimer()
	appendAll(b, l, events[:b.N]...)
	b.StopTimer()
	if n := commits(b, l) - before; n != b.N {
		b.Errorf("%d events took %d commits", b.N, n)
	}
	b.ReportMetric(float64(commits(b, l)-before)/float64(b.N), "commits/op")
}

// The first page of the history.
func BenchmarkNewest100(b *testing.B) {
	l := open(b, b.TempDir())
	var events [][]byte
	for i := range 10_000 {
		for _, e := range sale(order.ID(fmt.Sprintf("A%05d", i)), i*60, 5000, shop) {
			events = append(events, storage.EncodeEvent(e))
		}
	}
	if err := l.AppendRaw(events...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if page, next, err := l.Orders("", 100); len(page) != 100 || next == "" || err != nil {
			b.Fatal(len(page), err)
		}
	}
}
