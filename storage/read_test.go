package storage_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// tenADay makes ten orders on each of three days, an hour apart.
func tenADay(t testing.TB) (l *storage.Log, ids []order.ID) {
	l = open(t, t.TempDir())
	l.Bolt().NoSync = true
	for day := range 3 {
		for hour := range 10 {
			id := order.ID(fmt.Sprintf("A%d%d", day, hour))
			appendAll(t, l, created(id, day*86400+hour*3600, 100, shop))
			ids = append(ids, id)
		}
	}
	return l, ids
}

func TestOrdersComeNewestFirstPageByPage(t *testing.T) {
	l, want := tenADay(t)
	slices.Reverse(want)
	for _, n := range []int{1, 7, 10, 29, 30, 31} {
		var got []order.ID
		next, pages := storage.Cursor(""), 0
		for {
			page, cursor, err := l.Orders(next, n)
			if err != nil || len(page) > n {
				t.Fatalf("%d orders, %v", len(page), err)
			}
			for _, o := range page {
				got = append(got, o.ID)
			}
			if next = cursor; next == "" {
				break
			}
			if pages++; pages > 31 {
				t.Fatal("no end")
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages of %d: %v", n, got)
		}
	}
	// A sale made while someone reads the list moves nothing.
	first, next, _ := l.Orders("", 10)
	appendAll(t, l, created("B1", 3*86400, 100, shop))
	second, _, _ := l.Orders(next, 10)
	if first[9].ID != "A20" || second[0].ID != "A19" {
		t.Errorf("%s then %s", first[9].ID, second[0].ID)
	}
	if page, next, err := open(t, t.TempDir()).Orders("", 10); page != nil || next != "" || err != nil {
		t.Errorf("an empty log: %v, %q, %v", page, next, err)
	}
}

func TestRangeIsByBusinessDayBothEndsIncluded(t *testing.T) {
	l, all := tenADay(t)
	cases := []struct {
		from, to string
		want     []order.ID
	}{
		{"", "", all}, {"2026-11-24", "2026-11-26", all}, {"2026-11-25", "2026-11-25", all[10:20]}, {"2026-11-25", "", all[10:]},
		{"", "2026-11-25", all[:20]}, {"2026-11-27", "", nil}, {"", "2026-11-23", nil}, {"2026-11-26", "2026-11-24", nil},
	}
	for _, c := range cases {
		var got []order.ID
		for o, err := range l.Range(c.from, c.to) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, o.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q to %q: %v", c.from, c.to, got)
		}
	}
}

func TestRangeReadsManyPagesAndHoldsNothingUp(t *testing.T) {
	l := open(t, t.TempDir())
	l.Bolt().NoSync = true
	for i := range 600 {
		appendAll(t, l, created(order.ID(fmt.Sprintf("A%03d", i)), i, 100, shop))
	}
	n := 0
	for o, err := range l.Range("", "") {
		if err != nil || o.ID != order.ID(fmt.Sprintf("A%03d", n)) {
			t.Fatalf("order %d is %s, %v", n, o.ID, err)
		}
		if n++; n == 1 { // neither a write nor opening anew waits for the reader
			appendAll(t, l, created("B1", 10_000, 100, shop))
			if err := l.Reopen(); err != nil {
				t.Fatal(err)
			}
		}
		if n == 600 {
			break
		}
	}
	closeChecked(t, l)
	for _, err := range l.Range("", "") {
		if n++; err == nil {
			t.Fatal("read a closed log")
		}
	}
	if n != 601 {
		t.Error("a closed log is an error once")
	}
}

// By the sequence of the log: the second is older by the clock, and the third was made
// before, and only the journal knew it.
func TestTheNewestOrderIsTheOneThatWasMadeLast(t *testing.T) {
	l := open(t, t.TempDir())
	newest := func(want order.ID) {
		t.Helper()
		if got, err := l.Newest(); err != nil || got != want {
			t.Errorf("the newest is %q (%v), want %q", got, err, want)
		}
	}
	newest("")
	a1, a2 := created("Z1", 60, 100, shop), created("A2", 10, 100, shop)
	appendAll(t, l, a1, a2, shown(a2, 11), shown(a1, 62), paid(a1, 63), event(order.Acknowledged, "Z1", 64))
	newest("A2")
	found := created("B3", 70, 100, shop)
	found.Kind, found.Since = order.Recalled, &found.At
	appendAll(t, l, found)
	newest("A2")
}

func TestOpenOrdersAreThoseThatWantWorkOldestFirst(t *testing.T) {
	l := open(t, t.TempDir())
	a1, a2 := created("Z1", 0, 100, shop), created("A2", 10, 100, shop)
	appendAll(t, l, a1, a2, shown(a2, 11), shown(a1, 12))
	appendAll(t, l, sale("A3", 20, 100, shop)...)
	ids := func() (ids []order.ID) {
		orders, err := l.OpenOrders()
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range orders {
			if stored, _ := l.Order(o.ID); !o.Open() || !reflect.DeepEqual(stored, o) {
				t.Errorf("%+v is listed as open", o)
			}
			ids = append(ids, o.ID)
		}
		return ids
	}
	if got := ids(); !slices.Equal(got, []order.ID{"Z1", "A2", "A3"}) { // nobody has gone on from the last
		t.Errorf("open: %v", got)
	}
	appendAll(t, l, event(order.Acknowledged, "A3", 29))
	if got := ids(); !slices.Equal(got, []order.ID{"Z1", "A2"}) {
		t.Errorf("open when staff have gone on: %v", got)
	}
	appendAll(t, l, paid(a1, 30), event(order.Acknowledged, "Z1", 31))
	if got := ids(); !slices.Equal(got, []order.ID{"A2"}) {
		t.Errorf("open after a payment: %v", got)
	}
	appendAll(t, l, refunded(a1, 40, 50)[0]) // a refund under way opens a final order again
	if got := ids(); !slices.Equal(got, []order.ID{"Z1", "A2"}) {
		t.Errorf("open during a refund: %v", got)
	}
}

func TestTotalsArePerDayAccountAndMethod(t *testing.T) {
	l := open(t, t.TempDir())
	day := 86400
	a1, a2, a3, a4 := created("A1", 0, 5000, shop), created("A2", 10, 700, shop), created("A3", 20, 300, other), created("A4", 30, 900, shop)
	a2.New.Method = order.AlipayHK
	sister := order.Account{Gateway: shop.Gateway, Merchant: other.Merchant, Currency: shop.Currency}
	a5 := created("A5", 40, 400, sister)
	for _, o := range []order.Event{a1, a2, a3, a4, a5} {
		appendAll(t, l, o, shown(o, 100))
	}
	// A1, A3 and A5 are paid on the day, A2 on the next; A1 goes back in part then.
	appendAll(t, l, paid(a1, 200), paid(a3, 200), paid(a5, 200), paid(a2, day))
	appendAll(t, l, refunded(a1, day, 1200)...)
	hand := event(order.ByHand, "A4", day)
	hand.Hand = &order.Hand{Verdict: order.HandPaid, Reason: "seen in the portal"}
	appendAll(t, l, hand)

	today, next := "2026-11-24", "2026-11-25"
	want := map[string][]storage.Total{
		today: {
			{Day: today, Account: shop, Method: order.WeChat, PaidCount: 1, Paid: 5000},
			{Day: today, Account: sister, Method: order.WeChat, PaidCount: 1, Paid: 400},
			{Day: today, Account: other, Method: order.WeChat, PaidCount: 1, Paid: 300},
		},
		next: {
			{Day: next, Account: shop, Method: order.WeChat, RefundCount: 1, Refunded: 1200, HandCount: 1, HandPaid: 900},
			{Day: next, Account: shop, Method: order.AlipayHK, PaidCount: 1, Paid: 700},
		},
		"2026-11-26": nil, "2026-11": nil, "": nil,
	}
	for day, totals := range want {
		if got, err := l.Totals(day); err != nil || !reflect.DeepEqual(got, totals) {
			t.Errorf("%q: %+v, %v; want %+v", day, got, err, totals)
		}
	}
	// An answer that was on its way proves A4 after all: its money counts once.
	appendAll(t, l, paid(a4, day+60))
	got, _ := l.Totals(next)
	if w := (storage.Total{Day: next, Account: shop, Method: order.WeChat, PaidCount: 1, Paid: 900, RefundCount: 1, Refunded: 1200, HandCount: 1}); got[0] != w {
		t.Errorf("proven after all: %+v", got[0])
	}
}

func TestTimesInAnyZoneSortByTheMoment(t *testing.T) {
	l := open(t, t.TempDir())
	early, late := created("Z1", 0, 100, shop), created("A1", 3600, 100, shop)
	early.At = early.At.In(time.FixedZone("HKT", 8*3600))
	o := appendAll(t, l, late, early)
	if o.CreatedAt.Location() != time.UTC || !o.CreatedAt.Equal(start) {
		t.Errorf("kept as %v", o.CreatedAt)
	}
	if page, _, _ := l.Orders("", 2); page[0].ID != "A1" || page[1].ID != "Z1" {
		t.Error("sorted by the wall clock")
	}
}

// Whether money for an open order is the second for its sale, the others of the sale say.
func TestOpenOrdersComeWithTheOthersOfTheirSales(t *testing.T) {
	l := open(t, t.TempDir())
	of := func(sale order.ID, attempt int) func(order.Event) order.Event {
		return func(e order.Event) order.Event {
			e.New.Sale, e.New.Attempt = string(sale), attempt
			return e
		}
	}
	first, second, third := of("S1", 1)(created("S1", 0, 100, shop)), of("S1", 2)(created("S2", 5, 100, shop)), of("S1", 3)(created("S3", 9, 100, shop))
	alone := of("Z1", 1)(created("Z1", 20, 100, shop))
	ids := func() (ids []order.ID) {
		orders, err := l.OpenOrders()
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range orders {
			ids = append(ids, o.ID)
		}
		return ids
	}
	appendAll(t, l, first, shown(first, 1), second, shown(second, 6), paid(second, 7), event(order.Acknowledged, "S2", 8))
	appendAll(t, l, alone, shown(alone, 21), paid(alone, 22), event(order.Acknowledged, "Z1", 23))
	if got := ids(); !slices.Equal(got, []order.ID{"S1", "S2"}) {
		t.Errorf("the first open: %v", got)
	}
	appendAll(t, l, paid(first, 30), event(order.Acknowledged, "S1", 31), third)
	if got := ids(); !slices.Equal(got, []order.ID{"S1", "S2", "S3"}) {
		t.Errorf("the third open: %v", got)
	}
	appendAll(t, l, shown(third, 40), paid(third, 41), event(order.Acknowledged, "S3", 42))
	if got := ids(); len(got) != 0 {
		t.Errorf("all settled: %v", got)
	}
}

// One order of a sale that the log does not have (a torn line of the journal, a record set
// aside) keeps the till from no other order.
func TestAnOrderWhoseSalesFirstIsMissingIsRead(t *testing.T) {
	l := open(t, t.TempDir())
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 1, 100, shop)...)
	e := created("B2", 10, 12850, shop)
	e.Kind, e.Since = order.Recalled, &start
	e.New.Sale, e.New.Attempt = "B1", 2 // B1's line of the journal is torn
	appendAll(t, l, e)
	if orders, err := l.OpenOrders(); err != nil || len(orders) == 0 {
		t.Errorf("%d open orders: %v", len(orders), err)
	}
}

func TestARefundLeadsToItsOrder(t *testing.T) {
	l := open(t, t.TempDir())
	a1 := created("A1", 0, 100, shop)
	appendAll(t, l, sale("A1", 0, 100, shop)...)
	appendAll(t, l, refunded(a1, 40, 50)...)
	o, err := l.Order("A1")
	if err != nil || len(o.Refunds) == 0 {
		t.Fatal(err, o)
	}
	if found, err := l.OrderOf(o.Refunds[0].ID); err != nil || found.ID != "A1" {
		t.Errorf("%v, %v", found.ID, err)
	}
	if _, err := l.OrderOf("R9"); !errors.Is(err, storage.ErrNoOrder) {
		t.Errorf("a refund that nobody made: %v", err)
	}
}
