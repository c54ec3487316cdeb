package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// order is one in the till's log, as the command lists it.
type order struct {
	ID     string `json:"merchant_order_id"`
	Amount string `json:"amount"`
	Status string `json:"status"`
	Note   string `json:"note"`
}

// inData are the flags that name the till's folder to a command.
func (t *till) inData() []string {
	flags := []string{"-data", t.Dir}
	if slices.Contains(t.Flags, "-practice") {
		flags = append(flags, "-practice")
	}
	return flags
}

// orders lists the log of a till that is closed.
func (s *scene) orders(ctx context.Context) (all []order, err error) {
	said, err := s.wine(ctx, "", s.console, slices.Concat([]string{"orders", "-format", "json"}, s.till.inData())...)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		var o order
		if line == "" {
			continue
		}
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			return nil, fmt.Errorf("orders says %q: %w", line, err)
		}
		all = append(all, o)
	}
	return all, nil
}

// left looks at what a till has left: no crash, a whole log, and in it so many orders, all
// of which have a status.
func (s *scene) left(ctx context.Context, status string, count int) error {
	var wrong []error
	if crash, err := os.ReadFile(filepath.Join(s.till.folder, "logs", "crash.txt")); len(crash) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		wrong = append(wrong, failed("crash report (%v): %.400s", err, crash))
	}
	if said, err := s.wine(ctx, "", s.console, append([]string{"verify"}, s.till.inData()...)...); err != nil || !strings.HasPrefix(said, "ok:") {
		wrong = append(wrong, failed("the log does not verify: %v: %s", err, said))
	}
	all, err := s.orders(ctx)
	if err != nil {
		return errors.Join(append(wrong, err)...)
	}
	as := slices.DeleteFunc(slices.Clone(all), func(o order) bool { return o.Status != status })
	if len(all) != count || len(as) != count {
		wrong = append(wrong, failed("the log has %v, not %d %s", all, count, status))
	}
	return errors.Join(wrong...)
}

// said looks for an event in the till's diary, which it writes after the log.
func (t *till) said(kind string) bool {
	text, _ := os.ReadFile(filepath.Join(t.folder, "logs", "qrtill.log"))
	for line := range strings.Lines(string(text)) {
		var l struct{ Msg, Kind string }
		if json.Unmarshal([]byte(line), &l) == nil && l.Msg == "event" && l.Kind == kind {
			return true
		}
	}
	return false
}
