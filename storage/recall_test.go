package storage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"qrtill/app/order"
	"qrtill/storage"
)

func journalOf(t testing.TB, dir string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "orders.journal"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func addToJournal(t testing.TB, dir, text string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "orders.journal"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); errors.Join(err, f.Close()) != nil {
		t.Fatal(err)
	}
}

// known is how much of the journal the log says it knows.
func known(t testing.TB, l *storage.Log) int {
	t.Helper()
	all, err := l.Dump()
	if err != nil {
		t.Fatal(err)
	}
	n, _ := strconv.Atoi(all["meta/journal"])
	return n
}

// missing lists what the log must hear of, and fills in what the caller does.
func missing(t testing.TB, l *storage.Log, unreadable int) []order.Event {
	t.Helper()
	events, n, err := l.Missing()
	if err != nil || n != unreadable {
		t.Fatalf("%d unreadable lines, want %d; %v", n, unreadable, err)
	}
	for i := range events {
		events[i].At = start.Add(24 * time.Hour)
		events[i].Day = events[i].At.Format(time.DateOnly)
	}
	return events
}

func names(events []order.Event) string {
	var s []string
	for _, e := range events {
		name := string(e.Kind) + " " + string(e.Order)
		if e.Refund != nil {
			name += " " + string(e.Refund.ID)
		}
		s = append(s, name)
	}
	return strings.Join(s, ", ")
}

func TestWhatOnlyTheJournalKnowsComesBackAfterARestore(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	appendAll(t, l, settings(shop))
	appendAll(t, l, sale("A1", 0, 12850, shop)...)
	b := backUp(t, l, evening)
	a2 := created("A2", 50, 7000, shop)
	a2.New.Note, a2.New.Attempt, a2.New.Method = "table \"4\"\n", 2, order.AlipayHK
	appendAll(t, l, a2, shown(a2, 51), paid(a2, 55))
	appendAll(t, l, refunded(a2, 60, 1000)...)
	appendAll(t, l, refunded(sale("A1", 0, 12850, shop)[0], 70, 50)...)
	appendAll(t, l, created("A3", 80, 100, other))
	if events := missing(t, l, 0); events != nil {
		t.Errorf("before the restore: %s", names(events))
	}
	closeChecked(t, l)
	if _, err := storage.Restore(dir, b.Path, evening); err != nil {
		t.Fatal(err)
	}

	l = open(t, dir)
	events := missing(t, l, 0)
	if got := names(events); got != "recalled A2, refund_recalled A2 RA260, refund_recalled A1 RA170, recalled A3" {
		t.Fatalf("missing: %s", got)
	}
	if e := events[0]; *e.New != *a2.New || !e.Since.Equal(a2.At) {
		t.Errorf("recalled %+v, made %+v", e.New, a2.New)
	}
	if c := events[1].Refund; c.Amount.Minor != 1000 || c.Amount.Currency != "HKD" || c.Reason != "returned" || !events[1].Since.Equal(start.Add(time.Minute)) {
		t.Errorf("recalled %+v", c)
	}
	// The till is stopped halfway, and sells before it has heard of all of them.
	appendAll(t, l, events[0])
	appendAll(t, l, created("B1", 90_000, 100, shop))
	closeChecked(t, l)
	l = open(t, dir)
	events = missing(t, l, 0)
	if got := names(events); got != "refund_recalled A2 RA260, refund_recalled A1 RA170, recalled A3" {
		t.Fatalf("still missing: %s", got)
	}
	appendAll(t, l, events...)
	if events := missing(t, l, 0); events != nil {
		t.Errorf("all of them appended: %s", names(events))
	}
	if o, err := l.Order("A2"); err != nil || o.State != order.StateUnsure || o.Why != order.BecauseRestored || len(o.Refunds) != 1 || !o.CreatedAt.Equal(a2.At) {
		t.Errorf("recalled as %+v, %v", o, err)
	}
	if n := known(t, l); n != len(journalOf(t, dir)) {
		t.Errorf("the log knows %d bytes of %d", n, len(journalOf(t, dir)))
	}
	closeChecked(t, l)
	verified(t, file(dir))
}

func TestTheJournalIsReadFromWhereTheLogKnowsIt(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	for i := range 20 {
		appendAll(t, l, created(order.ID(fmt.Sprintf("A%d", i)), i, 100, shop))
	}
	closeChecked(t, l)
	// What was known before is not even looked at.
	text := journalOf(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "orders.journal"), []byte(strings.Repeat("x", len(text)-1)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	addToJournal(t, dir, strings.Split(strings.ReplaceAll(text, "A1\"", "B1\""), "\n")[1]+"\n")
	if got := names(missing(t, open(t, dir), 0)); got != "recalled B1" {
		t.Errorf("missing: %s", got)
	}
}

func TestAJournalThatIsNotTheLogsIsReadFromTheBeginning(t *testing.T) {
	for name, change := range map[string]func(text string) string{
		"shorter":              func(text string) string { return strings.Join(strings.SplitAfter(text, "\n")[5:9], "") },
		"ends within a line":   func(text string) string { return text[10:] + text },
		"another, longer":      func(text string) string { return "{}\n" + text + text },
		"the offset is absent": func(text string) string { return text },
	} {
		dir := t.TempDir()
		l := open(t, dir)
		for i := range 10 {
			appendAll(t, l, created(order.ID(fmt.Sprintf("A%d", i)), i, 100, shop))
		}
		if name == "the offset is absent" { // as versions before left it
			tamper(t, l, func(tx *bolt.Tx) error { return tx.Bucket([]byte("meta")).Delete([]byte("journal")) })
		}
		closeChecked(t, l)
		text := change(journalOf(t, dir)) + strings.ReplaceAll(strings.SplitAfter(journalOf(t, dir), "\n")[3], "A3\"", "B3\"")
		if err := os.WriteFile(filepath.Join(dir, "orders.journal"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		events, _, err := open(t, dir).Missing()
		if got := names(events); err != nil || got != "recalled B3" {
			t.Errorf("%s: missing %q, %v", name, got, err)
		}
	}
}

func TestLinesThatMakeNoSenseAreCounted(t *testing.T) {
	good := `{"id":"B1","account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"amount":"128.50","currency":"HKD","time":"2026-11-24T03:00:00Z"}`
	alter := func(old, with string) string {
		s := strings.Replace(good, old, with, 1)
		if s == good {
			panic("nothing altered")
		}
		return s
	}
	lines := map[string]string{
		"torn":                   good[:50],
		"no JSON":                "Dear diary",
		"empty":                  "",
		"very long":              strings.Repeat("x", 200_000),
		"very long, a good end":  strings.Repeat(" ", 64<<10) + good,
		"zeros":                  strings.Repeat("\x00", 512),
		"no id":                  alter(`"B1"`, `""`),
		"a long id":              alter(`"B1"`, `"`+strings.Repeat("B", 33)+`"`),
		"no amount":              alter(`"128.50"`, `""`),
		"an amount of zero":      alter(`"128.50"`, `"0.00"`),
		"one decimal":            alter(`"128.50"`, `"128.5"`),
		"two points":             alter(`"128.50"`, `"1.28.50"`),
		"below zero":             alter(`"128.50"`, `"-128.50"`),
		"another currency":       alter(`"128.50","currency":"HKD"`, `"128.50","currency":"USD"`),
		"long ago":               alter(`2026-`, `0026-`),
		"practice":               alter(`"B1"`, `"XB1"`),
		"a refund of no order":   alter(`"time"`, `"refund":"R1","time"`),
		"a note that is no note": alter(`"time"`, `"note":"`+strings.Repeat("n", 33)+`","time"`),
	}
	for name, line := range lines {
		dir := t.TempDir()
		addToJournal(t, dir, line+"\n"+good+"\n")
		closeChecked(t, open(t, newLog(t, dir)))
		l := open(t, dir)
		events := missing(t, l, 1)
		if got := names(events); got != "recalled B1" {
			t.Errorf("%s: missing %q", name, got)
		}
		appendAll(t, l, events...)
		if events := missing(t, l, 0); events != nil || known(t, l) != len(journalOf(t, dir)) {
			t.Errorf("%s: %q is still missing", name, names(events))
		}
	}
}

// newLog makes a log in a folder that has a journal already.
func newLog(t testing.TB, dir string) string {
	t.Helper()
	l := open(t, t.TempDir())
	appendAll(t, l, settings(shop))
	if _, err := l.CopyTo(file(dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestALineOfAnOlderVersionIsEnoughToAsk(t *testing.T) {
	dir := newLog(t, t.TempDir())
	addToJournal(t, dir, `{"id":"B1","account":{"gateway":"https://gateway.example","merchant":"M1","currency":"HKD"},"amount":"128.50","currency":"HKD","time":"2026-11-24T03:00:00Z"}`+"\n")
	l := open(t, dir)
	o := appendAll(t, l, missing(t, l, 0)...)
	want := order.New{Sale: "B1", Attempt: 1, Account: shop, Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Till: "T1", Zone: "Asia/Hong_Kong"}
	if o.New != want || o.State != order.StateUnsure || !o.Open() {
		t.Errorf("recalled as %+v", o)
	}
}

// The journal is written first: a crash can come before the log has the event.
func TestACrashBetweenJournalAndLogIsSeen(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	a1, a2 := created("A1", 0, 100, shop), created("A2", 10, 100, shop)
	appendAll(t, l, a1)
	line := journalOf(t, dir)
	addToJournal(t, dir, strings.ReplaceAll(line, "A1", "A2"))
	addToJournal(t, dir, line[:40])
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	if got := names(missing(t, l, 1)); got != "recalled A2" {
		t.Errorf("missing: %s", got)
	}
	// It was never sent, and is sold again: the same id is no longer missing.
	appendAll(t, l, a2)
	if events := missing(t, l, 0); events != nil {
		t.Errorf("missing: %s", names(events))
	}
}

func TestAReaderSeesWhatIsMissingAndWritesNothing(t *testing.T) {
	dir := newLog(t, t.TempDir())
	read := func(want string) {
		t.Helper()
		l, err := storage.Open(dir, storage.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		events, _, err := l.Missing()
		if got := names(events); errors.Join(err, l.Close()) != nil || got != want {
			t.Errorf("missing %q, %v", got, err)
		}
	}
	read("")
	if _, err := os.Stat(filepath.Join(dir, "orders.journal")); err == nil {
		t.Error("a reader made a journal")
	}
	elsewhere := t.TempDir()
	appendAll(t, open(t, elsewhere), created("A1", 0, 100, shop))
	addToJournal(t, dir, journalOf(t, elsewhere))
	read("recalled A1")
	l := open(t, dir)
	closeChecked(t, l)
	if _, _, err := l.Missing(); err != nil {
		t.Errorf("a closed log: %v", err)
	}
}

// However sales, backups, restores and crashes follow each other: once all that
// is missing is appended, the log has everything that the journal names.
func TestTheLogCatchesUpWithTheJournalWhateverHappens(t *testing.T) {
	base, runs, recalled := t.TempDir(), 0, 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		dir := filepath.Join(base, fmt.Sprint(runs))
		var l *storage.Log
		reopen := func() {
			var err error
			if l, err = storage.Open(dir, storage.Options{Create: true, Free: plenty}); err != nil {
				t.Fatal(err)
			}
			l.Bolt().NoSync = true
		}
		reopen()
		defer func() { _ = l.Close() }()
		n := 0
		var backup string
		catchUp := func(most int) {
			events, _, err := l.Missing()
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events[:min(most, len(events))] {
				e.At, e.Day = start, "2026-11-24"
				if _, err := l.Append(e); err != nil {
					t.Fatalf("%s %s: %v", e.Kind, e.Order, err)
				}
				recalled++
			}
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"sell", "sell", "sell", "back up", "restore", "catch up", "crash", "torn"}).Draw(t, "step") {
			case "sell":
				n++
				o := created(order.ID(fmt.Sprintf("A%d", n)), n, 100, shop)
				events := []order.Event{o}
				if rapid.Bool().Draw(t, "refund") {
					events = append(events, shown(o, n), paid(o, n), refunded(o, n, 1)[0])
				}
				for _, e := range events {
					if _, err := l.Append(e); err != nil {
						t.Fatal(err)
					}
				}
			case "back up":
				b, err := l.Backup(evening)
				if err != nil {
					t.Fatal(err)
				}
				backup = b.Path
			case "restore":
				if backup == "" {
					continue
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				if _, err := storage.Restore(dir, backup, evening); err != nil {
					t.Fatal(err)
				}
				reopen()
			case "catch up":
				catchUp(rapid.IntRange(0, 3).Draw(t, "most"))
			case "crash", "torn":
				f, err := os.OpenFile(filepath.Join(dir, "orders.journal"), os.O_APPEND|os.O_WRONLY, 0o600)
				if err == nil {
					_, err = f.WriteString("{\"id\":")
				}
				if err := errors.Join(err, f.Close(), l.Reopen()); err != nil {
					t.Fatal(err)
				}
			}
		}
		catchUp(1 << 20)
		for i := range n {
			if _, err := l.Order(order.ID(fmt.Sprintf("A%d", i+1))); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Reopen(); err != nil {
			t.Fatal(err)
		}
		if events, _, err := l.Missing(); err != nil || len(events) > 0 {
			t.Fatalf("still missing: %s, %v", names(events), err)
		}
	})
	if recalled < runs/4 {
		t.Errorf("only %d events were recalled in %d histories", recalled, runs)
	}
}

// A journal of years costs a start nothing while the log knows it.
func BenchmarkOpenBesideALongJournal(b *testing.B) {
	dir := b.TempDir()
	l := open(b, dir)
	appendAll(b, l, settings(shop), created("A0", 0, 100, shop))
	line := journalOf(b, dir)
	var all strings.Builder
	for i := range 100_000 {
		all.WriteString(strings.Replace(line, "A0", fmt.Sprintf("A%d", i), 1))
	}
	addToJournal(b, dir, all.String())
	if err := l.Reopen(); err != nil {
		b.Fatal(err)
	}
	b.Run("unknown", func(b *testing.B) {
		for b.Loop() {
			if err := l.Reopen(); err != nil {
				b.Fatal(err)
			}
			if events, _, err := l.Missing(); len(events) != 99_999 || err != nil {
				b.Fatal(len(events), err)
			}
		}
	})
	tamper(b, l, func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("journal"), []byte(strconv.Itoa(len(journalOf(b, dir)))))
	})
	b.Run("known", func(b *testing.B) {
		for b.Loop() {
			if err := l.Reopen(); err != nil {
				b.Fatal(err)
			}
			if events, _, err := l.Missing(); len(events) != 0 || err != nil {
				b.Fatal(len(events), err)
			}
		}
	})
}
