package powercut

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Plan says how much is tried.
type Plan struct {
	Dir     string   // for the folders that are built; empty before
	Heads   []string // hash of every record of the full run's log, in hex
	Seed    uint64
	Budget  time.Duration // what can't be tried in it is left out, and counted
	Child   string        // program that looks at each folder in a process of its own; empty: this one does
	Enough  int           // it ends when so many have lost something; 0: never
	Ignored bool          // the positive control: a disk that only pretends to sync, in the middle of the run
}

// Report is what came of it.
type Report struct {
	Tried, All [classes]int // power cuts, by class
	Distinct   int          // folders
	Took       time.Duration
	Lost       []string // cuts after which an acknowledged event, or the log, was not there
	Wrong      []string // anything else that must not be
}

// Cuts is how many power cuts were tried.
func (r Report) Cuts() (n int) {
	for _, tried := range r.Tried {
		n += tried
	}
	return n
}

// Classes are all classes.
func Classes() []Class { return []Class{Cut, Missing, Subset, Torn} }

// parts of the classes are tried one after the other, each spread over the
// whole run, so that what the budget leaves out is no stretch of it.
var parts = []int{0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15}

// job is one folder to be checked.
type job struct {
	class   Class
	at      int // which of its class
	found   folder
	acked   uint64
	started []string
}

// Run tries the power cuts of a recording.
func Run(ctx context.Context, r *Recording, p Plan) (Report, error) {
	b := &bench{plan: p, jobs: make(chan job), end: time.Now().Add(p.Budget), seed: maphash.MakeSeed(), seen: map[print]Outcome{}}
	began := time.Now()
	var workers sync.WaitGroup
	for n := range runtime.NumCPU() {
		dir := filepath.Join(p.Dir, fmt.Sprint("cut-", n))
		workers.Go(func() { b.work(dir) })
	}
	for n := range parts {
		for _, class := range Classes() {
			b.pass(ctx, r, class, n)
		}
	}
	close(b.jobs)
	workers.Wait()
	b.report.Took, b.report.Distinct = time.Since(began), len(b.seen)
	slices.Sort(b.report.Lost)
	slices.Sort(b.report.Wrong)
	return b.report, errors.Join(b.failed, ctx.Err())
}

type bench struct {
	plan Plan
	jobs chan job
	end  time.Time
	seed maphash.Seed

	mu     sync.Mutex
	seen   map[print]Outcome // a torn write often leaves what a whole one does
	report Report
	failed error
}

// pass tries one part of a class. The first pass counts all of it.
func (b *bench) pass(ctx context.Context, r *Recording, class Class, n int) {
	if n > 0 && (ctx.Err() != nil || time.Now().After(b.end)) {
		return
	}
	at := -1
	r.walk(class, b.plan.Seed, b.broken(len(r.ops)), func(m moment) {
		at++
		if at%len(parts) == parts[n] && ctx.Err() == nil && time.Now().Before(b.end) && !b.enough() {
			b.jobs <- job{class, at, m.disk.after(m.reached), m.acked, slices.Clone(m.started)}
		}
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.report.All[class] = at + 1
}

func (b *bench) enough() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.plan.Enough > 0 && len(b.report.Lost) >= b.plan.Enough
}

// broken says which syncs are not done. In the positive control those of a
// stretch in the middle are not, so that the log before it is whole.
func (b *bench) broken(ops int) func(at int) bool {
	from, to := ops/2, ops/2+400
	return func(at int) bool { return b.plan.Ignored && at >= from && at < to }
}

func (b *bench) work(dir string) {
	for j := range b.jobs {
		lost, wrong, err := b.check(dir, j)
		b.mu.Lock()
		b.report.Tried[j.class]++
		b.failed = errors.Join(b.failed, err)
		name := func(what string) string {
			return fmt.Sprintf("%s %d, %d events acknowledged: %s", j.class, j.at, j.acked, what)
		}
		if lost != "" {
			b.report.Lost = append(b.report.Lost, name(lost))
		}
		if wrong != "" {
			b.report.Wrong = append(b.report.Wrong, name(wrong))
		}
		b.mu.Unlock()
	}
}

// build puts the folder on the real disk.
func (f folder) build(dir string) error {
	err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700))
	for name, content := range f {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return err
}
