package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"qrtill/app/proof/ledger/play"
	"qrtill/payments/practice"
)

// findings are what must not be, a sentence each.
type findings struct {
	mu                              sync.Mutex
	lost, doubled, falsePaid, other []string
}

func (f *findings) note(to *[]string, format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*to = append(*to, fmt.Sprintf(format, args...))
}

// lose is about an acknowledgement that the log does not hold.
func (f *findings) lose(format string, args ...any)  { f.note(&f.lost, format, args...) }
func (f *findings) wrong(format string, args ...any) { f.note(&f.other, format, args...) }

// tally is what a bench came to.
type tally struct {
	kills, worlds, sales, orders, atGateway, events, taps int

	codes, ticks, alerts, seen, refunds, acknowledged int

	lost, doubled, falsePaid, other []string

	cuts int // of power

	refundRows map[string]int

	rows     map[play.Row]int // Orders is zero in the keys
	faults   map[string]int
	watching watching
}

func newTally() *tally {
	return &tally{rows: map[play.Row]int{}, refundRows: map[string]int{}, faults: map[string]int{}}
}

// plan says how much is killed.
type plan struct {
	child    string // the windowless till
	dir      string // for the data folders
	kills    int
	perWorld int // kills that one shop suffers before its books are compared
	lanes    int // shops side by side
	pace     pace
	seed     uint64
}

// bench kills tills until there were enough kills.
func bench(ctx context.Context, p plan) (*tally, error) {
	worlds := make(chan uint64)
	go func() {
		defer close(worlds)
		for n := range uint64((p.kills + p.perWorld - 1) / p.perWorld) {
			worlds <- n
		}
	}()
	t := newTally()
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed error
	for range p.lanes {
		all.Go(func() {
			for n := range worlds {
				mu.Lock()
				broken := failed != nil || ctx.Err() != nil
				mu.Unlock()
				if broken {
					continue
				}
				dir := filepath.Join(p.dir, fmt.Sprint("shop-", n))
				w, r, err := oneWorld(ctx, p, dir, min(p.perWorld, p.kills-int(n)*p.perWorld), n)
				mu.Lock()
				if err != nil {
					failed = errors.Join(failed, fmt.Errorf("shop %d: %w", n, err))
				} else {
					t.add(w, r)
					failed = errors.Join(failed, os.RemoveAll(dir))
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return t, errors.Join(failed, ctx.Err())
}

// oneWorld kills one till again and again, lets it settle, and compares.
func oneWorld(ctx context.Context, p plan, dir string, kills int, number uint64) (w *world, r play.Report, err error) {
	w, err = openShop(dir, p.child, p.pace, p.seed<<20+number)
	if err != nil {
		return nil, r, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	for n := 0; n < kills && ctx.Err() == nil; n++ {
		if err := w.liveAndDie(); err != nil {
			return w, r, err
		}
		if _, err := w.check(); err != nil {
			return w, r, err
		}
		w.kills++
	}
	if err := w.settle(); err != nil {
		return w, r, err
	}
	books, err := w.check()
	if err != nil {
		return w, r, err
	}
	books.Ledger, books.Codes, books.Ticks = w.gateway.Ledger(), slices.Collect(maps.Values(w.shown.codes)), w.shown.ticks
	books.Arrived, _ = w.front.Counts()
	w.refunds(books)
	return w, play.Audit(books), nil
}

// settle lets the last customers pay and the till find out. A code that it finds
// closed gets a fresh one in its place, a few times, and somebody may pay that.
func (w *world) settle() error {
	for {
		w.customers.Wait()
		if err := w.quiet(); err != nil {
			return err
		}
		w.letExpire()
		before := len(w.gateway.Ledger())
		if err := w.rest(); err != nil || len(w.gateway.Ledger()) == before {
			return err
		}
	}
}

// letExpire waits until nothing can be paid any more. What a slow line still
// carried when the till was killed reaches the gateway meanwhile, and has its
// own time to expire.
func (w *world) letExpire() {
	time.Sleep(w.pace.expiry)
	pending := func(e practice.Entry) bool { return e.Status == "PENDING" }
	for slices.ContainsFunc(w.gateway.Ledger(), pending) {
		time.Sleep(20 * time.Millisecond)
	}
}

// add takes in a world that has ended. Of a request that was still with its
// gateway then it may hear meanwhile.
func (t *tally) add(w *world, r play.Report) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t.worlds++
	t.kills += w.kills
	t.sales, t.orders, t.atGateway, t.events, t.taps = t.sales+r.Sales, t.orders+r.Orders, t.atGateway+r.AtGateway, t.events+r.Events, t.taps+w.taps
	s := w.shown
	t.codes, t.ticks, t.alerts, t.seen, t.refunds = t.codes+len(s.codes), t.ticks+len(s.ticks), t.alerts+len(s.alerts), t.seen+len(s.seen), t.refunds+len(s.refund)
	for _, n := range s.events {
		t.acknowledged += n
	}
	t.lost = append(append(t.lost, r.Lost...), w.findings.lost...)
	t.doubled = append(append(append(t.doubled, r.Doubled...), r.SentTwice...), w.findings.doubled...)
	t.falsePaid = append(append(t.falsePaid, r.FalsePaid...), w.findings.falsePaid...)
	t.other = append(append(t.other, r.Unexplained...), w.findings.other...)
	for _, row := range r.Rows {
		n := row.Orders
		row.Orders = 0
		t.rows[row] += n
	}
	for row, n := range w.refundRows {
		t.refundRows[row] += n
	}
	for name, n := range w.faulted {
		t.faults[name] += n
	}
	for _, start := range w.restarts {
		t.watching.add(start)
	}
	for _, list := range []*[]string{&t.lost, &t.doubled, &t.falsePaid, &t.other} {
		slices.Sort(*list) // each is looked at after every kill
		*list = slices.Compact(*list)
	}
}

// count takes in what another tally found, for the last line.
func (t *tally) count(of *tally) {
	t.kills, t.cuts = t.kills+of.kills, t.cuts+of.cuts
	t.lost, t.doubled, t.falsePaid = append(t.lost, of.lost...), append(t.doubled, of.doubled...), append(t.falsePaid, of.falsePaid...)
}

// clean says that nothing was found that must not be.
func (t *tally) clean() bool {
	return len(t.lost)+len(t.doubled)+len(t.falsePaid)+len(t.other)+t.watching.missed+t.watching.late == 0
}

func (t *tally) print(what string, took time.Duration) {
	fmt.Printf("%s: %d kills in %d shops, in %s: %d sales, %d orders (%d at the gateway), %d events; %d payments and cancellations by customers\n",
		what, t.kills, t.worlds, took.Round(time.Second), t.sales, t.orders, t.atGateway, t.events, t.taps)
	fmt.Printf("acknowledged before a kill: %d events, %d codes, %d ticks, %d alerts, %d alerts taken note of, %d refunds\n\n",
		t.acknowledged, t.codes, t.ticks, t.alerts, t.seen, t.refunds)
	rows := slices.SortedFunc(maps.Keys(t.rows), func(a, b play.Row) int {
		return cmp.Or(cmp.Compare(t.rows[b], t.rows[a]), cmp.Compare(a.Log, b.Log), cmp.Compare(a.Gateway, b.Gateway))
	})
	for _, row := range rows {
		fmt.Printf("  %-34s %-14s %6d  %s\n", row.Log, cmp.Or(row.Gateway, "no such order"), t.rows[row], row.Meaning)
	}
	for _, row := range slices.Sorted(maps.Keys(t.refundRows)) {
		fmt.Printf("  refund %-42s %6d\n", row, t.refundRows[row])
	}
	fmt.Print("\nfaults:")
	for _, name := range slices.Sorted(maps.Keys(t.faults)) {
		fmt.Printf(" %s %d,", name, t.faults[name])
	}
	fmt.Print("\n\n")
	t.watching.print()
	for _, list := range []struct {
		name string
		of   []string
	}{{"lost", t.lost}, {"doubled", t.doubled}, {"false paid", t.falsePaid}, {"other", t.other}} {
		printFindings(list.name, list.of)
	}
}

// most is how many findings of one kind are printed.
const most = 20

func printFindings(name string, of []string) {
	fmt.Printf("%s: %d\n", name, len(of))
	for _, finding := range of[:min(len(of), most)] {
		fmt.Println("  -", finding)
	}
}

func (w *watching) print() {
	if w.restarts == 0 {
		return // with windows it is the keyring that has the secret, and nobody sees when it answers
	}
	round := func(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
	fmt.Printf("watched again: %d restarts with open orders on a good line (%d more had a fault, %d were killed in the first second, %d had no time on a busy machine)\n", w.restarts, w.hurt, w.short, w.busy)
	fmt.Printf("  %d orders within the budget of the first second: p50 %s, p99 %s after the secret; over 1 s: %d\n",
		w.orders, round(percentile(w.delays, 50)), round(percentile(w.delays, 99)), w.missed)
	fmt.Printf("  %d orders beyond that budget: p99 %s after their turn at %d a second; over 1 s: %d\n\n",
		len(w.behind), round(percentile(w.behind, 99)), perSecond, w.late)
}
