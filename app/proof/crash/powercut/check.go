package powercut

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"qrtill/storage"
)

// Outcome is what a folder turned out to hold.
type Outcome struct {
	Lost  string // why there is no log
	Wrong string
	Seq   uint64 // of its newest event
	Head  string // its hash
}

// print tells folders apart, and whether the till may make a new log in them:
// before anything was acknowledged it may find none.
type print struct {
	sum   uint64
	fresh bool
}

// check looks at what the power cut has left. lost says that an acknowledged
// event is gone, with its log or alone; wrong is anything else.
func (b *bench) check(dir string, j job) (lost, wrong string, err error) {
	if missing := missingFrom(j.found["orders.journal"], j.started); missing != "" {
		return fmt.Sprintf("%s has no line in the journal", missing), "", nil
	}
	key := print{j.found.sum(b.seed), j.acked == 0}
	b.mu.Lock()
	o, known := b.seen[key]
	b.mu.Unlock()
	if !known {
		if err := j.found.build(dir); err != nil {
			return "", "", err
		}
		if o, err = b.look(dir, key.fresh); err != nil {
			return "", "", err
		}
		b.mu.Lock()
		b.seen[key] = o
		b.mu.Unlock()
	}
	switch {
	case o.Lost != "", o.Wrong != "":
		return o.Lost, o.Wrong, nil
	case o.Seq < j.acked:
		return fmt.Sprintf("the log ends with event %d", o.Seq), "", nil
	case o.Seq > uint64(len(b.plan.Heads)), o.Seq > 0 && o.Head != b.plan.Heads[o.Seq-1]:
		return "", fmt.Sprintf("its %d events are not the first of the full run", o.Seq), nil
	}
	return "", "", nil
}

// patience is how long a log may take to open: a damaged one may take for ever.
const patience, patienceForDamage = time.Minute, 3 * time.Second

// look opens and verifies the log, in a process of its own if it may be damaged.
func (b *bench) look(dir string, fresh bool) (o Outcome, err error) {
	if b.plan.Child == "" {
		done := make(chan Outcome, 1)
		go func() { done <- Look(dir, fresh) }()
		select {
		case o = <-done:
			return o, nil
		case <-time.After(patience):
			return o, fmt.Errorf("the log in %s has not opened for %s", dir, patience)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patienceForDamage)
	defer cancel()
	out, err := exec.CommandContext(ctx, b.plan.Child, "-look", "-data", dir, fmt.Sprintf("-first=%t", fresh)).Output()
	if err != nil {
		return Outcome{Wrong: fmt.Sprintf("whoever opens the log does not come back: %v", err)}, nil
	}
	return o, json.Unmarshal(out, &o)
}

// Look opens and verifies the log, as the till does when the power is back.
// fresh says that it may make a new one.
func Look(dir string, fresh bool) Outcome {
	log, err := storage.Open(dir, storage.Options{Create: fresh})
	if err != nil {
		return Outcome{Lost: fmt.Sprintf("the log does not open: %v", err)}
	}
	if err := log.Close(); err != nil {
		return Outcome{Wrong: fmt.Sprintf("the log does not close: %v", err)}
	}
	r, err := storage.Verify(filepath.Join(dir, "orders.db"))
	switch {
	case err != nil:
		return Outcome{Lost: fmt.Sprintf("the log can't be verified: %v", err)}
	case len(r.Problems) > 0:
		return Outcome{Wrong: "verify: " + r.Problems[0]}
	}
	return Outcome{Seq: r.Seq, Head: r.Head}
}

func (f folder) sum(seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		maphash.WriteComparable(&h, name)
		maphash.WriteComparable(&h, len(f[name]))
		h.Write(f[name])
	}
	return h.Sum64()
}

// missingFrom is the first order or refund without a whole line in the journal.
func missingFrom(journal []byte, started []string) string {
	there := map[string]bool{}
	for line := range bytes.Lines(journal) {
		var l struct{ ID, Refund string }
		if json.Unmarshal(line, &l) == nil {
			there[cmp.Or(l.Refund, l.ID)] = true
		}
	}
	for _, id := range started {
		if !there[id] {
			return id
		}
	}
	return ""
}
