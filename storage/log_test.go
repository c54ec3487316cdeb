package storage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

func TestWhatIsWrittenIsThereAfterOpeningAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "till")
	l, err := storage.Open(dir, storage.Options{Create: true, Free: plenty})
	if err != nil {
		t.Fatal(err)
	}
	pin := event(order.PINSet, "", 1)
	pin.PIN = &order.PIN{Salt: []byte("salt"), Hash: []byte("hash"), Time: 1, Memory: 2, Threads: 3}
	appendAll(t, l, settings(shop), pin)
	want := appendAll(t, l, sale("A1", 10, 12850, shop)...)
	if want.State != order.StatePaid || want.PaidDay != "2026-11-24" {
		t.Fatalf("after the sale: %+v", want)
	}
	id := l.DatabaseID()
	closeChecked(t, l)

	l = open(t, dir)
	got, err := l.Order("A1")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read back %+v, %v; want %+v", got, err, want)
	}
	s, ok := l.Settings()
	if !ok || !reflect.DeepEqual(s, *settings(shop).Settings) {
		t.Errorf("settings %+v, %t", s, ok)
	}
	if p, ok := l.PIN(); !ok || !reflect.DeepEqual(p, *pin.PIN) {
		t.Errorf("PIN %+v, %t", p, ok)
	}
	if l.Seq() != 5 || l.DatabaseID() != id || len(id) != 32 || l.Practice() {
		t.Errorf("seq %d, database %q, was %q", l.Seq(), l.DatabaseID(), id)
	}
	if _, err := l.Order("A2"); !errors.Is(err, storage.ErrNoOrder) {
		t.Errorf("an order that is not there: %v", err)
	}
	again := open(t, t.TempDir())
	if again.DatabaseID() == id {
		t.Error("two databases have one id")
	}
	if _, ok := again.Settings(); ok {
		t.Error("a new log has settings")
	}
}

func TestOnlyTheUserCanReadTheFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "till")
	appendAll(t, open(t, dir), created("A1", 0, 100, shop))
	if runtime.GOOS == "windows" {
		return // the folder's own access list says so there
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "orders.db": 0o600, "orders.journal": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestANewDatabaseIsMadeOnlyWhereThereWasNone(t *testing.T) {
	cases := map[string]struct {
		left   string // a file in the folder
		create bool
		want   error
	}{
		"empty folder":                 {"", true, nil},
		"empty folder, not wanted":     {"", false, storage.ErrMissing},
		"a journal of orders is there": {"orders.journal", true, storage.ErrMissing},
		"a backup is there":            {filepath.Join("backups", "orders-1.db"), true, storage.ErrMissing},
		"something else is there":      {"notes.txt", true, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.left != "" {
				path := filepath.Join(dir, c.left)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("{}\n"), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			l, err := storage.Open(dir, storage.Options{Create: c.create})
			if !errors.Is(err, c.want) {
				t.Fatalf("opened with %v, want %v", err, c.want)
			}
			if err == nil {
				closeChecked(t, l)
			} else if _, err := os.Stat(file(dir)); err == nil {
				t.Error("yet there is a file now")
			}
		})
	}
}

func TestALogIsOpenedOnceAtATime(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, created("A1", 0, 100, shop))
	var all sync.WaitGroup // each waits a second for the till to end
	for _, readOnly := range []bool{false, true} {
		all.Go(func() {
			if _, err := storage.Open(dir, storage.Options{ReadOnly: readOnly}); !errors.Is(err, storage.ErrInUse) {
				t.Errorf("second open: %v", err)
			}
		})
	}
	all.Go(func() {
		if _, err := storage.Verify(file(dir)); !errors.Is(err, storage.ErrInUse) {
			t.Errorf("verify beside the till: %v", err)
		}
	})
	all.Wait()
	appendAll(t, l, created("A2", 1, 100, shop))
}

func TestPracticeAndRealMoneyAreKeptApart(t *testing.T) {
	practice := order.Account{Gateway: order.PracticeGateway, Merchant: "M1", Currency: "HKD"}
	for _, isPractice := range []bool{true, false} {
		dir := t.TempDir()
		l, err := storage.Open(dir, storage.Options{Create: true, Practice: isPractice, Free: plenty})
		if err != nil {
			t.Fatal(err)
		}
		events := map[bool][]order.Event{
			true:  {settings(practice), created("XA1", 0, 100, practice)},
			false: {settings(shop), created("A1", 0, 100, shop)},
		}
		appendAll(t, l, events[isPractice]...)
		wrong := append(events[!isPractice], created("XA2", 0, 100, shop), created("A2", 0, 100, practice))
		for _, e := range wrong {
			if _, err := l.Append(e); !errors.Is(err, storage.ErrPractice) {
				t.Errorf("practice %t took %s %s: %v", isPractice, e.Kind, e.Order, err)
			}
		}
		if l.Practice() != isPractice {
			t.Error("the log forgot what it is")
		}
		closeChecked(t, l)
		if _, err := storage.Open(dir, storage.Options{Practice: !isPractice}); !errors.Is(err, storage.ErrPractice) {
			t.Errorf("opened the other way: %v", err)
		}
		verified(t, file(dir))
	}
}

func TestARefusedEventChangesNothing(t *testing.T) {
	l := open(t, t.TempDir())
	a1 := created("A1", 0, 100, shop)
	appendAll(t, l, a1)
	before, _ := l.Dump()
	old := created("A2", 0, 100, shop)
	old.At = time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC)
	noDay := created("A2", 0, 100, shop)
	noDay.Day = "24.11.2026"
	noVersion := created("A2", 0, 100, shop)
	noVersion.Version = 0
	cases := map[string]struct {
		e    order.Event
		want error
	}{
		"an order made twice":     {a1, order.ErrMove},
		"a move the rules forbid": {event(order.Dismissed, "A1", 1), order.ErrMove},
		"an order never made":     {event(order.Dismissed, "A2", 1), order.ErrMove},
		"a kind nobody knows":     {event("dreamt", "A1", 1), order.ErrEvent},
		"no settings":             {event(order.SettingsChanged, "", 1), order.ErrEvent},
		"no PIN":                  {event(order.PINSet, "", 1), order.ErrEvent},
		"no order":                {event(order.Dismissed, "", 1), order.ErrEvent},
		"before 1970":             {old, order.ErrEvent},
		"no business day":         {noDay, order.ErrEvent},
		"no version":              {noVersion, order.ErrEvent},
	}
	for name, c := range cases {
		if _, err := l.Append(c.e); !errors.Is(err, c.want) || errors.Is(err, storage.ErrNotRecorded) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, _ := l.Dump(); !reflect.DeepEqual(before, after) {
		t.Error("a refused event left something behind")
	}
	appendAll(t, l, created("A3", 2, 100, shop))
}

func TestNoSaleStartsOnAFullDiskButMoneyIsStillRecorded(t *testing.T) {
	free := uint64(1 << 40)
	dir := t.TempDir()
	l, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer closeChecked(t, l)
	a1 := created("A1", 0, 100, shop)
	appendAll(t, l, a1)
	free = 200<<20 - 1
	if _, err := l.Append(created("A2", 1, 100, shop)); !errors.Is(err, storage.ErrLowSpace) || errors.Is(err, storage.ErrNotRecorded) {
		t.Errorf("a new sale: %v", err)
	}
	appendAll(t, l, shown(a1, 2), paid(a1, 3))
	free = 200 << 20
	appendAll(t, l, created("A2", 4, 100, shop))
}

func TestTheDiskIsAskedHowFullItIs(t *testing.T) {
	l, err := storage.Open(t.TempDir(), storage.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer closeChecked(t, l)
	if free, err := l.Free(); err != nil || free == 0 || free > 1<<62 {
		t.Errorf("no disk has %d bytes free: %v", free, err)
	}
}

func TestTheJournalHasEveryOrderEvenAfterATornLine(t *testing.T) {
	dir := t.TempDir()
	journal := filepath.Join(dir, "orders.journal")
	l := open(t, dir)
	appendAll(t, l, created("A1", 0, 12850, shop))
	raw, _ := os.ReadFile(journal)
	if err := os.WriteFile(journal, append(raw, `{"id":"A2","acc`...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, created("A3", 2, 100, other))
	raw, _ = os.ReadFile(journal)
	lines := strings.Split(string(raw), "\n")
	if len(lines) != 4 || lines[1] != `{"id":"A2","acc` || lines[3] != "" {
		t.Fatalf("journal: %q", lines)
	}
	var got struct {
		ID, Amount, Currency string
		Account              order.Account
		Time                 time.Time
	}
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil || got.ID != "A1" || got.Amount != "128.50" || got.Currency != "HKD" || got.Account != shop || !got.Time.Equal(start) {
		t.Errorf("first line %+v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(lines[2]), &got); err != nil || got.ID != "A3" || got.Account != other {
		t.Errorf("line after the torn one %+v, %v", got, err)
	}
}

func TestReadOnlyWritesNothing(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, created("A1", 0, 100, shop))
	closeChecked(t, l)
	before, _ := os.ReadFile(file(dir))
	for range 2 { // two readers at once
		r, err := storage.Open(dir, storage.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if _, err := r.Order("A1"); err != nil {
			t.Error(err)
		}
		if _, err := r.Append(created("A2", 1, 100, shop)); !errors.Is(err, storage.ErrReadOnly) {
			t.Errorf("wrote: %v", err)
		}
	}
	if after, _ := os.ReadFile(file(dir)); string(after) != string(before) {
		t.Error("the file changed")
	}
	if _, err := storage.Open(t.TempDir(), storage.Options{ReadOnly: true, Create: true}); !errors.Is(err, storage.ErrMissing) {
		t.Errorf("a log that is not there: %v", err)
	}
}

func TestARecordNobodyCanReadIsReportedAndKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	a1 := created("A1", 0, 100, shop)
	future := []byte(`{"v":99,"kind":"created","at":"2026-11-24T02:00:01Z","day":"2026-11-24","order":"A9"}`)
	strange := storage.EncodeEvent(event("dreamt", "A1", 1))
	if err := l.AppendRaw(storage.EncodeEvent(a1), future, strange, storage.EncodeEvent(shown(a1, 2))); err != nil {
		t.Fatal(err)
	}
	problems, err := l.Rebuild()
	if err != nil || len(problems) != 2 || !strings.Contains(problems[0], "version 99") || !strings.Contains(problems[1], "dreamt") {
		t.Errorf("rebuilt with %q, %v", problems, err)
	}
	if o, err := l.Order("A1"); err != nil || o.State != order.StateWaiting {
		t.Errorf("the order of the readable records: %+v, %v", o, err)
	}
	all, _ := l.Dump()
	if !strings.Contains(all["events/\x00\x00\x00\x00\x00\x00\x00\x02"], string(future)) {
		t.Error("the record is gone")
	}
	closeChecked(t, l)
	r, err := storage.Verify(file(dir))
	if err != nil || r.Events != 4 || r.Orders != 1 || len(r.Problems) != 2 {
		t.Errorf("verify: %+v, %v", r, err)
	}
}

func TestNothingWorksOnAClosedLog(t *testing.T) {
	l := open(t, t.TempDir())
	closeChecked(t, l)
	_, orders := l.OpenOrders()
	if _, totals := l.Totals("2026-11-24"); orders == nil || totals == nil {
		t.Errorf("read: %v, %v", orders, totals)
	}
	if _, err := l.Append(created("A1", 0, 100, shop)); !errors.Is(err, storage.ErrNotRecorded) {
		t.Errorf("wrote: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestManyMayReadWhileOneWrites(t *testing.T) {
	l := open(t, t.TempDir())
	l.Bolt().NoSync = true
	var all sync.WaitGroup
	for writer := range 3 {
		all.Go(func() {
			for i := range 40 {
				for _, e := range sale(order.ID(fmt.Sprintf("A%d%02d", writer, i)), i*10, 100, shop) {
					if _, err := l.Append(e); err != nil {
						t.Error(err)
					}
				}
			}
		})
		all.Go(func() {
			for range 40 {
				_, _, err := l.Orders("", 10)
				_, totals := l.Totals("2026-11-24")
				_, open := l.OpenOrders()
				l.Settings()
				if err := errors.Join(err, totals, open); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range 5 {
			if err := l.Reopen(); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	if l.Seq() != 360 {
		t.Errorf("%d events", l.Seq())
	}
}
