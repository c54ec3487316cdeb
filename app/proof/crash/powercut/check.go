package powercut

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"

	"qrtill/app/order"
	"qrtill/storage"
)

// check looks at what the power cut has left. lost says that an acknowledged
// event is gone, with its log or alone; wrong is anything else.
func (b *bench) check(dir string, j job) (lost, wrong string, err error) {
	if err := j.found.build(dir); err != nil {
		return "", "", err
	}
	if missing := missingFrom(j.found["orders.journal"], j.started); missing != "" {
		return fmt.Sprintf("order %s has no line in the journal", missing), "", nil
	}
	// Before anything was acknowledged the till may find no log, and makes one.
	log, err := storage.Open(dir, storage.Options{Create: j.acked == 0})
	if err != nil {
		return fmt.Sprintf("the log does not open: %v", err), "", nil
	}
	if err := log.Close(); err != nil {
		return "", fmt.Sprintf("the log does not close: %v", err), nil
	}
	r, err := storage.Verify(filepath.Join(dir, "orders.db"))
	switch {
	case err != nil:
		return fmt.Sprintf("the log can't be verified: %v", err), "", nil
	case len(r.Problems) > 0:
		return "", fmt.Sprintf("verify: %s", r.Problems[0]), nil
	case r.Seq < j.acked:
		return fmt.Sprintf("the log ends with event %d", r.Seq), "", nil
	case r.Seq > uint64(len(b.plan.Heads)), r.Seq > 0 && r.Head != b.plan.Heads[r.Seq-1]:
		return "", fmt.Sprintf("its %d events are not the first of the full run", r.Seq), nil
	}
	return "", "", nil
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
