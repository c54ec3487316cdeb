package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"qrtill/app/proof/search"
)

// plan says how much is sold.
type plan struct {
	dir          string
	sales, lanes int
	seed         uint64
}

// result is what it came to.
type result struct {
	runs, sales, codes, taps, refunds, notify int

	tokens, said, ways int // how often a gateway said what it knows, and in how many ways
	places             map[string]*tally
	naive              map[string]*tally
	planted            int
	missed             []string
	took               time.Duration
}

// play opens the shops side by side and searches what each has left.
func play(ctx context.Context, p plan) (*result, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r := &result{places: map[string]*tally{}, naive: map[string]*tally{}}
	ways := map[string]bool{}
	began := time.Now()
	var mu sync.Mutex // of r and ways
	var all sync.WaitGroup
	var failed error
	for n := range p.lanes {
		all.Go(func() {
			sales := p.sales*(n+1)/p.lanes - p.sales*n/p.lanes
			s, err := openShop(ctx, filepath.Join(p.dir, fmt.Sprint("shop-", n)), p.seed<<10+uint64(n))
			if err == nil {
				err = s.whole(sales, n == 0)
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				err = r.add(s, n == 0, ways)
			}
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("shop %d: %w", n, err))
				stop()
			}
		})
	}
	all.Wait()
	r.took, r.ways = time.Since(began), len(ways)
	return r, failed
}

// whole is all that happens in a shop. In the first one the log files are so
// long that they are packed, and a naive client sells too.
func (s *shop) whole(sales int, first bool) (err error) {
	defer func() { err = errors.Join(err, s.close()) }()
	if first {
		if err := s.lengthen(); err != nil {
			return err
		}
	}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.trade(sales); err != nil || !first {
		return err
	}
	return s.sellNaively()
}

// lengthen leaves log lines of earlier weeks, so many that the file is nearly
// full.
func (s *shop) lengthen() error {
	line := []byte(`{"time":"2026-01-01T00:00:00Z","level":"INFO","msg":"start","version":"canary"}` + "\n")
	return os.WriteFile(filepath.Join(s.dir, "data", "logs", "qrtill.log"), bytes.Repeat(line, (5<<20-4<<10)/len(line)), 0o600)
}

// sellNaively has the naive client sell. What it leaves is kept apart.
func (s *shop) sellNaively() error {
	dir := s.dir
	s.dir = dir + "-naive"
	defer func() { s.dir = dir }()
	for _, folder := range []string{"data/logs", "seen"} {
		if err := os.MkdirAll(filepath.Join(s.dir, folder), 0o700); err != nil {
			return err
		}
	}
	code, err := s.command("", "naive", filepath.Join(s.dir, "data", "logs"), s.account.Gateway, s.secret)
	if err != nil || code != 0 {
		return errors.Join(fmt.Errorf("the naive client ended with %d", code), err)
	}
	return nil
}

// add takes in a shop that has closed, and searches it.
func (r *result) add(s *shop, first bool, ways map[string]bool) error {
	r.runs, r.sales, r.codes, r.taps = r.runs+s.runs, r.sales+s.sales, r.codes+s.codes, r.taps+s.taps
	r.refunds, r.notify = r.refunds+s.refunds, r.notify+s.notify
	r.tokens += len(s.echo.tokens)
	for way, n := range s.echo.said {
		r.said += n
		ways[way] = true
	}
	if err := searchFolder(s.dir, s.secrets(), r.places); err != nil {
		return err
	}
	if first {
		if err := searchFolder(s.dir+"-naive", s.secrets(), r.naive); err != nil {
			return err
		}
		secrets := s.secrets()
		maps.DeleteFunc(secrets, func(name, _ string) bool { return strings.HasPrefix(name, "access token ") && name != "access token 1" })
		var err error
		if r.planted, r.missed, err = plantAll(s.dir, secrets, r.places); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(hits(r.places), func(f search.Finding) bool { return strings.HasPrefix(f.Place, s.dir+string(filepath.Separator)) }) {
		return nil // to be looked at
	}
	return os.RemoveAll(s.dir)
}

// hits are all findings of some places.
func hits(places map[string]*tally) (found []search.Finding) {
	for _, kind := range slices.Sorted(maps.Keys(places)) {
		found = append(found, places[kind].found...)
	}
	return found
}

// wrong says what is not as it should be, a sentence each.
func (r *result) wrong(p plan) (problems []string) {
	for _, f := range hits(r.places) {
		problems = append(problems, "found: "+f.String())
	}
	for _, m := range r.missed {
		problems = append(problems, "planted and not found: "+m)
	}
	for _, k := range kinds {
		if t := r.places[k.name]; (t == nil || t.bytes == 0) && k.name != elsewhere {
			problems = append(problems, "there was nothing to search: "+k.name)
		}
	}
	for _, is := range []struct {
		ok   bool
		what string
	}{
		{r.sales >= p.sales, "too few sales were begun"},
		{r.codes > p.sales/2, "most sales got no code to show"},
		{r.taps > 0 && r.refunds > 0 && r.notify > 0 && r.tokens > 0, "nobody paid, was refunded, notified or gave a token"},
		{r.said > 0, "the gateway has said nothing of what it knows"},
		{r.planted > 0, "nothing was planted"},
		{len(hits(r.naive)) > 0, "the naive client was not caught"},
	} {
		if !is.ok {
			problems = append(problems, is.what)
		}
	}
	return problems
}

// most is how many problems are printed.
const most = 40

func (r *result) print(w io.Writer, problems []string) {
	fmt.Fprintf(w, "%d runs of programs: %d sales, %d codes shown, %d payments and cancellations by customers, %d refunds, %d notifications by strangers, in %s\n",
		r.runs, r.sales, r.codes, r.taps, r.refunds, r.notify, r.took.Round(time.Second))
	fmt.Fprintf(w, "the gateways gave out %d tokens and said what they know %d times, in %d ways\n\n", r.tokens, r.said, r.ways)
	files, size := 0, 0
	for _, kind := range slices.Sorted(maps.Keys(r.places)) {
		t := r.places[kind]
		files, size = files+t.files, size+t.bytes
		fmt.Fprintf(w, "  %-18s %5d files %10d bytes %4d hits\n", kind, t.files, t.bytes, len(t.found))
	}
	fmt.Fprint(w, "\nthe naive client:")
	for _, kind := range slices.Sorted(maps.Keys(r.naive)) {
		fmt.Fprintf(w, " %s %d,", kind, len(r.naive[kind].found))
	}
	fmt.Fprintf(w, "\nwrong: %d\n", len(problems))
	for _, problem := range problems[:min(len(problems), most)] {
		fmt.Fprintln(w, "  -", problem)
	}
	fmt.Fprintf(w, "canary: sales %d, searched %d files and %d bytes in %d places, hits %d, planted %d, found %d, naive hits %d\n",
		r.sales, files, size, len(r.places), len(hits(r.places)), r.planted, r.planted-len(r.missed), len(hits(r.naive)))
}
