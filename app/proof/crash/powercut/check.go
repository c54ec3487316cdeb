package powercut

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"maps"
	"path/filepath"
	"slices"

	"qrtill/app/order"
	"qrtill/storage"
)

// outcome is what a folder turned out to hold.
type outcome struct {
	lost  string // why there is no log
	wrong string
	seq   uint64 // of its newest event
	head  string // its hash
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
		return fmt.Sprintf("order %s has no line in the journal", missing), "", nil
	}
	key := print{j.found.sum(b.seed), j.acked == 0}
	b.mu.Lock()
	o, known := b.seen[key]
	b.mu.Unlock()
	if !known {
		if o, err = look(dir, j.found, key.fresh); err != nil {
			return "", "", err
		}
		b.mu.Lock()
		b.seen[key] = o
		b.mu.Unlock()
	}
	switch {
	case o.lost != "", o.wrong != "":
		return o.lost, o.wrong, nil
	case o.seq < j.acked:
		return fmt.Sprintf("the log ends with event %d", o.seq), "", nil
	case o.seq > uint64(len(b.plan.Heads)), o.seq > 0 && o.head != b.plan.Heads[o.seq-1]:
		return "", fmt.Sprintf("its %d events are not the first of the full run", o.seq), nil
	}
	return "", "", nil
}

// look opens and verifies the log, as the till does when the power is back.
func look(dir string, f folder, fresh bool) (o outcome, err error) {
	if err := f.build(dir); err != nil {
		return o, err
	}
	log, err := storage.Open(dir, storage.Options{Create: fresh})
	if err != nil {
		return outcome{lost: fmt.Sprintf("the log does not open: %v", err)}, nil
	}
	if err := log.Close(); err != nil {
		return outcome{wrong: fmt.Sprintf("the log does not close: %v", err)}, nil
	}
	r, err := storage.Verify(filepath.Join(dir, "orders.db"))
	switch {
	case err != nil:
		return outcome{lost: fmt.Sprintf("the log can't be verified: %v", err)}, nil
	case len(r.Problems) > 0:
		return outcome{wrong: "verify: " + r.Problems[0]}, nil
	}
	return outcome{seq: r.Seq, head: r.Head}, nil
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

// missingFrom is the first order without a whole line in the journal.
func missingFrom(journal []byte, orders []order.ID) order.ID {
	there := map[order.ID]bool{}
	for line := range bytes.Lines(journal) {
		var l struct{ ID order.ID }
		if json.Unmarshal(line, &l) == nil {
			there[l.ID] = true
		}
	}
	for _, id := range orders {
		if !there[id] {
			return id
		}
	}
	return ""
}
