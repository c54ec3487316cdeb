package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"qrtill/storage"
)

// forgery is a whole file that somebody put in the log's place.
type forgery struct {
	name string
	make func(dir string, c *chainOf) error // on a copy of the log in dir
	head bool                               // made to fit: only the keyring's head can tell
}

// forgeries are tried at a few places of the log each.
func forgeries(n int, yesterday string) (all []forgery) {
	for _, k := range []int{1, 2, n / 3, n - 1} {
		all = append(all,
			forgery{fmt.Sprintf("record %d removed", n-k), func(dir string, c *chainOf) error {
				return replace(dir, slices.Delete(slices.Clone(c.records), n-k-1, n-k), false)
			}, false},
			forgery{fmt.Sprintf("records %d and %d swapped", n-k, n-k+1), func(dir string, c *chainOf) error {
				records := slices.Clone(c.records)
				a, b := &records[n-k-1], &records[n-k]
				a.value, b.value = b.value, a.value
				return replace(dir, records, false)
			}, false},
			forgery{fmt.Sprintf("the last %d cut off, nothing else changed", k), func(dir string, c *chainOf) error {
				return replace(dir, c.records[:n-k], false)
			}, false},
			forgery{fmt.Sprintf("the last %d cut off, all else made to fit", k), func(dir string, c *chainOf) error {
				return forge(dir, c.records[:n-k])
			}, true})
	}
	for _, k := range []int{2, n / 2, n} {
		all = append(all, forgery{fmt.Sprintf("rewritten from record %d on", k), func(dir string, c *chainOf) error {
			return rewrite(dir, c, k)
		}, true})
	}
	return append(all, forgery{"yesterday's copy put back", func(dir string, _ *chainOf) error {
		return copyFile(yesterday, filepath.Join(dir, "orders.db"))
	}, true})
}

// rewrite makes one event a second later and chains all that follow anew.
func rewrite(dir string, c *chainOf, k int) error {
	_, id, _, err := readRecords(filepath.Join(dir, "orders.db"))
	if err != nil {
		return err
	}
	var all [][]byte
	for i, r := range c.records {
		var rec struct{ Event json.RawMessage }
		if err := json.Unmarshal(r.value, &rec); err != nil {
			return err
		}
		if i == k-1 {
			changed := bytes.Replace(rec.Event, []byte(`:00Z"`), []byte(`:01Z"`), 1)
			if bytes.Equal(changed, rec.Event) {
				return fmt.Errorf("record %d can't be rewritten", k)
			}
			rec.Event = changed
		}
		all = append(all, rec.Event)
	}
	return forge(dir, chained(id, all))
}

// tryForgeries makes each and says which Verify does not find. Without the head
// it must not find those that were made to fit: that shows what the head is for.
func tryForgeries(temp, log string, c *chainOf, head storage.Head, yesterday string) (t tally, err error) {
	for i, f := range forgeries(len(c.records), yesterday) {
		dir := filepath.Join(temp, fmt.Sprintf("forgery%d", i))
		path := filepath.Join(dir, "orders.db")
		if err := os.Mkdir(dir, 0o700); err != nil {
			return t, err
		}
		if err := copyFile(log, path); err != nil {
			return t, err
		}
		if err := f.make(dir, c); err != nil {
			return t, fmt.Errorf("%s: %w", f.name, err)
		}
		with, err := storage.Verify(path, head)
		if err != nil {
			return t, fmt.Errorf("%s: %w", f.name, err)
		}
		without, err := storage.Verify(path)
		if err != nil {
			return t, fmt.Errorf("%s: %w", f.name, err)
		}
		t.tried++
		if len(with.Problems) == 0 {
			t.unseen++
			fmt.Println("NOT FOUND:", f.name)
		}
		if len(without.Problems) == 0 {
			t.weak++
		} else if f.head {
			return t, fmt.Errorf("%s: not made to fit: %s", f.name, without.Problems[0])
		}
		if err := os.RemoveAll(dir); err != nil {
			return t, err
		}
	}
	return t, nil
}

func copyFile(from, to string) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, raw, 0o600)
}
